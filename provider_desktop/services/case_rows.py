"""Rows of small records for people: whom they concern, masked, and what they are about in a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from provider_desktop.domain.cases import CaseKind, Content
from provider_desktop.domain.complaints import Complaint
from provider_desktop.domain.followups import Followup
from provider_desktop.domain.identifiers import mask_name
from provider_desktop.domain.incidents import Incident
from provider_desktop.domain.needs import Need
from provider_desktop.domain.recipients import Recipient
from provider_desktop.domain.rectifications import Rectification
from provider_desktop.domain.settlements import Settlement
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.cases import CaseRow
from provider_desktop.services.recipients import TimelineEntry
from provider_desktop.storage.cases import CaseQuery, StoredCase
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.wording import sentence


def rows_of_cases(
    reading: Reading, stored: Sequence[StoredCase], today: date, language: str
) -> tuple[CaseRow, ...]:
    """Rows in the order given."""
    people = reading.recipients.many({each.recipient for each in stored if each.recipient})
    return tuple(_row(each, people, today, language) for each in stored)


def case_title(content: Content | None, language: str) -> str:
    """What a record is about: its dimensions, its kind, how a call went; '' for one that was erased."""
    if isinstance(content, Need):
        return "、".join(sentence("need_dimension", each.value, language) for each in content.dimensions)
    if isinstance(content, Followup):
        return sentence("followup_confirmed", content.confirmed.value, language)
    if isinstance(content, Complaint):
        return sentence("complaint_about", content.about.value, language)
    if isinstance(content, Incident):
        kind = sentence("incident_kind", content.kind.value, language)
        severity = sentence("incident_severity", content.severity.value, language)
        return f"{kind} · {severity}"
    if isinstance(content, Rectification):
        return content.responsible
    if isinstance(content, Settlement):
        return content.month
    return ""


def timeline_of_cases(
    reading: Reading, recipient: str, limit: int, language: str
) -> tuple[TimelineEntry, ...]:
    """The small records of a recipient as entries of the time line, newest first."""
    return tuple(
        TimelineEntry(
            at=each.at,
            kind=each.kind.value,
            record=each.record,
            title=_titled(each, language),
            detail=each.content.by if isinstance(each.content, Followup) else "",
            state=each.state.value,
        )
        for each in reading.cases.page(CaseQuery(recipient=recipient), 0, limit)
    )


def _titled(stored: StoredCase, language: str) -> str:
    kind = sentence("case_kind", stored.kind.value, language)
    return " · ".join(part for part in (kind, case_title(stored.content, language)) if part)


def _row(stored: StoredCase, people: Mapping[str, Recipient], today: date, language: str) -> CaseRow:
    due = stored.due if _clock_runs(stored) else None
    return CaseRow(
        record=stored.record,
        kind=stored.kind,
        version=stored.version,
        state=stored.state,
        at=stored.at,
        recipient=stored.recipient,
        who=_who(stored, people),
        title=case_title(stored.content, language),
        detail=_detail(stored.content),
        visit=stored.visit,
        is_open=stored.is_open,
        due=due,
        days_left=(due - today).days if due else None,
    )


def _clock_runs(stored: StoredCase) -> bool:
    """An incident's clock stops when it is told, a complaint's when it is closed."""
    if stored.kind is CaseKind.INCIDENT:
        return stored.state in (VisitState.DRAFT, VisitState.TO_SEND)
    return stored.is_open or stored.kind is CaseKind.RECTIFICATION


def _who(stored: StoredCase, people: Mapping[str, Recipient]) -> str:
    if stored.recipient:
        person = people.get(stored.recipient)
        return mask_name(person.name) if person else stored.recipient
    return mask_name(stored.content.person.name) if isinstance(stored.content, Need) else ""


def _detail(content: Content | None) -> str:
    if isinstance(content, Need | Followup | Complaint | Incident):
        return content.text
    return content.measures if isinstance(content, Rectification) else ""
