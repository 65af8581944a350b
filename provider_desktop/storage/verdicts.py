"""Verdicts: what the regulator made of each entry; the latest counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import verdict_rules, verdicts

_PUT = put(verdicts, "entry_hash")
_REMOVE_RULES = delete(verdict_rules).where(verdict_rules.c.entry_hash == bindparam("entry"))
_KNOWN = select(verdicts.c.statement).where(verdicts.c.entry_hash == bindparam("entry"))


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A verdict as stated. ``outcome`` is accepted, returned, held, conflict or withdrawn;
    ``findings`` are as on the wire: ``rule action pointer values text``; ``statement`` its place in
    the feed."""

    entry_hash: str
    stream: str
    seq: int
    record: str
    version: int
    outcome: str
    issued_at: datetime
    statement: int
    findings: tuple[Mapping[str, Any], ...]


class VerdictRepository:
    """The latest verdict on each entry, also on entries that are not here (yet)."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save(self, verdict: VerdictRow) -> None:
        """Let a verdict replace the one before; an older one than what is known changes nothing."""
        known = self._connection.execute(_KNOWN, {"entry": verdict.entry_hash}).scalar()
        if known is not None and known > verdict.statement:
            return
        self._changed(Topic.VISITS)
        self._connection.execute(_PUT, verdict_values(verdict))
        self._connection.execute(_REMOVE_RULES, {"entry": verdict.entry_hash})
        if rows := rule_rows(verdict):
            self._connection.execute(insert(verdict_rules), rows)

    def clear(self) -> None:
        """Forget all verdicts, as when the receiver begins a new epoch and states them again."""
        self._changed(Topic.VISITS)
        self._connection.execute(delete(verdict_rules))
        self._connection.execute(delete(verdicts))

    def get(self, entry_hash: str) -> VerdictRow | None:
        """The verdict on an entry, None while there is none."""
        query = select(verdicts).where(verdicts.c.entry_hash == entry_hash)
        row = self._connection.execute(query).mappings().one_or_none()
        return _verdict(row) if row else None

    def of_record(self, record: str) -> tuple[VerdictRow, ...]:
        """The verdicts on the versions of a record, oldest version first."""
        query = select(verdicts).where(verdicts.c.record == record).order_by(verdicts.c.version)
        return tuple(_verdict(row) for row in self._connection.execute(query).mappings())

    def with_outcome(self, outcome: str, limit: int = 1000) -> tuple[VerdictRow, ...]:
        """The newest verdicts of an outcome, newest first; whether the version still counts is not asked."""
        query = select(verdicts).where(verdicts.c.outcome == outcome)
        rows = self._connection.execute(query.order_by(verdicts.c.statement.desc()).limit(limit))
        return tuple(_verdict(row) for row in rows.mappings())

    def counts(self) -> Mapping[str, int]:
        """How many entries stand under each outcome."""
        query = select(verdicts.c.outcome, func.count()).group_by(verdicts.c.outcome)
        return dict(self._connection.execute(query).all())


def verdict_values(verdict: VerdictRow) -> dict[str, Any]:
    """The row of ``verdicts``."""
    return {
        "entry_hash": verdict.entry_hash,
        "stream": verdict.stream,
        "seq": verdict.seq,
        "record": verdict.record,
        "version": verdict.version,
        "outcome": verdict.outcome,
        "issued_at": verdict.issued_at,
        "statement": verdict.statement,
        "findings": json.dumps(verdict.findings, ensure_ascii=False, default=dict),
    }


def rule_rows(verdict: VerdictRow) -> list[dict[str, Any]]:
    """Rows of ``verdict_rules``: the rules that a verdict names, each once."""
    rules = sorted({str(finding.get("rule", "")) for finding in verdict.findings})
    return [{"rule": rule, "entry_hash": verdict.entry_hash, "record": verdict.record} for rule in rules]


def _verdict(row: RowMapping) -> VerdictRow:
    return VerdictRow(**{**row, "findings": tuple(json.loads(row["findings"]))})
