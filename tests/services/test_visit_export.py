"""Lists in order, narrowed by what payloads say, kept for next time, and written as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from provider_desktop.domain.visits import Source, VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services import visit_export
from provider_desktop.services.visits import VisitFilter
from provider_desktop.spreadsheets.reading import read_sheets
from tests.support.builders import a_visit
from tests.support.desk import Desk, a_desk, a_draft
from tests.support.workspace import save

ALL = VisitFilter()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_desk(tmp_path) as made:
        phone = a_draft("2026-11-17 15:00", 41, "R5", ("S5",), "SH-05")
        phone = replace(
            phone,
            sign_in=replace(phone.sign_in, source=Source.PHONE),
            sign_out=replace(phone.sign_out, source=Source.PHONE),
            remarks="家属在场",
        )
        records = save(
            made.workspace,
            a_draft("2026-11-16 08:30", 32, "R1", ("S1",), "ZH-01"),
            phone,
            a_draft("2026-11-18 09:00", 25, "R3", ("S3", "S4"), "ZH-01"),
        )
        reasons = dict.fromkeys(("EVID-MISSING", "EVID-PLACE", "TIME-SHORT", "TIME-LATE"), "as_recorded")
        assert len(made.finalising.finalise(records, reasons).sealed) == 3
        save(
            made.workspace,
            replace(a_visit("2026-11-19 10:00", 20, "R4", ("S2",), ("ZH-01",), record=""), evidence=()),
        )
        yield made


def people(desk: Desk, wanted: VisitFilter) -> list[str]:
    page = desk.visits.page(wanted, 0, 10)
    assert page.total == len(page.rows)
    assert desk.visits.records(wanted) == tuple(row.record for row in page.rows)
    return [row.recipient for row in page.rows]


def test_lists_stand_in_the_order_asked_for(desk: Desk) -> None:
    assert people(desk, ALL) == ["R4", "R3", "R5", "R1"]
    assert people(desk, replace(ALL, backward=True)) == ["R1", "R5", "R3", "R4"]
    assert people(desk, replace(ALL, order="minutes")) == ["R5", "R1", "R3", "R4"]
    assert people(desk, replace(ALL, order="minutes", backward=True)) == ["R4", "R3", "R1", "R5"]
    # 仇德海, 张玉荣, 李秀英, 赵长顺 as the database compares them
    assert people(desk, replace(ALL, order="recipient")) == ["R5", "R3", "R1", "R4"]
    assert people(desk, replace(ALL, order="recipient", backward=True)) == ["R4", "R1", "R3", "R5"]


def test_what_was_captured_and_proved_narrows_drafts_and_sealed_records_alike(desk: Desk) -> None:
    assert people(desk, replace(ALL, source="phone")) == ["R5"]
    assert people(desk, replace(ALL, source="paper")) == ["R4", "R3", "R1"]
    assert people(desk, replace(ALL, evidence="none")) == ["R4"]
    assert people(desk, replace(ALL, source="paper", month="2026-10")) == []
    assert people(desk, replace(ALL, source="paper", state=VisitState.TO_SEND)) == ["R3", "R1"]


def test_the_list_is_found_as_it_was_left_by_each_person(desk: Desk) -> None:
    wanted = VisitFilter(month="2026-11", state=VisitState.RETURNED, text="李", backward=True)
    desk.visits.keep_filter(wanted)
    assert desk.visits.kept_filter() == wanted
    desk.workspace.actor = "王会计"
    assert desk.visits.kept_filter() == ALL
    with desk.workspace.writing() as work:
        work.settings.set("visits.list/王会计", {"state": "melted", "gone": 1})
    assert desk.visits.kept_filter() == ALL


def test_a_list_too_long_is_not_written(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_export, "MOST_ROWS", 3)
    with pytest.raises(AppError) as raised:
        desk.visit_export.write(ALL, tmp_path / "list.xlsx")
    assert raised.value.code is ErrorCode.TOO_MANY_ROWS
    assert not (tmp_path / "list.xlsx").exists()


def test_stopping_leaves_no_file(desk: Desk, tmp_path: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise AppError(ErrorCode.CANCELLED)

    with pytest.raises(AppError):
        desk.visit_export.write(ALL, tmp_path / "list.xlsx", report=stop)
    assert not (tmp_path / "list.xlsx").exists()


def test_what_is_shown_is_written_masked(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "list.xlsx"
    assert desk.visit_export.write(replace(ALL, backward=True), out) == 4
    (sheet,) = read_sheets(out)
    head, *rows = [row.cells for row in sheet.rows]
    assert [row[1] for row in rows] == ["李*英", "仇*海", "张*荣", "赵*顺"]
    assert "备注" not in head
    assert rows[2][3] == "赵敏、刘洋"
    assert rows[0][4] == time(8, 30)
    assert "家属" not in str(sheet.rows)


def test_names_are_whole_with_a_reason_that_the_trail_keeps(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "list.xlsx"
    desk.visit_export.write(replace(ALL, recipient="R5"), out, reveal="年度审计")
    (sheet,) = read_sheets(out)
    assert sheet.rows[1].cells[1] == "仇德海"
    assert sheet.rows[1].cells[-1] == "家属在场"
    with desk.workspace.reading() as reading:
        (line,) = reading.audit.of_subject("visits")
    assert (line.action, line.reason) == ("export.visits", "年度审计")
