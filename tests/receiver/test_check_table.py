"""The table of check cases, run over the receiver's own tables: it finds what the desktop finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from provider_desktop.domain.checks import check_visit
from provider_desktop.domain.checks.source import build_context
from provider_desktop.domain.clock import FixedClock
from provider_desktop.domain.findings import Finding
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.packages import read_batch, write_batch
from provider_desktop.receiver.intake import examine, settle
from provider_desktop.receiver.ledger import StreamLedger
from provider_desktop.receiver.office import open_office
from provider_desktop.receiver.storage import people, records
from provider_desktop.receiver.world import World, visit_of
from tests.support.bureau import NOW, Bureau, furnish
from tests.support.check_cases import CheckCase, check_cases
from tests.support.receiver import AGENCY, AgencyPc


class _Undone(Exception):  # noqa: N818 - ends a transaction
    """Takes everything back, so that cases do not meet."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bureau, AgencyPc]]:
    office = open_office(tmp_path_factory.mktemp("table") / "receiver", FixedClock(NOW), create=True)
    bureau = Bureau(office)
    pc = bureau.pc()
    pc.seal(Op.NEED_REPORT, {})
    bureau.take(pc)
    yield bureau, pc
    office.close()


@pytest.mark.parametrize("case", check_cases(), ids=lambda case: f"{case.rule}: {case.name}")
def test_every_case_of_the_table_is_found_alike(case: CheckCase, desk: tuple[Bureau, AgencyPc]) -> None:
    found = _found(case, *desk)
    assert [(each.rule, each.action.value, each.pointer) for each in found] == [
        (each["rule"], each["action"], each["pointer"]) for each in case.expected
    ]
    for each, expected in zip(found, case.expected, strict=True):
        assert {name: each.values[name] for name in expected.get("values", {})} == expected.get("values", {})


def _found(case: CheckCase, bureau: Bureau, pc: AgencyPc) -> tuple[Finding, ...]:
    found: tuple[Finding, ...] = ()
    sealed = list(pc.sealed)
    with suppress(_Undone), bureau.office.database.write() as connection:
        furnish(
            connection,
            AGENCY,
            catalogue=case.catalogue,
            assignments=case.assignments,
            staff=case.staff,
            ruleset={"from": "2026-01-01", "to": "", **case.ruleset},
            calendar=case.calendar,
        )
        for assignment, answer in case.answers.items():
            people.put_answer(connection, AGENCY, assignment, answer, "")
        for record, payload in case.others.items():
            _keep(connection, pc, record, payload)
        visit = case.visit()
        world = World(connection, AGENCY)
        moment = replace(case.when(), rules=world.rules(visit.day))
        found = check_visit(visit, build_context(visit, world, moment))
        raise _Undone
    pc.sealed[:] = sealed
    return found


def _keep(connection: Connection, pc: AgencyPc, record: str, payload: Mapping[str, Any]) -> None:
    """A visit of the case's surroundings that counts, whatever a judge would say of it."""
    entry = pc.seal(Op.VISIT_CREATE, dict(payload), record=record)
    batch = read_batch(write_batch(entry.header().seq, [entry.to_line()]))
    ledger = StreamLedger(connection, AGENCY, pc.stream, NOW)
    outcome = settle(examine(batch, agency=AGENCY, stream=pc.stream, keys=ledger.keys()), ledger)
    assert outcome.refusal is None
    ledger.write()
    row = records.by_hash(connection, AGENCY, entry.hash)
    assert row is not None
    visit = visit_of(row)
    assert visit is not None
    World(connection, AGENCY).let_count(row, visit)
