"""Statements: the regulator's signed feed to an agency; sealed, chained, and verified page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Final

from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import FormError, JsonObject, decode_signed, encode
from provider_desktop.exchange.scalars import chain_hash, from_wire_time, to_wire_time
from provider_desktop.exchange.signing import (
    STATEMENT_TYPE,
    EnvelopeError,
    Signer,
    read_envelope,
    seal_envelope,
)
from provider_desktop.exchange.trust import Trust

STATEMENT: Final = "care.statement.v1"
STATEMENT_LIMIT: Final = 1024 * 1024
"""Bytes of a signed statement: a whole catalogue or rule set fits many times over."""
ENVELOPE_LIMIT: Final = STATEMENT_LIMIT * 3 // 2


@unique
class Kind(StrEnum):
    """What a statement is about. A kind not listed is kept and passed over: a newer receiver's."""

    AGENCY = "agency"
    ASSIGNMENT = "assignment"
    CATALOGUE = "catalogue"
    RULESET = "ruleset"
    VERDICT = "verdict"
    RATING = "rating"
    NOTICE = "notice"
    CALENDAR = "calendar"
    DEVICE = "device"


_BODY = shapes.record(
    {
        "type": shapes.literal(STATEMENT),
        "agency": shapes.identifier,
        "seq": shapes.integer(1),
        "prev": shapes.hash_or_empty,
        "issued_at": shapes.time,
        "kind": shapes.text(64, empty=False),
        "body": shapes.any_object,
    }
)


class StatementError(ValueError):
    """A statement that cannot be taken.

    ``code``: ``envelope`` (no envelope at all: probably not our receiver), ``key``, ``signature``,
    ``form``, ``agency``, ``seq`` (not the next one), ``prev`` (does not follow the one before).
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a chain is known: ``seq`` of its last link (0 for none) and that link's hash ('' for none)."""

    seq: int = 0
    hash: str = ""


NOWHERE: Final = Position()
"""Before the first link."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. ``kind`` may be one we do not know; ``body`` is judged by ``statement_bodies``."""

    agency: str
    seq: int
    prev: str
    issued_at: datetime
    kind: str
    body: JsonObject

    def to_bytes(self) -> bytes:
        """The statement in signed form; raises ``FormError``."""
        value = {
            "type": STATEMENT,
            "agency": self.agency,
            "seq": self.seq,
            "prev": self.prev,
            "issued_at": to_wire_time(self.issued_at),
            "kind": self.kind,
            "body": self.body,
        }
        shapes.require(_BODY, value)
        return encode(value)


@dataclass(frozen=True, slots=True)
class SealedStatement:
    """A verified statement with the exact bytes of its envelope and its place in the chain."""

    envelope: bytes
    hash: str
    statement: Statement

    @property
    def position(self) -> Position:
        """The chain's head once this statement is stored."""
        return Position(self.statement.seq, self.hash)


def seal_statement(signer: Signer, statement: Statement) -> SealedStatement:
    """Sign a statement; raises ``FormError``."""
    body = statement.to_bytes()
    return SealedStatement(seal_envelope(signer, STATEMENT_TYPE, body), chain_hash(body), statement)


def open_statement(line: bytes, *, trust: Trust, agency: str) -> SealedStatement:
    """One statement from its envelope, signature and agency verified, its place in the chain not.

    Raises ``StatementError``.
    """
    try:
        envelope = read_envelope(line, ENVELOPE_LIMIT)
        body = envelope.verified(STATEMENT_TYPE, trust.public_keys())
    except EnvelopeError as error:
        raise StatementError(error.code) from error
    try:
        value = decode_signed(body, STATEMENT_LIMIT)
        shapes.require(_BODY, value)
    except FormError as error:
        raise StatementError("form") from error
    issued_at = from_wire_time(value["issued_at"])
    if not trust.allows(envelope.key, issued_at):
        raise StatementError("key")
    if value["agency"] != agency:
        raise StatementError("agency")
    statement = Statement(agency, value["seq"], value["prev"], issued_at, value["kind"], value["body"])
    return SealedStatement(line, chain_hash(body), statement)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of the feed was worth: the statements up to the first bad one, and what that one lacks.

    ``problem`` is '' for a page that is good throughout, else a code of ``StatementError``.
    """

    statements: tuple[SealedStatement, ...]
    problem: str = ""


def verify_page(lines: Iterable[bytes], *, after: Position, trust: Trust, agency: str) -> Page:
    """Follow the feed from ``after``: each statement signed, ours, the next one, and naming the last.

    What stands before a bad line is good and may be stored. Bodies are not judged: a body that makes no
    sense must not hold up the statements behind it.
    """
    taken: list[SealedStatement] = []
    for line in lines:
        try:
            sealed = open_statement(line, trust=trust, agency=agency)
        except StatementError as error:
            return Page(tuple(taken), error.code)
        if sealed.statement.seq != after.seq + 1:
            return Page(tuple(taken), "seq")
        if sealed.statement.prev != after.hash:
            return Page(tuple(taken), "prev")
        taken.append(sealed)
        after = sealed.position
    return Page(tuple(taken))
