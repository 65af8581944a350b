"""Fields, banners, progress and panels say what they mean, to eyes and to screen readers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.ui.messages import Message
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.forms import FormRow
from provider_desktop.ui.widgets.message_bar import MessageBar
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.side_panel import SidePanel
from provider_desktop.ui.widgets.surfaces import EmptyState, StatCard
from provider_desktop.ui.widgets.tabs import SegmentedTabs
from tests.support.window import DressedApplication


def test_a_problem_is_said_below_its_field_and_goes_when_cleared(
    dressed: DressedApplication, qtbot: QtBot
) -> None:
    row = FormRow("签出", QLineEdit(), "按签字单填写")
    qtbot.addWidget(row)
    assert row.field.accessibleName() == "签出"
    assert row.field.accessibleDescription() == "按签字单填写"
    row.show_problem("签出早于签到")
    assert row.field.accessibleDescription() == "签出早于签到"
    assert row.field.property("state") == "problem"
    row.show_problem("")
    assert row.field.accessibleDescription() == "按签字单填写"
    assert row.field.property("state") == ""


def test_the_message_bar_does_its_step_and_goes(dressed: DressedApplication, qtbot: QtBot) -> None:
    bar, done = MessageBar(), []
    qtbot.addWidget(bar)
    bar.show_message(Message("退回 2 条", Tone.YELLOW, "打开", lambda: done.append(1)))
    assert bar.isVisible()
    with qtbot.waitSignal(bar.dismissed):
        qtbot.mouseClick(bar._action, Qt.MouseButton.LeftButton)
    assert done == [1]
    bar.show_message(None)
    assert not bar.isVisible()


def test_a_message_without_a_step_offers_none(dressed: DressedApplication, qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message(Message("已保存"))
    assert not bar._action.isVisible()


def test_progress_counts_and_asks_to_stop_once(dressed: DressedApplication, qtbot: QtBot) -> None:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    strip.begin("正在导入")
    strip.show_progress(3, 0)
    assert strip._count.text() == "3"
    strip.show_progress(432, 1210)
    assert strip._count.text() == "432 / 1210"
    with qtbot.waitSignal(strip.cancelled):
        strip._stop.click()
    assert not strip._stop.isEnabled()
    strip.end()
    assert not strip.isVisible()


def test_a_panel_takes_the_focus_and_gives_it_back(dressed: DressedApplication, qtbot: QtBot) -> None:
    sheet = QWidget()
    qtbot.addWidget(sheet)
    field = QLineEdit()
    QVBoxLayout(sheet).addWidget(field)
    panel = SidePanel(sheet)
    sheet.resize(900, 500)
    with qtbot.waitActive(sheet):
        sheet.show()
    field.setFocus()
    panel.show_content("帮助", QLabel("一"))
    panel.show_content("帮助", QLabel("二"))
    assert panel._close.hasFocus()
    assert panel.geometry().right() == sheet.width() - 1
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert field.hasFocus()


def test_figures_and_empty_places_are_named(dressed: DressedApplication, qtbot: QtBot) -> None:
    card = StatCard("待上报")
    qtbot.addWidget(card)
    card.show_figure("3 条", "网络正常")
    assert (card.accessibleName(), card.accessibleDescription()) == ("待上报 3 条", "网络正常")
    empty = EmptyState("inbox", "没有派单", "派单后会出现在这里。", "刷新")
    qtbot.addWidget(empty)
    assert empty.button is not None
    with qtbot.waitSignal(empty.action_chosen):
        empty.button.click()


def test_tabs_move_by_keys_and_count_what_waits(dressed: DressedApplication, qtbot: QtBot) -> None:
    tabs = SegmentedTabs("视图", ("录入", "全部", "待处理"))
    qtbot.addWidget(tabs)
    with qtbot.waitActive(tabs):
        tabs.show()
    tabs.setFocus()
    before = tabs.tabSizeHint(1)
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.currentIndex() == 1
    assert tabs.tabSizeHint(1) == before
    tabs.set_count(2, 4)
    assert tabs.tabText(2) == "待处理 4"
    tabs.set_count(2, 0)
    assert tabs.tabText(2) == "待处理"
