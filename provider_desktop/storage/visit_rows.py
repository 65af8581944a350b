"""A visit as rows and back: the columns that lists and checks ask for, and the content itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from provider_desktop.domain.checks import captured_places, unacknowledged
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visit_payload import from_payload
from provider_desktop.domain.visits import Capture, ItemDone, Outcome, Visit, VisitState
from provider_desktop.storage.encoding import decode, encode
from provider_desktop.storage.visit_states import WITHDRAW


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """The current row of a record: its draft, or its latest sealed version.

    ``entry_hash`` is '' for a draft. ``findings`` are those of the checks when it was saved (the
    regulator's stand in its verdict). ``withdraws`` when the latest version takes the visit back.
    """

    visit: Visit
    state: VisitState
    entry_hash: str
    withdraws: bool
    saved_at: datetime
    findings: tuple[Finding, ...] = ()


def columns_of(visit: Visit, saved_at: datetime) -> dict[str, Any]:
    """The columns of ``visits`` that follow from the content."""
    at = visit.started or visit.ended or saved_at
    return {
        "record": visit.record,
        "version": visit.version,
        "at": at,
        "started": visit.started,
        "ended": visit.ended,
        "day": local_day(at),
        "minutes": visit.minutes,
        "recipient": visit.recipient,
        "outcome": visit.outcome.value,
        "group": visit.group,
        "staff": json.dumps(visit.staff, ensure_ascii=False),
        "items": json.dumps([[item.item, item.minutes] for item in visit.items], separators=(",", ":")),
        "saved_at": saved_at,
    }


def draft_content(visit: Visit) -> str:
    """The whole draft as text, fields that are still missing included."""
    return encode(visit)


def visit_of_columns(row: RowMapping) -> Visit:
    """The visit as far as the columns tell: times that count as if captured, no evidence, no places.

    Enough for the checks to lay another visit beside it, and all that is left of an erased one.
    """
    return Visit(
        record=row["record"],
        version=row["version"],
        recipient=row["recipient"],
        staff=tuple(json.loads(row["staff"])),
        sign_in=Capture(row["started"]),
        sign_out=Capture(row["ended"]),
        items=tuple(ItemDone(item, minutes) for item, minutes in json.loads(row["items"])),
        outcome=Outcome(row["outcome"]),
        group=row["group"],
    )


def visit_of_row(row: RowMapping) -> Visit:
    """The visit whole: from the draft's content, or from its entry (``payload``, ``reason``)."""
    if row["content"] is not None:
        return decode(Visit, row["content"])
    found = visit_of_payload(
        row["record"], row["version"], row["reason"], row["payload"], withdraws=row["op"] == WITHDRAW
    )
    return found or visit_of_columns(row)


def visit_of_payload(
    record: str, version: int, reason: str, payload: bytes, *, withdraws: bool
) -> Visit | None:
    """The visit behind an entry's payload; None where it was erased or is no ``visit/1``."""
    try:
        content = json.loads(payload)
    except ValueError:
        return None
    visit, _ = from_payload(record, version, reason, content, withdrawal=withdraws)
    return visit


def stored_visit(row: RowMapping, findings: Iterable[Finding] = ()) -> StoredVisit:
    """The current row of a record from a row that has ``state`` too."""
    return StoredVisit(
        visit=visit_of_row(row),
        state=VisitState(row["state"]),
        entry_hash=row["entry_hash"] or "",
        withdraws=row["op"] == WITHDRAW,
        saved_at=row["saved_at"],
        findings=tuple(findings),
    )


def staff_rows(visit: Visit, at: datetime) -> list[dict[str, Any]]:
    """Rows of ``visit_staff``; minutes are those of work done."""
    minutes = visit.minutes if visit.outcome is Outcome.DONE else 0
    return [
        {"staff": staff, "at": at, "record": visit.record, "place": place, "minutes": minutes}
        for place, staff in enumerate(dict.fromkeys(visit.staff))
    ]


def mark_rows(visit: Visit) -> list[dict[str, Any]]:
    """Rows of ``visit_marks``: what should not be seen on another visit."""
    marks = [evidence_mark(evidence.sha256) for evidence in visit.evidence]
    marks += [place_mark(*place) for place in captured_places(visit)]
    return [{"mark": mark, "record": visit.record} for mark in dict.fromkeys(marks)]


def evidence_mark(sha256: str) -> str:
    """How evidence stands in ``visit_marks``."""
    return f"sha256:{sha256}"


def place_mark(lat: str, lon: str) -> str:
    """How a captured place stands in ``visit_marks``, to the last digit."""
    return f"at:{lat},{lon}"


def finding_rows(record: str, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Rows of ``visit_findings``, in their order."""
    return [
        {
            "record": record, "place": place, "rule": finding.rule, "action": finding.action.value,
            "pointer": finding.pointer, "values": json.dumps(dict(finding.values), ensure_ascii=False),
        }
        for place, finding in enumerate(findings)
    ]  # fmt: skip


def finding_of_row(row: RowMapping) -> Finding:
    """A finding from its row."""
    return Finding(row["rule"], Action(row["action"]), row["pointer"], json.loads(row["values"]))


def held_by(visit: Visit, findings: Iterable[Finding]) -> str:
    """What keeps a draft from being sealed: ``block``, ``ask`` (not acknowledged), or '' for nothing."""
    found = tuple(findings)
    if any(finding.action is Action.BLOCK for finding in found):
        return Action.BLOCK.value
    return Action.ASK.value if unacknowledged(found, visit) else ""
