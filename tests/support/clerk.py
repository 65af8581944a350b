"""A clerk at the keyboard: she looks at the window and chooses the fewest keys; each is a real event."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from provider_desktop.domain.pinyin import name_keys
from provider_desktop.services.recipients import PersonHit
from provider_desktop.services.visits import EntryLine, ExpectedVisit
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.visits.quick_entry import QuickEntry
from provider_desktop.ui.widgets.search_popup import Choice, SearchPopup

_NAMED = {"\t": Qt.Key.Key_Tab, "\n": Qt.Key.Key_Return, "↓": Qt.Key.Key_Down}
_MOST_NUMBERS = 9


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper sheet, with ids beside the names that stand on it. Times are ``HH:MM``."""

    number: int
    day: date
    recipient: str
    recipient_name: str
    staff: tuple[str, ...]
    staff_names: tuple[str, ...]
    time_in: str
    time_out: str
    items: tuple[str, ...]
    satisfaction: int
    scheduled: bool

    @property
    def figures(self) -> str:
        """The digits of its times."""
        return (self.time_in + self.time_out).replace(":", "")


@dataclass(slots=True)
class Keyboard:
    """Sends keys to whatever has the focus and counts them; ``slowest`` is the longest answer in seconds."""

    keys: int = 0
    seconds: float = 0.0
    spent: list[float] = field(default_factory=list)

    def type(self, text: str) -> None:
        """Each letter is a key; ``\\t``, ``\\n`` and ``↓`` are those keys."""
        for letter in text:
            named = _NAMED.get(letter)
            self.press(named) if named is not None else self._send(letter)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key; with modifiers it still is one."""
        self._timed(lambda target: QTest.keyClick(target, key, modifiers))

    def compose(self, text: str) -> None:
        """Chinese from an input method: the letters of its pinyin, and one key to choose."""
        target = _focused()
        began = time.perf_counter()
        QApplication.sendEvent(target, QInputMethodEvent("pinyin", []))
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(_focused(), event)
        QApplication.processEvents()
        self._count(pinyin_keys(text), time.perf_counter() - began)

    def _send(self, letter: str) -> None:
        self._timed(lambda target: QTest.keyClicks(target, letter))

    def _timed(self, send: object) -> None:
        target = _focused()
        began = time.perf_counter()
        send(target)  # type: ignore[operator]
        QApplication.processEvents()
        self._count(1, time.perf_counter() - began)

    def _count(self, keys: int, seconds: float) -> None:
        self.keys += keys
        self.seconds += seconds
        self.spent.append(seconds)


def pinyin_keys(text: str) -> int:
    """What a Chinese word costs: the letters of its full pinyin, and one key to choose it."""
    full = next((key for key in name_keys(text)[1:] if key.isascii()), text)
    return len(full) + 1


class Clerk:
    """Types sheets into quick entry."""

    def __init__(self, entry: QuickEntry, keyboard: Keyboard) -> None:
        self._entry = entry
        self._table = entry.table
        self._model = entry.model
        self._keyboard = keyboard
        popup = entry.findChild(SearchPopup)
        assert popup is not None
        self._popup = popup

    def begin(self, day: date) -> None:
        """The date of the pile, typed once."""
        self._keyboard.press(Qt.Key.Key_Backtab)
        assert self._field() is Field.DAY
        self._keyboard.type(f"{day:%m%d}\n")

    def type_sheet(self, sheet: Sheet) -> EntryLine:
        """One sheet, from the blank line on; the line as it then stands."""
        row = self._table.row
        assert self._field() is Field.RECIPIENT, "the cursor waits where the next line begins"
        if not (sheet.scheduled and self._take_expected(row, sheet)):
            self._name_recipient(row, sheet)
        if self._field() is Field.STAFF:
            self._type_staff(row, sheet)
        assert self._field() is Field.TIME_IN, self._field()
        self._keyboard.type(sheet.figures)
        if self._field() is Field.ITEMS:
            self._type_items(row, sheet)
        assert self._field() is Field.EVIDENCE, self._field()
        self._keyboard.type("1")
        self._keyboard.type(str(sheet.satisfaction))
        return self._model.line_at(row).line

    def _field(self) -> Field:
        return Field(self._table.currentIndex().column())

    def _take_expected(self, row: int, sheet: Sheet) -> bool:
        """By Enter where it stands in grey, by its number where it stands below, else by name."""
        coming = self._model.expected_from(row, _MOST_NUMBERS)
        if coming and _is_for(coming[0], sheet):
            self._keyboard.type("\n")
            return True
        for place, visit in enumerate(coming, 1):
            if _is_for(visit, sheet):
                self._keyboard.type(f"{place}\t")
                return True
        days = (sheet.day - self._model.day_for(row)).days
        self._turn(days)
        if days == 0:
            return self._by_letters(sheet, expected=True)
        for place in range(1, _MOST_NUMBERS + 1):
            choice = self._popup.choice(place)
            if choice is not None and _means(choice, sheet, expected=True):
                self._keyboard.type("\t" if place == 1 else str(place))
                return True
        return self._by_letters(sheet, expected=True)

    def _name_recipient(self, row: int, sheet: Sheet) -> None:
        self._turn((sheet.day - self._model.day_for(row)).days)
        assert self._by_letters(sheet, expected=False), f"{sheet.recipient_name} is not found"

    def _turn(self, days: int) -> None:
        """To another day: a sign for each."""
        self._keyboard.type("+" * days if days > 0 else "-" * -days)

    def _by_letters(self, sheet: Sheet, *, expected: bool) -> bool:
        """Initials until she is in the list."""
        for letter in name_keys(sheet.recipient_name)[-1]:
            self._keyboard.type(letter)
            places = [
                place
                for place in range(1, _MOST_NUMBERS + 1)
                if (choice := self._popup.choice(place)) and _means(choice, sheet, expected=expected)
            ]
            if not places:
                continue
            if places[0] == 1:
                self._keyboard.type("\t" if expected or self._suggested(sheet) else "\n")
            else:
                self._keyboard.type(str(places[0]))
            return True
        return False

    def _suggested(self, sheet: Sheet) -> bool:
        """Whether what stands in grey is what the sheet says."""
        row = self._table.row
        return all(self._ghost(row, each) == wanted for each, wanted in _wanted(sheet))

    def _ghost(self, row: int, column: Field) -> tuple[str, ...]:
        ghost = self._model.ghost(row, column)
        if ghost is None:
            return ()
        return ghost.staff if column is Field.STAFF else tuple(item.item for item in ghost.items)

    def _type_staff(self, row: int, sheet: Sheet) -> None:
        if self._ghost(row, Field.STAFF) == sheet.staff:
            self._keyboard.type("\t")
            return
        for place, name in enumerate(sheet.staff_names):
            for letter in name_keys(name)[-1]:
                self._keyboard.type(letter)
                first = self._popup.current
                if first is not None and first.value == name:
                    break
            self._keyboard.type("," if place < len(sheet.staff_names) - 1 else "\n")

    def _type_items(self, row: int, sheet: Sheet) -> None:
        if self._ghost(row, Field.ITEMS) == sheet.items:
            self._keyboard.type("\t")
            return
        names = [self._model.cells.directory.name(item) for item in sheet.items]
        if self._choose_items("、".join(names), names[0]):
            return
        for place, name in enumerate(names):
            assert self._choose_items(name, name, ends="," if place < len(names) - 1 else "\n"), name

    def _choose_items(self, wanted: str, name: str, ends: str = "\n") -> bool:
        """Initials of the first item until the list has what is wanted near its top."""
        typed = 0
        for letter in name_keys(name)[-1]:
            self._keyboard.type(letter)
            typed += 1
            for place in range(1, 5):
                choice = self._popup.choice(place)
                if choice is not None and choice.value == wanted:
                    self._keyboard.type("↓" * (place - 1) + ends)
                    return True
        for _ in range(typed):
            self._keyboard.press(Qt.Key.Key_Backspace)
        return False


def _wanted(sheet: Sheet) -> Sequence[tuple[Field, tuple[str, ...]]]:
    return (Field.STAFF, sheet.staff), (Field.ITEMS, sheet.items)


def _is_for(visit: ExpectedVisit, sheet: Sheet) -> bool:
    return (visit.recipient, visit.day, visit.staff, visit.items) == (
        sheet.recipient,
        sheet.day,
        sheet.staff,
        sheet.items,
    )


def _means(choice: Choice, sheet: Sheet, *, expected: bool) -> bool:
    if isinstance(choice.value, ExpectedVisit):
        return expected and _is_for(choice.value, sheet)
    return not expected and isinstance(choice.value, PersonHit) and choice.value.key == sheet.recipient


def _focused() -> QWidget:
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget)
    return target
