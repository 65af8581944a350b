"""Tallies of a month: visits and minutes by recipient, staff member and item, to the minute.

Desktop and receiver tally with this one function, so that an agency's totals are the bureau's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provider_desktop.domain.clock import local_month
from provider_desktop.domain.visits import Outcome, Visit


@dataclass(frozen=True, slots=True)
class TallyLine:
    """One person's or item's month: visits done, whole minutes, and visits that met nobody or a refusal."""

    key: str
    visits: int
    minutes: int
    not_done: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A month of an agency. A visit by two staff members counts once for the recipient and in
    the total, and in full for each of the two. Lines are ordered by key."""

    month: str
    visits: int
    minutes: int
    not_done: int
    recipients: tuple[TallyLine, ...]
    staff: tuple[TallyLine, ...]
    items: tuple[TallyLine, ...]


def tally(month: str, visits: Iterable[Visit]) -> Tally:
    """Tally the effective versions of visits whose sign-in lies in a local month (``2026-11``).

    Visits of other months, and those without a sign-in, are passed over. Items count their stated
    minutes; an item whose minutes were not stated counts the visit but no minutes.
    """
    sums: dict[str, dict[str, list[int]]] = {"recipients": {}, "staff": {}, "items": {}, "total": {}}
    for visit in visits:
        if visit.started is None or local_month(visit.started) != month:
            continue
        done = visit.outcome is Outcome.DONE
        _add(sums["total"], "", done, visit.minutes)
        _add(sums["recipients"], visit.recipient, done, visit.minutes)
        for member in visit.staff:
            _add(sums["staff"], member, done, visit.minutes)
        for item in visit.items:
            _add(sums["items"], item.item, done, item.minutes)
    count, minutes, not_done = sums["total"].get("", [0, 0, 0])
    return Tally(
        month, count, minutes, not_done, *(_lines(sums[part]) for part in ("recipients", "staff", "items"))
    )


def _add(sums: dict[str, list[int]], key: str, done: bool, minutes: int) -> None:
    line = sums.setdefault(key, [0, 0, 0])
    if done:
        line[0] += 1
        line[1] += minutes
    else:
        line[2] += 1


def _lines(sums: dict[str, list[int]]) -> tuple[TallyLine, ...]:
    return tuple(TallyLine(key, *sums[key]) for key in sorted(sums))
