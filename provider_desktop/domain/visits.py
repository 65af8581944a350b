"""Visits: one home visit with its capture, items, evidence and signer, and its place in the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from provider_desktop.domain.clock import local_day


class Outcome(StrEnum):
    """What became of the visit. Absent and refused are records too, but no visit done."""

    DONE = "done"
    ABSENT = "absent"
    REFUSED = "refused"


class Source(StrEnum):
    """How a time was captured."""

    PHONE = "phone"
    PAPER = "paper"
    MANUAL = "manual"
    IMPORT = "import"


class EvidenceKind(StrEnum):
    """Kinds of evidence bound to a visit by the hash of their content."""

    SHEET = "sheet"
    PHOTO_BEFORE = "photo_before"
    PHOTO_AFTER = "photo_after"
    SIGNATURE = "signature"
    OTHER = "other"


class Relation(StrEnum):
    """Who signed."""

    SELF = "self"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    VILLAGE = "village"
    NONE = "none"


class SigningMethod(StrEnum):
    """How the signer signed."""

    PAPER = "paper"
    SCREEN = "screen"
    FINGERPRINT = "fingerprint"
    NONE = "none"


class VisitState(StrEnum):
    """States shown; derived from the chain, receipts and verdicts, never stored (exchange.md)."""

    DRAFT = "draft"  # 草稿
    TO_SEND = "to_send"  # 待上报
    DELIVERED = "delivered"  # 已送达
    ACCEPTED = "accepted"  # 已采纳
    RETURNED = "returned"  # 退回
    HELD = "held"  # 等待前序
    CONFLICT = "conflict"  # 冲突
    CORRECTED = "corrected"  # 已更正
    WITHDRAWN = "withdrawn"  # 已撤回


@dataclass(frozen=True, slots=True)
class Capture:
    """A sign-in or sign-out as captured; ``at`` is aware UTC or None where it is missing."""

    at: datetime | None = None
    source: Source = Source.MANUAL
    lat: str = ""
    lon: str = ""


@dataclass(frozen=True, slots=True)
class ItemDone:
    """A service item done. ``minutes`` 0 = not stated; ``values`` are what the protocol asks for."""

    item: str
    minutes: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A photo, scan or signature: hash (lower-case hex SHA-256) and size in bytes of its content."""

    kind: EvidenceKind
    sha256: str
    size: int
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed the sheet, and how."""

    relation: Relation = Relation.NONE
    method: SigningMethod = SigningMethod.NONE


#: Nobody signed.
NOT_SIGNED = Signer()


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A finding with action ``ask`` that somebody has seen, with the reason given."""

    rule: str
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """What a correction says of itself: action taken, memo, and who attests."""

    action: str
    memo: str
    attested_by: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One version of one visit.

    ``record`` is a ULID, ``version`` starts at 1. ``reason`` is the reason code of a correction
    or withdrawal and empty in version 1. Captured times never change; ``adjusted_in`` and
    ``adjusted_out`` exist in corrections only and then count. ``satisfaction`` is 0 (not rated)
    or 1 (very satisfied) to 4 (dissatisfied). ``group`` joins visits that were made
    together. ``extra`` keeps fields of a payload that this version does not know.
    """

    record: str
    version: int
    recipient: str
    staff: tuple[str, ...]
    sign_in: Capture
    sign_out: Capture
    items: tuple[ItemDone, ...]
    catalogue: str = ""
    outcome: Outcome = Outcome.DONE
    order: str = ""
    adjusted_in: datetime | None = None
    adjusted_out: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    signer: Signer = NOT_SIGNED
    satisfaction: int = 0
    remarks: str = ""
    group: str = ""
    acknowledged: tuple[Acknowledgement, ...] = ()
    reason: str = ""
    correction: CorrectionNote | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def started(self) -> datetime | None:
        """The sign-in that counts."""
        return self.adjusted_in or self.sign_in.at

    @property
    def ended(self) -> datetime | None:
        """The sign-out that counts."""
        return self.adjusted_out or self.sign_out.at

    @property
    def minutes(self) -> int:
        """Whole minutes from sign-in to sign-out, 0 where a time is missing or the order is wrong."""
        if self.started is None or self.ended is None or self.ended <= self.started:
            return 0
        return int((self.ended - self.started).total_seconds()) // 60

    @property
    def item_minutes(self) -> tuple[int, ...]:
        """Minutes of each item: as stated, else an even share of what the stated ones leave.

        Shares are whole and add up to the rest; the first ones take the odd minutes.
        """
        rest = max(0, self.minutes - sum(item.minutes for item in self.items))
        unstated = sum(1 for item in self.items if not item.minutes)
        shares: list[int] = []
        for item in self.items:
            if item.minutes:
                shares.append(item.minutes)
                continue
            share = -(-rest // unstated)
            shares.append(share)
            rest, unstated = rest - share, unstated - 1
        return tuple(shares)

    @property
    def day(self) -> date | None:
        """The local day of the sign-in (of the sign-out where the sign-in is missing)."""
        moment = self.started or self.ended
        return local_day(moment) if moment else None
