"""The state of a visit, worked out from entry, receipts and verdict; never stored (exchange.md)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, func, literal_column, select, true, union_all

from provider_desktop.domain.visits import VisitState
from provider_desktop.storage.list_tables import open_exceptions
from provider_desktop.storage.tables import acknowledged, awaiting, entries, verdicts, visits

WITHDRAW = "visit.withdraw"

#: Tables that the state looks at, joined to ``visits``.
JOINED = visits.outerjoin(entries, entries.c.hash == visits.c.entry_hash).outerjoin(
    verdicts, verdicts.c.entry_hash == visits.c.entry_hash
)

#: The highest seq of the entry's stream that a receipt of the newest epoch covers, 0 for none;
#: correlated to ``entries``.
RECEIVED_SEQ = func.coalesce(
    select(acknowledged.c.seq)
    .where(acknowledged.c.stream == entries.c.stream)
    .correlate(entries)
    .scalar_subquery(),
    0,
)


def sealed_state(op: ColumnElement[str]) -> ColumnElement[str]:
    """The state of a sealed version over ``entries`` and ``verdicts``, as ``histories.state_of`` has it."""
    return case(
        (
            and_(verdicts.c.outcome.is_(None), entries.c.seq > RECEIVED_SEQ),
            VisitState.TO_SEND.value,
        ),
        (verdicts.c.outcome.is_(None), VisitState.DELIVERED.value),
        (and_(verdicts.c.outcome == "accepted", op == WITHDRAW), VisitState.WITHDRAWN.value),
        else_=verdicts.c.outcome,
    )


#: The state of the row of ``visits`` that ``JOINED`` gives.
visit_state: ColumnElement[str] = case(
    (visits.c.entry_hash.is_(None), VisitState.DRAFT.value), else_=sealed_state(visits.c.op)
)


def is_in_state(state: VisitState) -> ColumnElement[bool]:
    """The condition over ``JOINED`` for a state, led by whatever index makes it small.

    ``corrected`` is a state of earlier versions only, so no current row has it.
    """
    return and_(visit_state == state.value, _among(state))


def is_small(state: VisitState | None) -> bool:
    """Whether a state is the exception, so that its records are better looked up than scanned for."""
    return state not in (None, VisitState.ACCEPTED, VisitState.CORRECTED)


def _among(state: VisitState) -> ColumnElement[bool]:
    if state is VisitState.DRAFT:
        return visits.c.entry_hash.is_(None)
    if state in (VisitState.TO_SEND, VisitState.DELIVERED):
        # A subquery for each of the few that wait: as a join, SQLite would walk all entries ever sealed.
        record = select(entries.c.record).where(entries.c.id == awaiting.c.entry).scalar_subquery()
        return visits.c.record.in_(select(record).select_from(awaiting))
    if state is VisitState.WITHDRAWN:
        # Two selections, since SQLite walks all visits for an "or" of index and subquery; the op is written
        # out, not bound: only so does it see that the partial index holds all of them.
        taken_back = visits.alias("taken_back")
        return visits.c.record.in_(
            union_all(
                select(taken_back.c.record).where(taken_back.c.op == literal_column(f"'{WITHDRAW}'")),
                select(verdicts.c.record).where(verdicts.c.outcome == state.value),
            )
        )
    if state in (VisitState.RETURNED, VisitState.HELD, VisitState.CONFLICT):
        outcome = open_exceptions.c.outcome == state.value
        return visits.c.record.in_(select(open_exceptions.c.record).where(outcome))
    return true()
