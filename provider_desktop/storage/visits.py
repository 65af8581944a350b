"""Visits one by one: drafts that change freely, sealed versions, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, RowMapping, Select, bindparam, delete, insert, select, update

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.topics import Topic
from provider_desktop.domain.visit_payload import fingerprint
from provider_desktop.domain.visits import Visit, VisitState
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import (
    entries,
    fingerprints,
    receipts,
    verdicts,
    visit_findings,
    visit_marks,
    visit_staff,
    visits,
)
from provider_desktop.storage.visit_rows import (
    StoredVisit,
    columns_of,
    draft_content,
    finding_of_row,
    finding_rows,
    held_by,
    mark_rows,
    staff_rows,
    stored_visit,
    visit_of_payload,
)
from provider_desktop.storage.visit_states import JOINED, WITHDRAW, sealed_state, visit_state

#: The columns that a :class:`StoredVisit` is made of, over ``JOINED``.
STORED = (*visits.columns, entries.c.payload, entries.c.reason, visit_state.label("state"))

_KNOWN = select(visits.c.id).where(visits.c.record == bindparam("of"))
_ENTRY = select(entries.c.op, entries.c.record, entries.c.version).where(entries.c.hash == bindparam("entry"))
_PUT = put(visits, "record")
_ADD_STAFF, _ADD_MARKS, _ADD_FINDINGS = (
    insert(table) for table in (visit_staff, visit_marks, visit_findings)
)
_REMOVE_FINDINGS = delete(visit_findings).where(visit_findings.c.record == bindparam("of"))
_REMOVE = (
    delete(visit_staff).where(visit_staff.c.record == bindparam("of")),
    delete(visit_marks).where(visit_marks.c.record == bindparam("of")),
    delete(fingerprints).where(fingerprints.c.record == bindparam("of"), fingerprints.c.kept.is_(False)),
    _REMOVE_FINDINGS,
)
_NOTE_FINGERPRINT = put(fingerprints, "fingerprint", "record", keep=frozenset({"kept"}))
_KEEP_FINGERPRINT = put(fingerprints, "fingerprint", "record")


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One sealed version: content (None once erased), its entry, and what became of it.

    ``received_at`` is that of the first receipt that covers it. ``state`` is ``corrected`` or
    ``withdrawn`` once a later version was sealed.
    """

    visit: Visit | None
    version: int
    stream: str
    seq: int
    entry_hash: str
    op: str
    reason: str
    actor: str
    recorded_at: datetime
    state: VisitState
    received_at: datetime | None


class DraftMissingError(Exception):
    """There is no such draft: a mistake of ours, or somebody discarded it meanwhile."""


class VisitRepository:
    """One row a record in ``visits`` with its companions, and the sealed versions in ``entries``."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save_draft(
        self, visit: Visit, findings: Iterable[Finding], saved_at: datetime, *, imported: bool = False
    ) -> None:
        """Write a draft, new or changed, also of a correction; a sealed version of it stays as it is.

        *imported* keeps the fingerprint: however the draft is edited, the same row does not come in again.
        """
        values = {"op": "", "entry_hash": None, "content": draft_content(visit)}
        self._put(visit, tuple(findings), saved_at, values, kept=imported)

    def seal(self, visit: Visit, findings: Iterable[Finding], entry_hash: str, sealed_at: datetime) -> None:
        """Let the version sealed by that entry be the current one; there is no draft any more.

        The entry is appended, and the audit trail written, in the same unit of work. Raises
        ``DraftMissingError`` when the entry is not there or is of another version.
        """
        row = self._connection.execute(_ENTRY, {"entry": entry_hash}).one_or_none()
        if row is None or (row.record, row.version) != (visit.record, visit.version):
            raise DraftMissingError(f"{visit.record} version {visit.version} has no such entry")
        values = {"op": row.op, "entry_hash": entry_hash, "content": None}
        self._put(visit, tuple(findings), sealed_at, values, kept=True)

    def discard(self, record: str) -> None:
        """Throw a draft away; a sealed version below it is the current one again.

        Raises ``DraftMissingError`` when the record has no draft.
        """
        gone = delete(visits).where(visits.c.record == record, visits.c.entry_hash.is_(None))
        if self._connection.execute(gone).rowcount == 0:
            raise DraftMissingError(record)
        self._changed(Topic.VISITS)
        self.project(record)

    def project(self, record: str) -> bool:
        """Make the row of a record again from its entries, as after pulling them back.

        False where there is no entry, or its payload was erased or is no visit.
        """
        query = select(entries).where(entries.c.record == record, entries.c.op.startswith("visit."))
        query = query.order_by(entries.c.version.desc(), entries.c.id.desc()).limit(1)
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            return False
        visit = visit_of_payload(
            record, row["version"], row["reason"], row["payload"], withdraws=row["op"] == WITHDRAW
        )
        if visit is None:
            return False
        self.seal(visit, (), row["hash"], row["recorded_at"])
        return True

    def repoint(self, record: str, old: str, new: str) -> None:
        """Let the row sealed by entry *old* stand on entry *new*, which says the same in another stream."""
        self._changed(Topic.VISITS)
        sealed = (visits.c.record == record, visits.c.entry_hash == old)
        self._connection.execute(update(visits).where(*sealed).values(entry_hash=new))

    def set_findings(self, record: str, findings: Iterable[Finding]) -> None:
        """Keep what a later check found in a draft whose content did not change."""
        found = tuple(findings)
        stored = self.get(record)
        if stored is None:
            raise DraftMissingError(record)
        self._changed(Topic.VISITS)
        held = held_by(stored.visit, found)
        self._connection.execute(update(visits).where(visits.c.record == record).values(held_by=held))
        self._connection.execute(_REMOVE_FINDINGS, {"of": record})
        if found:
            self._connection.execute(_ADD_FINDINGS, finding_rows(record, found))

    def get(self, record: str) -> StoredVisit | None:
        """The current row of a record, None for one not known."""
        return next(iter(self.many((record,))), None)

    def many(self, records: Iterable[str]) -> tuple[StoredVisit, ...]:
        """The current rows of records, in the order asked for; unknown ones are left out."""
        wanted = tuple(dict.fromkeys(records))
        found = {
            stored.visit.record: stored
            for stored in self.load(select(*STORED).select_from(JOINED).where(visits.c.record.in_(wanted)))
        }
        return tuple(found[record] for record in wanted if record in found)

    def drafts(self) -> tuple[StoredVisit, ...]:
        """Every draft, oldest visit first."""
        query = select(*STORED).select_from(JOINED).where(visits.c.entry_hash.is_(None))
        return self.load(query.order_by(visits.c.at, visits.c.record))

    def versions(self, record: str) -> tuple[StoredVersion, ...]:
        """The sealed versions of a record, newest first."""
        covered_at = (
            select(receipts.c.received_at)
            .where(receipts.c.stream == entries.c.stream, receipts.c.seq >= entries.c.seq)
            .order_by(receipts.c.seq, receipts.c.id)
            .limit(1)
            .scalar_subquery()
        )
        query = (
            select(entries, sealed_state(entries.c.op).label("state"), covered_at.label("received_at"))
            .outerjoin(verdicts, verdicts.c.entry_hash == entries.c.hash)
            .where(entries.c.record == record, entries.c.op.startswith("visit."))
            .order_by(entries.c.version, entries.c.id)
        )
        rows = said_last(self._connection.execute(query).mappings())
        found: list[StoredVersion] = []
        for place, row in enumerate(rows):
            later = next((other for other in rows[place + 1 :] if other["version"] > row["version"]), None)
            withdraws = row["op"] == WITHDRAW
            found.append(
                StoredVersion(
                    visit=visit_of_payload(
                        record, row["version"], row["reason"], row["payload"], withdraws=withdraws
                    ),
                    version=row["version"],
                    stream=row["stream"],
                    seq=row["seq"],
                    entry_hash=row["hash"],
                    op=row["op"],
                    reason=row["reason"],
                    actor=row["actor"],
                    recorded_at=row["recorded_at"],
                    state=_after(later["op"]) if later else VisitState(row["state"]),
                    received_at=row["received_at"],
                )
            )
        return tuple(reversed(found))

    def known_fingerprints(self, wanted: Iterable[str]) -> Mapping[str, str]:
        """Those that a visit has, or had when it was imported or sealed: fingerprint → record."""
        query = select(fingerprints.c.fingerprint, fingerprints.c.record)
        rows = self._connection.execute(query.where(fingerprints.c.fingerprint.in_(tuple(wanted))))
        return dict(rows.all())

    def findings(self, records: Iterable[str]) -> Mapping[str, tuple[Finding, ...]]:
        """What the checks found in records, in their order; records without findings are left out."""
        query = select(visit_findings).where(visit_findings.c.record.in_(tuple(records)))
        rows = self._connection.execute(query.order_by(visit_findings.c.record, visit_findings.c.place))
        return {
            record: tuple(finding_of_row(row) for row in group)
            for record, group in groupby(rows.mappings(), lambda row: str(row["record"]))
        }

    def load(self, query: Select[tuple[object, ...]]) -> tuple[StoredVisit, ...]:
        """The rows of a query over ``STORED``, with their findings."""
        rows = self._connection.execute(query).mappings().all()
        found = self.findings([row["record"] for row in rows])
        return tuple(stored_visit(row, found.get(row["record"], ())) for row in rows)

    def _put(
        self,
        visit: Visit,
        findings: tuple[Finding, ...],
        saved_at: datetime,
        values: Mapping[str, object],
        *,
        kept: bool,
    ) -> None:
        self._changed(Topic.VISITS)
        row = {**columns_of(visit, saved_at), "held_by": held_by(visit, findings), **values}
        new = self._connection.execute(_KNOWN, {"of": visit.record}).one_or_none() is None
        self._connection.execute(_PUT, row)
        if not new:
            for statement in _REMOVE:
                self._connection.execute(statement, {"of": visit.record})
        if row["op"] != WITHDRAW:
            if people := staff_rows(visit, row["at"]):
                self._connection.execute(_ADD_STAFF, people)
            if marks := mark_rows(visit):
                self._connection.execute(_ADD_MARKS, marks)
        if findings:
            self._connection.execute(_ADD_FINDINGS, finding_rows(visit.record, findings))
        row = {"fingerprint": fingerprint(visit), "record": visit.record, "kept": kept}
        self._connection.execute(_KEEP_FINGERPRINT if kept else _NOTE_FINGERPRINT, row)


def said_last(rows: Iterable[RowMapping]) -> list[RowMapping]:
    """Entries of one record by version, without those that a later one repeats word for word: what was
    sealed in a stream that could take no more is said again in the next (exchange.md, "Bytes")."""
    found: dict[tuple[int, str, bytes], RowMapping] = {}
    for row in rows:
        said = (row["version"], row["op"], row["payload"])
        found.pop(said, None)
        found[said] = row
    return list(found.values())


def _after(op: str) -> VisitState:
    return VisitState.WITHDRAWN if op == WITHDRAW else VisitState.CORRECTED
