"""Lists of visits: whatever the filter and the page, the same as filtering all of them by hand."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.domain.clock import local_month
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visits import Outcome, VisitState
from provider_desktop.exchange.entries import Op
from provider_desktop.storage.database import Database
from provider_desktop.storage.unit_of_work import UnitOfWork
from provider_desktop.storage.visit_lists import VisitQuery
from provider_desktop.storage.visit_rows import StoredVisit
from tests.support.builders import a_recipient, a_visit
from tests.support.storage import NOW, a_database, judge, receive_up_to, seal_visit

RULES = ("TIME-LATE", "EVID-MISSING", "OVER-CAP")
OUTCOMES = ("accepted", "accepted", "returned", "held", "conflict")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Two hundred visits of three months in every state, made by a fixed seed; nothing writes to it."""
    chance = random.Random(7)
    with a_database(tmp_path_factory.mktemp("lists")) as made:
        with made.unit_of_work() as work:
            for number, name in enumerate(("张秀英", "李建国", "单桂兰", "王秀英")):
                work.recipients.save(a_recipient(f"R{number}", name, phone=f"1381234000{number}"))
            for number in range(1, 201):
                fill(work, number, chance)
            work.commit()
        yield made


def fill(work: UnitOfWork, number: int, chance: random.Random) -> None:
    month, day = chance.choice(("2026-09", "2026-10", "2026-11")), chance.randint(1, 28)
    visit = a_visit(
        f"{month}-{day:02d} {chance.randint(0, 23):02d}:{chance.choice((0, 30)):02d}",
        minutes=chance.choice((30, 45, 1500)),
        record=number,
        recipient=f"R{chance.randint(0, 3)}",
        staff=chance.sample(("S1", "S2", "S3"), chance.randint(1, 2)),
        items=chance.sample(("ZH-01", "ZH-1", "SH-01"), chance.randint(1, 2)),
        outcome=chance.choice((Outcome.DONE, Outcome.DONE, Outcome.ABSENT)),
    )
    findings = [Finding(rule, Action.ASK) for rule in RULES if chance.random() < 0.1]
    if number > 160:
        work.visits.save_draft(visit, findings, NOW)
        return
    sealed = seal_visit(work, visit, findings)
    if number <= 120:
        receive_up_to(work, sealed.header().seq)
    if number <= 100:
        judge(work, sealed, chance.choice(OUTCOMES), chance.sample(RULES, 1))
        if number % 10 == 0:
            sealed = seal_visit(work, replace(visit, version=2, reason="other"), op=Op.VISIT_WITHDRAW)
            judge(work, sealed, "accepted")


def everything(database: Database) -> list[StoredVisit]:
    with database.reading() as reading:
        rows = reading.visits.many(reading.visit_lists.records(VisitQuery()))
    assert len(rows) == 200
    return sorted(rows, key=lambda row: (row.visit.started or NOW, row.visit.record), reverse=True)


def fits(row: StoredVisit, query: VisitQuery, names: dict[str, str], rules: set[str]) -> bool:
    visit = row.visit
    return (
        (not query.month or (visit.started is not None and local_month(visit.started) == query.month))
        and query.state in (None, row.state)
        and (not query.finding or query.finding in rules)
        and (not query.staff or (query.staff in visit.staff and not row.withdraws))
        and (not query.recipient or query.recipient == visit.recipient)
        and (not query.item or query.item in {item.item for item in visit.items})
        and (not query.text or query.text in names[visit.recipient])
    )


QUERIES = [
    VisitQuery(),
    *(VisitQuery(state=state) for state in VisitState),
    *(VisitQuery(month=month) for month in ("2026-09", "2026-11", "2025-01")),
    *(VisitQuery(finding=rule) for rule in (*RULES, "NO-SUCH")),
    VisitQuery(staff="S1"),
    VisitQuery(recipient="R2"),
    VisitQuery(item="ZH-1"),
    VisitQuery(item="ZH-01"),
    VisitQuery(text="秀英"),
    VisitQuery(month="2026-10", state=VisitState.ACCEPTED, staff="S2", recipient="R1"),
    VisitQuery(month="2026-10", state=VisitState.RETURNED, finding="TIME-LATE"),
]


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_every_way_to_read_a_list_agrees_with_doing_it_by_hand(database: Database, query: VisitQuery) -> None:
    with database.reading() as reading:
        names = {each.recipient: each.name for each in reading.recipients.all()}
        expected = []
        for row in everything(database):
            rules = {finding.rule for finding in row.findings}
            verdict = reading.verdicts.get(row.entry_hash) if row.entry_hash else None
            rules |= {finding["rule"] for finding in verdict.findings} if verdict else set()
            if fits(row, query, names, rules):
                expected.append(row.visit.record)
        lists = reading.visit_lists
        assert lists.records(query) == tuple(expected)
        assert lists.count(query) == len(expected)
        assert [row.visit.record for row in lists.each(query, portion=7)] == expected
        for offset in (0, 1, 13, 150, 500):
            found = [row.visit.record for row in lists.page(query, offset, 11)]
            assert found == expected[offset : offset + 11]


def test_counts_agree_with_counting(database: Database) -> None:
    with database.reading() as reading:
        rows = everything(database)
        counts = reading.visit_lists.counts()
        assert counts == {state: sum(row.state is state for row in rows) for state in VisitState}
        assert sum(count > 0 for count in counts.values()) == 8
        by_month = [reading.visit_lists.counts_of_month(month) for month in reading.visit_lists.months()]
        assert {state: sum(each[state] for each in by_month) for state in VisitState} == counts
        assert reading.visit_lists.months() == ("2026-11", "2026-10", "2026-09")


def test_sums_agree_with_counting_after_every_kind_of_change(database: Database) -> None:
    with database.reading() as reading:
        assert reading.summaries.differences() == ()
        sums = reading.summaries.recipients_of_month("2026-10")
        rows = [
            row
            for row in everything(database)
            if row.visit.outcome is Outcome.DONE and not row.withdraws and row.visit.recipient == "R1"
        ]
        october = [row for row in rows if row.visit.day and row.visit.day.month == 10]
        sealed = [row.visit.minutes for row in october if row.entry_hash]
        drafts = [row.visit.minutes for row in october if not row.entry_hash]
        mine = sums["R1"]
        assert (mine.visits, mine.minutes) == (len(sealed), sum(sealed))
        assert (mine.draft_visits, mine.draft_minutes) == (len(drafts), sum(drafts))
        last = max(row.visit.day for row in rows if row.visit.day)
        assert reading.summaries.last_days(("R1", "R99")) == {"R1": last}


def test_a_wrong_sum_is_found_and_made_right(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.visits.save_draft(a_visit(), (), NOW)
        work.visits._connection.exec_driver_sql("UPDATE day_counts SET visits = 5")
        assert work.summaries.differences() == ("day_counts: 2 rows",)
        work.summaries.rebuild()
        assert work.summaries.differences() == ()


def test_a_text_that_looks_like_a_pattern_is_taken_as_it_is(database: Database) -> None:
    with database.reading() as reading:
        for query in (VisitQuery(text="%"), VisitQuery(text="张_英"), VisitQuery(item='%"')):
            assert reading.visit_lists.count(query) == 0


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (VisitQuery(), "visits_by_time"),
        (VisitQuery(month="2026-10"), "visits_by_time"),
        (VisitQuery(recipient="R1"), "visits_by_recipient"),
        (VisitQuery(state=VisitState.DRAFT), "visits_drafts"),
        (VisitQuery(state=VisitState.RETURNED), "open_exceptions_by_outcome"),
        (VisitQuery(finding="TIME-LATE"), "visit_findings_by_rule"),
    ],
    ids=str,
)
def test_no_list_walks_the_whole_table(database: Database, query: VisitQuery, index: str) -> None:
    with database.reading() as reading:
        connection = reading.visits._connection
        seen: list[str] = []

        def explain(_c: object, cursor: object, statement: str, parameters: Any, *_: object) -> None:
            if statement.startswith("SELECT visits."):
                rows = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
                seen.extend(row[3] for row in rows)

        from sqlalchemy import event

        event.listen(connection, "before_cursor_execute", explain)
        reading.visit_lists.after(query, None, 10)
        plan = "\n".join(seen)
        assert index in plan
        assert "SCAN visits\n" not in f"{plan}\n"
