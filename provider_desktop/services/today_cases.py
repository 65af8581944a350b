"""The day's rows about small records: complaints to answer, incidents not told yet, records turned down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from provider_desktop.domain.cases import CaseKind
from provider_desktop.domain.clock import day_start
from provider_desktop.domain.incidents import Incident, due_at
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.case_rows import rows_of_cases
from provider_desktop.services.rules import rules_on
from provider_desktop.services.today_rows import DayPage, WeighedRow
from provider_desktop.storage.cases import CaseQuery
from provider_desktop.wording import sentence

#: Days before its last one from which a complaint is told.
_SOON = 3
_OVERDUE = "complaints_overdue"


def case_today(page: DayPage) -> Iterator[WeighedRow]:
    """What small records ask for today."""
    yield from _complaints(page)
    yield from _incidents(page)
    yield from _turned_down(page)


def _complaints(page: DayPage) -> Iterator[WeighedRow]:
    query = CaseQuery(CaseKind.COMPLAINT, open_only=True, due_by=page.today + timedelta(days=_SOON))
    stored = page.reading.cases.page(query)
    for row in rows_of_cases(page.reading, stored, page.today, page.language):
        if row.state is VisitState.DRAFT or row.due is None:
            continue
        values: dict[str, str | int] = {
            "name": row.who or "–",
            "about": row.title,
            "day": row.due.isoformat(),
        }
        yield page.weighed(
            "complaint_overdue" if row.overdue else "complaint", values, _OVERDUE, "cases",
            severity="red" if row.overdue else "yellow", deadline=day_start(row.due + timedelta(days=1)),
            target="recipients", key=row.record, action="case",
        )  # fmt: skip


def _incidents(page: DayPage) -> Iterator[WeighedRow]:
    """Drafts of incidents: nothing was told yet, and the clock runs."""
    hours = rules_on(page.reading, page.today).checks.limits.incident_hours
    for each in page.reading.cases.page(CaseQuery(CaseKind.INCIDENT, state=VisitState.DRAFT)):
        if isinstance(each.content, Incident):
            kind = sentence("incident_kind", each.content.kind.value, page.language)
            yield page.weighed(
                "incident_draft", {"kind": kind, "hours": hours}, "", "cases", severity="red",
                deadline=due_at(each.content, hours), target="recipients", key=each.record, action="case",
            )  # fmt: skip


def _turned_down(page: DayPage) -> Iterator[WeighedRow]:
    stored = page.reading.cases.page(CaseQuery(state=VisitState.RETURNED))
    for row in rows_of_cases(page.reading, stored, page.today, page.language):
        kind = sentence("case_kind", row.kind.value, page.language)
        target, action = ("reports", "view") if row.kind is CaseKind.SETTLEMENT else ("recipients", "case")
        yield page.weighed(
            "case_returned", {"kind": kind, "name": row.who or row.title}, "", "returned", severity="red",
            target=target, key=row.record, action=action,
        )  # fmt: skip
