"""The sync engine, turn by turn: waiting, stopping, the clock, and a feed that is not in order."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from provider_desktop.exchange.engine import step
from provider_desktop.exchange.engine_messages import (
    Alarm,
    AlarmCode,
    Answered,
    Command,
    FetchFeed,
    FetchTrust,
    Outcome,
    SendBatch,
    Sent,
    SetClockOffset,
    StoreStatements,
    Summary,
    Wait,
)
from provider_desktop.exchange.engine_state import Phase
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.exchange.statements import Position
from provider_desktop.exchange.trust import seal_time
from tests.support.engine_run import (
    FOREIGN,
    OFFLINE,
    Run,
    a_head,
    at,
    receipt_over,
)
from tests.support.exchange import (
    NOW,
    RECEIVER,
    STRANGER,
    a_feed,
    a_statement,
)
from tests.support.toy_receiver import ours, problem

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
