"""Files of evidence on the wire: the headers of their calls, and what an upload does next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, Protocol, TypeAlias

from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.regulator import Answer, AnswerKind, Place

MAX_BYTES: Final = 20 * 1024 * 1024
"""The largest file of evidence."""
PIECE_BYTES: Final = 1024 * 1024
"""What our client sends at once: so much is sent again, at most, when a line breaks."""
OFFSET_HEADER: Final = "Upload-Offset"
COMPLETE_HEADER: Final = "Upload-Complete"

TRIES: Final = 3
"""How often in one run a file may be refused, or found at another place, before it waits for the next."""

_NAME = re.compile(r"[0-9a-f]{64}")
_OFFSET = re.compile(r"0|[1-9][0-9]{0,14}")


def is_blob_name(text: str) -> bool:
    """Whether a text is a file's name: its SHA-256 in lower-case hex."""
    return _NAME.fullmatch(text) is not None


def read_offset(text: str) -> int | None:
    """The bytes that an ``Upload-Offset`` names; None where it names none."""
    return int(text) if _OFFSET.fullmatch(text.strip()) else None


def read_complete(text: str) -> bool | None:
    """``Upload-Complete`` as a structured boolean: ``?1``, ``?0``; None where it says neither."""
    return {"?1": True, "?0": False}.get(text.strip())


def write_place(place: Place) -> dict[str, str]:
    """The headers that tell a place."""
    headers = {OFFSET_HEADER: str(place.offset)}
    if place.whole:
        headers[COMPLETE_HEADER] = "?1"
    return headers


def read_place(headers: Mapping[str, str]) -> Place | None:
    """The place that an answer's headers tell; None where they tell none."""
    offset = read_offset(headers.get(OFFSET_HEADER, ""))
    if offset is None:
        return None
    return Place(offset, read_complete(headers.get(COMPLETE_HEADER, "")) is True)


class BlobCarrier(Protocol):
    """The calls for files of evidence. None raises for what the other side does: the answer says it."""

    def look(self, sha256: str) -> Answer:
        """``HEAD /v1/blobs/{sha256}``; the answer's ``place`` is what is held."""
        ...

    def put(self, sha256: str, offset: int, piece: bytes, *, last: bool) -> Answer:
        """``PUT /v1/blobs/{sha256}`` with the bytes from ``offset`` on; ``last`` when the file ends there."""
        ...


# ---------------------------------------------------------------- an upload, step by step


@unique
class Fate(StrEnum):
    """How an upload ended for this run."""

    WHOLE = "whole"
    """The receiver holds the file."""
    LATER = "later"
    """Nothing more is to be had of the receiver now: the run ends, the next goes on."""
    REFUSED = "refused"
    """This file does not go through; others may."""
    STOPPED = "stopped"
    """The receiver turns this device away: no file goes through."""


@dataclass(frozen=True, slots=True)
class Look:
    """Ask how much the receiver holds."""


@dataclass(frozen=True, slots=True)
class Put:
    """Send ``length`` bytes from ``offset`` on; ``last`` when the file ends with them."""

    offset: int
    length: int
    last: bool


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of ``size`` bytes on its way. ``asked`` is what was asked last, ``tries`` what went wrong."""

    size: int
    asked: Look | Put = Look()
    tries: int = 0


Move: TypeAlias = Look | Put | Fate


def next_move(upload: Upload, answer: Answer) -> tuple[Upload, Move]:
    """What follows an answer to what was asked last. Pure: whoever drives it does the calls.

    An upload begins with ``Upload(size)`` and the call ``Look``. The receiver's word on how much it
    holds is taken, except that it never goes beyond the file.
    """
    if answer.kind is AnswerKind.OFFLINE:
        return upload, Fate.LATER
    if isinstance(upload.asked, Look):
        return _after_look(upload, answer)
    return _after_put(upload, upload.asked, answer)


def _after_look(upload: Upload, answer: Answer) -> tuple[Upload, Move]:
    if answer.kind is AnswerKind.OURS and answer.place is not None:
        if answer.place.whole and answer.place.offset == upload.size:
            return upload, Fate.WHOLE
        return _put(upload, answer.place.offset)
    if answer.status == 404:  # HEAD answers have no body that could say whose 404 it is: the PUT will tell
        return _put(upload, 0)
    return upload, _fate_of(answer)


def _after_put(upload: Upload, asked: Put, answer: Answer) -> tuple[Upload, Move]:
    reached = asked.offset + asked.length
    if answer.kind is AnswerKind.OURS:
        if answer.status == 201 and asked.last:
            return upload, Fate.WHOLE
        if answer.status == 200 and answer.place is not None and answer.place.offset == reached < upload.size:
            return _put(upload, reached)
        return _again(upload)
    problem = answer.problem.problem if answer.problem else None
    if problem is Problem.OFFSET or problem is Problem.DIGEST:
        return _again(upload)
    return upload, _fate_of(answer)


def _put(upload: Upload, offset: int) -> tuple[Upload, Move]:
    if offset > upload.size:
        return _again(upload)
    length = min(PIECE_BYTES, upload.size - offset)
    put = Put(offset, length, last=offset + length == upload.size)
    return Upload(upload.size, put, upload.tries), put


def _again(upload: Upload) -> tuple[Upload, Move]:
    """Ask anew where the receiver stands, a few times: the place may have moved, or the whole was dropped."""
    tries = upload.tries + 1
    if tries >= TRIES:
        return upload, Fate.REFUSED
    return Upload(upload.size, Look(), tries), Look()


def _fate_of(answer: Answer) -> Fate:
    problem = answer.problem.problem if answer.problem else None
    if problem in {Problem.SIZE, Problem.NONE}:
        return Fate.REFUSED
    if problem in {Problem.SIGNATURE, Problem.REVOKED, Problem.REPLAY} or (
        problem is None and answer.status in {401, 403}
    ):
        return Fate.STOPPED
    return Fate.LATER
