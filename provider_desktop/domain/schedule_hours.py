"""When the office serves: hours of a day, days off, and the pace at which staff travel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from provider_desktop.domain.geo import Place, metres_between
from provider_desktop.domain.recipients import SelfCare

#: Minutes between two homes of which one is not located.
UNKNOWN_WAY = 20


@dataclass(frozen=True, slots=True)
class WorkHours:
    """The office's habits as [ours] ships them. Times are minutes since local midnight.

    Visits are planned within one of the ``sessions``; one that is longer than each of them may fill the day
    from the first to the last. ``days_off`` are weekends and public holidays: only recipients who are served
    more often than there are working days are planned on them. ``travel_kmh`` is how fast staff come from
    home to home as the crow flies, ``margin`` the minutes that saying goodbye and finding the door take.
    """

    sessions: tuple[tuple[int, int], ...] = ((8 * 60 + 30, 12 * 60), (13 * 60 + 30, 17 * 60 + 30))
    days_off: frozenset[date] = frozenset()
    travel_kmh: int = 30
    margin: int = 5
    step: int = 5
    longest_visit: int = 180

    def windows(self, minutes: int) -> tuple[tuple[int, int], ...]:
        """Spans of a day in which a visit of that length may lie; none where the day is too short."""
        fitting = tuple(span for span in self.sessions if span[1] - span[0] >= minutes)
        whole = (self.sessions[0][0], self.sessions[-1][1])
        return fitting or ((whole,) if whole[1] - whole[0] >= minutes else ())

    def way(self, here: Place | None, there: Place | None, speed_limit: int) -> int:
        """Minutes from one home to the next, never faster than the checks believe (``speed_limit`` km/h)."""
        if here is None or there is None:
            return UNKNOWN_WAY
        metres = metres_between(here, there)
        if metres == 0:
            return 0
        pace = max(1, min(self.travel_kmh, speed_limit or self.travel_kmh))
        return -(-metres * 60 // (pace * 1000)) + self.margin


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, both inclusive."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


_RATE = re.compile(r"^(?:(?P<who>[a-z_]+)\s+)?(?P<low>\d+)(?:-(?P<high>\d+))?/(?P<per>[a-z]+)$")
_PER_MONTH = {"day": (30, 1), "week": (30, 7), "month": (1, 1)}


def monthly_visits(frequency: str, self_care: SelfCare) -> int:
    """How often a month an item is given by default, by its catalogue's words (``1-2/week``); 0 = not said.

    The lower figure of a range counts, a part of a visit rounds up. Rates may name a self-care level
    (``full_care 4/month; half 2/month``); then only that level's counts. Less than monthly is not said.
    """
    for part in frequency.split(";"):
        found = _RATE.match(part.strip())
        if found is None or found["who"] not in (None, self_care.value) or found["per"] not in _PER_MONTH:
            continue
        times, share = _PER_MONTH[found["per"]]
        return -(-int(found["low"]) * times // share)
    return 0
