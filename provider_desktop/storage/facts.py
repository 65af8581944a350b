"""Facts of records as ratings need them, kept so that only what changed is worked out again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Connection, bindparam, func, select, update

from provider_desktop.domain.histories import RecordHistory, SealedVersion, VerdictOutcome
from provider_desktop.domain.topics import Topic
from provider_desktop.domain.traces import RecordTrace, trace_of
from provider_desktop.storage.fact_tables import kept_lights, person_changes, record_facts
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import entries, receipts, verdicts
from provider_desktop.storage.visit_rows import visit_of_payload
from provider_desktop.storage.visit_states import WITHDRAW
from provider_desktop.storage.visits import said_last

_AT_ONCE = 500
_RECEIVED = (
    select(receipts.c.received_at)
    .where(receipts.c.stream == entries.c.stream, receipts.c.seq >= entries.c.seq)
    .order_by(receipts.c.seq, receipts.c.id)
    .limit(1)
    .scalar_subquery()
)
_SETTLE = (
    update(record_facts)
    .where(record_facts.c.record == bindparam("of"), record_facts.c.content.is_(None))
    .values(day=bindparam("on_day"), content=bindparam("now"))
)
_KEEP = put(kept_lights, "period", keep=frozenset({"checked", "checked_at"}))


@dataclass(frozen=True, slots=True)
class KeptLight:
    """The last estimate of a period, and what recomputing its official light gave (empty: nobody has)."""

    period: str
    ruleset: str
    light: str
    until: date
    body: str
    checked: str = ""
    checked_at: datetime | None = None


class FactRepository:
    """What every record contributes, what changed since, and lights of past periods."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def heads(self) -> tuple[int, int]:
        """The newest change of a record and of a person; what is at most this has been seen."""
        of_records = select(func.coalesce(func.max(record_facts.c.change), 0)).scalar_subquery()
        of_people = select(func.coalesce(func.max(person_changes.c.change), 0)).scalar_subquery()
        found = self._connection.execute(select(of_records, of_people)).one()
        return int(found[0]), int(found[1])

    def on_days(self, first: date, last: date) -> Mapping[str, RecordTrace]:
        """The trace of every record that counts on the days, those not settled yet worked out now."""
        query = select(record_facts.c.record, record_facts.c.content).where(
            record_facts.c.day >= first, record_facts.c.day <= last, record_facts.c.content != ""
        )
        found = {record: _trace(content) for record, content in self._connection.execute(query)}
        anew = self.work_out(self.unsettled())
        return found | {
            record: trace for record, trace in anew.items() if trace and first <= trace.day <= last
        }

    def since(self, change: int) -> Mapping[str, RecordTrace | None]:
        """Every record touched after a change, with its trace; None for one that counts for nothing now."""
        query = select(record_facts.c.record, record_facts.c.content).where(record_facts.c.change > change)
        rows = self._connection.execute(query).all()
        found = {record: _trace(content) if content else None for record, content in rows}
        return {**found, **self.work_out(record for record, content in rows if content is None)}

    def people_since(self, change: int) -> Iterable[tuple[str, str]]:
        """Recipients and staff members (kind, id) of whom something changed after that; ``gone`` of none."""
        query = select(person_changes.c.kind, person_changes.c.person).where(person_changes.c.change > change)
        return [(kind, person) for kind, person in self._connection.execute(query)]

    def unsettled(self, limit: int | None = None) -> tuple[str, ...]:
        """Records whose fact has to be worked out anew."""
        query = select(record_facts.c.record).where(record_facts.c.content.is_(None))
        return tuple(record for (record,) in self._connection.execute(query.limit(limit)))

    def settle(self, limit: int) -> int:
        """Work out so many facts and keep them; how many that were."""
        found = self.work_out(self.unsettled(limit))
        rows = [
            {"of": record, "on_day": trace.day if trace else None, "now": _content(trace) if trace else ""}
            for record, trace in found.items()
        ]
        if rows:
            self._connection.execute(_SETTLE, rows)
        return len(rows)

    def differences(self) -> tuple[str, ...]:
        """Where what is kept differs from what the entries say, as text without personal data."""
        query = select(record_facts.c.record, record_facts.c.content)
        rows = self._connection.execute(query.where(record_facts.c.content.is_not(None)))
        kept: dict[str, str] = dict(rows.all())
        wrong = 0
        for some in _portions(self._all_records()):
            for record, trace in self.work_out(some).items():
                before = kept.pop(record, None)
                wrong += before is not None and before != (_content(trace) if trace else "")
        wrong += len(kept)
        return (f"record_facts: {wrong} rows",) if wrong else ()

    def rebuild(self) -> None:
        """Forget what is kept of records; it is worked out anew when next asked for."""
        change = self.heads()[0] + 1
        self._connection.execute(update(record_facts).values(change=change, day=None, content=None))

    def work_out(self, records: Iterable[str]) -> dict[str, RecordTrace | None]:
        """The traces of records from their entries, receipts and verdicts."""
        found: dict[str, RecordTrace | None] = {}
        for some in _portions(tuple(records)):
            found.update(dict.fromkeys(some))
            for history in self.histories(some):
                found[history.latest.visit.record] = trace_of(history)
        return found

    def histories(self, records: Sequence[str]) -> Iterator[RecordHistory]:
        """What became of these records; erased versions are left out, and records without any other."""
        query = (
            select(entries, verdicts.c.outcome, _RECEIVED.label("received_at"))
            .outerjoin(verdicts, verdicts.c.entry_hash == entries.c.hash)
            .where(entries.c.record.in_(tuple(records)), entries.c.op.startswith("visit."))
            .order_by(entries.c.record, entries.c.version, entries.c.id)
        )
        for record, rows in groupby(self._connection.execute(query).mappings(), lambda row: row["record"]):
            versions = []
            for row in said_last(rows):
                withdraws = row["op"] == WITHDRAW
                visit = visit_of_payload(
                    record, row["version"], row["reason"], row["payload"], withdraws=withdraws
                )
                if visit is not None:
                    outcome = VerdictOutcome(row["outcome"] or "")
                    versions.append(SealedVersion(visit, withdraws, row["received_at"], outcome))
            if versions:
                yield RecordHistory(tuple(versions))

    def keep_light(self, light: KeptLight) -> None:
        """Keep an estimate; what recomputing the official light gave stays."""
        row = {name: getattr(light, name) for name in KeptLight.__slots__}
        self._connection.execute(_KEEP, row)

    def note_check(self, period: str, checked: str, at: datetime) -> None:
        """Note what recomputing the official light of a period gave."""
        self._changed(Topic.RATINGS)
        noted = update(kept_lights).where(kept_lights.c.period == period)
        self._connection.execute(noted.values(checked=checked, checked_at=at))

    def kept_lights(self) -> Mapping[str, KeptLight]:
        """The last estimate of every period."""
        rows = self._connection.execute(select(kept_lights)).mappings()
        return {row["period"]: KeptLight(**row) for row in rows}

    def _all_records(self) -> tuple[str, ...]:
        query = select(entries.c.record).where(entries.c.op.startswith("visit.")).distinct()
        return tuple(record for (record,) in self._connection.execute(query))


def _content(trace: RecordTrace) -> str:
    values = list(astuple(trace))
    values[_DAY] = trace.day.isoformat()
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


_NAMES = tuple(RecordTrace.__slots__)
_DAY = _NAMES.index("day")
_LISTS = tuple(_NAMES.index(name) for name in ("staff", "items", "places"))


def _trace(content: str) -> RecordTrace:
    values = json.loads(content)
    values[_DAY] = date.fromisoformat(values[_DAY])
    for place in _LISTS:
        values[place] = tuple(values[place])
    return RecordTrace(*values)


def _portions(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))
