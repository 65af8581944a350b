"""The sync engine, turn by turn: what it does about every answer it can get."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.engine import step
from provider_desktop.exchange.engine_messages import (
    AdoptEpoch,
    Alarm,
    AlarmCode,
    Answered,
    Command,
    Done,
    EntryFound,
    FetchFeed,
    FetchHead,
    FetchTrust,
    LookUpEntry,
    Outcome,
    SendBatch,
    Sent,
    SetClockOffset,
    Snapshot,
    Start,
    StoreReceipt,
    StoreStatements,
    StoreTrust,
    Summary,
    Wait,
    Waited,
)
from provider_desktop.exchange.engine_state import Phase, State, finish
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.exchange.statements import Position
from provider_desktop.exchange.trust import seal_time, seal_trust
from tests.support.exchange import (
    AGENCY,
    NOW,
    RECEIVER,
    ROOT,
    STRANGER,
    STREAM,
    a_chain,
    a_feed,
    a_receipt,
    a_receipt_envelope,
    a_statement,
    a_trust,
    a_trust_envelope,
    a_ulid,
)
from tests.support.toy_receiver import ours, problem

CHAIN = a_chain(6)
HTML = ours(b"<html>Log in to the network</html>")
OFFLINE = Answer(AnswerKind.OFFLINE)
FOREIGN = Answer(AnswerKind.FOREIGN, 302)


def at(seq: int) -> Position:
    """The position of our entry."""
    return Position(seq, CHAIN[seq - 1].hash if seq else "")


def a_snapshot(**changes: Any) -> Snapshot:
    """Three entries sealed, in epoch 1, nothing acknowledged yet."""
    given: dict[str, Any] = {
        "agency": AGENCY,
        "stream": STREAM,
        "root": ROOT.public_key,
        "head": at(3),
        "epoch": 1,
        "trust": a_trust_envelope(),
    }
    return Snapshot(**(given | changes))


def a_head(seq: int, receipt: dict[str, Any] | None = None, **changes: Any) -> Answer:
    """A head with the receipt over it; ``receipt`` changes what the receipt says."""
    value: dict[str, Any] = {"epoch": 1, "seq": seq, "hash": at(seq).hash} | changes
    body = encode(value)
    if seq:
        body = body[:-1] + b',"receipt":' + receipt_over(seq, **(receipt or {})) + b"}"
    return ours(body)


def receipt_over(seq: int, /, **changes: Any) -> bytes:
    """The receipt over our entry at ``seq``."""
    given: dict[str, Any] = {"seq": seq, "hash": at(seq).hash}
    return a_receipt_envelope(**(given | changes))


class Run:
    """One run of the engine, answered by hand. ``commands`` are those of the last turn."""

    state: State
    commands: tuple[Command, ...]

    def __init__(self, snapshot: Snapshot | None = None, **start: Any) -> None:
        event = Start(snapshot or a_snapshot(), NOW, **({"patience": 10_000} | start))
        self.state, self.commands = step(None, event)

    def answer(self, answer: Answer, jitter: float = 0.0) -> tuple[Command, ...]:
        """Answer the call for trust, head or feed."""
        self.state, self.commands = step(self.state, Answered(self.state.ticket, answer, jitter))
        return self.commands

    def sent(self, answer: Answer, count: int = 3, last: int = 3) -> tuple[Command, ...]:
        """Answer a batch."""
        event = Sent(self.state.ticket, answer, count, at(last))
        self.state, self.commands = step(self.state, event)
        return self.commands

    def found(self, hash_: str) -> tuple[Command, ...]:
        """Answer a look-up."""
        self.state, self.commands = step(self.state, EntryFound(self.state.ticket, hash_))
        return self.commands

    def waited(self) -> tuple[Command, ...]:
        """The time has passed."""
        self.state, self.commands = step(self.state, Waited(self.state.ticket))
        return self.commands

    def to_head(self) -> Run:
        """Up to the call for the head."""
        self.answer(ours(a_trust_envelope()))
        return self

    def to_send(self, seq: int = 0) -> Run:
        """Up to the batch after a head at ``seq``."""
        self.to_head().answer(a_head(seq))
        if seq and isinstance(self.last, LookUpEntry):
            self.found(at(seq).hash)
        return self

    def to_feed(self) -> Run:
        """Up to the feed, with everything sent before."""
        self.to_head().answer(a_head(3))
        assert isinstance(self.last, FetchFeed)
        return self

    @property
    def last(self) -> Any:
        """The command that is answered next."""
        return self.commands[-1]

    @property
    def summary(self) -> Summary:
        """How the run ended."""
        assert isinstance(self.last, Done)
        return self.last.summary

    @property
    def alarm(self) -> Alarm:
        """The alarm of the last turn."""
        return next(one for one in self.commands if isinstance(one, Alarm))


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
    run = Run().to_head()
    run.answer(a_head(4))
    assert run.alarm == Alarm(AlarmCode.LOCAL_BEHIND, {"seq": 4}, receipt_over(4))
    assert run.summary.outcome is Outcome.STOPPED


@pytest.mark.parametrize("seq", [0, 1])
def test_a_receiver_that_went_backwards_in_its_epoch(seq: int) -> None:
    run = Run(a_snapshot(acknowledged=2)).to_head()
    run.answer(a_head(seq))
    assert run.alarm.code is AlarmCode.RECEIVER_BACKWARDS
    assert run.alarm.params == {"seq": seq, "acknowledged": 2}
    assert run.summary.outcome is Outcome.STOPPED


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


# ---------------------------------------------------------------- what every call may get


def runs_at_every_call() -> list[tuple[Run, Phase]]:
    """A run waiting in each phase, with the phase to go on in after a failure."""
    return [
        (Run(), Phase.TRUST),
        (Run().to_head(), Phase.HEAD),
        (Run().to_send(), Phase.HEAD),
        (Run().to_feed(), Phase.FEED),
    ]


def give(run: Run, answer: Answer) -> tuple[Command, ...]:
    """Answer whatever the run waits for."""
    return run.sent(answer) if isinstance(run.last, SendBatch) else run.answer(answer)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (OFFLINE, "offline"),
        (FOREIGN, "not_ours"),
        (Answer(AnswerKind.FOREIGN, 404), "not_ours"),
        (Answer(AnswerKind.FOREIGN, 429), "busy"),
        (Answer(AnswerKind.FOREIGN, 503), "busy"),
        (problem(Problem.BUSY), "busy"),
        (problem(Problem.INTERNAL), "busy"),
        (problem(Problem.OFFSET), "busy"),
        (problem(Problem.DIGEST), "busy"),
    ],
)
def test_what_passes_is_waited_out_at_every_call(answer: Answer, reason: str) -> None:
    for run, phase in runs_at_every_call():
        assert give(run, answer) == (Wait(run.state.ticket, 2, reason),)
        assert run.state.after_pause is phase


@pytest.mark.parametrize(
    "kind", [Problem.SIGNATURE, Problem.REPLAY, Problem.REVOKED, Problem.INVITATION, Problem.NONE]
)
def test_authentication_stops_the_run_at_every_call(kind: Problem) -> None:
    for run, _ in runs_at_every_call():
        give(run, problem(kind))
        assert (run.summary.outcome, run.summary.reason) == (Outcome.STOPPED, kind.value)


@pytest.mark.parametrize("kind", [Problem.GAP, Problem.SIZE, Problem.ENTRY, Problem.FROZEN])
def test_problems_of_sending_make_no_sense_elsewhere(kind: Problem) -> None:
    for run in (Run(), Run().to_head(), Run().to_feed()):
        assert run.answer(problem(kind)) == (Wait(run.state.ticket, 2, "busy"),)


def test_waits_have_full_jitter_between_2_seconds_and_15_minutes() -> None:
    run = Run(patience=10**9)
    longest = []
    for _ in range(20):
        (wait,) = run.answer(OFFLINE, jitter=0.999_999)
        assert isinstance(wait, Wait)
        longest.append(wait.seconds)
        run.waited()
    assert longest == [4, 8, 16, 32, 64, 128, 256, 512] + [900] * 12
    run = Run(patience=10**9)
    for _ in range(20):
        (wait,) = run.answer(OFFLINE, jitter=0.0)
        assert isinstance(wait, Wait)
        assert wait.seconds == 2
        run.waited()


def test_progress_makes_waits_short_again() -> None:
    run = Run().to_send()
    run.sent(OFFLINE)
    run.waited()
    run.answer(a_head(0))
    assert run.state.failures == 1
    run.sent(ours(receipt_over(3)))
    assert run.state.failures == 0


def test_retry_after_is_honoured() -> None:
    run = Run()
    assert run.answer(replace(problem(Problem.BUSY), retry_after=77)) == (Wait(2, 77, "busy"),)


def test_a_run_out_of_patience_ends_and_nothing_is_wrong() -> None:
    run = Run(patience=3)
    assert run.answer(OFFLINE) == (Wait(2, 2, "offline"),)
    run.waited()
    run.answer(OFFLINE)
    assert run.summary == Summary(Outcome.UNREACHABLE, "offline", remaining=3, retry_after=2)


# ---------------------------------------------------------------- the clock


def clock(**changes: Any) -> Answer:
    """The clock problem, signed for the nonce ``n``, an hour ahead of when the request was sent."""
    given: dict[str, Any] = {
        "signer": RECEIVER,
        "server_time": NOW + timedelta(hours=1),
        "nonce": "n",
    } | changes
    signed = json.loads(seal_time(**given))
    return replace(problem(Problem.CLOCK, signed=signed), nonce="n", sent_at=NOW)


def test_a_signed_time_is_taken_once_and_the_call_repeated() -> None:
    for run, _ in runs_at_every_call()[1:]:
        before = run.last
        offset, again = give(run, clock())
        assert offset == SetClockOffset(3600)
        assert again == replace(before, ticket=run.state.ticket)
        give(run, clock())
        assert run.summary.reason == "clock"
        assert run.summary.outcome is Outcome.STOPPED


@pytest.mark.parametrize(
    "answer",
    [
        clock(signer=STRANGER),
        clock(nonce="other"),
        replace(clock(), sent_at=None),
        problem(Problem.CLOCK),
    ],
)
def test_a_time_that_is_not_signed_for_us_is_not_taken(answer: Answer) -> None:
    run = Run().to_head()
    assert run.answer(answer) == (Wait(3, 2, "not_ours"),)
    assert not run.state.clock_taken


def test_a_clock_problem_without_trust_is_not_believed() -> None:
    run = Run()
    assert run.answer(clock()) == (Wait(2, 2, "not_ours"),)


# ---------------------------------------------------------------- the feed


def test_what_stands_before_a_page_of_something_else_is_stored() -> None:
    run = Run().to_feed()
    good = a_statement()
    body = good.envelope + b"\n<html>"
    assert run.answer(ours(body)) == (StoreStatements((good,)), Wait(4, 2, "not_ours"))
    assert run.waited() == (FetchFeed(5, 1, 0),)


def test_a_bad_statement_is_asked_for_again_then_an_alarm() -> None:
    feed = a_feed(3)
    bad = a_statement(Position(1, "f" * 64))
    run = Run().to_feed()
    assert run.answer(ours(feed[0].envelope + b"\n" + bad.envelope)) == (
        StoreStatements(feed[:1]),
        FetchTrust(4),
    )
    run.to_head().answer(a_head(3))
    assert isinstance(run.last, FetchFeed)
    run.answer(ours(bad.envelope))
    assert run.alarm == Alarm(AlarmCode.STATEMENT_TAMPERED, {"seq": 2, "code": "prev"}, bad.envelope)
    assert run.summary == Summary(
        Outcome.STOPPED, "statement_tampered", receipts=1, pulled=1, alarm="statement_tampered"
    )


def test_a_flaw_that_heals_is_no_alarm() -> None:
    feed = a_feed(2)
    run = Run().to_feed()
    run.answer(ours(a_statement(signer=STRANGER).envelope))
    run.to_head().answer(a_head(3))
    run.answer(ours(feed[0].envelope))
    assert run.state.doubts == 0
    run.answer(ours(b""))
    assert run.summary.outcome is Outcome.DONE


def test_a_state_without_trust_never_believes_a_feed_or_receipt() -> None:
    """Cannot be reached by turns; held all the same, since believing is what must never happen."""
    feed = replace(Run().to_feed().state, trust=None)
    _, commands = step(feed, Answered(feed.ticket, ours(a_statement().envelope)))
    assert isinstance(commands[0], Wait)
    send = replace(Run().to_send().state, trust=None)
    _, commands = step(send, Sent(send.ticket, ours(receipt_over(3)), 3, at(3)))
    assert isinstance(commands[0], Wait)
