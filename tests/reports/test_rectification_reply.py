"""The reply to a light as a PDF: what is answered, each part of the form, records, whether it is sealed."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from provider_desktop.reports.rectification_reply import (
    RectificationReply,
    ReplyIndicator,
    ReplyRecord,
    write_rectification_reply,
)
from tests.support.papers import words_on

REPLY = RectificationReply(
    agency="52371621MJE12345X6",
    agency_name="惠民县暖心居家服务中心",
    period="2026-10",
    light="黄灯",
    ruleset="2026-04",
    notice=31,
    published=date(2026, 11, 3),
    indicators=(ReplyIndicator("计划完成率", "217 / 233", "93.13 %", "≥ 95 %", "黄灯"),),
    vetoes=(),
    cause="10月下旬两名护理员请假，未及时调班。",
    measures="增加一名替班护理员；每周三核对缺口。",
    done_by=date(2026, 11, 30),
    responsible="孙玉芬",
    records=(ReplyRecord("01KAQ8ZD7V0000000000000001", "10-18", "张*英", "助浴", "已退回"),),
    made_at="2026-11-23 09:10",
    made_by="孙会计",
    entry="ab" * 32,
)


def test_every_part_of_the_form_is_on_paper(tmp_path: Path) -> None:
    paper = tmp_path / "reply.pdf"
    assert write_rectification_reply(paper, REPLY, "zh_CN") == 1
    shown = words_on(paper).replace("\n", "")
    for part in (
        "2026年10月",
        "通知第 31 号",
        "217 / 233",
        "替班护理员",
        "2026年11月30日",
        "孙玉芬",
        "张*英",
    ):
        assert part in shown
    assert "ab" * 32 in shown.replace(" ", "")
    assert "尚未封存" not in shown


def test_a_reply_not_sealed_yet_says_so(tmp_path: Path) -> None:
    paper = tmp_path / "reply.pdf"
    write_rectification_reply(paper, replace(REPLY, entry=""), "zh_CN")
    assert "尚未封存" in words_on(paper)


def test_a_veto_with_green_indicators_and_no_records(tmp_path: Path) -> None:
    paper = tmp_path / "reply.pdf"
    vetoed = replace(REPLY, vetoes=("Unreported injury",), indicators=(), records=(), published=None)
    write_rectification_reply(paper, vetoed, "en")
    shown = words_on(paper)
    assert "Veto: Unreported injury" in shown
    assert "no indicator is below its green line" in shown
    assert "Records concerned" not in shown
    assert "notice no." not in shown  # where no statement is known, none is named


def test_a_period_that_is_no_month_is_written_as_the_rules_name_it(tmp_path: Path) -> None:
    paper = tmp_path / "reply.pdf"
    write_rectification_reply(paper, replace(REPLY, period="2026-Q4"), "zh_CN")
    assert "2026-Q4服务质量评级" in words_on(paper)
