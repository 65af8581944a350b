"""Batches of entries as bytes: the body of the entries call and, unchanged, the ``.carebatch`` file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import FormError, decode_strict, encode

MAX_ENTRIES: Final = 500
"""Entries in one batch, and lines on one page of entries or statements."""
MAX_BYTES: Final = 4 * 1024 * 1024
"""Bytes of one batch, unpacked."""
MEDIA_TYPE: Final = "application/x-ndjson"
PACKAGE_SUFFIX: Final = ".carebatch"
RECEIPT_SUFFIX: Final = ".carereceipt"

_FIRST_LINE_LIMIT: Final = 1024
_FIRST_LINE = shapes.record({"from_seq": shapes.integer(1), "count": shapes.integer(1)}, closed=True)


class PackageError(ValueError):
    """A batch that cannot be read: ``code`` is ``size`` (413) or ``line`` (422: its first line is wrong)."""

    def __init__(self, code: str, pointer: str = "") -> None:
        self.code = code
        self.pointer = pointer
        super().__init__(f"{code} at {pointer or 'the whole'}")


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as received: entry lines, not looked into yet. Line ``i`` claims seq ``from_seq + i``."""

    from_seq: int
    lines: tuple[bytes, ...]

    @property
    def count(self) -> int:
        """Entries in the batch."""
        return len(self.lines)


def write_batch(from_seq: int, lines: Sequence[bytes]) -> bytes:
    """A batch as bytes: the first line, then the entry lines, each ended by a line feed.

    Raises ``PackageError("size")`` above 500 entries or 4 MiB.
    """
    body = first_line(from_seq, len(lines)) + b"".join(line + b"\n" for line in lines)
    if len(lines) > MAX_ENTRIES or len(body) > MAX_BYTES:
        raise PackageError("size")
    return body


def first_line(from_seq: int, count: int) -> bytes:
    """The line that opens a batch, with its line feed."""
    return encode({"from_seq": from_seq, "count": count}) + b"\n"


def fitting(lines: Iterable[bytes], limit: int = MAX_ENTRIES) -> Iterator[bytes]:
    """As many of the lines, in order, as one batch may hold: at most ``limit``, within 4 MiB."""
    room = MAX_BYTES - len(first_line(10**15 - 1, MAX_ENTRIES))
    for place, line in enumerate(lines):
        room -= len(line) + 1
        if place >= min(limit, MAX_ENTRIES) or room < 0:
            return
        yield line


def read_batch(body: bytes) -> Batch:
    """The lines of a batch; raises ``PackageError``.

    Sizes come first. The first line must count the lines that follow: a batch cut short on its way is
    refused whole, and nothing of it is stored. The lines themselves are for ``entries`` to judge.
    """
    if len(body) > MAX_BYTES:
        raise PackageError("size")
    head, *lines = split_lines(body) or [b""]
    if len(lines) > MAX_ENTRIES:
        raise PackageError("size")
    try:
        value = decode_strict(head, _FIRST_LINE_LIMIT)
        shapes.require(_FIRST_LINE, value)
    except FormError as error:
        raise PackageError("line", error.pointer) from error
    if value["count"] > MAX_ENTRIES:
        raise PackageError("size")
    if value["count"] != len(lines):
        raise PackageError("line", "/count")
    return Batch(value["from_seq"], tuple(lines))


def split_lines(body: bytes) -> list[bytes]:
    """The lines of an NDJSON body; the last may lack its line feed, an empty body has none."""
    lines = body.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    return lines


def write_lines(lines: Iterable[bytes]) -> bytes:
    """Lines as an NDJSON body."""
    return b"".join(line + b"\n" for line in lines)
