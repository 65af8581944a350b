"""Faults of form that make a record no visit: shown as SCHEMA, and always blocking."""

from __future__ import annotations

from collections.abc import Iterator

from provider_desktop.domain.checks.rules import SCHEMA
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visits import Outcome, Visit


def form_findings(visit: Visit) -> Iterator[Finding]:
    """What every visit must say before rules can be asked: whom, by whom, and what was done.

    Nobody at home and service refused are records without items (domain.md, "Checks on a visit").
    """
    if not visit.recipient:
        yield _fault("/recipient", "missing")
    if not visit.staff:
        yield _fault("/staff", "missing")
    if len(set(visit.staff)) < len(visit.staff):
        yield _fault("/staff", "twice")
    if visit.outcome is Outcome.DONE and not visit.items:
        yield _fault("/items", "no_items")
    if visit.outcome is not Outcome.DONE and visit.items:
        yield _fault("/items", "items_not_done")


def _fault(pointer: str, why: str) -> Finding:
    return Finding(SCHEMA, Action.BLOCK, pointer, {"why": why})
