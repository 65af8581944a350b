"""What there is to say of one entry: its place in its record, its form, and what the shared checks find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from provider_desktop.domain.checks import SCHEMA, can_seal, check_visit, check_withdrawal
from provider_desktop.domain.checks.source import Moment, build_context
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visit_payload import from_payload
from provider_desktop.domain.visits import Visit
from provider_desktop.exchange.canonical import FormError, JsonObject
from provider_desktop.exchange.entries import Header, Op, next_public_key
from provider_desktop.exchange.payloads import read_payload, schema_of
from provider_desktop.receiver.cases import case_findings
from provider_desktop.receiver.storage import people, records
from provider_desktop.receiver.storage.records import VERSION
from provider_desktop.receiver.storage.streams import EntryRow
from provider_desktop.receiver.world import World, visit_of

_CREATES = frozenset({Op.VISIT_CREATE, Op.COMPLAINT_CREATE, Op.FOLLOWUP_CREATE, Op.NEED_REPORT})
_FOLLOWS = frozenset({Op.VISIT_CORRECT, Op.VISIT_WITHDRAW, Op.COMPLAINT_UPDATE})
_VISITS = frozenset({Op.VISIT_CREATE, Op.VISIT_CORRECT, Op.VISIT_WITHDRAW})


@dataclass(frozen=True, slots=True)
class Judgement:
    """An outcome of the exchange (``accepted returned held conflict withdrawn``) and every finding."""

    outcome: str
    findings: tuple[Finding, ...] = ()


def examine_entry(connection: Connection, entry: EntryRow, world: World) -> Judgement:
    """The judgement on an entry, from nothing but the entry and what the receiver holds.

    ``held`` and ``conflict`` come before everything else. An entry whose payload was erased before it
    came is beyond judging: it is accepted, and counts for nothing.
    """
    header = Header.from_bytes(entry.header)
    parent = records.by_hash(connection, entry.agency, entry.parent) if entry.parent else None
    if entry.parent and parent is None:
        return Judgement("held")
    if parent is not None and _has_elder(connection, entry):
        return Judgement("conflict")
    misplaced = tuple(_misplaced(connection, entry, header, parent))
    accepted = "withdrawn" if header.op is Op.VISIT_WITHDRAW else "accepted"
    if not entry.payload and not entry.salt:
        return Judgement("returned", misplaced) if misplaced else Judgement(accepted)
    value, flaws = read_payload(header.op, entry.payload)
    if header.op in _VISITS:
        findings, fine = _visit(connection, entry, header, parent, world, value, flaws)
    else:
        findings = (*map(_as_finding, flaws), *_other(connection, entry, header, value, flaws, world))
        fine = all(finding.action is not Action.BLOCK for finding in findings)
    return Judgement(accepted if fine and not misplaced else "returned", (*misplaced, *findings))


def _has_elder(connection: Connection, entry: EntryRow) -> bool:
    """Whether another child of the same parent came earlier."""
    elders = records.children(connection, entry.agency, entry.parent)
    return any(elder.id < entry.id for elder in elders)


def _misplaced(
    connection: Connection, entry: EntryRow, header: Header, parent: EntryRow | None
) -> Iterator[Finding]:
    """What keeps the entry from being a version of its record."""
    if header.schema != schema_of(header.op):
        yield Finding(SCHEMA, Action.BLOCK, "/schema", {"why": "value"})
    first = header.version == 1
    if (
        first == (parent is not None)
        or (header.op in _CREATES and not first)
        or (header.op in _FOLLOWS and first)
    ):
        yield _version("/version", "first", header.version)
    elif parent is not None and parent.version + 1 != header.version:
        yield _version("/version", "next", header.version)
    elif parent is not None and not _same_record(parent, entry):
        yield _version("/parent", "record", header.version)
    else:
        known = records.record(connection, entry.agency, entry.record)
        if known is not None and known.latest != entry.id and header.version <= known.version:
            yield _version("/version", "spent", header.version)
    if header.op in _FOLLOWS and header.op in _VISITS and not header.reason.strip():
        yield Finding(SCHEMA, Action.BLOCK, "/reason", {"why": "missing"})


def _same_record(parent: EntryRow, entry: EntryRow) -> bool:
    family = entry.op.partition(".")[0]
    return parent.record == entry.record and parent.op.partition(".")[0] == family


def _version(pointer: str, why: str, version: int) -> Finding:
    return Finding(VERSION, Action.BLOCK, pointer, {"why": why, "version": version})


def _visit(
    connection: Connection,
    entry: EntryRow,
    header: Header,
    parent: EntryRow | None,
    world: World,
    value: JsonObject,
    flaws: tuple[FormError, ...],
) -> tuple[tuple[Finding, ...], bool]:
    """What is found in a visit, and whether it may be accepted all the same."""
    withdraws = header.op is Op.VISIT_WITHDRAW
    faults: tuple[Finding, ...] = ()
    visit: Visit | None = None
    if value:
        visit, faults = from_payload(
            header.record, header.version, header.reason, value, withdrawal=withdraws
        )
    named = {fault.pointer for fault in faults}
    faults = (*faults, *(_as_finding(flaw) for flaw in flaws if flaw.pointer not in named))
    if faults or visit is None:
        return faults, False
    context = build_context(visit, world, _moment(connection, entry, header, parent, world, visit))
    if withdraws:
        locked = check_withdrawal(visit, context)
        return locked, all(finding.action is not Action.BLOCK for finding in locked)
    findings = check_visit(visit, context)
    return findings, can_seal(findings, visit)


def _moment(
    connection: Connection,
    entry: EntryRow,
    header: Header,
    parent: EntryRow | None,
    world: World,
    visit: Visit,
) -> Moment:
    """When the entry was sealed by its own word, but never later than it was received."""
    said = records.latest_verdict(connection, parent.id) if parent is not None else None
    before = visit_of(parent) if parent is not None else None
    return Moment(
        now=entry.received_at,
        rules=world.rules(visit.day),
        finalised_at=min(header.recorded_at, entry.received_at),
        settled=world.settled_months(entry.id),
        returned_at=said.judged_at if said is not None and said.outcome == "returned" else None,
        previous_day=before.day if before is not None else None,
    )


def _other(
    connection: Connection,
    entry: EntryRow,
    header: Header,
    value: JsonObject,
    flaws: tuple[FormError, ...],
    world: World,
) -> Iterator[Finding]:
    """What the shape alone does not tell of the entries that are no visits."""
    if flaws:
        return
    if header.op is Op.ASSIGNMENT_ANSWER:
        known = dict(people.assignments(connection, entry.agency))
        if value["assignment"] not in known:
            yield Finding(SCHEMA, Action.BLOCK, "/assignment", {"why": "value"})
    elif header.op is Op.KEY_ROTATE and next_public_key(header, entry.payload, b"") == b"":
        yield Finding(SCHEMA, Action.BLOCK, "/proof", {"why": "value"})
    else:
        yield from case_findings(connection, entry, value, world)


def _as_finding(flaw: FormError) -> Finding:
    return Finding(SCHEMA, Action.BLOCK, flaw.pointer, {"why": flaw.code.value})
