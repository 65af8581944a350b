"""What was turned down and is not corrected yet: triggers keep it as the join of rows and verdicts says."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select, text

from provider_desktop.domain.visits import Visit, VisitState
from provider_desktop.exchange.entries import Op, SealedEntry
from provider_desktop.storage.list_tables import open_exceptions
from provider_desktop.storage.schema import SCRIPTS, statements
from provider_desktop.storage.tables import verdicts
from provider_desktop.storage.unit_of_work import UnitOfWork
from tests.support.builders import a_visit
from tests.support.storage import NOW, a_database, judge, seal_visit

OUTCOMES = ("returned", "held", "conflict", "accepted")
TRUE = text(
    "SELECT visits.record, verdicts.outcome FROM visits "
    "JOIN verdicts ON verdicts.entry_hash = visits.entry_hash "
    "WHERE verdicts.outcome IN ('returned', 'held', 'conflict') ORDER BY 1"
)


def connection_of(work: UnitOfWork) -> Connection:
    return work.visits._connection


def kept(work: UnitOfWork) -> list[tuple[str, str]]:
    rows = connection_of(work).execute(select(open_exceptions).order_by(open_exceptions.c.record))
    return [(row.record, row.outcome) for row in rows]


def really(work: UnitOfWork) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in connection_of(work).execute(TRUE)]


class _World:
    """A few records to which anything may happen."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._newest: dict[int, tuple[int, SealedEntry]] = {}
        self._older: list[SealedEntry] = []

    def step(self, work: UnitOfWork) -> None:
        """One thing more."""
        number = self._chance.randint(1, 8)
        at, entry = self._newest.get(number, (0, None))
        visit = replace(a_visit(f"2026-11-{number:02d} 09:00", record=number), version=at + 1)
        visit = replace(visit, reason="wrong_time") if at else visit
        do = self._chance.choice(
            (self._seal, self._judge, self._judge, self._judge_late, self._draft, self._forget)
        )
        (self._seal if entry is None else do)(work, number, visit)

    def _seal(self, work: UnitOfWork, number: int, visit: Visit) -> None:
        if number in self._newest:
            self._older.append(self._newest[number][1])
        self._newest[number] = (visit.version, seal_visit(work, visit))

    def _judge(self, work: UnitOfWork, number: int, _visit: Visit) -> None:
        judge(work, self._newest[number][1], self._chance.choice(OUTCOMES))

    def _judge_late(self, work: UnitOfWork, _number: int, _visit: Visit) -> None:
        """What was superseded long ago."""
        if self._older:
            judge(work, self._chance.choice(self._older), self._chance.choice(OUTCOMES))

    def _draft(self, work: UnitOfWork, _number: int, visit: Visit) -> None:
        stored = work.visits.get(visit.record)
        if stored is not None and stored.entry_hash:
            work.visits.save_draft(visit, (), NOW)
        elif stored is not None:
            work.visits.discard(visit.record)

    def _forget(self, work: UnitOfWork, number: int, visit: Visit) -> None:
        gone = delete(verdicts).where(verdicts.c.entry_hash == self._newest[number][1].hash)
        connection_of(work).execute(gone)
        work.visits.project(visit.record)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_table_is_what_the_join_says(tmp_path: Path, seed: int) -> None:
    world = _World(seed)
    seen = set()
    with a_database(tmp_path) as database:
        for _ in range(70):
            with database.unit_of_work() as work:
                world.step(work)
                found = really(work)
                assert kept(work) == found
                seen |= {outcome for _, outcome in found}
                counts = work.visit_lists.counts()
                for state in (VisitState.RETURNED, VisitState.HELD, VisitState.CONFLICT):
                    assert counts[state] == sum(outcome == state.value for _, outcome in found)
                work.commit()
    assert seen == {"returned", "held", "conflict"}


def test_a_file_of_before_gets_what_is_open(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        first = seal_visit(work, a_visit())
        other = seal_visit(work, a_visit("2026-11-03 09:00", record=2))
        judge(work, first, "returned")
        judge(work, other, "returned")
        seal_visit(
            work,
            replace(a_visit("2026-11-03 09:00", record=2), version=2, reason="other"),
            op=Op.VISIT_CORRECT,
        )
        for trigger in ("judged", "judged_anew", "unjudged", "shown", "gone", "changed"):
            connection_of(work).exec_driver_sql(f"DROP TRIGGER exceptions_{trigger}")
        connection_of(work).exec_driver_sql("DROP TABLE open_exceptions")
        script = (SCRIPTS / "sql" / "0008_lists.sql").read_text(encoding="utf-8")
        for statement in statements(script):
            connection_of(work).exec_driver_sql(statement)
        assert kept(work) == really(work) != []
