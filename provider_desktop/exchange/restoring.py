"""Entries that come back from the receiver: which of them continue what is here, and where they fork."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import FormError, decode_plain
from provider_desktop.exchange.entries import EntryError, SealedEntry, payload_hash
from provider_desktop.exchange.statements import Position

_LIST_LIMIT: Final = 4 * 1024 * 1024
_LIST = shapes.record(
    {
        "streams": shapes.listing(
            shapes.record(
                {
                    "stream": shapes.ulid,
                    "device": shapes.key_id,
                    "seq": shapes.integer(0),
                    "hash": shapes.hash_or_empty,
                    "state": shapes.choice("open", "closed", "frozen"),
                }
            )
        )
    }
)


@dataclass(frozen=True, slots=True)
class RemoteStream:
    """A stream of the agency as the receiver lists it; ``head`` is its last entry."""

    stream: str
    device: str
    head: Position
    state: str


@dataclass(frozen=True, slots=True)
class RestoredPage:
    """The entries of a page that follow one another, and what is wrong with the first that does not:
    an entry error's code, ``chain``, or '' for nothing."""

    entries: tuple[SealedEntry, ...]
    problem: str = ""


def read_streams(body: bytes) -> tuple[RemoteStream, ...]:
    """The answer to ``GET /v1/streams``; raises ``FormError``."""
    value = decode_plain(body, _LIST_LIMIT)
    shapes.require(_LIST, value)
    return tuple(
        RemoteStream(one["stream"], one["device"], Position(one["seq"], one["hash"]), one["state"])
        for one in value["streams"]
    )


def read_page(lines: Iterable[bytes], *, agency: str, stream: str, after: Position) -> RestoredPage:
    """The entries of a page that continue ``after``, up to the first that does not.

    Links and commitments are checked. Signatures are not: the keys of other devices are not on the wire,
    and the receiver verified them when it took the entries. What was erased there comes without payload.
    """
    found: list[SealedEntry] = []
    for line in lines:
        try:
            entry = SealedEntry.from_line(line)
            header = entry.header()
        except EntryError as error:
            return RestoredPage(tuple(found), error.code)
        except FormError:
            return RestoredPage(tuple(found), "header")
        if header.agency != agency:
            return RestoredPage(tuple(found), "agency")
        if header.stream != stream:
            return RestoredPage(tuple(found), "stream")
        if not entry.is_erased and payload_hash(entry.salt, entry.payload) != header.payload_hash:
            return RestoredPage(tuple(found), "payload")
        if (header.seq, header.prev) != (after.seq + 1, after.hash):
            return RestoredPage(tuple(found), "chain")
        after = Position(header.seq, entry.hash)
        found.append(entry)
    return RestoredPage(tuple(found))


def common_length(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many entries from the first on have the same hashes."""
    length = min(len(ours), len(theirs))
    return next((place for place in range(length) if ours[place] != theirs[place]), length)
