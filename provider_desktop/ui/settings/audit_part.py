"""The audit trail: who did what, when and why; narrowed by three choices, and handed over as a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.audit_service import AuditLine, AuditPage, AuditWish
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words

#: Lines on the page; the choices narrow, the table holds all.
MOST = 500
#: Days back from today that can be chosen; 0 is everything.
_SPANS = (0, 1, 7, 31, 92, 366)


class AuditPart(QWidget):
    """``narrowed`` when another choice was made: then :meth:`ask` finds other lines."""

    narrowed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=10)
        box.addWidget(
            words(
                self.tr("Every line is chained to the one before; nobody can change or remove one unseen."),
                "muted",
                wrap=True,
            )
        )
        self.who, self.what, self.when = QComboBox(), QComboBox(), QComboBox()
        spans = (
            self.tr("Since the beginning"),
            self.tr("Today"),
            self.tr("Last 7 days"),
            self.tr("Last month"),
            self.tr("Last quarter"),
            self.tr("Last year"),
        )
        for text, days in zip(spans, _SPANS, strict=True):
            self.when.addItem(text, days)
        line = QHBoxLayout()
        scale_layout(self, line, spacing=14)
        for title, field in (
            (self.tr("&Who"), self.who),
            (self.tr("Wh&at"), self.what),
            (self.tr("Whe&n"), self.when),
        ):
            line.addWidget(FormRow(title, field), 1)
            field.activated.connect(lambda _index: self.narrowed.emit())
        box.addLayout(line)
        self.table = DataTable(self.tr("Audit trail"))
        self.table.setModel(RowsModel(self._columns(), key=lambda row: str(row.number), parent=self))
        box.addWidget(self.table, 1)
        self.reason = QLineEdit()
        self._reason_row = FormRow(
            self.tr("Reason for e&xporting"), self.reason, self.tr("It is kept in the trail.")
        )
        self.export = SecondaryButton(self.tr("Export as a table…"), icon="folder")
        self.export.clicked.connect(self._choose)
        self.reason.returnPressed.connect(self._choose)
        self.reason.textEdited.connect(lambda _text: self._reason_row.show_problem(""))
        self._count = words("", "muted")
        foot = QHBoxLayout()
        scale_layout(self, foot, spacing=14)
        foot.addWidget(self._count, 1)
        foot.addWidget(self._reason_row, 1)
        foot.addWidget(self.export)
        box.addLayout(foot)

    def ask(self) -> AuditPage | None:
        """The lines for what is chosen; None where the role does not include looking. Blocks."""
        try:
            page: AuditPage = self._context.services.audit.page(self._wish(), 0, MOST)
        except AppError as error:
            if error.code is not ErrorCode.NOT_ALLOWED:
                raise
            return None
        return page

    def show_page(self, page: AuditPage | None) -> None:
        """Show lines; None says that somebody else may."""
        for field in (self.who, self.what, self.when, self.reason, self.export):
            field.setEnabled(page is not None)
        if page is None:
            self.table.show_rows(())
            self._count.setText(self.tr("Managers, auditors and administrators may look at this."))
            return
        everybody, everything = self.tr("Everybody"), self.tr("Everything")
        _offer(self.who, [(everybody, ""), *((name, name) for name in page.actors)])
        word = self._context.labels.word
        _offer(self.what, [(everything, ""), *((word("audit_action", code), code) for code in page.actions)])
        self.table.show_rows(page.lines)
        count = self._context.formats.count
        all_of, newest_of = self.tr("{count} lines"), self.tr("The newest {most} of {count} lines")
        told = all_of if page.total <= MOST else newest_of
        self._count.setText(told.format(count=count(page.total), most=count(MOST)))

    def save(self, path: str) -> None:
        """Write the chosen lines to a file."""
        audit, wish, reason = self._context.services.audit, self._wish(), self.reason.text()
        language = self._context.language
        self._context.tasks.run(
            lambda: audit.export(Path(path), wish, reason, language),
            owner=self,
            on_done=self._saved,
            lane=Lane.LONG,
        )

    def _columns(self) -> tuple[Column[AuditLine], ...]:
        formats, word = self._context.formats, self._context.labels.word
        today = local_day(self._context.clock.now())
        return (
            Column(self.tr("When"), lambda row: formats.moment(row.at, today), 136),
            Column(self.tr("Who"), lambda row: row.actor, 104, bold=True),
            Column(self.tr("What"), lambda row: word("audit_action", row.action), 168),
            Column(
                self.tr("Why"), lambda row: word("correction_reason", row.reason), tip=lambda row: row.reason
            ),
            Column(self.tr("On what"), lambda row: row.subject, 210, muted=True, tip=lambda row: row.subject),
            Column(self.tr("Details"), lambda row: row.details, 150, muted=True, tip=lambda row: row.details),
            Column(self.tr("No."), lambda row: formats.count(row.number), 76, right=True, muted=True),
        )

    def _wish(self) -> AuditWish:
        days = self.when.currentData() or 0
        today = local_day(self._context.clock.now())
        first = today - timedelta(days=days - 1) if days else None
        return AuditWish(self.who.currentData() or "", self.what.currentData() or "", "", first)

    def _choose(self) -> None:
        if not self.reason.text().strip():
            self._reason_row.show_problem(self.tr("Say why first."))
            self.reason.setFocus()
            return
        dialog = QFileDialog(self, self.tr("Export as a table…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{local_day(self._context.clock.now()):%Y-%m-%d}.xlsx")
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def _saved(self, count: int) -> None:
        self.reason.clear()
        told = self.tr("{count} lines written").format(count=self._context.formats.count(count))
        self._context.messages.say_done(told)
        self.narrowed.emit()


def _offer(field: QComboBox, choices: list[tuple[str, str]]) -> None:
    """Offer these and keep what is chosen."""
    chosen: str = field.currentData() or ""
    keep: Callable[[int], None] = field.setCurrentIndex
    field.clear()
    for text, value in choices:
        field.addItem(text, value)
    keep(max(0, field.findData(chosen)))
