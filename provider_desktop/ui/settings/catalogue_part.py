"""The catalogue of services in force: code, name, and the minutes a visit of the item takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from provider_desktop.services.visits import ItemOption
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words


class CataloguePart(QWidget):
    """Read only: the regulator publishes it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        formats = context.formats
        columns: tuple[Column[ItemOption], ...] = (
            Column(self.tr("Code"), lambda row: row.item, 120, muted=True, sort=lambda row: row.item),
            Column(self.tr("Item"), lambda row: row.name, bold=True, sort=lambda row: row.name),
            Column(
                self.tr("Usual time"),
                lambda row: formats.minutes(row.reference),
                136,
                right=True,
                sort=lambda row: row.reference,
            ),
            Column(
                self.tr("At least"),
                lambda row: formats.minutes(row.minimum),
                136,
                right=True,
                sort=lambda row: row.minimum,
            ),
            Column(
                self.tr("At most"),
                lambda row: formats.minutes(row.maximum),
                136,
                right=True,
                sort=lambda row: row.maximum,
            ),
        )
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=10)
        box.addWidget(
            words(
                self.tr("Published by the regulator. A visit shorter than “at least” asks for a reason."),
                "muted",
                wrap=True,
            )
        )
        self.table = DataTable(self.tr("Catalogue of services"))
        self.table.setModel(RowsModel(columns, key=lambda row: row.item, parent=self))
        box.addWidget(self.table, 1)

    def show_items(self, items: Sequence[ItemOption]) -> None:
        """Show these."""
        self.table.show_rows(items)
