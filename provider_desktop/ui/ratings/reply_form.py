"""The reply to a yellow or red light: cause, measures, by when, who answers; saved as typed, then sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.ledger.dates import read_date
from provider_desktop.domain.rectifications import Rectification
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.cases import CaseRow
from provider_desktop.services.rating_papers import ReplyBasis
from provider_desktop.services.ratings import BehindRow
from provider_desktop.ui.labels import tone_of
from provider_desktop.ui.ratings.rating_words import RatingWords
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.rows_model import Column, RowsModel
from provider_desktop.ui.widgets.scaling import keep_height, scale_layout
from provider_desktop.ui.widgets.surfaces import words

#: Milliseconds after the last key before what was typed is saved.
_SAVE_AFTER = 600


@dataclass(frozen=True, slots=True)
class Answers:
    """What a reply answers, and the replies that there are: the draft to go on with, and those sealed."""

    basis: ReplyBasis
    draft: tuple[str, Rectification] | None
    sealed: tuple[tuple[CaseRow, Rectification], ...]


def load_answers(services: Any, period: str) -> Answers:
    """What a reply to the light of a period starts from; blocks, so it is run off the UI thread."""
    basis: ReplyBasis = services.rating_papers.reply_basis(period)
    replies = services.cases.replies(basis.notice)
    drafts = [(row.record, reply) for row, reply in replies if row.state is VisitState.DRAFT]
    sealed = tuple(pair for pair in replies if pair[0].state is not VisitState.DRAFT)
    return Answers(basis, drafts[0] if drafts else None, sealed)


@dataclass(frozen=True, slots=True)
class _Line:
    row: BehindRow
    chosen: bool


class ReplyForm(QWidget):
    """One reply. ``sealed`` carries its line once it is signed; ``paper_wanted`` the reply to print.

    ``footer`` holds its buttons; who shows the form puts it below.
    """

    sealed = Signal(object)
    paper_wanted = Signal(object)

    def __init__(self, context: PageContext, answers: Answers, words_of: RatingWords) -> None:
        super().__init__()
        self._context, self._basis, self._words = context, answers.basis, words_of
        self._record, given = answers.draft or ("", Rectification(records=self._suggested(answers)))
        self._chosen = frozenset(given.records)
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 14, 20, 16), spacing=10)
        self._add_basis(box, answers.sealed)
        self._cause = self._text_row(self.tr("Why it came to this"), given.cause)
        self._measures = self._text_row(self.tr("What is done about it"), given.measures)
        day = context.formats.full_day(given.done_by) if given.done_by else ""
        self._day = FormRow(self.tr("Done by"), QLineEdit(day), self.tr("Day as 2027-06-11 or 20270611"))
        self._who = FormRow(self.tr("Who answers for it"), QLineEdit(given.responsible))
        beside = QHBoxLayout()
        scale_layout(self, beside, spacing=10)
        for row in (self._day, self._who):
            beside.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._cause)
        box.addWidget(self._measures)
        box.addLayout(beside)
        self._add_records(box)
        self.footer = self._footer()
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(_SAVE_AFTER)
        self._saving.timeout.connect(self.save_draft)
        for row in (self._cause, self._measures, self._day, self._who):
            _field(row).textChanged.connect(lambda *_: self._saving.start())
        self.setFocusProxy(self._cause.field)

    @property
    def reply(self) -> Rectification:
        """The reply as it stands in the form."""
        rows = [row.key for row in self._basis.records if row.key in self._chosen]
        return Rectification(
            notice=self._basis.notice,
            records=tuple(rows),
            cause=_text(self._cause),
            measures=_text(self._measures),
            done_by=read_date(_text(self._day)),
            responsible=_text(self._who),
        )

    def save_draft(self) -> None:
        """Keep what was typed so far."""
        self._saving.stop()
        services, reply, record = self._context.services, self.reply, self._record
        self._context.tasks.run(
            lambda: services.cases.save(reply, record), owner=self, on_done=self._keep_record
        )

    def seal(self) -> None:
        """Check every field, mark what is missing, and seal the reply where nothing is."""
        self._saving.stop()
        services, reply, record = self._context.services, self.reply, self._record
        self._context.tasks.run(
            lambda: services.cases.check(reply, record),
            owner=self,
            on_done=lambda found: self._go_on(reply, found),
        )

    # building

    def _suggested(self, answers: Answers) -> tuple[str, ...]:
        return () if answers.sealed else tuple(row.key for row in answers.basis.records)

    def _add_basis(self, box: QVBoxLayout, sealed: Sequence[tuple[CaseRow, Rectification]]) -> None:
        basis, formats = self._basis, self._context.formats
        answered = self.tr("Answers {light} of {period}, published {day} (notice no. {notice})").format(
            light=self._context.labels.light(basis.light),
            period=self._words.period(basis.period),
            day=formats.spoken_day(basis.published),
            notice=basis.notice,
        )
        box.addWidget(words(answered, "muted", wrap=True))
        for reason in basis.vetoes:
            box.addWidget(Badge(Tone.RED, self.tr("Veto: {reason}").format(reason=reason)))
        for row in basis.indicators:
            line = QHBoxLayout()
            scale_layout(self, line, spacing=8)
            line.addWidget(Badge(tone_of(row.light), row.name))
            figures = f"{self._words.figures(row)}   {self._words.value(row)}   {row.threshold}"
            line.addWidget(words(figures, "muted"))
            line.addStretch(1)
            box.addLayout(line)
        for case, _reply in sealed:
            told = self.tr("A reply was sealed on {day}: {state}").format(
                day=formats.spoken_moment(case.at), state=self._context.labels.word("state", case.state)
            )
            box.addWidget(words(told, "notice", wrap=True))

    def _text_row(self, label: str, text: str) -> FormRow:
        field = QPlainTextEdit(text)
        field.setTabChangesFocus(True)
        keep_height(field, 64)
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        return FormRow(label, field)

    def _add_records(self, box: QVBoxLayout) -> None:
        self.table: DataTable | None = None
        if not self._basis.records:
            return
        self._counted = words("", "small")
        box.addWidget(self._counted)
        columns: tuple[Column[_Line], ...] = (
            Column(
                "",
                lambda line: self.tr("named") if line.chosen else self.tr("not named"),
                44,
                check=lambda line: line.chosen,
            ),
            Column(self.tr("Day"), self._record_day, 64),
            Column(self.tr("Recipient"), lambda line: line.row.name, 88, bold=True),
            Column(self.tr("Items"), self._record_items, muted=True),
        )
        self.table = DataTable(self.tr("Records that the reply names"), row_height=32)
        self.table.setModel(RowsModel(columns, lambda line: line.row.key, self.table))
        self.table.row_ticked.connect(self._toggle)
        keep_height(self.table, 116)
        box.addWidget(self.table, 1)
        self._show_records()

    def _footer(self) -> QWidget:
        """The buttons, for below what scrolls."""
        footer = QWidget()
        line = QHBoxLayout(footer)
        scale_layout(footer, line, margins=(20, 10, 20, 12), spacing=8)
        paper, seal = SecondaryButton(self.tr("Save as PDF…")), PrimaryButton(self.tr("Seal and upload"))
        paper.clicked.connect(self._want_paper)
        seal.clicked.connect(self.seal)
        line.addStretch(1)
        line.addWidget(paper)
        line.addWidget(seal)
        return footer

    # what the user does

    def _toggle(self, line: _Line) -> None:
        self._chosen ^= {line.row.key}
        self._show_records()
        self._saving.start()

    def _show_records(self) -> None:
        if self.table is None:
            return
        rows = self._basis.records
        self.table.show_rows([_Line(row, row.key in self._chosen) for row in rows])
        named = sum(row.key in self._chosen for row in rows)
        self._counted.setText(
            self.tr("{named} of %n record(s) named in the reply", "", len(rows)).format(named=named)
        )

    def _want_paper(self) -> None:
        if read_date(_text(self._day)) is None:
            self._day.show_problem(self.tr("Type the day by which it is done."))
            self._day.field.setFocus()
            return
        self.paper_wanted.emit(self.reply)

    def _go_on(self, reply: Rectification, found: tuple[Finding, ...]) -> None:
        blocking = [each for each in found if each.action is Action.BLOCK]
        rows = {
            "/cause": self._cause,
            "/measures": self._measures,
            "/done_by": self._day,
            "/responsible": self._who,
        }
        problems = {each.pointer: self._context.labels.finding(each) for each in blocking}
        for pointer, row in rows.items():
            row.show_problem(problems.get(pointer, ""))
        if problems:
            first = next((row for pointer, row in rows.items() if pointer in problems), self._cause)
            first.field.setFocus()
            return
        services, record = self._context.services, self._record
        self._context.tasks.run(
            lambda: services.cases.submit(reply, record), owner=self, on_done=self.sealed.emit
        )

    def _keep_record(self, record: str) -> None:
        self._record = record

    def _record_day(self, line: _Line) -> str:
        visit = line.row.visit
        return self._context.formats.day(visit.day) if visit and visit.day else ""

    def _record_items(self, line: _Line) -> str:
        return "、".join(line.row.visit.item_names) if line.row.visit else ""


def _field(row: FormRow) -> QLineEdit | QPlainTextEdit:
    field = row.field
    if not isinstance(field, QLineEdit | QPlainTextEdit):
        raise TypeError("the rows of this form hold texts")
    return field


def _text(row: FormRow) -> str:
    field = _field(row)
    return (field.text() if isinstance(field, QLineEdit) else field.toPlainText()).strip()
