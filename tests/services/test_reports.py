"""Papers: totals that the bureau finds too, names masked, and one clear error for what cannot be made."""

from __future__ import annotations

import pytest

from provider_desktop.domain.ledger.sheet import shown
from provider_desktop.domain.visits import Outcome
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.report_service import ReportService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Workspace
from provider_desktop.spreadsheets.reading import read_sheets
from tests.support.builders import a_visit
from tests.support.workspace import save


@pytest.fixture
def month(workspace: Workspace, bureau) -> tuple[str, ...]:
    """November: accepted, sent, returned, withdrawn and draft; one visit met nobody."""
    records = save(
        workspace,
        a_visit("2026-11-02 08:00", 30, record=1),
        a_visit("2026-11-02 09:00", 40, record=2, staff=("S1", "S2")),
        a_visit("2026-11-02 10:00", 50, record=3),
        a_visit("2026-11-02 11:00", 60, record=4),
        a_visit("2026-11-02 12:00", 10, record=5, outcome=Outcome.ABSENT, items=()),
    )
    service = VisitFinalisingService(workspace)
    assert len(service.finalise(None, {"TIME-SHORT": "other", "TIME-LONG": "other"}).sealed) == 5
    bureau.judge(records[0], "accepted")
    bureau.judge(records[2], "returned", "EVID-MISSING")
    service.withdraw(records[3], "wrong_recipient")
    save(workspace, a_visit("2026-11-02 15:00", 30, record=6))
    return records


@pytest.mark.parametrize(
    ("name", "month_given", "file", "wrong"),
    [
        ("payslip", "2026-11", "a.pdf", "report"),
        ("month_summary", "2026-13", "a.pdf", "month"),
        ("month_summary", "November", "a.xlsx", "month"),
        ("month_summary", "2026-11", "a.docx", "file"),
        ("month_summary", "2026-11", "pdf", "file"),
    ],
)
def test_what_is_not_known_is_refused_and_leaves_no_file(workspace, tmp_path, name, month_given, file, wrong):
    with pytest.raises(AppError) as raised:
        ReportService(workspace).write(name, month_given, tmp_path / file)
    assert raised.value.code is ErrorCode.VALUE_INVALID
    assert raised.value.params["name"] == wrong
    assert not (tmp_path / file).exists()


@pytest.mark.parametrize("file", ["a.pdf", "a.xlsx"])
def test_a_place_that_cannot_be_written_says_so(workspace, tmp_path, file):
    (tmp_path / "x").write_text("a file", encoding="utf-8")
    with pytest.raises(AppError) as raised:
        ReportService(workspace).write("month_summary", "2026-11", tmp_path / "x" / file)
    assert raised.value.code is ErrorCode.FILE_UNWRITABLE


@pytest.mark.usefixtures("month")
def test_totals_count_what_is_sealed_and_stands(workspace):
    summary = ReportService(workspace).preview_month("2026-11")
    assert (summary.visits, summary.minutes, summary.not_done) == (2, 70, 1)
    assert [(line.name, line.visits, line.minutes) for line in summary.staff] == [
        ("王芳", 2, 70), ("赵敏", 1, 40),
    ]  # fmt: skip
    (line,) = summary.recipients
    assert (line.name, line.planned, line.visits, line.minutes, line.not_done) == ("张*英", 12, 2, 70, 1)
    assert {name: count for name, count in summary.states if count} == {
        "草稿": 1, "待上报": 1, "已送达": 2, "已采纳": 1, "已退回": 1,
    }  # fmt: skip


@pytest.mark.usefixtures("month")
def test_names_are_shown_for_a_reason_that_the_trail_keeps(workspace):
    service = ReportService(workspace)
    assert service.preview_month("2026-11", reveal="核对结算").recipients[0].name == "张秀英"
    with workspace.reading() as reading:
        (line,) = reading.audit.of_subject("2026-11")
    assert (line.action, line.reason, line.actor) == ("reveal", "核对结算", "孙会计")


@pytest.mark.usefixtures("month")
def test_the_spreadsheet_has_the_same_figures(workspace, tmp_path):
    out = tmp_path / "11月汇总.xlsx"
    assert ReportService(workspace).write("month_summary", "2026-11", out) == 3
    people, staff, items = read_sheets(out)
    texts = [[shown(cell) for cell in row.cells] for row in people.rows]
    assert ["1", "张*英", "农村低保", "12", "2", "70", "1"] in texts
    assert [cell for cell in texts[-1] if cell] == ["合计", "12", "2", "70", "1"]
    assert any("2" in row and "王芳" in row for row in ([shown(c) for c in r.cells] for r in staff.rows))
    assert len(items.rows) > 4
    with workspace.reading() as reading:
        (line,) = reading.audit.of_subject("month_summary/2026-11")
    assert (line.action, dict(line.details)) == ("report", {"pages": 3})


@pytest.mark.usefixtures("month")
def test_the_paper_is_a_pdf_in_either_language(workspace, tmp_path):
    service = ReportService(workspace)
    for language in ("zh_CN", "en"):
        out = tmp_path / f"{language}.PDF"
        assert service.write("month_summary", "2026-11", out, language, reveal="盖章") == 1
        assert out.read_bytes().startswith(b"%PDF")
    assert service.months() == ("2026-11",)


def test_a_month_without_visits_still_says_what_was_planned(workspace):
    summary = ReportService(workspace).preview_month("2026-10")
    assert (summary.visits, [line.planned for line in summary.recipients]) == (0, [12])
