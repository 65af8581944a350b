"""What became of a record, version by version.

Desktop and receiver keep records in different tables; both put them into :class:`RecordHistory`, so that
every fact of a rating is derived in one place (``traces``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provider_desktop.domain.visits import (
    Capture,
    EvidenceKind,
    Relation,
    Source,
    Visit,
    VisitState,
)


class VerdictOutcome(StrEnum):
    """The regulator's answers to one entry (exchange.md); ``NONE`` while there is none."""

    NONE = ""
    ACCEPTED = "accepted"
    RETURNED = "returned"
    HELD = "held"
    CONFLICT = "conflict"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SealedVersion:
    """One sealed version: its content, when the receiver had it, and the latest verdict on it."""

    visit: Visit
    withdraws: bool = False
    received_at: datetime | None = None
    outcome: VerdictOutcome = VerdictOutcome.NONE


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """All sealed versions of one visit, oldest first; never empty."""

    versions: tuple[SealedVersion, ...]

    @property
    def latest(self) -> SealedVersion:
        """The version sealed last, which is the one that counts."""
        return self.versions[-1]

    @property
    def state(self) -> VisitState:
        """The state shown for the latest version (exchange.md, "On the desktop")."""
        return state_of(self.latest)

    @property
    def corrected_unasked(self) -> bool:
        """Whether a version followed one that the regulator had not returned."""
        return any(
            earlier.outcome is not VerdictOutcome.RETURNED and not later.withdraws
            for earlier, later in zip(self.versions, self.versions[1:], strict=False)
        )


def state_of(version: SealedVersion) -> VisitState:
    """The state of a sealed version from its receipt and verdict."""
    if version.withdraws and version.outcome in {VerdictOutcome.ACCEPTED, VerdictOutcome.WITHDRAWN}:
        return VisitState.WITHDRAWN
    if version.outcome is not VerdictOutcome.NONE:
        return VisitState(version.outcome.value)
    return VisitState.DELIVERED if version.received_at else VisitState.TO_SEND


@dataclass(frozen=True, slots=True)
class FactRules:
    """Limits of a rule set that facts depend on: hours until a record is late, metres from home."""

    late_after_hours: int = 48
    place_radius_metres: int = 500


def evidence_complete(visit: Visit) -> bool:
    """Whether a visit has all that its capture asks: phone: place and photo; paper: signer and sheet."""
    kinds = {evidence.kind for evidence in visit.evidence}
    if visit.sign_in.source is Source.PHONE:
        photographed = bool(kinds & {EvidenceKind.PHOTO_BEFORE, EvidenceKind.PHOTO_AFTER, EvidenceKind.OTHER})
        return photographed and all(place(capture) for capture in (visit.sign_in, visit.sign_out))
    return visit.signer.relation is not Relation.NONE and EvidenceKind.SHEET in kinds


def place(capture: Capture) -> str:
    """Coordinates as one string, ``lat,lon``, or empty where one is missing."""
    return f"{capture.lat},{capture.lon}" if capture.lat and capture.lon else ""
