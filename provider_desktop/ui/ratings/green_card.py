"""What turns the light green, on a card: the smallest list in a few sentences, and the way to all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from provider_desktop.services.rating_plans import ToGreen
from provider_desktop.ui.ratings.plan_words import ActionGroup, PlanWords, groups_of
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import LinkButton, SecondaryButton
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card, words

#: Sentences that fit on the card; with more, the rest is one link away.
_SHOWN = 3


class GreenCard(Card):
    """The list in short. ``group_chosen`` gives an :class:`ActionGroup`, ``all_wanted`` asks for the list."""

    group_chosen = Signal(object)
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, spacing=8)
        self._title = words("", "heading")
        self.box.addWidget(self._title)
        self._shown: QWidget = QWidget()
        self.box.addWidget(self._shown)
        self.box.addStretch(1)

    def show_waiting(self) -> None:
        """Say that the list is being worked out."""
        self._put(self.tr("To turn green"), words(self.tr("Being worked out…"), "muted"))

    def show_plan(self, plan: ToGreen, words_of: PlanWords, tones: Mapping[str, Tone]) -> None:
        """Show a list; ``tones`` are those of the indicators, by id."""
        title = words_of.title(plan)
        if plan.state != "reachable":
            self._put(title, words(words_of.detail(plan), "muted", wrap=True))
            return
        groups = groups_of(plan.actions)
        shown = groups if len(groups) <= _SHOWN else groups[: _SHOWN - 1]
        rows = _Groups(shown, words_of, tones, self.group_chosen.emit)
        more = len(plan.actions) - sum(len(group.actions) for group in shown)
        link = LinkButton(self.tr("%n more…", "", more) if more else self.tr("Work list and what if…"))
        link.clicked.connect(self.all_wanted)
        if more or len(shown) < _SHOWN:
            rows.add_below(link)
        self._put(title, rows)

    def _put(self, title: str, content: QWidget) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self.box.replaceWidget(self._shown, content)
        self._shown.hide()
        self._shown.deleteLater()
        self._shown = content


class _Groups(QWidget):
    """Groups below each other: indicator, sentence, button, in aligned columns."""

    def __init__(
        self,
        groups: Sequence[ActionGroup],
        words_of: PlanWords,
        tones: Mapping[str, Tone],
        choose: Callable[[ActionGroup], None],
    ) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        scale_layout(self, self._grid, spacing=8)
        self._grid.setColumnStretch(1, 1)
        for at, group in enumerate(groups):
            sentence = words_of.group(group)
            label = words(sentence, wrap=True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            label.setMinimumWidth(0)
            button = SecondaryButton(self._action(group, words_of), small=True)
            button.setAccessibleName(f"{button.text()}: {group.moves}, {sentence}")
            button.clicked.connect(lambda _checked=False, chosen=group: choose(chosen))
            self._grid.addWidget(Badge(tones.get(group.indicator, Tone.NONE), group.moves), at, 0)
            self._grid.addWidget(label, at, 1)
            self._grid.addWidget(button, at, 2, Qt.AlignmentFlag.AlignRight)

    def add_below(self, widget: QWidget) -> None:
        """Put one more line below the groups."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 3, Qt.AlignmentFlag.AlignLeft)

    def _action(self, group: ActionGroup, words_of: PlanWords) -> str:
        return words_of.go(group.actions[0]) if len(group.actions) == 1 else self.tr("Who")
