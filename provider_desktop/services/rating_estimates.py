"""The estimates at hand: each period's, brought up to date by what changed since it was last asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.histories import FactRules
from provider_desktop.domain.ratings.periods import RatingPeriod, period_of
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.domain.running_estimate import RunningEstimate
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.case_facts import complaints_on, vetoes_on
from provider_desktop.services.rules import rules_for, rules_on
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading

#: Periods kept at hand: the present one, and those looked at last.
_AT_HAND = 3
#: Facts worked out and kept in one transaction.
_PORTION = 500


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: a period, the rules it is rated by, and the days of it that count so far."""

    period: RatingPeriod
    rules: RuleSet
    limits: FactRules
    until: date

    @property
    def first(self) -> date:
        """The first day that counts."""
        return self.period.first


@dataclass(slots=True)
class _AtHand:
    """An estimate, and the newest change of a record and of a person that it has seen."""

    question: Question
    catalogues: tuple[Catalogue, ...]
    estimate: RunningEstimate
    records_seen: int
    people_seen: int


def question_of(reading: Reading, period: str, today: date) -> Question:
    """The period asked for (empty: the present one, as the rules in force on the day name it) with the rules
    that hold for it: the same whether it is asked for by name or not.

    Raises ``AppError`` ``RulesetInvalid`` while no rule set that can be rated with has arrived,
    ``ValueInvalid`` for a period the rules do not know.
    """
    in_force = rules_on(reading, today)
    if in_force.rating is None:
        raise AppError(ErrorCode.RULESET_INVALID, version=in_force.version or "-")
    try:
        holding, rules, chosen = rules_for(reading, period or period_of(in_force.rating.period, today).label)
    except ValueError as error:
        raise AppError(ErrorCode.VALUE_INVALID, name="period", value=period) from error
    return Question(chosen, rules, holding.facts, min(today, chosen.last))


class Estimates:
    """Running estimates by period, shared by everybody who shows the light; one thread at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.RLock()
        self._at_hand: OrderedDict[str, _AtHand] = OrderedDict()
        self._database: object = None

    @contextmanager
    def of(self, reading: Reading, period: str = "") -> Iterator[tuple[Question, RunningEstimate]]:
        """The estimate of a period as it stands, alone until the block is left; to be given back as it was.

        Raises ``AppError`` as :func:`question_of` does.
        """
        question = question_of(reading, period, local_day(self._workspace.now()))
        with self._lock:
            yield question, self._current(reading, question)

    @contextmanager
    def on(self, reading: Reading, day: date) -> Iterator[tuple[Question, RunningEstimate]]:
        """The same for the period that a day belongs to."""
        question = question_of(reading, "", day)
        today = local_day(self._workspace.now())
        if question.until != today:
            until = max(question.first, min(today, question.period.last))
            question = Question(question.period, question.rules, question.limits, until)
        with self._lock:
            yield question, self._current(reading, question)

    def settle(self) -> None:
        """Keep the facts that were touched, so that the next start reads them instead of working them out."""
        while True:
            with self._workspace.reading() as reading:
                waiting = reading.facts.unsettled(1)
            if not waiting:
                return
            with self._workspace.writing() as work:
                if not work.facts.settle(_PORTION):
                    return

    def _current(self, reading: Reading, question: Question) -> RunningEstimate:
        if self._database is not self._workspace.database:
            # Another file was opened, or a backup restored: its numbers are not those of the one before.
            self._at_hand.clear()
            self._database = self._workspace.database
        catalogues = reading.catalogues.all()
        known = self._at_hand.get(question.period.label)
        if known is None or (known.question, known.catalogues) != (question, catalogues):
            known = _gather(reading, question, catalogues)
            self._at_hand[question.period.label] = known
            while len(self._at_hand) > _AT_HAND:
                self._at_hand.popitem(last=False)
        else:
            _catch_up(reading, known)
        self._at_hand.move_to_end(question.period.label)
        vetoes = vetoes_on(reading, question.rules, self._workspace.now(), question.first, question.until)
        known.estimate.set_findings(
            complaints_on(reading, question.until), tuple(veto.veto for veto in vetoes)
        )
        return known.estimate


def _gather(reading: Reading, question: Question, catalogues: tuple[Catalogue, ...]) -> _AtHand:
    records_seen, people_seen = reading.facts.heads()
    estimate = RunningEstimate(question.rules, question.limits, catalogues, question.first, question.until)
    _put_people(reading, estimate, None)
    for trace in reading.facts.on_days(question.first, question.until).values():
        estimate.put_trace(trace)
    return _AtHand(question, catalogues, estimate, records_seen, people_seen)


def _catch_up(reading: Reading, known: _AtHand) -> None:
    records, people = reading.facts.heads()
    if people > known.people_seen:
        touched = list(reading.facts.people_since(known.people_seen))
        all_anew = ("gone", "") in touched or len(touched) > _PORTION
        _put_people(reading, known.estimate, None if all_anew else touched)
        known.people_seen = people
    if records > known.records_seen:
        for record, trace in reading.facts.since(known.records_seen).items():
            if trace is None:
                known.estimate.drop_record(record)
            else:
                known.estimate.put_trace(trace)
        known.records_seen = records


def _put_people(
    reading: Reading, estimate: RunningEstimate, touched: Iterable[tuple[str, str]] | None
) -> None:
    """Let what is known now of the people touched count, or of everybody (None)."""
    assignments: dict[str, tuple[Assignment, ...]] = {}
    if touched is None:
        assignments = dict.fromkeys(estimate.assignments(), ())
        for stored in reversed(reading.assignments.all()):
            recipient = stored.assignment.recipient.recipient
            assignments[recipient] = (*assignments.get(recipient, ()), stored.assignment)
        members = dict.fromkeys(estimate.staff()) | {member.staff: member for member in reading.staff.all()}
    else:
        given = list(touched)
        wanted = [person for kind, person in given if kind == "recipient"]
        assignments = dict.fromkeys(wanted, ())
        assignments |= reading.assignments.of_recipients(wanted)
        known = reading.staff.many({person for kind, person in given if kind == "staff"})
        members = {person: known.get(person) for kind, person in given if kind == "staff"}
    for recipient, each in assignments.items():
        estimate.put_assignments(recipient, each)
    for staff, member in members.items():
        estimate.put_member(staff, member)
