"""Rules about time: order, future, length, sums, lateness and locked months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from provider_desktop.domain.checks.case import Case, local_text
from provider_desktop.domain.findings import Finding


def order(case: Case) -> Iterator[Finding]:
    """TIME-ORDER: sign-out not after sign-in. An earlier sign-out is never rolled into the next day."""
    started, ended = case.visit.started, case.visit.ended
    if started is not None and ended is not None and ended <= started:
        yield case.of_visit(
            "TIME-ORDER", case.out_pointer, **{"in": local_text(started), "out": local_text(ended)}
        )


def future(case: Case) -> Iterator[Finding]:
    """TIME-FUTURE: a time that has not come yet, clocks being allowed to differ a little."""
    latest = case.context.now + timedelta(minutes=case.context.rules.limits.future_tolerance_minutes)
    for moment, pointer in ((case.visit.started, case.in_pointer), (case.visit.ended, case.out_pointer)):
        if moment is not None and moment > latest:
            yield case.of_visit(
                "TIME-FUTURE", pointer, at=local_text(moment), now=local_text(case.context.now)
            )


def too_long(case: Case) -> Iterator[Finding]:
    """TIME-LONG: longer than the rule set's maximum, or than the maxima of all items together.

    An item whose maximum is 0 is not measured in minutes; with it no sum of maxima exists.
    """
    limit = case.context.rules.limits.visit_max_minutes
    maxima = [item.maximum for item in case.protocols]
    if maxima and all(maxima) and len(maxima) == len(case.lines):
        limit = min(limit, sum(maxima))
    if case.visit.minutes > limit:
        yield case.of_visit("TIME-LONG", case.out_pointer, minutes=case.visit.minutes, limit=limit)


def too_short(case: Case) -> Iterator[Finding]:
    """TIME-SHORT: an item's stated minutes below its minimum, or the visit below the sum of minima.

    The sum is asked only where some item has no minutes of its own; otherwise the items tell already.
    """
    stated = [line for line in case.lines if line.done.minutes]
    for line in stated:
        if line.protocol and line.done.minutes < line.protocol.minimum:
            yield case.finding(
                "TIME-SHORT",
                f"{line.pointer}/minutes",
                [line.protocol],
                item=line.done.item,
                minutes=line.done.minutes,
                limit=line.protocol.minimum,
            )
    minimum = sum(item.minimum for item in case.protocols)
    if len(stated) < len(case.lines) and case.span and case.visit.minutes < minimum:
        yield case.of_visit(
            "TIME-SHORT",
            case.out_pointer,
            item="+".join(line.done.item for line in case.lines),
            minutes=case.visit.minutes,
            limit=minimum,
        )


def item_sum(case: Case) -> Iterator[Finding]:
    """TIME-SUM: the stated minutes of the items exceed the visit."""
    total = sum(line.done.minutes for line in case.lines)
    if case.span and total > case.visit.minutes:
        yield case.of_visit("TIME-SUM", "/items", sum=total, minutes=case.visit.minutes)


def late(case: Case) -> Iterator[Finding]:
    """TIME-LATE: a record first finalised too long after sign-out.

    Corrections come later by nature, and carry a reason and an attestation of their own: the rule
    looks at version 1 only.
    """
    ended = case.visit.ended or case.visit.started
    if ended is None or case.visit.version > 1:
        return
    hours = case.context.rules.limits.late_after_hours
    passed = case.context.sealed_or_now - ended
    if passed > timedelta(hours=hours):
        yield case.of_visit(
            "TIME-LATE", case.out_pointer, hours=int(passed.total_seconds()) // 3600, limit=hours
        )


def locked(case: Case) -> Iterator[Finding]:
    """TIME-LOCKED: the month is settled or past its lock date.

    A record that the regulator returned may still be corrected for some days after the return. A
    correction that moves a visit into another month must find both months open.
    """
    context = case.context
    moment = context.sealed_or_now
    grace = timedelta(days=context.rules.limits.returned_grace_days)
    if context.returned_at is not None and moment <= context.returned_at + grace:
        return
    days = dict.fromkeys(_month(day) for day in (case.day, context.previous_day) if day)
    for month in days:
        lock = context.rules.lock_of(month)
        if month in context.settled:
            yield case.of_visit("TIME-LOCKED", case.in_pointer, why="settled", month=month)
        elif lock is not None and moment > lock:
            yield case.of_visit("TIME-LOCKED", case.in_pointer, month=month, lock=local_text(lock))


def _month(day: date) -> str:
    return day.strftime("%Y-%m")


RULES = (order, future, too_long, too_short, item_sum, late, locked)
