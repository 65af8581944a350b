"""Small records before the judge: by the rules that the desktop has, and what the light makes of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provider_desktop.domain.cases import Content, kind_of, op_of, write_case
from provider_desktop.domain.complaints import ComplaintState
from provider_desktop.domain.incidents import Severity
from provider_desktop.domain.settlements import SettlementLine
from provider_desktop.exchange.entries import Op, SealedEntry
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver.ratings import rate
from provider_desktop.receiver.storage import feed
from provider_desktop.resources import read_json
from tests.domain.test_cases import BREACHES
from tests.support.builders import a_record, a_visit, local
from tests.support.bureau import NOW, Bureau, a_sealed, furnish, sent
from tests.support.cases import (
    a_call,
    a_complaint,
    a_need,
    a_reply,
    a_settlement,
    an_incident,
)
from tests.support.receiver import AGENCY, AgencyPc

ACCEPTED = (a_need(), a_call(by="U1"), a_complaint(), an_incident(), a_reply())


def told(pc: AgencyPc, content: Content, version: int = 1, **changes: Any) -> SealedEntry:
    op = Op(op_of(kind_of(content), version))
    return pc.seal(op, write_case(content), version=version, **changes)


@pytest.mark.parametrize("content", ACCEPTED, ids=lambda each: type(each).__name__)
def test_a_record_in_order_is_accepted(bureau: Bureau, pc: AgencyPc, content: Content) -> None:
    verdict = bureau.verdict(sent(bureau, pc, told(pc, content)))
    assert (verdict["outcome"], verdict["findings"]) == ("accepted", [])


def test_the_receiver_finds_what_the_desktop_finds(bureau: Bureau, pc: AgencyPc) -> None:
    """The table that holds the desktop to its rules, laid before the judge."""
    bureau.clock.at = local("2026-11-02 18:00")  # type: ignore[attr-defined]
    sent(bureau, pc, a_sealed(pc, a_visit(record=1)))
    entries = [told(pc, content) for content, _, _, _ in BREACHES]
    bureau.take(pc, entries)
    verdicts = bureau.verdicts()
    for entry, (_, rule, pointer, why) in zip(entries, BREACHES, strict=True):
        verdict = verdicts[entry.hash]
        found = {(each["rule"], each["pointer"]) for each in verdict["findings"]}
        # What the shape alone refuses is a fault of form there, at the same place.
        assert (rule, pointer) in found or ("SCHEMA", pointer) in found, (why, found)
        blocks = any(each["action"] == "block" for each in verdict["findings"])
        assert (verdict["outcome"] == "returned") == blocks, (rule, why)


def test_a_finding_is_told_in_both_languages(bureau: Bureau, pc: AgencyPc) -> None:
    verdict = bureau.verdict(sent(bureau, pc, told(pc, a_call(visit=a_record(9)))))
    (finding,) = verdict["findings"]
    assert finding["text"]["zh"].startswith("没有已封存的服务记录")
    assert "no sealed visit" in finding["text"]["en"]


def test_a_notice_is_accepted_and_said(bureau: Bureau, pc: AgencyPc) -> None:
    verdict = bureau.verdict(sent(bureau, pc, told(pc, a_need(consent=False))))
    assert verdict["outcome"] == "accepted"
    assert [each["rule"] for each in verdict["findings"]] == ["CASE-CONSENT"]


def test_a_reply_answers_a_rating_and_nothing_else(bureau: Bureau, pc: AgencyPc) -> None:
    with bureau.office.database.write() as connection:
        bureau.office.state(connection, AGENCY, Kind.NOTICE, {"title": "t", "text": "x", "entries": []})
    with bureau.read() as connection:
        seq = feed.head(connection, AGENCY).seq
    assert bureau.outcome(sent(bureau, pc, told(pc, a_reply(notice=seq)))) == "accepted"
    verdict = sent(bureau, pc, told(pc, a_reply(notice=seq + 1)))  # that one's verdict is no rating
    assert bureau.rules(verdict) == ["CASE-UNKNOWN"]


def test_a_settlement_agrees_with_the_bureau_to_the_minute(bureau: Bureau, pc: AgencyPc) -> None:
    for number, start in enumerate(("2026-11-02 08:00", "2026-11-02 10:00"), 1):
        sent(bureau, pc, a_sealed(pc, a_visit(start, minutes=30, record=number)))
    off = sent(bureau, pc, told(pc, a_settlement("2026-11", SettlementLine("R1", 2, 61, 100))))
    assert bureau.outcome(off) == "returned"
    assert "CASE-SUM" in bureau.rules(off)
    right = sent(bureau, pc, told(pc, a_settlement("2026-11", SettlementLine("R1", 2, 60, 100))))
    assert (bureau.outcome(right), bureau.rules(right)) == ("accepted", ["CASE-EARLY"])
    again = sent(bureau, pc, told(pc, a_settlement("2026-11", SettlementLine("R1", 2, 60, 100))))
    assert "CASE-MONTH" in bureau.rules(again)


# ---- the light


def _light(bureau: Bureau, at: Any) -> tuple[str, str, tuple[str, ...]]:
    with bureau.office.database.write() as connection:
        furnish(
            connection, AGENCY, catalogue=None, assignments=(), staff=(),
            ruleset=read_json("rulesets", "starter.json"),
        )  # fmt: skip
        rating, _ = rate(connection, AGENCY, "2026-11", at)
    complaints = next(each for each in rating.indicators if each.id == "complaints_overdue")
    return rating.light.value, str(complaints.numerator), rating.vetoes


def test_an_overdue_complaint_counts_until_it_is_closed(bureau: Bureau, pc: AgencyPc) -> None:
    first = sent(bureau, pc, told(pc, a_complaint()))
    assert bureau.outcome(first) == "accepted"
    assert _light(bureau, local("2026-11-09 20:00"))[1] == "0"
    assert _light(bureau, local("2026-11-10 00:30"))[1] == "1"
    bureau.clock.at = local("2026-11-12 09:00")  # type: ignore[attr-defined]
    closed = a_complaint(state=ComplaintState.CLOSED, closed_at=local("2026-11-11 09:00"), result="已答复")
    second = told(pc, closed, 2, record=first.header().record, parent=first.hash, reason="closed")
    assert bureau.outcome(sent(bureau, pc, second)) == "accepted"
    assert _light(bureau, local("2026-11-12 09:00"))[1] == "0"


def test_a_complaint_turned_down_counts_for_nothing(bureau: Bureau, pc: AgencyPc) -> None:
    assert bureau.outcome(sent(bureau, pc, told(pc, a_complaint(recipient="R9")))) == "returned"
    assert _light(bureau, local("2026-11-20 09:00"))[1] == "0"


def test_a_grave_injury_that_came_late_is_a_veto(bureau: Bureau, pc: AgencyPc) -> None:
    grave = an_incident(severity=Severity.SERIOUS)
    bureau.clock.at = NOW + timedelta(days=2)  # type: ignore[attr-defined]
    assert bureau.outcome(sent(bureau, pc, told(pc, grave))) == "accepted"
    light, _, vetoes = _light(bureau, NOW + timedelta(days=2))
    assert (light, vetoes) == ("red", ("unreported_injury",))


def test_one_that_came_in_time_is_none(bureau: Bureau, pc: AgencyPc) -> None:
    sent(bureau, pc, told(pc, an_incident(severity=Severity.SERIOUS)))
    assert _light(bureau, NOW + timedelta(days=2))[2] == ()
