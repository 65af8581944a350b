"""Settling a month: only what was accepted, at the contract's price, once, and locked from then on."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook  # noqa: TID251 - reads what was written, as Excel would

from provider_desktop.domain.settlements import Deduction, Prices
from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.payloads import read_payload
from provider_desktop.services.report_service import ReportService
from provider_desktop.services.settlement_service import SettlementService, yuan
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Workspace
from tests.support.builders import a_record, a_visit, local
from tests.support.workspace import Bureau, save, set_clock

MONTH = "2026-11"
DECEMBER = local("2026-12-02 09:00")


@pytest.fixture
def month(workspace: Workspace, bureau: Bureau) -> SettlementService:
    """Two visits of November accepted, one returned, one draft; it is December."""
    finalising = VisitFinalisingService(workspace)
    for number in (1, 2, 3):
        (record,) = save(workspace, a_visit(f"2026-11-02 {7 + 2 * number:02d}:00", minutes=31, record=number))
        assert finalising.finalise([record]).sealed == (record,)
        bureau.judge(
            record, "returned" if number == 3 else "accepted", *(["TIME-SHORT"] if number == 3 else [])
        )
    save(workspace, a_visit("2026-11-02 16:00", minutes=30, record=4))
    set_clock(workspace, DECEMBER)
    service = SettlementService(workspace)
    service.set_prices(Prices(per_visit=1000, per_hour=3000))
    return service


def refused(code: ErrorCode, act: object, *given: object) -> AppError:
    with pytest.raises(AppError) as caught:
        act(*given)  # type: ignore[operator]
    assert caught.value.code is code
    return caught.value


def test_only_what_was_accepted_is_settled_and_what_is_left_out_is_said(month: SettlementService) -> None:
    view = month.view(MONTH)
    (row,) = view.rows
    assert (row.visits, row.minutes, row.gross) == (2, 62, 2000 + 3100)
    assert "秀" not in row.name
    (left,) = view.findings
    assert (left.values["why"], left.values["count"]) == ("left_out", 2)
    assert (view.state, view.is_locked) == (None, False)


def test_a_deduction_needs_an_amount_and_a_reason(month: SettlementService) -> None:
    refused(ErrorCode.VALUE_INVALID, month.deduct, MONTH, "R1", (Deduction(0, "迟到"),))
    refused(ErrorCode.VALUE_INVALID, month.deduct, MONTH, "R1", (Deduction(500, " "),))
    month.deduct(MONTH, "R1", (Deduction(500, "迟到", a_record(1)), Deduction(100, "缺照片")))
    view = month.view(MONTH)
    assert (view.rows[0].deducted, view.total.amount, view.deducted) == (600, 4500, 600)
    month.deduct(MONTH, "R1", ())
    assert month.view(MONTH).deducted == 0


def test_a_confirmed_month_is_sealed_whole_and_locked(
    workspace: Workspace, bureau: Bureau, month: SettlementService
) -> None:
    month.deduct(MONTH, "R1", (Deduction(500, "迟到", a_record(1)),))
    view = month.confirm(MONTH)
    assert (view.state, view.is_locked, view.confirmed_by) == (VisitState.TO_SEND, True, "孙会计")
    with workspace.reading() as reading:
        entry = reading.stream.entry(reading.stream.of_record(view.record)[0].hash)
    assert entry is not None
    payload, flaws = read_payload(entry.header().op, entry.payload)
    assert flaws == ()
    assert payload["total"] == {"recipients": 1, "visits": 2, "minutes": 62, "amount": 4600}
    refused(ErrorCode.MONTH_LOCKED, month.confirm, MONTH)
    refused(ErrorCode.MONTH_LOCKED, month.deduct, MONTH, "R1", ())
    month.set_prices(Prices(1, 1))
    assert month.view(MONTH).total.amount == 4600, "what was confirmed does not move"
    held = VisitFinalisingService(workspace).finalise([a_record(4)], {"TIME-LATE": "late_sheet"}).held_back
    assert [each.rule for each in held[0].findings if each.rule == "TIME-LOCKED"] == ["TIME-LOCKED"]


def test_one_turned_down_opens_the_month_and_is_confirmed_as_its_next_version(
    workspace: Workspace, bureau: Bureau, month: SettlementService
) -> None:
    record = month.confirm(MONTH).record
    bureau.judge(record, "returned", "CASE-SUM")
    view = month.view(MONTH)
    assert (view.state, view.is_locked) == (VisitState.RETURNED, False)
    assert [each["rule"] for each in view.returned] == ["CASE-SUM"]
    again = month.confirm(MONTH)
    assert again.record == record
    with workspace.reading() as reading:
        assert [(each.version, each.reason) for each in reading.stream.of_record(record)] == [
            (1, ""),
            (2, "updated"),
        ]
    bureau.judge(record)
    assert month.view(MONTH).state is VisitState.ACCEPTED


def test_a_month_that_runs_or_waits_for_answers_is_not_confirmed(
    workspace: Workspace, month: SettlementService
) -> None:
    (record,) = save(workspace, a_visit("2026-11-02 18:30", minutes=30, record=5))
    acknowledge = {"TIME-LATE": "late_sheet"}
    assert VisitFinalisingService(workspace).finalise([record], acknowledge).sealed
    assert month.view(MONTH).findings[0].values["why"] == "waiting"
    refused(ErrorCode.FINDINGS_OPEN, month.confirm, MONTH)
    refused(ErrorCode.FINDINGS_OPEN, month.confirm, "2026-12")
    refused(ErrorCode.VALUE_INVALID, month.view, "2026-13")
    with workspace.reading() as reading:
        assert reading.cases.settled_months() == frozenset()


def test_prices_below_zero_are_refused(month: SettlementService) -> None:
    refused(ErrorCode.VALUE_INVALID, month.set_prices, Prices(-1, 0))
    assert month.prices() == Prices(1000, 3000)


def test_the_paper_and_the_sheet_say_the_same(month: SettlementService, tmp_path: Path) -> None:
    month.deduct(MONTH, "R1", (Deduction(550, "迟到"),))
    month.confirm(MONTH)
    assert month.write(MONTH, tmp_path / "a.pdf", reveal="交民政局") >= 1
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert ReportService(month._workspace).write("settlement", MONTH, tmp_path / "b.xlsx", "zh_CN") == 1
    cells = [
        cell for row in load_workbook(tmp_path / "b.xlsx").active.iter_rows(values_only=True) for cell in row
    ]
    assert {"2026年11月服务结算表", 51.0, 5.5, 45.5, "迟到"} <= set(cells)
    assert not any("张秀英" in str(cell) for cell in cells), "masked without a reason"
    refused(ErrorCode.VALUE_INVALID, month.write, MONTH, tmp_path / "c.doc")


@pytest.mark.parametrize(("fen", "text"), [(0, "0.00"), (5, "0.05"), (123450, "1234.50"), (-5, "-0.05")])
def test_fen_as_yuan(fen: int, text: str) -> None:
    assert yuan(fen) == text
