"""One run of the sync engine, answered by hand, with the answers that a receiver may give."""

from __future__ import annotations

from typing import Any

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.engine import step
from provider_desktop.exchange.engine_messages import (
    Alarm,
    Answered,
    Command,
    Done,
    EntryFound,
    FetchFeed,
    LookUpEntry,
    Sent,
    Snapshot,
    Start,
    Summary,
    Waited,
)
from provider_desktop.exchange.engine_state import State
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.exchange.statements import Position
from tests.support.exchange import (
    AGENCY,
    NOW,
    ROOT,
    STREAM,
    a_chain,
    a_receipt_envelope,
    a_trust_envelope,
)
from tests.support.toy_receiver import ours

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
