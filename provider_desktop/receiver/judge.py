"""The judge: finds a verdict on each entry in the background, states it, and lets it take effect."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Sequence
from time import monotonic
from typing import Any

from sqlalchemy import Connection

from provider_desktop.domain.staff_payload import from_payload as read_staff
from provider_desktop.errors import AppError
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver.examination import examine_entry
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.storage import blobs, feed, people, records, visits
from provider_desktop.receiver.storage.records import RecordRow, Verdict
from provider_desktop.receiver.storage.streams import EntryRow
from provider_desktop.receiver.verdict_text import as_statement, by_officer
from provider_desktop.receiver.world import World, person_of, visit_of

_LOG = logging.getLogger(__name__)
#: A transaction of the judge takes no more entries and about no more seconds: writers wait for it.
_ENTRIES_AT_ONCE = 100
_SECONDS_AT_ONCE = 0.25
#: Seconds after which the judge looks by itself: another process may have taken entries in.
_LOOKS_EVERY = 2.0
#: Seconds between two transactions, so that receiving goes before judging.
_PAUSE = 0.03


def judge_waiting(office: Office) -> int:
    """Judge some of the entries that wait, in one transaction; how many, 0 when none waits."""
    with office.database.read() as connection:
        if records.next_waiting(connection) is None:
            return 0
    started, judged = monotonic(), 0
    worlds: dict[str, World] = {}
    with office.database.write() as connection:
        office.database.lock_judging(connection)
        while judged < _ENTRIES_AT_ONCE and monotonic() - started < _SECONDS_AT_ONCE:
            entry = _next(connection)
            if entry is None:
                break
            _judge(office, connection, entry, worlds)
            judged += 1
    return judged


def judge_all(office: Office) -> int:
    """Judge until nothing waits; how many entries that were."""
    total = 0
    while count := judge_waiting(office):
        total += count
    return total


def decide(
    office: Office,
    connection: Connection,
    entry: EntryRow,
    outcome: str,
    findings: Sequence[dict[str, Any]],
    *,
    officer: bool = False,
) -> None:
    """State a verdict, replacing any earlier one on the entry, and let it take effect."""
    said = office.state(
        connection,
        entry.agency,
        Kind.VERDICT,
        {
            "entry": entry.hash,
            "stream": entry.stream,
            "seq": entry.seq,
            "record": entry.record,
            "version": entry.version,
            "outcome": outcome,
            "findings": list(findings),
        },
    )
    now = office.clock.now()
    records.add_verdict(connection, Verdict(entry.id, outcome, tuple(findings), officer, said, now))
    records.stop_waiting(connection, entry.id)
    take_effect(connection, entry, outcome)
    for child in records.children(connection, entry.agency, entry.hash):
        verdict = records.latest_verdict(connection, child.id)
        if verdict is not None and verdict.outcome == "held":
            records.wait_again(connection, child.id)


def accept(office: Office, connection: Connection, entry: EntryRow) -> None:
    """The officer accepts an entry whatever was found; the findings stay with the verdict."""
    said = records.latest_verdict(connection, entry.id)
    outcome = "withdrawn" if entry.op == Op.VISIT_WITHDRAW else "accepted"
    decide(office, connection, entry, outcome, said.findings if said else (), officer=True)


def send_back(office: Office, connection: Connection, entry: EntryRow, rule: str, text: str) -> None:
    """The officer returns an entry for a reason of the office."""
    decide(office, connection, entry, "returned", [by_officer(rule, text)], officer=True)


def _next(connection: Connection) -> EntryRow | None:
    """The first entry that waits; where its parent waits too, that one first."""
    entry = records.next_waiting(connection)
    while entry is not None and entry.parent:
        parent = records.by_hash(connection, entry.agency, entry.parent)
        if parent is None or not records.is_waiting(connection, parent.id):
            break
        entry = parent
    return entry


def _judge(office: Office, connection: Connection, entry: EntryRow, worlds: dict[str, World]) -> None:
    """Judge one entry apart from all others: a fault of ours in one must not hold up the rest."""
    world = worlds.get(entry.agency) or World(connection, entry.agency)
    worlds[entry.agency] = world
    try:
        with connection.begin_nested():
            judgement = examine_entry(connection, entry, world)
            decide(office, connection, entry, judgement.outcome, [*map(as_statement, judgement.findings)])
            _expect_evidence(connection, entry)
    except AppError:
        raise
    except Exception:  # noqa: BLE001 - see above; it is alarmed, and judged again at the next start
        _LOG.exception("entry %s could not be judged", entry.hash)
        params = json.dumps({"entry": entry.hash})
        feed.raise_alarm(connection, "judge", entry.agency, params, office.clock.now())
        records.stop_waiting(connection, entry.id)
    if not entry.op.startswith("visit."):
        worlds.pop(entry.agency, None)


def _expect_evidence(connection: Connection, entry: EntryRow) -> None:
    """Remember the files that a visit names, so that it can be told when one is whole, or missing."""
    if not entry.op.startswith("visit.") or b'"sha256"' not in entry.payload:
        return
    visit = visit_of(entry)
    for evidence in visit.evidence if visit else ():
        blobs.claim(connection, entry.agency, evidence.sha256, evidence.size)


def take_effect(connection: Connection, entry: EntryRow, outcome: str) -> None:
    """Let the verdict just kept count: how the record stands, who works here, what was answered."""
    recount(connection, entry.agency, entry.record)
    if outcome != "accepted" or not entry.payload:
        return
    if entry.op == Op.STAFF_UPDATE:
        payload = json.loads(entry.payload)
        member, _ = read_staff(payload)
        if member is not None:
            person = person_of(entry.agency, member.staff, member.id_number)
            people.put_staff(
                connection, entry.agency, member.staff, person=person, entry=entry.id, body=entry.payload
            )
    elif entry.op == Op.ASSIGNMENT_ANSWER:
        answer = json.loads(entry.payload)
        people.put_answer(connection, entry.agency, answer["assignment"], answer["answer"], answer["reason"])


def recount(connection: Connection, agency: str, record: str) -> None:
    """Say how the record stands: its latest version that has a place in it, and the one that counts.

    The version that counts is the highest one accepted, unless a higher one withdraws the record; so
    when an accepted correction is returned later, the version before it counts again.
    """
    entries = {row.id: row for row in records.versions(connection, agency, record)}
    verdicts = {key: said[-1] for key, said in records.verdicts_on(connection, [*entries]).items()}
    placed = [entries[key] for key, said in verdicts.items() if said.has_place]
    latest = max(placed or [entries[key] for key in verdicts], key=lambda row: (row.version, -row.id))
    counting = max(
        (row for row in placed if verdicts[row.id].outcome in ("accepted", "withdrawn")),
        key=lambda row: (row.version, -row.id),
        default=None,
    )
    if counting is not None and verdicts[counting.id].outcome == "withdrawn":
        counting = None
    row = RecordRow(
        agency=agency,
        record=record,
        latest=latest.id,
        version=max((each.version for each in placed), default=0),
        outcome=verdicts[latest.id].outcome,
        effective=counting.id if counting else None,
    )
    records.put_record(connection, row)
    if latest.op.startswith("visit."):
        visit = visit_of(counting) if counting else None
        if counting is None or visit is None:
            visits.remove(connection, agency, record)
        else:
            World(connection, agency).let_count(counting, visit)


class JudgeThread:
    """Judges in a thread of its own while the receiver serves."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._work = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="judge", daemon=True)

    def start(self) -> None:
        """Begin with what was left over from the last time."""
        self._work.set()
        self._thread.start()

    def wake(self) -> None:
        """New entries are there."""
        self._work.set()

    def stop(self) -> None:
        """Finish the transaction at hand and end."""
        self._stopping.set()
        self._work.set()
        self._thread.join()

    def _run(self) -> None:
        with self._office.database.write() as connection:
            records.wait_for_unjudged(connection)
        while not self._stopping.is_set():
            self._work.wait(_LOOKS_EVERY)
            self._work.clear()
            try:
                while not self._stopping.is_set() and judge_waiting(self._office):
                    self._stopping.wait(_PAUSE)
            except AppError as error:  # disk full, database busy: the entries go on waiting
                _LOG.error("judging stopped for now: %s", error.code.value)
