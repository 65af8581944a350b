"""Today: what to do now, ordered by what is at stake for the light and how few days are left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One thing to do. ``kind`` names the sentence (group ``today`` of the wording), ``values`` fill
    it; ``severity`` is red, yellow or none; ``affects`` an indicator id or a topic code and
    ``affects_name`` its name; ``target`` a section key and ``key`` the record, recipient, staff member
    or assignment to open there (empty: the section itself); ``action`` a code (group ``today_action``).
    ``days_left`` is negative once the deadline has passed. ``reason`` says in words why the row stands where
    it stands: what is at stake for the light, and how few days are left."""

    kind: str
    values: Mapping[str, str | int]
    severity: str
    affects: str
    deadline: datetime | None
    days_left: int | None
    target: str
    key: str
    action: str
    affects_name: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TodayStats:
    """The four figures at the top. ``logged_today`` are drafts and sealed ones, ``missed`` were due before
    today. ``month_done`` of ``month_due`` is the estimate's plan completion where the rules have it, to the
    record what the rating page shows; else visits made, drafts too, of those due so far."""

    due_today: int
    logged_today: int
    missed: int
    month_done: int
    month_due: int
    to_send: int
    lock_at: datetime | None
    lock_days: int | None
    lock_month: str = ""
    completion_bound: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """The page of a day. ``more`` rows of the least weight are left out."""

    day: date
    stats: TodayStats
    rows: tuple[TodayRow, ...]
    more: int = 0
