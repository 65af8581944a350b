"""Papers of a day in the schedule: who is on them, what is refused, what the trail keeps."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from provider_desktop.domain.schedule_orders import mark_of
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.sheet_codes import read_codes
from provider_desktop.services.schedule_papers import SchedulePaperService
from provider_desktop.services.schedule_service import ScheduleService
from provider_desktop.services.workspace import Workspace
from tests.support.schedules import an_order

DAY = date(2026, 11, 3)


@pytest.fixture
def papers(workspace: Workspace) -> SchedulePaperService:
    """Two orders on Tuesday: one of S1 alone, one of both."""
    schedule = ScheduleService(workspace)
    schedule.save(an_order("2026-11-03 09:00", order="", note="带血压计"))
    schedule.save(an_order("2026-11-03 14:00", order="", staff=("S1", "S2")))
    return SchedulePaperService(workspace)


def words(paper: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout


def test_everybody_of_the_day_gets_a_page(papers: SchedulePaperService, tmp_path: Path) -> None:
    out = tmp_path / "day.pdf"
    assert papers.write("dispatch_sheet", DAY, out) == 2
    shown = words(out)
    for part in ("王芳", "赵敏", "张秀英", "13812341234", "石庙镇第1号", "09:00", "14:00", "带血压计"):
        assert part in shown
    assert papers.write("dispatch_sheet", DAY, out, "S2") == 1
    assert "09:00" not in words(out)


def test_every_visit_gets_its_sheet(papers: SchedulePaperService, tmp_path: Path) -> None:
    out = tmp_path / "day.pdf"
    assert papers.write("visit_sheet", DAY, out) == 2
    assert papers.write("visit_sheet", DAY, out, "S2", "en") == 1
    assert "about 30 min" in words(out)
    assert papers.write("visit_sheet_blank", date(2026, 11, 8), out) == 1


def test_what_cannot_be_printed_is_refused(papers: SchedulePaperService, tmp_path: Path) -> None:
    for paper, day, out, code in (
        ("nothing", DAY, tmp_path / "day.pdf", ErrorCode.VALUE_INVALID),
        ("dispatch_sheet", date(2026, 11, 4), tmp_path / "day.pdf", ErrorCode.NOTHING_SCHEDULED),
        ("visit_sheet", DAY, tmp_path / "nowhere" / "day.pdf", ErrorCode.FILE_UNWRITABLE),
    ):
        with pytest.raises(AppError) as error:
            papers.write(paper, day, out)
        assert error.value.code is code
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_trail_keeps_that_personal_data_went_to_paper(
    papers: SchedulePaperService, workspace: Workspace, tmp_path: Path
) -> None:
    papers.write("dispatch_sheet", DAY, tmp_path / "day.pdf")
    with workspace.reading() as reading:
        event = reading.audit.of_subject("dispatch_sheet/2026-11-03")[-1]
    assert (event.action, event.actor) == ("schedule.print", "孙会计")
    assert event.details["sheets"] == 2


def test_a_camera_reads_the_order_from_a_printed_sheet(
    papers: SchedulePaperService, workspace: Workspace, tmp_path: Path
) -> None:
    """The sheet as a printer and a scanner make it: the code names the order that stands in the schedule."""
    out = tmp_path / "day.pdf"
    papers.write("visit_sheet", DAY, out, "S2")
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-jpeg", str(out), str(tmp_path / "scan")], check=True)
    (scan,) = tmp_path.glob("scan*.jpg")
    (order,) = [
        view.order for view in ScheduleService(workspace).week(DAY).orders if "S2" in view.order.staff
    ]
    assert read_codes(scan.read_bytes()) == (mark_of(order.order),)
