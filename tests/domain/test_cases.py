"""Small records: what goes over the wire comes back, and each rule at its boundary."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.case_rules import CASE_RULES, CaseWorld
from provider_desktop.domain.cases import (
    CaseKind,
    Content,
    check_case,
    kind_of,
    kind_of_op,
    op_of,
    read_case,
    write_case,
)
from provider_desktop.domain.complaints import Complaint, ComplaintState, complaint_facts, due_day
from provider_desktop.domain.findings import Action
from provider_desktop.domain.followups import Confirmed
from provider_desktop.domain.incidents import IncidentKind, Severity, ToldIncident, injury_vetoes
from provider_desktop.domain.needs import Person, Urgency
from provider_desktop.domain.ratings.facts import ComplaintFact
from provider_desktop.domain.settlement import Tally, TallyLine
from provider_desktop.domain.settlements import Deduction, Prices, SettlementLine, SettlementTotal, settle
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.payloads import payload_flaws
from provider_desktop.wording import LANGUAGES, finding_sentence
from tests.support.builders import a_record, local
from tests.support.cases import (
    a_call,
    a_complaint,
    a_need,
    a_reply,
    a_settlement,
    a_world,
    an_incident,
)

NOW = local("2026-11-02 18:00")
ALL = (a_need(), a_call(), a_complaint(), an_incident(), a_reply(), a_settlement())


@pytest.mark.parametrize("content", ALL, ids=lambda each: type(each).__name__)
def test_a_record_goes_over_the_wire_and_comes_back(content: Content) -> None:
    kind = kind_of(content)
    payload = json.loads(json.dumps(write_case(content)))
    assert payload_flaws(Op(op_of(kind, 1)), payload) == ()
    assert read_case(kind, payload) == (content, ())
    assert check_case(content, a_world()) == ()


@pytest.mark.parametrize("kind", CaseKind)
@pytest.mark.parametrize("payload", [[], None, "x", {}, {"recipient": 7, "person": [], "lines": [3]}])
def test_nonsense_is_a_fault_and_never_an_exception(kind: CaseKind, payload: Any) -> None:
    content, faults = read_case(kind, payload)
    assert faults
    assert all(fault.rule == "SCHEMA" for fault in faults)
    if content is not None:
        check_case(content, a_world())


def test_what_the_rules_refuse_to_read_the_shapes_refuse_too() -> None:
    """Both gates stand in a row at the receiver: neither lets through what breaks the other."""
    for content in ALL:
        kind = kind_of(content)
        payload = write_case(content)
        for member, value in payload.items():
            broken = {**payload, member: ["such"] if isinstance(value, dict) else {"no": "such"}}
            assert payload_flaws(Op(op_of(kind, 1)), broken), (kind, member)
            assert read_case(kind, broken)[1], (kind, member)


def test_operations_and_kinds_belong_together() -> None:
    for kind in CaseKind:
        assert kind_of_op(op_of(kind, 1)) is kind
    assert op_of(CaseKind.COMPLAINT, 2) == "complaint.update"
    assert op_of(CaseKind.NEED, 2) == ""
    assert kind_of_op("visit.create") is None
    assert kind_of_op("stream.open") is None


BREACHES: tuple[tuple[Content, str, str, str], ...] = (
    (a_need(person=Person(name="  ", phone="1")), "CASE-EMPTY", "/person/name", "name"),
    (a_need(person=Person(name="李")), "CASE-EMPTY", "/person/phone", "reach"),
    (a_need(recipient="R9"), "CASE-UNKNOWN", "/recipient", "recipient"),
    (a_need(dimensions=()), "CASE-EMPTY", "/dimensions", "dimensions"),
    (a_need(found_at=None), "CASE-EMPTY", "/found_at", "found_at"),
    (a_need(found_at=NOW + timedelta(minutes=6)), "CASE-TIME", "/found_at", "future"),
    (a_need(found_by="S9"), "CASE-UNKNOWN", "/found_by", "staff"),
    (a_need(text="\n"), "CASE-EMPTY", "/text", "text"),
    (a_need(consent=False), "CASE-CONSENT", "/consent", "normal"),
    (a_need(consent=False, urgency=Urgency.URGENT), "CASE-CONSENT", "/consent", "urgent"),
    (a_call(recipient=""), "CASE-EMPTY", "/recipient", "recipient"),
    (a_call(visit=a_record(9)), "CASE-UNKNOWN", "/visit", "visit"),
    (a_call(confirmed=Confirmed.NO), "CASE-EMPTY", "/text", "denied"),
    (a_call(confirmed=Confirmed.UNREACHED), "CASE-EMPTY", "/satisfaction", "unreached"),
    (a_complaint(due=None), "CASE-EMPTY", "/due", "due"),
    (a_complaint(due=date(2026, 11, 1)), "CASE-TIME", "/due", "due"),
    (a_complaint(closed_at=NOW), "CASE-TIME", "/closed_at", "open"),
    (a_complaint(state=ComplaintState.CLOSED, closed_at=NOW), "CASE-EMPTY", "/result", "result"),
    (a_complaint(state=ComplaintState.CLOSED, result="已道歉"), "CASE-EMPTY", "/closed_at", "closed_at"),
    (
        a_complaint(state=ComplaintState.CLOSED, closed_at=local("2026-11-02 10:59"), result="已道歉"),
        "CASE-TIME", "/closed_at", "order",
    ),
    (an_incident(staff=("S1", "S9")), "CASE-UNKNOWN", "/staff", "staff"),
    (an_incident(reported_at=local("2026-11-02 13:59")), "CASE-TIME", "/reported_at", "order"),
    (an_incident(measures=""), "CASE-EMPTY", "/measures", "measures"),
    (an_incident(happened_at=local("2026-11-01 14:39")), "CASE-LATE", "/reported_at", "minor"),
    (a_reply(notice=8), "CASE-UNKNOWN", "/notice", "notice"),
    (a_reply(records=(a_record(1), a_record(9))), "CASE-UNKNOWN", "/records", "visit"),
    (a_reply(cause=""), "CASE-EMPTY", "/cause", "cause"),
    (a_reply(done_by=None), "CASE-EMPTY", "/done_by", "done_by"),
    (a_reply(responsible=" "), "CASE-EMPTY", "/responsible", "responsible"),
    (a_settlement("2026-11"), "CASE-EARLY", "/month", "running"),
    (a_settlement(total=SettlementTotal(1, 2, 60, 6001)), "CASE-SUM", "/total", "total"),
    (
        a_settlement("2026-10", SettlementLine("R9", 1, 1, 1)),
        "CASE-UNKNOWN", "/lines/0/recipient", "recipient",
    ),
    (
        a_settlement("2026-10", SettlementLine("R1", 1, 1, 1, (Deduction(5, ""),))),
        "CASE-EMPTY", "/lines/0/deductions/0/reason", "reason",
    ),
    (
        a_settlement("2026-10", SettlementLine("R1", 1, 1, 1), SettlementLine("R1", 1, 1, 1)),
        "CASE-SUM", "/lines/1/recipient", "twice",
    ),
    (a_settlement(confirmed_by=""), "CASE-EMPTY", "/confirmed_by", "confirmed_by"),
)  # fmt: skip


@pytest.mark.parametrize(("content", "rule", "pointer", "why"), BREACHES)
def test_each_breach_is_the_one_finding_and_has_a_sentence(
    content: Content, rule: str, pointer: str, why: str
) -> None:
    (found,) = check_case(content, a_world())
    assert (found.rule, found.pointer, found.values["why"]) == (rule, pointer, why)
    assert found.action is CASE_RULES[rule]
    for language in LANGUAGES:
        text = finding_sentence(rule, found.values, language)
        assert text != rule
        assert "–" not in text, text


def test_five_minutes_ahead_are_a_clock_and_six_are_a_mistake() -> None:
    assert check_case(a_call(at=NOW + timedelta(minutes=5)), a_world()) == ()
    assert check_case(a_call(at=NOW + timedelta(minutes=5, seconds=1)), a_world())


def test_an_incident_told_on_the_last_minute_is_in_time() -> None:
    told = an_incident(happened_at=local("2026-11-01 14:40"))
    assert check_case(told, a_world()) == ()
    assert check_case(told, a_world(incident_hours=23))[0].values["late"] == 1


# ---- facts of the rating


def _fact(until: date, **changes: Any) -> ComplaintFact | None:
    return next(iter(complaint_facts([("C1", a_complaint(**changes))], until)), None)


def test_a_complaint_is_in_time_on_its_last_day_and_overdue_the_day_after() -> None:
    assert _fact(date(2026, 11, 9)) == ComplaintFact("C1", open=True, overdue=False)
    assert _fact(date(2026, 11, 10)) == ComplaintFact("C1", open=True, overdue=True)


def test_a_complaint_is_no_fact_before_it_came() -> None:
    assert _fact(date(2026, 11, 1)) is None


def test_a_complaint_closed_late_was_overdue_until_then_and_is_not_any_more() -> None:
    closed: dict[str, Any] = {"state": ComplaintState.CLOSED, "closed_at": local("2026-11-12 09:00")}
    assert _fact(date(2026, 11, 11), **closed) == ComplaintFact("C1", open=True, overdue=True)
    assert _fact(date(2026, 11, 12), **closed) == ComplaintFact("C1", open=False, overdue=False)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_overdue_is_open_and_past_its_day(due: int, closed: int, until: int) -> None:
    received = local("2026-11-01 08:00")
    complaint = Complaint(
        received_at=received,
        due=due_day(received, due),
        state=ComplaintState.CLOSED,
        closed_at=received + timedelta(days=closed),
    )
    (fact,) = complaint_facts([("C", complaint)], date(2026, 11, 1) + timedelta(days=until))
    assert fact.open == (closed > until)
    assert fact.overdue == (closed > until and due < until)


def test_only_a_grave_injury_told_too_late_is_a_veto() -> None:
    first, until = date(2026, 11, 1), date(2026, 11, 30)
    grave = an_incident(severity=Severity.SERIOUS)
    in_time, late = grave.happened_at, local("2026-11-03 14:01")
    assert in_time is not None

    def vetoes(incident: Any, received: Any, now: Any = NOW) -> int:
        return len(injury_vetoes([ToldIncident("I", incident, received)], now, first, until))

    assert vetoes(grave, in_time + timedelta(hours=24)) == 0
    assert vetoes(grave, late) == 1
    assert vetoes(grave, None) == 0, "its clock still runs"
    assert vetoes(grave, None, late) == 1, "sealed and never sent"
    assert vetoes(an_incident(), late) == 0, "slight"
    assert vetoes(an_incident(kind=IncidentKind.PROPERTY, severity=Severity.SERIOUS), late) == 0
    october = an_incident(severity=Severity.FATAL, happened_at=local("2026-10-31 14:00"))
    assert vetoes(october, late) == 0, "of another period"


# ---- settlements


def _tally(*lines: TallyLine) -> Tally:
    visits, minutes = sum(line.visits for line in lines), sum(line.minutes for line in lines)
    return Tally("2026-10", visits, minutes, 0, lines, (), ())


def test_a_settlement_is_the_tally_at_the_price_less_deductions() -> None:
    month = _tally(TallyLine("R1", 2, 61, 0), TallyLine("R2", 0, 0, 3))
    off = {"R1": (Deduction(500, "迟到"),), "R3": ()}
    made = settle(month, Prices(per_visit=1000, per_hour=3000), off, "test-1", "李主任")
    (line,) = made.lines
    assert (line.visits, line.minutes, line.gross, line.deducted) == (2, 61, 2000 + 3050, 500)
    assert made.total == SettlementTotal(1, 2, 61, 4550)
    assert check_case(made, a_world(tally=month)) == ()


def test_who_was_never_visited_has_a_line_only_for_a_deduction() -> None:
    made = settle(_tally(), Prices(), {"R1": (Deduction(500, "未履约"),)}, "test-1", "李主任")
    assert [(line.recipient, line.amount) for line in made.lines] == [("R1", -500)]
    assert check_case(made, a_world(tally=_tally())) == ()


@pytest.mark.parametrize(
    "tallied",
    [
        _tally(TallyLine("R1", 2, 61, 0)),
        _tally(TallyLine("R1", 3, 60, 0)),
        _tally(),
        _tally(TallyLine("R1", 2, 60, 0), TallyLine("R2", 1, 1, 0)),
    ],
)
def test_a_minute_more_or_less_than_the_bureau_tallies_is_found(tallied: Tally) -> None:
    (found,) = check_case(a_settlement(), a_world(tally=tallied))
    assert (found.rule, found.values["why"]) == ("CASE-SUM", "tally")


def test_a_settled_month_is_not_settled_again() -> None:
    world: CaseWorld = a_world(settled=frozenset({"2026-10"}))
    assert [found.rule for found in check_case(a_settlement(), world)] == ["CASE-MONTH"]
    assert CASE_RULES["CASE-MONTH"] is Action.BLOCK


@given(st.integers(0, 500), st.integers(0, 100_000), st.integers(0, 10_000), st.integers(0, 20_000))
def test_half_a_fen_is_rounded_up_and_never_lost(
    visits: int, minutes: int, per_visit: int, per_hour: int
) -> None:
    exact = visits * per_visit * 60 + minutes * per_hour
    amount = Prices(per_visit, per_hour).of(visits, minutes)
    assert -30 < amount * 60 - exact <= 30
