"""What goes into the sync engine and what comes out: its start, events, commands and summary."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique
from typing import TypeAlias

from provider_desktop.exchange.receipts import Receipt
from provider_desktop.exchange.regulator import Answer
from provider_desktop.exchange.statements import NOWHERE, Position, SealedStatement

# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is on disk when a run starts.

    ``head`` is the last sealed entry. ``epoch`` is the receiver's epoch last adopted (None before the
    first run); ``acknowledged`` the highest seq that a stored receipt **of this epoch** covers, and
    ``feed`` the last statement stored in it. ``trust`` is the envelope stored last.
    """

    agency: str
    stream: str
    root: bytes
    head: Position = NOWHERE
    feed: Position = NOWHERE
    epoch: int | None = None
    acknowledged: int = 0
    trust: bytes = b""


@dataclass(frozen=True, slots=True)
class Start:
    """Begin a run.

    ``now`` (aware UTC, offset applied) only tells whether a trust has expired; ``patience`` is how many
    seconds the run may spend waiting in all; ``poll`` how many the first call for the feed may hang.
    """

    snapshot: Snapshot
    now: datetime
    patience: int = 0
    poll: int = 0


@dataclass(frozen=True, slots=True)
class ReceiptBrought:
    """Begin and end with one receipt that came by hand; nobody is called.

    It is held against the chain and stored exactly as one that came over the line. It must be of the epoch
    known here: only the receiver itself, by its trust, begins another.
    """

    snapshot: Snapshot
    now: datetime
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """A call came back. ``jitter`` is a random number from 0 up to, not including, 1."""

    ticket: int
    answer: Answer
    jitter: float = 0.0


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch was sent and answered. ``count`` is how many entries were really in it (fewer than asked
    for when they would not fit), ``last`` the last of them."""

    ticket: int
    answer: Answer
    count: int
    last: Position
    jitter: float = 0.0


@dataclass(frozen=True, slots=True)
class EntryFound:
    """The hash of our entry that was looked up, '' if there is none."""

    ticket: int
    hash: str


@dataclass(frozen=True, slots=True)
class Waited:
    """The time asked for has passed."""

    ticket: int


Event: TypeAlias = Start | ReceiptBrought | Answered | Sent | EntryFound | Waited

# ---------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True)
class FetchTrust:
    """Call ``trust``; answer with ``Answered``."""

    ticket: int


@dataclass(frozen=True, slots=True)
class FetchHead:
    """Call ``head``; answer with ``Answered``."""

    ticket: int
    stream: str


@dataclass(frozen=True, slots=True)
class SendBatch:
    """Send entries from ``from_seq`` on, at most ``count`` and as many as ``packages.fitting`` lets into
    one batch (always at least one); answer with ``Sent``."""

    ticket: int
    stream: str
    from_seq: int
    count: int


@dataclass(frozen=True, slots=True)
class FetchFeed:
    """Call ``feed``; answer with ``Answered``."""

    ticket: int
    after: int
    wait: int


@dataclass(frozen=True, slots=True)
class LookUpEntry:
    """Tell the hash of our own entry at ``seq``; answer with ``EntryFound``."""

    ticket: int
    seq: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing for so many seconds; answer with ``Waited``. A user's "send now" may cut it short."""

    ticket: int
    seconds: int
    reason: str


@dataclass(frozen=True, slots=True)
class StoreTrust:
    """Keep a verified trust."""

    envelope: bytes


@dataclass(frozen=True, slots=True)
class AdoptEpoch:
    """Keep the epoch. If one was adopted before, the receiver was restored: receipts of the old epoch
    no longer count as acknowledged, and the feed is read again from its start (what is stored stays, as
    evidence)."""

    epoch: int


@dataclass(frozen=True, slots=True)
class StoreReceipt:
    """Keep a verified receipt that fits our chain: from now on entries up to its seq are delivered."""

    envelope: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class StoreStatements:
    """Keep verified statements, in order, in one transaction."""

    statements: tuple[SealedStatement, ...]


@dataclass(frozen=True, slots=True)
class SetClockOffset:
    """Keep how many seconds the receiver's clock is ahead, and sign requests accordingly."""

    seconds: int


@unique
class AlarmCode(StrEnum):
    """Why an alarm is up. It stays up until a person deals with it."""

    EQUIVOCATION = "equivocation"
    """Receiver and this PC hold different entries at one seq (``seq``): a copy of this PC was in use."""
    FROZEN = "frozen"
    """The receiver has frozen the stream; a new enrolment opens another."""
    CLOSED = "closed"
    """The stream is closed; a new enrolment opens another."""
    ENTRY_REFUSED = "entry_refused"
    """The receiver refused one entry three times (``seq``, ``code``, ``pointer``)."""
    ENTRY_TOO_LARGE = "entry_too_large"
    """One entry alone (``seq``) is more than the receiver takes."""
    LOCAL_BEHIND = "local_behind"
    """The receiver holds more (``seq``) than was ever sealed here: this is a copy or an old backup."""
    REVOKED = "revoked"
    """The receiver has shut this device out (``device``). The run only stops with that reason; who drives it
    knows whether it was this PC's own stream, and raises it."""
    RECEIVER_BACKWARDS = "receiver_backwards"
    """The receiver forgot entries it gave receipts for (``seq``, ``acknowledged``)."""
    RECEIPT_MISMATCH = "receipt_mismatch"
    """A good signature on a receipt for entries that are not ours (``seq``)."""
    TRUST_OLDER = "trust_older"
    """The list of the receiver's keys is older than one already seen."""
    FEED_REWRITTEN = "feed_rewritten"
    """The receiver's feed is not the one we hold (``seq``)."""
    STATEMENT_TAMPERED = "statement_tampered"
    """A statement lacks the signature or does not follow its predecessor (``seq``, ``code``)."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Raise an alarm and keep it. ``evidence`` is the signed envelope that shows it, if there is one."""

    code: AlarmCode
    params: dict[str, str | int] = field(default_factory=dict)
    evidence: bytes = b""


@unique
class Outcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    """Everything sent and everything fetched."""
    UNREACHABLE = "unreachable"
    """No receiver within the run's patience; nothing is wrong, the next run goes on."""
    STOPPED = "stopped"
    """Something that waiting does not heal: ``reason`` says what."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures. ``reason`` is '' when all is well, else ``offline``, ``not_ours``, ``busy``, a
    problem, an alarm or ``trust_expired``; ``retry_after`` whole seconds after which another run is
    worth it; ``alarm`` the gravest thing raised, or ''."""

    outcome: Outcome
    reason: str = ""
    pushed: int = 0
    receipts: int = 0
    pulled: int = 0
    remaining: int = 0
    retry_after: int = 0
    alarm: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The run is over."""

    summary: Summary


Command: TypeAlias = (
    FetchTrust
    | FetchHead
    | SendBatch
    | FetchFeed
    | LookUpEntry
    | Wait
    | StoreTrust
    | AdoptEpoch
    | StoreReceipt
    | StoreStatements
    | SetClockOffset
    | Alarm
    | Done
)
