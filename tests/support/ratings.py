"""Builders for rating facts and rule sets: what matters to a test is named in the test."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

from provider_desktop.domain.ratings.facts import DueFact, Facts, VisitFact
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.resources import read_json

FIRST = date(2026, 11, 1)
LAST = date(2026, 11, 30)


def shipped(name: str) -> Any:
    """The rating part of a shipped rule set, as fresh JSON."""
    return read_json("rulesets", f"{name}.json")["rating"]


def rules_from(data: Any) -> RuleSet:
    """The rule set that JSON reads as; the test fails with its problems otherwise."""
    reading = read_rules(data, "test-1")
    assert reading.rules is not None, reading.problems
    return reading.rules


def starter() -> RuleSet:
    """The starter rule set."""
    return rules_from(shipped("starter"))


def a_visit(record: str, **facts: Any) -> VisitFact:
    """A done, complete, accepted visit on paper on 2 November to R1, unless said otherwise."""
    values: dict[str, Any] = {
        "recipient": "R1",
        "day": FIRST + timedelta(days=1),
        "staff": ("S1",),
        "items": ("ZH-01",),
        "minutes": 45,
        "received": True,
        "on_time": True,
        "first_version_judged": True,
        "first_version_accepted": True,
        "satisfaction": 1,
        "state": "accepted",
    }
    if facts.get("outcome", "done") != "done":
        values |= {"done": False, "minutes": 0, "items": (), "satisfaction": 0}
    return VisitFact(record=record, **(values | facts))


def visits(count: int, prefix: str = "V", **facts: Any) -> tuple[VisitFact, ...]:
    """So many visits alike, with records ``V000``, ``V001``, …"""
    return tuple(a_visit(f"{prefix}{number:03d}", **facts) for number in range(count))


def november(*groups: tuple[VisitFact, ...], due: int = 0, **others: Any) -> Facts:
    """The facts of November 2026; ``due`` visits are planned for R1."""
    planned = (DueFact("R1", due),) if due else ()
    return Facts(
        FIRST, LAST, visits=tuple(visit for group in groups for visit in group), **({"due": planned} | others)
    )


def a_language() -> dict[str, Any]:
    """A small rule set of four bands over visits, to be changed by the test."""
    names = ("a", "b", "c", "d")
    lights = ("green", "green", "yellow", "red")
    return copy.deepcopy(
        {
            "name": {"zh": "四级", "en": "Four bands"},
            "period": {"kind": "month"},
            "bands": [
                {"id": name, "light": light, "name": {"zh": name, "en": name}}
                for name, light in zip(names, lights, strict=True)
            ],
            "indicators": [an_indicator("phone")],
            "combine": {"kind": "worst"},
        }
    )


def an_indicator(name: str, **members: Any) -> dict[str, Any]:
    """The share of visits captured by phone, with bounds 90, 75 and 50 %, unless said otherwise."""
    return {
        "id": name,
        "name": {"zh": name, "en": name},
        "note": {"zh": name, "en": name},
        "measure": {"kind": "ratio", "over": "visits", "share": {"field": "capture", "equals": "phone"}},
        "minimum": 1,
        "better": "higher",
        "bands": [
            {"band": "a", "at": "90"},
            {"band": "b", "at": "75"},
            {"band": "c", "at": "50"},
            {"band": "d"},
        ],
        "remedy": "dilute",
    } | members
