"""Rules about proof: what the capture and the items ask for, reuse, time and place of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from provider_desktop.domain.checks.case import Case, Line, local_text
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.geo import known_place, metres_between
from provider_desktop.domain.visits import (
    Capture,
    Evidence,
    EvidenceKind,
    Outcome,
    Relation,
    SigningMethod,
    Source,
    Visit,
)

PHOTOS = frozenset({EvidenceKind.PHOTO_BEFORE, EvidenceKind.PHOTO_AFTER, EvidenceKind.OTHER})
_PHOTO_NEEDS = {
    "photo": PHOTOS,
    "photo_before": frozenset({EvidenceKind.PHOTO_BEFORE}),
    "photo_after": frozenset({EvidenceKind.PHOTO_AFTER}),
}
_VALUE = "value:"


def capture_gaps(visit: Visit) -> tuple[str, ...]:
    """What the way of capture asks for and the visit lacks: ``sign_in``, ``sign_out``, ``photo``,
    ``signature``, ``sheet``, ``signer``.

    A phone proves by photo and signature (the place is EVID-PLACE), paper by the scanned sheet and its
    signer (domain.md, "Facts to build from"). Where nobody was met only the sign-in is asked.
    """
    gaps = [] if visit.started else ["sign_in"]
    if visit.outcome is not Outcome.DONE:
        return tuple(gaps)
    if not visit.ended:
        gaps.append("sign_out")
    kinds = {evidence.kind for evidence in visit.evidence}
    signed = visit.signer.relation is not Relation.NONE and visit.signer.method is not SigningMethod.NONE
    if visit.sign_in.source is Source.PHONE:
        if not kinds & PHOTOS:
            gaps.append("photo")
        if not signed and not kinds & {EvidenceKind.SIGNATURE, EvidenceKind.SHEET}:
            gaps.append("signature")
        return tuple(gaps)
    if EvidenceKind.SHEET not in kinds:
        gaps.append("sheet")
    if not signed:
        gaps.append("signer")
    return tuple(gaps)


_POINTERS = {"sign_in": "/in/at", "sign_out": "/out/at", "signer": "/signer"}


def missing(case: Case) -> Iterator[Finding]:
    """EVID-MISSING: sign-in, sign-out, photo, scan, value or signature that is required is not there."""
    gaps = capture_gaps(case.visit)
    for need in gaps:
        yield case.of_visit("EVID-MISSING", _POINTERS.get(need, "/evidence"), need=need)
    for line in case.lines:
        for need in _item_gaps(case.visit, line):
            if need == "photo" and "photo" in gaps:
                continue
            yield case.finding(
                "EVID-MISSING",
                _item_pointer(line, need),
                [line.protocol] if line.protocol else (),
                why="item",
                need=need,
                item=line.done.item,
            )


def reused(case: Case) -> Iterator[Finding]:
    """EVID-REUSED: the same photo or signature on another visit. One scanned sheet may carry several."""
    for index, evidence in enumerate(case.visit.evidence):
        record = case.context.evidence_elsewhere.get(evidence.sha256)
        if record is not None and evidence.kind is not EvidenceKind.SHEET:
            yield case.of_visit(
                "EVID-REUSED", f"/evidence/{index}/sha256", evidence=evidence.kind.value, record=record
            )


def photo_time(case: Case) -> Iterator[Finding]:
    """EVID-TIME: a photo taken outside the visit and its margin."""
    started = case.visit.started or case.visit.ended
    ended = case.visit.ended or case.visit.started
    if started is None or ended is None:
        return
    minutes = case.context.rules.limits.photo_margin_minutes
    margin = timedelta(minutes=minutes)
    for index, evidence in enumerate(case.visit.evidence):
        taken = _photo_taken(evidence)
        if taken is not None and not started - margin <= taken <= ended + margin:
            yield case.of_visit(
                "EVID-TIME", f"/evidence/{index}/taken_at", taken=local_text(taken), limit=minutes
            )


def place(case: Case) -> Iterator[Finding]:
    """EVID-PLACE: coordinates missing, far from home, or identical to the last digit across visits.

    Only a phone captures coordinates; paper has none to miss.
    """
    for capture, pointer in ((case.visit.sign_in, "/in"), (case.visit.sign_out, "/out")):
        if capture.source is Source.PHONE and capture.at is not None:
            yield from _place_of(case, capture, pointer)


def _place_of(case: Case, capture: Capture, pointer: str) -> Iterator[Finding]:
    here = known_place(capture.lat, capture.lon)
    if here is None:
        yield case.of_visit("EVID-PLACE", f"{pointer}/lat", why="missing")
        return
    radius = case.context.rules.limits.place_radius_metres
    metres = metres_between(here, case.home) if case.home else 0
    if metres > radius:
        yield case.of_visit("EVID-PLACE", f"{pointer}/lat", why="far", metres=metres, limit=radius)
    if here in case.context.places_elsewhere:
        yield case.of_visit("EVID-PLACE", f"{pointer}/lat", why="same", lat=here[0], lon=here[1])


def _item_gaps(visit: Visit, line: Line) -> Iterator[str]:
    kinds = {evidence.kind for evidence in visit.evidence}
    for need in line.protocol.evidence if line.protocol else ():
        if need in _PHOTO_NEEDS:
            lacking = not kinds & _PHOTO_NEEDS[need]
        elif need == "note":
            lacking = not line.done.note.strip()
        else:
            lacking = not line.done.values.get(need.removeprefix(_VALUE), "").strip()
        if lacking:
            yield need


def _item_pointer(line: Line, need: str) -> str:
    if need in _PHOTO_NEEDS:
        return "/evidence"
    if need == "note":
        return f"{line.pointer}/note"
    return f"{line.pointer}/values/{need.removeprefix(_VALUE)}"


def _photo_taken(evidence: Evidence) -> datetime | None:
    return evidence.taken_at if evidence.kind in PHOTOS else None


RULES = (missing, reused, photo_time, place)
