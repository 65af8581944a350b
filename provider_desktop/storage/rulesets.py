"""Rule sets and lock calendars as the regulator published them: data, read by the domain."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, or_, select

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import calendars, rulesets

_PUT = put(rulesets, "version")
_PUT_CALENDAR = put(calendars, "statement")


@dataclass(frozen=True, slots=True)
class RulesetRow:
    """A rule set in force from a day to a day (inclusive; None = open); ``body`` is as on the wire."""

    version: str
    first_day: date
    last_day: date | None
    body: Mapping[str, Any]


class RulesetRepository:
    """Rule sets by version and day, and the latest calendar."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save(self, ruleset: RulesetRow) -> None:
        """Write a version as published; published again, it is replaced."""
        self._changed(Topic.RATINGS)
        row = {
            "version": ruleset.version,
            "first_day": ruleset.first_day,
            "last_day": ruleset.last_day,
            "body": json.dumps(dict(ruleset.body), ensure_ascii=False),
        }
        self._connection.execute(_PUT, row)

    def on(self, day: date) -> RulesetRow | None:
        """The rule set in force on a day; of several, the one that began last."""
        query = select(rulesets).where(
            rulesets.c.first_day <= day, or_(rulesets.c.last_day.is_(None), rulesets.c.last_day >= day)
        )
        query = query.order_by(rulesets.c.first_day.desc(), rulesets.c.version.desc()).limit(1)
        row = self._connection.execute(query).mappings().one_or_none()
        return _row(row) if row else None

    def get(self, version: str) -> RulesetRow | None:
        """The rule set of that version."""
        query = select(rulesets).where(rulesets.c.version == version)
        row = self._connection.execute(query).mappings().one_or_none()
        return _row(row) if row else None

    def all(self) -> tuple[RulesetRow, ...]:
        """Every rule set, the one that begins last first (of one day, the greatest version first)."""
        query = select(rulesets).order_by(rulesets.c.first_day.desc(), rulesets.c.version.desc())
        return tuple(_row(row) for row in self._connection.execute(query).mappings())

    def save_calendar(self, statement: int, body: Mapping[str, Any]) -> None:
        """Write a calendar (``calendar`` statement *statement*); the one with the highest number holds."""
        self._changed(Topic.RATINGS)
        row = {"statement": statement, "body": json.dumps(dict(body), ensure_ascii=False)}
        self._connection.execute(_PUT_CALENDAR, row)

    def clear_calendars(self) -> None:
        """Forget all calendars, as when the receiver begins a new epoch and states them again."""
        self._changed(Topic.RATINGS)
        self._connection.execute(delete(calendars))

    def calendar(self) -> Mapping[str, Any] | None:
        """The body of the calendar that holds, None while there is none."""
        query = select(calendars.c.body).order_by(calendars.c.statement.desc()).limit(1)
        body = self._connection.execute(query).scalar()
        found: Mapping[str, Any] | None = json.loads(body) if body is not None else None
        return found


def _row(row: RowMapping) -> RulesetRow:
    return RulesetRow(row["version"], row["first_day"], row["last_day"], json.loads(row["body"]))
