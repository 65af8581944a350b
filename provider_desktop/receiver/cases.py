"""Small records at the receiver: what it knows of the ids in one, and what the rating makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlalchemy import Connection

from provider_desktop.domain.case_rules import CaseWorld
from provider_desktop.domain.cases import CaseKind, Content, check_case, kind_of_op, names_of, read_case
from provider_desktop.domain.complaints import Complaint, complaint_facts
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.incidents import INJURY_VETO, Incident, ToldIncident, injury_vetoes
from provider_desktop.domain.ratings.facts import ComplaintFact, VetoFact
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.exchange.canonical import JsonObject
from provider_desktop.exchange.signing import read_envelope
from provider_desktop.exchange.statements import ENVELOPE_LIMIT, Kind
from provider_desktop.receiver.storage import feed, records
from provider_desktop.receiver.storage.streams import EntryRow
from provider_desktop.receiver.tally import month_tally
from provider_desktop.receiver.world import World

#: Statements that a reply can answer.
_ANSWERABLE = frozenset({Kind.RATING.value, Kind.NOTICE.value})


def case_findings(
    connection: Connection, entry: EntryRow, value: JsonObject, world: World
) -> tuple[Finding, ...]:
    """What the shared rules find in an entry that is a small record; nothing in any other."""
    kind = kind_of_op(entry.op)
    if kind is None:
        return ()
    content, faults = read_case(kind, value)
    if faults or content is None:
        return faults
    return check_case(content, _world_of(connection, entry, content, world))


def complaints_on(connection: Connection, agency: str, until: date) -> tuple[ComplaintFact, ...]:
    """The complaints received by a day, as they stood at its end: each as its latest accepted entry tells."""
    told = _effective(connection, agency, CaseKind.COMPLAINT)
    return complaint_facts(
        ((row.record, content) for row, content in told if isinstance(content, Complaint)), until
    )


def vetoes_on(
    connection: Connection, agency: str, rules: RuleSet, now: datetime, first: date, until: date
) -> tuple[VetoFact, ...]:
    """The vetoes that the agency's own incidents bring under a rule set that knows of them."""
    if all(veto.id != INJURY_VETO for veto in rules.vetoes):
        return ()
    told = [
        ToldIncident(row.record, content, _first_received(connection, agency, row.record))
        for row, content in _effective(connection, agency, CaseKind.INCIDENT)
        if isinstance(content, Incident)
    ]
    hours = World(connection, agency).rules(until).limits.incident_hours
    return injury_vetoes(told, now, first, until, hours)


def _world_of(connection: Connection, entry: EntryRow, content: Content, world: World) -> CaseWorld:
    names = names_of(content)
    assigned = {each.recipient.recipient for each in world.all_assignments()} if names.recipients else set()
    visits = _visits(connection, entry.agency, names.visits)
    return CaseWorld(
        now=entry.received_at,
        recipients=frozenset(assigned & set(names.recipients)),
        staff=frozenset(world.staff_members(each for each in names.staff if each)),
        visits=frozenset(visits),
        statements=frozenset(_answerable(connection, entry.agency, names.statements)),
        tally=month_tally(connection, entry.agency, names.month) if names.month else None,
        settled=world.settled_months(entry.id, entry.record) if names.month else frozenset(),
        incident_hours=world.rules(None).limits.incident_hours,
    )


def _visits(connection: Connection, agency: str, wanted: Iterable[str]) -> Iterator[str]:
    for record in {each for each in wanted if each}:
        rows = records.versions(connection, agency, record)
        if any(row.op.startswith("visit.") for row in rows):
            yield record


def _answerable(connection: Connection, agency: str, wanted: Iterable[int]) -> Iterator[int]:
    for seq in wanted:
        for envelope in feed.after(connection, agency, seq - 1, 1):
            said = json.loads(read_envelope(envelope, ENVELOPE_LIMIT).body)
            if said["seq"] == seq and said["kind"] in _ANSWERABLE:
                yield seq


def _effective(connection: Connection, agency: str, kind: CaseKind) -> Iterator[tuple[EntryRow, Content]]:
    """Each record of a kind as its latest accepted entry tells it."""
    rows = records.entries_of_op(connection, agency, f"{kind.value}.")
    said = records.verdicts_on(connection, [row.id for row in rows])
    latest: dict[str, EntryRow] = {}
    for row in rows:
        if row.id in said and said[row.id][-1].outcome == "accepted" and row.payload:
            latest[row.record] = row
    for _, row in sorted(latest.items()):
        content, _ = read_case(kind, json.loads(row.payload))
        if content is not None:
            yield row, content


def _first_received(connection: Connection, agency: str, record: str) -> datetime:
    return min(row.received_at for row in records.versions(connection, agency, record))
