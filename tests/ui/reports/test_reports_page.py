"""The section of papers over the sample county: masked figures, names for a reason, real files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook  # noqa: TID251 - what offices open it with is near to this
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.ui.reports.reports_page import ReportsPage
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.surfaces import EmptyState
from tests.support.county import a_county
from tests.support.desk import a_desk
from tests.support.pages import open_page, press, rows_of, texts, type_text
from tests.support.pseudo import pseudo_language
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path) as services:
        yield services


@pytest.fixture
def page(county: Services, dressed: DressedApplication, qtbot: QtBot) -> ReportsPage:
    return open_page(ReportsPage, county, dressed, qtbot)


def full_names(county: Services) -> set[str]:
    with county.workspace.reading() as reading:
        return {person.name for person in reading.recipients.all()}


def test_the_newest_month_is_shown_with_the_figures_of_the_service(
    page: ReportsPage, county: Services
) -> None:
    summary = county.reports.preview_month("2026-11")
    assert page.month.currentData() == "2026-11"
    assert [page.month.itemData(at) for at in range(page.month.count())] == list(county.reports.months())
    said = texts(page)
    assert str(summary.visits) in said
    assert f"名单 {len(summary.recipients)} 人" in said
    lines = rows_of(page.recipients)
    assert [line for _place, line in lines] == list(summary.recipients)
    for table in (page.recipients, page.staff, page.items):
        QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_another_month_is_chosen_by_keyboard(page: ReportsPage, county: Services) -> None:
    page.month.setFocus()
    press(Qt.Key.Key_Down)
    assert page.month.currentData() == "2026-10"
    assert str(county.reports.preview_month("2026-10").visits) in texts(page)


def test_names_are_masked_until_a_reason_is_given_and_again_after(
    page: ReportsPage, county: Services
) -> None:
    names = full_names(county)
    assert not names & set(texts(page))
    press(Qt.Key.Key_F2, target=page.recipients)
    press(Qt.Key.Key_Return)
    assert not names & set(texts(page))
    type_text("与名册核对")
    press(Qt.Key.Key_Return)
    assert names & set(texts(page))
    with county.workspace.reading() as reading:
        [event] = [event for event in reading.audit.newest() if event.action == "reveal"]
    assert (event.subject, event.reason) == ("2026-11", "与名册核对")
    page.reveal.button.click()
    assert not names & set(texts(page))


def test_escape_takes_the_question_back(page: ReportsPage, county: Services) -> None:
    page.reveal.ask()
    type_text("与名册核对")
    press(Qt.Key.Key_Escape)
    assert not page.reveal.field.isVisible()
    assert not full_names(county) & set(texts(page))


def test_the_paper_is_a_pdf_and_its_folder_can_be_opened(
    county: Services, dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    opened: list[QUrl] = []
    page = ReportsPage(dressed.context(county), opened.append)
    qtbot.addWidget(page)
    page.reload()
    out = tmp_path / "汇总.pdf"
    page.write(str(out))
    assert out.read_bytes().startswith(b"%PDF-")
    message = page._context.messages.current
    assert message is not None
    assert message.text.startswith("已保存 汇总.pdf，")
    assert message.text.endswith(" 页")
    assert message.act is not None
    message.act()
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]


def test_the_sheet_opens_in_a_spreadsheet_and_stays_masked(
    page: ReportsPage, county: Services, tmp_path: Path
) -> None:
    out = tmp_path / "month.xlsx"
    page.write(str(out))
    book = load_workbook(out)
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    assert not full_names(county) & cells
    assert "张表" in (page._context.messages.current or pytest.fail("nothing said")).text


def test_a_place_that_refuses_says_so_and_offers_to_try_again(page: ReportsPage, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    page.write(str(blocked / "month.pdf"))
    message = page._context.messages.current
    assert message is not None
    assert message.tone is Tone.YELLOW
    assert "month.pdf" in message.text
    assert message.act is not None
    blocked.unlink()
    blocked.mkdir()
    message.act()
    assert (blocked / "month.pdf").exists()


def test_without_visits_the_page_teaches_and_writes_nothing(
    dressed: DressedApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    with a_desk(tmp_path / "desk") as desk:
        from provider_desktop.services.report_service import ReportService

        class Papers:
            workspace = desk.workspace
            reports = ReportService(desk.workspace)

        page = open_page(ReportsPage, Papers(), dressed, qtbot)
        [empty] = page.findChildren(EmptyState)
        assert empty.isVisible()
        assert not any(each.isEnabled() for each in page.actions_offered())
        assert not page._paper.isEnabled()


@pytest.mark.parametrize(
    ("language", "theme", "text_size"), [("zh_CN", "light", 100), ("en", "dark", 100), ("en", "light", 175)]
)
def test_the_page_opens_in_every_look_with_names(
    county: Services, dressed: DressedApplication, qtbot: QtBot, language: str, theme: str, text_size: int
) -> None:
    dressed.wear(language, theme, text_size)
    county.workspace.language = language
    look_at_everything(open_page(ReportsPage, county, dressed, qtbot))


def test_the_page_opens_in_a_language_half_as_long_again(
    county: Services, dressed: DressedApplication, qtbot: QtBot
) -> None:
    dressed.wear("en")
    with pseudo_language(QApplication.instance()):
        look_at_everything(open_page(ReportsPage, county, dressed, qtbot))


def look_at_everything(page: ReportsPage) -> None:
    """Each tab has names and is no wider than the page, the question for a reason too."""
    page.reveal.ask()
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        assert not nameless(page)
        assert not page.grab().isNull()
        assert page.minimumSizeHint().width() <= page.width()
