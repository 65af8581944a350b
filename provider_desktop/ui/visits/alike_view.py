"""Correcting all records that came back for one reason: one statement and one attestation for all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from provider_desktop import wording
from provider_desktop.domain.corrections import CorrectionAction, CorrectionReason
from provider_desktop.errors import AppError
from provider_desktop.services.visit_alike import AlikeDone
from provider_desktop.services.visits import CorrectionRequest, VisitRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.tasks import Lane, Task
from provider_desktop.ui.visits.visit_words import VisitWords
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card, PageHead, page_box, words


class AlikeView(QWidget):
    """Lists the records of one rule, all selected. ``done`` comes when it was sealed or given up."""

    done = Signal()

    def __init__(self, context: PageContext, rule: str) -> None:
        super().__init__()
        self._context = context
        self._rule = rule
        self._refused: dict[str, str] = {}
        self._rows: tuple[VisitRow, ...] = ()
        self._work: Task[AlikeDone] | None = None
        view_words = VisitWords(context.labels, context.formats)
        box = page_box(self)
        self._head = PageHead(self.tr("Correct all alike"), context.labels.word("rule_name", rule))
        self._head.add_back(self.tr("Back without saving")).clicked.connect(self.done)
        leave = SecondaryButton(self.tr("Cancel"), hint="Esc")
        leave.clicked.connect(self.done)
        self._save = PrimaryButton(self.tr("Seal the corrections"), hint="Ctrl+S")
        self._save.clicked.connect(self.save)
        self._head.add_action(leave)
        self._head.add_action(self._save)
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._stop)
        columns: tuple[Column[VisitRow], ...] = (
            Column(self.tr("Date"), view_words.full_day, 104),
            Column(self.tr("Recipient"), view_words.recipient, 136),
            Column(self.tr("Staff"), view_words.staff, 128),
            Column(self.tr("Times"), view_words.times, 112),
            Column(self.tr("Items"), view_words.items, 0),
            Column(self.tr("Left as it was"), lambda row: self._refused.get(row.record, ""), 300),
        )
        self._table = DataTable(self.tr("Records"))
        self._table.setModel(RowsModel(columns, key=lambda row: row.record, parent=self))
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self._table.selectionModel().selectionChanged.connect(lambda *_: self._look())
        box.addWidget(self._head)
        box.addWidget(self._strip)
        box.addWidget(self._build_statement())
        box.addWidget(self._table, 1)
        self.setFocusProxy(self._reason)
        self.addAction(action(self, self.tr("Seal the corrections"), self.save, Key.SAVE))
        self.addAction(action(self, self.tr("Back"), self.done.emit, "Esc"))
        self.reload()

    @property
    def table(self) -> DataTable:
        """The records; those selected are corrected."""
        return self._table

    def reload(self) -> None:
        """Ask for the records; while they are being corrected the list stays."""
        if self._work is None:
            services, rule = self._context.services, self._rule
            self._context.tasks.run(lambda: services.alike.returned(rule), owner=self, on_done=self._show)

    def save(self) -> None:
        """Seal a new version of each record selected."""
        if not self._save.isEnabled() or self._work is not None:
            return
        services, records = self._context.services, [row.record for row in self._selected()]
        request = CorrectionRequest(
            reason=str(self._reason.currentData()),
            action=str(self._action.currentData()),
            memo=self._memo.text().strip(),
        )
        explain = str(self._explain.currentData() or "")
        self._strip.begin(self.tr("Sealing the corrections"))
        self._work = self._context.tasks.run(
            lambda report: services.alike.correct(records, request, explain, report),
            owner=self,
            on_done=self._saved,
            on_error=self._failed,
            lane=Lane.LONG,
            progress=self._strip.show_progress,
        )
        if self._work.finished:
            self._work = None

    def _saved(self, done: AlikeDone) -> None:
        self._end()
        language = self._context.labels.language
        self._refused = {
            each.record: wording.sentence("error", each.error.code.value, language, each.error.params)
            for each in done.refused
        }
        sealed = self.tr("%n correction(s) sealed.", "", len(done.sealed))
        if done.refused:
            left = self.tr(
                "%n record(s) are left as they were, the reasons stand beside them.", "", len(done.refused)
            )
            self._context.messages.say(self.tr("{sealed} {left}").format(sealed=sealed, left=left))
            self._attest.setChecked(False)
            self.reload()
        else:
            self._context.messages.say_done(sealed)
            self.done.emit()

    def _failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error)
        self.reload()

    def _stop(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._end()
            self.reload()

    def _end(self) -> None:
        self._work = None
        self._strip.end()

    def _show(self, rows: Sequence[VisitRow]) -> None:
        left_out = {row.record for row in self._rows} - {row.record for row in self._selected()}
        self._rows = tuple(rows)
        self._table.show_rows(rows)
        selection = self._table.selectionModel()
        selection.clearSelection()
        for place, row in enumerate(rows):
            if row.record not in left_out:
                self._table.selectRow(place)
        self._look()

    def _selected(self) -> list[VisitRow]:
        model = self._table.model()
        places = sorted({index.row() for index in self._table.selectionModel().selectedIndexes()})
        return [model.rows[place] for place in places] if isinstance(model, RowsModel) else []

    def _look(self) -> None:
        """Say how many are meant, and whether the statement is complete."""
        reason, memo = str(self._reason.currentData() or ""), self._memo.text().strip()
        lacks_memo = reason == CorrectionReason.OTHER and not memo
        self._memo_row.show_problem(self.tr("Say what happened") if lacks_memo else "")
        count = len(self._selected())
        complete = bool(reason and self._action.currentData()) and not lacks_memo
        self._save.setText(self.tr("Seal %n correction(s)", "", count))
        self._save.setEnabled(bool(count) and complete and self._attest.isChecked())
        self._meant.setText(
            self.tr("%n record(s) selected; Space takes one out. Each gets its own new version.", "", count)
        )

    def _build_statement(self) -> QWidget:
        card = Card(self.tr("Why, and how it was found out"), spacing=10)
        labels = self._context.labels
        self._reason, self._action, self._explain = QComboBox(), QComboBox(), QComboBox()
        self._reason.addItem(self.tr("Choose a reason"), "")
        for reason in CorrectionReason:
            self._reason.addItem(labels.word("correction_reason", reason), reason.value)
        self._reason.setCurrentIndex(self._reason.findData(CorrectionReason.REGULATOR_RETURNED.value))
        self._action.addItem(self.tr("Choose what was done"), "")
        for how in CorrectionAction:
            self._action.addItem(labels.word("correction_action", how), how.value)
        self._explain.addItem(self.tr("No reason for findings"), "")
        for code in sorted(wording.groups(labels.language)["acknowledge_reason"]):
            self._explain.addItem(labels.word("acknowledge_reason", code), code)
        self._memo = QLineEdit()
        self._attest = QCheckBox(self.tr("I checked each of these records and answer for them"))
        for field in (self._reason, self._action, self._explain):
            field.currentIndexChanged.connect(lambda _index: self._look())
        self._memo.textChanged.connect(lambda _text: self._look())
        self._attest.toggled.connect(lambda _on: self._look())
        row = QHBoxLayout()
        scale_layout(card, row, spacing=12)
        row.addWidget(FormRow(self.tr("Reason"), self._reason), 1)
        row.addWidget(FormRow(self.tr("How it was found out"), self._action), 1)
        row.addWidget(FormRow(self.tr("Why the findings stand"), self._explain), 1)
        self._memo_row = FormRow(self.tr("Memo"), self._memo)
        row.addWidget(self._memo_row, 1)
        self._meant = words("", "muted")
        foot = QVBoxLayout()
        scale_layout(card, foot, spacing=6)
        foot.addWidget(self._attest)
        foot.addWidget(self._meant)
        card.box.addLayout(row)
        card.box.addLayout(foot)
        return card
