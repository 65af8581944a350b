"""One item model for every list of frozen values: columns say what they show, rows are replaced whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from provider_desktop.ui.widgets.painting import BarValue, Chip

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a cell can be asked beyond Qt's own roles."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The frozen value of the line."""
    SORT = Qt.ItemDataRole.UserRole + 2
    """What the column is sorted by."""
    CHIP = Qt.ItemDataRole.UserRole + 3
    BAR = Qt.ItemDataRole.UserRole + 4
    TREND = Qt.ItemDataRole.UserRole + 5
    LINK = Qt.ItemDataRole.UserRole + 6
    """The words of the action in this cell; pressing it is ``DataTable.action_chosen``."""
    INK = Qt.ItemDataRole.UserRole + 7
    """A colour role for the text, as ``muted``."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its heading and what a row shows in it.

    ``text`` is always given (screen readers and copying use it); ``chip``, ``bar``, ``trend`` and ``action``
    draw over it. ``width`` in dp, 0 takes what is left over. ``sort`` makes the column sortable. ``check``
    makes it a box to tick: Space and a press on it are ``DataTable.row_ticked``. ``description`` is what a
    screen reader says besides the text.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 0
    right: bool = False
    bold: bool = False
    muted: bool = False
    chip: Callable[[Row], Chip | None] | None = None
    bar: Callable[[Row], BarValue | None] | None = None
    trend: Callable[[Row], Sequence[float | None] | None] | None = None
    action: Callable[[Row], str] | None = None
    link: bool = False
    tip: Callable[[Row], str] | None = None
    sort: Callable[[Row], Any] | None = None
    check: Callable[[Row], bool] | None = None
    description: Callable[[Row], str] | None = None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Frozen values as a table. ``key`` tells rows apart, so that a reload keeps what was selected."""

    def __init__(
        self, columns: Sequence[Column[Row]], key: Callable[[Row], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns: tuple[Column[Row], ...] = tuple(columns)
        self._key = key
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown, in the order shown."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row_key(self, index: int) -> str:
        """The key of a row."""
        return self._key(self._rows[index])

    def index_of(self, key: str) -> int:
        """The place of the row with a key, or -1."""
        return next((place for place, row in enumerate(self._rows) if self._key(row) == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        look = _LOOKS.get(role)
        return look(column, row) if look is not None else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()].check is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column that can be sorted; others leave the order as it came."""
        if not 0 <= column < len(self.columns):
            return
        by = self.columns[column].sort
        if by is None:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [(self.row_key(index.row()), index.column()) for index in before]
        self._rows = tuple(sorted(self._rows, key=by, reverse=order is Qt.SortOrder.DescendingOrder))
        places = {self._key(row): place for place, row in enumerate(self._rows)}
        self.changePersistentIndexList(before, [self.index(places[key], at) for key, at in keys])
        self.layoutChanged.emit()


def _alignment(column: Column[Any], _row: Any) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _check_state(column: Column[Any], row: Any) -> Qt.CheckState | None:
    if column.check is None:
        return None
    return Qt.CheckState.Checked if column.check(row) else Qt.CheckState.Unchecked


#: Role → what a column shows of a row for it.
_LOOKS: dict[int, Callable[[Column[Any], Any], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.AccessibleTextRole: lambda column, row: column.text(row),
    Qt.ItemDataRole.AccessibleDescriptionRole: lambda column, row: (
        column.description(row) if column.description else None
    ),
    Qt.ItemDataRole.ToolTipRole: lambda column, row: column.tip(row) if column.tip else None,
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
    Qt.ItemDataRole.CheckStateRole: _check_state,
    Role.ROW: lambda _column, row: row,
    Role.SORT: lambda column, row: column.sort(row) if column.sort else column.text(row),
    Role.CHIP: lambda column, row: column.chip(row) if column.chip else None,
    Role.BAR: lambda column, row: column.bar(row) if column.bar else None,
    Role.TREND: lambda column, row: column.trend(row) if column.trend else None,
    Role.LINK: lambda column, row: column.action(row) if column.action else None,
    Role.INK: lambda column, _row: "muted" if column.muted else None,
}
