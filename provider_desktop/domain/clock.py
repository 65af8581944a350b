"""The time as the rest of the program may know it: aware UTC inside, +08:00 for people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

#: China keeps one zone without daylight saving; days and months of every rule are local days.
LOCAL = timezone(timedelta(hours=8))


class Clock(Protocol):
    """Anything that tells the present moment."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands where it was put, for tests and for replaying history."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def now(self) -> datetime:
        """The moment last set."""
        return self.at


def local_day(moment: datetime) -> date:
    """The local calendar day of an aware moment."""
    return moment.astimezone(LOCAL).date()


def local_month(moment: datetime) -> str:
    """The local calendar month of an aware moment, as ``2026-11``."""
    return moment.astimezone(LOCAL).strftime("%Y-%m")


def day_start(day: date) -> datetime:
    """The first moment of a local day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL).astimezone(UTC)


def month_days(month: str) -> tuple[date, date]:
    """First and last day (inclusive) of a month written ``2026-11``.

    Raises ``ValueError`` for anything else.
    """
    first = datetime.strptime(month, "%Y-%m").date()  # noqa: DTZ007 - a calendar month has no zone
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first, following - timedelta(days=1)
