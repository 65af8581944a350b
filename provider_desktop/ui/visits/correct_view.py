"""Correcting a sealed visit: what changes, why, who stands for it, and what it does to the light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.corrections import CorrectionAction, CorrectionReason
from provider_desktop.errors import AppError
from provider_desktop.services.ratings import RatingOverview
from provider_desktop.services.visits import (
    CorrectionPreview,
    CorrectionRequest,
    EntryLine,
    ItemOption,
    StaffOption,
    VisitDetail,
)
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits import entry_choices
from provider_desktop.ui.visits.correction_draft import line_of_visit, request_of
from provider_desktop.ui.visits.correction_effect import CorrectionEffect
from provider_desktop.ui.visits.directory import Directory
from provider_desktop.ui.visits.entry_field import EntryField
from provider_desktop.ui.visits.entry_text import CellText
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.visits.finding_words import FindingWords, open_findings
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.search_popup import SearchPopup
from provider_desktop.ui.widgets.side_panel import scrolled
from provider_desktop.ui.widgets.surfaces import Banner, Card, PageHead, page_box, words

#: Milliseconds after the last key before the effect is computed.
_PAUSE = 250


class CorrectView(QWidget):
    """The form of a correction. ``done`` comes when it was sealed or given up."""

    done = Signal()

    def __init__(self, context: PageContext, detail: VisitDetail) -> None:
        super().__init__()
        self._context = context
        self._record = detail.row.record
        newest = max(detail.versions, key=lambda each: each.visit.version)
        self._before = line_of_visit(newest.visit)
        self._returned = detail.row.state.value == "returned"
        self._directory = Directory()
        self._directory.learn((detail.row,))
        today = local_day(context.clock.now())
        self._cells = CellText(self._directory, context.labels, context.formats, today)
        self._popup = SearchPopup(self.tr("Choices"), self)
        self._popup.chosen.connect(self._take)
        self._effect = CorrectionEffect(context.labels, FindingWords(context.labels, self._directory.names))
        self._effect.changed.connect(self._look)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.preview)
        self._asked = 0
        box = page_box(self)
        head = PageHead(self.tr("Correct"), context.formats.joined(
            self._cells.show(self._before, Field.RECIPIENT), self._cells.show(self._before, Field.DAY)
        ))  # fmt: skip
        head.add_back(self.tr("Back without saving")).clicked.connect(self.done)
        leave = SecondaryButton(self.tr("Cancel"), hint="Esc")
        leave.clicked.connect(self.done)
        self._save = PrimaryButton(self.tr("Seal the correction"), hint="Ctrl+S")
        self.addAction(action(self, self.tr("Seal the correction"), self.save, Key.SAVE))
        self._save.clicked.connect(self.save)
        head.add_action(leave)
        head.add_action(self._save)
        box.addWidget(head)
        if newest.verdict is not None and newest.verdict.outcome == "returned":
            said = self.tr("The regulator writes: {words}").format(words=" ".join(newest.verdict.texts))
            box.addWidget(Banner(Tone.RED, said, icon="warning"))
        inside = QWidget()
        row = QHBoxLayout(inside)
        scale_layout(inside, row, spacing=14)
        left = QVBoxLayout()
        scale_layout(inside, left, spacing=14)
        left.addWidget(self._build_fields())
        left.addWidget(self._build_reason())
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self._effect)
        right.addStretch(1)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        box.addWidget(scrolled(inside, self.tr("Correct")), 1)
        self._look()

    def begin(self) -> None:
        """Ask what may be chosen, and put the cursor into the first field."""
        services, day = self._context.services, self._before.day or self._cells.today
        self._context.tasks.run(
            lambda: (
                services.entry.staff_options(day),
                services.entry.item_options(day),
                services.ratings.overview(),
            ),
            owner=self,
            on_done=self._offer,
        )
        self._fields[0].setFocus()
        self.preview()

    def reload(self) -> None:
        """What is being typed stays."""

    @property
    def request(self) -> CorrectionRequest | None:
        """The correction as typed; ``None`` while a field is not understood."""
        after = self._after()
        if after is None:
            return None
        return request_of(
            self._before,
            after,
            str(self._reason.currentData() or ""),
            str(self._action.currentData() or ""),
            self._memo.text().strip(),
            self._effect.acknowledged,
        )

    def preview(self) -> None:
        """Ask what the correction would do; an answer that is overtaken is dropped."""
        request = self.request
        if request is None:
            return
        self._asked += 1
        asked, services, record = self._asked, self._context.services, self._record
        self._context.tasks.run(
            lambda: services.visits.preview(record, request),
            owner=self,
            on_done=lambda found: self._show_effect(asked, found),
            on_error=self._show_error,
        )

    def save(self) -> None:
        """Seal the new version."""
        request = self.request
        if request is None or not self._save.isEnabled():
            return
        services, record = self._context.services, self._record
        self._context.tasks.run(
            lambda: services.finalising.correct(record, request),
            owner=self,
            on_done=lambda _row: self._saved(),
            on_error=self._show_error,
        )

    def _saved(self) -> None:
        self._context.messages.say_done(
            self.tr("The correction is sealed as a new version; what was captured stays beside it.")
        )
        self.done.emit()

    def _show_error(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error)

    def _offer(self, known: tuple[Sequence[StaffOption], Sequence[ItemOption], RatingOverview]) -> None:
        staff, items, overview = known
        self._directory.offer(staff, items)
        rows = overview.estimate.indicators
        self._effect.name_indicators(
            {row.id: row.name for row in rows}, [row.id for row in rows if row.unit == "%"]
        )

    def _take(self, choice: object) -> None:
        field = self.focusWidget()
        if isinstance(field, EntryField):
            field.take(choice)  # type: ignore[arg-type]  # the list gives its own choices

    def _look_for_people(self, text: str) -> None:
        services = self._context.services
        self._context.tasks.run(
            lambda: services.recipients.options(text),
            owner=self,
            on_done=lambda people: self._popup.show_choices(entry_choices.of_people(people)),
        )

    def _after(self) -> EntryLine | None:
        line: EntryLine = self._before
        understood = True
        for field in self._fields:
            read = field.read(line)
            row = self._rows[field.field]
            if read is None:
                understood = False
                row.show_problem(self.tr("This is not understood"))
            else:
                row.show_problem("")
                row.show_notice(self._was(field.field) if read != line else "")
                line = read
        if not understood:
            return None
        return replace(line, remarks=self._remarks.text().strip())

    def _look(self) -> None:
        """Say what still lacks, and whether it may be saved."""
        after = self._after()
        changed = after is not None and after != self._before
        reason, memo = str(self._reason.currentData() or ""), self._memo.text().strip()
        lacks_memo = reason == CorrectionReason.OTHER and not memo
        self._memo_row.show_problem(self.tr("Say what happened") if lacks_memo else "")
        complete = bool(reason and self._action.currentData()) and not lacks_memo and self._attest.isChecked()
        self._save.setEnabled(
            bool(changed or self._effect.acknowledged) and complete and self._effect.can_seal
        )
        self._pause.start()

    def _show_effect(self, asked: int, found: CorrectionPreview) -> None:
        if asked != self._asked:
            return
        known = tuple(self._before.acknowledged)
        self._effect.show_preview(found, open_findings(found.findings, known))
        self._pause.blockSignals(True)
        self._look()
        self._pause.stop()
        self._pause.blockSignals(False)

    # building

    def _build_fields(self) -> QWidget:
        card = Card(self.tr("What changes"), spacing=12)
        card.box.addWidget(
            words(
                self.tr("Leave as it is what was right. What was captured is kept beside the correction."),
                "muted",
                wrap=True,
            )
        )
        grid = QGridLayout()
        scale_layout(card, grid, spacing=12)
        titles = {
            Field.TIME_IN: self.tr("Sign-in"),
            Field.TIME_OUT: self.tr("Sign-out"),
            Field.RECIPIENT: self.tr("Recipient"),
            Field.STAFF: self.tr("Staff"),
            Field.ITEMS: self.tr("Items and minutes"),
            Field.EVIDENCE: self.tr("Signed by"),
            Field.SATISFACTION: self.tr("Satisfaction"),
        }
        self._fields: list[EntryField] = []
        self._rows: dict[Field, FormRow] = {}
        for place, (field, title) in enumerate(titles.items()):
            entry = EntryField(field, self._cells, self._before, self._popup)
            entry.changed.connect(self._look_later)
            entry.people_wanted.connect(self._look_for_people)
            row = FormRow(title, entry)
            grid.addWidget(row, place // 3, place % 3, Qt.AlignmentFlag.AlignTop)
            self._fields.append(entry)
            self._rows[field] = row
        self._remarks = QLineEdit(self._before.remarks)
        self._remarks.textChanged.connect(self._look_later)
        grid.addWidget(
            FormRow(self.tr("Remarks"), self._remarks),
            len(titles) // 3,
            len(titles) % 3,
            1,
            3 - len(titles) % 3,
        )
        card.box.addLayout(grid)
        return card

    def _was(self, field: Field) -> str:
        shown = self._cells.show(self._before, field)
        return self.tr("Now: {value}").format(value=shown) if shown else self.tr("Now empty")

    def _build_reason(self) -> QWidget:
        card = Card(self.tr("Why, and how it was found out"), spacing=12)
        labels = self._context.labels
        self._reason, self._action = QComboBox(), QComboBox()
        self._reason.addItem(self.tr("Choose a reason"), "")
        for reason in CorrectionReason:
            self._reason.addItem(labels.word("correction_reason", reason), reason.value)
        self._action.addItem(self.tr("Choose what was done"), "")
        for how in CorrectionAction:
            self._action.addItem(labels.word("correction_action", how), how.value)
        if self._returned:
            self._reason.setCurrentIndex(self._reason.findData(CorrectionReason.REGULATOR_RETURNED.value))
        self._memo = QLineEdit()
        self._attest = QCheckBox(self.tr("I checked this and answer for it"))
        for box in (self._reason, self._action):
            box.currentIndexChanged.connect(lambda _index: self._look_later())
        self._memo.textChanged.connect(self._look_later)
        self._attest.toggled.connect(lambda _on: self._look_later())
        pair = QHBoxLayout()
        scale_layout(card, pair, spacing=12)
        pair.addWidget(FormRow(self.tr("Reason"), self._reason), 1)
        pair.addWidget(FormRow(self.tr("How it was found out"), self._action), 1)
        self._memo_row = FormRow(self.tr("Memo"), self._memo)
        card.box.addLayout(pair)
        card.box.addWidget(self._memo_row)
        card.box.addWidget(self._attest)
        return card

    def _look_later(self) -> None:
        if hasattr(self, "_attest"):
            self._look()
