"""The month's summary as a PDF that a person can read: pages, figures, names, both languages."""

import subprocess
from pathlib import Path

import pytest

from provider_desktop.reports.month_summary import MonthSummary, SummaryLine, hours, write_month_summary


def a_summary(people: int = 3) -> MonthSummary:
    lines = tuple(SummaryLine(f"张玉䶮{n}", "农村低保 <b>&", 12, n, n * 37, 1) for n in range(people))
    return MonthSummary(
        agency="52371621MJE12345X6",
        agency_name="惠民县暖心居家服务中心",
        month="2026-11",
        made_at="2026-11-23 18:40",
        made_by="",
        visits=sum(line.visits for line in lines),
        minutes=sum(line.minutes for line in lines),
        not_done=people,
        recipients=lines,
        staff=(),
        items=(),
        states=(("已采纳", 3), ("待上报", 0)),
    )


def words(paper: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize(("language", "title"), [("zh_CN", "2026年11月服务汇总表"), ("en", "2026-11")])
def test_totals_and_rare_characters_are_on_paper(tmp_path: Path, language: str, title: str) -> None:
    paper = tmp_path / "summary.pdf"
    assert write_month_summary(paper, a_summary(), language) == 1
    shown = words(paper)
    assert title in shown
    assert "张玉䶮2" in shown
    assert "111" in shown  # 0 + 37 + 74 minutes
    assert "<b>&" in shown  # markup in a name is shown, not obeyed


def test_long_months_repeat_the_heading_and_number_the_pages(tmp_path: Path) -> None:
    paper = tmp_path / "summary.pdf"
    pages = write_month_summary(paper, a_summary(120), "zh_CN")
    assert pages > 2
    assert words(paper).count("计划次数") >= pages - 1
    assert f"第{pages}页共{pages}页" in words(paper).replace(" ", "")


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        write_month_summary(tmp_path / "nowhere" / "summary.pdf", a_summary(), "en")


def test_hours() -> None:
    assert hours(3665) == "61:05"
