"""The bottom of the window: the line to the regulator, what waits, the next lock, and that all is saved."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from provider_desktop.services.sharing import SharingState
from provider_desktop.services.sync import SyncStatus
from provider_desktop.ui.formatting import Formats, days_until
from provider_desktop.ui.theme import Tone, current_theme
from provider_desktop.ui.widgets.painting import paint_mark
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words


class _Mark(QWidget):
    """The shape of a tone, alone."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = Tone.NONE
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_tone(self, tone: Tone) -> None:
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        size = current_theme().px(8)
        return QSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        colour = theme.colour(self._tone.value)
        paint_mark(QPainter(self), self._tone, QRectF(self.rect()), colour)


class StatusBar(QWidget):
    """Quiet facts in one line; being offline is one of them, not an error."""

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._formats = formats
        self.setProperty("kind", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        scale_layout(self, row, margins=(16, 4, 16, 4), spacing=7)
        self._mark = _Mark()
        self._line, self._waiting, self._lock, self._saved = (words("", "small") for _ in range(4))
        row.addWidget(self._mark)
        row.addWidget(self._line)
        row.addSpacing(14)
        row.addWidget(self._waiting)
        row.addSpacing(14)
        row.addWidget(self._lock)
        row.addStretch(1)
        row.addWidget(self._saved)
        self.setAccessibleName(self.tr("State of the exchange"))
        self.show_sync(None, date.min)

    def show_sync(self, sync: SyncStatus | None, today: date) -> None:
        """The state of the exchange as of ``today``."""
        self._mark.show_tone(Tone.NONE)
        if sync is None or not sync.joined:
            self._line.setText(self.tr("Not joined to a regulator"))
            self._waiting.setText("")
            self._lock.setText("")
            return
        if sync.alarm or sync.problem:
            self._mark.show_tone(Tone.RED)
            self._line.setText(self.tr("Exchange stopped: see Upload"))
        elif sync.offline:
            self._line.setText(self.tr("Offline: work goes on, records wait here"))
        else:
            self._mark.show_tone(Tone.GREEN)
            named = self.tr("Connected to {name}").format(name=sync.receiver_name)
            self._line.setText(named if sync.receiver_name else self.tr("Connected to the platform"))
        waiting = self.tr("%n waiting to upload", "", sync.to_send)
        last = ""
        if sync.last_receipt is not None:
            last = self.tr("last upload {time}").format(time=self._formats.moment(sync.last_receipt, today))
        self._waiting.setText(self._formats.joined(waiting, last))
        self._lock.setText(self._lock_words(sync, today))

    def show_sharing(self, sharing: SharingState) -> None:
        """Whether the database of several PCs is there; to be told after the exchange, whose place it takes
        while it is not."""
        if sharing.away:
            self._mark.show_tone(Tone.YELLOW)
            self._line.setText(self.tr("The agency's database is away: typing goes on"))
            self._waiting.setText(self.tr("%n draft(s) kept on this PC", "", sharing.waiting))
            self._lock.setText("")
        elif sharing.kept:
            self._mark.show_tone(Tone.YELLOW)
            self._line.setText(self.tr("%n draft(s) changed by two people", "", sharing.kept))

    def show_saved(self, at: datetime | None) -> None:
        """When the last keystroke was saved."""
        text = self.tr("Saved {time}").format(time=self._formats.time(at)) if at is not None else ""
        self._saved.setText(text)

    def _lock_words(self, sync: SyncStatus, today: date) -> str:
        if sync.lock_at is None or not sync.lock_month:
            return ""
        days = days_until(sync.lock_at, today)
        month = self._formats.month(sync.lock_month)
        if days < 0:
            return self.tr("{month} is locked").format(month=month)
        return self.tr("{month} locks in %n day(s)", "", days).format(month=month)
