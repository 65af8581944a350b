"""The paper of an appeal as a PDF: both sides, records that differ, what stays unexplained, proofs."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from provider_desktop.reports.evidence_pack import (
    EvidencePack,
    PackFile,
    PackIndicator,
    PackPart,
    PackRecord,
    write_evidence_pack,
)
from tests.support.papers import words_on

RECORD = PackRecord(
    key="01KAQ8ZD7V0000000000000001",
    day="10-18",
    name="张*英",
    official="未达标",
    ours="达标",
    why="更正后已补齐签字单",
    entry="cd" * 32,
    received="2026-10-19 08:02",
    verdict="已采纳",
)

PACK = EvidencePack(
    agency="52371621MJE12345X6",
    agency_name="惠民县暖心居家服务中心",
    period="2026-10",
    official_light="黄灯",
    our_light="绿灯",
    ruleset="2026-04",
    notice=31,
    notice_hash="ef" * 32,
    published=date(2026, 11, 3),
    case="签字单已于公布前补传，请复核。",
    indicators=(
        PackIndicator("凭证完整率", "210 / 217", "黄", "214 / 217", "绿", differs=True),
        PackIndicator("满意率", "213 / 217", "绿", "213 / 217", "绿", differs=False),
    ),
    parts=(PackPart("凭证完整率", (RECORD,), "另有 3 条差异无法解释。"),),
    stream="01KAQ8ZD7V0000000000000000",
    entries=431,
    head="12" * 32,
    files=(PackFile("proofs.json", "签名原文", "34" * 32),),
    made_at="2026-11-23 09:10",
    made_by="孙会计",
)


def test_both_sides_and_the_record_that_differs_are_on_paper(tmp_path: Path) -> None:
    paper = tmp_path / "appeal.pdf"
    assert write_evidence_pack(paper, PACK, "zh_CN") == 1
    shown = words_on(paper).replace("\n", "")
    for part in (
        "210 / 217",
        "214 / 217",
        "张*英",
        "已采纳",
        "2026-10-19",
        "补传",
        "另有 3 条",
        "proofs.json",
    ):
        assert part in shown
    assert shown.count("✓") == 1  # only the indicator that differs is marked
    assert "姓名已遮盖" in shown


def test_nothing_different_is_said_and_no_case_is_pointed_to_the_figures(tmp_path: Path) -> None:
    paper = tmp_path / "appeal.pdf"
    write_evidence_pack(paper, replace(PACK, parts=(), case="", masked=False), "en")
    shown = words_on(paper)
    assert "nothing differs" in shown
    assert "See the figures" in shown
    assert "keep it as personal data" in shown


def test_what_has_no_proof_shows_a_dash(tmp_path: Path) -> None:
    paper = tmp_path / "appeal.pdf"
    bare = replace(RECORD, entry="", received="", verdict="")
    write_evidence_pack(paper, replace(PACK, parts=(PackPart("凭证完整率", (bare,)),)), "zh_CN")
    shown = words_on(paper)
    assert "—" in shown
    assert "收妥" not in shown


def test_hundreds_of_records_run_over_pages(tmp_path: Path) -> None:
    paper = tmp_path / "appeal.pdf"
    pages = write_evidence_pack(paper, replace(PACK, parts=(PackPart("凭证", (RECORD,) * 200),)), "zh_CN")
    assert pages > 5
    assert words_on(paper).count("张*英") == 200
