"""The regulator as the desktop sees it: the calls, and the four kinds of answer they can bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import Protocol

from provider_desktop.exchange.problems import ProblemReport


@unique
class AnswerKind(StrEnum):
    """What came back from a call."""

    OURS = "ours"
    """A 2xx that may be a receiver's; nothing in it is believed before its signature is."""
    PROBLEM = "problem"
    """One of the page's problems."""
    FOREIGN = "foreign"
    """Something else: a captive portal, a redirect, a proxy's page, an answer too long."""
    OFFLINE = "offline"
    """Nothing: no line, no name, a broken connection, no time left."""


@dataclass(frozen=True, slots=True)
class Place:
    """How much of a file the receiver holds: ``offset`` in bytes, ``whole`` once nothing is missing."""

    offset: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``body`` is that of ``OURS`` only; ``retry_after`` whole seconds (0: not said).

    ``nonce`` and ``sent_at`` (aware UTC, the machine's own clock, no offset applied) are the request's:
    a signed time is checked and measured against them. ``place`` is told by the calls for files alone.
    """

    kind: AnswerKind
    status: int = 0
    body: bytes = b""
    problem: ProblemReport | None = None
    retry_after: int = 0
    nonce: str = ""
    sent_at: datetime | None = None
    place: Place | None = None


class Regulator(Protocol):
    """The calls of the exchange. None raises for what the other side does: the answer says it.

    ``clock_offset`` is whole seconds that the receiver's clock is ahead of this machine's; it goes into
    the times of signatures and nowhere else.
    """

    clock_offset: int

    def trust(self) -> Answer:
        """``GET /v1/trust``."""
        ...

    def enrol(self, request: bytes) -> Answer:
        """``POST /v1/enrolments`` with the body made by ``invitations.enrolment_request``."""
        ...

    def streams(self) -> Answer:
        """``GET /v1/streams``."""
        ...

    def head(self, stream: str) -> Answer:
        """``GET /v1/streams/{stream}/head``."""
        ...

    def send(self, stream: str, batch: bytes) -> Answer:
        """``POST /v1/streams/{stream}/entries`` with the body made by ``packages.write_batch``."""
        ...

    def entries(self, stream: str, after: int) -> Answer:
        """``GET /v1/streams/{stream}/entries?after=n``."""
        ...

    def feed(self, after: int, wait: int) -> Answer:
        """``GET /v1/feed?after=n&wait=s``; ``wait`` in whole seconds, 0 to be answered at once."""
        ...
