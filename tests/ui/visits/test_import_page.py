"""Import through the page: tables are judged, taken in, handed back, and taken only once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from provider_desktop.services.imports import ImportReport
from provider_desktop.ui.visits.import_model import masked
from provider_desktop.ui.visits.import_page import ImportPage
from tests.support.desk import Desk, a_desk
from tests.support.window import DressedApplication
from tests.support.workspace import DATA, huimin

LEDGER = str(DATA / "visits_2026-10_town_ledger.xlsx")
ROSTER = str(DATA / "staff_roster.xlsx")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        huimin(made.workspace)
        yield made


@pytest.fixture
def page(desk: Desk, dressed: DressedApplication, qtbot: QtBot) -> ImportPage:
    made = ImportPage(dressed.context(desk))
    qtbot.addWidget(made)
    made.resize(1140, 680)
    made.show()
    return made


def judged(page: ImportPage) -> ImportReport:
    assert page.report is not None
    return page.report


def test_a_roster_comes_in_and_then_brings_nothing_new(page: ImportPage, desk: Desk) -> None:
    before = len(desk.staff.all())
    page.open_file(ROSTER)
    assert not judged(page).written
    assert len(desk.staff.all()) == before
    page.import_rows()
    assert judged(page).written
    assert len(desk.staff.all()) > before
    page.open_file(ROSTER)
    assert judged(page).imported == 0


def test_a_ledger_is_judged_before_anything_is_written(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    page.open_file(ROSTER)
    page.import_rows()
    page.open_file(LEDGER)
    report = judged(page)
    assert report.imported > 0
    assert report.refused > 0
    assert desk.entry.drafts() == ()
    shown = [page.table.model().index(row, 5).data() for row in range(20)]
    assert not any(text and text.isdigit() and len(text) == 18 for text in shown)
    page.import_rows()
    assert len(desk.entry.drafts()) == report.imported
    out = tmp_path / "back.xlsx"
    page.write_errors(str(out))
    assert out.stat().st_size > 1000
    page.open_file(LEDGER)
    assert judged(page).imported == 0


def test_a_mapping_that_is_changed_is_judged_anew(page: ImportPage) -> None:
    page.open_file(ROSTER)
    page.import_rows()
    page.open_file(LEDGER)
    good = judged(page).imported
    without = {column: field for column, field in page.mapping.mapping.items() if field != "staff"}
    page.open_file(LEDGER, "visits", "", without)
    report = page.report
    assert (report.imported if report else 0) < good


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("371621194805124632", "371621********4632"),
        ("３７１６２１１９４８０５１２４６３２", "371621********4632"),
        ("电话 13812341234", "电话 138****1234"),
        ("2026-10-01", "2026-10-01"),
        ("4632", "4632"),
    ],
)
def test_numbers_of_people_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown
