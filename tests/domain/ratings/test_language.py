"""What else the rule language can say: four bands, second conditions, scores, dated bounds, escalation."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.ratings.bands import rounded
from provider_desktop.domain.ratings.engine import PastBand, Rating, escalated, evaluate
from provider_desktop.domain.ratings.facts import ComplaintFact, Facts, Source, StaffFact
from provider_desktop.domain.ratings.predicates import (
    ALWAYS,
    All,
    AnyOf,
    Equals,
    InSet,
    Known,
    NamedSet,
    Not,
    OneOf,
    Predicate,
    Within,
    compiled,
)
from provider_desktop.domain.ratings.rules import Light, Rounding
from tests.support.ratings import (
    LAST,
    a_language,
    a_visit,
    an_indicator,
    november,
    rules_from,
    visits,
)


def rate(data: Any, facts: Facts) -> Rating:
    return evaluate(rules_from(data), facts, "2026-11")


def by_phone(good: int, of: int = 100, **facts: Any) -> Facts:
    return november(visits(good, "P", capture="phone"), visits(of - good, "M"), **facts)


@pytest.mark.parametrize(
    ("good", "band", "light"),
    [
        (90, "a", Light.GREEN),
        (89, "b", Light.GREEN),
        (75, "b", Light.GREEN),
        (74, "c", Light.YELLOW),
        (50, "c", Light.YELLOW),
        (49, "d", Light.RED),
    ],
)
def test_four_named_bands(good: int, band: str, light: Light) -> None:
    rating = rate(a_language(), by_phone(good))
    assert (rating.band, rating.light) == (band, light)


def with_second_condition(**limits: str) -> Any:
    data = a_language()
    data["indicators"][0]["bands"][0]["if"] = [{"indicator": "rated", **limits}]
    measure = {"kind": "average", "over": "visits", "among": {"field": "satisfaction", "at_least": 1}}
    data["indicators"].append(
        an_indicator("rated", measure=measure | {"field": "satisfaction"}, better="lower")
        | {"bands": [{"band": "a", "at": "2"}, {"band": "b", "at": "2.5"}, {"band": "d"}], "minimum": 5}
    )
    return data


@pytest.mark.parametrize(
    ("limits", "satisfaction", "band"),
    [
        ({"at_most": "1.5"}, 1, "a"),
        ({"at_most": "1.5"}, 2, "b"),
        ({"at_least": "1"}, 1, "a"),
        ({"at_least": "1.5"}, 1, "b"),
        ({"at_least": "1", "at_most": "2"}, 2, "a"),
    ],
)
def test_a_band_may_look_at_another_indicator(limits: dict[str, str], satisfaction: int, band: str) -> None:
    facts = november(visits(100, capture="phone", satisfaction=satisfaction))
    assert rate(with_second_condition(**limits), facts).indicator("phone").band == band


def test_a_second_condition_without_data_is_passed_over() -> None:
    facts = november(visits(100, capture="phone", satisfaction=0))
    assert rate(with_second_condition(at_most="1.5"), facts).indicator("phone").band == "a"


def test_a_second_condition_may_ask_for_at_least_so_many() -> None:
    data = a_language()
    where = {"over": "staff", "where": {"field": "served", "equals": True}}
    data["indicators"][0]["bands"][0]["if"] = [{"count": where, "at_least": 2}]
    two = (StaffFact("S1", True, True), StaffFact("S2", True, True))
    assert rate(data, by_phone(95, staff=two)).band == "a"
    assert rate(data, by_phone(95, staff=two[:1])).band == "b"


def test_an_average_names_what_lies_on_the_worse_side_of_the_mean() -> None:
    data = with_second_condition(at_most="4")
    facts = november(
        visits(6, satisfaction=1), visits(3, "X", satisfaction=3), visits(9, "U", satisfaction=0)
    )
    result = rate(data, facts).indicator("rated")
    assert (result.numerator, result.denominator, result.value) == (15, 9, "1.67")
    assert result.exact == Fraction(5, 3)
    assert result.failing == ("X000", "X001", "X002")
    data["indicators"][1] |= {"better": "higher", "bands": [{"band": "a", "at": "1.5"}, {"band": "d"}]}
    assert rate(data, facts).indicator("rated").failing == tuple(f"V{number:03d}" for number in range(6))
    assert rate(data, november(visits(4))).indicator("rated").light is Light.NONE


def test_a_count_may_be_better_high() -> None:
    measure = {"kind": "count", "over": "complaints", "share": {"field": "open", "equals": False}}
    bands = [{"band": "a", "at": "2"}, {"band": "d"}]
    data = a_language() | {"indicators": [an_indicator("closed", measure=measure, bands=bands)]}
    complaints = tuple(ComplaintFact(f"C{number}", number == 0, False) for number in range(3))
    result = rate(data, november(complaints=complaints)).indicator("closed")
    assert (result.value, result.band, result.failing) == ("2", "a", ("C0",))


def test_minutes_can_be_weighed_instead_of_visits() -> None:
    measure = {
        "kind": "ratio",
        "over": "visits",
        "share": {"field": "capture", "equals": "phone"},
        "weigh": {"among": "minutes", "share": "minutes"},
    }
    data = a_language() | {"indicators": [an_indicator("minutes", measure=measure)]}
    facts = november(
        (a_visit("V1", minutes=60, capture="phone"), a_visit("V2", minutes=20), a_visit("V3", minutes=0))
    )
    result = rate(data, facts).indicator("minutes")
    assert (result.numerator, result.denominator, result.value, result.band) == (60, 80, "75.00", "b")
    assert result.counted == ("V1", "V2")


@pytest.mark.parametrize(
    ("first", "band"),
    [
        (date(2022, 8, 1), "d"),
        (date(2022, 9, 1), "a"),
        (date(2022, 12, 1), "d"),
        (date(2023, 3, 1), "d"),
    ],
)
def test_one_bound_per_quarter(first: date, band: str) -> None:
    """The share of unedited visits with a bound that rises: 40, then 60, then 80 %."""
    measure = {"kind": "ratio", "over": "visits", "share": {"field": "version", "equals": 1}}
    steps = [("2022-09-01", "40"), ("2022-12-01", "60"), ("2023-03-01", "80")]
    bounds = [{"from": day, "value": value} for day, value in steps]
    bands = [{"band": "a", "at": bounds}, {"band": "d"}]
    data = a_language() | {"indicators": [an_indicator("unedited", measure=measure, bands=bands)]}
    half = visits(50, day=first) + visits(50, "E", day=first, version=2)
    assert rate(data, Facts(first, first, half)).band == band


# ---------------------------------------------------------------- scores


def scored(**members: Any) -> Any:
    data = a_language()
    data["indicators"].append(
        an_indicator(
            "full", measure={"kind": "ratio", "over": "staff", "share": {"field": "valid", "equals": True}}
        )
    )
    data["combine"] = {
        "kind": "weighted",
        "missing": "no_data",
        "terms": [{"indicator": "phone", "weight": "70"}, {"indicator": "full", "weight": "30"}],
        "places": 1,
        "rounding": "half_up",
        "better": "higher",
        "bands": [{"band": "a", "at": "80"}, {"band": "c", "at": "60"}, {"band": "d"}],
    } | members
    return data


STAFF = (StaffFact("S1", True, True), StaffFact("S2", True, True), StaffFact("S3", True, False))


@pytest.mark.parametrize(
    ("rounding", "score", "band"), [("half_up", "79.3", "c"), ("down", "79.2", "c"), ("up", "79.3", "c")]
)
def test_a_weighted_sum_is_rounded_as_stated_and_then_banded(rounding: str, score: str, band: str) -> None:
    # 70 × 83/98 + 30 × 2/3 = 79.2857…
    rating = rate(scored(rounding=rounding), by_phone(83, 98, staff=STAFF))
    assert (rating.score, rating.band) == (score, band)


def test_rounding_comes_before_the_bound() -> None:
    facts = by_phone(857, 1000, staff=STAFF)  # 59.99 + 20 = 79.99
    assert rate(scored(places=2), facts).band == "c"
    assert rate(scored(places=0), facts).band == "a"
    assert rate(scored(places=0, rounding="down"), facts).band == "c"


def test_a_missing_indicator_greys_the_score_or_is_left_out() -> None:
    assert rate(scored(), by_phone(80)).light is Light.NONE
    left_out = rate(scored(missing="leave_out"), by_phone(80))
    assert (left_out.score, left_out.band) == ("80.0", "a")
    assert rate(scored(missing="leave_out"), november()).score == ""


def test_a_score_may_have_a_second_condition_too() -> None:
    where = {"over": "complaints", "where": {"field": "overdue", "equals": True}}
    data = scored(missing="leave_out")
    data["combine"]["bands"][0]["if"] = [{"count": where, "at_most": 0}]
    assert rate(data, by_phone(95)).band == "a"
    assert rate(data, by_phone(95, complaints=(ComplaintFact("C1", True, True),))).band == "c"


def pointed(**members: Any) -> Any:
    table = {"a": "10", "b": "6", "c": "2.5", "d": "0"}
    terms = [{"indicator": name, "bands": table} for name in ("phone", "full")]
    data = scored()
    del data["combine"]["terms"]
    data["combine"] |= {"kind": "points", "points": terms}
    data["combine"]["bands"] = [{"band": "a", "at": "16"}, {"band": "b", "at": "12"}, {"band": "d"}]
    data["combine"] |= members
    return data


@pytest.mark.parametrize(
    ("phone", "staff", "score", "band"),
    [
        (95, STAFF[:2], "20.0", "a"),
        (80, STAFF[:2], "16.0", "a"),
        (95, STAFF, "12.5", "b"),
        (60, STAFF, "5.0", "d"),
    ],
)
def test_points_for_bands(phone: int, staff: tuple[StaffFact, ...], score: str, band: str) -> None:
    rating = rate(pointed(), by_phone(phone, staff=staff))
    assert (rating.score, rating.band) == (score, band)


def test_points_of_a_missing_indicator() -> None:
    assert rate(pointed(), by_phone(95)).score == ""
    assert rate(pointed(missing="leave_out"), by_phone(80)).score == "12.0"


@given(st.fractions(-1000, 1000), st.integers(0, 6))
def test_rounding(value: Fraction, places: int) -> None:
    step = Fraction(1, 10**places)
    down, half, up = (rounded(value, places, how) for how in (Rounding.DOWN, Rounding.HALF_UP, Rounding.UP))
    assert down.value <= value <= up.value
    assert up.value - down.value in (0, step)
    assert abs(half.value - value) <= step / 2
    for each in (down, half, up):
        assert Fraction(each.text) == each.value
        assert len(each.text.partition(".")[2]) == places


@pytest.mark.parametrize(
    ("value", "text"), [("0.125", "0.13"), ("-0.125", "-0.13"), ("-0.001", "0.00"), ("7", "7.00")]
)
def test_half_up_is_away_from_zero(value: str, text: str) -> None:
    assert rounded(Fraction(value), 2).text == text


# ---------------------------------------------------------------- escalation


def test_the_third_miss_within_24_months() -> None:
    data = a_language()
    data["escalation"] = [
        {
            "id": "review",
            "name": {"zh": "约谈", "en": "Review"},
            "bands": ["c", "d"],
            "misses": 3,
            "within_months": 24,
        }
    ]
    rules = rules_from(data)
    two = [
        PastBand(date(2024, 12, 31), "d"),
        PastBand(date(2025, 6, 30), "b"),
        PastBand(date(2026, 3, 31), "c"),
    ]
    assert [rule.id for rule in escalated(rules, two, LAST, "d")] == ["review"]
    assert escalated(rules, two, LAST, "b") == ()
    assert escalated(rules, two[1:], LAST, "d") == ()
    too_old = [PastBand(date(2024, 11, 30), "d"), *two[1:]]
    assert escalated(rules, too_old, LAST, "d") == ()
    later = [*two[1:], PastBand(date(2026, 12, 31), "d"), PastBand(LAST, "d")]
    assert escalated(rules, later, LAST, "d") == ()


# ---------------------------------------------------------------- conditions

YES = a_visit("V1", minutes=45, capture="phone", on_time=None)


@pytest.mark.parametrize(
    ("predicate", "holds"),
    [
        (ALWAYS, True),
        (AnyOf(()), False),
        (Equals("capture", "phone"), True),
        (Equals("on_time", True), False),
        (OneOf("capture", ("paper", "import")), False),
        (OneOf("capture", ("paper", "phone")), True),
        (Within("minutes", 45, 45), True),
        (Within("minutes", at_least=46), False),
        (Within("minutes", at_most=44), False),
        (Within("on_time", at_least=0), False),
        (Known("on_time", False), True),
        (Known("on_time", True), False),
        (Not(Equals("done", True)), False),
        (All((Equals("done", True), InSet("phone"))), True),
        (AnyOf((Equals("done", False), InSet("phone"))), True),
    ],
)
def test_conditions(predicate: Predicate, holds: bool) -> None:
    sets = {"phone": NamedSet("phone", Source.VISITS, "手机", "phone", Equals("capture", "phone"))}
    assert compiled(predicate, sets, LAST)(YES) is holds


def test_days_left_are_known_only_of_those_who_have_an_expiry() -> None:
    test = compiled(Within("days_left", at_most=30), {}, LAST)
    assert not test(StaffFact("S1", True, True))
    assert test(StaffFact("S1", True, True, LAST))
    assert not test(ComplaintFact("C1", True, True))
