"""Uploads of evidence step by step: every answer has its next step, and none goes on for ever."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_desktop.exchange.blobs import (
    PIECE_BYTES,
    TRIES,
    Fate,
    Look,
    Move,
    Put,
    Upload,
    is_blob_name,
    next_move,
    read_complete,
    read_offset,
    read_place,
    write_place,
)
from provider_desktop.exchange.problems import Problem, ProblemReport, status_of
from provider_desktop.exchange.regulator import Answer, AnswerKind, Place

SIZE = 2 * PIECE_BYTES + 7


def ours(status: int, offset: int | None = None, *, whole: bool = False) -> Answer:
    return Answer(AnswerKind.OURS, status, place=None if offset is None else Place(offset, whole))


def refused(problem: Problem) -> Answer:
    return Answer(AnswerKind.PROBLEM, status_of(problem), problem=ProblemReport(problem, status_of(problem)))


def after(asked: Look | Put, answer: Answer, tries: int = 0) -> Move:
    return next_move(Upload(SIZE, asked, tries), answer)[1]


def test_headers_are_read_as_they_are_written() -> None:
    for place in (Place(0, whole=False), Place(17, whole=True)):
        assert read_place(write_place(place)) == place
    assert read_place({}) is None
    assert [read_offset(text) for text in ("0", "12", "012", "-1", "", "1e3", "9" * 16)] == [
        0,
        12,
        *[None] * 5,
    ]
    assert [read_complete(text) for text in ("?1", "?0", "1", "")] == [True, False, None, None]
    assert is_blob_name("0a" * 32)
    assert not is_blob_name("0A" * 32)
    assert not is_blob_name("0a" * 32 + "\n")


@pytest.mark.parametrize(
    ("answer", "move"),
    [
        (ours(200, SIZE, whole=True), Fate.WHOLE),
        (ours(200, 5), Put(5, PIECE_BYTES, last=False)),
        (ours(200, 2 * PIECE_BYTES), Put(2 * PIECE_BYTES, 7, last=True)),
        (ours(200, SIZE), Put(SIZE, 0, last=True)),
        (ours(200, SIZE + 1), Look()),
        (Answer(AnswerKind.FOREIGN, 404), Put(0, PIECE_BYTES, last=False)),
        (Answer(AnswerKind.OFFLINE), Fate.LATER),
        (Answer(AnswerKind.FOREIGN, 302), Fate.LATER),
        (ours(200), Fate.LATER),
        (Answer(AnswerKind.FOREIGN, 403), Fate.STOPPED),
        (Answer(AnswerKind.FOREIGN, 503), Fate.LATER),
    ],
)
def test_after_looking(answer: Answer, move: Move) -> None:
    assert after(Look(), answer) == move


FIRST, LAST = Put(0, PIECE_BYTES, last=False), Put(2 * PIECE_BYTES, 7, last=True)


@pytest.mark.parametrize(
    ("asked", "answer", "move"),
    [
        (FIRST, ours(200, PIECE_BYTES), Put(PIECE_BYTES, PIECE_BYTES, last=False)),
        (LAST, ours(201, SIZE, whole=True), Fate.WHOLE),
        (LAST, ours(200, SIZE), Look()),
        (FIRST, ours(201, PIECE_BYTES), Look()),
        (FIRST, ours(200), Look()),
        (FIRST, refused(Problem.OFFSET), Look()),
        (LAST, refused(Problem.DIGEST), Look()),
        (FIRST, refused(Problem.SIZE), Fate.REFUSED),
        (FIRST, refused(Problem.NONE), Fate.REFUSED),
        (FIRST, refused(Problem.REVOKED), Fate.STOPPED),
        (FIRST, refused(Problem.SIGNATURE), Fate.STOPPED),
        (FIRST, refused(Problem.BUSY), Fate.LATER),
        (FIRST, Answer(AnswerKind.OFFLINE), Fate.LATER),
        (FIRST, Answer(AnswerKind.FOREIGN, 200), Fate.LATER),
    ],
)
def test_after_sending(asked: Put, answer: Answer, move: Move) -> None:
    assert after(asked, answer) == move


def test_a_file_that_keeps_being_refused_waits_for_the_next_run() -> None:
    assert after(LAST, refused(Problem.DIGEST), tries=TRIES - 1) is Fate.REFUSED


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_with_a_receiver_that_answers_as_it_should_every_upload_ends(data: st.DataObject) -> None:
    """Answers get lost at random; the receiver's own count never goes beyond the file."""
    size = data.draw(st.sampled_from([0, 1, PIECE_BYTES, PIECE_BYTES + 1, SIZE]))
    held, whole, fate, runs = 0, False, Fate.LATER, 0
    while fate is Fate.LATER:
        upload = Upload(size)
        move: Move = Look()
        runs += 1
        assert runs < 50
        while not isinstance(move, Fate):
            if isinstance(move, Look):
                answer = ours(200, held, whole=whole) if held or whole else Answer(AnswerKind.FOREIGN, 404)
            elif move.offset != held or whole:
                answer = refused(Problem.OFFSET)
            else:
                held += move.length
                whole = move.last
                answer = ours(201 if whole else 200, held, whole=whole)
            assert held <= size
            if runs < 20 and data.draw(st.booleans(), label="lost"):
                answer = Answer(AnswerKind.OFFLINE)
            upload, move = next_move(upload, answer)
        fate = move
    assert (fate, held, whole) == (Fate.WHOLE, size, True)
