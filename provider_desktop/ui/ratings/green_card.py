"""What turns the light green: each step as a sentence, with a button to where it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from provider_desktop.services.ratings import GreenStep, RatingView
from provider_desktop.ui.labels import tone_of
from provider_desktop.ui.ratings.rating_words import Expiry, RatingWords
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import LinkButton, SecondaryButton
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.scaling import Margins, scale_layout
from provider_desktop.ui.widgets.surfaces import Card, words

#: Steps that fit on the card; with more, the rest is one link away.
_SHOWN = 3


class StepList(QWidget):
    """Steps below each other: indicator, sentence, button, in aligned columns."""

    def __init__(
        self,
        steps: Sequence[GreenStep],
        rating: RatingView,
        words_of: RatingWords,
        expiries: Mapping[str, Expiry],
        choose: Callable[[GreenStep], None],
        margins: Margins = (0, 0, 0, 0),
    ) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        scale_layout(self, self._grid, margins=margins, spacing=8)
        self._grid.setColumnStretch(1, 1)
        names = {row.id: row for row in rating.indicators}
        for at, step in enumerate(steps):
            indicator = names.get(step.indicator)
            name = indicator.name if indicator else self.tr("Veto")
            tone = tone_of(indicator.light) if indicator else Tone.RED
            sentence = words_of.step(step, expiries)
            label = words(sentence, wrap=True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            label.setMinimumWidth(0)
            self._grid.addWidget(Badge(tone, name), at, 0)
            self._grid.addWidget(label, at, 1)
            if step.records or step.count:
                button = SecondaryButton(words_of.step_action(step), small=True)
                button.setAccessibleName(f"{button.text()}: {name}, {sentence}")
                button.clicked.connect(lambda _checked=False, chosen=step: choose(chosen))
                self._grid.addWidget(button, at, 2, Qt.AlignmentFlag.AlignRight)

    def add_below(self, widget: QWidget) -> None:
        """Put one more line below the steps."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 3, Qt.AlignmentFlag.AlignLeft)

    def fill_up(self) -> None:
        """Keep the lines at the top of a tall panel."""
        self._grid.setRowStretch(self._grid.rowCount(), 1)


class GreenCard(Card):
    """The steps to green, or that nothing is left to do."""

    step_chosen = Signal(object)
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, spacing=8)
        self._title = words("", "heading")
        self.box.addWidget(self._title)
        self._shown: QWidget = QWidget()
        self.box.addWidget(self._shown)
        self.box.addStretch(1)

    def show_steps(
        self,
        steps: Sequence[GreenStep],
        rating: RatingView,
        words_of: RatingWords,
        expiries: Mapping[str, Expiry],
    ) -> None:
        """Show the steps of a rating."""
        if not steps:
            title, text = self._nothing_to_do(rating)
            self._put(title, words(text, "muted", wrap=True))
            return
        shown = steps if len(steps) <= _SHOWN else steps[: _SHOWN - 1]
        rows = StepList(shown, rating, words_of, expiries, self.step_chosen.emit)
        if len(steps) > len(shown):
            more = LinkButton(self.tr("%n more…", "", len(steps) - len(shown)))
            more.clicked.connect(self.all_wanted)
            rows.add_below(more)
        self._put(self.tr("%n thing(s) to do to turn green", "", len(steps)), rows)

    def _nothing_to_do(self, rating: RatingView) -> tuple[str, str]:
        if rating.light == "green":
            return self.tr("Green: nothing is missing"), self.tr(
                "Keep logging visits and sending them in time."
            )
        if rating.light == "none":
            return self.tr("Too little data for a light yet"), self.tr(
                "The light appears once enough visits of the period are recorded."
            )
        return self.tr("No single step turns this light"), self.tr(
            "These rules weigh all indicators together; the table shows where most is lost."
        )

    def _put(self, title: str, content: QWidget) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self.box.replaceWidget(self._shown, content)
        self._shown.hide()
        self._shown.deleteLater()
        self._shown = content
