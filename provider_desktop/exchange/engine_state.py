"""The state of a sync run and the turns common to all its calls: entering a phase, waiting, ending."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum, unique
from typing import Final, TypeAlias

from provider_desktop.exchange.engine_messages import (
    Alarm,
    Answered,
    Command,
    Done,
    FetchFeed,
    FetchHead,
    FetchTrust,
    Outcome,
    SendBatch,
    Sent,
    SetClockOffset,
    Snapshot,
    Summary,
    Wait,
)
from provider_desktop.exchange.packages import MAX_ENTRIES
from provider_desktop.exchange.problems import Problem, ProblemReport, Reaction
from provider_desktop.exchange.receipts import Receipt
from provider_desktop.exchange.regulator import AnswerKind
from provider_desktop.exchange.trust import Trust, TrustError, verify_time

FIRST_WAIT: Final = 2
LONGEST_WAIT: Final = 15 * 60
"""Seconds: the bounds of a wait with full jitter."""
_BUSY: Final = frozenset({408, 425, 429})


@unique
class Phase(StrEnum):
    """What the engine waits for."""

    IDLE = "idle"
    TRUST = "trust"
    HEAD = "head"
    COMPARE = "compare"
    SEND = "send"
    FEED = "feed"
    PAUSE = "pause"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Claim:
    """A verified receipt whose hash has yet to be compared with our own entry."""

    envelope: bytes
    receipt: Receipt
    from_head: bool


@dataclass(frozen=True, slots=True)
class State:
    """A run so far. ``snapshot`` and ``trust`` follow what was stored; the rest is forgotten with the run."""

    snapshot: Snapshot
    now: datetime
    patience: int = 0
    poll: int = 0
    phase: Phase = Phase.IDLE
    ticket: int = 0
    trust: Trust | None = None
    claim: Claim | None = None
    after_pause: Phase = Phase.TRUST
    batch_limit: int = MAX_ENTRIES
    failures: int = 0
    gaps: int = 0
    refused_seq: int = 0
    refusals: int = 0
    doubts: int = 0
    clock_taken: bool = False
    push_over: bool = False
    receipt_only: bool = False
    reason: str = ""
    alarm: str = ""
    pushed: int = 0
    receipts: int = 0
    pulled: int = 0


Turn: TypeAlias = tuple[State, tuple[Command, ...]]


def enter(state: State, phase: Phase, *before: Command) -> Turn:
    """Go into a phase: the commands that come first, then the one that is answered."""
    state = replace(state, phase=phase, ticket=state.ticket + 1)
    snapshot = state.snapshot
    command: Command
    match phase:
        case Phase.TRUST:
            command = FetchTrust(state.ticket)
        case Phase.HEAD:
            command = FetchHead(state.ticket, snapshot.stream)
        case Phase.SEND:
            left = snapshot.head.seq - snapshot.acknowledged
            count = min(state.batch_limit, left)
            command = SendBatch(state.ticket, snapshot.stream, snapshot.acknowledged + 1, count)
        case _:
            command = FetchFeed(state.ticket, snapshot.feed.seq, 0 if state.pulled else state.poll)
    return state, (*before, command)


def go_on(state: State, *before: Command) -> Turn:
    """Push while there is something to push, then pull; with a receipt brought by hand, that is all."""
    if state.receipt_only:
        return finish(state, Outcome.DONE, *before)
    if not state.push_over and state.snapshot.acknowledged < state.snapshot.head.seq:
        return enter(state, Phase.SEND, *before)
    return enter(state, Phase.FEED, *before)


def finish(state: State, outcome: Outcome, *before: Command, retry_after: int = 0) -> Turn:
    summary = Summary(
        outcome=outcome,
        reason=state.reason,
        pushed=state.pushed,
        receipts=state.receipts,
        pulled=state.pulled,
        remaining=state.snapshot.head.seq - state.snapshot.acknowledged,
        retry_after=retry_after,
        alarm=state.alarm,
    )
    return replace(state, phase=Phase.OVER), (*before, Done(summary))


# ---------------------------------------------------------------- when things go wrong


def try_again(state: State, phase: Phase, event: Answered | Sent, reason: str, *before: Command) -> Turn:
    """Wait with full jitter, 2 s to 15 min, no less than the receiver asks for; then go into ``phase``.

    A run whose patience is used up ends instead: nothing is lost, the next one goes on.
    """
    # the exponent is capped as well, so that a long outage does not grow huge numbers
    ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(state.failures + 1, 16))
    jittered = FIRST_WAIT + event.jitter * (ceiling - FIRST_WAIT)
    seconds = max(math.ceil(jittered), event.answer.retry_after)
    if seconds > state.patience:
        return finish(replace(state, reason=reason), Outcome.UNREACHABLE, *before, retry_after=seconds)
    state = replace(
        state,
        phase=Phase.PAUSE,
        ticket=state.ticket + 1,
        after_pause=phase,
        failures=state.failures + 1,
        patience=state.patience - seconds,
    )
    return state, (*before, Wait(state.ticket, seconds, reason))


def stop(state: State, reason: str, *before: Command) -> Turn:
    return finish(replace(state, reason=reason), Outcome.STOPPED, *before)


def stop_alarmed(state: State, alarm: Alarm, *before: Command) -> Turn:
    """Raise an alarm and end the run: what the other side says can no longer be reconciled with ours."""
    state = replace(state, alarm=alarm.code.value)
    return stop(state, alarm.code.value, *before, alarm)


def end_push(state: State, alarm: Alarm) -> Turn:
    """Raise an alarm and send no more in this run; what the regulator has to say still arrives."""
    code = alarm.code.value
    return go_on(replace(state, push_over=True, alarm=code, reason=code), alarm)


def take_refusal(state: State, event: Answered | Sent, phase: Phase) -> Turn:
    """What every call has in common when its answer is not a receiver's good one.

    ``phase`` is where to go on after a wait. Problems that make no sense for the call count as a
    receiver in disorder, and are tried again.
    """
    report = event.answer.problem
    if event.answer.kind is AnswerKind.OFFLINE:
        return try_again(state, phase, event, "offline")
    if report is None:
        # a proxy in front of the receiver may be the one that is overloaded
        busy = event.answer.status in _BUSY or event.answer.status >= 500
        return try_again(state, phase, event, "busy" if busy else "not_ours")
    if report.reaction is Reaction.CLOCK:
        return _on_clock(state, event, report, phase)
    if report.reaction is Reaction.STOP:
        return stop(state, report.problem.value)
    return try_again(state, phase, event, "busy")


def _on_clock(state: State, event: Answered | Sent, report: ProblemReport, phase: Phase) -> Turn:
    """Take the receiver's signed time once a run; the machine's clock is never touched."""
    answer = event.answer
    if state.clock_taken:
        return stop(state, Problem.CLOCK.value)
    if state.trust is None or answer.sent_at is None:
        return try_again(state, phase, event, "not_ours")
    try:
        theirs = verify_time(report.signed, trust=state.trust, nonce=answer.nonce)
    except TrustError:
        return try_again(state, phase, event, "not_ours")
    seconds = round((theirs - answer.sent_at).total_seconds())
    return enter(replace(state, clock_taken=True), state.phase, SetClockOffset(seconds))
