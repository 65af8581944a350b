"""Pictures of the schedule: a week by staff, a month by recipient, an order, what was made."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.schedule.schedule_page import MONTH, SchedulePage
from tests.screens.county import county
from tests.screens.screen import Screen


def _page(window: MainWindow) -> SchedulePage:
    page = window.findChild(SchedulePage)
    assert page is not None
    return page


def _unplanned() -> Any:
    services = county()
    month = services.schedule.month("2026-11")
    services.schedule.delete([view.order.order for view in month.orders])
    return services


def _month(window: MainWindow) -> None:
    _page(window).tabs.setCurrentIndex(MONTH)


def _order(window: MainWindow) -> None:
    page = _page(window)
    week = page.week.shown.week
    assert week is not None
    page.desk.open(next(view for view in week.orders if not view.record))


def _moving(window: MainWindow) -> None:
    """An order is about to be put where somebody is somewhere else already."""
    page = _page(window)
    week = page.week.shown.week
    assert week is not None
    planned = [view for view in week.orders if not view.record]
    moved = planned[0]
    page.week.select_order(moved.order.order)
    page.week.setFocus()
    page.week.pick_up()
    for view in planned[1:]:
        if week.board.conflicts_if(
            moved.order, moved.order.start + (view.order.day - moved.order.day), view.order.staff[:1]
        ):
            page.week.select_place(view.order.staff[0], view.order.day)
            return
    QTest.keyClick(page.week, Qt.Key.Key_Right)


def _made(window: MainWindow) -> None:
    _page(window).make()


def _print(window: MainWindow) -> None:
    _page(window).ask_what_to_print()


SCREENS = (
    Screen("schedule", "schedule", services=county),
    Screen("schedule_month", "schedule", services=county, prepare=_month),
    Screen("schedule_order", "schedule", services=county, prepare=_order),
    Screen("schedule_moving", "schedule", services=county, prepare=_moving),
    Screen("schedule_print", "schedule", services=county, prepare=_print),
    Screen("schedule_empty", "schedule", services=_unplanned),
    Screen("schedule_made", "schedule", services=_unplanned, prepare=_made),
)
