"""Rows of visits for people: names beside ids, masked or not, with what the checks found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.checks.rules import CELL_RULES
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.identifiers import mask_name
from provider_desktop.domain.recipients import Recipient
from provider_desktop.domain.visits import Visit, VisitState
from provider_desktop.services.visits import EntryLine, VisitRow
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.storage.visit_rows import StoredVisit

#: Where a draft without times keeps the day that was typed; it goes once there is a time, which says it.
DRAFT_DAY = "draft_day"


def rows_of(
    reading: Reading, stored: Sequence[StoredVisit], language: str, *, masked: bool = True
) -> tuple[VisitRow, ...]:
    """Rows in the order given. Names of recipients are masked unless told otherwise."""
    people = reading.recipients.many({each.visit.recipient for each in stored})
    staff = reading.staff.many({member for each in stored for member in each.visit.staff})
    names = {key: member.name for key, member in staff.items()}
    catalogues = reading.catalogues.all()
    return tuple(_row(each, people, names, catalogues, language, masked=masked) for each in stored)


def _row(
    stored: StoredVisit,
    people: Mapping[str, Recipient],
    staff_names: Mapping[str, str],
    catalogues: Sequence[Catalogue],
    language: str,
    *,
    masked: bool,
) -> VisitRow:
    visit = stored.visit
    person = people.get(visit.recipient)
    name = person.name if person else visit.recipient
    return VisitRow(
        record=visit.record,
        version=visit.version,
        state=VisitState.WITHDRAWN if stored.withdraws else stored.state,
        recipient=visit.recipient,
        recipient_name=mask_name(name) if masked and person else name,
        id_tail=person.id_number[-4:] if person else "",
        staff=visit.staff,
        staff_names=tuple(staff_names.get(member, member) for member in visit.staff),
        day=typed_day(visit),
        started=visit.started,
        ended=visit.ended,
        minutes=visit.minutes,
        items=visit.items,
        item_names=tuple(item_name(item.item, catalogues, language) for item in visit.items),
        outcome=visit.outcome,
        signer=visit.signer,
        satisfaction=visit.satisfaction,
        remarks=visit.remarks,
        findings=stored.findings,
        acknowledged=visit.acknowledged,
    )


def item_name(code: str, catalogues: Iterable[Catalogue], language: str) -> str:
    """The name of an item in the newest catalogue that has it, or its code."""
    for catalogue in catalogues:
        if item := catalogue.item(code):
            return item.name if language == "zh_CN" or not item.name_en else item.name_en
    return code


def typed_day(visit: Visit) -> date | None:
    """The day of a visit; of a draft without times the day that was typed."""
    kept = visit.extra.get(DRAFT_DAY)
    return visit.day or (date.fromisoformat(kept) if isinstance(kept, str) else None)


def cell_findings(stored: StoredVisit | None, visit: Visit) -> tuple[Finding, ...]:
    """What import found in the cells of a draft, which no check can find again: it stands as long as the
    times do, whose length it is about."""
    if stored is None or stored.entry_hash or stored.visit.minutes != visit.minutes:
        return ()
    return tuple(finding for finding in stored.findings if finding.rule in CELL_RULES)


def line_of(visit: Visit) -> EntryLine:
    """A draft as a line to go on typing."""
    return EntryLine(
        record=visit.record,
        recipient=visit.recipient,
        staff=visit.staff,
        day=typed_day(visit),
        time_in=visit.sign_in.at,
        time_out=visit.sign_out.at,
        items=visit.items,
        outcome=visit.outcome,
        source=visit.sign_in.source,
        signer=visit.signer,
        evidence=visit.evidence,
        satisfaction=visit.satisfaction,
        remarks=visit.remarks,
        acknowledged=visit.acknowledged,
        order=visit.order,
    )
