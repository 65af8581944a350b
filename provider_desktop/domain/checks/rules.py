"""The rules of a visit as data: ids, default actions and limits, and how a rule set changes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from provider_desktop.domain.clock import day_start, month_days
from provider_desktop.domain.findings import Action, Finding

#: Every rule of domain.md ("Checks on a visit") with its default action, in the order of the page.
VISIT_RULES: Mapping[str, Action] = {
    "TIME-ORDER": Action.BLOCK,
    "TIME-FUTURE": Action.BLOCK,
    "TIME-LONG": Action.ASK,
    "TIME-SHORT": Action.ASK,
    "TIME-SUM": Action.BLOCK,
    "TIME-LATE": Action.ASK,
    "TIME-LOCKED": Action.BLOCK,
    "OVER-STAFF": Action.BLOCK,
    "OVER-RECIPIENT": Action.ASK,
    "OVER-TRAVEL": Action.NOTICE,
    "OVER-CAP": Action.ASK,
    "SCOPE-ASSIGNED": Action.BLOCK,
    "SCOPE-PLAN": Action.ASK,
    "SCOPE-QUOTA": Action.ASK,
    "SCOPE-VERSION": Action.BLOCK,
    "STAFF-QUALIFIED": Action.BLOCK,
    "STAFF-ROSTER": Action.BLOCK,
    "STAFF-COUNT": Action.BLOCK,
    "EVID-MISSING": Action.ASK,
    "EVID-REUSED": Action.ASK,
    "EVID-TIME": Action.NOTICE,
    "EVID-PLACE": Action.NOTICE,
}

#: What import adds: findings of cells, before there is a visit.
CELL_RULES: Mapping[str, Action] = {
    "CELL-UNREADABLE": Action.BLOCK,
    "CELL-MISSING": Action.BLOCK,
    "CELL-UNKNOWN": Action.BLOCK,
    "CELL-AMBIGUOUS": Action.BLOCK,
    "CELL-CONFLICT": Action.BLOCK,
    "CELL-MISMATCH": Action.ASK,
}

#: A record that is not in the form that a visit has. No rule set can soften it.
SCHEMA = "SCHEMA"

_DEFAULTS: Mapping[str, Action] = {**VISIT_RULES, **CELL_RULES}


@dataclass(frozen=True, slots=True)
class Limits:
    """Figures of the rules; the unit is in the name, speeds in km/h. A rule set may change each."""

    visit_max_minutes: int = 720
    future_tolerance_minutes: int = 5
    late_after_hours: int = 48
    travel_speed_kmh: int = 60
    cap_day_hours: int = 12
    cap_month_hours: int = 240
    place_radius_metres: int = 500
    photo_margin_minutes: int = 30
    minutes_mismatch: int = 5
    lock_day: int = 5
    returned_grace_days: int = 5
    complaint_days: int = 7
    incident_hours: int = 24


_LIMITS = frozenset(limit.name for limit in fields(Limits))


@dataclass(frozen=True, slots=True)
class LockCalendar:
    """The regulator's lock moments by month (``2026-11``), as its ``calendar`` statement gives them."""

    locks: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckRules:
    """Actions and limits of the rule set in force; what it leaves out is as shipped.

    ``calendar`` is ``None`` as long as the regulator has published none: then nothing locks.
    """

    version: str = ""
    actions: Mapping[str, Action] = field(default_factory=dict)
    limits: Limits = Limits()
    calendar: LockCalendar | None = None

    def action(self, rule: str) -> Action:
        """What a breach of the rule asks for."""
        return self.actions.get(rule) or _DEFAULTS.get(rule, Action.BLOCK)

    def lock_of(self, month: str) -> datetime | None:
        """The moment after which nothing of that month may be sealed, or ``None`` without a calendar.

        A month that the calendar does not name locks on the default day of the next month, 24:00.
        """
        if self.calendar is None:
            return None
        named = self.calendar.locks.get(month)
        if named is not None:
            return named
        _, last = month_days(month)
        return day_start(last + timedelta(days=self.limits.lock_day + 1))


#: The rules as shipped, without a lock calendar.
SHIPPED_RULES = CheckRules()


def check_rules(body: Mapping[str, Any], calendar: LockCalendar | None = None) -> CheckRules:
    """The check part of a ``ruleset`` statement's body. What is missing or unusable stays as shipped.

    A regulator that wants to know what is unusable asks :func:`rule_faults` before it publishes.
    """
    checks = body.get("checks")
    limits = body.get("limits")
    return CheckRules(
        version=str(body.get("version", "")),
        actions=dict(_actions(checks)) if isinstance(checks, Mapping) else {},
        limits=Limits(**dict(_numbers(limits))) if isinstance(limits, Mapping) else Limits(),
        calendar=calendar,
    )


def lock_calendar(body: Mapping[str, Any]) -> LockCalendar:
    """The lock moments of a ``calendar`` statement's body; raises ``ValueError`` for a time that is none.

    ``24:00`` is read as midnight at the end of that day, since lock dates are written so.
    """
    return LockCalendar({lock["month"]: lock_moment(lock["at"]) for lock in body.get("locks", ())})


def lock_moment(text: str) -> datetime:
    """An RFC 3339 time with offset; hour 24 is the end of the day."""
    late = "T24:00" in text
    moment = datetime.fromisoformat(text.replace("T24:00", "T00:00"))
    if moment.tzinfo is None:
        raise ValueError("a lock date needs an offset")
    return moment + timedelta(days=1) if late else moment


def rule_faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Everything in the check part of a rule set that would be left aside, with its place."""
    return tuple(_faults(body))


def _faults(body: Mapping[str, Any]) -> Iterator[Finding]:
    for part in ("checks", "limits"):
        if not isinstance(body.get(part, {}), Mapping):
            yield Finding(SCHEMA, Action.BLOCK, f"/{part}", {"why": "kind"})
    checks = body.get("checks")
    if isinstance(checks, Mapping):
        usable = dict(_actions(checks))
        for rule in checks:
            if rule not in _DEFAULTS:
                yield Finding(SCHEMA, Action.BLOCK, f"/checks/{rule}", {"why": "unknown"})
            elif rule not in usable:
                yield Finding(SCHEMA, Action.BLOCK, f"/checks/{rule}/action", {"why": "value"})
    limits = body.get("limits")
    if isinstance(limits, Mapping):
        known = dict(_numbers(limits))
        for limit in limits:
            if limit not in known:
                why = "value" if limit in _LIMITS else "unknown"
                yield Finding(SCHEMA, Action.BLOCK, f"/limits/{limit}", {"why": why})


def _actions(checks: Mapping[str, Any]) -> Iterator[tuple[str, Action]]:
    words = {action.value: action for action in Action}
    for rule, given in checks.items():
        action = given.get("action") if isinstance(given, Mapping) else None
        if isinstance(action, str) and action in words:
            yield rule, words[action]


def _numbers(limits: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for name, value in limits.items():
        if name in _LIMITS and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            yield name, value
