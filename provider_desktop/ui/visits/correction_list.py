"""Corrections: what was corrected, by whom and why, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.services.visits import VersionView, VisitRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.visits.visit_words import VisitWords
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState

#: Corrected records shown.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Corrected:
    """A later version of a record, and the row it belongs to."""

    row: VisitRow
    version: VersionView

    @property
    def key(self) -> str:
        """Record and version."""
        return f"{self.row.record}/{self.version.visit.version}"


class CorrectionList(QWidget):
    """Every correction and withdrawal. ``record_opened`` gives the record."""

    record_opened = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        visit = VisitWords(context.labels, context.formats)
        self._table = DataTable(self.tr("Corrections"))
        today = context.clock.now().date()
        columns: tuple[Column[Corrected], ...] = (
            Column(
                self.tr("Corrected"),
                lambda each: context.formats.moment(each.version.recorded_at, today),
                120,
            ),
            Column(self.tr("Visit on"), lambda each: visit.full_day(each.row), 104),
            Column(self.tr("Recipient"), lambda each: visit.recipient(each.row), 136),
            Column(self.tr("Items"), lambda each: visit.items(each.row), 140),
            Column(self.tr("Version"), lambda each: str(each.version.visit.version), 72, right=True),
            Column(
                self.tr("Reason"),
                lambda each: context.labels.word("correction_reason", each.version.visit.reason),
                150,
            ),
            Column(self.tr("Found out by"), self._how, 0, muted=True),
            Column(self.tr("By"), lambda each: each.version.actor, 96),
            Column(
                self.tr("State"),
                lambda each: visit.state_chip(each.version.state).text,
                104,
                chip=lambda each: visit.state_chip(each.version.state),
            ),
        )
        self._table.setModel(RowsModel(columns, key=lambda each: each.key, parent=self))
        self._table.row_opened.connect(lambda each: self.record_opened.emit(each.row.record))
        empty = EmptyState(
            "history",
            self.tr("Nothing was corrected"),
            self.tr(
                "A sealed record is never changed: a correction makes a new version beside it, listed here."
            ),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(empty)
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=0)
        box.addWidget(self._stack)

    @property
    def table(self) -> DataTable:
        """The list itself."""
        return self._table

    def reload(self) -> None:
        """Ask for the corrections."""
        services = self._context.services

        def load() -> list[Corrected]:
            records = dict.fromkeys(record for record, _ in services.visits.corrections(_MOST))
            details = [services.visits.detail(record) for record in records]
            return [
                Corrected(detail.row, version)
                for detail in details
                for version in detail.versions
                if version.visit.version > 1
            ]

        self._context.tasks.run(load, owner=self, on_done=self._show)

    def _show(self, corrections: Sequence[Corrected]) -> None:
        newest = sorted(corrections, key=lambda each: each.version.recorded_at, reverse=True)
        self._table.show_rows(newest)
        self._stack.setCurrentIndex(0 if newest else 1)

    def _how(self, each: Corrected) -> str:
        note = each.version.visit.correction
        if note is None:
            return self.tr("Withdrawn")
        action = self._context.labels.word("correction_action", note.action)
        return self._context.formats.joined(action, note.memo)
