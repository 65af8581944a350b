"""What waits: entries that no receipt covers yet, oldest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.services.sync import WaitingRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.surfaces import EmptyState


class WaitingList(QStackedWidget):
    """``row_opened`` gives the :class:`WaitingRow` that was opened."""

    row_opened = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        labels, formats = context.labels, context.formats
        columns: tuple[Column[WaitingRow], ...] = (
            Column(self.tr("Number"), lambda row: formats.count(row.seq), 88, right=True, muted=True),
            Column(self.tr("What"), lambda row: labels.word("op", row.op), 200),
            Column(self.tr("Who"), lambda row: row.title or "–"),
            Column(
                self.tr("Sealed"),
                lambda row: formats.moment(row.recorded_at, local_day(context.clock.now())),
                160,
                muted=True,
            ),
            Column(self.tr("Size"), lambda row: _size(row.size), 96, right=True, muted=True),
        )
        self.table = DataTable(self.tr("Waiting to be uploaded"))
        self.table.setModel(RowsModel(columns, key=lambda row: str(row.seq), parent=self))
        self.table.row_opened.connect(self.row_opened)
        self.addWidget(self.table)
        self.addWidget(
            EmptyState(
                "done",
                self.tr("Nothing waits"),
                self.tr(
                    "What you seal appears here and is uploaded by itself. Without a network it waits safely "
                    "on this PC."
                ),
            )
        )

    def show_rows(self, rows: Sequence[WaitingRow]) -> None:
        """Show these."""
        self.table.show_rows(rows)
        self.setCurrentIndex(0 if rows else 1)


def _size(size: int) -> str:
    return f"{max(1, round(size / 1024))} KB"
