"""Units of work: all of one or none of it, one after the other, and readers who see one moment."""

import threading
from pathlib import Path

import pytest

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.audit import AuditEvent
from provider_desktop.storage.unit_of_work import UnitOfWork
from tests.support.builders import a_recipient
from tests.support.storage import NOW, a_database


def test_what_is_not_committed_did_not_happen(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:
        with database.unit_of_work() as work:
            work.recipients.save(a_recipient())
        with pytest.raises(ZeroDivisionError), database.unit_of_work() as work:
            _save_and_fail(work)
        with database.reading() as reading:
            assert reading.recipients.all() == ()


def _save_and_fail(work: UnitOfWork) -> None:
    work.recipients.save(a_recipient())
    raise ZeroDivisionError


def test_a_commit_tells_what_changed(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.recipients.save(a_recipient())
        work.settings.set("k", 1)
        assert work.commit() == {Topic.RECIPIENTS, Topic.SETTINGS}


def test_a_write_while_reading_is_a_mistake(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.reading() as reading:
        with pytest.raises(RuntimeError):
            reading.recipients.save(a_recipient())
        with pytest.raises(Exception, match="readonly"):
            reading.audit.append(AuditEvent(NOW, "a", "b", "c"))


def test_a_unit_of_work_in_another_is_a_mistake(tmp_path: Path) -> None:
    with (
        a_database(tmp_path) as database,
        database.unit_of_work(),
        pytest.raises(RuntimeError),
        database.unit_of_work(),
    ):
        pass


def test_a_reader_sees_one_moment_while_another_thread_writes(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:

        def write() -> None:
            with database.unit_of_work() as work:
                work.recipients.save(a_recipient())
                work.commit()

        with database.reading() as reading:
            assert reading.recipients.all() == ()
            writer = threading.Thread(target=write)
            writer.start()
            writer.join(10)
            assert not writer.is_alive()
            assert reading.recipients.all() == ()
        with database.reading() as reading:
            assert len(reading.recipients.all()) == 1


def test_two_threads_write_one_after_the_other(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:

        def count() -> None:
            for _ in range(20):
                with database.unit_of_work() as work:
                    work.settings.set("count", work.settings.get("count", 0) + 1)
                    work.commit()

        writers = [threading.Thread(target=count) for _ in range(3)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(30)
        with database.reading() as reading:
            assert reading.settings.get("count") == 60
