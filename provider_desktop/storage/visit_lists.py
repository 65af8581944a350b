"""Lists of visits: filtered, counted and read a page at a time, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, FromClause, and_, exists, func, or_, select, text, union

from provider_desktop.domain.clock import day_start, month_days
from provider_desktop.domain.visits import VisitState
from provider_desktop.storage.payload_text import payload_has
from provider_desktop.storage.search_text import contains_all
from provider_desktop.storage.tables import (
    day_counts,
    entries,
    recipients,
    verdict_rules,
    visit_findings,
    visit_staff,
    visits,
)
from provider_desktop.storage.visit_rows import StoredVisit
from provider_desktop.storage.visit_states import JOINED, is_in_state, is_small, visit_state
from provider_desktop.storage.visits import STORED, VisitRepository


@dataclass(frozen=True, slots=True)
class VisitQuery:
    """What a list shows; empty fields do not restrict. ``month`` is ``2026-11``, ``finding`` a rule
    that the checks or a verdict name, ``text`` a part of the recipient's name, pinyin, id or phone,
    ``source`` how the times were captured, ``evidence`` is ``none`` for visits without a file.

    Lists are in order of time but for ``order`` ``minutes`` or ``recipient``, which look at every row that
    fits; ``backward`` turns an order round (the oldest, the shortest first)."""

    month: str = ""
    state: VisitState | None = None
    finding: str = ""
    staff: str = ""
    recipient: str = ""
    item: str = ""
    text: str = ""
    source: str = ""
    evidence: str = ""
    order: str = "time"
    backward: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is the list of everything, the newest first."""
        return self == VisitQuery()


@dataclass(frozen=True, slots=True)
class DraftCounts:
    """Drafts by what keeps them back: nothing, questions not acknowledged, or blocks."""

    ready: int
    asking: int
    blocked: int


class VisitListRepository:
    """Current rows of records, newest visit first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # The list only ever reads; the repository for single visits knows how rows become visits.
        self._visits = VisitRepository(connection, _never)

    def page(self, query: VisitQuery, offset: int, limit: int) -> tuple[StoredVisit, ...]:
        """Rows *offset* … of a list, newest first; superseded versions are listed by :meth:`corrected`."""
        skip, before = (offset, None) if query != VisitQuery() else self._skip(offset)
        # What is passed over is walked in an index alone; only what is shown is looked up whole.
        shown = select(visits.c.id).select_from(_among(query)).where(*_conditions(query))
        if before is not None:
            shown = shown.where(visits.c.at < day_start(before))
        shown = shown.order_by(*_in_order(query)).offset(skip).limit(limit)
        rows = select(*STORED).select_from(JOINED).where(visits.c.id.in_(shown))
        return self._visits.load(rows.order_by(*_in_order(query, whole=False)))

    def after(self, query: VisitQuery, last: StoredVisit | None, limit: int) -> tuple[StoredVisit, ...]:
        """The rows that follow *last* (None: the first ones), newest first whatever order the query names;
        the cost does not grow with the place."""
        rows = select(*STORED).select_from(JOINED).where(*_conditions(query))
        if last is not None:
            at = last.visit.started or last.visit.ended or last.saved_at
            rows = rows.where(
                or_(visits.c.at < at, and_(visits.c.at == at, visits.c.record < last.visit.record))
            )
        return self._visits.load(rows.order_by(*_newest_first(query)).limit(limit))

    def each(self, query: VisitQuery, portion: int = 500) -> Iterator[StoredVisit]:
        """Every row of a list, read in portions; for reports and exports."""
        rows = self.after(query, None, portion)
        while rows:
            yield from rows
            rows = self.after(query, rows[-1], portion)

    def records(self, query: VisitQuery) -> tuple[str, ...]:
        """The records of a list, newest first; for work on all of them."""
        rows = select(visits.c.record).select_from(JOINED).where(*_conditions(query))
        return tuple(self._connection.execute(rows.order_by(*_in_order(query))).scalars())

    def count(self, query: VisitQuery) -> int:
        """How many rows a list has; all, or of a month, at once, else by looking at each that may fit."""
        if query == VisitQuery(month=query.month, order=query.order, backward=query.backward):
            days = select(func.sum(day_counts.c.visits))
            if query.month:
                days = days.where(day_counts.c.day.between(*month_days(query.month)))
            return self._connection.execute(days).scalar() or 0
        rows = select(func.count()).select_from(_among(query)).where(*_conditions(query))
        return self._connection.execute(rows).scalar_one()

    def corrected(self, limit: int = 500) -> tuple[tuple[str, int], ...]:
        """Record and version of sealed versions that a later one superseded, newest first."""
        rows = select(entries.c.record, entries.c.version).where(_superseded())
        found = self._connection.execute(rows.order_by(entries.c.id.desc()).limit(limit))
        return tuple((record, version) for record, version in found)

    def counts(self) -> Mapping[VisitState, int]:
        """How many current rows stand in each state; every state is there.

        The exceptions are counted and the rest is accepted: so it takes no longer with the years.
        """
        found = dict.fromkeys(VisitState, 0)
        for state in VisitState:
            if is_small(state):
                rows = select(func.count()).select_from(JOINED).where(is_in_state(state))
                found[state] = self._connection.execute(rows).scalar_one()
        found[VisitState.ACCEPTED] = self.count(VisitQuery()) - sum(found.values())
        return found

    def counts_of_month(self, month: str) -> Mapping[VisitState, int]:
        """The same for the visits of one month, counted one by one."""
        found = dict.fromkeys(VisitState, 0)
        # Grouped by its name: a server takes the expression, given twice, for two.
        rows = select(visit_state.label("state"), func.count()).select_from(JOINED)
        rows = rows.where(*_conditions(VisitQuery(month=month)))
        for state, count in self._connection.execute(rows.group_by(text("state"))):
            found[VisitState(state)] = count
        return found

    def draft_counts(self) -> DraftCounts:
        """Drafts by what keeps them from being sealed; an acknowledged question keeps nothing back."""
        rows = select(visits.c.held_by, func.count()).where(visits.c.entry_hash.is_(None))
        found: dict[str, int] = dict(self._connection.execute(rows.group_by(visits.c.held_by)).all())
        return DraftCounts(found.get("", 0), found.get("ask", 0), found.get("block", 0))

    def draft_ends(self, after: datetime) -> Mapping[str, datetime]:
        """The earliest sign-out later than *after* among first drafts, by what keeps them back (``held_by``).

        Corrections are left out: how soon a record was reported is settled by its first version.
        """
        rows = select(visits.c.held_by, func.min(visits.c.ended)).where(
            visits.c.entry_hash.is_(None), visits.c.version == 1, visits.c.ended > after
        )
        return dict(self._connection.execute(rows.group_by(visits.c.held_by)).all())

    def months(self) -> tuple[str, ...]:
        """Months that have visits, newest first."""
        month = func.substr(day_counts.c.day, 1, 7).label("month")
        rows = select(month).where(day_counts.c.visits > 0).distinct().order_by(month.desc())
        return tuple(self._connection.execute(rows).scalars())

    def _skip(self, offset: int) -> tuple[int, date | None]:
        """How many rows to pass over, and the day before which: whole days are skipped by their counts."""
        passed = 0
        before: date | None = None
        rows = select(day_counts.c.day, day_counts.c.visits).order_by(day_counts.c.day.desc())
        for day, count in self._connection.execute(rows):
            if passed + count > offset:
                break
            passed, before = passed + count, day
        return offset - passed, before


def _among(query: VisitQuery) -> FromClause:
    """The tables that a list's conditions look at: only a state, and what a payload says, need more than
    the visits themselves."""
    in_entry = query.state is not None or query.source or query.evidence
    return JOINED if in_entry else visits


def _conditions(query: VisitQuery) -> Iterator[ColumnElement[bool]]:
    if query.month:
        first, last = month_days(query.month)
        yield visits.c.at >= day_start(first)
        yield visits.c.at < day_start(last + timedelta(days=1))
    if query.state is not None:
        yield is_in_state(query.state)
    if query.staff:
        yield visits.c.record.in_(select(visit_staff.c.record).where(visit_staff.c.staff == query.staff))
    if query.recipient:
        yield visits.c.recipient == query.recipient
    if query.item:
        yield visits.c["items"].contains(f'["{query.item}",', autoescape=True)
    if query.finding:
        yield _names_rule(query.finding)
    if query.source:
        yield _says(f'"source":"{query.source}"')
    if query.evidence:
        yield _says('"evidence":[]')
    if query.text:
        people = select(recipients.c.recipient).where(contains_all(recipients.c.search, query.text))
        yield visits.c.recipient.in_(people)


def _names_rule(rule: str) -> ColumnElement[bool]:
    """By the checks, or by the verdict on the current version; both looked up, never scanned for."""
    current = visits.alias("current")
    checked = select(visit_findings.c.record).where(visit_findings.c.rule == rule)
    judged = (
        select(verdict_rules.c.record)
        .join(current, current.c.record == verdict_rules.c.record)
        .where(verdict_rules.c.rule == rule, current.c.entry_hash == verdict_rules.c.entry_hash)
    )
    return visits.c.record.in_(union(checked, judged))


def _says(text: str) -> ColumnElement[bool]:
    """Of a draft its content, of what is sealed its entry; both are written without spaces."""
    return or_(visits.c.content.contains(text, autoescape=True), payload_has(entries.c.payload, text))


def _in_order(query: VisitQuery, *, whole: bool = True) -> tuple[ColumnElement[object], ...]:
    if query.order == "time" and not query.backward:
        newest = (visits.c.at.desc(), visits.c.record.desc())
        return _newest_first(query) if whole else newest
    if query.order == "minutes":
        first: ColumnElement[object] = visits.c.minutes
    elif query.order == "recipient":
        first = (
            select(recipients.c.name).where(recipients.c.recipient == visits.c.recipient).scalar_subquery()
        )
    else:
        return (visits.c.at, visits.c.record)
    # the longest first, but names from the beginning
    falling = query.backward == (query.order == "recipient")
    return (first.desc() if falling else first.asc(), visits.c.at.desc(), visits.c.record.desc())


def _newest_first(query: VisitQuery) -> tuple[ColumnElement[object], ...]:
    if is_small(query.state) or query.finding:
        # A few rows anywhere: the unary plus keeps SQLite from walking all visits in order of time.
        return (text("+visits.at DESC"), visits.c.record.desc())  # type: ignore[return-value]
    return (visits.c.at.desc(), visits.c.record.desc())


def _superseded() -> ColumnElement[bool]:
    later = entries.alias("later")
    return and_(
        entries.c.op.startswith("visit."),
        exists().where(later.c.record == entries.c.record, later.c.version > entries.c.version),
    )


def _never(topic: object) -> None:
    raise RuntimeError(f"a list does not write ({topic})")
