"""One table of a month's summary: who or what, visits, time, what was not done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import Column, RowsModel

if TYPE_CHECKING:
    from provider_desktop.services.reports import SummaryLine


class SummaryTable(DataTable):
    """Lines can be ordered by every figure."""

    def __init__(self, formats: Formats, name: str, who: str, detail: str, *, planned: bool = False) -> None:
        super().__init__(name)
        columns: list[Column[tuple[int, SummaryLine]]] = [
            Column(who, lambda row: row[1].name, sort=lambda row: row[1].name),
            Column(detail, lambda row: row[1].detail, 200, muted=True, sort=lambda row: row[1].detail),
        ]
        if planned:
            columns.append(
                Column(
                    self.tr("Planned"),
                    lambda row: "–" if row[1].planned is None else formats.count(row[1].planned),
                    104,
                    right=True,
                    sort=lambda row: row[1].planned or 0,
                )
            )
        columns += [
            Column(
                self.tr("Visits made"),
                lambda row: formats.count(row[1].visits),
                104,
                right=True,
                sort=lambda row: row[1].visits,
            ),
            Column(
                self.tr("Time"),
                lambda row: formats.minutes(row[1].minutes),
                152,
                right=True,
                sort=lambda row: row[1].minutes,
            ),
            Column(
                self.tr("Not done"),
                lambda row: formats.count(row[1].not_done) if row[1].not_done else "",
                104,
                right=True,
                muted=True,
                sort=lambda row: row[1].not_done,
            ),
        ]
        # two people may share a masked name: the line's own number tells them apart
        self.setModel(RowsModel(columns, key=lambda row: str(row[0]), parent=self))

    def show_lines(self, lines: Sequence[SummaryLine]) -> None:
        """Show these."""
        self.show_rows(tuple(enumerate(lines)))
