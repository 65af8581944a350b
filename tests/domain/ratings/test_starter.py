"""The starter rule set: every indicator on, above and below each of its bounds, and without data."""

from datetime import timedelta
from typing import Any

import pytest

from provider_desktop.domain.ratings.engine import IndicatorResult, Rating, evaluate
from provider_desktop.domain.ratings.facts import ComplaintFact, DueFact, Facts, StaffFact, VetoFact
from provider_desktop.domain.ratings.rules import Light
from provider_desktop.resources import read_json
from tests.support.ratings import LAST, november, starter, visits

RULES = starter()


def rate(facts: Facts) -> Rating:
    return evaluate(RULES, facts, "2026-11")


def result_of(indicator: str, facts: Facts) -> IndicatorResult:
    return rate(facts).indicator(indicator)


#: indicator → how a visit that fails it differs from a good one
FAILING: dict[str, dict[str, Any]] = {
    "duration_met": {"below_minimum": True},
    "evidence_complete": {"evidence_complete": False},
    "place_bad": {"place_bad": True},
    "reported_on_time": {"on_time": False},
    "first_pass": {"first_version_accepted": False},
    "manual_correction": {"corrected_unasked": True},
    "satisfaction": {"satisfaction": 3},
}

#: indicator, of how many, how many fail, value, light: on the bound and one past it
CASES = [
    ("duration_met", 100, 5, "95.00", Light.GREEN),
    ("duration_met", 100, 6, "94.00", Light.YELLOW),
    ("duration_met", 100, 15, "85.00", Light.YELLOW),
    ("duration_met", 100, 16, "84.00", Light.RED),
    ("evidence_complete", 100, 2, "98.00", Light.GREEN),
    ("evidence_complete", 100, 3, "97.00", Light.YELLOW),
    ("evidence_complete", 100, 10, "90.00", Light.YELLOW),
    ("evidence_complete", 100, 11, "89.00", Light.RED),
    ("place_bad", 100, 2, "2.00", Light.GREEN),
    ("place_bad", 100, 3, "3.00", Light.YELLOW),
    ("place_bad", 100, 5, "5.00", Light.YELLOW),
    ("place_bad", 100, 6, "6.00", Light.RED),
    ("reported_on_time", 100, 2, "98.00", Light.GREEN),
    ("reported_on_time", 100, 3, "97.00", Light.YELLOW),
    ("reported_on_time", 100, 10, "90.00", Light.YELLOW),
    ("reported_on_time", 100, 11, "89.00", Light.RED),
    ("first_pass", 100, 3, "97.00", Light.GREEN),
    ("first_pass", 217, 6, "97.24", Light.GREEN),
    ("first_pass", 100, 4, "96.00", Light.YELLOW),
    ("first_pass", 100, 10, "90.00", Light.YELLOW),
    ("first_pass", 100, 11, "89.00", Light.RED),
    ("manual_correction", 100, 5, "5.00", Light.GREEN),
    ("manual_correction", 100, 6, "6.00", Light.YELLOW),
    ("manual_correction", 100, 15, "15.00", Light.YELLOW),
    ("manual_correction", 100, 16, "16.00", Light.RED),
    ("satisfaction", 100, 5, "95.00", Light.GREEN),
    ("satisfaction", 100, 6, "94.00", Light.YELLOW),
    ("satisfaction", 100, 20, "80.00", Light.YELLOW),
    ("satisfaction", 100, 21, "79.00", Light.RED),
]


@pytest.mark.parametrize(("indicator", "among", "failing", "value", "light"), CASES)
def test_bounds(indicator: str, among: int, failing: int, value: str, light: Light) -> None:
    bad = visits(failing, "BAD", capture="phone", **FAILING[indicator])
    facts = november(visits(among - failing, "GOOD", capture="phone"), bad)
    result = result_of(indicator, facts)
    assert (result.value, result.light) == (value, light)
    assert result.denominator == among == len(result.counted)
    assert result.failing == tuple(visit.record for visit in bad)


def test_a_value_that_only_rounds_to_the_bound_does_not_reach_it() -> None:
    facts = november(visits(1028), visits(21, "X", evidence_complete=False))
    result = result_of("evidence_complete", facts)
    assert (result.value, result.light) == ("98.00", Light.YELLOW)


@pytest.mark.parametrize("indicator", FAILING)
def test_below_the_minimum_sample_there_is_no_data(indicator: str) -> None:
    nine = result_of(indicator, november(visits(9, capture="phone", **FAILING[indicator])))
    assert (nine.value, nine.exact, nine.light, nine.band) == ("", None, Light.NONE, "")
    assert nine.denominator == 9
    ten = result_of(indicator, november(visits(10, capture="phone", **FAILING[indicator])))
    assert ten.light is Light.RED


@pytest.mark.parametrize(
    ("done", "light", "value"),
    [
        (95, Light.GREEN, "95.00"),
        (94, Light.YELLOW, "94.00"),
        (85, Light.YELLOW, "85.00"),
        (84, Light.RED, "84.00"),
        (0, Light.RED, "0.00"),
        (120, Light.GREEN, "100.00"),
    ],
)
def test_plan_completion(done: int, light: Light, value: str) -> None:
    result = result_of("plan_completion", november(visits(done), due=100))
    assert (result.light, result.value, result.denominator) == (light, value, 100)


def test_more_visits_to_one_do_not_hide_fewer_to_another() -> None:
    facts = november(
        visits(20, recipient="R1"),
        visits(4, "B", recipient="R2"),
        due=0,
    )
    facts = Facts(facts.first, facts.until, facts.visits, due=(DueFact("R1", 12), DueFact("R2", 12)))
    result = result_of("plan_completion", facts)
    assert (result.numerator, result.denominator) == (16, 24)
    assert result.counted == ("R1", "R2")
    assert result.failing == ("R2",)


def test_absent_and_refused_excuse_the_plan_and_are_not_done() -> None:
    excused = visits(3, "A", outcome="absent") + visits(2, "B", outcome="refused")
    result = result_of("plan_completion", november(visits(95), excused, due=100))
    assert (result.numerator, result.denominator, result.light) == (95, 95, Light.GREEN)


def test_excuses_never_make_the_plan_negative() -> None:
    result = result_of("plan_completion", november(visits(15, "A", outcome="absent"), due=12))
    assert (result.denominator, result.light, result.counted) == (0, Light.NONE, ())


@pytest.mark.parametrize(
    "change",
    [{"state": "returned"}, {"state": "withdrawn"}, {"state": "conflict"}, {"counts_as_visit": False}],
)
def test_what_is_no_visit_done(change: dict[str, Any]) -> None:
    facts = november(visits(20), visits(5, "X", **change), due=25)
    rating = rate(facts)
    assert rating.indicator("plan_completion").numerator == 20
    assert rating.indicator("duration_met").denominator == 20


def test_visits_outside_the_days_are_left_out() -> None:
    facts = november(visits(10), visits(3, "L", day=LAST + timedelta(days=1)), due=10)
    assert result_of("duration_met", facts).denominator == 10


def test_place_counts_visits_captured_by_phone_only() -> None:
    facts = november(visits(50, capture="paper", place_bad=True), visits(10, "P", capture="phone"))
    result = result_of("place_bad", facts)
    assert (result.numerator, result.denominator, result.light) == (0, 10, Light.GREEN)


def test_timeliness_counts_what_was_received_and_has_a_sign_out() -> None:
    facts = november(visits(10), visits(5, "N", received=False, on_time=None), visits(3, "O", on_time=None))
    assert result_of("reported_on_time", facts).denominator == 10


def test_unrated_visits_do_not_count_for_satisfaction() -> None:
    facts = november(visits(10, satisfaction=2), visits(90, "U", satisfaction=0))
    result = result_of("satisfaction", facts)
    assert (result.value, result.denominator) == ("100.00", 10)


def staff_with(*days_left: int | None, valid: bool = True) -> tuple[StaffFact, ...]:
    return tuple(
        StaffFact(f"S{number}", True, valid, None if days is None else LAST + timedelta(days=days))
        for number, days in enumerate(days_left)
    )


@pytest.mark.parametrize(
    ("staff", "light", "value"),
    [
        (staff_with(None, 31, 400), Light.GREEN, "100.00"),
        (staff_with(None, 30), Light.YELLOW, "100.00"),
        (staff_with(0), Light.YELLOW, "100.00"),
        (staff_with(12, 20, None), Light.YELLOW, "100.00"),
        ((*staff_with(None), StaffFact("X", True, False, LAST - timedelta(days=1))), Light.RED, "50.00"),
        ((*staff_with(None), StaffFact("X", False, False, LAST - timedelta(days=9))), Light.GREEN, "100.00"),
        ((*staff_with(None), StaffFact("X", False, True, LAST)), Light.GREEN, "100.00"),
        ((StaffFact("X", False, True, None),), Light.NONE, ""),
        ((), Light.NONE, ""),
    ],
)
def test_certificates(staff: tuple[StaffFact, ...], light: Light, value: str) -> None:
    result = result_of("certificates_valid", november(staff=staff))
    assert (result.light, result.value) == (light, value)


@pytest.mark.parametrize(
    ("overdue", "light"), [(0, Light.GREEN), (1, Light.YELLOW), (2, Light.RED), (5, Light.RED)]
)
def test_overdue_complaints(overdue: int, light: Light) -> None:
    complaints = tuple(ComplaintFact(f"C{number}", True, True) for number in range(overdue))
    complaints += (ComplaintFact("closed", False, True), ComplaintFact("young", True, False))
    result = result_of("complaints_overdue", november(complaints=complaints))
    assert (result.light, result.value, result.numerator) == (light, str(overdue), overdue)
    assert result.failing == tuple(f"C{number}" for number in range(overdue))
    assert result.denominator == overdue + 2


def test_no_data_at_all_is_grey() -> None:
    rating = rate(november())
    assert (rating.light, rating.band, rating.score) == (Light.NONE, "", "")
    assert {result.light for result in rating.indicators} == {Light.NONE}


def test_the_light_is_the_worst_indicator_and_grey_does_not_pull_it() -> None:
    good = november(visits(100), due=100)
    assert rate(good).light is Light.GREEN
    assert rate(good).indicator("place_bad").light is Light.NONE
    assert rate(november(visits(94), due=100)).light is Light.YELLOW
    assert (
        rate(november(visits(94), visits(20, "S", below_minimum=True, satisfaction=4), due=100)).light
        is Light.RED
    )


@pytest.mark.parametrize("veto", ["false_record", "unreported_injury", "data_loss"])
def test_a_veto_is_red_whatever_the_indicators_say(veto: str) -> None:
    rating = rate(november(visits(100), due=100, vetoes=(VetoFact(veto, "V001"), VetoFact(veto, "V002"))))
    assert (rating.light, rating.vetoes) == (Light.RED, (veto,))
    assert rate(november(vetoes=(VetoFact(veto),))).light is Light.RED


def test_a_veto_does_not_mend_a_worse_light_nor_does_an_unknown_one_pass() -> None:
    red = november(visits(10), due=100, vetoes=(VetoFact("data_loss"),))
    assert rate(red).light is Light.RED
    with pytest.raises(ValueError, match="rumour"):
        rate(november(vetoes=(VetoFact("rumour"),)))


def test_the_rating_names_its_period_and_rule_set() -> None:
    rating = rate(november())
    assert (rating.period, rating.ruleset) == ("2026-11", "test-1")
    with pytest.raises(KeyError):
        rating.indicator("nothing")


def test_every_check_of_the_field_has_its_default_action() -> None:
    body = read_json("rulesets", "starter.json")
    actions = {rule: member["action"] for rule, member in body["checks"].items()}
    assert len(actions) == 28
    assert {rule for rule, action in actions.items() if action == "notice"} == {
        "OVER-TRAVEL",
        "EVID-TIME",
        "EVID-PLACE",
    }
    assert {rule for rule, action in actions.items() if action == "ask"} == {
        "TIME-LONG",
        "TIME-SHORT",
        "TIME-LATE",
        "OVER-RECIPIENT",
        "OVER-CAP",
        "SCOPE-PLAN",
        "SCOPE-QUOTA",
        "EVID-MISSING",
        "EVID-REUSED",
        "CELL-MISMATCH",
    }
    assert all(isinstance(limit, int) and limit > 0 for limit in body["limits"].values())
