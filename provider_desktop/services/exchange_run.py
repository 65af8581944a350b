"""One run of the exchange: carries out what the engine asks, durably and in order, and tells it what came."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from provider_desktop.exchange.engine import step
from provider_desktop.exchange.engine_messages import (
    AdoptEpoch,
    Alarm,
    AlarmCode,
    Answered,
    Command,
    Done,
    EntryFound,
    Event,
    FetchFeed,
    FetchHead,
    FetchTrust,
    LookUpEntry,
    ReceiptBrought,
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
from provider_desktop.exchange.packages import fitting, write_batch
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.regulator import Regulator
from provider_desktop.exchange.scalars import from_base64url, to_base64url
from provider_desktop.exchange.statements import Position, SealedStatement
from provider_desktop.services.statements import take_statement
from provider_desktop.services.stream_sources import StoredStream, StreamSource
from provider_desktop.services.sync import SyncProgress
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.stream import StreamState
from provider_desktop.storage.unit_of_work import UnitOfWork

TRUST, EPOCH, CLOCK_OFFSET, ALARM = "trust", "epoch", "clock_offset", "alarm"
#: How far the feed was read in the present epoch: seq and hash.
FEED_POSITION = "feed_position"

#: Alarms after which nothing more may be sealed in a stream, and what it is from then on.
ENDS_THE_STREAM = {
    AlarmCode.EQUIVOCATION: StreamState.FROZEN,
    AlarmCode.FROZEN: StreamState.FROZEN,
    AlarmCode.LOCAL_BEHIND: StreamState.FROZEN,
    AlarmCode.RECEIPT_MISMATCH: StreamState.FROZEN,
    AlarmCode.CLOSED: StreamState.CLOSED,
}
#: Alarms about what was sent; those about the receiver itself concern every stream.
OF_THE_STREAM = frozenset({*ENDS_THE_STREAM, AlarmCode.ENTRY_REFUSED, AlarmCode.ENTRY_TOO_LARGE})

Progress = Callable[[SyncProgress], None]
Cancelled = Callable[[], bool]


class ExchangeRun:
    """Drives the engine once. No transaction is open while a call is under way."""

    def __init__(
        self,
        workspace: Workspace,
        regulator: Regulator,
        progress: Progress | None,
        cancelled: Cancelled | None,
        source: StreamSource | None = None,
    ) -> None:
        """``source`` is what is sent, this installation's own stream where none is given."""
        self._workspace = workspace
        self._source = source or StoredStream(workspace, workspace.joined()[0].stream)
        self._regulator = regulator
        self._progress = progress or (lambda _progress: None)
        self._cancelled = cancelled or (lambda: False)
        self._acknowledged = 0
        self._to_push = 0
        self._pulled = 0
        self._epoch: int | None = None

    def run(self, patience: int = 0, poll: int = 0) -> Summary | None:
        """Push, then pull; the engine's summary, or None when it was cancelled in between.

        ``patience`` is how many seconds may be spent waiting for a receiver that does not answer.
        Cancelling loses nothing: the next run goes on from what is stored.
        """
        snapshot = self._snapshot()
        self._acknowledged = snapshot.acknowledged
        self._to_push = snapshot.head.seq - snapshot.acknowledged
        now = self._workspace.now() + timedelta(seconds=self._workspace.clock_offset)
        return self._drive(Start(snapshot, now, patience, poll))

    def take_receipt(self, envelope: bytes) -> Summary | None:
        """Take in a receipt that came by hand, by the same rules as one that answers a batch.

        Raises ``ReceiptError`` for one that proves nothing.
        """
        return self._drive(ReceiptBrought(self._snapshot(), self._workspace.now(), envelope))

    def _drive(self, event: Event) -> Summary | None:
        state = None
        while True:
            state, commands = step(state, event)
            answer: Event | None = None
            for command in commands:
                if isinstance(command, Done):
                    return self._ended(command.summary)
                answer = self._carry_out(command)
            if answer is None:
                raise RuntimeError("the engine asked for nothing that is answered")
            if self._cancelled():
                return None
            event = answer

    def _snapshot(self) -> Snapshot:
        membership, _ = self._workspace.joined()
        with self._workspace.reading() as reading:
            seq, hash_ = reading.settings.get(FEED_POSITION) or reading.feed.head()
            epoch = reading.settings.get(EPOCH)
            trust = reading.settings.get(TRUST, "")
        self._epoch = epoch
        return Snapshot(
            agency=membership.agency,
            stream=self._source.stream,
            root=membership.root,
            head=self._source.head(),
            feed=Position(seq, hash_),
            epoch=epoch,
            acknowledged=self._source.acknowledged(epoch) if epoch is not None else 0,
            trust=from_base64url(trust) if trust else b"",
        )

    def _carry_out(self, command: Command) -> Event | None:
        match command:
            case FetchTrust(ticket):
                return Answered(ticket, self._regulator.trust(), self._jitter())
            case FetchHead(ticket, stream):
                return Answered(ticket, self._regulator.head(stream), self._jitter())
            case SendBatch():
                return self._send(command)
            case FetchFeed(ticket, after, wait):
                return Answered(ticket, self._regulator.feed(after, wait), self._jitter())
            case LookUpEntry(ticket, seq):
                return EntryFound(ticket, self._source.hash_at(seq))
            case Wait(ticket, seconds, _reason):
                return self._wait(ticket, seconds)
        self._store(command)
        return None

    def _store(self, command: Command) -> None:
        match command:
            case StoreTrust(envelope):
                self._remember(TRUST, to_base64url(envelope))
            case AdoptEpoch(epoch):
                self._adopt(epoch)
            case SetClockOffset(seconds):
                self._workspace.clock_offset = self._regulator.clock_offset = seconds
                self._remember(CLOCK_OFFSET, seconds)
            case StoreReceipt(envelope, receipt):
                self._source.keep_receipt(receipt, envelope)
                done = min(max(0, receipt.seq - self._acknowledged), self._to_push)
                self._progress(SyncProgress("push", done, self._to_push))
            case StoreStatements(statements):
                self._pulled += self._take(statements)
                self._progress(SyncProgress("pull", self._pulled, 0))
            case Alarm():
                self._raise(command)

    def _take(self, statements: Sequence[SealedStatement]) -> int:
        """Store what is behind the place up to which the feed was read; how many those were.

        Another PC of the agency may have read on meanwhile, or adopted a new epoch: what it did is not
        done over.
        """
        taken = 0
        with self._workspace.writing() as work:
            if work.settings.get(EPOCH) != self._epoch:
                return 0
            seq = (work.settings.get(FEED_POSITION) or work.feed.head())[0]
            for statement in statements:
                if statement.position.seq == seq + 1:
                    take_statement(work, statement)
                    seq, taken = seq + 1, taken + 1
                    work.settings.set(FEED_POSITION, (seq, statement.position.hash))
        return taken

    def _adopt(self, epoch: int) -> None:
        """A new epoch: the receiver was restored. Its feed is read again from the start, and until it says
        so again nothing is acknowledged and nothing judged; what was stored stays, as evidence."""
        self._epoch = epoch
        with self._workspace.writing() as work:
            known = work.settings.get(EPOCH)
            if known == epoch:
                return  # another PC of the agency was first
            work.settings.set(EPOCH, epoch)
            work.settings.set(FEED_POSITION, (0, ""))
            if known is not None:
                work.receipts.adopt(epoch)
                work.verdicts.clear()
                work.ratings.clear()
                work.rulesets.clear_calendars()
                self._workspace.audit(work, "epoch", str(epoch), "", before=known)

    def _raise(self, alarm: Alarm) -> None:
        """Put an alarm up, and shut a stream that can take no more; the same alarm is noted once."""
        code, is_own = alarm.code, self._source.is_own
        with self._workspace.writing() as work:
            if is_own or code not in OF_THE_STREAM:
                self._put_up(work, code.value, alarm.params)
            else:
                self._workspace.audit(
                    work, "alarm", code.value, "", **{**alarm.params, "stream": self._source.stream}
                )
            if is_own and code in ENDS_THE_STREAM:
                work.stream.set_state(self._source.stream, ENDS_THE_STREAM[code])

    def _put_up(self, work: UnitOfWork, code: str, params: Mapping[str, str | int]) -> None:
        told = {"code": code, "params": dict(params)}
        if work.settings.get(ALARM) != told:
            work.settings.set(ALARM, told)
            self._workspace.audit(work, "alarm", code, "", **params)

    def _ended(self, summary: Summary) -> Summary:
        """Being shut out is an alarm too: waiting does not heal it, only a new enrolment does."""
        if summary.reason != Problem.REVOKED.value or not self._source.is_own:
            return summary
        with self._workspace.writing() as work:
            self._put_up(work, AlarmCode.REVOKED.value, {"device": self._workspace.joined()[0].device})
        return replace(summary, alarm=AlarmCode.REVOKED.value)

    def _send(self, command: SendBatch) -> Sent:
        entries = self._source.after(command.from_seq - 1, command.count)
        lines = list(fitting((entry.to_line() for entry in entries), command.count))
        last = entries[len(lines) - 1]
        answer = self._regulator.send(command.stream, write_batch(command.from_seq, lines))
        position = Position(command.from_seq + len(lines) - 1, last.hash)
        return Sent(command.ticket, answer, len(lines), position, self._jitter())

    def _wait(self, ticket: int, seconds: int) -> Waited:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._cancelled():
            time.sleep(min(0.2, max(0.0, until - time.monotonic())))
        return Waited(ticket)

    def _remember(self, key: str, value: Any) -> None:
        with self._workspace.writing() as work:
            work.settings.set(key, value)

    @staticmethod
    def _jitter() -> float:
        return random.random()
