"""Distances, margins and the records behind an indicator, checked by carrying them out."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.ratings.bands import reaches
from provider_desktop.domain.ratings.engine import IndicatorResult, evaluate
from provider_desktop.domain.ratings.explain import (
    By,
    Cost,
    Gap,
    Margin,
    costs,
    gap_to,
    green_rule,
    margin_to,
    records_behind,
)
from provider_desktop.domain.ratings.facts import ComplaintFact, DueFact, Facts, StaffFact
from provider_desktop.domain.ratings.rules import Better, Indicator, Light, Measure, MeasureKind
from tests.support.ratings import a_language, an_indicator, november, rules_from, starter, visits

RULES = starter()
HIGHER = RULES.indicator("first_pass")
LOWER = RULES.indicator("manual_correction")
COUNT = RULES.indicator("complaints_overdue")


def a_result(above: int, below: int, kind: MeasureKind = MeasureKind.RATIO) -> IndicatorResult:
    exact = Fraction(above) if kind is MeasureKind.COUNT else Fraction(100 * above, below)
    return IndicatorResult("x", above, below, "", exact, Light.NONE, "", (), ())


def counting(better: Better) -> Indicator:
    return replace(COUNT, better=better)


@pytest.mark.parametrize(
    ("indicator", "above", "below", "bound", "gap"),
    [
        (HIGHER, 217, 233, 95, Gap(Fraction(95), 5, 87)),
        (HIGHER, 222, 233, 95, Gap(Fraction(95), 0, 0)),
        (HIGHER, 19, 20, 95, Gap(Fraction(95), 0, 0)),
        (HIGHER, 7, 8, 100, Gap(Fraction(100), 1, None)),
        (HIGHER, 8, 8, 101, Gap(Fraction(101), None, None)),
        (LOWER, 6, 100, 5, Gap(Fraction(5), 1, 20)),
        (LOWER, 1, 100, 0, Gap(Fraction(0), 1, None)),
        (LOWER, 0, 100, -1, Gap(Fraction(-1), None, None)),
    ],
)
def test_gap_of_a_ratio(indicator: Indicator, above: int, below: int, bound: int, gap: Gap) -> None:
    assert gap_to(indicator, a_result(above, below), Fraction(bound)) == gap


@pytest.mark.parametrize(
    ("better", "value", "bound", "gap"),
    [
        (Better.LOWER, 3, "0", Gap(Fraction(0), 3, None)),
        (Better.LOWER, 3, "1.5", Gap(Fraction(3, 2), 2, None)),
        (Better.LOWER, 1, "-1", Gap(Fraction(-1), None, None)),
        (Better.HIGHER, 3, "4.5", Gap(Fraction(9, 2), None, 2)),
        (Better.HIGHER, 3, "3", Gap(Fraction(3), 0, 0)),
    ],
)
def test_gap_of_a_count(better: Better, value: int, bound: str, gap: Gap) -> None:
    assert gap_to(counting(better), a_result(value, 9, MeasureKind.COUNT), Fraction(bound)) == gap


def test_there_is_no_gap_and_no_margin_without_data_or_for_an_average() -> None:
    average = replace(
        HIGHER, measure=Measure(MeasureKind.AVERAGE, HIGHER.measure.over, share_field="minutes")
    )
    for indicator, result in (
        (average, a_result(1, 2)),
        (HIGHER, replace(a_result(1, 2), exact=None)),
    ):
        assert gap_to(indicator, result, Fraction(90)) is None
        assert margin_to(indicator, result, Fraction(10)) is None


@pytest.mark.parametrize(
    ("indicator", "above", "below", "bound", "margin"),
    [
        (HIGHER, 98, 100, "95", Margin(Fraction(95), 3, 3)),
        (HIGHER, 95, 100, "95", Margin(Fraction(95), 0, 0)),
        (HIGHER, 3, 4, "0", Margin(Fraction(0), 3, None)),
        (HIGHER, 94, 100, "95", None),
        (LOWER, 2, 100, "5", Margin(Fraction(5), 3, 3)),
        (LOWER, 2, 100, "100", Margin(Fraction(100), 98, None)),
        (LOWER, 6, 100, "5", None),
    ],
)
def test_margin_of_a_ratio(
    indicator: Indicator, above: int, below: int, bound: str, margin: Margin | None
) -> None:
    assert margin_to(indicator, a_result(above, below), Fraction(bound)) == margin


def test_margin_of_a_count() -> None:
    result = a_result(3, 9, MeasureKind.COUNT)
    assert margin_to(counting(Better.LOWER), result, Fraction(5)) == Margin(Fraction(5), 2, 2)
    assert margin_to(counting(Better.HIGHER), result, Fraction(2)) == Margin(Fraction(2), 1, None)


SHARES = st.integers(1, 60).flatmap(lambda below: st.tuples(st.integers(0, below), st.just(below)))


@given(SHARES, st.integers(0, 100), st.sampled_from(Better))
def test_gap_and_margin_are_the_smallest_and_largest_that_do(
    figures: tuple[int, int], bound: int, better: Better
) -> None:
    above, below = figures
    indicator = replace(HIGHER, better=better)
    limit = Fraction(bound)
    higher = better is Better.HIGHER

    def in_band(part: int, whole: int) -> bool:
        return reaches(Fraction(100 * part, whole), limit, better)

    gap = gap_to(indicator, a_result(above, below), limit)
    margin = margin_to(indicator, a_result(above, below), limit)
    assert gap is not None
    step = 1 if higher else -1
    grow = 1 if higher else 0
    if gap.fix:
        assert in_band(above + step * gap.fix, below)
        assert not in_band(above + step * (gap.fix - 1), below)
    if gap.dilute:
        assert in_band(above + grow * gap.dilute, below + gap.dilute)
        assert not in_band(above + grow * (gap.dilute - 1), below + gap.dilute - 1)
    if gap.dilute is None:
        assert not in_band(above + grow * 10**6, below + 10**6)
    assert (margin is None) is (gap.fix != 0)
    if margin is None:
        return
    assert margin.spoil is not None
    assert in_band(above - step * margin.spoil, below)
    spoilt = above - step * (margin.spoil + 1)
    assert not 0 <= spoilt <= below or not in_band(spoilt, below)
    if margin.further is not None:
        bad = 1 - grow
        assert in_band(above + bad * margin.further, below + margin.further)
        assert not in_band(above + bad * (margin.further + 1), below + margin.further + 1)


# ---------------------------------------------------------------- records behind

FACTS = november(
    visits(3, "V", staff=("S1", "S2"), recipient="R1"),
    visits(2, "X", staff=("S2",), recipient="R2", below_minimum=True, corrected_unasked=True),
    visits(1, "Y", staff=("S1", "S2"), recipient="R1", below_minimum=True),
    staff=(StaffFact("S1", True, False), StaffFact("S2", True, True)),
    complaints=(ComplaintFact("C1", True, True), ComplaintFact("C2", False, False)),
)
FACTS = replace(FACTS, due=(DueFact("R1", 4), DueFact("R2", 5), DueFact("R3", 1)))


@pytest.mark.parametrize("indicator", [indicator.id for indicator in RULES.indicators])
def test_the_records_behind_sum_to_the_figures_of_the_indicator(indicator: str) -> None:
    result = evaluate(RULES, FACTS, "p").indicator(indicator)
    behind = records_behind(RULES, FACTS, indicator)
    assert sum(each.part for each in behind) == result.numerator
    assert sum(each.whole for each in behind) == result.denominator
    assert tuple(sorted(each.key for each in behind if each.failing)) == result.failing
    assert tuple(sorted(each.key for each in behind)) == result.counted
    assert all((each.missing > 0) is each.failing for each in behind)


def test_behind_the_plan_stand_recipients_with_their_records() -> None:
    short_first = records_behind(RULES, FACTS, "plan_completion")
    assert [(each.key, each.part, each.whole, each.missing) for each in short_first] == [
        ("R2", 2, 5, 3),
        ("R3", 0, 1, 1),
        ("R1", 4, 4, 0),
    ]
    assert short_first[0].records == ("X000", "X001")


def test_costs_by_staff_and_recipient_dearest_first() -> None:
    behind = records_behind(RULES, FACTS, "duration_met")
    assert costs(behind, By.STAFF) == (Cost("S2", 3), Cost("S1", 1))
    assert costs(behind, By.RECIPIENT) == (Cost("R2", 2), Cost("R1", 1))
    plan = records_behind(RULES, FACTS, "plan_completion")
    assert costs(plan, By.RECIPIENT) == (Cost("R2", 3), Cost("R3", 1))
    assert costs(plan, By.STAFF) == ()
    assert costs(records_behind(RULES, FACTS, "certificates_valid"), By.STAFF) == (Cost("S1", 1),)
    assert costs(records_behind(RULES, FACTS, "complaints_overdue"), By.STAFF) == ()
    assert costs(records_behind(RULES, FACTS, "manual_correction"), By.STAFF) == (Cost("S2", 2),)


def test_behind_an_average_stand_those_beyond_the_mean() -> None:
    measure: Any = {"kind": "average", "over": "visits", "field": "satisfaction"}
    rules = rules_from(
        a_language()
        | {
            "indicators": [
                an_indicator("rated", measure=measure, better="lower")
                | {"bands": [{"band": "a", "at": "2"}, {"band": "d"}]}
            ]
        }
    )
    facts = november(visits(2, satisfaction=1), visits(1, "X", satisfaction=4))
    behind = records_behind(rules, facts, "rated")
    assert [(each.key, each.missing) for each in behind] == [("X000", 1), ("V000", 0), ("V001", 0)]


def test_the_green_bound() -> None:
    rule = green_rule(RULES, HIGHER)
    assert rule is not None
    assert rule.bounds[0].value == 97
    four = rules_from(a_language())
    rule = green_rule(four, four.indicators[0])
    assert rule is not None
    assert rule.band == "b"
    never = a_language() | {
        "indicators": [an_indicator("x", bands=[{"band": "c", "at": "1"}, {"band": "d"}])]
    }
    assert green_rule(rules_from(never), rules_from(never).indicators[0]) is None
    always = a_language() | {
        "indicators": [an_indicator("x", bands=[{"band": "a", "at": "1"}, {"band": "b"}])]
    }
    assert green_rule(rules_from(always), rules_from(always).indicators[0]) is None
    assert green_rule(RULES, replace(HIGHER, bands=())) is None


def test_facts_are_counted_within_their_days() -> None:
    assert Facts(FACTS.first, FACTS.first, FACTS.visits).visits
    assert records_behind(RULES, replace(FACTS, until=FACTS.first), "duration_met") == ()
