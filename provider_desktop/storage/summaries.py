"""Sums that the saving transaction keeps by triggers, and the proof that they equal a full count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select, text

from provider_desktop.storage.columns import Day
from provider_desktop.storage.tables import entries, receipts, statements, visits
from provider_desktop.storage.visit_states import WITHDRAW

_DAYS = "SELECT day, count(*) FROM visits GROUP BY day"
_MONTHS = (
    "SELECT substr(day, 1, 7), recipient, entry_hash IS NOT NULL, count(*), sum(minutes) FROM visits "
    "WHERE outcome = 'done' AND op <> 'visit.withdraw' GROUP BY 1, 2, 3"
)

_SAID = select(
    select(entries.c.hash).order_by(entries.c.id.desc()).limit(1).scalar_subquery(),
    select(func.max(receipts.c.id)).scalar_subquery(),
    select(statements.c.hash)
    .order_by(statements.c.epoch.desc(), statements.c.seq.desc())
    .limit(1)
    .scalar_subquery(),
)


@dataclass(frozen=True, slots=True)
class RecipientMonth:
    """Visits done for a recipient in a month (withdrawn ones left out) and their minutes; ``draft_`` =
    not sealed yet, and not in the other two."""

    visits: int = 0
    minutes: int = 0
    draft_visits: int = 0
    draft_minutes: int = 0


class SummaryRepository:
    """Reads the sums; nothing but the triggers writes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def day_counts(self, first: date, last: date) -> Mapping[date, int]:
        """Current rows by local day; days without any are left out."""
        rows = self._connection.execute(
            text("SELECT day, visits FROM day_counts WHERE day BETWEEN :first AND :last AND visits > 0"),
            {"first": first.isoformat(), "last": last.isoformat()},
        )
        return {date.fromisoformat(day): count for day, count in rows}

    def recipients_of_month(self, month: str) -> Mapping[str, RecipientMonth]:
        """Sums of a month (``2026-11``) by recipient."""
        rows = self._connection.execute(
            text("SELECT recipient, sealed, visits, minutes FROM recipient_months WHERE month = :month"),
            {"month": month},
        )
        found: dict[str, dict[str, int]] = {}
        for recipient, sealed, count, minutes in rows:
            if count:
                prefix = "" if sealed else "draft_"
                found.setdefault(recipient, {}).update(
                    {f"{prefix}visits": count, f"{prefix}minutes": minutes}
                )
        return {recipient: RecipientMonth(**sums) for recipient, sums in found.items()}

    def last_days(self, recipients: Iterable[str]) -> Mapping[str, date]:
        """The day of the newest visit done of each recipient; those without any are left out."""
        query = (
            select(visits.c.recipient, func.max(visits.c.day, type_=Day()))
            .where(
                visits.c.recipient.in_(tuple(recipients)), visits.c.outcome == "done", visits.c.op != WITHDRAW
            )
            .group_by(visits.c.recipient)
        )
        return dict(self._connection.execute(query).all())

    def differences(self) -> tuple[str, ...]:
        """Where a sum differs from a full count, as text without personal data; empty when all agree."""
        found: list[str] = []
        for name, kept, counted in (
            ("day_counts", "SELECT day, visits FROM day_counts WHERE visits <> 0", _DAYS),
            (
                "recipient_months",
                "SELECT month, recipient, sealed, visits, minutes FROM recipient_months WHERE visits <> 0",
                _MONTHS,
            ),
        ):
            before = {tuple(row) for row in self._connection.execute(text(kept))}
            after = {tuple(row) for row in self._connection.execute(text(counted))}
            if before != after:
                found.append(f"{name}: {len(before ^ after)} rows")
        return tuple(found)

    def rebuild(self) -> None:
        """Count everything anew."""
        for statement in (
            "DELETE FROM day_counts",
            "DELETE FROM recipient_months",
            f"INSERT INTO day_counts {_DAYS}",
            f"INSERT INTO recipient_months {_MONTHS}",
        ):
            self._connection.execute(text(statement))
