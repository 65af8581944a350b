"""The schedule driven by keys and by the mouse on a real database: made, moved, typed, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services, build_services
from provider_desktop.domain.assignments import Answer
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.schedule_orders import OrderState
from provider_desktop.domain.staff import Leave
from provider_desktop.ui.schedule.made_summary import MadeSummary
from provider_desktop.ui.schedule.order_form import OrderForm
from provider_desktop.ui.schedule.print_form import PrintForm, Wanted
from provider_desktop.ui.schedule.schedule_page import EMPTY, MONTH, WEEK, SchedulePage
from provider_desktop.ui.schedule.week_table import WeekTable
from provider_desktop.ui.shell.pages import Destination
from tests.support.builders import (
    ITEM,
    a_catalogue,
    a_recipient,
    a_staff_member,
    a_visit,
    an_assignment,
    local,
)
from tests.support.pages import open_page, press, texts, type_text
from tests.support.schedules import an_order
from tests.support.window import DressedApplication
from tests.support.workspace import Bureau, a_workspace, hire, save
from tests.ui.accessibility import nameless

MONDAY = date(2026, 11, 2)
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Two recipients, three staff, on the morning of Monday, 2 November."""
    with a_workspace(tmp_path, local("2026-11-02 07:50")) as workspace:
        bureau = Bureau(workspace)
        bureau.catalogue(a_catalogue())
        bureau.rules()
        near = a_recipient("R2", "李玉兰", lon="117.545000")
        bureau.assign(an_assignment(person, plan=(PlanLine(ITEM, 4),)) for person in (a_recipient(), near))
        away = Leave(date(2026, 11, 4), date(2026, 11, 4))
        hire(
            workspace,
            a_staff_member(),
            a_staff_member("S2", "赵敏", leave=[away]),
            a_staff_member("S3", "钱红"),
        )
        with workspace.writing() as work:
            for person in ("R1", "R2"):
                work.assignments.answer(f"A-{person}", Answer.ACCEPTED, "")
        yield build_services(workspace, lambda: None)


@pytest.fixture
def page(services: Services, dressed: DressedApplication, qtbot: QtBot) -> SchedulePage:
    """The page with two orders on Monday: S1 at nine, S2 at ten."""
    services.schedule.save(an_order(order=""))
    services.schedule.save(an_order("2026-11-02 10:00", order="", recipient="R2", staff=("S2",)))
    return open_page(SchedulePage, services, dressed, qtbot)


def orders(services: Services) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Who is visited when by whom this week."""
    return {
        view.order.recipient: (f"{view.order.start.astimezone(LOCAL):%a %H:%M}", view.order.staff)
        for view in services.schedule.week(MONDAY).orders
    }


def do(page: SchedulePage, key: str) -> None:
    """Press the key of one of the page's actions."""
    found: list[QAction] = [each for each in page.actions_offered() if each.shortcut().toString() == key]
    assert len(found) == 1, key
    found[0].trigger()
    QApplication.processEvents()


def spoken(table: WeekTable) -> str:
    return str(table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))


def test_every_cell_says_who_when_and_what(page: SchedulePage) -> None:
    QAbstractItemModelTester(page.week.shown, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QAbstractItemModelTester(page.month.shown, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.week.select_place("S1", MONDAY)
    assert spoken(page.week) == "王芳 · 11月2日 星期一: 09:00–09:30 · 张秀英 · 项目T-10 · 王芳 · 待上门"
    press(Qt.Key.Key_Right, target=page.week)
    assert spoken(page.week) == "王芳 · 11月3日 星期二：空"
    page.week.select_place("S2", date(2026, 11, 4))
    assert "请假" in spoken(page.week)
    assert nameless(page) == []


def test_an_order_is_moved_by_keys_and_taken_back(page: SchedulePage, services: Services) -> None:
    page.week.select_place("S1", MONDAY)
    page.week.setFocus()
    press(Qt.Key.Key_M)
    assert page.week.is_moving
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Plus)
    press(Qt.Key.Key_Plus)
    press(Qt.Key.Key_Minus)
    press(Qt.Key.Key_Return)
    assert orders(services)["R1"] == ("Tue 09:05", ("S1",))
    assert page.week.current_view is not None
    assert page.week.current_view.order.recipient == "R1", "the keyboard goes along"
    do(page, "Ctrl+Z")
    assert orders(services)["R1"] == ("Mon 09:00", ("S1",))
    do(page, "Ctrl+Z")


def test_a_move_is_given_up_with_escape(page: SchedulePage, services: Services) -> None:
    before = orders(services)
    page.week.select_place("S1", MONDAY)
    page.week.setFocus()
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Escape)
    assert not page.week.is_moving
    assert orders(services) == before
    page.week.select_place("S1", date(2026, 11, 5))
    press(Qt.Key.Key_M)
    assert not page.week.is_moving, "there is nothing to pick up"


def test_what_speaks_against_a_place_is_said_before_anything_is_moved(page: SchedulePage) -> None:
    page.week.select_place("S1", MONDAY)
    page.week.setFocus()
    press(Qt.Key.Key_M)
    page.week.select_place("S2", date(2026, 11, 4))
    assert any("请假" in text and "赵敏" in text for text in texts(page))
    page.week.select_place("S3", date(2026, 11, 5))
    assert any("没有冲突" in text for text in texts(page))
    press(Qt.Key.Key_Escape)
    assert any("Enter 打开" in text for text in texts(page))


def test_an_order_is_dragged_to_somebody_else(page: SchedulePage, services: Services) -> None:
    table = page.week
    start = table.visualRect(table.shown.cell("S1", MONDAY)).center()
    goal = table.visualRect(table.shown.cell("S3", date(2026, 11, 6))).center()
    view = table.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 6):
        way = goal - start
        QTest.mouseMove(view, start + QPoint(way.x() * step // 5, way.y() * step // 5))
        QApplication.processEvents()
    QTest.mouseMove(view, goal)
    QApplication.processEvents()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=goal)
    assert orders(services)["R1"] == ("Fri 09:00", ("S3",))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=goal)
    QTest.mouseMove(view, goal - QPoint(60, 0))
    QTest.mouseMove(view, QPoint(5, 5))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert orders(services)["R1"] == ("Fri 09:00", ("S3",)), "dropped on a name, it stays"


def test_an_order_is_typed_with_the_keyboard_alone(page: SchedulePage, services: Services) -> None:
    page.week.select_place("S3", date(2026, 11, 5))
    page.week.setFocus()
    press(Qt.Key.Key_Return)
    form = page.panel.findChild(OrderForm)
    assert form is not None
    type_text("lyl")
    press(Qt.Key.Key_Return)
    assert any(
        tick.isChecked() and tick.accessibleName() == f"项目{ITEM}" for tick in form.findChildren(QCheckBox)
    )
    begins = next(field for field in form.findChildren(QLineEdit) if field.accessibleName() == "开始")
    assert begins.text() == "08:30"
    begins.setFocus()
    begins.selectAll()
    type_text("1415")
    assert any("没有冲突" in text for text in texts(form))
    press(Qt.Key.Key_Return)
    made = [view.order for view in services.schedule.week(MONDAY).orders if view.order.staff == ("S3",)]
    assert [
        (f"{order.start.astimezone(LOCAL):%a %H:%M}", order.recipient, order.minutes) for order in made
    ] == [("Thu 14:15", "R2", 30)]
    assert not page.panel.isVisible()
    do(page, "Ctrl+Z")
    assert len(services.schedule.week(MONDAY).orders) == 2


def test_what_is_missing_is_marked_and_nothing_saved(page: SchedulePage, services: Services) -> None:
    page.week.select_place("S3", date(2026, 11, 5))
    do(page, "Ctrl+N")
    form = page.panel.findChild(OrderForm)
    assert form is not None
    for field, wrong in (("日期", "soon"), ("开始", "2561"), ("分钟", "0")):
        line = next(each for each in form.findChildren(QLineEdit) if each.accessibleName() == field)
        line.setText(wrong)
    form.save()
    found = texts(form)
    for problem in ("请选择救助对象。", "日期无法识别。", "时间无法识别。", "请填 1 至 1440 分钟。"):
        assert problem in found
    assert len(services.schedule.week(MONDAY).orders) == 2


def test_conflicts_show_while_one_types(page: SchedulePage) -> None:
    page.week.select_place("S1", MONDAY)
    page.week.setFocus()
    press(Qt.Key.Key_Return)
    form = page.panel.findChild(OrderForm)
    assert form is not None
    day = next(field for field in form.findChildren(QLineEdit) if field.accessibleName() == "日期")
    staff = form._first
    staff.setCurrentIndex(staff.findData("S2"))
    day.setFocus()
    day.selectAll()
    type_text("2026-11-04")
    assert any("请假" in text and "赵敏" in text for text in texts(form))


def test_whom_a_recipient_asked_for_is_kept(page: SchedulePage, services: Services) -> None:
    page.week.select_place("S1", MONDAY)
    page.desk.open(page.week.current_view)  # type: ignore[arg-type]
    form = page.panel.findChild(OrderForm)
    assert form is not None
    form._always.setChecked(True)
    form.save()
    assert services.schedule.person("R1", MONDAY).preferred == ("S1",)


def test_deleting_and_taking_back(page: SchedulePage, services: Services) -> None:
    page.week.select_place("S1", MONDAY)
    do(page, "Del")
    assert set(orders(services)) == {"R2"}
    do(page, "Ctrl+Z")
    assert set(orders(services)) == {"R1", "R2"}
    page.week.select_place("S1", MONDAY)
    do(page, "Ctrl+N")
    do(page, "Del")
    assert set(orders(services)) == {"R1", "R2"}, "the key belongs to the form"


def test_other_places_lead_to_a_day_or_an_order(page: SchedulePage, services: Services) -> None:
    page.open_record(Destination("schedule", "2026-11-18"))
    week = page.week.shown.week
    assert week is not None
    assert week.first == date(2026, 11, 16)
    page.open_record(Destination("schedule"))
    found = services.schedule.week(MONDAY).orders[1].order.order
    page.open_record(Destination("schedule", found, "order"))
    assert page.week.current_view is not None
    assert page.week.current_view.order.order == found


def test_what_was_done_leads_to_its_visit_and_is_not_moved(
    page: SchedulePage, services: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    (record,) = save(services.workspace, a_visit("2026-11-02 09:02"))
    page.week.select_place("S1", MONDAY)

    def answered() -> bool:
        view = page.week.current_view
        return view is not None and view.state is OrderState.DONE

    qtbot.waitUntil(answered)
    page.week.setFocus()
    press(Qt.Key.Key_M)
    assert not page.week.is_moving
    press(Qt.Key.Key_Return)
    assert dressed.led_to == [Destination("visits", record)]
    do(page, "Del")
    assert "R1" in orders(services)


def test_an_empty_month_teaches_and_is_made_in_one_step(
    services: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    page = open_page(SchedulePage, services, dressed, qtbot)
    assert page._stack.currentIndex() == EMPTY
    button = page._empty.button
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(services.schedule.month("2026-11").orders) == 8
    summary = page.panel.findChild(MadeSummary)
    assert summary is not None
    assert any("8 次" in text for text in texts(page.panel)) or page.panel.isVisible()
    assert page._stack.currentIndex() == WEEK
    summary.undone.emit()
    assert services.schedule.month("2026-11").orders == ()


def test_what_falls_short_is_said_with_its_reason(
    services: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    away = Leave(date(2026, 11, 1), None)
    names = {"S1": "王芳", "S2": "赵敏", "S3": "钱红"}
    hire(services.workspace, *(a_staff_member(key, name, leave=[away]) for key, name in names.items()))
    page = open_page(SchedulePage, services, dressed, qtbot)
    page.make()
    found = texts(page.panel)
    assert any("请假" in text for text in found)
    assert any("8" in text for text in found)
    assert services.schedule.month("2026-11").lacking == 8


def test_a_week_is_copied_by_keys(page: SchedulePage, services: Services) -> None:
    do(page, "Ctrl+C")
    do(page, "Ctrl+Right")
    do(page, "Ctrl+V")
    assert len(services.schedule.week(date(2026, 11, 9)).orders) == 2
    do(page, "Ctrl+Z")
    assert services.schedule.week(date(2026, 11, 9)).orders == ()
    do(page, "Ctrl+Left")
    assert page._day == MONDAY


def test_the_month_by_recipient_tells_what_is_lacking(page: SchedulePage, services: Services) -> None:
    do(page, "Alt+2")
    assert page.tabs.currentIndex() == MONTH
    found = [page.month.shown.index(row, 2).data() for row in range(2)]
    assert found == ["缺 3 次", "缺 3 次"]
    page.month.setFocus()
    press(Qt.Key.Key_Right)
    assert "没有排班" in str(page.month.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))
    press(Qt.Key.Key_Return)
    form = page.panel.findChild(OrderForm)
    assert form is not None
    form.save()
    assert len(services.schedule.month("2026-11").orders) == 3
    do(page, "Ctrl+Right")
    assert services.schedule.month("2026-12").first == page._day.replace(day=1)


def test_papers_of_a_day_are_written(page: SchedulePage, tmp_path: Path) -> None:
    page.week.select_place("S1", MONDAY)
    do(page, "Ctrl+P")
    form = page.panel.findChild(PrintForm)
    assert form is not None
    asked: list[Wanted] = []
    form.wanted.disconnect()
    form.wanted.connect(asked.append)
    form._accept()
    page.printing.write(asked[0], str(tmp_path / "day.pdf"))
    assert (tmp_path / "day.pdf").read_bytes().startswith(b"%PDF")
    assert asked[0].day == MONDAY


def test_words_are_in_both_languages(services: Services, dressed: DressedApplication, qtbot: QtBot) -> None:
    services.schedule.save(an_order(order=""))
    dressed.wear("en", "dark", 150)
    page = open_page(SchedulePage, services, dressed, qtbot)
    assert "Week by staff" in page.tabs.tabText(0)
    page.week.select_place("S1", MONDAY)
    assert spoken(page.week).endswith("planned")
    assert (
        QAccessible.queryAccessibleInterface(page.week).text(QAccessible.Text.Name) == "Week by staff member"
    )
