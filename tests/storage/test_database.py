"""The database file: what may go wrong when it is made, opened, read and written."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.storage.database import Database
from tests.support.builders import a_recipient, a_record, a_visit
from tests.support.storage import KEY, a_database, seal_visit

REPOSITORY = Path(__file__).resolve().parents[2]


@contextmanager
def refused(code: ErrorCode) -> Iterator[None]:
    with pytest.raises(AppError) as caught:
        yield
    assert caught.value.code is code


def made(folder: Path, recipients: int = 0) -> Path:
    with a_database(folder) as database, database.unit_of_work() as work:
        for number in range(recipients):
            work.recipients.save(a_recipient(f"R{number}", "张秀英"))
        work.commit()
    return folder / "records.db"


def flip(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 0xFF
    path.write_bytes(content)


# ---------------------------------------------------------------- opening


def test_a_missing_database_is_told_and_not_made(tmp_path: Path) -> None:
    with refused(ErrorCode.NOT_INITIALISED):
        Database.open(tmp_path / "records.db", KEY)
    assert list(tmp_path.iterdir()) == []


def test_a_second_database_is_not_made_over_the_first(tmp_path: Path) -> None:
    path = made(tmp_path, recipients=1)
    before = path.read_bytes()
    with refused(ErrorCode.ALREADY_INITIALISED):
        Database.create(path, KEY)
    assert path.read_bytes() == before


def test_a_wrong_key_is_told_from_damage(tmp_path: Path) -> None:
    path = made(tmp_path)
    with refused(ErrorCode.KEY_WRONG):
        Database.open(path, bytes(32))
    Database.open(path, KEY).close()


def test_a_key_of_the_wrong_size_is_a_mistake_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Database.create(tmp_path / "records.db", b"short")
    assert not (tmp_path / "records.db").exists()


@pytest.mark.parametrize("offset", [0, 20, 2000])
def test_a_damaged_first_page_is_told(tmp_path: Path, offset: int) -> None:
    path = made(tmp_path)
    flip(path, offset)
    with refused(ErrorCode.DATABASE_DAMAGED):
        Database.open(path, KEY)


@pytest.mark.parametrize("kept", [0, 1000, 4096, 40960])
def test_a_truncated_file_is_told_and_never_taken_for_a_new_one(tmp_path: Path, kept: int) -> None:
    path = made(tmp_path)
    content = path.read_bytes()
    assert len(content) > kept
    path.write_bytes(content[:kept])
    with refused(ErrorCode.DATABASE_DAMAGED):
        Database.open(path, KEY)
    assert path.stat().st_size == kept


def test_a_page_torn_in_the_file_and_whole_in_the_log_is_no_damage(tmp_path: Path) -> None:
    """As a power cut leaves it that comes while the log is moved into the file."""
    (tmp_path / "live").mkdir()
    with a_database(tmp_path / "live") as database:
        with database.unit_of_work() as work:
            for number in range(200):
                work.recipients.save(a_recipient(f"R{number}", "张秀英"))
            work.commit()
        database.checkpoint()
        with database.unit_of_work() as work:
            work.recipients.save(a_recipient("R7", "李桂兰"))
            work.commit()
        shutil.copytree(tmp_path / "live", tmp_path / "found", ignore=shutil.ignore_patterns("*.lock"))
    path = tmp_path / "found" / "records.db"
    log = path.with_name("records.db-wal").read_bytes()
    page = int.from_bytes(log[32:36], "big")  # the first frame says which page it is
    flip(path, (page - 1) * 4096 + 100)
    with closing(Database.open(path, KEY)) as database:
        assert database.problems() == ()


def test_damage_further_in_is_found_by_the_full_check(tmp_path: Path) -> None:
    path = made(tmp_path, recipients=200)
    with closing(Database.open(path, KEY)) as database:
        assert database.problems() == ()
    flip(path, path.stat().st_size - 4096 * 3)
    with closing(Database.open(path, KEY)) as database:
        assert any("cipher_integrity_check" in problem for problem in database.problems())


def test_a_lost_or_damaged_key_check_locks_nobody_out(tmp_path: Path) -> None:
    path = made(tmp_path)
    check = tmp_path / "records.db.keycheck"
    check.write_text("0000000000000000")
    Database.open(path, KEY).close()
    check.unlink()
    Database.open(path, KEY).close()
    with refused(ErrorCode.DATABASE_DAMAGED):
        Database.open(path, bytes(32))


def test_a_database_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    path = made(tmp_path)
    with raw(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with refused(ErrorCode.DATABASE_TOO_NEW):
        Database.open(path, KEY)


def test_an_unsafe_library_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provider_desktop.storage.database.sqlcipher.sqlite_version", "3.40.1")
    with refused(ErrorCode.LIBRARY_UNSAFE):
        Database.create(tmp_path / "records.db", KEY)


def test_a_second_program_is_refused_with_the_number_of_the_first(tmp_path: Path) -> None:
    path = made(tmp_path)
    with running(path, "print('open', flush=True); sys.stdin.read()") as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(AppError) as caught:
            Database.open(path, KEY)
        assert caught.value.code is ErrorCode.ALREADY_RUNNING
        assert caught.value.params["pid"] == other.pid
    Database.open(path, KEY).close()


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with refused(ErrorCode.DATA_FOLDER_UNUSABLE):
        Database.create(tmp_path / "file" / "records.db", KEY)


# ---------------------------------------------------------------- failures while writing


def test_a_full_database_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:
        with database.unit_of_work() as work:
            work.settings.set("before", True)
            work.commit()
            pages = work.settings._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        for connection in [database._engine.raw_connection() for _ in range(2)]:
            connection.cursor().execute(f"PRAGMA max_page_count = {pages + 2}")
            connection.close()
        with refused(ErrorCode.DISK_FULL), database.unit_of_work() as work:
            work.settings.set("after", True)
            for number in range(200):
                work.recipients.save(a_recipient(f"R{number}"))
            work.commit()
        with database.reading() as reading:
            assert reading.settings.get("before") is True
            assert reading.settings.get("after") is None
            assert reading.recipients.all() == ()
        assert database.problems() == ()


def test_a_full_disk_is_told_and_work_goes_on_when_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a small disk")
    try:
        with a_database(disk) as database:
            filler = disk / "filler"
            filler.write_bytes(b"\0" * (disk_room(disk) - 64 * 1024))
            with refused(ErrorCode.DISK_FULL), database.unit_of_work() as work:
                for number in range(2000):
                    work.recipients.save(a_recipient(f"R{number}", "张秀英" * 50))
                work.commit()
            filler.unlink()
            with database.unit_of_work() as work:
                assert work.recipients.all() == ()
                work.recipients.save(a_recipient())
                work.commit()
            assert database.problems() == ()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def disk_room(folder: Path) -> int:
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize


# ---------------------------------------------------------------- crashes, and what a thief reads


def test_a_process_killed_in_a_transaction_leaves_all_of_the_last_and_none_of_this(tmp_path: Path) -> None:
    path = made(tmp_path)
    code = """
from tests.support.storage import seal_visit
from provider_desktop.storage.unit_of_work import UnitOfWork
from tests.support.builders import a_visit
with database.unit_of_work() as work:
    seal_visit(work, a_visit(record=1)); work.commit()
with database.unit_of_work() as work:
    seal_visit(work, a_visit(record=2))
    print('halfway', flush=True)
    sys.stdin.read()
"""
    with running(path, code) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "halfway\n"
        other.send_signal(signal.SIGKILL)
        other.wait(10)
    with closing(Database.open(path, KEY)) as database:
        with database.reading() as reading:
            head = reading.stream.own()
            assert head is not None
            assert head.seq == 1
            assert reading.visits.get(a_record(1)) is not None
            assert reading.visits.get(a_record(2)) is None
            assert len(reading.audit.newest()) == 1
            assert reading.audit.broken() == ()
        assert database.problems() == ()


def test_a_crash_while_making_leaves_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("provider_desktop.storage.schema.bring_up_to_date", crash)
        with pytest.raises(KeyboardInterrupt):
            Database.create(tmp_path / "records.db", KEY)
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} <= {"in_use.lock"}
    Database.create(tmp_path / "records.db", KEY).close()


def test_no_file_shows_a_name_an_id_or_the_key(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:
        with database.unit_of_work() as work:
            work.recipients.save(a_recipient())
            seal_visit(work, a_visit(remarks="血压偏高"))
            work.commit()
        files = [path for path in tmp_path.iterdir() if path.is_file()]
        assert any(path.name.endswith("-wal") and path.stat().st_size for path in files)
        content = b"".join(path.read_bytes() for path in files)
    words = [*(text.encode() for text in ("张秀英", "371621194906070011", "血压偏高", "CREATE TABLE"))]
    assert [word for word in (*words, KEY, KEY.hex().encode()) if re.search(re.escape(word), content)] == []


def test_messages_of_the_library_do_not_reach_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = made(tmp_path)
    with refused(ErrorCode.KEY_WRONG):
        Database.open(path, bytes(32))
    assert capfd.readouterr().err == ""


def test_checkpoint_moves_the_log_into_the_file(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:
        before = (tmp_path / "records.db").stat().st_size
        with database.unit_of_work() as work:
            for number in range(300):
                work.recipients.save(a_recipient(f"R{number}"))
            work.commit()
        assert (tmp_path / "records.db").stat().st_size == before
        database.checkpoint()
        assert (tmp_path / "records.db").stat().st_size > before


@contextmanager
def raw(path: Path) -> Iterator[sqlcipher.Connection]:
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    try:
        with connection:
            yield connection
    finally:
        connection.close()


@contextmanager
def running(path: Path, code: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the database open and runs *code*."""
    script = f"""
import sys
from pathlib import Path
from provider_desktop.storage.database import Database
from tests.support.storage import KEY
database = Database.open(Path({str(path)!r}), KEY)
{code}
"""
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()
