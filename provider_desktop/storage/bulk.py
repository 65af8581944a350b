"""Many sealed visits, statements and verdicts at once: what the repositories write one by one, set by set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Insert, insert

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.topics import Topic
from provider_desktop.domain.visit_payload import fingerprint
from provider_desktop.domain.visits import Visit
from provider_desktop.exchange.entries import Header, SealedEntry
from provider_desktop.exchange.receipts import Receipt
from provider_desktop.storage.audit import AuditEvent, AuditRepository, audit_row
from provider_desktop.storage.feed import FeedBrokenError, FeedRepository, StatementRow
from provider_desktop.storage.receipts import ReceiptRepository
from provider_desktop.storage.statements import put
from provider_desktop.storage.stream import ChainBrokenError, StreamRepository, entry_row
from provider_desktop.storage.tables import (
    audit,
    entries,
    fingerprints,
    statements,
    verdict_rules,
    verdicts,
    visit_findings,
    visit_marks,
    visit_staff,
    visits,
)
from provider_desktop.storage.verdicts import VerdictRow, rule_rows, verdict_values
from provider_desktop.storage.visit_rows import columns_of, finding_rows, held_by, mark_rows, staff_rows

_ENTRY, _VISIT, _STAFF, _MARK, _FINDING, _FINGERPRINT, _AUDIT, _STATEMENT, _RULE = (
    insert(table)
    for table in (
        entries, visits, visit_staff, visit_marks, visit_findings, fingerprints, audit, statements,
        verdict_rules,
    )
)  # fmt: skip
_VERDICT = put(verdicts, "entry_hash")


@dataclass(frozen=True, slots=True)
class FirstVersion:
    """A visit as first sealed: its entry with the header, what the checks found, and the audit's line."""

    visit: Visit
    findings: tuple[Finding, ...]
    entry: SealedEntry
    header: Header
    event: AuditEvent


class BulkRepository:
    """Sets of rows as the repositories write them singly; triggers and guards stay in force.

    A set is whole or not at all, like everything in a unit of work. Within a set, rows that lie at random
    in an index go in by the order of that index: neighbours share a page while it is at hand.
    """

    def __init__(
        self, connection: Connection, changed: Callable[[Topic], None], installation: str = ""
    ) -> None:
        self._connection = connection
        self._changed = changed
        self._stream = StreamRepository(connection, changed, installation)
        self._feed = FeedRepository(connection, changed)
        self._audit = AuditRepository(connection)
        self._receipts = ReceiptRepository(connection, changed)

    def use_memory(self, megabytes: int) -> None:
        """Let the connection keep so much of the database at hand, until it is told otherwise or closed.

        Indexes by hash are written all over: what does not fit is read and written again and again.
        """
        if self._connection.dialect.name != "sqlite":
            return  # a server's memory is its administrator's to give
        self._connection.exec_driver_sql(f"PRAGMA cache_size = -{megabytes * 1024}")
        self._connection.exec_driver_sql("PRAGMA shrink_memory")

    def seal(self, made: Sequence[FirstVersion]) -> None:
        """First versions of visits at the end of the own stream, in order: entries, rows, audit lines.

        Equal to ``stream.append``, ``visits.seal`` and ``audit.append`` for each. Raises
        ``ChainBrokenError`` unless every entry follows the one before and the first the head.
        """
        if not made:
            return
        self._changed(Topic.STREAM)
        self._changed(Topic.VISITS)
        self._append_entries(made)
        rows, staff, marks, findings, prints = [], [], [], [], []
        for each in made:
            visit, record = each.visit, each.visit.record
            sealed_at = each.header.recorded_at
            values = columns_of(visit, sealed_at)
            rows.append(
                {
                    **values, "held_by": held_by(visit, each.findings), "op": each.header.op.value,
                    "entry_hash": each.entry.hash, "content": None,
                }
            )  # fmt: skip
            staff += staff_rows(visit, values["at"])
            marks += mark_rows(visit)
            findings += finding_rows(record, each.findings)
            prints.append({"fingerprint": fingerprint(visit), "record": record, "kept": True})
        self._insert(_VISIT, rows)
        self._insert(_STAFF, sorted(staff, key=lambda row: (row["staff"], row["at"])))
        self._insert(_MARK, sorted(marks, key=lambda row: row["mark"]))
        self._insert(_FINDING, findings)
        self._insert(_FINGERPRINT, sorted(prints, key=lambda row: row["fingerprint"]))
        self._log([each.event for each in made])

    def state(self, stated: Sequence[tuple[StatementRow, str]]) -> None:
        """Statements in order, each with the hash that it names as its predecessor; as ``feed.append``.

        Raises ``FeedBrokenError`` unless they follow one another and the feed's head.
        """
        seq, last = self._feed.head()
        rows = []
        for statement, prev in stated:
            if (statement.seq, prev) != (seq + 1, last):
                raise FeedBrokenError(f"statement {statement.seq} does not follow {seq}")
            seq, last = statement.seq, statement.hash
            rows.append({name: getattr(statement, name) for name in StatementRow.__slots__})
        if rows:
            self._changed(Topic.FEED)
            self._insert(_STATEMENT, rows)

    def judge(self, said: Sequence[VerdictRow]) -> None:
        """First verdicts on entries, one each; as ``verdicts.save``."""
        if not said:
            return
        self._changed(Topic.VISITS)
        ordered = sorted(said, key=lambda verdict: verdict.entry_hash)
        self._insert(_VERDICT, [verdict_values(verdict) for verdict in ordered])
        self._insert(_RULE, [row for verdict in ordered for row in rule_rows(verdict)])

    def receive(self, given: Iterable[tuple[Receipt, bytes]]) -> None:
        """Receipts with their envelopes; there are few, so they go in one by one."""
        for receipt, envelope in given:
            self._receipts.add(receipt, envelope)

    def _append_entries(self, made: Sequence[FirstVersion]) -> None:
        head = self._stream.own()
        if head is None:
            raise ChainBrokenError("there is no stream of this installation's own")
        seq, last = head.seq, head.hash
        rows, moves = [], []
        for each in made:
            header = each.header
            if (header.stream, header.seq, header.prev) != (head.stream, seq + 1, last):
                raise ChainBrokenError(f"entry {header.seq} does not follow {seq} of {head.stream}")
            row = entry_row(each.entry, header)
            seq, last = header.seq, str(row["hash"])
            rows.append(row)
            moves.append({"of": head.stream, "to_seq": seq, "to_hash": last})
        self._insert(_ENTRY, rows)
        self._stream.move(moves)

    def _log(self, events: Iterable[AuditEvent]) -> None:
        prev = self._audit.head()
        rows = []
        for event in events:
            row = audit_row(prev, event)
            prev = row["hash"]
            rows.append(row)
        self._insert(_AUDIT, rows)

    def _insert(self, statement: Insert, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._connection.execute(statement, rows)
