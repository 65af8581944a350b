"""A week as a table: as many lines for a staff member as her fullest day has visits, a column a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from provider_desktop.services.schedule import OrderView, StaffRow, Week
from provider_desktop.ui.schedule.schedule_words import ScheduleWords

Index = QModelIndex | QPersistentModelIndex
#: Lines that a staff member has at least, so that there is room to put something.
LEAST_LINES = 2
VIEW = Qt.ItemDataRole.UserRole + 1
LINE = VIEW + 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: the ``number``-th of ``count`` of a staff member."""

    row: StaffRow
    number: int
    count: int


class WeekModel(QAbstractTableModel):
    """Column 0 names staff, columns 1 to 7 are Monday to Sunday. ``VIEW`` gives the order of a cell."""

    def __init__(self, words: ScheduleWords, today: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._today = today
        self.week: Week | None = None
        self.lines: tuple[Line, ...] = ()
        self._cells: dict[tuple[str, date], list[OrderView]] = {}

    def show_week(self, week: Week, today: date) -> None:
        """Show another week, or the same as it is now."""
        self._words.know(week.orders, {row.staff: row.name for row in week.rows})
        self.beginResetModel()
        cells: dict[tuple[str, date], list[OrderView]] = defaultdict(list)
        for view in week.orders:
            for member in view.order.staff or ("",):
                cells[member, view.order.day].append(view)
        rows = list(week.rows)
        if any(not view.order.staff for view in week.orders):
            rows.insert(0, StaffRow("", self.tr("Nobody yet"), "", {}, 0, 0))
        lines = []
        for row in rows:
            days = (week.first + timedelta(days=offset) for offset in range(7))
            count = max(LEAST_LINES, *(len(cells.get((row.staff, day), ())) for day in days))
            lines += [Line(row, number, count) for number in range(count)]
        self.week, self.lines, self._cells, self._today = week, tuple(lines), dict(cells), today
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 8

    def day_of(self, column: int) -> date | None:
        """The day of a column, None for the names."""
        return self.week.first + timedelta(days=column - 1) if self.week and column > 0 else None

    def view_at(self, index: Index) -> OrderView | None:
        """The order of a cell."""
        day = self.day_of(index.column())
        if not index.isValid() or day is None:
            return None
        line = self.lines[index.row()]
        found = self._cells.get((line.row.staff, day), [])
        return found[line.number] if line.number < len(found) else None

    def place_of(self, order: str, staff: str = "") -> QModelIndex:
        """The cell of an order, in the lines of a staff member where she is named."""
        for (member, day), views in self._cells.items():
            for number, view in enumerate(views):
                if view.order.order == order and staff in ("", member) and self.week:
                    return self.cell(member, day, number)
        return QModelIndex()

    def cell(self, staff: str, day: date, number: int = 0) -> QModelIndex:
        """The cell of a staff member's day."""
        for place, line in enumerate(self.lines):
            if line.row.staff == staff and line.number == number and self.week:
                return self.index(place, (day - self.week.first).days + 1)
        return QModelIndex()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or self.week is None:
            return None
        day = self.day_of(section)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if day is None:
                return self.tr("Staff")
            formats = self._words.formats
            special = self.week.days_off.get(day) or (self.tr("today") if day == self._today else "")
            if role == Qt.ItemDataRole.DisplayRole and special:
                return formats.joined(formats.spoken_day(day), special)
            return formats.joined(formats.long_day(day), special)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.week is None:
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if index.column() == 0:
            return self._staff(line, role)
        view = self.view_at(index)
        if role == VIEW:
            return view
        if role == Qt.ItemDataRole.DisplayRole and view is not None:
            return f"{self._words.formats.time(view.order.start)} {view.recipient_name}"
        if role == Qt.ItemDataRole.ToolTipRole and view is not None:
            return self._words.tip(view)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line, index.column(), view)
        return None

    def away(self, index: Index) -> str:
        """Why the staff member of a cell does not serve that day, in words; empty where she does."""
        day = self.day_of(index.column())
        code = self.lines[index.row()].row.away.get(day, "") if day else ""
        return self._words.labels.word("order_away", code) if code else ""

    def is_free(self, index: Index) -> bool:
        """Whether the day of a cell is a weekend or holiday."""
        day = self.day_of(index.column())
        return self.week is not None and day in self.week.days_off

    def is_today(self, column: int) -> bool:
        """Whether a column is today."""
        return self.day_of(column) == self._today

    def _staff(self, line: Line, role: int) -> Any:
        row = line.row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            hours = self.tr("{week} this week, {month} this month").format(
                week=self._words.formats.minutes(row.minutes),
                month=self._words.formats.minutes(row.month_minutes),
            )
            spoken = role == Qt.ItemDataRole.AccessibleTextRole
            return self._words.formats.joined(row.name, row.post, hours) if spoken else row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._words.formats.joined(row.name, row.post)
        return None

    def _spoken(self, line: Line, column: int, view: OrderView | None) -> str:
        day = self.day_of(column)
        where = self._words.formats.joined(
            line.row.name, self._words.formats.long_day(day) if day else "", self._away_word(line, day)
        )
        return f"{where}: {self._words.order(view)}" if view else self.tr("{place}: free").format(place=where)

    def _away_word(self, line: Line, day: date | None) -> str:
        code = line.row.away.get(day, "") if day else ""
        return self._words.labels.word("order_away", code) if code else ""
