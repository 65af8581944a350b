"""Typing whom a line is for: expected visits first, then everybody; a figure chooses from the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from provider_desktop.services.recipients import PersonHit
from provider_desktop.services.visits import ExpectedVisit
from provider_desktop.ui.visits import entry_choices
from provider_desktop.ui.visits.entry_editor import CellEditor, Step
from provider_desktop.ui.visits.entry_model import EntryModel
from provider_desktop.ui.visits.expected_visits import filled, matching, typed_person
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.widgets.search_popup import Choice, SearchPopup


class RecipientCell(QObject):
    """Shows who may be meant and takes the choice into the line.

    ``people_wanted`` asks for recipients by what was typed (answer: :meth:`show_people`);
    ``expected_wanted`` for the expected visits of a day (answer: the model's, then :meth:`refresh`);
    ``settled`` says that what was waited for is there, and by which step the cell is to be left.
    """

    people_wanted = Signal(str)
    expected_wanted = Signal(object)
    settled = Signal(object, object)

    def __init__(self, model: EntryModel, popup: SearchPopup, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._popup = popup
        self._editor: CellEditor | None = None
        self._row = -1
        self._people: tuple[PersonHit, ...] = ()
        self._fresh = True

    def attend(self, editor: CellEditor | None, row: int = -1) -> None:
        """Serve this field in a row from now on; None when it is gone."""
        self._editor, self._row = editor, row
        self._people, self._fresh = (), True

    def look(self) -> None:
        """Something was typed: show who is expected at once, everybody when the answer comes."""
        editor = self._editor
        if editor is None:
            return
        typed = typed_person(editor.text())
        self._fresh = not typed.rest
        if not editor.text().strip():
            self._popup.hide()
            return
        if typed.days and self._day() not in self._model.expected.by_day:
            self.expected_wanted.emit(self._day())
        if typed.rest:
            self.people_wanted.emit(typed.rest)
        else:
            self._people = ()
        if self._fresh or not self._popup.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the list anew."""
        editor = self._editor
        if editor is None or not editor.text().strip():
            return
        choices = (
            *entry_choices.of_expected(self._expected(), self._model.cells, self._base()),
            *entry_choices.of_people(self._people),
        )
        self._popup.show_choices(
            choices, self.tr("Enter choose   Tab fill in   1-9 by number"), numbered=True
        )

    def show_people(self, text: str, people: Sequence[PersonHit]) -> None:
        """Recipients for what was typed; late answers for an older text are dropped."""
        editor = self._editor
        if editor is None or typed_person(editor.text()).rest != text:
            return
        self._people, self._fresh = tuple(people), True
        self.refresh()
        if editor.picking:
            number, editor.picking = editor.picking, 0
            self.pick(number)
        elif editor.waiting is not None:
            step, editor.waiting = editor.waiting, None
            self.settled.emit(step, None)

    def pick(self, number: int) -> None:
        """Choose by number, counted from 1, once the list is complete."""
        editor = self._editor
        if editor is None:
            return
        if not self._fresh:
            editor.picking = number
            return
        choice = self._popup.choice(number)
        if choice is not None:
            whole = isinstance(choice.value, ExpectedVisit)
            self.settled.emit(Step.FILL if whole else Step.NEXT, choice)

    def settle(self, step: Step, choice: Choice | None) -> bool:
        """Take what was chosen or typed into the line; False while the cell cannot be left yet."""
        editor = self._editor
        if editor is None:
            return True
        line, text = self._model.line_at(self._row).line, editor.text().strip()
        if choice is None:
            if text == self._model.cells.edited(line, Field.RECIPIENT):
                return True
            if not text:
                self._model.change(self._row, replace(line, recipient=""))
                return True
            if not self._fresh:
                editor.waiting = step
                return False
            choice = self._popup.current or self._popup.choice(1)
        if choice is None:
            editor.show_problem(
                self.tr("Nobody is found. Type a name, initials or the last digits of an id.")
            )
            return False
        self._take(editor, choice, whole=step is Step.FILL or not typed_person(text).is_name)
        return True

    def _take(self, editor: CellEditor, choice: Choice, *, whole: bool) -> None:
        line, day = self._model.line_at(self._row).line, self._day()
        directory = self._model.cells.directory
        if isinstance(choice.value, ExpectedVisit):
            visit = choice.value
            self._model.change(self._row, filled(line, visit, whole=whole))
            editor.setText(visit.recipient_name)
            return
        person: PersonHit = choice.value
        directory.learn_person(person.key, person.name, person.id_number[-4:])
        others = [each for each in self._model.typed if each.record != line.record]
        awaited = self._model.expected.of_recipient(person.key, day, others)
        changed = replace(line, recipient=person.key, order=awaited.order if awaited else "")
        if typed_person(editor.text()).days:
            changed = replace(changed, day=day)
        self._model.change(self._row, changed)
        editor.setText(person.name)

    def _expected(self) -> tuple[ExpectedVisit, ...]:
        """Expected visits that may be meant. Those of the day typed; without one, of the day that is next."""
        typed = typed_person(self._editor.text() if self._editor else "")
        line = self._model.line_at(self._row).line
        others = [each for each in self._model.typed if each.record != line.record]
        day = self._day()
        if not typed.is_name and not typed.days and line.day is None:
            day = self._model.expected.next_day(day, others, self._model.cells.today) or day
        return matching(self._model.expected.left(day, others), typed)

    def _base(self) -> date:
        return self._model.day_for(self._row)

    def _day(self) -> date:
        """The day of the line, moved as typed."""
        days = typed_person(self._editor.text()).days if self._editor else 0
        return self._base() + timedelta(days=days)
