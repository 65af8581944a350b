"""The ``visit/1`` payload of exchange.md: writing a visit, and reading one with every fault named."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from provider_desktop.domain.checks.form import form_findings
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.payload_reading import Reader, wire_time
from provider_desktop.domain.visits import (
    Acknowledgement,
    Capture,
    CorrectionNote,
    Evidence,
    EvidenceKind,
    ItemDone,
    Outcome,
    Relation,
    Signer,
    SigningMethod,
    Source,
    Visit,
)

SCHEMA_NAME = "visit/1"

_MINUTES_LIMIT = 1440
_SIZE_LIMIT = 10**12
_KNOWN = frozenset(
    {
        "recipient",
        "staff",
        "order",
        "catalogue",
        "outcome",
        "in",
        "out",
        "adjusted",
        "items",
        "evidence",
        "signer",
        "satisfaction",
        "remarks",
        "acknowledged",
        "correction",
        "group",
    }
)


def to_payload(visit: Visit) -> dict[str, Any]:
    """The full content of a version as ``visit/1``; fields that we do not know are written back.

    ``adjusted`` and ``correction`` appear in corrections only, ``group`` where there is one.
    """
    payload: dict[str, Any] = {
        **visit.extra,
        "recipient": visit.recipient,
        "staff": list(visit.staff),
        "order": visit.order,
        "catalogue": visit.catalogue,
        "outcome": visit.outcome.value,
        "in": _capture(visit.sign_in),
        "out": _capture(visit.sign_out),
        "items": [
            {"item": item.item, "minutes": item.minutes, "values": dict(item.values), "note": item.note}
            for item in visit.items
        ],
        "evidence": [_evidence(evidence) for evidence in visit.evidence],
        "signer": {"relation": visit.signer.relation.value, "method": visit.signer.method.value},
        "satisfaction": visit.satisfaction,
        "remarks": visit.remarks,
        "acknowledged": [
            {"rule": each.rule, "reason": each.reason, "note": each.note} for each in visit.acknowledged
        ],
    }
    if visit.group:
        payload["group"] = visit.group
    if visit.adjusted_in or visit.adjusted_out:
        payload["adjusted"] = {"in": wire_time(visit.adjusted_in), "out": wire_time(visit.adjusted_out)}
    if visit.correction:
        payload["correction"] = {
            "action": visit.correction.action,
            "memo": visit.correction.memo,
            "attested_by": visit.correction.attested_by,
        }
    return payload


def from_payload(
    record: str, version: int, reason: str, payload: object, *, withdrawal: bool = False
) -> tuple[Visit | None, tuple[Finding, ...]]:
    """The visit behind a ``visit/1`` payload, and every fault in it as SCHEMA with its JSON pointer.

    With faults there is no visit. ``version`` and ``reason`` come from the entry's header. A
    ``withdrawal`` repeats the content and needs no note of correction.
    """
    if not isinstance(payload, Mapping):
        reader = Reader({})
        reader.fault("", "kind")
        return None, tuple(reader.faults)
    reader = Reader(payload)
    visit = Visit(
        record=record,
        version=version,
        recipient=reader.identifier("recipient"),
        staff=reader.identifiers("staff"),
        sign_in=_read_capture(reader.part("in", required=True)),
        sign_out=_read_capture(reader.part("out", required=True)),
        items=_read_items(reader),
        catalogue=reader.identifier("catalogue"),
        outcome=reader.word("outcome", Outcome, Outcome.DONE, required=True),
        order=reader.identifier("order"),
        adjusted_in=reader.part("adjusted").time("in"),
        adjusted_out=reader.part("adjusted").time("out"),
        evidence=_read_evidence(reader),
        signer=_read_signer(reader.part("signer")),
        satisfaction=reader.number("satisfaction", 4),
        remarks=reader.text("remarks"),
        group=reader.identifier("group"),
        acknowledged=_read_acknowledged(reader),
        reason=reason,
        correction=_read_correction(reader),
        extra={name: value for name, value in payload.items() if name not in _KNOWN},
    )
    _corrections_only(reader, visit, withdrawal)
    known = {finding.pointer for finding in reader.faults}
    faults = (*reader.faults, *(each for each in form_findings(visit) if not _covered(each, known)))
    return (None if faults else visit), faults


def fingerprint(visit: Visit) -> str:
    """What makes a visit the same visit however it is written: recipient, staff, times, items, outcome.

    Lower-case hex SHA-256. The order of staff and items does not matter, nor do minutes, notes,
    seconds or zone. Captured times count before adjusted ones, so that editing keeps the fingerprint.
    """
    parts = (
        visit.recipient,
        ",".join(sorted(set(visit.staff))),
        _minute(visit.sign_in.at or visit.started),
        _minute(visit.sign_out.at or visit.ended),
        ",".join(sorted({item.item for item in visit.items})),
        visit.outcome.value,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _minute(moment: datetime | None) -> str:
    return wire_time(moment)[:16]


def _capture(capture: Capture) -> dict[str, str]:
    return {
        "at": wire_time(capture.at),
        "source": capture.source.value,
        "lat": capture.lat,
        "lon": capture.lon,
    }


def _evidence(evidence: Evidence) -> dict[str, str | int]:
    return {
        "kind": evidence.kind.value,
        "sha256": evidence.sha256,
        "bytes": evidence.size,
        "taken_at": wire_time(evidence.taken_at),
    }


def _read_capture(part: Reader) -> Capture:
    return Capture(
        at=part.time("at"),
        source=part.word("source", Source, Source.MANUAL),
        lat=part.decimal("lat"),
        lon=part.decimal("lon"),
    )


def _read_items(reader: Reader) -> tuple[ItemDone, ...]:
    return tuple(
        ItemDone(
            item=part.identifier("item", required=True),
            minutes=part.number("minutes", _MINUTES_LIMIT),
            values=part.strings("values"),
            note=part.text("note"),
        )
        for part in reader.parts("items", required=True)
    )


def _read_evidence(reader: Reader) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            kind=part.word("kind", EvidenceKind, EvidenceKind.OTHER, required=True),
            sha256=part.hash("sha256"),
            size=part.number("bytes", _SIZE_LIMIT, required=True),
            taken_at=part.time("taken_at"),
        )
        for part in reader.parts("evidence")
    )


def _read_signer(part: Reader) -> Signer:
    return Signer(
        relation=part.word("relation", Relation, Relation.NONE),
        method=part.word("method", SigningMethod, SigningMethod.NONE),
    )


def _read_acknowledged(reader: Reader) -> tuple[Acknowledgement, ...]:
    return tuple(
        Acknowledgement(
            part.text("rule", required=True), part.text("reason", required=True), part.text("note")
        )
        for part in reader.parts("acknowledged")
    )


def _read_correction(reader: Reader) -> CorrectionNote | None:
    if "correction" not in reader.value:
        return None
    part = reader.part("correction")
    return CorrectionNote(
        action=part.text("action", required=True),
        memo=part.text("memo"),
        attested_by=part.text("attested_by", required=True),
    )


def _corrections_only(reader: Reader, visit: Visit, withdrawal: bool) -> None:
    """Adjusted times and the note of correction belong to corrections, and these must have a note."""
    if visit.version > 1:
        if visit.correction is None and not withdrawal:
            reader.fault("correction", "missing")
        return
    if visit.adjusted_in or visit.adjusted_out:
        reader.fault("adjusted", "correction_only")
    if visit.correction is not None:
        reader.fault("correction", "correction_only")


def _covered(finding: Finding, pointers: set[str]) -> bool:
    """Whether a fault of reading already stands at or below the place."""
    return any(each == finding.pointer or each.startswith(finding.pointer + "/") for each in pointers)
