"""The field in a cell: keys that leave it, lists that open under it, and text that is never lost."""

from __future__ import annotations

import re
from enum import Enum, auto

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from provider_desktop.domain.ledger.times import read_time
from provider_desktop.ui.visits.entry_text import SEPARATORS
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.widgets.row_delegate import RowDelegate

Index = QModelIndex | QPersistentModelIndex
_LAST_PART = re.compile(f"(?P<head>.*[{SEPARATORS}]\\s*)?(?P<part>[^{SEPARATORS}]*)", re.DOTALL)


class Step(Enum):
    """Where to go when a cell is left."""

    STAY = auto()
    NEXT = auto()
    FILL = auto()
    BACK = auto()
    UP = auto()
    DOWN = auto()


_KEYS = {
    Qt.Key.Key_Return: Step.NEXT,
    Qt.Key.Key_Enter: Step.NEXT,
    Qt.Key.Key_Tab: Step.FILL,
    Qt.Key.Key_Backtab: Step.BACK,
    Qt.Key.Key_Up: Step.UP,
    Qt.Key.Key_Down: Step.DOWN,
}


class CellEditor(QLineEdit):
    """Types one cell. ``left`` says by which key it is to be left; the table decides whether it may.

    ``separated`` comes when a separator ends one of several entries, ``picked`` when a figure after
    letters chooses from the list of recipients.
    """

    left = Signal(object)
    separated = Signal()
    picked = Signal(int)

    def __init__(self, field: Field, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.waiting: Step | None = None
        self.picking = 0
        self.setProperty("kind", "cell")
        self.setAccessibleName(name)
        self.textEdited.connect(self._look)

    @property
    def part(self) -> str:
        """The entry being typed: the last one of several."""
        match = _LAST_PART.fullmatch(self.text())
        return match["part"].strip() if match else ""

    def take_part(self, text: str, *, go_on: bool = False) -> None:
        """Put a chosen text in place of the entry being typed."""
        match = _LAST_PART.fullmatch(self.text())
        head = (match["head"] or "") if match else ""
        self.setText(f"{head}{text}、" if go_on else f"{head}{text}")

    def show_problem(self, problem: str) -> None:
        """Mark what was typed as not understood and say what is expected; "" clears it."""
        state = "problem" if problem else ""
        if self.property("state") != state:
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setToolTip(problem)
        self.setAccessibleDescription(problem)

    def expectation(self) -> str:
        """What belongs into the cell, with an example."""
        return {
            Field.DAY: self.tr("A day, as 20, 1120 or 11-20"),
            Field.TIME_IN: self.tr("A time from the sheet, as 0905 or 9:05"),
            Field.TIME_OUT: self.tr("A time from the sheet, as 0937 or 9:37"),
            Field.STAFF: self.tr("Nobody on the roster is called that. Type a name or initials."),
            Field.ITEMS: self.tr("No such item. Type a code, initials or a name; minutes may follow."),
            Field.EVIDENCE: self.tr("Who signed: 1 to 6, or 0 for nobody"),
            Field.SATISFACTION: self.tr("1 very satisfied to 4 dissatisfied"),
        }.get(self.field, "")

    def event(self, event: QEvent) -> bool:
        # Tab would leave the field before keyPressEvent sees it
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _KEYS.get(Qt.Key(event.key()))
            plain = not event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            if step is not None and plain:
                self.left.emit(step)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        several = self.field in (Field.STAFF, Field.ITEMS)
        if several and event.text() and event.text() in SEPARATORS and self.part:
            self.separated.emit()
            return
        if self.field is Field.RECIPIENT and self._is_pick(event.text()):
            self.picked.emit(int(event.text()))
            return
        super().keyPressEvent(event)

    def _is_pick(self, typed: str) -> bool:
        """Whether a figure chooses, as in an input method: after letters or a sign. The end of an id number
        begins with a figure."""
        before = self.text()[: self.cursorPosition()].strip()
        selected = self.hasSelectedText()
        return bool(re.fullmatch("[1-9]", typed) and before and not before[-1].isdigit() and not selected)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        # Chinese input methods bring the separator as text, not as a key
        several = self.field in (Field.STAFF, Field.ITEMS)
        if several and event.commitString() and event.commitString() in SEPARATORS and self.part:
            event.setCommitString("")
            super().inputMethodEvent(event)
            self.separated.emit()
            return
        super().inputMethodEvent(event)

    def _look(self, text: str) -> None:
        self.show_problem("")
        if self.field in (Field.TIME_IN, Field.TIME_OUT):
            # four figures are a whole time: no key is needed to go on
            if re.fullmatch(r"\d{4}", text) and read_time(text) is not None:
                self.left.emit(Step.NEXT)
        elif self.field in (Field.EVIDENCE, Field.SATISFACTION) and re.fullmatch(r"\d", text):
            self.left.emit(Step.NEXT)


class EntryDelegate(RowDelegate):
    """Paints cells as every table does, and opens a :class:`CellEditor` where one types."""

    opened = Signal(object, object)
    gone = Signal(object)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        title = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor = CellEditor(Field(index.column()), str(title or ""), parent)
        self.opened.emit(editor, QPersistentModelIndex(index))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellEditor) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(1, 1, -1, -2))  # type: ignore[attr-defined]  # missing in the stubs

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self.gone.emit(editor)
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        # the field knows its own keys; only Esc is the delegate's
        if isinstance(event, QKeyEvent) and event.key() != Qt.Key.Key_Escape:
            return False
        return super().eventFilter(editor, event)
