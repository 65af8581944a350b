"""The fields of the small forms: each gives the value that the record keeps, and says when it was edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.ledger.dates import read_date
from provider_desktop.domain.ledger.times import read_time
from provider_desktop.domain.pinyin import matches, name_keys
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.theme import current_theme
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.search_popup import Choice, SearchPopup


class Editor(QObject):
    """A field: its ``widget``, the value read from it, and what keeps it from being read."""

    edited = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.widget = widget

    def value(self) -> Any:
        """What the record keeps."""
        raise TypeError(f"{type(self).__name__} has no value")

    def show_value(self, value: Any) -> None:
        """Show what the record holds."""
        raise TypeError(f"{type(self).__name__} cannot show {value!r}")

    def problem(self) -> str:
        """Why what was typed is no value; '' where it is one."""
        return ""


class LineEditor(Editor):
    """One line of text."""

    def __init__(self, limit: int = 200) -> None:
        self._field = QLineEdit()
        super().__init__(self._field)
        self._field.setMaxLength(limit)
        self._field.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> str:
        return self._field.text().strip()

    def show_value(self, value: str) -> None:
        self._field.setText(value)


class TextEditor(Editor):
    """Several lines of text; Tab leaves it."""

    def __init__(self, height: int = 84) -> None:
        self._field = QPlainTextEdit()
        super().__init__(self._field)
        self._field.setTabChangesFocus(True)
        self._field.setFixedHeight(current_theme().px(height))
        self._field.textChanged.connect(self.edited)

    def value(self) -> str:
        return self._field.toPlainText().strip()[:2000]

    def show_value(self, value: str) -> None:
        self._field.setPlainText(value)


class ChoiceEditor(Editor):
    """One of some values."""

    def __init__(self, choices: Sequence[tuple[str, Any]]) -> None:
        self._field = QComboBox()
        super().__init__(self._field)
        self._values = [value for _, value in choices]
        self._field.addItems([word for word, _ in choices])
        self._field.activated.connect(lambda _index: self.edited.emit())

    def value(self) -> Any:
        return self._values[self._field.currentIndex()]

    def show_value(self, value: Any) -> None:
        self._field.setCurrentIndex(self._values.index(value))


class TicksEditor(Editor):
    """Any of some values, as boxes in rows of ``across``."""

    def __init__(self, choices: Sequence[tuple[str, Enum]], across: int = 4) -> None:
        ground = QWidget()
        super().__init__(ground)
        grid = QGridLayout(ground)
        scale_layout(ground, grid, spacing=4)
        self._boxes: list[tuple[Enum, QCheckBox]] = []
        for at, (word, value) in enumerate(choices):
            box = QCheckBox(word)
            box.clicked.connect(lambda _on: self.edited.emit())
            grid.addWidget(box, at // across, at % across)
            self._boxes.append((value, box))
        if self._boxes:
            ground.setFocusProxy(self._boxes[0][1])

    def value(self) -> tuple[Enum, ...]:
        return tuple(value for value, box in self._boxes if box.isChecked())

    def show_value(self, value: Sequence[Enum]) -> None:
        for each, box in self._boxes:
            box.setChecked(each in value)


class TickEditor(Editor):
    """Yes or no, its words in the box itself."""

    def __init__(self, words: str) -> None:
        self._box = QCheckBox(words)
        super().__init__(self._box)
        self._box.clicked.connect(lambda _on: self.edited.emit())

    def value(self) -> bool:
        return self._box.isChecked()

    def show_value(self, value: bool) -> None:
        self._box.setChecked(value)


class DayEditor(Editor):
    """A day, typed in whatever way ledgers write one."""

    def __init__(self, formats: Formats) -> None:
        self._field = QLineEdit()
        super().__init__(self._field)
        self._formats = formats
        self._field.setPlaceholderText("2026-11-23")
        self._field.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> date | None:
        return read_date(self._field.text().strip()) if self._field.text().strip() else None

    def show_value(self, value: date | None) -> None:
        self._field.setText(self._formats.full_day(value) if value else "")

    def problem(self) -> str:
        return self.tr("This is no day.") if self._field.text().strip() and self.value() is None else ""


class MomentEditor(Editor):
    """A day and a time, such as ``2026-11-23 14:05``; a time alone is of the day shown before."""

    def __init__(self, formats: Formats, today: date) -> None:
        self._field = QLineEdit()
        super().__init__(self._field)
        self._formats = formats
        self._day = today
        self._field.setPlaceholderText("2026-11-23 14:05")
        self._field.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> datetime | None:
        typed = self._field.text().split()
        if not typed:
            return None
        day = read_date(typed[0]) if len(typed) > 1 else self._day
        clock = read_time("".join(typed[1:]) if len(typed) > 1 else typed[0])
        return clock.on(day) if day is not None and clock is not None else None

    def show_value(self, value: datetime | None) -> None:
        self._field.setText(self._formats.moment(value) if value else "")
        if value is not None:
            self._day = local_day(value)

    def problem(self) -> str:
        if self._field.text().strip() and self.value() is None:
            return self.tr("Type a day and a time, as 2026-11-23 14:05.")
        return ""


class PersonEditor(Editor):
    """A recipient, found by name, initials or digits. What was typed and not chosen is no recipient."""

    #: What was typed; the owner answers with :meth:`show_choices`.
    asked = Signal(str)

    def __init__(self, popup: SearchPopup, names: Mapping[str, str]) -> None:
        self._field = QLineEdit()
        super().__init__(self._field)
        self._popup = popup
        popup.attach(self._field)
        popup.chosen.connect(self._choose)
        self._names = dict(names)
        self._chosen = ""
        self._field.setPlaceholderText(self.tr("Name, initials or digits"))
        self._field.textEdited.connect(self._type)

    def value(self) -> str:
        return self._chosen or self._field.text().strip()[:64]

    def show_value(self, value: str) -> None:
        self._chosen = value
        self._field.setText(self._names.get(value, value))

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Offer recipients for what was typed."""
        self._popup.show_choices(choices if self._field.hasFocus() else ())

    def _type(self, text: str) -> None:
        self._chosen = ""
        self.asked.emit(text.strip())
        self.edited.emit()

    def _choose(self, choice: Choice) -> None:
        self._names[choice.value] = choice.title
        self.show_value(choice.value)
        self.edited.emit()


class StaffEditor(Editor):
    """Staff by name, number or initials; several with commas between them where ``many``."""

    def __init__(self, members: Mapping[str, str], *, many: bool) -> None:
        self._field = QLineEdit()
        super().__init__(self._field)
        self._members = members
        self._many = many
        self._field.setPlaceholderText(
            self.tr("Names or initials, commas between") if many else self.tr("Name or initials")
        )
        self._field.textEdited.connect(lambda _text: self.edited.emit())
        self._field.editingFinished.connect(lambda: self.show_value(self.value()))

    def value(self) -> Any:
        words = self._field.text().replace("、", ",").replace("，", ",").split(",")
        found = tuple(dict.fromkeys(self._find(word.strip()) for word in words if word.strip()))
        if self._many:
            return found
        return found[0] if found else ""

    def show_value(self, value: Any) -> None:
        shown = value if isinstance(value, tuple) else (value,)
        self._field.setText("、".join(self._members.get(each, each) for each in shown if each))

    def _find(self, typed: str) -> str:
        """The id of whom the words name; the words themselves where that is nobody, or not one alone."""
        for staff, name in self._members.items():
            if typed in (staff, name):
                return staff
        fitting = [staff for staff, name in self._members.items() if matches(typed, name_keys(name))]
        return fitting[0] if len(fitting) == 1 else typed[:64]
