"""Import through the page: tables are judged, taken in, handed back, and taken only once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from provider_desktop.services.imports import ImportReport
from provider_desktop.spreadsheets.writing import Table, write_tables
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


def test_headings_that_say_nothing_are_mapped_by_hand(page: ImportPage, desk: Desk, tmp_path: Path) -> None:
    page.open_file(ROSTER)
    page.import_rows()
    fields = ("date", "recipient", "staff", "in", "out", "items")
    row = ["2026-11-18", "韩同顺", "宋立新", "8:30", "9:02", "上门探访"]
    path = tmp_path / "看不懂.xlsx"
    write_tables(path, [Table("表", list("甲乙丙丁戊己"), [row])])
    page.open_file(str(path))
    assert page.report is None
    for column, field in enumerate(fields):
        box = page.mapping._boxes[column]
        box.setCurrentIndex(box.findData(field))
    assert judged(page).rows[-1].outcome == "imported"
    page.import_rows()
    assert len(desk.entry.drafts()) == 1


@pytest.mark.parametrize("kind", ["recipients", "plans"])
def test_lists_of_people_and_plans_are_compared_and_change_nothing(
    page: ImportPage, desk: Desk, tmp_path: Path, kind: str
) -> None:
    headings = {
        "recipients": ["姓名", "身份证号", "类别", "自理能力", "乡镇", "住址", "电话"],
        "plans": ["姓名", "身份证号", "服务项目", "次数", "周期"],
    }[kind]
    with desk.workspace.reading() as reading:
        person = reading.recipients.many({"R3716210004"})["R3716210004"]
    rows: dict[str, list[object]] = {
        "recipients": [person.name, person.id_number, "低保", "半护理", "别处", "别处1号", "13800000000"],
        "plans": [person.name, person.id_number, "上门探访", 3, "每月"],
    }
    path = tmp_path / f"{kind}.csv"
    text = "\n".join(",".join(str(cell) for cell in line) for line in (headings, rows[kind]))
    path.write_bytes(text.encode("gb18030"))
    page.open_file(str(path), kind)
    report = judged(page)
    assert report.kind == kind
    assert report.refused + report.imported + report.duplicates == 1
    assert report.rows[0].verdicts, "what differs from the regulator's word is named"
    page.import_rows()
    with desk.workspace.reading() as reading:
        assert reading.recipients.many({"R3716210004"})["R3716210004"] == person


def test_a_file_that_is_refused_says_why_and_another_may_follow(page: ImportPage, tmp_path: Path) -> None:
    paper = tmp_path / "台账.xlsx"
    paper.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    messages = page._context.messages
    page.open_file(str(paper))
    assert messages.current is not None
    assert "密码" in messages.current.text
    page.open_file(ROSTER)
    assert judged(page).imported > 0
