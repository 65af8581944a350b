"""Surfaces that hold other things: cards, figures, banners, empty states, the head of a page."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from provider_desktop.ui.icons import icon_label, put_icon
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout


def words(text: str, kind: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label of a kind: ``title heading strong figure muted small problem notice keycap`` or plain."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if kind:
        label.setProperty("kind", kind)
    return label


def rule(parent: QWidget | None = None) -> QFrame:
    """A hairline across."""
    line = QFrame(parent)
    line.setProperty("kind", "rule")
    line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return line


def page_box(page: QWidget) -> QVBoxLayout:
    """The layout of a whole page, with the margins every page has."""
    box = QVBoxLayout(page)
    scale_layout(page, box, margins=(24, 20, 24, 20), spacing=14)
    return box


class Card(QFrame):
    """A surface with a line and round corners; add to ``box``. ``title`` puts a heading at its top."""

    def __init__(self, title: str = "", parent: QWidget | None = None, *, spacing: int = 8) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.box = QVBoxLayout(self)
        scale_layout(self, self.box, margins=(18, 16, 18, 16), spacing=spacing)
        self.heading: QLabel | None = None
        if title:
            self.heading = words(title, "heading")
            self.box.addWidget(self.heading)
            self.setAccessibleName(title)


class OneLine(QLabel):
    """A line that ends in … where room ends; what it says whole stays its text. Kinds as for ``words``."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, area, self.alignment(), self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )


class StatCard(Card):
    """One figure: what it is, the figure itself, and a line of detail."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent, spacing=2)
        self._label = words(label, "small")
        self._figure = OneLine("figure")
        self._detail = OneLine("small")
        for part in (self._label, self._figure, self._detail):
            self.box.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_figure("–")

    def show_figure(self, figure: str, detail: str = "") -> None:
        """Show a figure with its unit (``14 次``) and a detail below."""
        self._figure.setText(figure)
        self._detail.setText(detail)
        self._figure.setToolTip(figure)
        self._detail.setToolTip(detail)
        self.setAccessibleName(f"{self._label.text()} {figure}")
        self.setAccessibleDescription(detail)


class Banner(QFrame):
    """A standing notice at the top of a page, with at most one action; it goes when its cause does."""

    action_chosen = Signal()

    def __init__(
        self, tone: Tone, text: str, action: str = "", parent: QWidget | None = None, *, icon: str = "info"
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        row = QHBoxLayout(self)
        scale_layout(self, row, margins=(14, 8, 8, 8), spacing=10)
        self._icon = icon_label(icon, tone.value, size=18)
        self._text = words(text, wrap=True)
        self._button = SecondaryButton(action, small=True)
        self._button.clicked.connect(self.action_chosen)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.setMinimumHeight(0)
        self.show_notice(tone, text, action, icon=icon)

    def show_notice(self, tone: Tone, text: str, action: str = "", *, icon: str = "info") -> None:
        """Show another notice."""
        self.setProperty("tone", tone.value)
        self.style().unpolish(self)
        self.style().polish(self)
        put_icon(self._icon, icon, tone.value, size=18)
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(text)


class EmptyState(QWidget):
    """What a place is for and the button that starts it, shown while it has nothing."""

    action_chosen = Signal()

    def __init__(
        self, icon: str, title: str, sentence: str, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(24, 24, 24, 24), spacing=10)
        box.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        box.addWidget(icon_label(icon, "muted", size=40), 0, centre)
        heading = words(title, "heading")
        box.addWidget(heading, 0, centre)
        detail = words(sentence, "muted", wrap=True)
        detail.setAlignment(centre)
        detail.setMaximumWidth(640)
        # between stretches and not aligned: an aligned label is not given the height of its wrapped lines
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(detail, 12)
        middle.addStretch(1)
        box.addLayout(middle)
        self.button: PrimaryButton | None = None
        if action:
            self.button = PrimaryButton(action)
            self.button.clicked.connect(self.action_chosen)
            box.addSpacing(6)
            box.addWidget(self.button, 0, centre)
        box.addStretch(2)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)


class PageHead(QWidget):
    """The title of a page, a quiet line beside it, and its actions at the right, the primary one last."""

    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        scale_layout(self, self._row, margins=(0, 0, 0, 0), spacing=10)
        self._title = words(title, "title")
        self._note = words(note, "muted")
        self._row.addWidget(self._title)
        self._row.addWidget(self._note)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_note(self, note: str) -> None:
        """The line beside the title, as the day or period shown."""
        self._note.setText(note)

    def set_title(self, title: str) -> None:
        """Another title, as the name of the record shown."""
        self._title.setText(title)

    def add_action(self, button: QWidget) -> None:
        """Add a button at the right end."""
        self._row.addWidget(button)

    def add_back(self, name: str) -> IconButton:
        """Put a way back before the title; connect its ``clicked``."""
        back = IconButton("chevron-left", name)
        self._row.insertWidget(0, back)
        return back
