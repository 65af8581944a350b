"""One run of the exchange: carries out what the engine asks, durably and in order, and tells it what came."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from provider_desktop.exchange.engine import step
from provider_desktop.exchange.engine_messages import (
    AdoptEpoch,
    Alarm,
    Answered,
    Command,
    Done,
    EntryFound,
    Event,
    FetchFeed,
    FetchHead,
    FetchTrust,
    LookUpEntry,
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
from provider_desktop.exchange.regulator import Regulator
from provider_desktop.exchange.scalars import from_base64url, to_base64url
from provider_desktop.exchange.statements import Position
from provider_desktop.services.statements import take_statement
from provider_desktop.services.sync import SyncProgress
from provider_desktop.services.workspace import Workspace

TRUST, EPOCH, CLOCK_OFFSET, ALARM = "trust", "epoch", "clock_offset", "alarm"
#: How far the feed was read in the present epoch: seq and hash.
FEED_POSITION = "feed_position"

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
    ) -> None:
        self._workspace = workspace
        self._regulator = regulator
        self._progress = progress or (lambda _progress: None)
        self._cancelled = cancelled or (lambda: False)
        self._acknowledged = 0
        self._to_push = 0
        self._pulled = 0

    def run(self, patience: int = 0, poll: int = 0) -> Summary | None:
        """Push, then pull; the engine's summary, or None when it was cancelled in between.

        ``patience`` is how many seconds may be spent waiting for a receiver that does not answer.
        Cancelling loses nothing: the next run goes on from what is stored.
        """
        snapshot = self._snapshot()
        self._acknowledged = snapshot.acknowledged
        self._to_push = snapshot.head.seq - snapshot.acknowledged
        now = self._workspace.now() + timedelta(seconds=self._workspace.clock_offset)
        state = None
        event: Event = Start(snapshot, now, patience, poll)
        while True:
            state, commands = step(state, event)
            answer: Event | None = None
            for command in commands:
                if isinstance(command, Done):
                    return command.summary
                answer = self._carry_out(command)
            if answer is None:
                raise RuntimeError("the engine asked for nothing that is answered")
            if self._cancelled():
                return None
            event = answer

    def _snapshot(self) -> Snapshot:
        membership, _ = self._workspace.joined()
        with self._workspace.reading() as reading:
            head = reading.stream.own()
            seq, hash_ = reading.settings.get(FEED_POSITION) or reading.feed.head()
            epoch = reading.settings.get(EPOCH)
            trust = reading.settings.get(TRUST, "")
            acknowledged = reading.receipts.acknowledged(membership.stream, epoch) if epoch is not None else 0
        return Snapshot(
            agency=membership.agency,
            stream=membership.stream,
            root=membership.root,
            head=Position(head.seq, head.hash) if head else Position(),
            feed=Position(seq, hash_),
            epoch=epoch,
            acknowledged=acknowledged,
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
                with self._workspace.reading() as reading:
                    own = reading.stream.own()
                    entry = reading.stream.at(own.stream, seq) if own else None
                return EntryFound(ticket, entry.hash if entry else "")
            case Wait(ticket, seconds, _reason):
                return self._wait(ticket, seconds)
        self._store(command)
        return None

    def _store(self, command: Command) -> None:
        match command:
            case StoreTrust(envelope):
                self._remember(TRUST, to_base64url(envelope))
            case AdoptEpoch(epoch):
                # A restored receiver: its feed is read again from the start (what is stored stays).
                with self._workspace.writing() as work:
                    work.settings.set(EPOCH, epoch)
                    work.settings.set(FEED_POSITION, (0, ""))
            case SetClockOffset(seconds):
                self._workspace.clock_offset = self._regulator.clock_offset = seconds
                self._remember(CLOCK_OFFSET, seconds)
            case StoreReceipt(envelope, receipt):
                with self._workspace.writing() as work:
                    work.receipts.add(receipt, envelope)
                done = min(max(0, receipt.seq - self._acknowledged), self._to_push)
                self._progress(SyncProgress("push", done, self._to_push))
            case StoreStatements(statements):
                with self._workspace.writing() as work:
                    for statement in statements:
                        take_statement(work, statement)
                    last = statements[-1].position
                    work.settings.set(FEED_POSITION, (last.seq, last.hash))
                self._pulled += len(statements)
                self._progress(SyncProgress("pull", self._pulled, 0))
            case Alarm(code, params, _evidence):
                with self._workspace.writing() as work:
                    work.settings.set(ALARM, {"code": code.value, "params": params})
                    self._workspace.audit(work, "alarm", code.value, "", **params)

    def _send(self, command: SendBatch) -> Sent:
        with self._workspace.reading() as reading:
            entries = reading.stream.after(command.stream, command.from_seq - 1, command.count)
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
