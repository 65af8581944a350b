"""Official ratings: the light of each period as the regulator stated it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, select

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import ratings

_PUT = put(ratings, "statement")


@dataclass(frozen=True, slots=True)
class OfficialRating:
    """A ``rating`` statement; ``body`` is as on the wire, ``statement`` its place in the feed."""

    statement: int
    period: str
    ruleset: str
    light: str
    issued_at: datetime
    body: Mapping[str, Any]


class RatingRepository:
    """Every rating received; of a period the latest counts."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save(self, rating: OfficialRating) -> None:
        """Write a rating."""
        self._changed(Topic.RATINGS)
        row = {
            "statement": rating.statement, "period": rating.period, "ruleset": rating.ruleset,
            "light": rating.light, "issued_at": rating.issued_at,
            "body": json.dumps(dict(rating.body), ensure_ascii=False),
        }  # fmt: skip
        self._connection.execute(_PUT, row)

    def clear(self) -> None:
        """Forget all ratings, as when the receiver begins a new epoch and states them again."""
        self._changed(Topic.RATINGS)
        self._connection.execute(delete(ratings))

    def of_period(self, period: str) -> OfficialRating | None:
        """The rating of a period that counts."""
        query = select(ratings).where(ratings.c.period == period)
        query = query.order_by(ratings.c.statement.desc()).limit(1)
        row = self._connection.execute(query).mappings().one_or_none()
        return _rating(row) if row else None

    def newest(self) -> OfficialRating | None:
        """The rating received last, whatever its period."""
        query = select(ratings).order_by(ratings.c.statement.desc()).limit(1)
        row = self._connection.execute(query).mappings().one_or_none()
        return _rating(row) if row else None

    def all(self) -> tuple[OfficialRating, ...]:
        """The rating that counts of every period, newest period first."""
        latest = select(func.max(ratings.c.statement)).group_by(ratings.c.period)
        query = select(ratings).where(ratings.c.statement.in_(latest)).order_by(ratings.c.period.desc())
        return tuple(_rating(row) for row in self._connection.execute(query).mappings())


def _rating(row: RowMapping) -> OfficialRating:
    return OfficialRating(**{**row, "body": json.loads(row["body"])})
