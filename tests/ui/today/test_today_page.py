"""The page of a day over the sample county: figures, order, where each row leads, and rows that are done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services, build_services
from provider_desktop.services.today import Today, TodayStats
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.today.today_page import TodayPage
from provider_desktop.ui.widgets.rows_model import RowsModel
from provider_desktop.ui.widgets.surfaces import EmptyState
from tests.support.county import a_county
from tests.support.pages import open_page, press, texts
from tests.support.papers import words_on
from tests.support.pseudo import pseudo_language
from tests.support.window import DressedApplication, a_sync_status
from tests.support.workspace import a_workspace
from tests.ui.accessibility import nameless


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path) as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> TodayPage:
    return open_page(TodayPage, county, dressed, qtbot)


def rows(page: TodayPage) -> RowsModel:
    model = page.table.model()
    assert isinstance(model, RowsModel)
    return model


def go_to(page: TodayPage, kind: str) -> None:
    place = next(at for at, row in enumerate(rows(page).rows) if row.kind == kind)
    page.table.setFocus()
    page.table.setCurrentIndex(rows(page).index(place, 1))


def test_the_rows_are_those_of_the_service_in_its_order(page: TodayPage, county: Services) -> None:
    assert rows(page).rows == county.today.today().rows
    QAbstractItemModelTester(rows(page), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_every_row_says_why_it_stands_there_by_tip_and_to_a_screen_reader(page: TodayPage) -> None:
    model = rows(page)
    assert model.rows
    for at, row in enumerate(model.rows):
        cell = model.index(at, 1)
        assert row.reason
        assert str(cell.data(Qt.ItemDataRole.ToolTipRole)).splitlines() == [cell.data(), row.reason]
        assert cell.data(Qt.ItemDataRole.AccessibleDescriptionRole) == row.reason


def test_no_full_name_and_no_id_stands_on_the_page(page: TodayPage, county: Services) -> None:
    said = "\n".join(texts(page))
    with county.workspace.reading() as reading:
        people = reading.recipients.search("", 1000) or reading.recipients.all()
    assert not [person.name for person in people if person.name in said]
    assert not [person.id_number for person in people if person.id_number in said]


def test_the_cards_say_the_four_figures(page: TodayPage, county: Services) -> None:
    stats = county.today.today().stats
    said = texts(page)
    assert f"{stats.due_today} 次" in said
    assert f"{stats.month_done} / {stats.month_due}" in said
    assert f"{stats.to_send} 条" in said
    assert f"{stats.lock_days} 天" in said


@pytest.mark.parametrize(
    ("kind", "destination"),
    [
        ("drafts_blocked", Destination("visits", "to_deal")),
        ("drafts_ready", Destination("visits", "entry")),
        ("due_today", Destination("visits", "entry")),
        ("certificate", Destination("recipients", "S1003", "register")),
    ],
)
def test_enter_leads_to_where_a_row_is_dealt_with(
    page: TodayPage, dressed: DressedApplication, kind: str, destination: Destination
) -> None:
    go_to(page, kind)
    press(Qt.Key.Key_Return)
    assert dressed.led_to == [destination]


def test_a_returned_record_is_opened_itself(page: TodayPage, dressed: DressedApplication) -> None:
    go_to(page, "returned")
    record = page.table.current_row.key
    press(Qt.Key.Key_F2)
    assert dressed.led_to == [Destination("visits", record)]


def test_an_assignment_is_opened_to_be_answered(page: TodayPage, dressed: DressedApplication) -> None:
    go_to(page, "assignment")
    assignment = page.table.current_row.key
    press(Qt.Key.Key_Return)
    assert dressed.led_to == [Destination("recipients", assignment, "accept")]


def test_what_is_done_disappears(page: TodayPage, county: Services, qtbot: QtBot) -> None:
    waiting = [row.key for row in rows(page).rows if row.kind == "assignment"]
    assert waiting
    county.recipients.accept(waiting)
    qtbot.waitUntil(lambda: not [row for row in rows(page).rows if row.kind == "assignment"])


def test_the_key_of_logging_leads_to_the_grid(page: TodayPage, dressed: DressedApplication) -> None:
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, page.table)
    assert dressed.led_to == [Destination("visits", "entry")]


def test_the_five_questions_are_answered_and_each_leads_on(
    page: TodayPage, county: Services, dressed: DressedApplication
) -> None:
    now, later, why, first, who = page.light.answers
    overview, plan = county.ratings.overview(), county.ratings.to_green()
    assert now.said == {"green": "绿灯", "yellow": "黄灯", "red": "红灯"}[overview.estimate.light]
    low = [row.name for row in overview.estimate.indicators if row.light in {"red", "yellow"}]
    assert sorted(why.said.split("、")) == sorted(low) != []
    assert later.said.startswith("不处理")
    assert first.said
    dearest = county.ratings.costs("recipient")[0]
    assert who.said.startswith(f"{dearest.name} {dearest.missing}")
    for answer in page.light.answers:
        press(Qt.Key.Key_Space, target=answer)
    assert [place.key for place in dressed.led_to] == ["estimate", "estimate", "estimate", "to_green", "who"]
    assert plan.state == "reachable"


def test_before_rules_arrive_there_is_nothing_to_answer(
    tmp_path: Path, dressed: DressedApplication, qtbot: QtBot
) -> None:
    with a_workspace(tmp_path) as workspace:
        page = open_page(TodayPage, build_services(workspace, lambda: None), dressed, qtbot)
        assert page.light.isHidden()


def test_the_morning_sheet_is_written_and_offered_for_printing(
    county: Services, dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    opened: list[QUrl] = []
    page = open_page(lambda context: TodayPage(context, opened.append), county, dressed, qtbot)
    out = tmp_path / "sheet.pdf"
    page.write_sheet(str(out))
    message = page._context.messages.current
    assert message is not None
    assert message.act is not None
    message.act()
    assert opened == [QUrl.fromLocalFile(str(out))]
    assert "晨会单" in words_on(out).replace(" ", "")


def test_a_sheet_that_cannot_be_written_says_so(page: TodayPage, tmp_path: Path) -> None:
    page.write_sheet(str(tmp_path / "nowhere" / "sheet.pdf"))
    message = page._context.messages.current
    assert message is not None
    assert "nowhere" in message.text


def test_a_day_without_anything_says_so(page: TodayPage) -> None:
    stats = TodayStats(0, 0, 0, 0, 0, 0, None, None)
    page.show_day(Today(date(2026, 11, 23), stats, ()), a_sync_status(joined=False))
    [empty] = page.findChildren(EmptyState)
    assert empty.isVisible()
    said = texts(page)
    assert "锁定日期尚未公布" in said
    assert "尚未加入监管平台" in said
    assert "本月尚无到期计划" in said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"alarm": "frozen"}, "已停止，见“上报”"),
        ({"offline": True}, "暂无网络，联网后自动上报"),
        ({"last_receipt": None}, "还没有上报过"),
        ({"last_receipt": datetime(2026, 11, 20, 6, 2, tzinfo=UTC)}, "上次上报 11月20日 14:02"),
    ],
)
def test_the_line_to_the_platform_is_said_in_words(
    page: TodayPage, county: Services, changed: dict[str, object], said: str
) -> None:
    page.show_day(county.today.today(), a_sync_status(**changed))
    assert said in texts(page)


@pytest.mark.parametrize(
    ("language", "theme", "text_size"), [("zh_CN", "light", 100), ("en", "dark", 100), ("en", "light", 175)]
)
def test_the_page_opens_in_every_look_with_names(
    county: Services, dressed: DressedApplication, qtbot: QtBot, language: str, theme: str, text_size: int
) -> None:
    dressed.wear(language, theme, text_size)
    county.workspace.language = language
    opened = open_page(TodayPage, county, dressed, qtbot)
    assert not nameless(opened)
    assert not opened.grab().isNull()
    assert opened.minimumSizeHint().width() <= opened.width()


def test_the_page_opens_in_a_language_half_as_long_again(
    county: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    dressed.wear("en")
    with pseudo_language(QApplication.instance()):
        opened = open_page(TodayPage, county, dressed, qtbot)
        assert not nameless(opened)
        assert opened.minimumSizeHint().width() <= opened.width()
