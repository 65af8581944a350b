"""What the page of a day says: a row's sentence, its weight and deadline, the figures of the cards."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject

from provider_desktop.services.sync import SyncStatus
from provider_desktop.services.today import TodayRow, TodayStats
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels, tone_of
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.painting import Chip

Figure = tuple[str, str]


class TodayWords(QObject):
    """Turns values of the service into words of one language."""

    def __init__(self, labels: Labels, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._labels, self._formats = labels, formats

    def sentence(self, row: TodayRow) -> str:
        """What is to be done."""
        return self._labels.word("today", row.kind, row.values)

    def reason(self, row: TodayRow) -> str:
        """Why it stands where it stands."""
        return row.reason

    def tip(self, row: TodayRow) -> str:
        """The whole sentence, which the column may cut short, and why it stands there."""
        return f"{self.sentence(row)}\n{row.reason}" if row.reason else self.sentence(row)

    def weight(self, row: TodayRow) -> Chip:
        """How much it weighs, as a chip: red is at stake for the light, yellow may become so."""
        tone = tone_of(row.severity)
        word = {
            Tone.RED: self.tr("At stake"),
            Tone.YELLOW: self.tr("Soon"),
        }.get(tone, self.tr("To do"))
        return Chip(tone, word)

    def deadline(self, row: TodayRow) -> str:
        """How long there is."""
        days = row.days_left
        if days is None:
            return ""
        if days < 0:
            return self.tr("%n day(s) overdue", "", -days)
        if days == 0:
            return self.tr("today")
        return self.tr("%n day(s) left", "", days)

    def deadline_tip(self, row: TodayRow) -> str:
        """The moment itself."""
        return self._formats.spoken_moment(row.deadline) if row.deadline is not None else ""

    def step(self, row: TodayRow) -> str:
        """The word on the button."""
        return self._labels.word("today_action", row.action)

    def due(self, stats: TodayStats) -> Figure:
        """Visits planned for today; beside it what was logged and what is late."""
        logged = self.tr("{count} logged").format(count=stats.logged_today)
        missed = self.tr("{count} missed earlier").format(count=stats.missed) if stats.missed else ""
        return self.tr("%n visit(s)", "", stats.due_today), self._formats.joined(logged, missed)

    def month(self, stats: TodayStats) -> Figure:
        """Visits done of those the plans ask for by now, and the line of the green light."""
        if not stats.month_due:
            return self._formats.count(stats.month_done), self.tr("no visits due yet this month")
        share = self._formats.percent(Decimal(stats.month_done) / stats.month_due)
        bound = ""
        if stats.completion_bound:
            bound = self.tr("green {bound}").format(bound=stats.completion_bound)
        return self._formats.of(stats.month_done, stats.month_due), self._formats.joined(share, bound)

    def upload(self, stats: TodayStats, sync: SyncStatus) -> Figure:
        """Entries that wait, and how the line to the platform is."""
        figure = self.tr("%n record(s)", "", stats.to_send)
        if not sync.joined:
            return figure, self.tr("not joined to a platform")
        if sync.alarm:
            return figure, self.tr("stopped: see Upload")
        if sync.offline:
            return figure, self.tr("offline, will go by themselves")
        if sync.last_receipt is None:
            return figure, self.tr("nothing uploaded yet")
        return figure, self.tr("last upload {time}").format(
            time=self._formats.spoken_moment(sync.last_receipt)
        )

    def lock(self, stats: TodayStats) -> Figure:
        """Days until the month is locked, and the moment."""
        if stats.lock_at is None or stats.lock_days is None:
            return "–", self.tr("no date published yet")
        moment = self._formats.spoken_moment(stats.lock_at)
        month = self._formats.month(stats.lock_month) if stats.lock_month else ""
        return self.tr("%n day(s)", "", stats.lock_days), self._formats.joined(month, moment)
