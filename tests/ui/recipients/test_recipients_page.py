"""People, driven by keys on the sample county: nothing unmasked, filters that stay, answers sealed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services, build_services
from provider_desktop.domain.assignments import Answer
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op
from provider_desktop.services.recipients import RecipientFilter
from provider_desktop.ui.recipients.person_card import PersonCard
from provider_desktop.ui.recipients.recipients_page import INBOX, PEOPLE, STAFF, RecipientsPage
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.widgets.surfaces import EmptyState
from tests.support.county import a_county
from tests.support.pages import open_page, press, rows_of, texts, type_text
from tests.support.pseudo import pseudo_language
from tests.support.window import DressedApplication
from tests.support.workspace import a_workspace
from tests.ui.accessibility import nameless

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
DING = "R371621100003"  # 丁永田


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path) as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> RecipientsPage:
    return open_page(RecipientsPage, county, dressed, qtbot)


def card_of(page: RecipientsPage) -> PersonCard:
    (card,) = page.panel.findChildren(PersonCard)
    return card


def personal_data(county: Services) -> set[str]:
    """What must not be read anywhere unless a reason was given."""
    with county.workspace.reading() as reading:
        people = reading.recipients.all()
    facts = {
        fact for person in people for fact in (person.name, person.id_number, person.phone, person.address)
    }
    return facts - {""}


def read_below(page: QWidget, county: Services) -> set[str]:
    """Personal data that can be read on a page."""
    shown = "\n".join(texts(page))
    return {fact for fact in personal_data(county) if fact in shown}


def test_nothing_personal_can_be_read_in_any_tab_nor_on_a_card(
    page: RecipientsPage, county: Services
) -> None:
    page.open_person(DING)
    assert page.panel.isVisible()
    assert len(personal_data(county)) > 40
    assert read_below(page, county) == set()


def test_a_card_shows_personal_data_only_for_a_reason_and_the_trail_keeps_it(
    page: RecipientsPage, county: Services
) -> None:
    page.open_person(DING)
    reveal = card_of(page).reveal
    reveal.begin()
    press(Qt.Key.Key_Return)
    assert "请先填写原因。" in texts(reveal)
    assert read_below(page, county) == set()
    type_text("核对证件")
    press(Qt.Key.Key_Return)
    with county.workspace.reading() as reading:
        person = reading.recipients.get(DING)
        trail = reading.audit.of_subject(DING)
    assert person is not None
    assert read_below(page, county) == {person.name, person.id_number, person.phone, person.address}
    assert [(line.action, line.reason, line.actor) for line in trail][-1] == ("reveal", "核对证件", "孙会计")
    # the list behind the card stays masked
    assert all("*" in row.name for row in rows_of(page.people.table))


def test_a_reload_does_not_take_revealed_data_from_under_the_reader(page: RecipientsPage) -> None:
    page.open_person(DING, "核对证件")
    card = card_of(page)
    page.reload()
    assert card_of(page) is card


def test_typing_initials_narrows_the_list_and_the_filter_stays(page: RecipientsPage, qtbot: QtBot) -> None:
    press(Qt.Key.Key_F, CTRL, page)
    type_text("dyt")
    table = page.people.table
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    assert rows_of(table)[0].recipient == DING
    page.reload()
    assert table.model().rowCount() == 1
    page.tabs.setCurrentIndex(STAFF)
    page.tabs.setCurrentIndex(PEOPLE)
    assert page.people.filter.text == "dyt"
    page.people.clear_filters()
    assert table.model().rowCount() == 14


def test_chinese_is_typed_as_well(page: RecipientsPage) -> None:
    page.people.focus_search()
    type_text("丁永")
    press(Qt.Key.Key_Return)
    assert [row.recipient for row in rows_of(page.people.table)] == [DING]


def test_filters_by_list_add_up(page: RecipientsPage, county: Services) -> None:
    wanted = RecipientFilter(township="魏集镇", behind_only=True)
    page.people.show_filter(wanted)
    rows = rows_of(page.people.table)
    assert rows
    assert {row.township for row in rows} == {"魏集镇"}
    assert all(row.done < row.due for row in rows)
    assert rows == county.recipients.list(wanted)


def test_alt_b_shows_who_is_behind_plan_and_everybody_again(page: RecipientsPage) -> None:
    before = rows_of(page.people.table)
    press(Qt.Key.Key_B, ALT, page)
    behind = rows_of(page.people.table)
    assert 0 < len(behind) < len(before)
    assert behind == tuple(row for row in before if row.done < row.due)
    press(Qt.Key.Key_B, ALT, page)
    assert rows_of(page.people.table) == before


def test_where_nobody_fits_the_way_back_is_one_key(page: RecipientsPage) -> None:
    page.people.focus_search()
    type_text("zzz")
    press(Qt.Key.Key_Return)
    (empty,) = (each for each in page.people.findChildren(EmptyState) if each.isVisible())
    assert empty.button is not None
    press(Qt.Key.Key_Return, target=empty.button)
    assert page.people.table.isVisible()
    assert page.people.table.model().rowCount() == 14


def test_enter_opens_a_card_and_escape_leads_back_into_the_list(page: RecipientsPage) -> None:
    table = page.people.table
    table.setFocus()
    press(Qt.Key.Key_Down)
    chosen = table.current_row
    press(Qt.Key.Key_Return)
    assert page.panel.isVisible()
    assert chosen.id_number in texts(page.panel)
    press(Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert QApplication.focusWidget() is table
    assert table.current_row == chosen


def test_the_card_says_what_the_plan_leaves(page: RecipientsPage, county: Services) -> None:
    page.open_person(DING)
    shown = texts(page.panel)
    for line in county.recipients.detail(DING).plan:
        used, allowed, left = line.entitlement.used, line.entitlement.allowed, line.entitlement.left
        assert line.item_name in shown
        assert f"{used} / {allowed}，余 {left}" in shown


def test_the_time_line_opens_its_visits(
    page: RecipientsPage, county: Services, dressed: DressedApplication
) -> None:
    page.open_person(DING)
    timeline = card_of(page).timeline
    entries = county.recipients.detail(DING).timeline
    assert rows_of(timeline) == entries
    timeline.setFocus()
    timeline.selectRow(2)
    press(Qt.Key.Key_Return, target=timeline)
    assert dressed.led_to == [Destination("visits", entries[2].record)]


def test_all_assignments_are_accepted_with_two_keys_and_sealed(
    page: RecipientsPage, county: Services, dressed: DressedApplication
) -> None:
    assert page.tabs.tabText(INBOX) == "派单 2"
    press(Qt.Key.Key_2, ALT, page)
    page.inbox.table.setFocus()
    press(Qt.Key.Key_A, CTRL)
    waiting = [row.assignment for row in page.inbox.selected]
    assert len(waiting) == 2
    press(Qt.Key.Key_Return, CTRL, page)
    assert county.recipients.assignments() == ()
    everybody = {row.assignment: row.answer for row in county.recipients.assignments(False)}
    assert [everybody[each] for each in waiting] == [Answer.ACCEPTED] * 2
    with county.workspace.reading() as reading:
        newest = reading.stream.waiting(0, 100)[-2:]
    assert [entry.op for entry in newest] == [Op.ASSIGNMENT_ANSWER] * 2
    assert page.tabs.tabText(INBOX) == "派单"
    message = page._context.messages.current
    assert message is not None
    assert message.text == "已接收 2 单，随下次上报发送。"


def test_declining_asks_for_a_reason_and_sends_it(page: RecipientsPage, county: Services) -> None:
    page.tabs.setCurrentIndex(INBOX)
    page.inbox.table.setFocus()
    wanted = page.inbox.selected[0].assignment
    press(Qt.Key.Key_Return, CTRL | SHIFT, page)
    (field,) = page.panel.findChildren(QPlainTextEdit)
    assert QApplication.focusWidget() is field
    (decline,) = (each for each in page.panel.findChildren(QPushButton) if each.text() == "谢绝")
    press(Qt.Key.Key_Return, target=decline)
    assert "请先填写原因。" in texts(page.panel)
    assert len(county.recipients.assignments()) == 2
    field.setFocus()
    type_text("对象已迁往外县")
    press(Qt.Key.Key_Return, target=decline)
    answered = {row.assignment: row for row in county.recipients.assignments(False)}[wanted]
    assert (answered.answer, answered.answer_reason) == (Answer.DECLINED, "对象已迁往外县")
    assert page.tabs.tabText(INBOX) == "派单 1"
    assert not page.panel.isVisible()


def test_nothing_can_be_answered_where_nothing_is_selected(page: RecipientsPage, county: Services) -> None:
    page.tabs.setCurrentIndex(INBOX)
    page.inbox.table.clearSelection()
    press(Qt.Key.Key_Return, CTRL, page)
    press(Qt.Key.Key_Return, CTRL | SHIFT, page)
    assert not page.panel.isVisible()
    assert len(county.recipients.assignments()) == 2


def test_answered_assignments_can_be_looked_up_but_not_answered_again(page: RecipientsPage) -> None:
    page.open_record(Destination("recipients", "A100003"))
    assert page.tabs.currentIndex() == INBOX
    assert page.inbox.table.model().rowCount() == 14
    assert page.inbox.table.current_row.assignment == "A100003"
    assert page.inbox.selected == ()


@pytest.mark.parametrize(
    ("place", "tab"),
    [
        (Destination("recipients", DING), PEOPLE),
        (Destination("recipients", "A100013"), INBOX),
        (Destination("recipients", "A100013", "accept"), INBOX),
        (Destination("recipients", "S1003"), STAFF),
        (Destination("recipients", "S1003", "register"), STAFF),
        (Destination("recipients", "behind", "filter"), PEOPLE),
    ],
)
def test_other_pages_lead_to_people_assignments_and_staff(
    page: RecipientsPage, place: Destination, tab: int
) -> None:
    page.tabs.setCurrentIndex((tab + 1) % 3)
    page.open_record(place)
    assert page.tabs.currentIndex() == tab
    if place.field == "filter":
        assert page.people.filter == RecipientFilter(behind_only=True)
    elif tab == INBOX:
        assert page.inbox.table.current_row.assignment == place.key
    else:
        assert page.panel.isVisible()


def test_being_led_to_a_person_before_the_list_is_there_works(
    county: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    page = RecipientsPage(dressed.context(county))
    qtbot.addWidget(page)
    page.open_record(Destination("recipients", "S1003", "staff"))
    page.show()
    page.reload()
    assert page.panel.isVisible()


def test_somebody_unknown_is_named_as_such(page: RecipientsPage) -> None:
    with pytest.raises(AppError) as raised:
        page.open_record(Destination("recipients", "R0"))
    assert raised.value.code is ErrorCode.RECORD_UNKNOWN


def test_before_anybody_is_assigned_the_page_says_what_to_do(
    tmp_path: Path, dressed: DressedApplication, qtbot: QtBot
) -> None:
    with a_workspace(tmp_path) as workspace:
        page = open_page(RecipientsPage, build_services(workspace, lambda: None), dressed, qtbot)
        (empty,) = (each for each in page.people.findChildren(EmptyState) if each.isVisible())
        assert empty.button is not None
        press(Qt.Key.Key_Space, target=empty.button)
        assert dressed.led_to == [Destination("upload")]
        for tab in (INBOX, STAFF):
            page.tabs.setCurrentIndex(tab)
            assert [each for each in page.findChildren(EmptyState) if each.isVisible()]


def test_the_tables_keep_the_rules_of_models(page: RecipientsPage) -> None:
    page.open_person(DING)
    tables = page.findChildren(QTableView)
    assert len(tables) == 6
    for table in tables:
        QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal, table)
    page.people.show_filter(RecipientFilter(behind_only=True))
    page.people.clear_filters()
    page.reload()


@pytest.mark.parametrize(
    ("language", "theme", "text_size"), [("zh_CN", "light", 100), ("en", "dark", 100), ("zh_CN", "dark", 175)]
)
def test_every_part_opens_in_every_look_with_names(
    county: Services, dressed: DressedApplication, qtbot: QtBot, language: str, theme: str, text_size: int
) -> None:
    dressed.wear(language, theme, text_size)
    county.workspace.language = language
    page = open_page(RecipientsPage, county, dressed, qtbot)
    look_at_everything(page)


def test_the_page_opens_in_a_language_half_as_long_again(
    county: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    dressed.wear("en")
    with pseudo_language(QApplication.instance()):
        look_at_everything(open_page(RecipientsPage, county, dressed, qtbot))


def look_at_everything(page: RecipientsPage) -> None:
    """Open each tab and each panel; all of it can be read out, and nothing is wider than the page."""
    for tab in (PEOPLE, INBOX, STAFF):
        page.tabs.setCurrentIndex(tab)
        assert not nameless(page)
        assert not page.grab().isNull()
        assert page.minimumSizeHint().width() <= page.width()
    for place in (Destination("recipients", DING, ""), Destination("recipients", "S1003", "staff")):
        page.open_record(place)
        assert not nameless(page)
    page.tabs.setCurrentIndex(INBOX)
    page.ask_to_decline()
    assert not nameless(page)
