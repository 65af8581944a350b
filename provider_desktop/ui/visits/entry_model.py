"""The lines of quick entry as a table: what was typed, what the checks say, and every step back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from provider_desktop.domain.findings import Action, Finding
from provider_desktop.services.visits import EntryLine, ExpectedVisit, Suggestion
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits.entry_line import Change, GridLine, touches
from provider_desktop.ui.visits.entry_text import CellText
from provider_desktop.ui.visits.expected_visits import ExpectedVisits, filled
from provider_desktop.ui.visits.fields import TYPED, Field, is_blank, is_filled
from provider_desktop.ui.visits.finding_words import FindingWords, is_gap
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Role

Index = QModelIndex | QPersistentModelIndex

#: Lines that are always there to type in, filled or not.
LEAST_LINES = 11


class EntryModel(QAbstractTableModel):
    """Lines being typed. Every change can be undone; ``saved`` and ``discarded`` say what to store."""

    saved = Signal(object)
    discarded = Signal(str)
    summary_changed = Signal()

    def __init__(
        self,
        cells: CellText,
        words: FindingWords,
        new_record: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.cells = cells
        self.words = words
        self._new_record = new_record
        self._lines: list[GridLine] = []
        self._ghosts: dict[str, Suggestion] = {}
        self.expected = ExpectedVisits()
        # what is expected in which row, until something changes: every cell of the row asks
        self._coming: tuple[int, tuple[ExpectedVisit, ...]] | None = None
        self.summary_changed.connect(self._forget_coming)
        self._done: list[tuple[Change, ...]] = []
        self._undone: list[tuple[Change, ...]] = []
        self._titles: tuple[str, ...] = (
            "",
            self.tr("Date"),
            self.tr("Recipient"),
            self.tr("Staff"),
            self.tr("In"),
            self.tr("Out"),
            self.tr("Items · minutes"),
            self.tr("Evidence"),
            self.tr("Satisfaction"),
            self.tr("Check"),
        )
        self._pad()

    # lines

    @property
    def lines(self) -> tuple[GridLine, ...]:
        """All lines, blank ones included."""
        return tuple(self._lines)

    @property
    def ready(self) -> tuple[str, ...]:
        """Records that can be sealed."""
        return tuple(line.key for line in self._lines if line.ready)

    def line_at(self, row: int) -> GridLine:
        """The line in a row."""
        return self._lines[row]

    def row_of(self, record: str) -> int:
        """The row of a record, or -1."""
        return next((row for row, line in enumerate(self._lines) if line.key == record), -1)

    def day_for(self, row: int) -> date:
        """The day of a line; until one is typed that of the line above."""
        for line in reversed(self._lines[: row + 1]):
            if line.line.day:
                return line.line.day
        return self.cells.today

    @property
    def typed(self) -> tuple[EntryLine, ...]:
        """Lines that are not blank."""
        return tuple(line.line for line in self._lines if not is_blank(line.line))

    def expected_at(self, row: int) -> ExpectedVisit | None:
        """The visit that is expected next, where a row is the blank line in which typing goes on."""
        return next(iter(self.expected_from(row, 1)), None)

    def expected_from(self, row: int, most: int) -> tuple[ExpectedVisit, ...]:
        """The next visits expected there, of the line's day or of the next one that has any left."""
        if not self.is_next(row):
            return ()
        if self._coming is None or self._coming[0] != row:
            typed, day = self.typed, self.day_for(row)
            if self._lines[row].line.day is None:
                day = self.expected.next_day(day, typed, self.cells.today) or day
            self._coming = (row, self.expected.left(day, typed))
        return self._coming[1][:most]

    def as_expected(self, line: EntryLine, suggestion: Suggestion) -> Suggestion:
        """A suggestion with staff and items of the visit that is expected of the recipient that day."""
        others = [each for each in self.typed if each.record != line.record]
        day = line.day or self.day_for(self.row_of(line.record))
        visit = self.expected.of_recipient(line.recipient, day, others)
        if visit is None:
            return suggestion
        return replace(
            suggestion, staff=visit.staff or suggestion.staff, items=visit.items or suggestion.items
        )

    def usual_at(self, row: int) -> tuple[tuple[str, ...], ...]:
        """Sets of items that are often done together, those of the line's recipient first."""
        suggestion = self._ghosts.get(self._lines[row].key)
        own = suggestion.usual if suggestion else ()
        return tuple(dict.fromkeys((*own, *self.cells.directory.usual)))

    def show_expected(self, day: date, visits: Sequence[ExpectedVisit]) -> None:
        """Take what is expected on a day; the next of it stands in grey where typing goes on."""
        for each in visits:
            self.cells.directory.learn_person(each.recipient, each.recipient_name, each.id_tail)
        self.expected.put(day, visits)
        self._forget_coming()
        for row in range(len(self._lines)):
            if self.is_next(row):
                self._tell(row)

    def show_lines(self, lines: Iterable[GridLine]) -> None:
        """Show stored drafts; blank lines follow. Steps back before this are forgotten."""
        self.beginResetModel()
        self._lines = list(lines)
        self._done.clear()
        self._undone.clear()
        self._pad()
        self.endResetModel()
        self.summary_changed.emit()

    def drop(self, records: Iterable[str]) -> None:
        """Take lines away that are no drafts any more."""
        for record in records:
            row = self.row_of(record)
            if row >= 0:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._lines[row]
                self.endRemoveRows()
        gone = set(records)
        self._done = [step for step in self._done if not touches(step, gone)]
        self._undone = [step for step in self._undone if not touches(step, gone)]
        self._grow()
        self.summary_changed.emit()

    def show_checked(self, line: EntryLine, findings: tuple[Finding, ...]) -> None:
        """Show what the checks said of a line, unless it was changed meanwhile."""
        row = self.row_of(line.record)
        if row >= 0 and self._lines[row].line == line:
            self._lines[row] = GridLine(line, findings, checked=True)
            self._tell(row)
            self.summary_changed.emit()

    def show_ghost(self, record: str, suggestion: Suggestion | None) -> None:
        """What Tab would fill in, in grey; None takes it away."""
        row = self.row_of(record)
        if suggestion is None:
            self._ghosts.pop(record, None)
        else:
            self._ghosts[record] = suggestion
        if row >= 0:
            self._tell(row)

    def ghost(self, row: int, field: Field) -> EntryLine | None:
        """The line with what Tab would fill into a cell; None where there is nothing to fill."""
        line = self._lines[row].line
        suggestion = self._ghosts.get(line.record)
        if suggestion is None or is_filled(line, field):
            return None
        if field is Field.STAFF and suggestion.staff:
            return replace(line, staff=suggestion.staff)
        if field is Field.ITEMS and suggestion.items:
            return self.cells.read("、".join(suggestion.items), line, field)
        return None

    # changes

    def change(self, row: int, line: EntryLine) -> None:
        """Put another line into a row; the day comes with the first thing typed."""
        self.change_many([(row, line)])

    def change_many(self, changes: Sequence[tuple[int, EntryLine]]) -> None:
        """Several rows in one step back (pasting); rows beyond the end are added."""
        step = []
        for row, line in changes:
            while row >= len(self._lines):
                self._append()
            before = self._lines[row].line
            after = replace(line, record=before.record)
            if after.order == before.order and (after.recipient, after.day) != (before.recipient, before.day):
                after = replace(after, order="")  # the order is about somebody else, or another day
            if not is_blank(after) and after.day is None:
                after = replace(after, day=self.day_for(row))
            if after != before:
                step.append(Change(row, before, after))
        if step:
            self._done.append(tuple(step))
            self._undone.clear()
            self._perform(step)

    def remove(self, row: int) -> None:
        """Throw a line away; it can be brought back."""
        before = self._lines[row].line
        if is_blank(before) and row == len(self._lines) - 1:
            return
        step = (Change(row, before, None),)
        self._done.append(step)
        self._undone.clear()
        self._perform(step)

    def undo(self) -> int:
        """Take the last change back; the row it was in, or -1 where there is none."""
        if not self._done:
            return -1
        step = self._done.pop()
        self._undone.append(step)
        self._perform([Change(each.place, each.after, each.before) for each in reversed(step)])
        return step[0].place

    def redo(self) -> int:
        """Do again what was taken back; the row, or -1."""
        if not self._undone:
            return -1
        step = self._undone.pop()
        self._done.append(step)
        self._perform(step)
        return step[0].place

    def _perform(self, changes: Iterable[Change]) -> None:
        for change in changes:
            if change.after is None and change.before is not None:
                self._take_out(change.before)
            elif change.after is not None and change.before is None:
                self._put_in(change.place, change.after)
            elif change.after is not None:
                self._replace(change.after)
        self._grow()
        self.summary_changed.emit()

    def _take_out(self, line: EntryLine) -> None:
        row = self.row_of(line.record)
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._lines[row]
            self.endRemoveRows()
            if not is_blank(line):
                self.discarded.emit(line.record)

    def _put_in(self, place: int, line: EntryLine) -> None:
        row = min(place, len(self._lines))
        self.beginInsertRows(QModelIndex(), row, row)
        self._lines.insert(row, GridLine(line))
        self.endInsertRows()
        if not is_blank(line):
            self.saved.emit(line)

    def _replace(self, line: EntryLine) -> None:
        row = self.row_of(line.record)
        if row < 0:
            return
        before = self._lines[row]
        self._lines[row] = GridLine(line, before.findings)
        self._tell(row)
        if not is_blank(line):
            self.saved.emit(line)
        elif not is_blank(before.line):
            self.discarded.emit(line.record)

    # growth

    def _blank(self) -> GridLine:
        return GridLine(EntryLine(record=self._new_record()))

    def _pad(self) -> None:
        while len(self._lines) < LEAST_LINES or not is_blank(self._lines[-1].line):
            self._lines.append(self._blank())

    def _grow(self) -> None:
        while len(self._lines) < LEAST_LINES or not is_blank(self._lines[-1].line):
            self._append()

    def _append(self) -> None:
        end = len(self._lines)
        self.beginInsertRows(QModelIndex(), end, end)
        self._lines.append(self._blank())
        self.endInsertRows()

    def _forget_coming(self) -> None:
        self._coming = None

    def _tell(self, row: int) -> None:
        self._coming = None
        self.dataChanged.emit(self.index(row, 0), self.index(row, Field.CHECK))

    # Qt's own hooks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Field)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles[section] if 0 <= section < len(self._titles) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if Field(index.column()) in TYPED else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, field = self._lines[index.row()], Field(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(index.row(), line, field)
        if role == Qt.ItemDataRole.EditRole:
            return self.cells.edited(line.line, field)
        if role == Qt.ItemDataRole.TextAlignmentRole and field is Field.NUMBER:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.CHIP and field is Field.CHECK:
            return self._chip(line)
        if role == Role.INK:
            return self._ink(line, field)
        if role == Role.ROW:
            return line
        return None

    def _text(self, row: int, line: GridLine, field: Field) -> str:
        if field is Field.NUMBER:
            return str(row + 1)
        if field is Field.CHECK:
            chip = self._chip(line)
            return chip.text if chip else ""
        shown = self.cells.show(line.line, field)
        if shown:
            return shown
        if (expected := self.expected_at(row)) is not None:
            return self.cells.show(filled(line.line, expected), field)
        if field is Field.DAY and self.is_next(row):
            return self.cells.formats.day(self.day_for(row))
        if (ghost := self.ghost(row, field)) is not None:
            return self.cells.show(ghost, field)
        if field in (Field.TIME_IN, Field.TIME_OUT) and not is_blank(line.line):
            return "—" if not is_filled(line.line, field) else ""
        return ""

    def is_next(self, row: int) -> bool:
        """Whether this is the blank line where typing goes on."""
        blank = is_blank(self._lines[row].line)
        return blank and (row == 0 or not is_blank(self._lines[row - 1].line))

    def _ink(self, line: GridLine, field: Field) -> str | None:
        quiet = field in (Field.NUMBER, Field.EVIDENCE) or not is_filled(line.line, field)
        return "muted" if quiet else None

    def _chip(self, line: GridLine) -> Chip | None:
        if is_blank(line.line) or not line.checked:
            return None
        if found := line.open:
            first = found[0]
            if is_gap(first):
                return Chip(
                    Tone.NONE, self.tr("Not complete · {finding}").format(finding=self.words.short(first))
                )
            if first.action is Action.ASK:
                text = self.tr("{finding} · say why").format(finding=self.words.short(first))
                return self.words.chip(first, text)
            return self.words.chip(first)
        if line.line.acknowledged:
            return Chip(Tone.GREEN, self.tr("Ready · reason given"))
        return Chip(Tone.GREEN, self.tr("Ready to send"))
