"""Rules about what was agreed: the assignment, the plan, its amounts and the catalogue of the day."""

from __future__ import annotations

from collections.abc import Iterator

from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.checks.case import Case
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.plans import Unit, amount_of


def assigned(case: Case) -> Iterator[Finding]:
    """SCOPE-ASSIGNED: the recipient is not assigned on that day, or in a state that excludes service.

    A visit without any time lies on no day, so nothing shows that the recipient was assigned.
    """
    pointer = "/recipient"
    if case.day is None:
        yield case.of_visit("SCOPE-ASSIGNED", pointer, why="no_day", recipient=case.visit.recipient)
        return
    about = {"recipient": case.visit.recipient, "day": case.day.isoformat()}
    if case.assignment is None:
        declined = any(_declined_on(case, each) for each in case.context.assignments)
        why = "declined" if declined else "not_assigned" if case.context.assignments else "unknown"
        yield case.of_visit("SCOPE-ASSIGNED", pointer, why=why, **about)
        return
    for each in case.context.assignments:
        state = each.state_on(case.day) if each.covers(case.day) else None
        if state is not None:
            until = state.until.isoformat() if state.until else ""
            yield case.of_visit(
                "SCOPE-ASSIGNED",
                pointer,
                why=state.state.value,
                since=state.since.isoformat(),
                until=until,
                **about,
            )
            return


def planned(case: Case) -> Iterator[Finding]:
    """SCOPE-PLAN: an item that the recipient's plan does not have."""
    if case.assignment is None:
        return
    codes = {line.item for line in case.assignment.plan}
    for line in case.lines:
        if line.done.item not in codes:
            yield case.finding(
                "SCOPE-PLAN",
                f"{line.pointer}/item",
                [line.protocol] if line.protocol else (),
                item=line.done.item,
            )


def quota(case: Case) -> Iterator[Finding]:
    """SCOPE-QUOTA: with this visit, more of an item than the period allows."""
    if case.assignment is None or not case.done:
        return
    for entitled in dict.fromkeys(case.assignment.plan):
        amount = amount_of(entitled, case.visit)
        used = case.context.used.get(entitled, 0) + amount
        if not amount or used <= entitled.allowed:
            continue
        line = next(each for each in case.lines if each.done.item == entitled.item)
        yield case.finding(
            "SCOPE-QUOTA",
            f"{line.pointer}/item",
            [line.protocol] if line.protocol else (),
            why="visits" if entitled.unit is Unit.VISIT else "minutes",
            item=entitled.item,
            used=used,
            limit=entitled.allowed,
            period=entitled.period.value,
        )


def version(case: Case) -> Iterator[Finding]:
    """SCOPE-VERSION: an item that the catalogue in force on that day does not have."""
    if case.day is None:
        return
    known = case.catalogue.version if case.catalogue else ""
    for line in case.lines:
        if line.protocol is None:
            yield case.finding(
                "SCOPE-VERSION",
                f"{line.pointer}/item",
                item=line.done.item,
                version=known,
                day=case.day.isoformat(),
            )


def _declined_on(case: Case, assignment: Assignment) -> bool:
    last = assignment.last_day
    runs = case.day is not None and assignment.first_day <= case.day and (last is None or case.day <= last)
    return runs and assignment.answer is Answer.DECLINED


RULES = (assigned, planned, quota, version)
