"""The form of one small record: fields of its kind, findings in place, drafts that keep themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from provider_desktop.domain.case_rules import EMPTY
from provider_desktop.domain.cases import Content, kind_of
from provider_desktop.domain.complaints import Complaint, ComplaintState
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.ui.cases.case_fields import (
    OF_STRANGERS,
    CaseField,
    CaseFields,
    FieldWorld,
    read_path,
    with_path,
)
from provider_desktop.ui.cases.editors import PersonEditor
from provider_desktop.ui.shortcuts import Key
from provider_desktop.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.search_popup import Choice
from provider_desktop.ui.widgets.surfaces import words

#: Milliseconds after the last key until a draft is kept and looked at.
REST = 500


class CaseForm(QWidget):
    """Edits a record. ``rested`` says that typing has paused, ``sent`` that it is to be sealed, ``given_up``
    that the form is put away, ``discarded`` that its draft goes; ``person_asked`` carries what was typed
    for a recipient, answered by :meth:`offer_people`."""

    rested = Signal()
    sent = Signal()
    given_up = Signal()
    discarded = Signal()
    person_asked = Signal(str)

    def __init__(self, content: Content, world: FieldWorld, *, further: bool, is_draft: bool) -> None:
        super().__init__()
        self._content = content
        self._further = further
        self._tried = further
        self._touched = False
        world.popup.setParent(self)
        self._labels = world.labels
        self._fields = CaseFields(world).of(kind_of(content), further=further)
        self._rows: dict[str, FormRow] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.rested)
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(20, 14, 20, 16), spacing=12)
        box.addLayout(self._grid())
        self._note = words("", "small", wrap=True)
        box.addWidget(self._note)
        box.addLayout(self._buttons(is_draft))
        box.addStretch(1)
        QShortcut(QKeySequence(Key.FINALISE), self, self._send, context=_WITHIN)
        self._show_strangers()
        first = next((each for each in self._fields if not read_path(content, each.path)), self._fields[0])
        self.setFocusProxy(first.editor.widget)

    @property
    def touched(self) -> bool:
        """Whether anything was typed since it was opened."""
        return self._touched

    def content(self) -> Content:
        """The record as typed; what cannot be read is empty in it."""
        content = self._content
        for field in self._fields:
            content = with_path(content, field.path, field.editor.value())
        if self._further and isinstance(content, Complaint) and content.state is ComplaintState.OPEN:
            content = replace(content, closed_at=None)
        return content

    def show_findings(self, findings: Sequence[Finding], *, tried: bool = False) -> None:
        """Say what is wrong at each field. What is only not filled in yet is said once sending was tried."""
        self._tried = self._tried or tried
        shown: set[str] = set()
        for field in self._fields:
            row, problem = self._rows[field.path], field.editor.problem()
            if problem:
                row.show_problem(problem)
                continue
            about = [each for each in findings if self._is_about(each, field)]
            said = next((each for each in about if self._tried or each.rule != EMPTY), None)
            row.show_problem("")
            if said is not None and said.action is Action.BLOCK:
                row.show_problem(self._labels.finding(said))
                shown.add(field.path)
            elif said is not None:
                row.show_notice(self._labels.finding(said))
        if tried:
            self._focus_first_problem(shown)

    def problems(self) -> bool:
        """Whether some field cannot be read at all."""
        return any(field.editor.problem() for field in self._fields)

    def show_saved(self, at: str) -> None:
        """Say when the draft was kept."""
        self._note.setText(self.tr("Draft kept at {time}").format(time=at))

    def offer_people(self, choices: Sequence[Choice]) -> None:
        """Recipients for what was typed."""
        for field in self._fields:
            if isinstance(field.editor, PersonEditor):
                field.editor.show_choices(choices)

    def stop_resting(self) -> None:
        """Forget that typing would have paused."""
        self._rest.stop()

    def close_complaint(self, at: datetime) -> None:
        """Prepare the answer: closed now, the cursor where its result goes."""
        for field in self._fields:
            if field.path == "state":
                field.editor.show_value(ComplaintState.CLOSED)
            elif field.path == "closed_at":
                field.editor.show_value(at)
            elif field.path == "result":
                self.setFocusProxy(field.editor.widget)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        scale_layout(self, grid, spacing=12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        line, column = 0, 0
        for field in self._fields:
            row = FormRow(field.label, field.editor.widget, field.hint)
            self._rows[field.path] = row
            field.editor.show_value(read_path(self._content, field.path))
            field.editor.edited.connect(self._edited)
            if isinstance(field.editor, PersonEditor):
                field.editor.asked.connect(self.person_asked)
            if field.wide and column:
                line, column = line + 1, 0
            grid.addWidget(row, line, column, 1, 2 if field.wide else 1, Qt.AlignmentFlag.AlignTop)
            line, column = (line + 1, 0) if field.wide or column else (line, 1)
        return grid

    def _buttons(self, is_draft: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=8)
        if is_draft:
            discard = LinkButton(self.tr("Discard the draft"), icon="trash")
            discard.clicked.connect(self.discarded)
            row.addWidget(discard)
        row.addStretch(1)
        stop = SecondaryButton(self.tr("Close") if not self._further else self.tr("Cancel"))
        stop.clicked.connect(self.given_up)
        send = PrimaryButton(self.tr("Seal and send"), hint="Ctrl+Enter")
        send.clicked.connect(self._send)
        row.addWidget(stop)
        row.addWidget(send)
        return row

    def _edited(self) -> None:
        self._touched = True
        self._show_strangers()
        self._rest.start()

    def _send(self) -> None:
        self._rest.stop()
        self.sent.emit()

    def _show_strangers(self) -> None:
        """Who is a recipient already is not described again."""
        person = next((each for each in self._fields if each.path == "recipient"), None)
        known = person is not None and bool(person.editor.value())
        for field in self._fields:
            if field.path.startswith("person."):
                self._rows[field.path].setVisible(not known)

    def _is_about(self, finding: Finding, field: CaseField) -> bool:
        named = finding.pointer == field.pointer or finding.pointer.startswith(field.pointer + "/")
        hidden = field.path.rpartition(".")[2] in OF_STRANGERS and self._rows[field.path].isHidden()
        return named and not hidden

    def _focus_first_problem(self, shown: set[str]) -> None:
        for field in self._fields:
            if field.path in shown or field.editor.problem():
                field.editor.widget.setFocus()
                return


_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut
