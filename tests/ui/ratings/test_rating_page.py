"""The rating page on the sample county: figures as the service gives them, steps that lead to their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services, build_services
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.ratings import RatingOverview
from provider_desktop.ui.ratings.light_cards import EstimateCard, OfficialCard
from provider_desktop.ui.ratings.rating_page import RatingPage
from provider_desktop.ui.ratings.rating_tables import DIFFERENCES, ESTIMATE, OFFICIAL
from provider_desktop.ui.ratings.records_panel import RecordsPanel, place_of
from provider_desktop.ui.shell.pages import Destination
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
    press(Qt.Key.Key_2, ALT, page)
    assert overview.official is not None
    shown = [line.row for line in rows_of(page.tables.table)]
    assert shown == list(overview.official.indicators)


def test_where_both_differ_the_records_are_named(page: RatingPage, county: Services) -> None:
    press(Qt.Key.Key_3, ALT, page)
    differences = county.ratings.overview("2026-10").differences
    lines = rows_of(page.tables.table)
    assert [line.difference for line in lines] == list(differences)
    chosen = next(line for line in lines if line.difference.only_estimate)
    page.tables.table.select_key(chosen.difference.indicator)
    press(Qt.Key.Key_Return)
    shown = [row.key for row in rows_of(records(page).table)]
    assert shown == [*chosen.difference.only_official, *chosen.difference.only_estimate]


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


def test_each_step_leads_to_where_it_is_done(
    page: RatingPage, overview: RatingOverview, dressed: DressedApplication
) -> None:
    assert [step.detail for step in overview.to_green] == ["visits", "correct", "renew"]
    press(Qt.Key.Key_Return, target=button(page, "看是哪些人"))
    press(Qt.Key.Key_Return, target=button(page, "去登记"))
    assert dressed.led_to == [
        Destination("recipients", "behind", "filter"),
        Destination("recipients", "S1003", "staff"),
    ]
    press(Qt.Key.Key_Return, target=button(page, "看记录"))
    assert page.panel.isVisible()
    failing = [row.key for row in rows_of(records(page).table) if row.failing]
    assert failing == list(overview.to_green[1].records)


def test_a_renewed_certificate_takes_its_step_away(page: RatingPage, county: Services, qtbot: QtBot) -> None:
    member = next(each for each in county.staff.all() if each.staff == "S1003")
    county.staff.update(replace(member, health_certificate=date(2027, 12, 5)))
    qtbot.waitUntil(lambda: "转为绿灯还需 2 件事" in texts(page))
    assert not [
        each for each in page.findChildren(QPushButton) if each.text() == "去登记" and each.isVisible()
    ]


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
    assert len(tables) == 4
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
    for tab in (ESTIMATE, OFFICIAL, DIFFERENCES):
        page.tables.show_tab(tab)
        assert not nameless(page)
        assert not page.grab().isNull()
        assert page.minimumSizeHint().width() <= page.width()
    page.show_rules()
    assert not nameless(page)
    page.open_record(Destination("rating", "duration_met"))
    assert not nameless(page)
