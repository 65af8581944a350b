"""Who is where when: the days of staff and recipients as far as they are filled, and room in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from provider_desktop.domain.checks.rules import Limits
from provider_desktop.domain.clock import LOCAL, day_start
from provider_desktop.domain.geo import Place
from provider_desktop.domain.schedule_hours import WorkHours

_MINUTE = timedelta(minutes=1)
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Busy:
    """A span of one local day in minutes since its midnight, and the home at which it is spent."""

    since: int
    until: int
    home: Place | None


class Agenda:
    """Fills up as visits are placed. Asking and placing cost what one day holds."""

    def __init__(self, hours: WorkHours, limits: Limits) -> None:
        self._hours = hours
        self._limits = limits
        self._staff: dict[tuple[str, date], list[Busy]] = defaultdict(list)
        self._recipients: dict[tuple[str, date], list[Busy]] = defaultdict(list)
        self._worked: dict[tuple[str, date], int] = defaultdict(int)
        self._month: dict[tuple[str, int, int], int] = defaultdict(int)
        self._ways: dict[tuple[Place | None, Place | None], int] = {}

    def take(
        self, recipient: str, staff: Iterable[str], start: datetime, minutes: int, home: Place | None
    ) -> None:
        """Note a visit made or ordered. Its hours count on the day it starts, as in the month's tally."""
        people = tuple(dict.fromkeys(staff))
        for day, busy in _days_of(start, minutes, home):
            self._recipients[recipient, day].append(busy)
            for member in people:
                self._staff[member, day].append(busy)
        first = start.astimezone(LOCAL).date()
        for member in people:
            self._worked[member, first] += minutes
            self._month[member, first.year, first.month] += minutes

    def has_visit(self, recipient: str, day: date) -> bool:
        """Whether somebody comes to the recipient that day."""
        return bool(self._recipients.get((recipient, day)))

    def worked(self, member: str, day: date) -> tuple[int, int]:
        """Minutes of a staff member on the day and in its month."""
        return self._worked.get((member, day), 0), self._month.get((member, day.year, day.month), 0)

    def within_caps(self, member: str, day: date, minutes: int) -> bool:
        """Whether so many minutes more keep to the hours of a day and of a month."""
        of_day, of_month = self.worked(member, day)
        limits = self._limits
        fits_day = of_day + minutes <= limits.cap_day_hours * 60
        return fits_day and of_month + minutes <= limits.cap_month_hours * 60

    def way_there(self, member: str, day: date, start: int, home: Place | None) -> int:
        """Minutes of the way from the home before, 0 for the first visit of a day."""
        before = [busy for busy in self._staff.get((member, day), ()) if busy.until <= start]
        return self._way(max(before, key=lambda busy: busy.until).home, home) if before else 0

    def room(
        self, team: tuple[str, ...], recipient: str, day: date, minutes: int, home: Place | None
    ) -> int | None:
        """The first minute of the day at which the whole team can come and stay, or None."""
        taken = [self._staff.get((member, day), ()) for member in team]
        theirs = self._recipients.get((recipient, day), ())
        for since, until in self._hours.windows(minutes):
            for start in self._starts(since, taken, theirs, home):
                end = start + minutes
                if end > until:
                    break
                if all(self._fits(span, start, end, home) for span in taken) and not any(
                    busy.since < end and start < busy.until for busy in theirs
                ):
                    return start
        return None

    def _starts(
        self,
        since: int,
        taken: Iterable[Iterable[Busy]],
        theirs: Iterable[Busy],
        home: Place | None,
    ) -> list[int]:
        """Moments worth trying: the window's opening, and after each thing in the way."""
        found = {since}
        found.update(busy.until + self._way(busy.home, home) for each in taken for busy in each)
        found.update(busy.until for busy in theirs)
        step = self._hours.step
        return sorted({-(-moment // step) * step for moment in found if moment >= since} | {since})

    def _fits(self, day: Iterable[Busy], start: int, end: int, home: Place | None) -> bool:
        for busy in day:
            way = self._way(busy.home, home)
            if busy.since - way < end and start < busy.until + way:
                return False
        return True

    def _way(self, here: Place | None, there: Place | None) -> int:
        found = self._ways.get((here, there))
        if found is None:
            found = self._hours.way(here, there, self._limits.travel_speed_kmh)
            self._ways[here, there] = self._ways[there, here] = found
        return found


def moment_of(day: date, minute: int) -> datetime:
    """A minute of a local day as an aware moment in UTC."""
    return day_start(day) + minute * _MINUTE


def minute_of(moment: datetime) -> int:
    """Minutes since local midnight."""
    local = moment.astimezone(LOCAL)
    return local.hour * 60 + local.minute


def _days_of(start: datetime, minutes: int, home: Place | None) -> Iterator[tuple[date, Busy]]:
    """The span on each day that it touches."""
    day, since = start.astimezone(LOCAL).date(), minute_of(start)
    until = since + minutes
    while True:
        yield day, Busy(since, min(until, _DAY_MINUTES), home)
        if until <= _DAY_MINUTES:
            return
        day, since, until = day + timedelta(days=1), 0, until - _DAY_MINUTES
