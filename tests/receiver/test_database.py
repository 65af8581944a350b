"""The receiver's own database: keys, encryption, append-only tables, several processes at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, update
from sqlalchemy.exc import DatabaseError

from provider_desktop.domain.clock import FixedClock
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op
from provider_desktop.receiver.office import Office, open_office
from provider_desktop.receiver.storage import agencies, tables
from provider_desktop.receiver.storage.database import PASSPHRASE
from tests.support.bureau import NOW, Bureau
from tests.support.receiver import AGENCY

ROOT = Path(__file__).parent.parent.parent


def _open(folder: Path, *, create: bool = True) -> Office:
    return open_office(folder, FixedClock(NOW), create=create)


def test_it_opens_again_with_the_same_keys(tmp_path: Path) -> None:
    first = _open(tmp_path / "r")
    first.close()
    second = _open(tmp_path / "r", create=False)
    assert second.keys.receiver.public_key == first.keys.receiver.public_key
    second.close()


def test_nothing_is_made_where_nothing_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(AppError) as told:
        _open(tmp_path / "r", create=False)
    assert told.value.code is ErrorCode.NOT_INITIALISED
    assert not (tmp_path / "r").exists()


def test_files_are_for_their_owner_and_tell_nobody_a_name(tmp_path: Path) -> None:
    bureau = Bureau(_open(tmp_path / "r"))
    pc = bureau.pc()
    pc.seal(Op.NEED_REPORT, {"person": {"name": "张秀英"}})
    bureau.take(pc)
    assert bureau.outcome(pc.sealed[0]) == "returned"
    for name in ("receiver.key", "signing.key", "root.key"):
        assert (tmp_path / "r" / name).stat().st_mode & 0o077 == 0
    for file in (tmp_path / "r").glob("receiver.db*"):
        content = file.read_bytes()
        assert "张秀英".encode() not in content
        assert AGENCY.encode() not in content
        assert b"SQLite format" not in content
    bureau.office.close()


def test_without_its_key_the_database_stays_shut(tmp_path: Path) -> None:
    _open(tmp_path / "r").close()
    (tmp_path / "r" / "receiver.key").unlink()
    with pytest.raises(AppError) as told:
        _open(tmp_path / "r")
    assert told.value.code is ErrorCode.KEY_UNAVAILABLE
    assert not (tmp_path / "r" / "receiver.key").exists(), "no new key in the place of the lost one"


def test_a_passphrase_opens_what_it_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE, "correct horse")
    _open(tmp_path / "r").close()
    assert not (tmp_path / "r" / "receiver.key").exists()
    _open(tmp_path / "r").close()
    monkeypatch.setenv(PASSPHRASE, "wrong horse")
    with pytest.raises(AppError) as told:
        _open(tmp_path / "r")
    assert told.value.code is ErrorCode.WRONG_PASSPHRASE


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 300])
def test_a_damaged_file_is_told_and_left_alone(tmp_path: Path, damage: bytes) -> None:
    _open(tmp_path / "r").close()
    for file in (tmp_path / "r").glob("receiver.db-*"):
        file.unlink()
    path = tmp_path / "r" / "receiver.db"
    if not damage:
        damage = b"\0" * 4096 + path.read_bytes()[4096:]
    path.write_bytes(damage)
    with pytest.raises(AppError) as told:
        _open(tmp_path / "r")
    assert told.value.code is ErrorCode.DATABASE_DAMAGED
    assert path.read_bytes() == damage


def test_a_signing_key_that_is_none_is_told(tmp_path: Path) -> None:
    _open(tmp_path / "r").close()
    (tmp_path / "r" / "signing.key").write_text("short", encoding="ascii")
    with pytest.raises(AppError) as told:
        _open(tmp_path / "r")
    assert told.value.code is ErrorCode.KEY_UNAVAILABLE


def test_with_the_root_key_offline_it_serves_but_begins_no_epoch(tmp_path: Path) -> None:
    _open(tmp_path / "r").close()
    (tmp_path / "r" / "root.key").unlink()
    office = _open(tmp_path / "r", create=False)
    with office.database.write() as connection:
        assert office.renew_trust(connection).epoch == 1
        for needs_root in (office.root_public_key, lambda: office.renew_trust(connection, new_epoch=True)):
            with pytest.raises(AppError) as told:
                needs_root()
            assert told.value.code is ErrorCode.KEY_UNAVAILABLE
    office.close()


@pytest.mark.parametrize("table", tables.APPEND_ONLY, ids=lambda table: table.name)
def test_what_was_said_can_be_neither_changed_nor_deleted(tmp_path: Path, table: object) -> None:
    assert isinstance(table, type(tables.entries))
    bureau = Bureau(_open(tmp_path / "r"))
    with bureau.office.database.read() as connection:
        triggers = connection.exec_driver_sql(
            f"SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table.name}'"
        ).scalar()
    assert triggers == 2
    if table is tables.trusts:

        def changes(connection: Connection) -> None:
            connection.execute(update(tables.trusts).values(epoch=9))

        def deletes(connection: Connection) -> None:
            connection.execute(delete(tables.trusts))

        for attempt in (changes, deletes):
            with pytest.raises(DatabaseError, match="append-only"), bureau.office.database.write() as writing:
                attempt(writing)
    bureau.office.close()


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    office = _open(tmp_path / "r")

    def fails() -> None:
        with office.database.write() as connection:
            agencies.add_agency(connection, AGENCY, "机构", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with office.database.read() as connection:
        assert agencies.agency_name(connection, AGENCY) is None
    office.close()


def test_processes_that_start_at_once_agree_on_keys_and_epoch(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from provider_desktop.domain.clock import SystemClock\n"
        "from provider_desktop.receiver.office import open_office\n"
        "office = open_office(Path(sys.argv[1]), SystemClock(), create=True)\n"
        "with office.database.read() as c: print(office.root_public_key().hex(), office.trust(c).version)\n"
    )
    # as `provider-receiver serve` and `invite` in one line of a start-up script
    words = [sys.executable, "-c", program, str(tmp_path / "r")]
    started = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(4)]
    said = {process.communicate(timeout=60)[0] for process in started}
    assert [process.returncode for process in started] == [0] * 4
    assert len(said) == 1


def test_writers_take_turns(tmp_path: Path) -> None:
    """Two processes' worth of connections, each adding to one feed: no statement lost, none doubled."""
    one, two = Bureau(_open(tmp_path / "r")), Bureau(_open(tmp_path / "r"))
    one.pc()
    from provider_desktop.exchange.statements import Kind
    from provider_desktop.receiver.storage import feed

    def write(bureau: Bureau) -> None:
        for _ in range(40):
            with bureau.office.database.write() as connection:
                bureau.office.state(connection, AGENCY, Kind.NOTICE, {"title": "t", "text": "", "at": ""})

    threads = [threading.Thread(target=write, args=(bureau,)) for bureau in (one, two, one)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with one.office.database.read() as connection:
        envelopes = feed.after(connection, AGENCY, 0, 1000)
        assert feed.head(connection, AGENCY).seq == len(envelopes) == 1 + 120
    one.office.close()
    two.office.close()
