"""What the regulator's statements do to this PC's tables, in the transaction that stores them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from provider_desktop.domain.assignment_payload import read_assignment
from provider_desktop.domain.catalogue_payload import read_catalogue
from provider_desktop.domain.clock import local_day
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
    (exchange.md, "Ideas"). A statement already stored with the same hash is only done again, as after
    a receiver's restore.
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
