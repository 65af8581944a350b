"""The checks on a visit, shared by desktop and receiver: pure functions of a visit and its context."""

from __future__ import annotations

from collections.abc import Iterable

from provider_desktop.domain.checks import evidence, overlap, scope, staff, times
from provider_desktop.domain.checks.case import case_of
from provider_desktop.domain.checks.context import CheckContext, Neighbour, Worked
from provider_desktop.domain.checks.evidence import capture_gaps
from provider_desktop.domain.checks.form import form_findings
from provider_desktop.domain.checks.rules import (
    CELL_RULES,
    SCHEMA,
    SHIPPED_RULES,
    VISIT_RULES,
    CheckRules,
    Limits,
    LockCalendar,
    check_rules,
    lock_calendar,
    lock_moment,
    rule_faults,
)
from provider_desktop.domain.checks.source import ContextSource, Moment, build_context, captured_places
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visits import Visit

_RULES = (*times.RULES, *overlap.RULES, *scope.RULES, *staff.RULES, *evidence.RULES)


def check_visit(visit: Visit, context: CheckContext) -> tuple[Finding, ...]:
    """Everything the rules find in a visit, never only the first, in the order of the rules.

    The same visit and context give the same findings on both sides. Faults of form (SCHEMA) come first.
    """
    case = case_of(visit, context)
    found = list(form_findings(visit))
    for rule in _RULES:
        found.extend(rule(case))
    return tuple(found)


def check_withdrawal(visit: Visit, context: CheckContext) -> tuple[Finding, ...]:
    """What keeps a visit from being withdrawn: only a month that is locked."""
    return tuple(times.locked(case_of(visit, context)))


def unacknowledged(findings: Iterable[Finding], visit: Visit) -> tuple[Finding, ...]:
    """Findings with action ``ask`` that nobody has acknowledged with a reason."""
    answered = {each.rule for each in visit.acknowledged if each.reason.strip()}
    return tuple(
        finding for finding in findings if finding.action is Action.ASK and finding.rule not in answered
    )


def can_seal(findings: Iterable[Finding], visit: Visit) -> bool:
    """Whether a draft with these findings may be sealed: no block, and every ask acknowledged.

    The receiver accepts by the same measure.
    """
    found = tuple(findings)
    blocked = any(finding.action is Action.BLOCK for finding in found)
    return not blocked and not unacknowledged(found, visit)


__all__ = [
    "CELL_RULES",
    "SCHEMA",
    "SHIPPED_RULES",
    "VISIT_RULES",
    "CheckContext",
    "CheckRules",
    "ContextSource",
    "Limits",
    "LockCalendar",
    "Moment",
    "Neighbour",
    "Worked",
    "build_context",
    "can_seal",
    "capture_gaps",
    "captured_places",
    "check_rules",
    "check_visit",
    "check_withdrawal",
    "form_findings",
    "lock_calendar",
    "lock_moment",
    "rule_faults",
    "unacknowledged",
]
