"""Who: what each staff member and each recipient costs the light, side by side, dearest first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.services.rating_past import CostRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.painting import BarValue
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, words

_ROW = 34


class WhoTab(QWidget):
    """Two tables; ``who_chosen`` gives the :class:`CostRow` whose records are wanted."""

    who_chosen = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._most = {"recipient": 1, "staff": 1}
        self.recipients = self._table("recipient", self.tr("What recipients cost"), self.tr("Recipient"))
        self.staff = self._table("staff", self.tr("What staff cost"), self.tr("Staff member"))
        note = words(
            self.tr(
                "Records and visits missing, per person. A visit that was due counts for the recipient "
                "alone; a visit done by two counts for both."
            ),
            "muted",
            wrap=True,
        )
        tables = QWidget()
        row = QHBoxLayout(tables)
        scale_layout(tables, row, spacing=12)
        row.addWidget(self.recipients, 1)
        row.addWidget(self.staff, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(tables)
        self._stack.addWidget(
            EmptyState(
                "done",
                self.tr("Nobody costs the light anything"),
                self.tr("Whoever misses visits or has records that fail appears here."),
            )
        )
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=8)
        box.addWidget(note)
        box.addWidget(self._stack, 1)
        self.setFocusProxy(self.recipients)

    def load(self, period: str) -> None:
        """Ask what everybody costs in a period."""
        services = self._context.services
        self._context.tasks.run(
            lambda: (services.ratings.costs("recipient", period), services.ratings.costs("staff", period)),
            owner=self,
            on_done=lambda found: self.show_costs(*found),
        )

    def show_costs(self, recipients: tuple[CostRow, ...], staff: tuple[CostRow, ...]) -> None:
        """Show both lists."""
        for kind, rows, table in (
            ("recipient", recipients, self.recipients),
            ("staff", staff, self.staff),
        ):
            self._most[kind] = max((self._sum(row) for row in rows), default=1) or 1
            table.show_rows(rows)
        self._stack.setCurrentIndex(0 if recipients or staff else 1)

    def _table(self, kind: str, name: str, heading: str) -> DataTable:
        table = DataTable(name, row_height=_ROW)
        columns: tuple[Column[CostRow], ...] = (
            Column(heading, lambda row: row.name or row.who, 104, bold=True),
            Column(self.tr("Costs"), lambda row: str(self._sum(row)), 64, right=True),
            Column("", lambda row: str(self._sum(row)), 84, bar=lambda row: self._bar(kind, row)),
            Column(self.tr("Of which"), self._parts, tip=self._parts, muted=True),
            Column("", self._see, 84, action=self._see, link=True),
        )
        table.setModel(RowsModel(columns, lambda row: row.who, table))
        table.row_opened.connect(self.who_chosen)
        table.action_chosen.connect(lambda row, _column: self.who_chosen.emit(row))
        return table

    def _see(self, _row: CostRow) -> str:
        return self.tr("Records")

    def _sum(self, row: CostRow) -> int:
        """Everything missing; what costs only indicators that are green still counts for the order shown."""
        return row.missing or sum(each.missing for each in row.indicators)

    def _bar(self, kind: str, row: CostRow) -> BarValue:
        tone = Tone.YELLOW if row.missing else Tone.GREEN
        return BarValue(self._sum(row) / self._most[kind], tone)

    def _parts(self, row: CostRow) -> str:
        return " · ".join(f"{each.name} {each.missing}" for each in row.indicators if each.missing)
