"""What persons agreed to and took back: a line each time, none is ever changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection, func, insert, select

from provider_desktop.domain.consents import ByWhom, Consent, Form, Purpose
from provider_desktop.domain.topics import Topic
from provider_desktop.storage.tables import assignments, visits
from provider_desktop.storage.user_tables import consents


class ConsentRepository:
    """No words of people, only codes: nothing here has to be erased for a proof to stay."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def add(self, consent: Consent) -> None:
        """Write the next line."""
        self._changed(Topic.RECIPIENTS)
        self._connection.execute(
            insert(consents),
            {
                "recipient": consent.recipient,
                "purpose": consent.purpose.value,
                "given": consent.given,
                "day": consent.day,
                "by_whom": consent.by_whom.value,
                "form": consent.form.value,
                "noted_by": consent.noted_by,
                "noted_at": consent.noted_at,
            },
        )

    def last_days(self) -> dict[str, date]:
        """The last day on which anything is known of each person who has no open assignment: a visit, or
        the end of what was assigned."""
        lasts: dict[str, date] = {}
        ended = select(assignments.c.recipient, func.max(assignments.c.last_day)).group_by(
            assignments.c.recipient
        )
        open_ones = select(assignments.c.recipient).where(assignments.c.last_day.is_(None)).distinct()
        visited = (
            select(visits.c.recipient, func.max(visits.c.day))
            .where(visits.c.recipient != "")
            .group_by(visits.c.recipient)
        )
        for query in (ended, visited):
            for key, day in self._connection.execute(query):
                if key and day is not None:
                    last = day if isinstance(day, date) else date.fromisoformat(day)
                    lasts[key] = max(lasts.get(key, last), last)
        for key in self._connection.execute(open_ones).scalars():
            lasts.pop(key, None)
        return lasts

    def of_recipient(self, recipient: str) -> tuple[Consent, ...]:
        """The lines of one person, oldest first."""
        query = select(consents).where(consents.c.recipient == recipient).order_by(consents.c.id)
        return tuple(
            Consent(
                row["recipient"],
                Purpose(row["purpose"]),
                row["given"],
                row["day"],
                ByWhom(row["by_whom"]),
                Form(row["form"]),
                row["noted_by"],
                row["noted_at"],
            )
            for row in self._connection.execute(query).mappings()
        )
