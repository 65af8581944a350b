"""The rating page on the sample county: figures as the service gives them, steps that lead to their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services, build_services
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.ratings import RatingOverview
from provider_desktop.ui.ratings.history_tab import RecomputedPanel
from provider_desktop.ui.ratings.light_cards import EstimateCard, OfficialCard
from provider_desktop.ui.ratings.plan_words import place_of_action
from provider_desktop.ui.ratings.rating_page import RatingPage
from provider_desktop.ui.ratings.rating_tables import DIFFERENCES, ESTIMATE, HISTORY, OFFICIAL, PLAN, WHO
from provider_desktop.ui.ratings.records_panel import RecordsPanel, place_of
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.surfaces import EmptyState
from tests.support.county import a_county
from tests.support.pages import open_page, press, rows_of, texts
from tests.support.pseudo import pseudo_language
from tests.support.window import DressedApplication
from tests.support.workspace import a_workspace
from tests.ui.accessibility import nameless

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path) as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> RatingPage:
    return open_page(RatingPage, county, dressed, qtbot)


@pytest.fixture
def overview(county: Services) -> RatingOverview:
    return county.ratings.overview()


def records(page: RatingPage) -> RecordsPanel:
    return page.panel.findChildren(RecordsPanel)[-1]


def button(page: RatingPage, words: str) -> QPushButton:
    """The button of a step, by the start of what a screen reader says."""
    return next(each for each in page.findChildren(QPushButton) if each.accessibleName().startswith(words))


def spoken(root: QWidget) -> list[str]:
    """What a screen reader says below a widget."""
    return [each.accessibleName() for each in root.findChildren(QWidget) if each.isVisible()]


def test_the_estimate_stands_beside_the_official_light_and_says_what_it_is(
    page: RatingPage, overview: RatingOverview
) -> None:
    assert overview.official is not None
    (official,) = page.findChildren(OfficialCard)
    (estimate,) = page.findChildren(EstimateCard)
    assert "民政局公布 · 10月" in texts(official)
    assert "本机估算 · 11月（不代表公布结果）" in texts(estimate)
    assert official.accessibleName().endswith("黄灯")


def test_every_indicator_shows_its_own_figures(page: RatingPage, overview: RatingOverview) -> None:
    model = page.tables.table.model()
    assert model.rowCount() == len(overview.estimate.indicators) >= 10
    shown = [[str(model.index(row, at).data() or "") for at in (0, 2, 4)] for row in range(model.rowCount())]
    for row, cells in zip(overview.estimate.indicators, shown, strict=True):
        figures = f"{row.numerator} / {row.denominator}" if row.value else "–"
        assert cells == [row.name, figures, f"{row.value} %" if row.value else "–"]


def test_the_official_figures_are_those_received(page: RatingPage, overview: RatingOverview) -> None:
    press(Qt.Key.Key_4, ALT, page)
    assert overview.official is not None
    shown = [line.row for line in rows_of(page.tables.table)]
    assert shown == list(overview.official.indicators)


def test_where_both_differ_each_record_says_what_either_side_counted_and_why(
    page: RatingPage, county: Services, dressed: DressedApplication
) -> None:
    press(Qt.Key.Key_5, ALT, page)
    found = county.ratings.differences("2026-10")
    assert found is not None
    tab = page.tables.differences
    assert rows_of(tab.indicators) == found.indicators
    assert len(found.indicators) >= 1
    chosen = next(each for each in found.indicators if any(row.kind == "visit" for row in each.rows))
    tab.indicators.select_key(chosen.indicator)
    assert [line.row for line in rows_of(tab.records)] == list(chosen.rows)
    assert [each.text() for each in page.findChildren(QLabel) if each.text().startswith("2026年10月：")]
    place = next(at for at, row in enumerate(chosen.rows) if row.kind == "visit")
    tab.records.setFocus()
    tab.records.setCurrentIndex(tab.records.model().index(place, 0))
    press(Qt.Key.Key_Return)
    assert dressed.led_to == [Destination("visits", chosen.rows[place].key)]


def test_records_behind_a_figure_are_one_key_away_failing_first_and_lead_on(
    page: RatingPage, county: Services, dressed: DressedApplication
) -> None:
    page.tables.show_tab(ESTIMATE)
    page.tables.table.select_key("evidence_complete")
    press(Qt.Key.Key_Return)
    table = records(page).table
    rows = rows_of(table)
    assert rows == county.ratings.behind("evidence_complete")
    failing = [row.failing for row in rows]
    assert failing == sorted(failing, reverse=True)
    assert 0 < sum(failing) < len(failing)
    assert QApplication.focusWidget() is table
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert dressed.led_to == [Destination("visits", rows[1].key)]
    assert not page.panel.isVisible()


def test_recipients_and_staff_behind_a_figure_lead_to_themselves(page: RatingPage, county: Services) -> None:
    due, held = county.ratings.behind("plan_completion")[0], county.ratings.behind("certificates_valid")[0]
    assert place_of(due) == Destination("recipients", due.key)
    assert place_of(held) == Destination("recipients", held.key, "staff")
    assert place_of(county.ratings.named(["C-unknown"])[0]) is None
    for indicator in ("plan_completion", "certificates_valid"):
        page.open_record(Destination("rating", indicator))
        assert records(page).table.model().rowCount() == len(county.ratings.behind(indicator))


def test_the_panel_goes_with_escape_and_the_keyboard_comes_back(page: RatingPage) -> None:
    page.tables.show_tab(ESTIMATE)
    page.tables.table.select_key("plan_completion")
    press(Qt.Key.Key_R, ALT, page)
    assert page.panel.isVisible()
    press(Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert QApplication.focusWidget() is page.tables.table


def test_the_card_tells_the_shortest_list_in_groups(page: RatingPage, county: Services) -> None:
    plan = county.ratings.to_green()
    assert plan.state == "reachable"
    assert f"转为绿灯还需做 {len(plan.actions)} 件事" in texts(page)
    renewals = [row for row in plan.actions if row.kind == "renew"]
    assert [row.key for row in renewals] == ["S1003"]
    assert "马守霞：更新健康证（12月5日到期）" in texts(page)


def test_what_is_to_be_done_leads_to_its_place(page: RatingPage, dressed: DressedApplication) -> None:
    press(Qt.Key.Key_Return, target=button(page, "去登记"))
    assert dressed.led_to == [Destination("recipients", "S1003", "staff")]
    press(Qt.Key.Key_2, ALT, page)
    table = page.tables.plan.table
    line = rows_of(table)[0]
    table.setCurrentIndex(table.model().index(0, 2))
    press(Qt.Key.Key_Return)
    assert dressed.led_to[1:] == [place_of_action(line.row)]


def test_a_renewed_certificate_takes_its_action_away(
    page: RatingPage, county: Services, qtbot: QtBot
) -> None:
    before = len(county.ratings.to_green().actions)
    member = next(each for each in county.staff.all() if each.staff == "S1003")
    county.staff.update(replace(member, health_certificate=date(2027, 12, 5)))
    qtbot.waitUntil(lambda: f"转为绿灯还需做 {before - 1} 件事" in texts(page))
    assert not [
        each for each in page.findChildren(QPushButton) if each.text() == "去登记" and each.isVisible()
    ]


def test_ticking_the_shortest_list_turns_the_light_before_anything_is_done(
    page: RatingPage, county: Services
) -> None:
    press(Qt.Key.Key_M, ALT, page)
    plan, tab = county.ratings.to_green(), page.tables.plan
    assert tab.ticked == {row.id for row in plan.actions} != set()
    assert county.ratings.what_if(tuple(tab.ticked)).case.light == "green"
    assert "勾选的都做完：绿" in spoken(tab)
    press(Qt.Key.Key_Space)
    one = rows_of(tab.table)[0].row.id
    assert tab.ticked == {row.id for row in plan.actions} - {one}
    assert "勾选的都做完：绿" not in spoken(tab)
    assert county.ratings.overview().estimate.light == "yellow"


def test_ticks_stay_over_a_reload_and_go_with_the_period(page: RatingPage) -> None:
    page.tables.show_tab(PLAN)
    press(Qt.Key.Key_Space)
    (ticked,) = page.tables.plan.ticked
    page.reload()
    assert page.tables.plan.ticked == {ticked}
    assert [line.row.id for line in rows_of(page.tables.plan.table) if line.ticked] == [ticked]
    page._go_to_period("2026-10")
    assert page.tables.plan.ticked == frozenset()


def test_a_period_that_is_over_has_no_list_and_no_forecast(page: RatingPage) -> None:
    page._go_to_period("2026-10")
    page.tables.show_tab(PLAN)
    assert page.tables.plan.table.isHidden()
    assert [each for each in page.tables.plan.findChildren(EmptyState) if each.isVisible()]
    assert "本期已结束" in texts(page)


def test_the_light_to_come_stands_on_the_card(page: RatingPage, county: Services) -> None:
    forecast = county.ratings.forecast()
    words = {"green": "绿", "yellow": "黄", "red": "红", "none": "暂无"}
    (card,) = page.findChildren(EstimateCard)
    badges = [each.chip.text for each in card.findChildren(Badge)]
    said = [text for text in badges if not text.isdigit()]
    kept = "按排班" if forecast.source == "schedule" else "按计划"
    assert said == [words[forecast.nothing.light], words[forecast.kept.light]]
    assert {"不处理", kept} <= set(texts(page))


def test_who_costs_the_light_what_leads_to_their_records(page: RatingPage, county: Services) -> None:
    press(Qt.Key.Key_3, ALT, page)
    costs = county.ratings.costs("recipient")
    table = page.tables.who.recipients
    assert rows_of(table) == costs
    assert costs[0].missing >= costs[-1].missing
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    press(Qt.Key.Key_Return)
    keys = {key for each in costs[0].indicators for key in each.keys}
    assert {row.key for row in rows_of(records(page).table)} == keys


def test_a_past_light_is_recomputed_from_what_is_stored(page: RatingPage, county: Services) -> None:
    press(Qt.Key.Key_6, ALT, page)
    tab = page.tables.history
    assert rows_of(tab.table) == county.ratings.history()
    tab.recompute_current()
    found = county.ratings.recompute("2026-10")
    (panel,) = page.panel.findChildren(RecomputedPanel)
    assert rows_of(panel.table) == found.indicators
    (line,) = [each for each in rows_of(tab.table) if each.period == "2026-10"]
    assert line.checked == found.result
    assert [light.is_official for light in tab.lights.lights] == [True, False]


def test_an_earlier_period_is_chosen_by_keys(page: RatingPage, county: Services) -> None:
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier, page)
    (periods,) = page.findChildren(QComboBox)
    assert QApplication.focusWidget() is periods
    assert [periods.itemText(at) for at in range(periods.count())] == ["2026年11月", "2026年10月"]
    press(Qt.Key.Key_Down)
    assert periods.currentText() == "2026年10月"
    october = county.ratings.overview("2026-10")
    page.tables.show_tab(ESTIMATE)
    assert [line.row for line in rows_of(page.tables.table)] == list(october.estimate.indicators)
    page.tables.table.select_key("plan_completion")
    press(Qt.Key.Key_Return)
    assert rows_of(records(page).table) == county.ratings.behind("plan_completion", "2026-10")


def test_the_rules_are_told_in_plain_words(page: RatingPage, county: Services) -> None:
    press(Qt.Key.Key_G, ALT, page)
    shown = texts(page.panel)
    for rule in county.ratings.rules().indicators:
        assert rule.name in shown
        assert rule.measure in shown


def test_before_rules_arrive_the_page_says_what_will_stand_here(
    tmp_path: Path, dressed: DressedApplication, qtbot: QtBot
) -> None:
    with a_workspace(tmp_path) as workspace:
        page = open_page(RatingPage, build_services(workspace, lambda: None), dressed, qtbot)
        (empty,) = (each for each in page.findChildren(EmptyState) if each.isVisible())
        assert empty.button is not None
        press(Qt.Key.Key_Return, target=empty.button)
        assert dressed.led_to == [Destination("upload")]
        assert not [each for each in page.findChildren(QComboBox) if each.isVisible()]
        page.tables.show_tab(OFFICIAL)
        press(Qt.Key.Key_R, ALT, page)
        press(Qt.Key.Key_M, ALT, page)
        assert not page.panel.isVisible()


def test_a_failure_keeps_what_is_shown_and_offers_to_try_again(page: RatingPage, county: Services) -> None:
    before = rows_of(page.tables.table)
    county.session.close()
    page.reload()
    message = page._context.messages.current
    assert message is not None
    assert rows_of(page.tables.table) == before
    assert not [each for each in page.findChildren(EmptyState) if each.isVisible()]


def test_a_mistake_of_ours_is_not_taken_for_missing_rules(page: RatingPage) -> None:
    with pytest.raises(ZeroDivisionError):
        page._fail(ZeroDivisionError())
    assert AppError(ErrorCode.RULESET_INVALID, version="1").code is ErrorCode.RULESET_INVALID


def test_the_tables_keep_the_rules_of_models(page: RatingPage) -> None:
    page.open_record(Destination("rating", "plan_completion"))
    tables = page.findChildren(QTableView)
    assert len(tables) >= 8
    for table in tables:
        QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal, table)
    page.reload()


@pytest.mark.parametrize(
    ("language", "theme", "text_size"), [("zh_CN", "light", 100), ("en", "dark", 100), ("en", "light", 175)]
)
def test_the_page_opens_in_every_look_with_names(
    county: Services, dressed: DressedApplication, qtbot: QtBot, language: str, theme: str, text_size: int
) -> None:
    dressed.wear(language, theme, text_size)
    county.workspace.language = language
    look_at_everything(open_page(RatingPage, county, dressed, qtbot))


def test_the_page_opens_in_a_language_half_as_long_again(
    county: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    dressed.wear("en")
    with pseudo_language(QApplication.instance()):
        look_at_everything(open_page(RatingPage, county, dressed, qtbot))


def look_at_everything(page: RatingPage) -> None:
    """Open each tab and each panel; all of it can be read out, and nothing is wider than the page."""
    for tab in (ESTIMATE, PLAN, WHO, OFFICIAL, DIFFERENCES, HISTORY):
        page.tables.show_tab(tab)
        assert not nameless(page)
        assert not page.grab().isNull()
        assert page.minimumSizeHint().width() <= page.width()
    page.show_rules()
    assert not nameless(page)
    page.open_appeal()
    assert not nameless(page)
    page.open_reply()
    assert not nameless(page)
    page.open_record(Destination("rating", "duration_met"))
    assert not nameless(page)
