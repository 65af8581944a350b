"""The audit trail: who did what to which thing, when and why; append-only and chained by hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, insert, select

from provider_desktop.storage.tables import audit

_NEWEST = select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)
_ADD = insert(audit)


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line: ``subject`` is the id of what was acted on. No personal data: ids and codes only."""

    at: datetime
    actor: str
    action: str
    subject: str
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which lines: by whom, of which kind, about which thing, between two moments (the second left out)."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    first: datetime | None = None
    before: datetime | None = None


class AuditRepository:
    """Lines are only ever added; a trigger refuses anything else, and the chain shows what got around it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        #: Lines written through this repository.
        self.appended = 0

    def append(self, event: AuditEvent) -> None:
        """Write the next line."""
        self._connection.execute(_ADD, audit_row(self.head(), event))
        self.appended += 1

    def head(self) -> str:
        """The hash of the newest line, '' for none."""
        return self._connection.execute(_NEWEST).scalar() or ""

    def of_subject(self, subject: str) -> tuple[AuditEvent, ...]:
        """The lines about one thing, oldest first."""
        query = select(audit).where(audit.c.subject == subject).order_by(audit.c.id)
        return tuple(_event(row) for row in self._connection.execute(query).mappings())

    def newest(self, limit: int = 500) -> tuple[AuditEvent, ...]:
        """The newest lines, newest first."""
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        return tuple(_event(row) for row in self._connection.execute(query).mappings())

    def page(self, wanted: AuditFilter, offset: int, limit: int) -> tuple[tuple[int, AuditEvent], ...]:
        """Lines with their numbers, newest first."""
        query = select(audit).where(*_conditions(wanted)).order_by(audit.c.id.desc())
        rows = self._connection.execute(query.offset(offset).limit(limit)).mappings()
        return tuple((row["id"], _event(row)) for row in rows)

    def count(self, wanted: AuditFilter) -> int:
        """How many lines there are."""
        query = select(func.count()).select_from(audit).where(*_conditions(wanted))
        return self._connection.execute(query).scalar() or 0

    def actors(self) -> tuple[str, ...]:
        """Everybody who ever did something, by name."""
        query = select(audit.c.actor).distinct().order_by(audit.c.actor)
        return tuple(self._connection.execute(query).scalars())

    def actions(self) -> tuple[str, ...]:
        """Everything that was ever done, by code."""
        query = select(audit.c.action).distinct().order_by(audit.c.action)
        return tuple(self._connection.execute(query).scalars())

    def sealings(self) -> frozenset[tuple[str, str, int]]:
        """What the trail says was sealed: action, subject and the place in the stream of its day."""
        query = select(audit.c.action, audit.c.subject, audit.c.details).where(audit.c.details != "{}")
        found = ((row.action, row.subject, _seq(row.details)) for row in self._connection.execute(query))
        return frozenset((action, subject, seq) for action, subject, seq in found if seq)

    def broken(self) -> tuple[int, ...]:
        """Line numbers (from 1) where the chain does not hold: altered, taken out or put in between."""
        found: list[int] = []
        prev = ""
        for number, row in enumerate(
            self._connection.execute(select(audit).order_by(audit.c.id)).mappings(), 1
        ):
            told = _hash(prev, _event(row), row["details"])
            if row["prev"] != prev or row["hash"] != told or row["id"] != number:
                found.append(number)
            prev = row["hash"]
        return tuple(found)


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actor:
        found.append(audit.c.actor == wanted.actor)
    if wanted.action:
        found.append(audit.c.action == wanted.action)
    if wanted.subject:
        found.append(audit.c.subject == wanted.subject)
    if wanted.first is not None:
        found.append(audit.c.at >= wanted.first)
    if wanted.before is not None:
        found.append(audit.c.at < wanted.before)
    return found


def audit_row(prev: str, event: AuditEvent) -> dict[str, Any]:
    """The row of ``audit`` for an event that follows the line with hash *prev*."""
    return {
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "subject": event.subject,
        "reason": event.reason,
        "details": _details(event),
        "prev": prev,
        "hash": _hash(prev, event, _details(event)),
    }


def _hash(prev: str, event: AuditEvent, details: str) -> str:
    """The link to the line before; ``details`` exactly as it is written."""
    line = [
        prev, event.at.astimezone(UTC).isoformat(), event.actor, event.action, event.subject, event.reason,
        details,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(line, ensure_ascii=False).encode()).hexdigest()


def _details(event: AuditEvent) -> str:
    return json.dumps(dict(event.details), ensure_ascii=False, sort_keys=True)


def _seq(details: str) -> int:
    """The place in the stream that a line tells, 0 where it tells none, or is not what we wrote."""
    try:
        seq = json.loads(details).get("seq", 0)
    except (ValueError, AttributeError):
        return 0
    return seq if isinstance(seq, int) else 0


def _event(row: RowMapping) -> AuditEvent:
    return AuditEvent(
        row["at"], row["actor"], row["action"], row["subject"], row["reason"], json.loads(row["details"])
    )
