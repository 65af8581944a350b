"""The table of check cases, and what lies between rules: sealing, acknowledging, withdrawing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provider_desktop.domain.checks import (
    VISIT_RULES,
    CheckContext,
    Moment,
    Neighbour,
    build_context,
    can_seal,
    check_visit,
    check_withdrawal,
    unacknowledged,
)
from provider_desktop.domain.findings import Action, Finding, worst
from provider_desktop.domain.visit_index import VisitIndex
from provider_desktop.domain.visits import Acknowledgement, Outcome, Visit
from tests.support.builders import (
    a_catalogue,
    a_record,
    a_staff_member,
    a_visit,
    an_assignment,
    local,
)
from tests.support.check_cases import CheckCase, check_cases

NOW = local("2026-11-02 20:00")


def world(*others: Visit) -> VisitIndex:
    return VisitIndex(others, (a_catalogue(),), (an_assignment(),), (a_staff_member(),))


def found(visit: Visit, *others: Visit) -> tuple[Finding, ...]:
    return check_visit(visit, build_context(visit, world(*others), Moment(NOW)))


@pytest.mark.parametrize("case", check_cases(), ids=lambda case: f"{case.rule}: {case.name}")
def test_every_case_of_the_table_gives_its_findings_and_no_other(case: CheckCase) -> None:
    visit = case.visit()
    findings = check_visit(visit, build_context(visit, case.source(), case.when()))

    assert [(each.rule, each.action.value, each.pointer) for each in findings] == [
        (each["rule"], each["action"], each["pointer"]) for each in case.expected
    ]
    for each, expected in zip(findings, case.expected, strict=True):
        assert {name: each.values[name] for name in expected.get("values", {})} == expected.get("values", {})


def test_the_table_finds_and_passes_every_rule() -> None:
    finds = {each["rule"] for case in check_cases() for each in case.expected if each["rule"] == case.rule}
    passes = {case.rule for case in check_cases() if not any(e["rule"] == case.rule for e in case.expected)}
    assert finds == set(VISIT_RULES)
    assert passes >= set(VISIT_RULES)


@pytest.mark.parametrize(
    ("changes", "pointer", "why"),
    [
        ({"recipient": ""}, "/recipient", "missing"),
        ({"staff": ()}, "/staff", "missing"),
        ({"staff": ("S1", "S1")}, "/staff", "twice"),
        ({"items": ()}, "/items", "no_items"),
        ({"outcome": Outcome.ABSENT}, "/items", "items_not_done"),
    ],
)
def test_what_is_no_visit_is_told_first_and_blocks(
    changes: dict[str, object], pointer: str, why: str
) -> None:
    first = found(replace(a_visit(), **changes))[0]  # type: ignore[arg-type]
    assert (first.rule, first.action, first.pointer, first.values["why"]) == (
        "SCHEMA",
        Action.BLOCK,
        pointer,
        why,
    )


def test_the_own_record_is_no_neighbour_and_uses_nothing() -> None:
    visit = a_visit(minutes=30)
    edited = replace(visit, remarks="again")
    assert found(edited, visit) == ()


def test_a_visit_of_another_agency_is_not_told() -> None:
    visit, other = a_visit(), a_visit("2026-11-02 09:10", record=2)
    context = replace(
        build_context(visit, world(), Moment(NOW)), neighbours=(Neighbour(other, foreign=True),)
    )
    staff, recipient = check_visit(visit, context)
    assert (staff.rule, recipient.rule) == ("OVER-STAFF", "OVER-RECIPIENT")
    for finding in (staff, recipient):
        assert finding.values["why"] == "foreign"
        assert not {"record", "in", "out"} & set(finding.values)


def test_neighbours_that_have_no_span_are_passed_over() -> None:
    visit = a_visit()
    odd = a_visit(minutes=-10, record=2)
    context = replace(build_context(visit, world(), Moment(NOW)), neighbours=(Neighbour(odd),))
    assert check_visit(visit, context) == ()


def test_without_any_knowledge_everything_that_must_be_known_is_missing() -> None:
    visit = a_visit(staff=("S1",))
    rules = [each.rule for each in check_visit(visit, CheckContext(NOW))]
    assert rules == ["SCOPE-ASSIGNED", "SCOPE-VERSION", "STAFF-ROSTER"]


def test_an_overlap_without_a_catalogue_is_still_found() -> None:
    visit, other = a_visit(), a_visit("2026-11-02 09:10", record=2, staff=("S2",))
    index = VisitIndex((other,), (), (an_assignment(),), (a_staff_member(),))
    rules = [each.rule for each in check_visit(visit, build_context(visit, index, Moment(NOW)))]
    assert "OVER-RECIPIENT" in rules


def test_an_ask_is_sealed_once_acknowledged_with_a_reason() -> None:
    visit = a_visit(minutes=10)
    findings = found(visit)
    assert [each.rule for each in unacknowledged(findings, visit)] == ["TIME-SHORT"]
    assert not can_seal(findings, visit)

    blank = replace(visit, acknowledged=(Acknowledgement("TIME-SHORT", " "),))
    assert not can_seal(found(blank), blank)
    other = replace(visit, acknowledged=(Acknowledgement("TIME-LONG", "as_recorded"),))
    assert not can_seal(found(other), other)
    answered = replace(visit, acknowledged=(Acknowledgement("TIME-SHORT", "as_recorded"),))
    assert can_seal(found(answered), answered)


def test_a_block_is_never_sealed_and_a_notice_always() -> None:
    visit = replace(a_visit(), acknowledged=(Acknowledgement("TIME-ORDER", "as_recorded"),))
    assert not can_seal([Finding("TIME-ORDER", Action.BLOCK)], visit)
    assert can_seal([Finding("EVID-PLACE", Action.NOTICE)], a_visit())
    assert can_seal([], a_visit())


def test_only_a_locked_month_keeps_a_visit_from_being_withdrawn() -> None:
    visit = a_visit(minutes=-10)
    context = build_context(visit, world(), Moment(NOW, settled=frozenset({"2026-11"})))
    assert [each.rule for each in check_withdrawal(visit, context)] == ["TIME-LOCKED"]
    assert check_withdrawal(visit, replace(context, settled=frozenset())) == ()


def test_the_gravest_action_of_findings() -> None:
    assert worst([]) is None
    assert worst([Finding("A", Action.NOTICE), Finding("B", Action.ASK)]) is Action.ASK
    assert a_record(1) < a_record(2)
