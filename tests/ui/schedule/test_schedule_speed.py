"""A large week: it scrolls smoothly, and a place answers at once while something is dragged over it."""

from __future__ import annotations

import time
from datetime import date, timedelta

from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from provider_desktop.domain.schedule_board import Board
from provider_desktop.domain.schedule_orders import Order, OrderState
from provider_desktop.services.schedule import OrderView, StaffRow, Week
from provider_desktop.ui.schedule.schedule_words import ScheduleWords
from provider_desktop.ui.schedule.week_table import WeekTable
from tests.support.builders import a_catalogue, a_record, a_staff_member
from tests.support.schedules import an_order
from tests.support.window import DressedApplication

MONDAY = date(2026, 11, 2)


def a_full_week() -> Week:
    """50 staff with six orders a day each, all checked."""
    made: list[Order] = []
    for number in range(50 * 7 * 6):
        person, rest = divmod(number, 42)
        day, hour = divmod(rest, 6)
        start = f"2026-11-{2 + day:02} {8 + hour:02}:00"
        made.append(an_order(start, 40, f"R{number % 300}", (f"S{person}",), order=a_record(number + 1)))
    views = tuple(
        OrderView(order, "张秀英", "石庙镇", ("王芳",), ("上门探访",), OrderState.PLANNED, "", ())
        for order in made
    )
    rows = tuple(StaffRow(f"S{number}", f"王芳{number}", "护理员", {}, 600, 2400) for number in range(50))
    board = Board(made, (), (a_catalogue(),), (), tuple(a_staff_member(row.staff) for row in rows))
    return Week(MONDAY, MONDAY + timedelta(days=6), rows, views, {}, board, len(made), 0, 0)


def test_fifty_staff_scroll_smoothly_and_conflicts_answer_at_once(
    dressed: DressedApplication, qtbot: QtBot
) -> None:
    """A frame of a scroll and a question of the board each stay far below what an eye notices."""
    context = dressed.context()
    table = WeekTable(ScheduleWords(context.labels, context.formats), MONDAY)
    qtbot.addWidget(table)
    table.resize(1120, 560)
    week = a_full_week()
    table.show_week(week, MONDAY)
    table.show()
    assert table.shown.rowCount() == 300
    target = QPixmap(table.viewport().size())
    bar = table.verticalScrollBar()
    table.viewport().render(target)
    began = time.process_time()
    for step in range(20):
        bar.setValue(bar.maximum() * step // 20)
        table.viewport().render(target)
    frame = (time.process_time() - began) / 20
    began = time.process_time()
    for order in week.orders[:200]:
        assert week.board.conflicts_if(order.order, order.order.start + timedelta(days=1), ("S1",))
    question = (time.process_time() - began) / 200
    assert frame < 0.1, f"{frame * 1000:.0f} ms a frame"
    assert question < 0.01, f"{question * 1000:.1f} ms a question"
