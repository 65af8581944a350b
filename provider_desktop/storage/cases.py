"""Small records: drafts, and the latest sealed version of each with the state that follows for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, delete, func, select, update

from provider_desktop.domain.cases import (
    CaseKind,
    Content,
    kind_of,
    kind_of_op,
    outline_of,
    read_case,
    write_case,
)
from provider_desktop.domain.clock import day_start, local_month, month_days
from provider_desktop.domain.complaints import Complaint
from provider_desktop.domain.incidents import Incident, ToldIncident
from provider_desktop.domain.topics import Topic
from provider_desktop.domain.visits import VisitState
from provider_desktop.storage.case_tables import cases
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import entries, receipts, verdicts
from provider_desktop.storage.visit_states import sealed_state

_PUT = put(cases, "record")
_JOINED = cases.outerjoin(entries, entries.c.hash == cases.c.entry_hash).outerjoin(
    verdicts, verdicts.c.entry_hash == cases.c.entry_hash
)
_STATE: ColumnElement[str] = case(
    (cases.c.entry_hash.is_(None), VisitState.DRAFT.value), else_=sealed_state(entries.c.op)
)
#: States in which a version does not count, since the regulator has turned it down.
_TURNED_DOWN = (VisitState.RETURNED.value, VisitState.CONFLICT.value)


@dataclass(frozen=True, slots=True)
class StoredCase:
    """A record as it stands. ``content`` is None where it was erased, or cannot be read."""

    record: str
    kind: CaseKind
    version: int
    entry_hash: str
    state: VisitState
    recipient: str
    visit: str
    at: datetime
    due: date | None
    is_open: bool
    saved_at: datetime
    content: Content | None


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """What a list shows; empty fields do not restrict. ``due_by``: only clocks that end by that day."""

    kind: CaseKind | None = None
    recipient: str = ""
    visit: str = ""
    state: VisitState | None = None
    open_only: bool = False
    due_by: date | None = None
    since: datetime | None = None


class CaseRepository:
    """Needs, calls, complaints, incidents, replies and settlements."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save_draft(self, record: str, content: Content, at: datetime) -> None:
        """Keep what is not sealed yet; *at* is when it was saved."""
        self._write(record, 1, None, content, at)

    def seal(self, record: str, version: int, content: Content, entry_hash: str, at: datetime) -> None:
        """Let a record stand as its entry says."""
        self._write(record, version, entry_hash, content, at)

    def discard(self, record: str) -> bool:
        """Remove a draft; False where there is none of that record."""
        self._changed(Topic.CASES)
        gone = delete(cases).where(cases.c.record == record, cases.c.entry_hash.is_(None))
        return bool(self._connection.execute(gone).rowcount)

    def repoint(self, record: str, old: str, new: str) -> None:
        """Let the record sealed by entry *old* stand on *new*, which says the same in another stream."""
        self._changed(Topic.CASES)
        sealed = (cases.c.record == record, cases.c.entry_hash == old)
        self._connection.execute(update(cases).where(*sealed).values(entry_hash=new))

    def project(self, record: str) -> None:
        """Make the row anew from the record's latest entry, as after a restore. A draft of it gives way."""
        query = (
            select(entries.c.op, entries.c.version, entries.c.hash, entries.c.payload, entries.c.recorded_at)
            .where(entries.c.record == record)
            .order_by(entries.c.version.desc(), entries.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        kind = kind_of_op(row.op) if row else None
        if row is None or kind is None:
            return
        content = _content(kind, row.payload)
        if content is not None:
            self._write(record, row.version, row.hash, content, row.recorded_at)

    def blank(self, records: Iterable[str], recipient: str = "") -> None:
        """Leave of sealed records that there was one; drafts about the recipient, or of these, go."""
        self._changed(Topic.CASES)
        known = tuple(records)
        of_these = cases.c.record.in_(known)
        doomed = (of_these | (cases.c.recipient == recipient)) if recipient else of_these
        self._connection.execute(delete(cases).where(doomed, cases.c.entry_hash.is_(None)))
        self._connection.execute(
            update(cases).where(doomed).values(recipient="", visit="", due=None, is_open=False, content=None)
        )

    def blank_all(self) -> None:
        """The same for every record."""
        self._changed(Topic.CASES)
        self._connection.execute(delete(cases).where(cases.c.entry_hash.is_(None)))
        self._connection.execute(
            update(cases).values(recipient="", visit="", due=None, is_open=False, content=None)
        )

    def get(self, record: str) -> StoredCase | None:
        """The record of that id."""
        found = self._load(_STORED.where(cases.c.record == record))
        return found[0] if found else None

    def page(self, query: CaseQuery, offset: int = 0, limit: int = 500) -> tuple[StoredCase, ...]:
        """Records of a list, newest first."""
        wanted = _STORED.where(*_conditions(query)).order_by(cases.c.at.desc(), cases.c.record.desc())
        return self._load(wanted.offset(offset).limit(limit))

    def count(self, query: CaseQuery) -> int:
        """How many records a list has."""
        wanted = select(func.count()).select_from(_JOINED).where(*_conditions(query))
        return self._connection.execute(wanted).scalar_one()

    def counts(self) -> Mapping[CaseKind, int]:
        """How many records of each kind there are."""
        query = select(cases.c.kind, func.count()).group_by(cases.c.kind)
        found: dict[str, int] = dict(self._connection.execute(query).tuples().all())
        return {kind: found.get(kind.value, 0) for kind in CaseKind}

    def complaints(self) -> tuple[tuple[str, Complaint], ...]:
        """Complaints that count, by record: sealed, and not turned down. Facts of a rating."""
        found = self._load(_counting(CaseKind.COMPLAINT))
        return tuple((each.record, each.content) for each in found if isinstance(each.content, Complaint))

    def incidents(self) -> tuple[ToldIncident, ...]:
        """Incidents that count, with the first receipt over any version of each. Facts of a rating."""
        return tuple(
            ToldIncident(each.record, each.content, self._received(each.record))
            for each in self._load(_counting(CaseKind.INCIDENT))
            if isinstance(each.content, Incident)
        )

    def settlements(self) -> tuple[StoredCase, ...]:
        """Settlements that count, newest month first: of each month the one that locks it."""
        found = self._load(_counting(CaseKind.SETTLEMENT))
        return tuple(sorted(found, key=lambda each: each.at, reverse=True))

    def settlement_of(self, month: str) -> StoredCase | None:
        """The settlement of a month: the one that stands, else the last one turned down; None without any."""
        first, last = (day_start(day) for day in month_days(month))
        of_month = _STORED.where(cases.c.kind == CaseKind.SETTLEMENT.value, cases.c.at.between(first, last))
        found = self._load(of_month.order_by(cases.c.saved_at.desc()))
        standing = (each for each in found if each.state.value not in _TURNED_DOWN)
        return next(standing, found[0] if found else None)

    def settled(self) -> tuple[tuple[str, str], ...]:
        """Record and month of each settlement that locks its month."""
        # The month is told by the day that a settlement belongs to: contents are large, and many checks ask.
        query = select(cases.c.record, cases.c.at).select_from(_JOINED).where(*_counts(CaseKind.SETTLEMENT))
        return tuple((record, local_month(at)) for record, at in self._connection.execute(query))

    def settled_months(self) -> frozenset[str]:
        """Months that a settlement locks."""
        return frozenset(month for _, month in self.settled())

    def _received(self, record: str) -> datetime | None:
        over = receipts.join(
            entries, (entries.c.stream == receipts.c.stream) & (entries.c.seq <= receipts.c.seq)
        )
        query = select(func.min(receipts.c.received_at, type_=receipts.c.received_at.type))
        return self._connection.execute(query.select_from(over).where(entries.c.record == record)).scalar()

    def _write(
        self, record: str, version: int, entry_hash: str | None, content: Content, at: datetime
    ) -> None:
        self._changed(Topic.CASES)
        outline = outline_of(content)
        values = {
            "record": record,
            "kind": kind_of(content).value,
            "version": version,
            "entry_hash": entry_hash,
            "recipient": outline.recipient,
            "visit": outline.visit,
            "at": outline.at or at,
            "due": outline.due,
            "is_open": outline.is_open,
            "saved_at": at,
            "content": None if entry_hash else json.dumps(write_case(content), ensure_ascii=False),
        }
        self._connection.execute(_PUT, values)

    def _load(self, query: Select[Any]) -> tuple[StoredCase, ...]:
        return tuple(_stored(row) for row in self._connection.execute(query))


_STORED = select(cases, entries.c.payload, _STATE.label("state")).select_from(_JOINED)


def _counting(kind: CaseKind) -> Select[Any]:
    """Sealed records of a kind that were not turned down."""
    return _STORED.where(*_counts(kind)).order_by(cases.c.record)


def _counts(kind: CaseKind) -> tuple[ColumnElement[bool], ...]:
    return (cases.c.kind == kind.value, cases.c.entry_hash.is_not(None), _STATE.not_in(_TURNED_DOWN))


def _conditions(query: CaseQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.kind is not None:
        conditions.append(cases.c.kind == query.kind.value)
    if query.recipient:
        conditions.append(cases.c.recipient == query.recipient)
    if query.visit:
        conditions.append(cases.c.visit == query.visit)
    if query.state is not None:
        conditions.append(_STATE.in_((query.state.value,)))
    if query.open_only:
        conditions.append(cases.c.is_open)
    if query.due_by is not None:
        conditions.append(cases.c.due <= query.due_by)
    if query.since is not None:
        conditions.append(cases.c.at >= query.since)
    return conditions


def _stored(row: Any) -> StoredCase:
    kind = CaseKind(row.kind)
    content = _content(kind, row.content if row.entry_hash is None else row.payload)
    return StoredCase(
        record=row.record,
        kind=kind,
        version=row.version,
        entry_hash=row.entry_hash or "",
        state=VisitState(row.state),
        recipient=row.recipient,
        visit=row.visit,
        at=row.at,
        due=row.due,
        is_open=row.is_open,
        saved_at=row.saved_at,
        content=content,
    )


def _content(kind: CaseKind, written: str | bytes | None) -> Content | None:
    """The record, also where a draft has faults; None where it was erased or is no record."""
    try:
        payload = json.loads(written or b"")
    except ValueError:
        return None
    return read_case(kind, payload)[0]
