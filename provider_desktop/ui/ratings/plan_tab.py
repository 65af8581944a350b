"""The way to green as a work list: tick what you mean to do, see the light move, open what is to be done."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.services.rating_plans import ActionRow, ToGreen, WhatIf
from provider_desktop.ui.labels import tone_of
from provider_desktop.ui.ratings.plan_words import PlanWords, place_of_action
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.marks import Badge, LightPill
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, OneLine, words

#: Moved indicators that fit beside the lights.
_MOVED = 3
#: A row lower than in other tables, so that a day's work fits without scrolling.
_ROW = 34
#: Only what is reached is ticked off.
_ICONS = {"green": "done"}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An action with its tick; ``needed`` are those of the smallest list."""

    row: ActionRow
    ticked: bool
    needed: bool


class PlanTab(QWidget):
    """Shows a list; ``place_chosen`` says where an action is done. Ticks stay over a reload."""

    place_chosen = Signal(object)

    def __init__(self, context: PageContext, words_of: PlanWords) -> None:
        super().__init__()
        self._context, self._words = context, words_of
        self._period = ""
        self._plan: ToGreen | None = None
        self._ticked: frozenset[str] = frozenset()
        self._asked = 0
        self._strip = _WhatIfStrip(words_of)
        self._note = OneLine("muted")
        self._smallest = SecondaryButton(self.tr("Tick the shortest list"), small=True)
        self._none = SecondaryButton(self.tr("Clear ticks"), small=True)
        head = QHBoxLayout()
        scale_layout(self, head, spacing=8)
        head.addWidget(self._note, 1)
        head.addWidget(self._smallest)
        head.addWidget(self._none)
        self.table = DataTable(self.tr("What can be done"), row_height=_ROW)
        self.table.setModel(RowsModel(self._columns(), lambda line: line.row.id, self.table))
        self._empty = EmptyState("done", "–", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=8)
        box.addWidget(self._strip)
        box.addLayout(head)
        box.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)
        self.table.row_ticked.connect(self._toggle)
        self.table.row_opened.connect(self._go)
        self.table.action_chosen.connect(lambda line, _column: self._go(line))
        self._smallest.clicked.connect(self.tick_smallest)
        self._none.clicked.connect(lambda: self._tick(frozenset()))

    @property
    def ticked(self) -> frozenset[str]:
        """Ids of the actions ticked now."""
        return self._ticked

    def show_plan(self, plan: ToGreen, period: str, light: str) -> None:
        """Show the list of a period whose light is ``light`` now."""
        if period != self._period:
            self._ticked = frozenset()
        self._plan, self._period = plan, period
        known = {row.id for row in (*plan.actions, *plan.others)}
        self._ticked &= known
        said = self._words
        self._note.setText(f"{said.title(plan)} · {said.detail(plan)}")
        self._note.setToolTip(said.detail(plan))
        self._note.setVisible(bool(known))
        self._smallest.setVisible(plan.state == "reachable")
        self._none.setVisible(bool(known))
        self._strip.setVisible(bool(known))
        self._strip.show_now(light)
        self._show_rows()
        self._stack.setCurrentIndex(0 if known else 1)
        if not known:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = EmptyState(_ICONS.get(plan.state, "rating"), said.title(plan), said.detail(plan))
            self._stack.addWidget(self._empty)
            self._stack.setCurrentIndex(1)
        self._ask()

    def tick_smallest(self) -> None:
        """Tick exactly the shortest list."""
        if self._plan is not None:
            self._tick(frozenset(row.id for row in self._plan.actions))

    def _columns(self) -> tuple[Column[PlanLine], ...]:
        said = self._words
        return (
            Column(
                self.tr("Do"),
                lambda line: self.tr("ticked") if line.ticked else self.tr("not ticked"),
                44,
                check=lambda line: line.ticked,
            ),
            Column(
                self.tr("For green"),
                self._need,
                104,
                chip=lambda line: Chip(Tone.ACCENT if line.needed else Tone.NONE, self._need(line), False),
            ),
            Column(
                self.tr("What can be done"),
                lambda line: said.action(line.row),
                tip=lambda line: said.action(line.row),
            ),
            Column(self.tr("Moves"), lambda line: line.row.moves, 148, muted=True),
            Column(self.tr("Counts until"), lambda line: said.until(line.row), 112, muted=True),
            Column("", lambda line: said.go(line.row), 96, action=lambda line: said.go(line.row)),
        )

    def _need(self, line: PlanLine) -> str:
        return self.tr("Needed") if line.needed else self.tr("Possible")

    def _show_rows(self) -> None:
        plan = self._plan
        if plan is None:
            return
        needed = [PlanLine(row, row.id in self._ticked, needed=True) for row in plan.actions]
        others = [PlanLine(row, row.id in self._ticked, needed=False) for row in plan.others]
        self.table.show_rows([*needed, *others])

    def _toggle(self, line: PlanLine) -> None:
        self._tick(self._ticked ^ {line.row.id})

    def _tick(self, ticked: frozenset[str]) -> None:
        self._ticked = ticked
        self._show_rows()
        self._ask()

    def _ask(self) -> None:
        """Ask for the light with what is ticked; only the last answer asked for is shown."""
        self._asked += 1
        asked, ids, period = self._asked, tuple(sorted(self._ticked)), self._period
        self._strip.show_count(len(ids))
        if not ids:
            self._strip.show_nothing()
            return
        services = self._context.services
        self._context.tasks.run(
            lambda: services.ratings.what_if(ids, period),
            owner=self,
            on_done=lambda found: self._show_answer(asked, found),
        )

    def _show_answer(self, asked: int, found: WhatIf) -> None:
        if asked == self._asked:
            self._strip.show_answer(found)

    def _go(self, line: PlanLine) -> None:
        self.place_chosen.emit(place_of_action(line.row))


class _WhatIfStrip(QWidget):
    """The light now, an arrow, the light with what is ticked, and what moves."""

    def __init__(self, words_of: PlanWords) -> None:
        super().__init__()
        self._words = words_of
        self._now = LightPill(Tone.NONE, "")
        self._then = LightPill(Tone.NONE, "")
        self._count = words("", "muted")
        self._moved = QHBoxLayout()
        row = QHBoxLayout(self)
        scale_layout(self, row, spacing=10)
        scale_layout(self, self._moved, spacing=6)
        for part in (words(self.tr("Now"), "muted"), self._now, self._count, self._then):
            row.addWidget(part)
        row.addLayout(self._moved)
        row.addStretch(1)
        self.setMinimumHeight(self._now.sizeHint().height())

    def show_now(self, light: str) -> None:
        """The light as it stands."""
        self._now.show_light(tone_of(light), self._words.light(light))

    def show_count(self, count: int) -> None:
        """How many actions are ticked."""
        text = self.tr("→ with %n ticked", "", count) if count else self.tr("→ tick below to see it move")
        self._count.setText(text)

    def show_nothing(self) -> None:
        """Nothing is ticked."""
        self._then.hide()
        self._show_moved(())

    def show_answer(self, found: WhatIf) -> None:
        """The light with what is ticked."""
        self._then.show_light(tone_of(found.case.light), self._words.light(found.case.light))
        self._then.show()
        said = self.tr("With what is ticked: {light}").format(light=self._words.light(found.case.light))
        self.setAccessibleName(said)
        self._show_moved(self._words.moved(found.case.indicators))

    def _show_moved(self, moved: tuple[tuple[Tone, str], ...]) -> None:
        while self._moved.count():
            shown = self._moved.takeAt(0).widget()
            shown.hide()
            shown.deleteLater()
        for tone, text in moved[:_MOVED]:
            badge = Badge(tone, text)
            badge.setToolTip(text)
            self._moved.addWidget(badge)
