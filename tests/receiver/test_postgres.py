"""What only the database server adds: rows shut to other agencies, guards, several writers at once."""

from __future__ import annotations

import logging
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Table, delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import DatabaseError

from provider_desktop.domain.clock import FixedClock
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.invitations import enrolment_request, read_invitation
from provider_desktop.exchange.signing import Ed25519Signer
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver import judge
from provider_desktop.receiver.answers import Refused
from provider_desktop.receiver.enrolment import enrol, invite
from provider_desktop.receiver.office import Office, open_office
from provider_desktop.receiver.publishing import introduce
from provider_desktop.receiver.self_audit import examine_all
from provider_desktop.receiver.storage import blobs, feed, tables
from provider_desktop.receiver.storage.database import open_url
from provider_desktop.receiver.storage.streams import Head
from tests.support.bureau import NOW, Bureau
from tests.support.postgres import Cluster, installed
from tests.support.receiver import (
    AGENCY,
    OTHER_AGENCY,
    AgencyPc,
    ReceiverProcess,
    enrolled,
    wait_until,
)

#: Tables that hold nothing of an agency.
COMMON = {"trusts", "nonces", "revocations"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    made = open_office(folder, FixedClock(NOW), url=cluster.new_database(), create=True)
    yield made
    made.close()


@pytest.fixture(scope="module")
def two(office: Office) -> tuple[AgencyPc, AgencyPc]:
    """Two agencies, each with something of everything that a call touches."""
    bureau = Bureau(office)
    found = []
    for agency in (AGENCY, OTHER_AGENCY):
        pc = bureau.pc(agency)
        pc.seal(Op.NEED_REPORT, {})
        bureau.take(pc)
        with office.database.write() as connection:
            office.state(connection, agency, Kind.NOTICE, {"title": "t", "text": "", "at": ""})
            blobs.add(connection, agency, "ab" * 32, start=0, content=b"x", now=NOW)
            blobs.claim(connection, agency, "ab" * 32, 1)
            blobs.close(connection, agency, "ab" * 32, 1, NOW)
            office.receipt(connection, agency, pc.stream, _head(pc), 1)
            feed.raise_alarm(connection, "equivocation", agency, "{}", NOW)
        found.append(pc)
    judge.judge_all(office)
    return found[0], found[1]


def _head(pc: AgencyPc) -> Head:
    return Head(1, pc.sealed[0].hash)


def _rows(office: Office, table: Table, agency: str) -> int:
    with office.database.read(agency) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar() or 0


def test_an_agency_sees_its_own_rows_alone(office: Office, two: tuple[AgencyPc, AgencyPc]) -> None:
    seen = {}
    for table in tables.metadata.tables.values():
        if table.name in COMMON or table is tables.devices:
            continue
        everything = _rows(office, table, "*")
        own, others = _rows(office, table, AGENCY), _rows(office, table, OTHER_AGENCY)
        common = everything - own - others
        assert common == 0 or table is tables.publications, table.name
        assert _rows(office, table, "") == 0, f"{table.name}: nobody sees nothing"
        assert _rows(office, table, "52371621MJE99999X9") <= (own if table is tables.publications else 0)
        seen[table.name] = own
    filled = {name for name, count in seen.items() if count}
    assert filled >= {
        "agencies", "invitations", "streams", "stream_keys", "entries", "receipts", "statements", "verdicts",
        "alarms", "records", "evidence_claims", "blob_parts", "blobs",
    }  # fmt: skip


def test_a_table_without_row_security_would_be_seen(office: Office) -> None:
    """Every table of ours is either common or under a policy that binds its owner, too."""
    query = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity"
    with office.database.read() as connection:
        secured = set(connection.exec_driver_sql(query).scalars())
        known = set(inspect(connection).get_table_names())
    assert secured == known - COMMON


def test_an_agency_cannot_write_into_anothers(office: Office, two: tuple[AgencyPc, AgencyPc]) -> None:
    theirs = two[1]
    attempts = (
        insert(tables.streams).values(stream="0" * 26, agency=OTHER_AGENCY, opened_at=NOW),
        insert(tables.evidence_claims).values(agency=OTHER_AGENCY, sha256="cd" * 32, bytes=1),
        insert(tables.receipts).values(
            stream=theirs.stream, epoch=1, seq=1, hash="", envelope=b"", received_at=NOW
        ),
    )
    for attempt in attempts:
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            office.database.write(AGENCY) as writing,
        ):
            writing.execute(attempt)
    with office.database.write(AGENCY) as connection:
        changed = connection.execute(
            update(tables.records).where(tables.records.c.agency == OTHER_AGENCY).values(outcome="accepted")
        )
        assert changed.rowcount == 0
        removed = connection.execute(
            delete(tables.evidence_claims).where(tables.evidence_claims.c.bytes == 1)
        )
        assert removed.rowcount == 1, "its own, and no other"
        blobs.claim(connection, AGENCY, "ab" * 32, 1)
    assert _rows(office, tables.evidence_claims, OTHER_AGENCY) == 1


def test_reading_cannot_write(office: Office) -> None:
    with pytest.raises(DatabaseError, match="read-only"), office.database.read() as connection:
        connection.execute(delete(tables.nonces))


@pytest.mark.parametrize("table", tables.APPEND_ONLY, ids=lambda table: str(table.name))
def test_what_was_said_is_neither_changed_nor_deleted_nor_emptied(
    office: Office, two: tuple[AgencyPc, AgencyPc], table: Table
) -> None:
    if not _rows(office, table, "*"):
        with pytest.raises(DatabaseError, match="append-only"), office.database.write() as writing:
            writing.execute(text(f"TRUNCATE {table.name} CASCADE"))
        return
    column = next(iter(table.columns))
    for statement in (
        update(table).values({column: column}),
        delete(table),
        text(f"TRUNCATE {table.name} CASCADE"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), office.database.write() as writing:
            writing.execute(statement)


def test_a_role_above_row_security_is_warned_of(cluster: Cluster, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="provider_desktop"):
        open_url(cluster.new_database("chief")).close()
    assert "row security" in caplog.text


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("nonsense", ErrorCode.VALUE_INVALID),
        ("mysql://care@127.0.0.1/care", ErrorCode.VALUE_INVALID),
        ("postgresql://care:secret@127.0.0.1:9/care", ErrorCode.DATABASE_LOCKED),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(url: str, code: ErrorCode) -> None:
    with pytest.raises(AppError) as told:
        open_url(url)
    assert told.value.code is code
    assert "secret" not in str(told.value)


def test_offices_that_open_at_once_make_one_schema_and_one_trust(tmp_path: Path, cluster: Cluster) -> None:
    url = cluster.new_database()
    with ThreadPoolExecutor(4) as threads:
        made = list(
            threads.map(
                lambda _: open_office(tmp_path / "r", FixedClock(NOW), url=url, create=True), range(4)
            )
        )
    keys = set()
    for office in made:
        with office.database.read() as connection:
            keys.add((office.root_public_key(), office.trust(connection).version))
        office.close()
    assert len(keys) == 1


def test_one_code_asked_for_by_two_at_once_lets_one_in(tmp_path: Path, cluster: Cluster) -> None:
    url = cluster.new_database()
    made = [open_office(tmp_path / "r", FixedClock(NOW), url=url, create=True) for _ in range(2)]
    with made[0].database.write() as connection:
        introduce(made[0], connection, AGENCY, "机构")
        invitation = invite(made[0], connection, AGENCY, "机构", "http://127.0.0.1:1")
    start = threading.Barrier(2)

    def ask(number: int) -> str:
        body = enrolment_request(Ed25519Signer(bytes([number + 1]) * 32), invitation, "PC")
        start.wait()
        try:
            with made[number].database.write() as connection:
                return enrol(made[number], connection, body).device
        except Refused as refused:
            return refused.problem.value

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(ask, range(2)))
    assert answers.count("invitation") == 1, answers
    for office in made:
        office.close()


def test_statements_to_one_feed_from_many_offices_stand_in_a_row(tmp_path: Path, cluster: Cluster) -> None:
    url = cluster.new_database()
    made = [open_office(tmp_path / "r", FixedClock(NOW), url=url, create=True) for _ in range(3)]
    Bureau(made[0]).pc()

    def write(office: Office) -> None:
        for _ in range(15):
            with office.database.write() as connection:
                office.state(connection, AGENCY, Kind.NOTICE, {"title": "t", "text": "", "at": ""})

    threads = [threading.Thread(target=write, args=(office,)) for office in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert examine_all(made[1]).problems == []
    with made[2].database.read() as connection:
        assert feed.head(connection, AGENCY).seq == 1 + 45
    for office in made:
        office.close()


def test_several_processes_on_one_server_take_one_stream_in_order(tmp_path: Path, cluster: Cluster) -> None:
    """Eight senders at once through three processes: the same batches, each entry once, no 5xx."""
    receiver = ReceiverProcess(tmp_path / "r", database=cluster.new_database())
    receiver.start(0, "--workers", "3")
    try:
        path = tmp_path / "a.careinvite"
        receiver.json("invite", AGENCY, "--name", "机构", "--url", receiver.url, "--out", str(path))
        pc = enrolled(read_invitation(path.read_bytes(), datetime.now(UTC)))
        for _ in range(40):
            pc.seal()

        def send(first: int) -> int:
            return pc.send(pc.sealed[first : first + 10]).status

        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(send, [0, 0, 0, 10, 10, 20, 30, 0] * 3))
        assert set(answers) <= {200, 409}, answers
        while pc.head()["seq"] < 40:
            assert send(pc.head()["seq"]) == 200
        wait_until(lambda: len(pc.verdicts()) == 40, 40)
        found = receiver.json("verify")
        assert (found["entries"], found["problems"]) == (40, [])
    finally:
        assert receiver.stop() == 0


def test_two_entries_at_one_place_from_two_processes_freeze_the_stream(
    tmp_path: Path, cluster: Cluster
) -> None:
    receiver = ReceiverProcess(tmp_path / "r", database=cluster.new_database())
    receiver.start(0, "--workers", "2")
    try:
        path = tmp_path / "a.careinvite"
        receiver.json("invite", AGENCY, "--name", "机构", "--url", receiver.url, "--out", str(path))
        pc = enrolled(read_invitation(path.read_bytes(), datetime.now(UTC)))
        one = pc.seal()
        pc.sealed.clear()
        other = pc.seal()
        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(lambda entry: pc.send([entry]), [one, other]))
        assert sorted(answer.status for answer in answers) == [200, 409]
        assert [answer.problem for answer in answers if answer.status == 409] == ["equivocation"]
        assert receiver.json("verify", status=1)["problems"], "an alarm is up"
    finally:
        receiver.stop()


def test_a_backup_of_the_server_restores_and_verifies(
    tmp_path: Path, cluster: Cluster, two: tuple[AgencyPc, AgencyPc], office: Office
) -> None:
    """The drill of docs/operations.md: dump, restore into another database, new epoch, verify."""
    programs = installed()
    assert programs is not None
    with office.database.read() as connection:
        name = str(connection.exec_driver_sql("SELECT current_database()").scalar())
    dump = tmp_path / "care.dump"
    source, target = cluster.url(name, "chief"), cluster.new_database()
    subprocess.run([programs / "pg_dump", "-Fc", "-f", str(dump), source], check=True)
    into = target.replace("//care@", "//chief@")
    subprocess.run([programs / "pg_restore", "--exit-on-error", "-d", into, str(dump)], check=True)
    restored = open_office(office.folder, FixedClock(NOW), url=target)
    with restored.database.write() as connection:
        assert restored.renew_trust(connection, new_epoch=True).epoch == 2
    found = examine_all(restored)
    assert found.entries == 2
    assert [each for each in found.problems if not each.startswith("alarm")] == []
    restored.close()
    with psycopg.connect(target.replace("postgresql:", "postgres:")) as plain, plain.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM entries")
        assert cursor.fetchone() == (0,), "row security came along"
