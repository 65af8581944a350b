"""Problems a receiver may answer with: the closed list, and what the client does about each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Any, Final

from provider_desktop.exchange.canonical import FormError, JsonObject, decode_plain, encode

PREFIX: Final = "urn:care:"
MEDIA_TYPE: Final = "application/problem+json"
PROBLEM_LIMIT: Final = 64 * 1024


@unique
class Problem(StrEnum):
    """The types of problem, without the ``urn:care:`` before them on the wire."""

    INVITATION = "invitation"
    SIGNATURE = "signature"
    CLOCK = "clock"
    REPLAY = "replay"
    REVOKED = "revoked"
    NONE = "none"
    SIZE = "size"
    ENTRY = "entry"
    EQUIVOCATION = "equivocation"
    FROZEN = "frozen"
    CLOSED = "closed"
    GAP = "gap"
    OFFSET = "offset"
    DIGEST = "digest"
    BUSY = "busy"
    INTERNAL = "internal"


@unique
class Reaction(StrEnum):
    """What the client does: told by type and status alone, never by text."""

    AGAIN = "again"
    """Later, with full jitter, honouring ``Retry-After``."""
    CLOCK = "clock"
    """Take the signed time, keep the offset, once more."""
    STOP = "stop"
    """End the run and say what to do."""
    GAP = "gap"
    """Take the head and go on from there, unless our entry at the head is another one."""
    HALVE = "halve"
    """Send half as many."""
    ENTRY = "entry"
    """Three tries, then an incident; the entries behind it wait for a new stream."""
    ALARM = "alarm"
    """The stream takes nothing more: alarm, and offer the way out."""


_STATUS: Final[dict[Problem, int]] = {
    Problem.INVITATION: 403,
    Problem.SIGNATURE: 401,
    Problem.CLOCK: 401,
    Problem.REPLAY: 401,
    Problem.REVOKED: 403,
    Problem.NONE: 404,
    Problem.SIZE: 413,
    Problem.ENTRY: 422,
    Problem.EQUIVOCATION: 409,
    Problem.FROZEN: 409,
    Problem.CLOSED: 409,
    Problem.GAP: 409,
    Problem.OFFSET: 409,
    Problem.DIGEST: 422,
    Problem.BUSY: 429,
    Problem.INTERNAL: 500,
}
_REACTION: Final[dict[Problem, Reaction]] = {
    Problem.INVITATION: Reaction.STOP,
    Problem.SIGNATURE: Reaction.STOP,
    Problem.CLOCK: Reaction.CLOCK,
    Problem.REPLAY: Reaction.STOP,
    Problem.REVOKED: Reaction.STOP,
    Problem.NONE: Reaction.STOP,
    Problem.SIZE: Reaction.HALVE,
    Problem.ENTRY: Reaction.ENTRY,
    Problem.EQUIVOCATION: Reaction.ALARM,
    Problem.FROZEN: Reaction.ALARM,
    Problem.CLOSED: Reaction.ALARM,
    Problem.GAP: Reaction.GAP,
    Problem.OFFSET: Reaction.AGAIN,
    Problem.DIGEST: Reaction.AGAIN,
    Problem.BUSY: Reaction.AGAIN,
    Problem.INTERNAL: Reaction.AGAIN,
}


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """A problem as answered. ``seq``, ``code`` and ``pointer`` name a refused entry; ``head_seq`` (-1
    where not told) and ``head_hash`` the head after the call; ``signed`` the envelope of a time;
    ``offset`` the bytes of a file held."""

    problem: Problem
    status: int
    seq: int = 0
    code: str = ""
    pointer: str = ""
    head_seq: int = -1
    head_hash: str = ""
    signed: bytes = b""
    offset: int = -1

    @property
    def reaction(self) -> Reaction:
        """What the client does about it."""
        return _REACTION[self.problem]


def status_of(problem: Problem) -> int:
    """The HTTP status that goes with a problem."""
    return _STATUS[problem]


def write_problem(problem: Problem, title: str, **members: Any) -> JsonObject:
    """The problem document (RFC 9457) as a JSON object; ``members`` are those of the page."""
    return {"type": PREFIX + problem.value, "title": title, "status": _STATUS[problem], **members}


def read_problem(status: int, body: bytes) -> ProblemReport | None:
    """The problem in an answer's body, or None when it is none of ours.

    The HTTP status must be the problem's own, ``busy`` and ``internal`` aside, which are a family.
    Members of the wrong kind count as absent.
    """
    try:
        value = decode_plain(body, PROBLEM_LIMIT)
        problem = Problem(str(value.get("type")).removeprefix(PREFIX))
    except (FormError, ValueError):
        return None
    if not str(value.get("type")).startswith(PREFIX) or not _fits(problem, status):
        return None
    head = value.get("head")
    head = head if isinstance(head, dict) else {}
    return ProblemReport(
        problem,
        status,
        seq=_whole(value.get("seq"), 0),
        code=_word(value.get("code")),
        pointer=_word(value.get("pointer")),
        head_seq=_whole(head.get("seq"), -1),
        head_hash=_word(head.get("hash")),
        signed=_envelope(value.get("signed")),
        offset=_whole(value.get("offset"), -1),
    )


def _fits(problem: Problem, status: int) -> bool:
    if problem is Problem.BUSY:
        return status in {408, 425, 429} or status >= 500
    if problem is Problem.INTERNAL:
        return status >= 500
    return status == _STATUS[problem]


def _whole(value: object, absent: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else absent


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _envelope(value: object) -> bytes:
    """An embedded envelope back as bytes; only its three strings matter, each is verified later."""
    if not isinstance(value, dict):
        return b""
    try:
        return encode(value)
    except FormError:
        return b""
