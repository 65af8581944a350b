"""What became of a record, version by version, and the rating's facts that follow from it.

Desktop and receiver keep records in different tables; both put them into :class:`RecordHistory`, so that
every fact of a rating is derived in one place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from provider_desktop.domain.catalogue import Catalogue, ServiceItem
from provider_desktop.domain.geo import known_place, metres_between
from provider_desktop.domain.ratings.facts import VisitFact
from provider_desktop.domain.visits import (
    Capture,
    EvidenceKind,
    Outcome,
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


def visit_fact(
    history: RecordHistory,
    catalogues: Sequence[Catalogue],
    homes: Mapping[str, tuple[str, str]],
    rules: FactRules,
    repeated_places: frozenset[str] = frozenset(),
) -> VisitFact | None:
    """The fact of one record, or None where no day can be told or the record was withdrawn.

    ``homes`` gives latitude and longitude by recipient; ``repeated_places`` are ``lat,lon`` strings
    that stand in several records to the last digit.
    """
    latest, first = history.latest, history.versions[0]
    visit = latest.visit
    if visit.day is None or latest.withdraws:
        return None
    items = [found for item in visit.items if (found := _item(item.item, visit, catalogues))]
    received = next((version.received_at for version in history.versions if version.received_at), None)
    return VisitFact(
        record=visit.record,
        recipient=visit.recipient,
        day=visit.day,
        version=visit.version,
        staff=visit.staff,
        items=tuple(item.item for item in visit.items),
        outcome=visit.outcome.value,
        done=visit.outcome is Outcome.DONE,
        counts_as_visit=visit.outcome is Outcome.DONE
        and (not items or any(item.counts_as_visit for item in items)),
        minutes=visit.minutes,
        below_minimum=visit.minutes < sum(item.minimum for item in items),
        capture=visit.sign_in.source.value,
        evidence_complete=evidence_complete(visit),
        place_bad=place_bad(visit, homes.get(visit.recipient, ("", "")), rules, repeated_places),
        received=received is not None,
        on_time=_on_time(first.visit, received, rules),
        first_version_judged=first.outcome in {VerdictOutcome.ACCEPTED, VerdictOutcome.RETURNED},
        first_version_accepted=first.outcome is VerdictOutcome.ACCEPTED,
        corrected_unasked=history.corrected_unasked,
        satisfaction=visit.satisfaction,
        state=history.state.value,
    )


def evidence_complete(visit: Visit) -> bool:
    """Whether a visit has all that its capture asks: phone: place and photo; paper: signer and sheet."""
    kinds = {evidence.kind for evidence in visit.evidence}
    if visit.sign_in.source is Source.PHONE:
        photographed = bool(kinds & {EvidenceKind.PHOTO_BEFORE, EvidenceKind.PHOTO_AFTER, EvidenceKind.OTHER})
        return photographed and all(place(capture) for capture in (visit.sign_in, visit.sign_out))
    return visit.signer.relation is not Relation.NONE and EvidenceKind.SHEET in kinds


def place_bad(
    visit: Visit, home: tuple[str, str], rules: FactRules, repeated: frozenset[str] = frozenset()
) -> bool:
    """Whether the place of a visit captured by phone is missing, far from home, or a repeated one."""
    if visit.sign_in.source is not Source.PHONE:
        return False
    at_home = known_place(*home)
    for capture in (visit.sign_in, visit.sign_out):
        where = known_place(capture.lat, capture.lon)
        if where is None or place(capture) in repeated:
            return True
        if at_home and metres_between(where, at_home) > rules.place_radius_metres:
            return True
    return False


def place(capture: Capture) -> str:
    """Coordinates as one string, ``lat,lon``, or empty where one is missing."""
    return f"{capture.lat},{capture.lon}" if capture.lat and capture.lon else ""


def _item(code: str, visit: Visit, catalogues: Sequence[Catalogue]) -> ServiceItem | None:
    for catalogue in catalogues:
        if visit.day is not None and catalogue.covers(visit.day) and (found := catalogue.item(code)):
            return found
    return None


def _on_time(visit: Visit, received: datetime | None, rules: FactRules) -> bool | None:
    if received is None or visit.ended is None:
        return None
    return received - visit.ended <= timedelta(hours=rules.late_after_hours)
