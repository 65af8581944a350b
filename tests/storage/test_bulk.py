"""The bulk path writes what the repositories write one by one, and refuses what they refuse."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Table, select

from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visit_payload import to_payload
from provider_desktop.domain.visits import Acknowledgement, Outcome, Visit
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import Op, SealedEntry, seal
from provider_desktop.exchange.receipts import Receipt
from provider_desktop.storage import tables
from provider_desktop.storage.audit import AuditEvent
from provider_desktop.storage.bulk import FirstVersion
from provider_desktop.storage.database import Database
from provider_desktop.storage.feed import FeedBrokenError, StatementRow
from provider_desktop.storage.stream import ChainBrokenError
from provider_desktop.storage.unit_of_work import UnitOfWork
from provider_desktop.storage.verdicts import VerdictRow
from tests.support.builders import a_hash, a_visit
from tests.support.exchange import AGENCY, DEVICE, STREAM
from tests.support.storage import NOW, a_database

SHORT = Finding("TIME-SHORT", Action.ASK, "/items/0/minutes", {"minutes": 5, "limit": 20})


def some_visits() -> list[tuple[Visit, tuple[Finding, ...]]]:
    """Plain, absent, by two people, short and acknowledged, over the end of a month."""
    plain = [
        (a_visit(f"2026-10-{20 + day} 09:00", record=day, recipient=f"R{day % 3}"), ()) for day in range(9)
    ]
    return [
        *plain,
        (a_visit(record=20, outcome=Outcome.ABSENT, items=(), evidence=()), ()),
        (a_visit("2026-11-03 10:00", record=21, staff=("S1", "S2")), ()),
        (
            a_visit("2026-11-03 15:00", 5, record=22, acknowledged=(Acknowledgement("TIME-SHORT", "asked"),)),
            (SHORT,),
        ),
    ]


def first_versions(visits: Iterable[tuple[Visit, tuple[Finding, ...]]], prev: str = "") -> list[FirstVersion]:
    made = []
    for seq, (visit, findings) in enumerate(visits, 1):
        entry = seal(
            DEVICE, agency=AGENCY, stream=STREAM, seq=seq, prev=prev, op=Op.VISIT_CREATE,
            record=visit.record, version=1, parent="", reason="", actor="clerk", schema="visit/1",
            recorded_at=NOW + timedelta(seconds=seq), feed_seen=0, salt=seq.to_bytes(32, "big"),
            payload=encode(to_payload(visit)),
        )  # fmt: skip
        event = AuditEvent(NOW, "clerk", "visit.create", visit.record, details={"seq": seq})
        made.append(FirstVersion(visit, findings, entry, entry.header(), event))
        prev = entry.hash
    return made


def statements_on(entries: Iterable[SealedEntry]) -> list[tuple[StatementRow, str]]:
    made, prev = [], ""
    for seq, entry in enumerate(entries, 1):
        row = StatementRow(seq, a_hash(f"statement {seq}"), "verdict", NOW, entry.hash.encode())
        made.append((row, prev))
        prev = row.hash
    return made


def verdicts_on(entries: Iterable[SealedEntry]) -> list[VerdictRow]:
    def verdict(seq: int, entry: SealedEntry) -> VerdictRow:
        rules = ("TIME-SHORT", "EVID-PLACE") if seq % 2 else ()
        findings = tuple({"rule": rule, "action": "notice", "values": {}} for rule in rules)
        record = entry.header().record
        return VerdictRow(entry.hash, STREAM, seq, record, 1, "accepted", NOW, seq, findings)

    return [verdict(seq, entry) for seq, entry in enumerate(entries, 1)]


def one_by_one(work: UnitOfWork, made: list[FirstVersion]) -> None:
    for each in made:
        work.stream.append(each.entry)
        work.visits.seal(each.visit, each.findings, each.entry.hash, each.header.recorded_at)
        work.audit.append(each.event)
    entries = [each.entry for each in made]
    receipt = Receipt(1, AGENCY, STREAM, len(made), entries[-1].hash, len(made), NOW, 0, "")
    work.receipts.add(receipt, b"envelope")
    for row, prev in statements_on(entries):
        work.feed.append(row, prev)
    for verdict in verdicts_on(entries[:-1]):
        work.verdicts.save(verdict)


def at_once(work: UnitOfWork, made: list[FirstVersion]) -> None:
    work.bulk.seal(made)
    entries = [each.entry for each in made]
    receipt = Receipt(1, AGENCY, STREAM, len(made), entries[-1].hash, len(made), NOW, 0, "")
    work.bulk.receive([(receipt, b"envelope")])
    work.bulk.state(statements_on(entries))
    work.bulk.judge(verdicts_on(entries[:-1]))


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in an order that does not depend on how it came in; how often a fact was
    touched does."""
    with database.reading() as reading:
        connection = reading.summaries._connection
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(*_told(table)))), key=repr)
            for table in tables.metadata.sorted_tables
        }


def _told(table: Table) -> list[Column[Any]]:
    return [each for each in table.columns if (table.name, each.name) != ("record_facts", "change")]


def test_what_it_writes_is_what_the_repositories_write(tmp_path: Path) -> None:
    written = []
    for name, way in (("plain", one_by_one), ("bulk", at_once)):
        (tmp_path / name).mkdir()
        with a_database(tmp_path / name) as database:
            with database.unit_of_work() as work:
                way(work, first_versions(some_visits()))
                work.commit()
            written.append(everything(database))
            with database.reading() as reading:
                assert reading.summaries.differences() == ()
                assert reading.audit.broken() == ()
            assert database.problems() == ()
    plain, bulk = written
    for table, rows in plain.items():
        assert bulk[table] == rows, table
    for table in ("entries", "visits", "visit_staff", "visit_marks", "visit_findings", "verdict_rules"):
        assert plain[table], table
    assert len(plain["awaiting"]) == 1


def test_sets_follow_one_another(tmp_path: Path) -> None:
    made = first_versions(some_visits())
    with a_database(tmp_path) as database:
        for part in (made[:5], [], made[5:]):
            with database.unit_of_work() as work:
                work.bulk.seal(part)
                work.commit()
        with database.reading() as reading:
            own = reading.stream.own()
            assert own is not None
            assert (own.seq, own.hash) == (len(made), made[-1].entry.hash)
            assert reading.summaries.differences() == ()
            assert reading.audit.broken() == ()


def test_an_entry_that_does_not_follow_stops_the_whole_set(tmp_path: Path) -> None:
    made = first_versions(some_visits())
    with a_database(tmp_path) as database:
        for wrong in ([*made[:3], made[4]], made[1:], [made[0], made[0]]):
            with database.unit_of_work() as work, pytest.raises(ChainBrokenError):
                work.bulk.seal(wrong)
        assert everything(database)["visits"] == []
        assert everything(database)["entries"] == []


def test_a_statement_that_does_not_follow_stops_the_whole_set(tmp_path: Path) -> None:
    stated = statements_on(each.entry for each in first_versions(some_visits()))
    row, _ = stated[2]
    with a_database(tmp_path) as database:
        for wrong in ([*stated[:2], (row, a_hash("other"))], stated[1:], [(replace(row, seq=1), a_hash())]):
            with database.unit_of_work() as work, pytest.raises(FeedBrokenError):
                work.bulk.state(wrong)
        assert everything(database)["statements"] == []


def test_nothing_lasts_without_a_commit(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:
        before = everything(database)
        with database.unit_of_work() as work:
            at_once(work, first_versions(some_visits()))
        assert everything(database) == before


def test_without_a_stream_nothing_is_sealed(tmp_path: Path) -> None:
    made = first_versions(some_visits())
    with (
        a_database(tmp_path, joined=False) as database,
        database.unit_of_work() as work,
        pytest.raises(ChainBrokenError),
    ):
        work.bulk.seal(made)
