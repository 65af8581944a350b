"""Settling a month in the window, by keys on the sample county: prices, deductions, the lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.domain.settlements import Deduction, Prices
from provider_desktop.domain.visits import VisitState
from provider_desktop.ui.reports.reports_page import SETTLEMENT, ReportsPage
from provider_desktop.ui.reports.settlement_part import fen_of, yuan_text
from tests.support.county import a_county
from tests.support.pages import open_page, press, rows_of, texts, type_text
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path) as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> ReportsPage:
    page = open_page(ReportsPage, county, dressed, qtbot)
    press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier, page)
    assert page.tabs.currentIndex() == SETTLEMENT
    return page


def fill(page: ReportsPage, name: str, text: str) -> None:
    field = next(each for each in page.settlement.findChildren(QLineEdit) if each.accessibleName() == name)
    field.setFocus()
    field.selectAll()
    press(Qt.Key.Key_Delete)
    if text:
        type_text(text)
    press(Qt.Key.Key_Return)


def button(page: ReportsPage, words: str) -> QPushButton:
    return next(each for each in page.settlement.findChildren(QPushButton) if each.text() == words)


def test_a_month_is_priced_reduced_and_settled_by_keyboard(page: ReportsPage, county: Services) -> None:
    page.month.setCurrentIndex(page.month.count() - 1)
    month = page.month.currentData()
    fill(page, "每次（元）", "15")
    fill(page, "每小时（元）", "40.5")
    assert county.settlements.prices() == Prices(1500, 4050)
    first = rows_of(page.settlement.table)[0]
    assert first.gross == Prices(1500, 4050).of(first.visits, first.minutes)
    fill(page, "扣款（元）", "30")
    assert "请写明扣款原因。" in texts(page.settlement)
    fill(page, "原因", "迟到")
    view = county.settlements.view(month)
    assert view.rows[0].deductions == (Deduction(3000, "迟到"),)
    press(Qt.Key.Key_Space, target=button(page, "确认结算并锁定"))
    assert county.settlements.view(month).state is None, "it is asked once more"
    press(Qt.Key.Key_Space, target=button(page, "确定结算，锁定本月"))
    settled = county.settlements.view(month)
    assert (settled.state, settled.is_locked) == (VisitState.TO_SEND, True)
    assert not button(page, "确认结算并锁定").isVisible()
    assert not button(page, "扣款").isEnabled()


def test_the_running_month_says_why_it_cannot_be_settled(page: ReportsPage) -> None:
    assert any("尚未结束，不能结算" in text for text in texts(page.settlement))
    assert not button(page, "确认结算并锁定").isEnabled()


@pytest.mark.parametrize("typed", ["-1", "abc", "1e20", "NaN", "十五"])
def test_what_is_no_amount_is_said_and_changes_nothing(
    page: ReportsPage, county: Services, typed: str
) -> None:
    fill(page, "每次（元）", typed)
    assert "金额不正确。" in texts(page.settlement)
    assert county.settlements.prices() == Prices()


def test_the_paper_is_the_settlement_while_its_tab_is_shown(page: ReportsPage, tmp_path: Path) -> None:
    page.write(str(tmp_path / "a.pdf"))
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    with page._context.services.workspace.reading() as reading:
        lines = reading.audit.of_subject(f"settlement/{page.month.currentData()}")
    assert [line.action for line in lines] == ["report"]


def test_everything_has_a_name(page: ReportsPage) -> None:
    assert nameless(page.settlement) == []


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("15", 1500),
        ("15.5", 1550),
        ("0.005", 1),
        ("1,200.50", 120050),
        ("40元", 4000),
        ("", None),
        ("x", None),
    ],
)
def test_yuan_as_typed(typed: str, fen: int | None) -> None:
    assert fen_of(typed) == fen


def test_amounts_are_grouped() -> None:
    assert (yuan_text(123456), yuan_text(-5)) == ("1\u202f234.56", "−0.05")
