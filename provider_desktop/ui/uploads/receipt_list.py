"""Receipts: what the platform has signed for, verified anew on this PC, each to be saved as a file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.services.sync import BatchRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.surfaces import EmptyState


class ReceiptList(QStackedWidget):
    """``save_wanted`` gives the receipt to be saved."""

    save_wanted = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        formats = context.formats
        good, bad = Chip(Tone.GREEN, self.tr("Verified")), Chip(Tone.RED, self.tr("Does not verify"))
        save = self.tr("Save…")
        columns: tuple[Column[BatchRow], ...] = (
            Column(
                self.tr("Received"),
                lambda row: formats.moment(row.received_at, local_day(context.clock.now())),
                160,
            ),
            Column(self.tr("Up to number"), lambda row: formats.count(row.seq), 128, right=True),
            Column(self.tr("Records"), lambda row: formats.count(row.count), 104, right=True),
            Column(
                self.tr("Signature"),
                lambda row: (good if row.verified else bad).text,
                128,
                chip=lambda row: good if row.verified else bad,
            ),
            Column(
                self.tr("Fingerprint"),
                lambda row: row.hash,
                muted=True,
                tip=lambda row: row.hash,
            ),
            Column("", lambda _row: save, 96, action=lambda _row: save),
        )
        self.table = DataTable(self.tr("Receipts"))
        self.table.setModel(RowsModel(columns, key=lambda row: str(row.seq), parent=self))
        self.table.row_opened.connect(self.save_wanted)
        self.table.action_chosen.connect(lambda row, _column: self.save_wanted.emit(row))
        self.addWidget(self.table)
        self.addWidget(
            EmptyState(
                "signature",
                self.tr("No receipts yet"),
                self.tr(
                    "For every upload the platform signs a receipt. It proves what was received and when, "
                    "and anyone can verify it."
                ),
            )
        )

    def show_rows(self, rows: Sequence[BatchRow]) -> None:
        """Show these."""
        self.table.show_rows(rows)
        self.setCurrentIndex(0 if rows else 1)
