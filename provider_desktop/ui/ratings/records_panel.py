"""The records behind an indicator: failing first, each leading to where it can be looked at or mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.services.rating_past import CostRow
from provider_desktop.services.ratings import BehindRow
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.charts import PeriodBars
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.painting import BarValue, Chip
from provider_desktop.ui.widgets.period_bars import PeriodBar
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, words
from provider_desktop.ui.widgets.tabs import SegmentedTabs


def place_of(row: BehindRow) -> Destination | None:
    """Where a key is shown; ``None`` for what this PC has no record of."""
    if row.kind == "visit":
        return Destination("visits", row.key)
    if row.kind == "recipient":
        return Destination("recipients", row.key.partition("/")[0])
    if row.kind == "staff":
        return Destination("recipients", row.key, "staff")
    return None


def place_of_person(row: CostRow) -> Destination:
    """Where somebody whom a figure costs is shown."""
    return Destination("recipients", row.who, "staff" if row.kind == "staff" else "")


def _missing_of(row: CostRow) -> int:
    return sum(each.missing for each in row.indicators)


class RecordsPanel(QWidget):
    """What stands behind a figure, and under tabs whom it costs; ``place_chosen`` says where to go.

    ``bars`` and ``line`` draw the figure over the periods, where it has more than one.
    """

    place_chosen = Signal(object)

    def __init__(
        self,
        name: str,
        note: str,
        rows: Sequence[BehindRow],
        formats: Formats,
        total: int = 0,
        *,
        bars: Sequence[PeriodBar] = (),
        line: float | None = None,
        costs: Sequence[tuple[str, Sequence[CostRow]]] = (),
    ) -> None:
        super().__init__()
        self._formats = formats
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(0, 12, 0, 0), spacing=10)
        head = QVBoxLayout()
        scale_layout(self, head, margins=(20, 0, 20, 0), spacing=4)
        failing = sum(row.failing for row in rows)
        head.addWidget(words(note, "muted", wrap=True))
        head.addWidget(words(self._counts(len(rows), failing, total), "small", wrap=True))
        if sum(bar.value is not None for bar in bars) > 1:
            chart = PeriodBars()
            chart.show_bars(bars, line, " → ".join(f"{bar.name} {bar.text}" for bar in bars if bar.text))
            head.addWidget(chart)
        box.addLayout(head)
        if not rows:
            box.addWidget(EmptyState("table", self.tr("No records"), self.tr("Nothing is counted here yet.")))
            return
        self.table = DataTable(name, inset=True)
        self.table.setModel(RowsModel(self._columns(rows), lambda row: row.key, self.table))
        self.table.show_rows(rows)
        self.table.row_opened.connect(self._choose)
        self.table.action_chosen.connect(lambda row, _column: self._choose(row))
        parts = [(self.tr("Records"), self.table)]
        parts += [(title, self._cost_table(title, people)) for title, people in costs if people]
        if len(parts) == 1:
            box.addWidget(self.table, 1)
        else:
            self._add_parts(box, name, parts)
        self.setFocusProxy(self.table)

    def _add_parts(self, box: QVBoxLayout, name: str, parts: Sequence[tuple[str, DataTable]]) -> None:
        tabs = SegmentedTabs(name, tuple(title for title, _ in parts))
        stack = QStackedWidget()
        for _, table in parts:
            stack.addWidget(table)
        tabs.currentChanged.connect(stack.setCurrentIndex)
        row = QHBoxLayout()
        scale_layout(self, row, margins=(12, 0, 12, 0))
        row.addWidget(tabs)
        box.addLayout(row)
        box.addWidget(stack, 1)

    def _cost_table(self, title: str, people: Sequence[CostRow]) -> DataTable:
        """Whom the figure costs, dearest first; a line leads to the person."""
        most = max(_missing_of(row) for row in people) or 1
        table = DataTable(title, inset=True)
        columns: tuple[Column[CostRow], ...] = (
            Column(self.tr("Name"), lambda row: row.name or row.who, 128, bold=True),
            Column(
                "",
                lambda row: str(_missing_of(row)),
                bar=lambda row: BarValue(_missing_of(row) / most, Tone.YELLOW),
            ),
            Column(self.tr("Costs"), lambda row: self._formats.count(_missing_of(row)), 84, right=True),
            Column("", self._go_to, 76, action=self._go_to, link=True),
        )
        table.setModel(RowsModel(columns, lambda row: row.who, table))
        table.show_rows(people)
        table.row_opened.connect(lambda row: self.place_chosen.emit(place_of_person(row)))
        table.action_chosen.connect(lambda row, _column: self.place_chosen.emit(place_of_person(row)))
        return table

    def _go_to(self, _row: CostRow) -> str:
        return self.tr("Open")

    def _choose(self, row: BehindRow) -> None:
        place = place_of(row)
        if place is not None:
            self.place_chosen.emit(place)

    def _counts(self, shown: int, failing: int, total: int) -> str:
        if total > shown:
            sentence = self.tr("The first {shown} of {total}, failing first")
            return sentence.format(shown=self._formats.count(shown), total=self._formats.count(total))
        return self.tr("%n in all, {failing} failing", "", shown).format(failing=self._formats.count(failing))

    def _columns(self, rows: Sequence[BehindRow]) -> tuple[Column[BehindRow], ...]:
        state: Column[BehindRow] = Column(
            self.tr("State"),
            self._state,
            92,
            chip=lambda row: Chip(Tone.YELLOW if row.failing else Tone.GREEN, self._state(row)),
        )
        go: Column[BehindRow] = Column("", self._go, 76, action=self._go, link=True)
        kinds = {row.kind for row in rows}
        middle: tuple[Column[BehindRow], ...]
        if kinds == {"recipient"}:
            middle = (
                Column(self.tr("Recipient"), lambda row: row.name, 96, bold=True),
                Column(self.tr("Done / due"), self._done, 92, muted=True),
                Column("", self._done, 0, bar=self._bar),
                Column(self.tr("Short"), self._missing, 84, right=True),
            )
        elif "visit" in kinds:
            middle = (
                Column(self.tr("Day"), self._visit(lambda visit: self._day(visit.day)), 68),
                Column(self.tr("Recipient"), lambda row: row.name or row.key, 88, bold=True),
                Column(self.tr("Items"), self._visit(lambda visit: "、".join(visit.item_names)), 0),
                Column(
                    self.tr("Minutes"),
                    self._visit(lambda visit: str(visit.minutes) if visit.minutes else ""),
                    72,
                    right=True,
                ),
            )
        else:
            middle = (Column(self.tr("Name"), lambda row: row.name or row.key, 0, bold=True),)
        return (state, *middle, go)

    def _state(self, row: BehindRow) -> str:
        return self.tr("Fails") if row.failing else self.tr("Counts")

    def _go(self, row: BehindRow) -> str:
        return self.tr("Open") if place_of(row) else ""

    def _done(self, row: BehindRow) -> str:
        return self._formats.of(row.part, row.whole)

    def _bar(self, row: BehindRow) -> BarValue:
        share = row.part / row.whole if row.whole else 0.0
        return BarValue(share, Tone.YELLOW if row.failing else Tone.GREEN)

    def _missing(self, row: BehindRow) -> str:
        return self.tr("%n visit(s)", "", row.missing) if row.missing else ""

    def _day(self, day: object) -> str:
        return self._formats.day(day) if day else ""  # type: ignore[arg-type]

    def _visit(self, text: Callable[..., str]) -> Callable[[BehindRow], str]:
        return lambda row: text(row.visit) if row.visit else ""
