"""Other programmes in the same language, with worked figures: thresholds that rise by quarter, four
bands with a second condition on another indicator, the third miss within two years."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from provider_desktop.domain.ratings.describe import describe_bands, describe_measure
from provider_desktop.domain.ratings.engine import PastBand, Rating, escalated, evaluate
from provider_desktop.domain.ratings.facts import Facts
from provider_desktop.domain.ratings.periods import named_period
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.domain.ratings.rules import Light
from tests.support.ratings import a_language, an_indicator, rules_from, visits


def unedited() -> dict[str, Any]:
    """The share of visits that nobody edited: 40 % in the first quarter of 2026, ten more each quarter."""
    data = a_language()
    data["period"] = {"kind": "quarter"}
    data["bands"] = [
        {"id": "compliant", "light": "green", "name": {"zh": "合格", "en": "Compliant"}},
        {"id": "short", "light": "red", "name": {"zh": "不合格", "en": "Not compliant"}},
    ]
    steps = (("2026-01-01", "40"), ("2026-04-01", "50"), ("2026-07-01", "60"), ("2026-10-01", "70"))
    data["indicators"] = [
        an_indicator(
            "unedited",
            measure={
                "kind": "ratio",
                "over": "visits",
                "among": {"field": "state", "in": ["accepted", "delivered"]},
                "share": {"field": "corrected_unasked", "equals": False},
            },
            bands=[
                {"band": "compliant", "at": [{"from": day, "value": value} for day, value in steps]},
                {"band": "short"},
            ],
        )
    ]
    return data


@pytest.mark.parametrize(
    ("quarter", "clean", "edited", "value", "light"),
    [
        ("2026-Q1", 8, 12, "40.00", Light.GREEN),  # on the bound
        ("2026-Q1", 79, 121, "39.50", Light.RED),
        ("2026-Q2", 8, 12, "40.00", Light.RED),  # the same share, a quarter later
        ("2026-Q2", 10, 10, "50.00", Light.GREEN),
        ("2026-Q3", 599, 401, "59.90", Light.RED),
        ("2026-Q3", 600, 400, "60.00", Light.GREEN),
        ("2026-Q4", 69, 31, "69.00", Light.RED),
        ("2026-Q4", 7, 3, "70.00", Light.GREEN),
        ("2027-Q1", 7, 3, "70.00", Light.GREEN),  # the last step holds on
        ("2025-Q4", 10, 0, "100.00", Light.RED),  # before the first step nothing reaches the band
    ],
)
def test_a_threshold_of_its_own_for_each_quarter(quarter, clean, edited, value, light):
    rules = rules_from(unedited())
    span = named_period(rules.period, quarter)
    facts = Facts(
        span.first,
        span.last,
        visits=(
            *visits(clean, "C", day=span.first),
            *visits(edited, "E", day=span.last, corrected_unasked=True),
        ),
    )
    rating = evaluate(rules, facts, quarter)
    assert (rating.indicator("unedited").value, rating.light) == (value, light)


def test_no_visit_in_the_quarter_is_no_data():
    rules = rules_from(unedited())
    span = named_period(rules.period, "2026-Q2")
    assert evaluate(rules, Facts(span.first, span.last), "2026-Q2").light is Light.NONE


def four_bands() -> dict[str, Any]:
    """Excellent needs 90 % by phone, and at the same time 95 % of full length; good needs 75 %, with no
    condition; fair 50 %."""
    data = a_language()
    data["bands"] = [
        {"id": band, "light": light, "name": {"zh": zh, "en": en}}
        for band, light, zh, en in (
            ("excellent", "green", "优秀", "Excellent"),
            ("good", "green", "良好", "Good"),
            ("fair", "yellow", "合格", "Fair"),
            ("poor", "red", "不合格", "Poor"),
        )
    ]
    condition = {"indicator": "full_length", "at_least": "95"}
    data["indicators"] = [
        an_indicator(
            "phone",
            bands=[
                {"band": "excellent", "at": "90", "if": [condition]},
                {"band": "good", "at": "75"},
                {"band": "fair", "at": "50"},
                {"band": "poor"},
            ],
        ),
        {
            **an_indicator("full_length", minimum=5),
            "measure": {
                "kind": "ratio",
                "over": "visits",
                "share": {"field": "below_minimum", "equals": False},
            },
        },
    ]
    del data["indicators"][1]["bands"]
    return data


def rated(phone: int, paper: int, short: int) -> Rating:
    """So many by phone, so many on paper, and so many of all of them too short."""
    rules = rules_from(four_bands())
    span = named_period(rules.period, "2026-11")
    made = visits(phone, "P", day=span.first, capture="phone") + visits(paper, "Q", day=span.first)
    cut = tuple(
        type(visit)(
            **{**{name: getattr(visit, name) for name in visit.__slots__}, "below_minimum": number < short}
        )
        for number, visit in enumerate(made)
    )
    return evaluate(rules, Facts(span.first, span.last, visits=cut), "2026-11")


@pytest.mark.parametrize(
    ("phone", "paper", "short", "band", "light"),
    [
        (90, 10, 5, "excellent", Light.GREEN),  # 90 % and 95 %: both on the bound
        (90, 10, 6, "good", Light.GREEN),  # 90 %, but only 94 % of full length
        (89, 11, 0, "good", Light.GREEN),
        (75, 25, 100, "good", Light.GREEN),
        (74, 26, 0, "fair", Light.YELLOW),
        (50, 50, 0, "fair", Light.YELLOW),
        (49, 51, 0, "poor", Light.RED),
        (4, 0, 4, "excellent", Light.GREEN),  # without data there, the condition is passed over
    ],
)
def test_four_named_bands_with_a_condition_on_another_indicator(phone, paper, short, band, light):
    rating = rated(phone, paper, short)
    assert (rating.band, rating.light) == (band, light)


def test_the_condition_is_said_in_both_languages():
    rules = rules_from(four_bands())
    phone = rules.indicator("phone")
    assert dict(describe_bands(rules, phone, "en"))["excellent"].startswith("≥ 90 %")
    assert "full_length" in dict(describe_bands(rules, phone, "en"))["excellent"]
    assert dict(describe_bands(rules, phone, "zh_CN"))["excellent"].startswith("≥ 90 %")
    unedited_rules = rules_from(unedited())
    for language in ("zh_CN", "en"):
        assert describe_measure(unedited_rules, unedited_rules.indicators[0], language)
        assert (
            "2026-10-01"
            in dict(describe_bands(unedited_rules, unedited_rules.indicators[0], language))["compliant"]
        )


def escalating() -> dict[str, Any]:
    """A second miss within twelve months brings a talk, a third within 24 months a stop."""
    data = a_language()
    data["escalation"] = [
        {
            "id": "talk",
            "name": {"zh": "约谈", "en": "Talk"},
            "bands": ["c", "d"],
            "misses": 2,
            "within_months": 12,
        },
        {
            "id": "stop",
            "name": {"zh": "暂停派单", "en": "No new clients"},
            "bands": ["d"],
            "misses": 3,
            "within_months": 24,
        },
    ]
    return data


@pytest.mark.parametrize(
    ("past", "band", "found"),
    [
        ((), "d", ()),
        ((("2026-10-31", "c"),), "d", ("talk",)),
        ((("2025-12-31", "c"),), "c", ("talk",)),  # eleven months before
        ((("2025-11-30", "c"),), "c", ()),  # twelve: the same month a year ago no longer counts
        ((("2025-01-31", "d"), ("2025-06-30", "d")), "d", ("stop",)),
        ((("2024-12-31", "d"), ("2025-06-30", "d")), "d", ("stop",)),  # 23 months before
        ((("2024-11-30", "d"), ("2025-06-30", "d")), "d", ()),  # 24
        ((("2025-01-31", "c"), ("2025-06-30", "d")), "d", ()),  # c is no miss of this kind
        ((("2026-09-30", "d"), ("2026-10-31", "d")), "d", ("talk", "stop")),
        ((("2026-09-30", "d"), ("2026-10-31", "d")), "a", ()),  # no miss now
        ((("2026-12-31", "d"), ("2027-01-31", "d")), "d", ()),  # what comes later is no past
    ],
)
def test_the_third_miss_within_the_months(past, band, found):
    rules = rules_from(escalating())
    history = [PastBand(date.fromisoformat(day), was) for day, was in past]
    assert tuple(each.id for each in escalated(rules, history, date(2026, 11, 30), band)) == found


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        (lambda data: data["indicators"][0]["bands"][0].update(at=95), "/indicators/0/bands/0/at", None),
        (lambda data: data["indicators"][0].update(colour="blue"), "/indicators/0/colour", "unknown_field"),
        (
            lambda data: data["indicators"][0]["bands"][0]["if"][0].update(indicator="gone"),
            "/indicators/0/bands/0/if/0/indicator",
            None,
        ),
        (lambda data: data.update(escalation=[{"id": "x"}]), "/escalation/0", "missing"),
        (lambda data: data["bands"][1].update(id="excellent"), "/bands/1", None),
        (
            lambda data: data["indicators"][0]["measure"].update(over="weather"),
            "/indicators/0/measure/over",
            None,
        ),
    ],
)
def test_every_fault_is_told_with_its_place(change, pointer, code):
    data = four_bands()
    change(data)
    reading = read_rules(data, "v")
    assert reading.rules is None
    found = [(problem.pointer, problem.code) for problem in reading.problems]
    assert any(place.startswith(pointer) and (code is None or code == told) for place, told in found), found
