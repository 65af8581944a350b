"""The sync engine, turn by turn: what it does about every answer to a batch."""

from __future__ import annotations

from typing import Any

import pytest

from provider_desktop.exchange.engine_messages import (
    Alarm,
    AlarmCode,
    FetchFeed,
    FetchHead,
    FetchTrust,
    Outcome,
    SendBatch,
    StoreReceipt,
    Summary,
    Wait,
)
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.regulator import Answer
from tests.support.engine_run import (
    FOREIGN,
    HTML,
    OFFLINE,
    Run,
    a_head,
    a_snapshot,
    at,
    receipt_over,
)
from tests.support.exchange import (
    STRANGER,
    STREAM,
    a_feed,
    a_statement,
    a_ulid,
)
from tests.support.toy_receiver import ours, problem

# ---------------------------------------------------------------- sending


@pytest.mark.parametrize(
    "answer", [HTML, ours(b""), ours(receipt_over(3)[:-5]), ours(b"{}"), FOREIGN, OFFLINE]
)
def test_nothing_is_delivered_without_a_verified_receipt(answer: Answer) -> None:
    run = Run().to_send()
    (wait,) = run.sent(answer)
    assert isinstance(wait, Wait)
    assert run.waited() == (FetchHead(5, STREAM),)
    assert run.state.snapshot.acknowledged == 0


@pytest.mark.parametrize(
    ("changes", "then"),
    [
        ({"signer": STRANGER}, FetchTrust),
        ({"epoch": 2}, FetchTrust),
        ({"stream": a_ulid(5)}, FetchHead),
        ({"agency": "X"}, FetchHead),
    ],
)
def test_a_receipt_of_something_else_is_no_receipt(changes: dict[str, Any], then: type) -> None:
    run = Run().to_send()
    assert run.sent(ours(receipt_over(3, **changes))) == (Wait(4, 2, "not_ours"),)
    assert isinstance(run.waited()[0], then)


def test_an_old_receipt_says_nothing_of_what_was_sent() -> None:
    run = Run(a_snapshot(acknowledged=1)).to_send(1)
    assert run.sent(ours(receipt_over(1))) == (Wait(5, 2, "not_ours"),)


def test_a_good_signature_over_other_entries_is_an_alarm() -> None:
    run = Run().to_send()
    run.sent(ours(receipt_over(3, hash="f" * 64)))
    assert run.alarm.code is AlarmCode.RECEIPT_MISMATCH
    assert not any(isinstance(one, StoreReceipt) for one in run.commands)
    assert run.summary.remaining == 3


def test_a_receipt_beyond_our_chain_is_an_alarm() -> None:
    run = Run().to_send()
    run.sent(ours(receipt_over(5)))
    run.found("")
    assert run.alarm.code is AlarmCode.LOCAL_BEHIND


def test_a_receipt_that_names_another_feed_is_kept_and_is_an_alarm() -> None:
    feed = a_feed(2)
    run = Run(a_snapshot(feed=feed[1].position)).to_send()
    run.sent(ours(receipt_over(3, feed_head=2, feed_hash="f" * 64)))
    assert isinstance(run.commands[0], StoreReceipt)
    assert run.alarm.code is AlarmCode.FEED_REWRITTEN
    run = Run(a_snapshot(feed=feed[1].position)).to_send()
    run.sent(ours(receipt_over(3, feed_head=2, feed_hash=feed[1].hash)))
    assert run.last == FetchFeed(4, 2, 0)


def test_size_halves_the_batch_until_one_entry_is_too_large() -> None:
    run = Run(a_snapshot(head=at(5))).to_send()
    assert run.sent(problem(Problem.SIZE), 5, 5) == (SendBatch(4, STREAM, 1, 2),)
    assert run.sent(problem(Problem.SIZE), 2, 2) == (SendBatch(5, STREAM, 1, 1),)
    run.sent(problem(Problem.SIZE), 1, 1)
    assert run.alarm == Alarm(AlarmCode.ENTRY_TOO_LARGE, {"seq": 1})
    assert isinstance(run.last, FetchFeed)
    run.answer(ours(b""))
    assert run.summary == Summary(Outcome.STOPPED, "entry_too_large", remaining=5, alarm="entry_too_large")


def test_a_gap_takes_the_head_and_goes_on_from_there() -> None:
    run = Run(a_snapshot(head=at(5))).to_send()
    assert run.sent(problem(Problem.GAP)) == (FetchHead(4, STREAM),)
    run.answer(a_head(2))
    run.found(at(2).hash)
    assert run.last == SendBatch(6, STREAM, 3, 3)


def test_gap_after_gap_waits() -> None:
    run = Run().to_send()
    for _ in range(3):
        assert isinstance(run.sent(problem(Problem.GAP))[0], FetchHead)
        run.answer(a_head(0))
    assert run.sent(problem(Problem.GAP)) == (Wait(run.state.ticket, 2, "busy"),)


def test_an_entry_refused_three_times_is_an_incident_and_the_run_goes_on() -> None:
    run = Run().to_send()
    refused = problem(Problem.ENTRY, seq=2, code="payload", pointer="/payload")
    assert run.sent(refused) == (FetchHead(4, STREAM),)
    run.answer(a_head(1))
    run.found(at(1).hash)
    assert run.last == SendBatch(6, STREAM, 2, 2)
    run.sent(refused, 2)
    run.answer(a_head(1))
    run.found(at(1).hash)
    run.sent(refused, 2)
    assert run.alarm == Alarm(AlarmCode.ENTRY_REFUSED, {"seq": 2, "code": "payload", "pointer": "/payload"})
    assert isinstance(run.last, FetchFeed)
    statement = a_statement()
    run.answer(ours(statement.envelope))
    run.answer(ours(b""))
    assert run.summary == Summary(
        Outcome.STOPPED, "entry_refused", receipts=1, pulled=1, remaining=2, alarm="entry_refused"
    )


def test_refusals_of_different_entries_do_not_add_up() -> None:
    run = Run().to_send()
    for seq in (1, 2, 1, 2, 1):
        assert isinstance(run.sent(problem(Problem.ENTRY, seq=seq))[0], FetchHead)
        run.answer(a_head(0))
    run = Run().to_send()
    run.sent(problem(Problem.ENTRY, code="line"))
    assert run.state.refused_seq == 1


@pytest.mark.parametrize("kind", [Problem.EQUIVOCATION, Problem.FROZEN, Problem.CLOSED])
def test_a_stream_that_takes_no_more_is_an_alarm_and_the_feed_still_arrives(kind: Problem) -> None:
    run = Run().to_send()
    run.sent(problem(kind, seq=2))
    assert run.alarm == Alarm(AlarmCode(kind.value), {"seq": 2})
    run.answer(ours(b""))
    assert run.summary == Summary(Outcome.STOPPED, kind.value, remaining=3, alarm=kind.value)
