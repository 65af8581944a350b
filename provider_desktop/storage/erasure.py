"""Removing personal data for good: contents go, and with them all that was made of them; proofs stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, bindparam, delete, func, literal, select, text, update

from provider_desktop.domain.clock import day_start
from provider_desktop.domain.topics import Topic
from provider_desktop.storage.schedule_tables import orders, preferred_staff
from provider_desktop.storage.tables import (
    acknowledged,
    assignments,
    entries,
    evidence,
    evidence_uses,
    fingerprints,
    import_files,
    recipients,
    settings,
    staff,
    statements,
    streams,
    verdicts,
    visit_findings,
    visit_marks,
    visit_staff,
    visits,
)

#: Entries about the stream itself hold nothing personal, and its signatures need them.
_OF_STREAMS = ("stream.open", "stream.close", "key.rotate")
_AT_ONCE = 500
#: The recipient that a payload names, NULL where it is no JSON or names none.
_RECIPIENT_IN = {
    "sqlite": "CASE WHEN json_valid(CAST(payload AS TEXT)) "
    "THEN json_extract(CAST(payload AS TEXT), '$.recipient') END",
    "postgresql": "recipient_in(payload)",  # made by the first migration
}


@dataclass(frozen=True, slots=True)
class Doomed:
    """An entry whose content goes; ``is_waiting`` while the receiver has no receipt for it yet."""

    hash: str
    record: str
    is_waiting: bool


class ErasureRepository:
    """Finds what is personal, and removes it. Entries and statements keep their bytes that are signed or
    hashed; their contents are emptied, which the triggers allow and nothing else."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def entries(self, recipient: str = "") -> tuple[Doomed, ...]:
        """The entries about a recipient, all versions of each record; about anybody where none is named."""
        waits = streams.c.own & (entries.c.seq > func.coalesce(acknowledged.c.seq, 0))
        joined = entries.join(streams, streams.c.stream == entries.c.stream)
        joined = joined.outerjoin(acknowledged, acknowledged.c.stream == entries.c.stream)
        query = select(entries.c.hash, entries.c.record, waits).select_from(joined)
        query = query.where(entries.c.op.not_in(_OF_STREAMS), func.length(entries.c.payload) > 0)
        if recipient:
            query = query.where(entries.c.record.in_(self._records(recipient)))
        rows = self._connection.execute(query.order_by(entries.c.id))
        return tuple(Doomed(hash_, record, bool(waiting)) for hash_, record, waiting in rows)

    def empty(self, hashes: Iterable[str]) -> None:
        """Remove payloads and salts."""
        rows = [{"of": each} for each in hashes]
        if rows:
            self._changed(Topic.STREAM)
            erase = update(entries).where(entries.c.hash == bindparam("of", type_=entries.c.hash.type))
            self._connection.execute(erase.values(salt=b"", payload=b""), rows)

    def empty_statements(self, places: Sequence[tuple[int, int]]) -> None:
        """Remove the envelopes of statements, named by epoch and seq."""
        rows = [{"of_epoch": epoch, "of_seq": seq} for epoch, seq in places]
        if rows:
            self._changed(Topic.FEED)
            place = (statements.c.epoch == bindparam("of_epoch"), statements.c.seq == bindparam("of_seq"))
            self._connection.execute(update(statements).where(*place).values(envelope=b""), rows)

    def blank_visits(self, records: Sequence[str], recipient: str = "") -> int:
        """Leave of visits only that there was one, on which day and how long; drafts go altogether.

        Of a recipient every visit goes, entered by whatever path. How many rows that were.
        """
        self._changed(Topic.VISITS)
        known = set(records)
        if recipient:
            query = select(visits.c.record).where(visits.c.recipient == recipient)
            known |= set(self._connection.execute(query).scalars())
        for some in _portions(sorted(known)):
            for table in (visit_staff, visit_marks, visit_findings, fingerprints):
                self._connection.execute(delete(table).where(table.c.record.in_(some)))
            self._connection.execute(
                update(verdicts).where(verdicts.c.record.in_(some)).values(findings="[]")
            )
            drafts = visits.c.record.in_(some) & visits.c.entry_hash.is_(None)
            self._connection.execute(delete(visits).where(drafts))
            days = select(visits.c.record, visits.c.day).where(visits.c.record.in_(some))
            rows = [
                {"of": record, "day_begins": day_start(day)} for record, day in self._connection.execute(days)
            ]
            if rows:
                blank = update(visits).where(visits.c.record == bindparam("of")).values(
                    recipient="", group="", staff="[]", items="[]", started=None, ended=None, content=None,
                    held_by="", at=bindparam("day_begins", type_=visits.c.at.type),
                )  # fmt: skip
                self._connection.execute(blank, rows)
        return len(known)

    def forget_recipient(self, recipient: str) -> None:
        """Remove a recipient with assignments, answers, orders and sums."""
        self._changed(Topic.RECIPIENTS)
        self._changed(Topic.ASSIGNMENTS)
        given = select(literal("answer/") + assignments.c.assignment).where(
            assignments.c.recipient == recipient
        )
        self._connection.execute(delete(settings).where(settings.c.key.in_(given)))
        for table in (orders, preferred_staff):
            self._connection.execute(delete(table).where(table.c.recipient == recipient))
        self._connection.execute(delete(assignments).where(assignments.c.recipient == recipient))
        self._connection.execute(delete(recipients).where(recipients.c.recipient == recipient))
        self._connection.execute(
            text("DELETE FROM recipient_months WHERE recipient = :of AND visits = 0"), {"of": recipient}
        )

    def forget_everybody(self) -> None:
        """Remove all recipients, assignments, orders and staff, and the names of files imported."""
        for topic in (Topic.RECIPIENTS, Topic.ASSIGNMENTS, Topic.STAFF, Topic.SCHEDULE):
            self._changed(topic)
        self._connection.execute(delete(settings).where(settings.c.key.startswith("answer/")))
        for table in (orders, preferred_staff, assignments, recipients, staff):
            self._connection.execute(delete(table))
        self._connection.execute(update(import_files).values(name=""))
        self._connection.execute(text("DELETE FROM recipient_months WHERE visits = 0"))

    def unused_evidence(self) -> tuple[str, ...]:
        """Forget the files that only erased entries name; their hashes, so that the files themselves go.

        Files that no entry names belong to drafts, and stay.
        """
        named = select(evidence_uses.c.sha256).distinct()
        in_use = (
            select(evidence_uses.c.sha256)
            .join(entries, entries.c.hash == evidence_uses.c.entry_hash)
            .where(func.length(entries.c.payload) > 0)
        )
        found = tuple(
            self._connection.execute(
                named.where(evidence_uses.c.sha256.not_in(in_use)).order_by(evidence_uses.c.sha256)
            ).scalars()
        )
        for some in _portions(found):
            self._connection.execute(delete(evidence_uses).where(evidence_uses.c.sha256.in_(some)))
            self._connection.execute(delete(evidence).where(evidence.c.sha256.in_(some)))
        return found

    def _records(self, recipient: str) -> Select[tuple[str]]:
        """Records of which some version names the recipient."""
        content = text(f"{_RECIPIENT_IN[self._connection.dialect.name]} = :recipient").bindparams(
            recipient=recipient
        )
        return select(entries.c.record).where(content)


def _portions(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
