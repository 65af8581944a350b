"""Today: what to do now, ordered by what is at stake for the light and how few days are left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One thing to do. ``kind`` names the sentence (group ``today`` of the wording), ``values`` fill
    it; ``severity`` is red, yellow or none; ``affects`` an indicator id or a topic code; ``target``
    a section key and ``key`` the record, recipient, staff member or assignment to open there."""

    kind: str
    values: Mapping[str, str | int]
    severity: str
    affects: str
    deadline: datetime | None
    days_left: int | None
    target: str
    key: str
    action: str


@dataclass(frozen=True, slots=True)
class TodayStats:
    """The four figures at the top."""

    due_today: int
    logged_today: int
    missed: int
    month_done: int
    month_due: int
    to_send: int
    lock_at: datetime | None
    lock_days: int | None


@dataclass(frozen=True, slots=True)
class Today:
    """The page of a day."""

    day: date
    stats: TodayStats
    rows: tuple[TodayRow, ...]
