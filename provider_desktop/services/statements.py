"""What the regulator's statements do to this PC's tables, in the transaction that stores them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from provider_desktop.domain.assignment_payload import read_assignment
from provider_desktop.domain.assignments import Answer as AssignmentAnswer
from provider_desktop.domain.catalogue_payload import read_catalogue
from provider_desktop.domain.clock import local_day
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.payloads import read_payload
from provider_desktop.exchange.statement_bodies import body_flaws
from provider_desktop.exchange.statements import Kind, SealedStatement, Statement
from provider_desktop.storage.feed import StatementRow
from provider_desktop.storage.ratings import OfficialRating
from provider_desktop.storage.rulesets import RulesetRow
from provider_desktop.storage.unit_of_work import UnitOfWork
from provider_desktop.storage.verdicts import VerdictRow

_log = logging.getLogger(__name__)

#: Setting that holds the newest agency statement's body.
AGENCY = "agency"


def take_statement(work: UnitOfWork, sealed: SealedStatement) -> None:
    """Store a verified statement and do what it says.

    A body that makes no sense is kept and does nothing: it must not hold up the statements behind it
    (exchange.md, "Ideas"). A statement that is stored already in this epoch is only done again.
    """
    statement = sealed.statement
    if statement.seq > work.feed.head()[0]:
        row = StatementRow(statement.seq, sealed.hash, statement.kind, statement.issued_at, sealed.envelope)
        work.feed.append(row, statement.prev)
    flaws = body_flaws(statement.kind, statement.body)
    if flaws:
        _log.warning("statement %d (%s) is of no use: %s", statement.seq, statement.kind, flaws[0].pointer)
        return
    act = _ACTS.get(statement.kind)
    if act:
        act(work, statement, statement.body)


def _agency(work: UnitOfWork, _statement: Statement, body: Mapping[str, Any]) -> None:
    work.settings.set(AGENCY, dict(body))


def _assignment(work: UnitOfWork, statement: Statement, body: Mapping[str, Any]) -> None:
    assignment, findings = read_assignment(body, local_day(statement.issued_at))
    if assignment is None:
        _log.warning("assignment in statement %d: %s", statement.seq, findings[0].pointer if findings else "")
        return
    work.recipients.save(assignment.recipient)
    work.assignments.save(assignment, statement.issued_at)
    _answer_again(work, assignment.assignment)


def _answer_again(work: UnitOfWork, assignment: str) -> None:
    """The agency's own answer, where entries pulled back tell of one given before this PC knew of it."""
    record = work.settings.get(answer_key(assignment))
    given = work.stream.latest_of(record) if record else None
    entry = work.stream.entry(given.hash) if given else None
    if entry is not None:
        apply_answer(work, entry.payload)


def answer_key(assignment: str) -> str:
    """The setting that holds which record an assignment is answered by."""
    return f"answer/{assignment}"


def apply_answer(work: UnitOfWork, payload: bytes) -> str:
    """Let an assignment stand answered as the payload of an entry says; its id, '' for no such payload."""
    content, flaws = read_payload(Op.ASSIGNMENT_ANSWER, payload)
    if flaws:
        return ""
    work.assignments.answer(content["assignment"], AssignmentAnswer(content["answer"]), content["reason"])
    return str(content["assignment"])


def _catalogue(work: UnitOfWork, statement: Statement, body: Mapping[str, Any]) -> None:
    catalogue, findings = read_catalogue(body)
    if catalogue is None:
        _log.warning("catalogue in statement %d: %s", statement.seq, findings[0].pointer if findings else "")
        return
    work.catalogues.save(catalogue)


def _ruleset(work: UnitOfWork, _statement: Statement, body: Mapping[str, Any]) -> None:
    last_day = date.fromisoformat(body["to"]) if body["to"] else None
    work.rulesets.save(RulesetRow(body["version"], date.fromisoformat(body["from"]), last_day, body))


def _verdict(work: UnitOfWork, statement: Statement, body: Mapping[str, Any]) -> None:
    work.verdicts.save(
        VerdictRow(
            entry_hash=body["entry"],
            stream=body["stream"],
            seq=body["seq"],
            record=body["record"],
            version=body["version"],
            outcome=body["outcome"],
            issued_at=statement.issued_at,
            statement=statement.seq,
            findings=tuple(body["findings"]),
        )
    )


def _rating(work: UnitOfWork, statement: Statement, body: Mapping[str, Any]) -> None:
    work.ratings.save(
        OfficialRating(
            statement.seq, body["period"], body["ruleset"], body["light"], statement.issued_at, body
        )
    )


def _calendar(work: UnitOfWork, statement: Statement, body: Mapping[str, Any]) -> None:
    work.rulesets.save_calendar(statement.seq, body)


_ACTS: Mapping[str, Callable[[UnitOfWork, Statement, Mapping[str, Any]], None]] = {
    Kind.AGENCY: _agency,
    Kind.ASSIGNMENT: _assignment,
    Kind.CATALOGUE: _catalogue,
    Kind.RULESET: _ruleset,
    Kind.VERDICT: _verdict,
    Kind.RATING: _rating,
    Kind.CALENDAR: _calendar,
}
