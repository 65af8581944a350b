"""Steps to green: doing them turns the light, doing one fewer does not."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.ratings.engine import evaluate
from provider_desktop.domain.ratings.facts import ComplaintFact, DueFact, Facts, StaffFact, VetoFact
from provider_desktop.domain.ratings.rules import Light, Remedy, RuleSet
from provider_desktop.domain.ratings.to_green import Reason, Step, steps_to_green
from tests.support.ratings import (
    LAST,
    a_language,
    a_visit,
    an_indicator,
    november,
    rules_from,
    shipped,
    starter,
    visits,
)

RULES = starter()


def steps(facts: Facts, rules: RuleSet = RULES) -> tuple[Step, ...]:
    return steps_to_green(rules, facts, evaluate(rules, facts, "p"))


def test_green_and_grey_ask_for_nothing() -> None:
    assert steps(november(visits(100), due=100)) == ()
    assert steps(november()) == ()


def test_five_visits_and_one_certificate() -> None:
    facts = november(visits(217), staff=(StaffFact("S1", True, True, LAST + timedelta(days=2)),), due=233)
    assert steps(facts) == (
        Step("plan_completion", Reason.BOUND, Remedy.VISITS, 5, ("R1",)),
        Step("certificates_valid", Reason.CONDITION, Remedy.RENEW, 1, ("S1",)),
    )


def test_invalid_and_expiring_certificates_are_two_steps() -> None:
    staff = (
        StaffFact("S1", True, False, LAST - timedelta(days=3)),
        StaffFact("S2", True, True, LAST),
        StaffFact("S3", True, True),
    )
    assert steps(november(staff=staff)) == (
        Step("certificates_valid", Reason.BOUND, Remedy.RENEW, 1, ("S1",)),
        Step("certificates_valid", Reason.CONDITION, Remedy.RENEW, 1, ("S2",)),
    )


def test_recipients_short_of_most_come_first() -> None:
    facts = replace(november(visits(1)), due=(DueFact("R1", 3), DueFact("R2", 9), DueFact("R3", 2)))
    (step,) = steps(facts)
    assert (step.count, step.keys) == (13, ("R2", "R1", "R3"))


def test_complaints_to_close() -> None:
    complaints = tuple(ComplaintFact(f"C{number}", True, True) for number in range(3))
    assert steps(november(complaints=complaints)) == (
        Step("complaints_overdue", Reason.BOUND, Remedy.CLOSE, 3, ("C0", "C1", "C2")),
    )


def test_what_cannot_be_undone_is_diluted() -> None:
    (step,) = steps(november(visits(94), visits(6, "X", first_version_accepted=False)))
    assert (step.remedy, step.count) == (Remedy.DILUTE, 100)
    assert step.keys == tuple(f"X{number:03d}" for number in range(6))


def test_a_veto_cannot_be_worked_off() -> None:
    facts = november(visits(100), due=100, vetoes=(VetoFact("data_loss"),))
    assert steps(facts) == (Step("data_loss", Reason.VETO, Remedy.CORRECT, 0, ()),)


def test_scores_have_no_single_way() -> None:
    rules = rules_from(shipped("texas_evv"))
    facts = replace(november(visits(20, capture="manual")))
    assert evaluate(rules, facts, "p").light is Light.RED
    assert steps(facts, rules) == ()


def custom(*indicators: dict[str, Any]) -> RuleSet:
    return rules_from(a_language() | {"indicators": list(indicators)})


def test_out_of_reach_is_said() -> None:
    all_of_them = [{"band": "a", "at": "100"}, {"band": "d"}]
    facts = november(visits(9, capture="phone"), visits(1, "X"))
    assert steps(facts, custom(an_indicator("phone", bands=all_of_them))) == (
        Step("phone", Reason.UNREACHABLE, Remedy.DILUTE, 0, ("X000",)),
    )
    never_green = [{"band": "c", "at": "95"}, {"band": "d"}]
    assert steps(facts, custom(an_indicator("phone", bands=never_green))) == (
        Step("phone", Reason.UNREACHABLE, Remedy.DILUTE, 0, ()),
    )
    not_yet = [{"band": "a", "at": [{"from": "2027-01-01", "value": "1"}]}, {"band": "d"}]
    assert steps(facts, custom(an_indicator("phone", bands=not_yet))) == (
        Step("phone", Reason.UNREACHABLE, Remedy.DILUTE, 0, ()),
    )
    average = {"kind": "average", "over": "visits", "field": "minutes"}
    bands = [{"band": "a", "at": "60"}, {"band": "d"}]
    (step,) = steps(facts, custom(an_indicator("minutes", measure=average, bands=bands)))
    assert step.reason is Reason.UNREACHABLE


def looking_at(condition: dict[str, str], **members: Any) -> RuleSet:
    bands = [{"band": "a", "at": "50", "if": [condition]}, {"band": "d"}]
    complete = {"kind": "ratio", "over": "visits", "share": {"field": "evidence_complete", "equals": True}}
    other = an_indicator("complete", measure=complete, remedy="correct", minimum=5) | members
    del other["bands"]
    return custom(an_indicator("phone", bands=bands), other)


def test_a_condition_on_another_indicator_is_a_step_there() -> None:
    rules = looking_at({"indicator": "complete", "at_least": "90"})
    facts = november(visits(16, capture="phone"), visits(4, "X", capture="phone", evidence_complete=False))
    assert steps(facts, rules) == (
        Step("complete", Reason.BOUND, Remedy.CORRECT, 2, ("X000", "X001", "X002", "X003")),
    )
    both = looking_at({"indicator": "complete", "at_least": "90", "at_most": "95"})
    assert [step.count for step in steps(facts, both)] == [2]


def test_an_upper_limit_on_what_is_better_high_is_out_of_reach() -> None:
    rules = looking_at({"indicator": "complete", "at_most": "50"})
    (step,) = steps(november(visits(16, capture="phone")), rules)
    assert (step.indicator, step.reason) == ("complete", Reason.UNREACHABLE)


def test_conditions_that_are_met_or_without_data_ask_for_nothing_more() -> None:
    rules = looking_at({"indicator": "complete", "at_least": "90"})
    (step,) = steps(november(visits(16)), rules)
    assert (step.indicator, step.count) == ("phone", 16)
    (step,) = steps(november(visits(4)), rules)
    assert (step.indicator, step.count) == ("phone", 4)


@pytest.mark.parametrize(("served", "expected"), [(0, 2), (1, 1)])
def test_a_condition_may_ask_for_more_of_something(served: int, expected: int) -> None:
    where = {"over": "staff", "where": {"field": "served", "equals": True}}
    bands = [{"band": "a", "at": "50", "if": [{"count": where, "at_least": 2}]}, {"band": "d"}]
    rules = custom(an_indicator("phone", bands=bands))
    staff = tuple(StaffFact(f"S{number}", True, True) for number in range(served))
    facts = november(visits(16, capture="phone"), staff=staff)
    assert steps(facts, rules) == (Step("phone", Reason.CONDITION, Remedy.DILUTE, expected, ()),)


def test_met_count_conditions_ask_for_nothing() -> None:
    where = {"over": "staff", "where": {"field": "served", "equals": True}}
    bands = [{"band": "a", "at": "50", "if": [{"count": where, "at_least": 0}]}, {"band": "d"}]
    (step,) = steps(november(visits(16)), custom(an_indicator("phone", bands=bands)))
    assert step.reason is Reason.BOUND


# ---------------------------------------------------------------- carried out

FAULTS = st.fixed_dictionaries(
    {
        "recipient": st.sampled_from(["R1", "R2"]),
        "below_minimum": st.booleans(),
        "evidence_complete": st.booleans(),
        "on_time": st.booleans(),
        "first_version_accepted": st.booleans(),
        "corrected_unasked": st.booleans(),
        "satisfaction": st.integers(0, 4),
        "capture": st.sampled_from(["phone", "paper"]),
        "place_bad": st.booleans(),
    }
)
CERTIFICATES = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.sampled_from([None, 5, 30, 31])), max_size=4
).map(
    lambda rows: tuple(
        StaffFact(f"S{index}", served, valid, None if days is None else LAST + timedelta(days=days))
        for index, (served, valid, days) in enumerate(rows)
    )
)
HISTORIES = st.builds(
    lambda faults, planned, staff, overdue: Facts(
        november().first,
        LAST,
        tuple(a_visit(f"V{index}", **each) for index, each in enumerate(faults)),
        (DueFact("R1", planned[0]), DueFact("R2", planned[1])),
        staff,
        tuple(ComplaintFact(f"C{index}", True, True) for index in range(overdue)),
    ),
    st.lists(FAULTS, max_size=20),
    st.tuples(st.integers(0, 12), st.integers(0, 12)),
    CERTIFICATES,
    st.integers(0, 3),
)


def carried_out(facts: Facts, todo: tuple[Step, ...]) -> Facts:
    """The facts after an agency has worked through the list, in the plainest way."""
    for step in todo:
        chosen = step.keys[: step.count]
        match step.remedy:
            case Remedy.VISITS:
                facts = replace(facts, visits=facts.visits + _visits_to_those_short(facts, step))
            case Remedy.CORRECT:
                mended = (
                    replace(v, evidence_complete=v.evidence_complete or v.record in chosen)
                    for v in facts.visits
                )
                facts = replace(facts, visits=tuple(mended))
            case Remedy.RENEW:
                renewed = (
                    replace(each, valid=True, next_expiry=None) if each.staff in chosen else each
                    for each in facts.staff
                )
                facts = replace(facts, staff=tuple(renewed))
            case Remedy.CLOSE:
                closed = (replace(each, open=each.complaint not in chosen) for each in facts.complaints)
                facts = replace(facts, complaints=tuple(closed))
            case Remedy.DILUTE:
                more = visits(step.count, f"{step.indicator}-", recipient="R9", capture="phone")
                facts = replace(facts, visits=facts.visits + more)
    return facts


def _visits_to_those_short(facts: Facts, step: Step) -> tuple[Any, ...]:
    done = Counter(visit.recipient for visit in facts.visits)
    planned = {fact.recipient: fact.planned for fact in facts.due}
    wanted = [key for key in step.keys for _ in range(planned[key] - done[key])]
    return tuple(
        a_visit(f"N{index}", recipient=recipient, capture="phone")
        for index, recipient in enumerate(wanted[: step.count])
    )


@given(HISTORIES)
def test_doing_the_list_turns_every_indicator_green(facts: Facts) -> None:
    todo = steps(facts)
    assert all(step.count for step in todo)
    before = evaluate(RULES, facts, "p")
    after = evaluate(RULES, carried_out(facts, todo), "p")
    for old, new in zip(before.indicators, after.indicators, strict=True):
        # what was grey may come to light with the visits added, and then has its own steps
        if old.light is not Light.NONE:
            assert new.light in (Light.GREEN, Light.NONE), new


@given(HISTORIES, st.data())
def test_one_fewer_of_any_step_does_not(facts: Facts, data: st.DataObject) -> None:
    todo = steps(facts)
    if not todo:
        return
    step = data.draw(st.sampled_from(todo))
    after = evaluate(RULES, carried_out(facts, (replace(step, count=step.count - 1),)), "p")
    assert after.indicator(step.indicator).light not in (Light.GREEN, Light.NONE)
