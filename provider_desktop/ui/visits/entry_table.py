"""The grid of quick entry: one visit a line, every cell reached and filled by keys alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from provider_desktop.domain.visits import Outcome
from provider_desktop.services.recipients import PersonHit
from provider_desktop.services.visits import ExpectedVisit, Suggestion
from provider_desktop.ui.visits import entry_choices
from provider_desktop.ui.visits.entry_editor import CellEditor, EntryDelegate, Step
from provider_desktop.ui.visits.entry_model import EntryModel
from provider_desktop.ui.visits.entry_paste import Pasted, Problem, paste_lines, read_table
from provider_desktop.ui.visits.expected_visits import filled
from provider_desktop.ui.visits.fields import TYPED, Field, is_blank, is_filled
from provider_desktop.ui.visits.recipient_cell import RecipientCell
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.search_popup import Choice, SearchPopup

Index = QModelIndex | QPersistentModelIndex
_WIDTHS = (52, 68, 140, 112, 68, 68, 0, 152, 110, 200)


class EntryTable(DataTable):
    """Types lines of an :class:`EntryModel`.

    ``people_wanted`` asks for recipients by what was typed (answer: :meth:`show_people`);
    ``suggestion_wanted`` asks what Tab may fill in (answer: :meth:`show_suggestion`).
    """

    people_wanted = Signal(str)
    expected_wanted = Signal(object)
    suggestion_wanted = Signal(str, str)
    paste_wanted = Signal(object)
    line_chosen = Signal(int)

    def __init__(self, name: str, model: EntryModel, popup: SearchPopup) -> None:
        super().__init__(name)
        self._model = model
        self._popup = popup
        self._editor: CellEditor | None = None
        self._place = QPersistentModelIndex()
        self._fill_row = -1
        self._recipients = RecipientCell(model, popup, self)
        self._recipients.people_wanted.connect(self.people_wanted)
        self._recipients.expected_wanted.connect(self.expected_wanted)
        self._recipients.settled.connect(self._settled)
        self._entry_delegate = EntryDelegate(self)
        self._delegate = self._entry_delegate
        self.setItemDelegate(self._entry_delegate)
        self.setModel(model)
        self.set_widths(_WIDTHS)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setTabKeyNavigation(True)
        self._entry_delegate.opened.connect(self._opened)
        self._entry_delegate.gone.connect(self._gone)
        popup.chosen.connect(self._choose)
        popup.moved.connect(self._highlight)

    @property
    def row(self) -> int:
        """The row the cursor is in, -1 for none."""
        return self.currentIndex().row()

    def go_to(self, row: int, field: Field, *, edit: bool = False) -> None:
        """Put the cursor into a cell."""
        index = self._model.index(row, field)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        if edit:
            self.edit(index)

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being typed in."""
        return self.state() is QAbstractItemView.State.EditingState

    def start_line(self) -> None:
        """Put the cursor where the next line begins."""
        rows = [row for row, line in enumerate(self._model.lines) if is_blank(line.line)]
        self.go_to(rows[0] if rows else 0, Field.RECIPIENT)

    def same_as_above(self) -> None:
        """Take the cell above over into this one."""
        index = self.currentIndex()
        if index.row() < 1 or Field(index.column()) not in TYPED:
            return
        self._drop_editor()
        above, line = (self._model.line_at(row).line for row in (index.row() - 1, index.row()))
        field = Field(index.column())
        self._model.change(
            index.row(), entry_choices.copied(above, line, field, self._model.day_for(index.row()))
        )
        self._ask_suggestion(index.row())
        self._advance(Step.NEXT)

    def remove_line(self) -> None:
        """Throw the line away."""
        if self.row >= 0:
            row, column = self.row, self.currentIndex().column()
            self._model.remove(row)
            self.setCurrentIndex(self._model.index(min(row, self._model.rowCount() - 1), column))

    def show_people(self, text: str, people: Sequence[PersonHit]) -> None:
        """Recipients for what was typed."""
        self._recipients.show_people(text, people)

    def show_expected(self) -> None:
        """The model knows more of what is expected."""
        self._recipients.refresh()

    def fail(self, outcome: Outcome) -> None:
        """Nobody was met, or the visit was refused: of the line, or of the visit expected next."""
        row = self.row
        if row < 0:
            return
        self._drop_editor()
        line = self._model.line_at(row).line
        expected = self._model.expected_at(row)
        if is_blank(line) and expected is None:
            return
        if is_blank(line) and expected is not None:
            line = filled(line, expected)
        self._model.change(row, replace(line, outcome=outcome, items=(), satisfaction=0))
        self._step_on(row, Field.RECIPIENT)

    def show_suggestion(self, recipient: str, suggestion: Suggestion) -> None:
        """What Tab may fill in for a recipient: shown in grey, and under the list of names."""
        if self._popup.isVisible() and self._editor is not None and self._editor.field is Field.RECIPIENT:
            current = self._popup.current
            if current is not None and _recipient(current) == recipient:
                self._popup.show_fact(entry_choices.quota(suggestion))
                self._model.show_ghost(self._model.line_at(self._place.row()).key, suggestion)
        for line in self._model.lines:
            if line.line.recipient == recipient:
                self._model.show_ghost(line.key, self._model.as_expected(line.line, suggestion))
        if self._fill_row >= 0 and self._model.line_at(self._fill_row).line.recipient == recipient:
            row, self._fill_row = self._fill_row, -1
            self._take_suggested(row, (Field.STAFF, Field.ITEMS))
            if self._editor is None and self.row == row:
                self._advance(Step.NEXT, after=Field.RECIPIENT)

    # editing

    def _opened(self, editor: CellEditor, place: QPersistentModelIndex) -> None:
        self._editor, self._place = editor, place
        if editor.field is Field.RECIPIENT:
            self._recipients.attend(editor, place.row())
            editor.picked.connect(self._recipients.pick)
        editor.left.connect(self._leave)
        editor.separated.connect(self._separate)
        editor.textEdited.connect(self._look)
        self._popup.attach(editor, least_width=430, takes_tab=False)

    def _gone(self, editor: CellEditor) -> None:
        if editor is self._editor:
            self._editor = None
            self._recipients.attend(None)
            self._popup.hide()
            if self._place.isValid():
                line = self._model.line_at(self._place.row())
                if not line.line.recipient:
                    self._model.show_ghost(line.key, None)

    def _drop_editor(self) -> None:
        if self._editor is not None:
            self.closeEditor(self._editor, EntryDelegate.EndEditHint.NoHint)
            self.setFocus()

    def _look(self, _text: str) -> None:
        editor = self._editor
        if editor is None:
            return
        editor.waiting, editor.picking = None, 0
        if editor.field is Field.RECIPIENT:
            self._recipients.look()
            return
        first = editor.part == editor.text().strip()
        usual = self._model.usual_at(self._place.row()) if first else ()
        self._popup.show_choices(entry_choices.of_cell(self._model.cells, editor.field, editor.part, usual))

    def _highlight(self, choice: Choice) -> None:
        if self._editor is not None and self._editor.field is Field.RECIPIENT:
            self._popup.show_fact("")
            day = self._model.day_for(self._place.row())
            self.suggestion_wanted.emit(_recipient(choice), day.isoformat())

    def _separate(self) -> None:
        editor = self._editor
        if editor is not None and (current := self._popup.current) is not None:
            editor.take_part(current.value, go_on=True)
            self._popup.hide()
        elif editor is not None:
            editor.insert("、")

    def _choose(self, choice: Choice) -> None:
        """Enter or a click in the list."""
        if self._editor is not None and self._editor.field is not Field.RECIPIENT:
            self._editor.take_part(choice.value)
        self._leave(Step.NEXT, choice)

    def _settled(self, step: Step, choice: Choice | None) -> None:
        self._leave(step, choice)

    def _leave(self, step: Step, choice: Choice | None = None) -> None:
        """Leave the cell by a key, unless what was typed is not understood."""
        editor = self._editor
        if editor is None:
            return
        field, row = editor.field, self._place.row()
        if field is Field.RECIPIENT:
            if not self._recipients.settle(step, choice):
                return
        else:
            current = self._popup.current
            if choice is None and current is not None and step in (Step.NEXT, Step.FILL) and editor.part:
                editor.take_part(current.value)
            line = self._model.line_at(row).line
            read = self._model.cells.read(editor.text(), line, field, self._model.day_for(row))
            if read is None:
                editor.show_problem(editor.expectation())
                return
            self._model.cells.directory.use(read.staff)
            self._model.change(row, read)
        self._popup.hide()
        self.closeEditor(editor, EntryDelegate.EndEditHint.NoHint)
        self.setFocus()
        if field in (Field.RECIPIENT, Field.DAY):
            self._ask_suggestion(row)
        self._advance(step, after=field)

    def commitData(self, editor: QWidget) -> None:
        """The cell is left by the mouse: what is understood is kept."""
        if isinstance(editor, CellEditor) and editor is self._editor and editor.isModified():
            line = self._model.line_at(self._place.row()).line
            if editor.field is not Field.RECIPIENT or not editor.text().strip():
                read = self._model.cells.read(
                    editor.text(), line, editor.field, self._model.day_for(self._place.row())
                )
                if read is not None:
                    self._model.change(self._place.row(), read)

    # moving

    def _enter(self) -> None:
        """Enter takes the visit that stands in grey; elsewhere it goes on."""
        row = self.row
        expected = self._model.expected_at(row) if row >= 0 else None
        if expected is not None and Field(self.currentIndex().column()) is Field.RECIPIENT:
            self._model.change(row, filled(self._model.line_at(row).line, expected))
            self._ask_suggestion(row)
        self._advance(Step.NEXT)

    def _ask_suggestion(self, row: int) -> None:
        line = self._model.line_at(row).line
        if line.recipient:
            self.suggestion_wanted.emit(line.recipient, self._model.day_for(row).isoformat())

    def _take_suggested(self, row: int, fields: Sequence[Field]) -> bool:
        """Put what is suggested into empty cells; times are never suggested."""
        line = self._model.line_at(row).line
        filled = line
        for field in fields:
            ghost = self._model.ghost(row, field)
            if ghost is not None:
                change = {"staff": ghost.staff} if field is Field.STAFF else {"items": ghost.items}
                filled = replace(filled, **change)
        if filled == line:
            return False
        self._model.change(row, filled)
        return True

    def _advance(self, step: Step, after: Field | None = None) -> None:
        row = self.row
        field = after if after is not None else Field(self.currentIndex().column())
        if step is Step.UP or step is Step.DOWN:
            to = row + (1 if step is Step.DOWN else -1)
            self.go_to(max(0, min(to, self._model.rowCount() - 1)), field)
        elif step is Step.BACK:
            self._step_back(row, field)
        elif step in (Step.NEXT, Step.FILL):
            if step is Step.FILL:
                self._fill_or_wait(row, field)
            self._step_on(row, field)

    def _fill_or_wait(self, row: int, field: Field) -> None:
        if field is Field.RECIPIENT:
            if not self._take_suggested(row, (Field.STAFF, Field.ITEMS)):
                # the suggestion is on its way: it is put in when it comes
                self._fill_row = row
        else:
            self._take_suggested(row, (field,))

    def _step_on(self, row: int, field: Field) -> None:
        """To the next cell that is empty; at the end of the line to the beginning of the next."""
        line = self._model.line_at(row).line
        for other in TYPED[TYPED.index(field) + 1 :] if field in TYPED else TYPED:
            if not is_filled(line, other):
                self.go_to(row, other)
                return
        if is_blank(line):
            self.go_to(row, Field.RECIPIENT)
            return
        following = row + 1
        self.go_to(min(following, self._model.rowCount() - 1), Field.RECIPIENT)

    def _step_back(self, row: int, field: Field) -> None:
        before = [other for other in TYPED if other < field]
        if before:
            self.go_to(row, before[-1])
        elif row > 0:
            self.go_to(row - 1, TYPED[-1])

    # Qt's own hooks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self._enter()
        elif event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if text.strip():
                field = Field(max(TYPED[0], self.currentIndex().column()))
                self.paste_wanted.emit(read_table(text, field))
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.remove_line()
        elif event.key() == Qt.Key.Key_Backspace and not event.modifiers():
            self._clear_cell()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        index = self.currentIndex()
        field = Field(max(0, index.column()))
        if not index.isValid() or (not forward and index.row() == 0 and field <= TYPED[0]):
            return QWidget.focusNextPrevChild(self, forward)
        blank = is_blank(self._model.line_at(index.row()).line)
        if forward and blank and index.row() == self._model.rowCount() - 1:
            return QWidget.focusNextPrevChild(self, forward)
        self._advance(Step.FILL if forward else Step.BACK)
        return True

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.line_chosen.emit(current.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and Field(index.column()) in TYPED:
            self.edit(index)

    def event(self, event: QEvent) -> bool:
        # Enter and Delete are the grid's while it has the focus, whatever action has them as its key
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.key() == Qt.Key.Key_Delete and not event.modifiers():  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def paste(self, table: Pasted) -> tuple[int, list[Problem]]:
        """Fill lines from cells copied in a spreadsheet, from the current line on.

        How many lines were filled, and what was not understood.
        """
        changes, problems = paste_lines(table, max(0, self.currentIndex().row()), self._model)
        self._model.change_many(changes)
        if problems:
            self.go_to(problems[0][0], problems[0][1])
        return len(changes), problems

    def _clear_cell(self) -> None:
        index = self.currentIndex()
        if Field(index.column()) in TYPED:
            line = self._model.line_at(index.row()).line
            read = self._model.cells.read("", line, Field(index.column()))
            if read is not None:
                self._model.change(index.row(), read)


def _recipient(choice: Choice) -> str:
    """Whom a choice in the list of recipients means."""
    return choice.value.recipient if isinstance(choice.value, ExpectedVisit) else str(choice.value.key)
