"""Rule sets as data: actions, limits and lock dates, and what a regulator is told of a bad one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from provider_desktop.domain.checks import (
    CELL_RULES,
    SHIPPED_RULES,
    VISIT_RULES,
    Limits,
    LockCalendar,
    check_rules,
    lock_calendar,
    lock_moment,
    rule_faults,
)
from provider_desktop.domain.findings import Action
from provider_desktop.resources import read_json
from tests.support.builders import local


def test_the_starter_rule_set_says_what_is_shipped() -> None:
    body = read_json("rulesets", "starter.json")
    assert rule_faults(body) == ()
    rules = check_rules(body)
    assert {rule: rules.action(rule) for rule in body["checks"]} == {**VISIT_RULES, **CELL_RULES}
    assert rules.limits == Limits()
    assert rules.version == body["version"]


def test_what_a_rule_set_leaves_out_is_as_shipped() -> None:
    rules = check_rules({"checks": {"TIME-SHORT": {"action": "block"}}, "limits": {"cap_day_hours": 8}})
    assert rules.action("TIME-SHORT") is Action.BLOCK
    assert rules.action("EVID-PLACE") is Action.NOTICE
    assert rules.limits == Limits(cap_day_hours=8)
    assert rules.action("SCHEMA") is Action.BLOCK
    assert check_rules({}).limits == Limits()
    assert check_rules({"limits": {"place_radius_metres": 0}}).limits.place_radius_metres == 0


@pytest.mark.parametrize(
    ("body", "pointer", "why"),
    [
        ({"checks": []}, "/checks", "kind"),
        ({"limits": 5}, "/limits", "kind"),
        ({"checks": {"TIME-LUNCH": {"action": "ask"}}}, "/checks/TIME-LUNCH", "unknown"),
        ({"checks": {"TIME-SHORT": {"action": "shout"}}}, "/checks/TIME-SHORT/action", "value"),
        ({"checks": {"TIME-SHORT": {"action": 1}}}, "/checks/TIME-SHORT/action", "value"),
        ({"checks": {"TIME-SHORT": "ask"}}, "/checks/TIME-SHORT/action", "value"),
        ({"limits": {"naps": 3}}, "/limits/naps", "unknown"),
        ({"limits": {"cap_day_hours": "8"}}, "/limits/cap_day_hours", "value"),
        ({"limits": {"cap_day_hours": True}}, "/limits/cap_day_hours", "value"),
        ({"limits": {"cap_day_hours": -1}}, "/limits/cap_day_hours", "value"),
    ],
)
def test_a_bad_rule_set_names_its_faults_and_falls_back(body: Any, pointer: str, why: str) -> None:
    assert [(each.pointer, each.values["why"]) for each in rule_faults(body)] == [(pointer, why)]
    rules = check_rules(body)
    assert rules.action("TIME-SHORT") is Action.ASK
    assert rules.limits == Limits()


def test_lock_dates() -> None:
    assert SHIPPED_RULES.lock_of("2026-11") is None
    calendar = lock_calendar({"locks": [{"month": "2026-11", "at": "2026-12-08T24:00:00+08:00"}]})
    rules = check_rules({}, calendar)
    assert rules.lock_of("2026-11") == local("2026-12-09 00:00")
    assert rules.lock_of("2026-12") == local("2027-01-06 00:00")
    assert check_rules({}, LockCalendar()).lock_of("2026-01") == local("2026-02-06 00:00")
    assert lock_moment("2026-12-05T18:00:00+08:00") == local("2026-12-05 18:00")
    with pytest.raises(ValueError, match="offset"):
        lock_moment("2026-12-05T18:00:00")
    assert local("2027-01-06 00:00").date() == date(2027, 1, 5)
