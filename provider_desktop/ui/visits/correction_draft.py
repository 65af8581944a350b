"""A correction as it is typed: only what differs from the version that counts is stated."""

from __future__ import annotations

from collections.abc import Sequence

from provider_desktop.domain.visits import Acknowledgement, Visit
from provider_desktop.services.visits import CorrectionRequest, EntryLine


def line_of_visit(visit: Visit) -> EntryLine:
    """The version that counts, as a line to type in: its times are those that count now."""
    return EntryLine(
        record=visit.record,
        recipient=visit.recipient,
        staff=visit.staff,
        day=visit.day,
        time_in=visit.started,
        time_out=visit.ended,
        items=visit.items,
        outcome=visit.outcome,
        source=visit.sign_in.source,
        signer=visit.signer,
        evidence=visit.evidence,
        satisfaction=visit.satisfaction,
        remarks=visit.remarks,
        acknowledged=visit.acknowledged,
    )


def request_of(
    before: EntryLine,
    after: EntryLine,
    reason: str,
    action: str,
    memo: str,
    acknowledged: Sequence[Acknowledgement] = (),
) -> CorrectionRequest:
    """The correction that leads from one line to another; fields that stay are left out."""

    def changed(name: str) -> object:
        new = getattr(after, name)
        return new if new != getattr(before, name) else None

    names = (
        "recipient",
        "staff",
        "time_in",
        "time_out",
        "items",
        "outcome",
        "signer",
        "satisfaction",
        "remarks",
    )
    return CorrectionRequest(
        reason=reason,
        action=action,
        memo=memo,
        acknowledged=tuple(acknowledged),
        **{name: value for name in names if (value := changed(name)) is not None},  # type: ignore[arg-type]
    )
