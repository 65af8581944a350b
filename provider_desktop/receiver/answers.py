"""What a call answers: bytes with a status, or a problem of the closed list; never HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.packages import MEDIA_TYPE as NDJSON
from provider_desktop.exchange.problems import MEDIA_TYPE as PROBLEM_JSON
from provider_desktop.exchange.problems import Problem, write_problem

JSON = "application/json"

_TITLES: Mapping[Problem, str] = {
    Problem.INVITATION: "The invitation is unknown, used or expired",
    Problem.SIGNATURE: "The request is not signed as the exchange asks",
    Problem.CLOCK: "The request was signed at another time than ours",
    Problem.REPLAY: "The request has been made before",
    Problem.REVOKED: "The device has been shut out",
    Problem.NONE: "There is no such thing here for this agency",
    Problem.SIZE: "The body is larger than allowed",
    Problem.ENTRY: "An entry is not authentic or not well formed",
    Problem.EQUIVOCATION: "Another entry is held at this position",
    Problem.FROZEN: "The stream is frozen",
    Problem.CLOSED: "The stream is closed",
    Problem.GAP: "The entry does not follow the head",
    Problem.OFFSET: "Another number of bytes is held",
    Problem.DIGEST: "The bytes are not those of the hash",
    Problem.BUSY: "Try again later",
    Problem.INTERNAL: "The receiver failed",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out."""

    status: int
    body: bytes = b""
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """The call ends with this problem; ``members`` are those of the page for it.

    ``status`` among them stands in the place of the problem's own (``busy`` has several).
    """

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        self.problem = problem
        self.headers = dict(headers or {})
        self.members = members
        super().__init__(problem.value)

    def answer(self) -> Answer:
        """The problem document."""
        document = write_problem(self.problem, _TITLES[self.problem], **self.members)
        return Answer(int(document["status"]), encode(document), PROBLEM_JSON, self.headers)


def as_json(status: int, value: Mapping[str, Any]) -> Answer:
    """A JSON object as an answer."""
    return Answer(status, encode(value))


def as_lines(lines: bytes) -> Answer:
    """NDJSON as an answer."""
    return Answer(200, lines, NDJSON)
