"""The table: keyboard, actions, what stays when rows are loaded again, sorting, copying."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column, Role, RowsModel
from tests.support.window import DressedApplication


@dataclass(frozen=True, slots=True)
class Person:
    """A row."""

    key: str
    name: str
    visits: int


PEOPLE = tuple(Person(f"P{number}", f"对象{number}", (number * 7) % 10) for number in range(30))

COLUMNS: tuple[Column[Person], ...] = (
    Column("姓名", lambda row: row.name, 0, bold=True),
    Column("次数", lambda row: str(row.visits), 90, right=True, sort=lambda row: row.visits),
    Column("状态", lambda _row: "正常", 90, chip=lambda _row: Chip(Tone.GREEN, "正常")),
    Column("", lambda _row: "安排", 90, action=lambda _row: "安排"),
)


@pytest.fixture
def table(dressed: DressedApplication, qtbot: QtBot) -> DataTable:
    made = DataTable("救助对象")
    qtbot.addWidget(made)
    model: RowsModel[Person] = RowsModel(COLUMNS, lambda row: row.key, made)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.setModel(model)
    made.resize(600, 300)
    made.show()
    made.show_rows(PEOPLE)
    return made


def _rows(table: DataTable) -> tuple[Person, ...]:
    model = table.model()
    assert isinstance(model, RowsModel)
    return model.rows


def test_enter_opens_the_current_row(table: DataTable, qtbot: QtBot) -> None:
    table.select_key("P3")
    with qtbot.waitSignal(table.row_opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [PEOPLE[3]]


def test_enter_on_an_action_does_it_and_does_not_open(table: DataTable, qtbot: QtBot) -> None:
    table.setCurrentIndex(table.model().index(2, 3))
    with qtbot.assertNotEmitted(table.row_opened), qtbot.waitSignal(table.action_chosen) as chosen:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert chosen.args == [PEOPLE[2], 3]


def test_a_press_on_an_action_does_it(table: DataTable, qtbot: QtBot) -> None:
    at = table.visualRect(table.model().index(1, 3)).center()
    with qtbot.waitSignal(table.action_chosen) as chosen:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [PEOPLE[1], 3]


def test_enter_on_nothing_does_nothing(table: DataTable, qtbot: QtBot) -> None:
    table.show_rows(())
    with qtbot.assertNotEmitted(table.row_opened):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert table.current_row is None


def test_loading_again_keeps_the_row_and_the_place(table: DataTable) -> None:
    table.select_key("P20")
    table.verticalScrollBar().setValue(400)
    table.show_rows(PEOPLE[5:])
    assert table.current_row == PEOPLE[20]
    assert table.verticalScrollBar().value() == 400


def test_a_row_that_is_gone_leaves_none_current(table: DataTable) -> None:
    table.select_key("P0")
    table.show_rows(PEOPLE[5:])
    assert table.current_row is None
    assert not table.select_key("P0")


def test_sorting_is_by_value_and_holds_when_rows_come_again(table: DataTable) -> None:
    table.select_key("P3")
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    shown = [row.visits for row in _rows(table)]
    assert shown == sorted(shown, reverse=True)
    assert table.current_row == PEOPLE[3]
    table.show_rows(PEOPLE)
    assert [row.visits for row in _rows(table)] == shown


def test_a_column_without_a_sort_leaves_the_order(table: DataTable) -> None:
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert _rows(table) == PEOPLE


def test_copied_rows_are_ready_for_a_spreadsheet(table: DataTable, qtbot: QtBot) -> None:
    table.select_key("P1")
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "对象1\t7\t正常\t安排"


def test_hovering_marks_the_whole_row_and_leaving_unmarks_it(table: DataTable, qtbot: QtBot) -> None:
    plain = table.viewport().grab().toImage()
    inside = table.visualRect(table.model().index(4, 0)).center()
    qtbot.mouseMove(table.viewport(), inside)
    table._hover(inside)
    marked = table.viewport().grab().toImage()
    far_right = QPoint(table.viewport().width() - 4, inside.y())
    assert marked.pixelColor(far_right) != plain.pixelColor(far_right)
    table._hover(QPoint(-1, -1))
    assert table.viewport().grab().toImage().pixelColor(far_right) == plain.pixelColor(far_right)


def test_columns_fill_the_width_at_every_text_size(table: DataTable, dressed: DressedApplication) -> None:
    for text_size in (100, 175):
        dressed.wear(text_size=text_size)
        widths = [table.columnWidth(at) for at in range(4)]
        assert sum(widths) >= table.viewport().width() - 1
        assert widths[1] == round(90 * text_size / 100)
        assert table.rowHeight(0) == 36 * text_size // 100


def test_a_cell_says_its_words_whatever_is_drawn_over_them(table: DataTable) -> None:
    index = table.model().index(0, 2)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "正常"
    assert index.data(Role.CHIP) == Chip(Tone.GREEN, "正常")


def test_boxes_are_ticked_by_space_and_by_a_press_and_said_to_screen_readers(
    dressed: DressedApplication, qtbot: QtBot
) -> None:
    ticked = {"P1"}
    made = DataTable("勾选")
    qtbot.addWidget(made)
    columns: tuple[Column[Person], ...] = (
        Column("", lambda _row: "", 40, check=lambda row: row.key in ticked),
        COLUMNS[0],
    )
    model: RowsModel[Person] = RowsModel(columns, lambda row: row.key, made)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.setModel(model)
    made.resize(300, 200)
    made.show()
    made.show_rows(PEOPLE)
    asked: list[str] = []
    made.row_ticked.connect(lambda row: asked.append(row.key))
    boxes = [model.index(row, 0) for row in (0, 1)]
    assert [index.data(Qt.ItemDataRole.CheckStateRole) for index in boxes] == [
        Qt.CheckState.Unchecked,
        Qt.CheckState.Checked,
    ]
    assert all(index.flags() & Qt.ItemFlag.ItemIsUserCheckable for index in boxes)
    assert not model.index(0, 1).flags() & Qt.ItemFlag.ItemIsUserCheckable
    made.setCurrentIndex(model.index(4, 1))
    qtbot.keyClick(made, Qt.Key.Key_Space)
    qtbot.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=made.visualRect(boxes[1]).center())
    qtbot.mouseClick(
        made.viewport(), Qt.MouseButton.LeftButton, pos=made.visualRect(model.index(2, 1)).center()
    )
    assert asked == ["P4", "P1"]
    assert not made.grab().isNull()


def test_space_in_a_table_without_boxes_ticks_nothing(table: DataTable, qtbot: QtBot) -> None:
    table.select_key("P3")
    with qtbot.assertNotEmitted(table.row_ticked):
        qtbot.keyClick(table, Qt.Key.Key_Space)
