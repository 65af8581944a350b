"""A past light recomputed: the records, plans and people as they stood when the rating was stated."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from provider_desktop.domain.assignment_payload import read_assignment
from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.cases import CaseKind, read_case
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.catalogue_payload import read_catalogue
from provider_desktop.domain.checks import check_rules
from provider_desktop.domain.clock import day_start, local_day
from provider_desktop.domain.complaints import Complaint, complaint_facts
from provider_desktop.domain.histories import FactRules, RecordHistory, SealedVersion, VerdictOutcome
from provider_desktop.domain.ratings.engine import Rating
from provider_desktop.domain.ratings.facts import ComplaintFact
from provider_desktop.domain.ratings.periods import RatingPeriod, named_period
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.domain.running_estimate import RunningEstimate
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.staff_payload import from_payload as read_member
from provider_desktop.domain.traces import trace_of
from provider_desktop.domain.visit_payload import from_payload as read_visit
from provider_desktop.exchange.entries import Op
from provider_desktop.storage.past import PastEntry
from provider_desktop.storage.ratings import OfficialRating
from provider_desktop.storage.unit_of_work import Reading

_VISITS = (Op.VISIT_CREATE.value, Op.VISIT_CORRECT.value, Op.VISIT_WITHDRAW.value)
_COMPLAINTS = (Op.COMPLAINT_CREATE.value, Op.COMPLAINT_UPDATE.value)
_NO_PLACE = frozenset({VerdictOutcome.HELD.value, VerdictOutcome.CONFLICT.value})
#: The rule of a verdict on an entry that is no version of its record.
_NO_VERSION = "VERSION"
_EVER = date(2000, 1, 1)


class ImpossibleError(Exception):
    """A past light cannot be recomputed; ``reason`` is ``ruleset_missing`` or ``erased``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Replay:
    """A period as it stood when it was rated."""

    rules: RuleSet
    period: RatingPeriod
    estimate: RunningEstimate
    rating: Rating


def rules_of(reading: Reading, official: OfficialRating) -> tuple[RuleSet, FactRules, RatingPeriod]:
    """The rule set that a rating names, as it was published then. Raises ``ImpossibleError``."""
    published = [
        body
        for _, body in reading.past.said("ruleset", official.statement)
        if body is not None and body["version"] == official.ruleset
    ]
    kept = reading.rulesets.get(official.ruleset)
    body = published[-1] if published else kept.body if kept else None
    rules = read_rules(body["rating"], official.ruleset).rules if body else None
    if body is None or rules is None:
        raise ImpossibleError("ruleset_missing")
    try:
        period = named_period(rules.period, official.period)
    except ValueError as error:
        raise ImpossibleError("ruleset_missing") from error
    limits = check_rules(body).limits
    return rules, FactRules(limits.late_after_hours, limits.place_radius_metres), period


def replay(reading: Reading, official: OfficialRating) -> Replay:
    """Recompute a rating from what had been received, judged and stated in front of it.

    Raises ``ImpossibleError`` where the rule set is not here, or what was said was erased since.
    """
    rules, limits, period = rules_of(reading, official)
    at, before = official.issued_at, official.statement
    until = min(period.last, local_day(at))
    estimate = RunningEstimate(rules, limits, _catalogues(reading, before), period.first, until)
    for recipient, assignments in _assignments(reading, official).items():
        estimate.put_assignments(recipient, assignments)
    for staff, member in _staff(reading, official).items():
        estimate.put_member(staff, member)
    since = day_start(period.first) - timedelta(days=1)
    for record, rows in groupby(reading.past.entries(_VISITS, since, at, before), lambda entry: entry.record):
        trace = trace_of(history) if (history := _history(record, rows)) else None
        if trace is not None:
            estimate.put_trace(trace)
    named = {veto.id for veto in rules.vetoes}
    vetoes = [veto for veto in official.body["vetoes"] if veto in named]
    estimate.set_findings(_complaints(reading, official, until), vetoes)
    rating = estimate.running.rating(official.period)
    return Replay(rules, period, estimate, rating)


def _history(record: str, rows: Iterable[PastEntry]) -> RecordHistory | None:
    said: dict[tuple[int, str, bytes], PastEntry] = {}
    for row in rows:
        if row.outcome in _NO_PLACE or _NO_VERSION in row.rules:
            continue
        if not row.payload:
            raise ImpossibleError("erased")
        key = (row.version, row.op, row.payload)
        said.pop(key, None)
        said[key] = row
    versions = []
    for row in said.values():
        withdraws = row.op == Op.VISIT_WITHDRAW.value
        content = json.loads(row.payload)
        visit, _ = read_visit(record, row.version, row.reason, content, withdrawal=withdraws)
        if visit is not None:
            versions.append(SealedVersion(visit, withdraws, row.received_at, VerdictOutcome(row.outcome)))
    return RecordHistory(tuple(versions)) if versions else None


def _catalogues(reading: Reading, before: int) -> tuple[Catalogue, ...]:
    found: dict[str, Catalogue] = {}
    for _, body in reading.past.said("catalogue", before):
        catalogue, _ = read_catalogue(body or {})
        if catalogue is not None:
            found[catalogue.version] = catalogue
    return tuple(found.values())


def _assignments(reading: Reading, official: OfficialRating) -> dict[str, tuple[Assignment, ...]]:
    latest: dict[str, Assignment] = {}
    for at, body in reading.past.said("assignment", official.statement):
        if body is None:
            raise ImpossibleError("erased")
        assignment, _ = read_assignment(body, local_day(at))
        if assignment is not None:
            latest[assignment.assignment] = assignment
    answers = {
        told["assignment"]: (Answer(told["answer"]), told["reason"])
        for entry in _accepted(reading, official, (Op.ASSIGNMENT_ANSWER.value,))
        for told in (json.loads(entry.payload),)
    }
    found: dict[str, tuple[Assignment, ...]] = defaultdict(tuple)
    for key, assignment in latest.items():
        answer, reason = answers.get(key, (Answer.NONE, ""))
        answered = replace(assignment, answer=answer, answer_reason=reason)
        found[assignment.recipient.recipient] += (answered,)
    return found


def _staff(reading: Reading, official: OfficialRating) -> dict[str, StaffMember]:
    members = (
        read_member(json.loads(entry.payload))[0]
        for entry in _accepted(reading, official, (Op.STAFF_UPDATE.value,))
    )
    return {member.staff: member for member in members if member is not None}


def _complaints(reading: Reading, official: OfficialRating, until: date) -> tuple[ComplaintFact, ...]:
    """Each complaint as its latest accepted entry told it."""
    latest = {entry.record: entry for entry in _accepted(reading, official, _COMPLAINTS, by_version=True)}
    told = (
        (record, read_case(CaseKind.COMPLAINT, json.loads(entry.payload))[0])
        for record, entry in sorted(latest.items())
    )
    return complaint_facts(
        ((record, content) for record, content in told if isinstance(content, Complaint)), until
    )


def _accepted(
    reading: Reading, official: OfficialRating, ops: tuple[str, ...], *, by_version: bool = False
) -> Iterator[PastEntry]:
    """Accepted entries in the order in which they took effect, else by record and version.

    Raises ``ImpossibleError`` for one that was erased since.
    """
    found = reading.past.entries(ops, day_start(_EVER), official.issued_at, official.statement)
    accepted = [entry for entry in found if entry.outcome == VerdictOutcome.ACCEPTED.value]
    if not by_version:
        accepted.sort(key=lambda entry: entry.statement)
    for entry in accepted:
        if not entry.payload:
            raise ImpossibleError("erased")
        yield entry
