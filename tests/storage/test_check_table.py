"""The table of check cases over the desktop's own database: it finds what memory and the receiver find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from provider_desktop.domain.catalogue_payload import read_catalogue
from provider_desktop.domain.checks import check_visit
from provider_desktop.domain.checks.source import build_context
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.staff_payload import from_payload as read_staff
from provider_desktop.domain.visit_payload import from_payload
from provider_desktop.services.rules import rules_on
from provider_desktop.storage.database import Database
from provider_desktop.storage.rulesets import RulesetRow
from provider_desktop.storage.staff import StaffRow
from provider_desktop.storage.unit_of_work import UnitOfWork
from tests.support.builders import a_record
from tests.support.check_cases import CheckCase, check_cases
from tests.support.storage import NOW, a_database, seal_visit


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with a_database(tmp_path_factory.mktemp("table")) as made:
        yield made


@pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "drafts"])
@pytest.mark.parametrize("case", check_cases(), ids=lambda case: f"{case.rule}: {case.name}")
def test_every_case_of_the_table_is_found_from_the_database(
    case: CheckCase, database: Database, sealed: bool
) -> None:
    with database.unit_of_work() as work:  # never committed: cases do not meet
        _furnish(work, case, sealed=sealed)
        found = _found(work, case)
    assert [(each.rule, each.action.value, each.pointer) for each in found] == [
        (each["rule"], each["action"], each["pointer"]) for each in case.expected
    ]
    for each, expected in zip(found, case.expected, strict=True):
        assert {name: each.values[name] for name in expected.get("values", {})} == expected.get("values", {})


def _furnish(work: UnitOfWork, case: CheckCase, *, sealed: bool) -> None:
    catalogue, faults = read_catalogue(case.catalogue)
    assert catalogue is not None, faults
    work.catalogues.save(catalogue)
    for assignment in case.assigned():
        work.recipients.save(assignment.recipient)
        work.assignments.save(assignment, NOW)
        work.assignments.answer(assignment.assignment, assignment.answer, "")
    for number, payload in enumerate(case.staff):
        member, faults = read_staff(payload)
        assert member is not None, faults
        work.staff.save(StaffRow(member, a_record(1000 + number), 1, ""))
    work.rulesets.save(RulesetRow("table", date(2026, 1, 1), None, case.ruleset))
    if case.calendar is not None:
        work.rulesets.save_calendar(1, case.calendar)
    for record, payload in case.others.items():
        visit, faults = from_payload(record, 1, "", payload)
        assert visit is not None, faults
        if sealed:
            seal_visit(work, visit)
        else:
            work.visits.save_draft(visit, (), NOW)


def _found(work: UnitOfWork, case: CheckCase) -> tuple[Finding, ...]:
    visit, moment = case.visit(), case.when()
    if visit.day is not None:
        moment = replace(moment, rules=rules_on(work, visit.day).checks)
    return check_visit(visit, build_context(visit, work.visit_context, moment))
