"""Imports on a real database: what is refused, known and taken, in one file and over several."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from provider_desktop.domain.findings import Action
from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.domain.visits import ItemDone
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.import_service import ImportService
from provider_desktop.services.people import StaffService
from provider_desktop.services.visit_entry import VisitEntryService
from provider_desktop.services.workspace import Workspace
from provider_desktop.spreadsheets.reading import read_sheets
from provider_desktop.storage.visits import VisitRepository
from tests.support.ledgers import GOOD, HEADINGS, LEDGER, ROSTER
from tests.support.sheets import a_file, a_ledger, outcomes, rules
from tests.support.workspace import DATA, a_workspace, huimin, import_file, set_clock

#: When the office imports October: after the month, before anything is locked.
IMPORTED_AT = datetime(2026, 11, 3, 1, tzinfo=UTC)
EXPECTED = json.loads((DATA / "visits_2026-10_town_ledger.expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Workspace]:
    """The agency of the test data with its recipients, its staff imported from their roster."""
    with a_workspace(tmp_path, IMPORTED_AT) as workspace:
        huimin(workspace)
        import_file(workspace, ROSTER)
        yield workspace


# ---------------------------------------------------------------- what cannot be imported


def code_of(action: object) -> ErrorCode:
    assert callable(action)
    with pytest.raises(AppError) as raised:
        action()
    return raised.value.code


def test_a_file_that_is_no_table_is_told_as_such(office, tmp_path):
    service = ImportService(office)
    paper = tmp_path / "台账.xlsx"
    paper.write_bytes(b"%PDF-1.7 not a table")
    assert code_of(lambda: service.open(paper)) is ErrorCode.FILE_NO_TABLE
    assert code_of(lambda: service.open(tmp_path / "none.xlsx")) is ErrorCode.FILE_MISSING


def test_headings_that_say_nothing_ask_for_a_mapping(office, tmp_path):
    path = a_file(tmp_path, [["a", "b", "c"]], ("甲", "乙", "丙"))
    service = ImportService(office)
    assert code_of(lambda: service.open(path)) is ErrorCode.HEADINGS_UNKNOWN
    assert code_of(lambda: service.open(path, kind="letters")) is ErrorCode.VALUE_INVALID
    assert code_of(lambda: service.open(LEDGER, sheet="无此表")) is ErrorCode.VALUE_INVALID


def test_a_sheet_without_a_needed_column_is_not_imported(office, tmp_path):
    path = a_ledger(tmp_path, {})
    service = ImportService(office)
    guessed = dict(service.open(path).chosen.mapping)
    without = {column: field for column, field in guessed.items() if field != "staff"}
    preview = service.open(path, mapping=without)
    assert preview.chosen.missing == ("staff",)
    with pytest.raises(AppError) as raised:
        service.run(preview)
    assert raised.value.code is ErrorCode.MAPPING_INVALID
    assert raised.value.params["reason"] == "服务人员"
    assert VisitEntryService(office).drafts() == ()


def test_a_mapping_that_the_kind_does_not_know_is_refused(office, tmp_path):
    path = a_ledger(tmp_path, {})
    service = ImportService(office)
    for mapping in ({0: "horoscope"}, {0: "date", 1: "date"}):
        assert (
            code_of(lambda mapping=mapping: service.open(path, mapping=mapping)) is ErrorCode.MAPPING_INVALID
        )


def test_staff_are_not_imported_before_joining(tmp_path):
    with a_workspace(tmp_path, IMPORTED_AT, joined=False) as workspace:
        service = ImportService(workspace)
        preview = service.open(ROSTER)
        assert service.check(preview).imported == 8
        assert code_of(lambda: service.run(preview)) is ErrorCode.NOT_JOINED
        assert StaffService(workspace).all() == ()


# ---------------------------------------------------------------- a month as an office keeps it


def test_the_ledger_comes_out_as_its_readme_says(office):
    report = import_file(office, LEDGER)
    assert report.written
    assert (len(report.rows), report.imported, report.refused, report.duplicates) == (251, 230, 17, 4)
    for row in report.rows:
        expected = EXPECTED["rows"][str(row.row)]
        assert row.outcome == expected["outcome"], row
        left_out = {rule for rule in rules(row) if rule.startswith("EVID")} | {"OVER-TRAVEL", "TIME-LATE"}
        assert set(expected["findings"]) <= rules(row), row
        assert rules(row) - left_out <= {*expected["findings"], *expected.get("may", ())}, row
    assert {str(row.row) for row in report.rows} == EXPECTED["rows"].keys()
    assert len(VisitEntryService(office).drafts()) == 230


def test_the_second_import_adds_nothing(office):
    import_file(office, LEDGER)
    service = ImportService(office)
    preview = service.open(LEDGER)
    assert preview.imported_before
    again = service.run(preview)
    assert (again.imported, again.refused, again.duplicates) == (0, 17, 234)
    assert len(VisitEntryService(office).drafts()) == 230


def test_a_dry_run_says_the_same_and_writes_nothing(office):
    service = ImportService(office)
    report = service.check(service.open(LEDGER))
    assert not report.written
    assert (report.imported, report.refused, report.duplicates) == (230, 17, 4)
    assert VisitEntryService(office).drafts() == ()
    with office.reading() as reading:
        assert [file.kind for file in reading.imports.files()] == ["staff"]


@pytest.mark.parametrize(
    ("now", "late", "locked"),
    [
        (datetime(2026, 10, 31, 15, 59, tzinfo=UTC), True, False),
        (datetime(2026, 11, 5, 15, 59, tzinfo=UTC), True, False),
        (datetime(2026, 11, 5, 16, 0, 1, tzinfo=UTC), True, True),
    ],
)
def test_the_day_of_the_import_decides_on_late_and_locked(tmp_path, now, late, locked):
    with a_workspace(tmp_path, now) as workspace:
        bureau = huimin(workspace)
        import_file(workspace, ROSTER)
        bureau.lock(m2026_10="2026-11-06T00:00:00+08:00")
        (row,) = import_file(workspace, a_ledger(tmp_path, {})).rows
        assert ("TIME-LATE" in rules(row)) is late
        assert ("TIME-LOCKED" in rules(row)) is locked
        assert row.outcome == ("refused" if locked else "imported")


def test_without_a_calendar_nothing_is_locked(office, tmp_path):
    set_clock(office, datetime(2027, 9, 1, tzinfo=UTC))
    assert outcomes(import_file(office, a_ledger(tmp_path, {}))) == ["imported"]


def test_a_row_in_the_future_is_refused(office, tmp_path):
    set_clock(office, datetime(2026, 10, 12, 0, 0, tzinfo=UTC))
    (row,) = import_file(office, a_ledger(tmp_path, {})).rows
    assert row.outcome == "refused"
    assert "TIME-FUTURE" in rules(row)


# ---------------------------------------------------------------- duplicates


def test_a_visit_stays_known_after_its_draft_was_edited(office, tmp_path):
    path = a_ledger(tmp_path, {})
    (row,) = import_file(office, path).rows
    entry = VisitEntryService(office)
    (line,) = entry.lines([row.record])
    edited = entry.save_draft(replace(line, items=(ItemDone("ZH-04", 30),), remarks="改"))
    assert [item.item for item in edited.items] == ["ZH-04"]
    assert outcomes(import_file(office, path)) == ["duplicate"]


def test_the_same_visit_written_otherwise_is_known_from_another_file(office, tmp_path):
    import_file(office, a_ledger(tmp_path, {}))
    other = a_ledger(
        tmp_path, {"服务日期": "10月12日", "开始": "０８：３０", "结束": "上午9点", "服务项目": "走访探视"}
    )
    assert outcomes(import_file(office, other)) == ["duplicate"]


def test_a_discarded_draft_may_come_in_again(office, tmp_path):
    path = a_ledger(tmp_path, {})
    (row,) = import_file(office, path).rows
    VisitEntryService(office).discard(row.record)
    assert outcomes(import_file(office, path)) == ["imported"]


def test_rows_are_checked_against_stored_visits_and_rows_before(office, tmp_path):
    import_file(office, a_ledger(tmp_path, {}))
    report = import_file(
        office,
        a_ledger(
            tmp_path,
            {"救助对象": "王桂兰", "开始": "8:45", "结束": "9:15"},
            {"救助对象": "王桂兰", "开始": "10:00", "结束": "10:30"},
            {"救助对象": "赵长顺", "开始": "10:15", "结束": "10:45"},
        ),
    )
    assert outcomes(report) == ["refused", "imported", "refused"]
    assert "OVER-STAFF" in rules(report.rows[0])
    assert "OVER-STAFF" in rules(report.rows[2])


# ---------------------------------------------------------------- mapping, progress, cancelling


def test_the_meaning_of_columns_is_remembered_by_their_headings(office, tmp_path):
    headings = [heading if heading != "服务人员" else "谁去的" for heading in HEADINGS]
    row = [GOOD[heading] for heading in HEADINGS]
    service = ImportService(office)
    first = a_file(tmp_path, [row], headings)
    mapping = {**service.open(first, kind="visits").chosen.mapping, 3: "staff"}
    preview = service.open(first, kind="visits", mapping=mapping)
    assert not preview.remembered
    service.run(preview)
    again = service.open(a_file(tmp_path, [row], headings), kind="visits")
    assert again.remembered
    assert dict(again.chosen.mapping) == mapping


def test_a_mapping_travels_as_a_file(office, tmp_path):
    service = ImportService(office)
    preview = service.open(a_ledger(tmp_path, {}))
    file = tmp_path / "mapping.json"
    service.write_mapping(preview, file)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["kind"], told["columns"]["recipient"]) == ("visits", "B")
    assert dict(service.open(preview.path, mapping=file).chosen.mapping) == dict(preview.chosen.mapping)
    file.write_text('{"kind": "visits", "columns": {"recipient": "ZZ"}}', encoding="utf-8")
    assert code_of(lambda: service.open(preview.path, mapping=file)) is ErrorCode.MAPPING_INVALID
    file.write_bytes(b"\xff\xfe")
    assert code_of(lambda: service.open(preview.path, mapping=file)) is ErrorCode.FILE_UNREADABLE
    assert code_of(lambda: service.open(preview.path, mapping=tmp_path / "x")) is ErrorCode.FILE_MISSING


def test_a_preview_shows_sheets_columns_and_first_rows(office):
    preview = ImportService(office).open(LEDGER)
    assert preview.kind == "visits"
    assert preview.sheet == EXPECTED["sheet"] == preview.chosen.name
    assert len(preview.sheets) == 2
    assert preview.chosen.rows == 251
    assert preview.chosen.columns[2] == "服务对象" or preview.chosen.mapping[2] == "recipient"
    assert preview.chosen.sample[0][0] == preview.chosen.heading_row + 1
    assert "serial" not in preview.fields
    assert "recipient" in preview.fields


def test_progress_counts_rows_and_cancelling_keeps_whole_portions(office):
    service = ImportService(office)
    told: list[tuple[int, int]] = []
    report = service.run(
        service.open(LEDGER), lambda done, total: told.append((done, total)), lambda: bool(told[-1][0])
    )
    assert told == [(0, 251), (200, 251)]
    assert report.cancelled
    assert len(report.rows) == 200
    assert len(VisitEntryService(office).drafts()) == report.imported
    rest = service.run(service.open(LEDGER))
    assert not rest.cancelled
    assert report.imported + rest.imported == 230


def test_a_portion_that_cannot_be_written_leaves_the_ones_before(office, monkeypatch):
    written = VisitRepository.save_draft
    count = 0

    def failing(self, *args, **kwargs):
        nonlocal count
        count += 1
        if count > 205:
            raise AppError(ErrorCode.DISK_FULL, path="x")
        written(self, *args, **kwargs)

    monkeypatch.setattr(VisitRepository, "save_draft", failing)
    assert code_of(lambda: import_file(office, LEDGER)) is ErrorCode.DISK_FULL
    drafts = len(VisitEntryService(office).drafts())
    assert 150 < drafts <= 200
    monkeypatch.setattr(VisitRepository, "save_draft", written)
    assert import_file(office, LEDGER).imported == 230 - drafts


# ---------------------------------------------------------------- the error sheet


def test_the_error_sheet_comes_in_again_once_it_is_mended(office, tmp_path):
    service = ImportService(office)
    path = a_ledger(
        tmp_path,
        {},
        {"救助对象": "赵长顺顺", "开始": "10:00", "结束": "10:30"},
        {"开始": "14:30", "结束": "14:00"},
    )
    preview = service.open(path)
    report = service.run(preview)
    assert outcomes(report) == ["imported", "refused", "refused"]
    out = tmp_path / "错误.xlsx"
    service.write_errors(preview, report, out)
    (sheet,) = read_sheets(out)
    texts = [str(cell) for row in sheet.rows for cell in row.cells if cell]
    assert any("赵长顺顺" in text and "–" not in text for text in texts)
    again = service.open(out)
    assert outcomes(service.check(again)) == ["refused", "refused"]
    column = {field: column for column, field in again.chosen.mapping.items()}
    body = [list(row.cells) for row in sheet.rows if row.number > again.chosen.heading_row]
    body[0][column["recipient"]] = "赵长顺"
    body[1][column["in"]], body[1][column["out"]] = "14:00", "14:30"
    mended = a_file(tmp_path, body, again.chosen.columns)
    assert outcomes(import_file(office, mended)) == ["imported", "imported"]


def test_an_error_sheet_that_cannot_be_written_says_so(office, tmp_path):
    service = ImportService(office)
    preview = service.open(a_ledger(tmp_path, {"结束": "7:00"}))
    report = service.run(preview)
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    assert (
        code_of(lambda: service.write_errors(preview, report, blocked / "out.xlsx"))
        is ErrorCode.FILE_UNWRITABLE
    )


# ---------------------------------------------------------------- what is asked stays asked


def test_a_mismatch_of_minutes_is_asked_until_somebody_says_why(office, tmp_path):
    (row,) = import_file(office, a_ledger(tmp_path, {"时长": 60})).rows
    assert row.outcome == "imported"
    asked = {each.finding.rule: each.finding.action for each in row.verdicts}
    assert asked["CELL-MISMATCH"] is Action.ASK
    entry = VisitEntryService(office)
    kept = entry.acknowledge(row.record, "EVID-MISSING", "paper_lost")
    assert "CELL-MISMATCH" in {finding.rule for finding in kept.findings}


def test_an_import_against_a_busy_month_stays_fast(office, tmp_path):
    """Each of 744 rows is checked against all before it without asking the database for any of them."""
    rows: list[dict[str, Cell]] = [
        {
            "服务日期": f"2026-10-{day:02d}",
            "开始": f"{hour}:{minute:02d}",
            "结束": f"{hour}:{minute + 20:02d}",
        }
        for day in range(1, 32)
        for hour in range(7, 19)
        for minute in (0, 30)
    ]
    report = ImportService(office)
    path = a_ledger(tmp_path, *rows)
    started = datetime.now(UTC)
    checked = report.check(report.open(path))
    assert len(checked.rows) == 744
    assert (datetime.now(UTC) - started).total_seconds() < 20
