"""A field of a form that is typed like a cell of the grid: names, times and items by the same few keys."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from provider_desktop.services.recipients import PersonHit
from provider_desktop.services.visits import EntryLine
from provider_desktop.ui.visits import entry_choices
from provider_desktop.ui.visits.entry_text import SEPARATORS, CellText
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.widgets.search_popup import Choice, SearchPopup


class EntryField(QLineEdit):
    """One field of a visit. ``changed`` comes with every key."""

    changed = Signal()
    people_wanted = Signal(str)

    def __init__(self, field: Field, cells: CellText, line: EntryLine, popup: SearchPopup) -> None:
        super().__init__(cells.edited(line, field))
        self.field = field
        self._cells = cells
        self._line = line
        self._popup = popup
        self._person: PersonHit | None = None
        self.textEdited.connect(self._look)
        self.textChanged.connect(lambda _text: self.changed.emit())

    def read(self, line: EntryLine) -> EntryLine | None:
        """The line with what was typed; unchanged where nothing was, ``None`` if not understood."""
        if self.text() == self._cells.edited(self._line, self.field):
            return line
        if self.field is Field.RECIPIENT:
            chosen = self._person
            return replace(line, recipient=chosen.key) if chosen and chosen.name == self.text() else None
        return self._cells.read(self.text(), line, self.field, line.day)

    def take(self, choice: Choice) -> None:
        """Put a choice in place of the entry being typed."""
        head, _ = self._split()
        if isinstance(choice.value, PersonHit):
            self._person = choice.value
            self._cells.directory.learn_person(
                choice.value.key, choice.value.name, choice.value.id_number[-4:]
            )
            self.setText(choice.value.name)
        else:
            self.setText(f"{head}{choice.value}")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._popup.attach(self, takes_tab=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        several = self.field in (Field.STAFF, Field.ITEMS)
        if several and event.text() and event.text() in SEPARATORS and (current := self._popup.current):
            head, _ = self._split()
            self.setText(f"{head}{current.value}、")
            self._popup.hide()
            return
        super().keyPressEvent(event)

    def _split(self) -> tuple[str, str]:
        text = self.text()
        at = max((text.rfind(mark) for mark in SEPARATORS), default=-1) + 1
        return text[:at], text[at:].strip()

    def _look(self, _text: str) -> None:
        _, part = self._split()
        if self.field is Field.RECIPIENT:
            self.people_wanted.emit(self.text().strip())
            return
        choices = entry_choices.of_cell(self._cells, self.field, part) if part else ()
        self._popup.show_choices(choices)
