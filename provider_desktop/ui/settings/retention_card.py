"""Whose records have been kept long enough: a line, and the people whose data are due to go."""

from __future__ import annotations

from provider_desktop.services.person_service import KEPT_YEARS, DueRow, Retention
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import keep_height
from provider_desktop.ui.widgets.surfaces import Card, words


class RetentionCard(Card):
    """Nothing goes by itself: somebody decides, and erases below."""

    def __init__(self, formats: Formats) -> None:
        super().__init__(self.tr("How long records are kept"), spacing=10)
        self._formats = formats
        self._said = words("", "muted", wrap=True)
        columns: tuple[Column[DueRow], ...] = (
            Column(self.tr("Recipient"), lambda row: row.name, 160, bold=True),
            Column(self.tr("Number"), lambda row: row.recipient, muted=True),
            Column(self.tr("Last record"), lambda row: formats.full_day(row.last_day), 180),
        )
        self.table = DataTable(self.tr("Due to go"), inset=True)
        self.table.setModel(RowsModel(columns, key=lambda row: row.recipient, parent=self))
        keep_height(self.table, 150)
        self.box.addWidget(self._said)
        self.box.addWidget(self.table)
        self.table.hide()

    def show_retention(self, found: Retention) -> None:
        """Say what is due now, or when the next is."""
        count = self._formats.count
        if found.due:
            told = self.tr(
                "{count} people: nothing was recorded of them for {years} years. Erase them below."
            )
            text = told.format(count=count(len(found.due)), years=KEPT_YEARS)
        elif found.next_day is not None:
            told = self.tr("Records are kept for {years} years after the last. The next are due on {day}.")
            text = told.format(years=KEPT_YEARS, day=self._formats.full_day(found.next_day))
        else:
            told = self.tr("Records are kept for {years} years after the last; everybody here is served now.")
            text = told.format(years=KEPT_YEARS)
        self._said.setText(text)
        self.table.setVisible(bool(found.due))
        self.table.show_rows(found.due)
