"""The stream: dense, chained, never rewritten; and the outbox that follows from it."""

from pathlib import Path

import pytest

from provider_desktop.exchange.entries import SealedEntry
from provider_desktop.storage.stream import ChainBrokenError, StreamState
from tests.support.builders import a_record, a_visit
from tests.support.exchange import STREAM, a_ulid, an_entry
from tests.support.storage import NOW, a_database, receive_up_to, seal_visit


def test_without_a_stream_nothing_is_sealed(tmp_path: Path) -> None:
    with a_database(tmp_path, joined=False) as database, database.unit_of_work() as work:
        assert work.stream.own() is None
        assert work.stream.waiting() == ()
        assert work.stream.waiting_count() == 0
        with pytest.raises(ChainBrokenError):
            work.stream.append(an_entry())


@pytest.mark.parametrize(
    "entry",
    [
        an_entry(seq=1),
        an_entry(seq=2, prev="ab" * 32),
        an_entry(seq=3, prev="ab" * 32),
        an_entry(seq=2, prev=an_entry().hash, stream=a_ulid(7)),
    ],
    ids=["used", "other chain", "gap", "other stream"],
)
def test_an_entry_that_does_not_follow_is_refused(tmp_path: Path, entry: SealedEntry) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.stream.append(an_entry())
        with pytest.raises(ChainBrokenError):
            work.stream.append(entry)
        assert work.stream.head(STREAM) == work.stream.own()
        assert work.stream.after(STREAM, 0) == (an_entry(),)


def test_a_closed_or_frozen_stream_takes_nothing(tmp_path: Path) -> None:
    for state in (StreamState.CLOSED, StreamState.FROZEN):
        (tmp_path / state).mkdir()
        with a_database(tmp_path / state) as database, database.unit_of_work() as work:
            work.stream.set_state(STREAM, state)
            with pytest.raises(ChainBrokenError):
                work.stream.append(an_entry())


def test_an_entry_without_a_line_in_the_audit_trail_is_not_committed(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:
        with database.unit_of_work() as work:
            work.stream.append(an_entry())
            with pytest.raises(RuntimeError, match="audit"):
                work.commit()
        with database.reading() as reading:
            assert reading.stream.entry(an_entry().hash) is None


def test_the_outbox_is_what_no_receipt_covers(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        sealed = [seal_visit(work, a_visit(record=number)) for number in range(1, 6)]
        assert work.stream.waiting_count() == 5
        receive_up_to(work, 2)
        assert work.stream.waiting_count() == 3
        assert [row.seq for row in work.stream.waiting()] == [3, 4, 5]
        assert [row.record for row in work.stream.waiting(offset=1, limit=1)] == [a_record(4)]
        assert work.receipts.head(STREAM) == 2
        assert work.stream.after(STREAM, 3) == tuple(sealed[3:])
        assert tuple(work.stream.chain(STREAM)) == tuple(sealed)
        assert work.stream.at(STREAM, 4) == sealed[3]


def test_receipts_are_found_by_what_they_cover(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        assert work.receipts.latest(STREAM) is None
        for number in range(1, 5):
            seal_visit(work, a_visit(record=number))
        receive_up_to(work, 2)
        receive_up_to(work, 4)
        latest, first = work.receipts.latest(STREAM), work.receipts.covering(STREAM, 1)
        assert latest is not None
        assert first is not None
        assert (latest.seq, first.seq) == (4, 2)
        assert work.receipts.covering(STREAM, 5) is None
        assert [receipt.seq for receipt in work.receipts.all()] == [4, 2]


def test_erasing_leaves_header_signature_and_chain(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        sealed = seal_visit(work, a_visit())
        work.stream.erase(sealed.hash)
        assert work.stream.entry(sealed.hash) == sealed.erased()
        assert work.stream.of_record(a_record(1))[0].size == 0
        [version] = work.visits.versions(a_record(1))
        assert version.visit is None


def test_another_stream_is_restored_but_never_written(tmp_path: Path) -> None:
    other = a_ulid(8)
    first = an_entry(stream=other)
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        with pytest.raises(ChainBrokenError):
            work.stream.restore(first)
        work.stream.add_other(other, "fedcba9876543210", NOW)
        work.stream.restore(first)
        with pytest.raises(ChainBrokenError):
            work.stream.append(an_entry(2, first.hash, stream=other))
        with pytest.raises(ChainBrokenError):
            work.stream.restore(an_entry())
        assert {head.stream: head.seq for head in work.stream.all()} == {STREAM: 0, other: 1}
        work.commit()


def test_a_new_stream_takes_the_place_of_the_old(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.stream.start(a_ulid(9), "fedcba9876543210", NOW)
        own, old = work.stream.own(), work.stream.head(STREAM)
        assert own is not None
        assert old is not None
        assert (own.stream, old.own, old.state) == (a_ulid(9), False, StreamState.CLOSED)
