"""Upload and answers: what waits, the run of the exchange with progress, receipts and returns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from provider_desktop.services.visits import VisitRow


@dataclass(frozen=True, slots=True)
class SyncReport:
    """One run. ``remaining`` entries still wait; ``offline`` when nobody answered; ``alarm`` is an
    alarm code or empty; ``problem`` a problem code that stopped the run, or empty; ``evidence`` files were
    delivered, ``evidence_waiting`` still wait."""

    pushed: int
    receipts: int
    accepted: int
    returned: int
    pulled: int
    remaining: int
    offline: bool
    alarm: str
    problem: str = ""
    evidence: int = 0
    evidence_waiting: int = 0


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """Progress: ``phase`` is ``push``, ``pull`` or ``evidence`` (in bytes); ``total`` 0 = not known."""

    phase: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The exchange in a few figures, for the status bar and the top of the upload page. ``problem`` is what
    stopped the last run, if anything did: nothing goes up before it is dealt with."""

    joined: bool
    receiver_name: str
    to_send: int
    oldest_waiting: datetime | None
    delivered: int
    accepted: int
    returned: int
    held: int
    conflict: int
    last_receipt: datetime | None
    last_contact: datetime | None
    offline: bool
    alarm: str
    lock_at: datetime | None
    lock_month: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A stored receipt: the entries up to ``seq`` were held by the receiver at ``received_at``."""

    seq: int
    count: int
    hash: str
    received_at: datetime
    verified: bool
    receipt: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """An entry not yet acknowledged: what it is, and since when it waits."""

    seq: int
    op: str
    record: str
    title: str
    recorded_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A returned record with the regulator's sentences in the language asked for."""

    row: VisitRow
    returned_at: datetime
    texts: tuple[str, ...]
    free_until: datetime | None


@dataclass(frozen=True, slots=True)
class ReturnedGroup:
    """Returned records that share a rule, so that all alike can be worked through."""

    rule: str
    rows: tuple[ReturnedRow, ...]
