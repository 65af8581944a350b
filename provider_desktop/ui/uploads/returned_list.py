"""What came back: by reason at the left, the records of the reason and the regulator's words at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.services.sync import ReturnedGroup, ReturnedRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card, EmptyState, words


class ReturnedList(QStackedWidget):
    """``correct_wanted`` names the record to be corrected, ``alike_wanted`` the rule all of whose records
    are to be."""

    correct_wanted = Signal(str)
    alike_wanted = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        labels, formats = context.labels, context.formats
        correct = self.tr("Correct")
        reasons: tuple[Column[ReturnedGroup], ...] = (
            Column(self.tr("Reason"), lambda group: labels.word("rule_name", group.rule)),
            Column(self.tr("Records"), lambda group: formats.count(len(group.rows)), 84, right=True),
        )
        self.reasons = DataTable(self.tr("Reasons"))
        self.reasons.setModel(RowsModel(reasons, key=lambda group: group.rule, parent=self))
        self.reasons.row_selected.connect(self._show_group)
        records: tuple[Column[ReturnedRow], ...] = (
            Column(self.tr("Recipient"), lambda row: row.row.recipient_name, 112),
            Column(self.tr("Date"), lambda row: formats.day(row.row.day) if row.row.day else "–", 72),
            Column(self.tr("Items"), lambda row: "、".join(row.row.item_names)),
            Column(self.tr("Staff"), lambda row: "、".join(row.row.staff_names), 120, muted=True),
            Column(
                self.tr("Without a late mark until"),
                lambda row: formats.spoken_moment(row.free_until) if row.free_until else "",
                168,
                muted=True,
            ),
            Column("", lambda _row: correct, 96, action=lambda _row: correct),
        )
        self.records = DataTable(self.tr("Returned records"))
        self.records.setModel(RowsModel(records, key=lambda row: row.row.record, parent=self))
        self.records.row_selected.connect(self._show_words)
        self.records.row_opened.connect(self._correct)
        self.records.action_chosen.connect(lambda row, _column: self._correct(row))
        said = Card(spacing=4)
        self._said = words("", wrap=True)
        said.box.addWidget(words(self.tr("What the regulator says"), "small"))
        said.box.addWidget(self._said)
        right = QVBoxLayout()
        both = QWidget()
        line = QHBoxLayout(both)
        scale_layout(both, line, spacing=14)
        scale_layout(both, right, spacing=14)
        right.addWidget(self.records, 1)
        right.addWidget(said)
        left = QVBoxLayout()
        scale_layout(both, left, spacing=14)
        self._alike = SecondaryButton(self.tr("Correct all alike"))
        self._alike.clicked.connect(self.correct_alike)
        left.addWidget(self.reasons, 1)
        left.addWidget(self._alike)
        line.addLayout(left, 2)
        line.addLayout(right, 5)
        self.addWidget(both)
        self.addWidget(
            EmptyState(
                "inbox",
                self.tr("Nothing came back"),
                self.tr(
                    "Records that the regulator returns appear here, those with the same reason together, "
                    "in the regulator's own words."
                ),
            )
        )

    def show_groups(self, groups: Sequence[ReturnedGroup]) -> None:
        """Show these; the reason and the record chosen stay."""
        self.reasons.show_rows(groups)
        self.setCurrentIndex(0 if groups else 1)
        if groups:
            if self.reasons.current_row is None:
                self.reasons.select_key(groups[0].rule)
            self._show_group(self.reasons.current_row)

    def select_reason(self, rule: str) -> None:
        """Make a reason current."""
        self.reasons.select_key(rule)

    def correct_alike(self) -> None:
        """Correct all records of the reason that is current by one statement."""
        group: ReturnedGroup | None = self.reasons.current_row
        if group is not None and group.rule:
            self.alike_wanted.emit(group.rule)

    def _show_group(self, group: ReturnedGroup | None) -> None:
        if group is None:
            return
        self.records.show_rows(group.rows)
        if self.records.current_row is None and group.rows:
            self.records.select_key(group.rows[0].row.record)
        self._show_words(self.records.current_row)

    def _show_words(self, row: ReturnedRow | None) -> None:
        self._said.setText("\n".join(row.texts) if row is not None else "")

    def _correct(self, row: ReturnedRow) -> None:
        self.correct_wanted.emit(row.row.record)
