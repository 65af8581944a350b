"""The sync engine, turn by turn: the good run, tickets, trust and head."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from provider_desktop.exchange.engine import step
from provider_desktop.exchange.engine_messages import (
    AdoptEpoch,
    Alarm,
    AlarmCode,
    Answered,
    Done,
    EntryFound,
    FetchFeed,
    FetchHead,
    FetchTrust,
    LookUpEntry,
    Outcome,
    SendBatch,
    Sent,
    StoreReceipt,
    StoreStatements,
    StoreTrust,
    Summary,
    Wait,
    Waited,
)
from provider_desktop.exchange.engine_state import Phase, finish
from provider_desktop.exchange.regulator import Answer
from provider_desktop.exchange.statements import Position
from provider_desktop.exchange.trust import seal_trust
from tests.support.engine_run import (
    HTML,
    OFFLINE,
    Run,
    a_head,
    a_snapshot,
    at,
    receipt_over,
)
from tests.support.exchange import (
    NOW,
    RECEIVER,
    STRANGER,
    STREAM,
    a_feed,
    a_receipt,
    a_trust,
    a_trust_envelope,
    a_ulid,
)
from tests.support.toy_receiver import ours

# ---------------------------------------------------------------- the good run


def test_a_whole_run() -> None:
    run = Run(poll=25)
    assert run.commands == (FetchTrust(1),)
    assert run.answer(ours(a_trust_envelope() + b"\n")) == (FetchHead(2, STREAM),)
    assert run.answer(a_head(0)) == (SendBatch(3, STREAM, 1, 3),)
    receipt = receipt_over(3)
    assert run.sent(ours(receipt + b"\n")) == (
        StoreReceipt(receipt, a_receipt(seq=3, hash=at(3).hash)),
        FetchFeed(4, 0, 25),
    )
    feed = a_feed(3)
    assert run.answer(ours(b"\n".join(one.envelope for one in feed[:2]))) == (
        StoreStatements(feed[:2]),
        FetchFeed(5, 2, 0),
    )
    assert run.answer(ours(feed[2].envelope + b"\n")) == (StoreStatements(feed[2:]), FetchFeed(6, 3, 0))
    assert run.answer(ours(b"")) == (Done(Summary(Outcome.DONE, pushed=3, receipts=1, pulled=3)),)


def test_the_first_run_stores_trust_and_adopts_the_epoch() -> None:
    run = Run(a_snapshot(epoch=None, trust=b""))
    assert run.answer(ours(a_trust_envelope())) == (
        StoreTrust(a_trust_envelope()),
        AdoptEpoch(1),
        FetchHead(2, STREAM),
    )


def test_nothing_to_send_goes_straight_to_the_feed() -> None:
    run = Run(a_snapshot(head=Position()), poll=5).to_head()
    assert run.answer(a_head(0)) == (FetchFeed(3, 0, 5),)
    run = Run(a_snapshot(acknowledged=3)).to_head()
    assert run.answer(a_head(3)) == (FetchFeed(3, 0, 0),)


def test_batches_have_at_most_500_entries() -> None:
    run = Run(a_snapshot(head=Position(1201, "e" * 64))).to_head()
    assert run.answer(a_head(0)) == (SendBatch(3, STREAM, 1, 500),)


def test_a_head_ahead_of_our_receipts_brings_the_lost_receipt() -> None:
    run = Run(a_snapshot(acknowledged=1)).to_head()
    assert run.answer(a_head(2)) == (LookUpEntry(3, 2),)
    assert run.found(at(2).hash) == (
        StoreReceipt(receipt_over(2), a_receipt(seq=2, hash=at(2).hash)),
        SendBatch(4, STREAM, 3, 1),
    )
    run.sent(ours(receipt_over(3)), 1)
    assert run.answer(ours(b""))[-1] == Done(Summary(Outcome.DONE, pushed=1, receipts=2))


def test_a_receipt_further_than_what_was_sent_is_held_against_the_chain() -> None:
    """Another device may have carried our entries by USB meanwhile."""
    run = Run(a_snapshot(head=at(5))).to_send()
    assert run.sent(ours(receipt_over(4)), 3, 3) == (LookUpEntry(4, 4),)
    assert isinstance(run.found(at(4).hash)[0], StoreReceipt)
    assert run.last == SendBatch(5, STREAM, 5, 1)


def test_fewer_entries_than_asked_for_go_on_with_the_next() -> None:
    run = Run().to_send()
    run.sent(ours(receipt_over(2)), 2, 2)
    assert run.last == SendBatch(4, STREAM, 3, 1)


# ---------------------------------------------------------------- driver and tickets


def test_old_and_double_answers_change_nothing() -> None:
    run = Run().to_head()
    state = run.state
    assert step(state, Answered(1, OFFLINE)) == (state, ())
    assert step(state, Waited(state.ticket - 1)) == (state, ())
    over, _ = finish(state, Outcome.DONE)
    assert step(over, Answered(over.ticket, OFFLINE)) == (over, ())


@pytest.mark.parametrize("event", [Waited(2), EntryFound(2, ""), Sent(2, OFFLINE, 1, at(1))])
def test_an_event_that_answers_nothing_is_the_drivers_mistake(event: Any) -> None:
    with pytest.raises(TypeError, match="answers nothing in phase head"):
        step(Run().to_head().state, event)


def test_a_run_begins_with_start() -> None:
    with pytest.raises(TypeError, match="Start"):
        step(None, Waited(0))
    lost = replace(Run().to_head().state, phase=Phase.COMPARE)
    with pytest.raises(TypeError, match="nothing to compare"):
        step(lost, EntryFound(lost.ticket, ""))


# ---------------------------------------------------------------- trust


@pytest.mark.parametrize(
    "answer", [HTML, ours(b""), ours(seal_trust(STRANGER, a_trust())), ours(seal_trust(RECEIVER, a_trust()))]
)
def test_a_trust_not_of_our_root_is_not_ours(answer: Answer) -> None:
    run = Run()
    assert run.answer(answer) == (Wait(2, 2, "not_ours"),)
    assert run.waited() == (FetchTrust(3),)


def test_an_older_trust_is_an_alarm() -> None:
    known = a_trust_envelope(version=5)
    run = Run(a_snapshot(trust=known))
    run.answer(ours(a_trust_envelope(version=4)))
    assert run.alarm == Alarm(AlarmCode.TRUST_OLDER, {}, a_trust_envelope(version=4))
    assert (run.summary.outcome, run.summary.alarm) == (Outcome.STOPPED, "trust_older")
    run = Run(a_snapshot(trust=b"", epoch=2))
    run.answer(ours(a_trust_envelope()))
    assert run.alarm.code is AlarmCode.TRUST_OLDER


def test_an_expired_trust_stops_the_run() -> None:
    run = Run()
    run.answer(ours(a_trust_envelope(expires=NOW - timedelta(seconds=1))))
    assert run.summary == Summary(Outcome.STOPPED, "trust_expired", remaining=3)


def test_a_higher_epoch_offers_everything_after_the_head_and_reads_the_feed_anew() -> None:
    feed = a_feed(2)
    run = Run(a_snapshot(acknowledged=3, feed=feed[1].position))
    rose = a_trust_envelope(epoch=2, version=2)
    assert run.answer(ours(rose)) == (StoreTrust(rose), AdoptEpoch(2), FetchHead(2, STREAM))
    run.answer(a_head(1, {"epoch": 2}, epoch=2))
    assert isinstance(run.found(at(1).hash)[0], StoreReceipt)
    assert run.last == SendBatch(4, STREAM, 2, 2)
    run.sent(ours(receipt_over(3, epoch=2)))
    assert run.last == FetchFeed(5, 0, 0)


# ---------------------------------------------------------------- head


@pytest.mark.parametrize(
    "answer",
    [
        HTML,
        ours(b"{}"),
        ours(b'{"epoch":1,"seq":0.5,"hash":""}'),
        ours(b'{"epoch":1,"seq":0,"hash":"' + b"e" * 64 + b'"}'),
        ours(b'{"epoch":1,"seq":2,"hash":"' + b"e" * 64 + b'"}'),
        ours(b'{"epoch":1,"seq":2,"hash":"' + b"e" * 64 + b'","receipt":{"a":1.5}}'),
        a_head(2, {"seq": 1, "hash": at(1).hash}),
        a_head(2, {"hash": at(1).hash}),
        a_head(2, {"epoch": 2}),
        a_head(2, {"stream": a_ulid(5)}),
        a_head(2, {"signer": STRANGER}),
    ],
)
def test_a_head_without_its_receipt_is_not_believed(answer: Answer) -> None:
    run = Run().to_head()
    assert run.answer(answer) == (Wait(3, 2, "not_ours"),)
    assert run.waited() == (FetchHead(4, STREAM),)


def test_a_head_of_another_epoch_asks_for_the_trust_again() -> None:
    run = Run().to_head()
    assert run.answer(a_head(0, epoch=2)) == (Wait(3, 2, "not_ours"),)
    assert run.waited() == (FetchTrust(4),)


def test_another_entry_at_the_head_is_equivocation() -> None:
    run = Run(a_snapshot(head=at(5))).to_head()
    run.answer(a_head(3))
    run.found("f" * 64)
    assert run.alarm == Alarm(AlarmCode.EQUIVOCATION, {"seq": 3}, receipt_over(3))
    assert run.summary == Summary(Outcome.STOPPED, "equivocation", remaining=5, alarm="equivocation")


def test_a_receiver_that_holds_more_than_we_sealed_means_we_are_a_copy() -> None:
    run = Run()
    assert run.to_head().answer(a_head(4)) == (LookUpEntry(3, 4),)
    run.found("")
    assert run.alarm == Alarm(AlarmCode.LOCAL_BEHIND, {"seq": 4}, receipt_over(4))
    assert run.summary.outcome is Outcome.STOPPED


def test_what_was_sealed_and_carried_by_another_pc_since_the_run_began_is_delivered() -> None:
    run = Run().to_head()
    run.answer(a_head(5))
    run.found(at(5).hash)
    assert isinstance(run.commands[0], StoreReceipt)
    run.answer(ours(b""))
    assert run.summary == Summary(Outcome.DONE, receipts=1)


@pytest.mark.parametrize("seq", [0, 1])
def test_a_receiver_that_went_backwards_in_its_epoch(seq: int) -> None:
    run = Run(a_snapshot(acknowledged=2)).to_head()
    run.answer(a_head(seq))
    assert run.alarm.code is AlarmCode.RECEIVER_BACKWARDS
    assert run.alarm.params == {"seq": seq, "acknowledged": 2}
    assert run.summary.outcome is Outcome.STOPPED
