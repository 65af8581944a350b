"""What this PC holds of both chains as one archive, for a regulator whose receiver lost its data."""

from __future__ import annotations

from collections.abc import Iterator

from provider_desktop.exchange.canonical import decode_strict, encode
from provider_desktop.exchange.scalars import public_key_text, to_wire_time
from provider_desktop.exchange.signing import read_envelope
from provider_desktop.exchange.statements import ENVELOPE_LIMIT, STATEMENT_LIMIT, Kind
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.feed import StatementRow
from provider_desktop.storage.unit_of_work import Reading

_PORTION = 500


def archive_lines(workspace: Workspace) -> Iterator[bytes]:
    """Lines for ``provider-receiver restore``, each with its end: every entry of the own stream that a
    receipt covers, every receipt and every statement, in an order in which nothing names what follows.

    Sees one moment of the database. Raises ``AppError`` ``NotJoined``.
    """
    membership, signer = workspace.joined()
    with workspace.reading() as reading:
        head = reading.stream.own()
        if head is None:
            return
        yield (
            encode(
                {
                    "type": "care.archive.v1",
                    "agency": membership.agency,
                    "name": membership.agency_name,
                    "stream": membership.stream,
                    "public_key": public_key_text(signer.public_key),
                    "opened_at": to_wire_time(head.opened_at),
                }
            )
            + b"\n"
        )
        said = _Said(reading, membership.stream)
        yield from said.lines()


class _Said:
    """Both chains side by side; entries are sent up to the receipt that covers what is asked for."""

    def __init__(self, reading: Reading, stream: str) -> None:
        self._reading = reading
        self._stream = stream
        self._sent = 0

    def lines(self) -> Iterator[bytes]:
        seq = 0
        while portion := self._reading.feed.after(seq, _PORTION):
            for row in portion:
                if row.kind == Kind.VERDICT:
                    yield from self._entries_up_to(_judged(row, self._stream))
                yield b'{"statement":%b}\n' % row.envelope
            seq = portion[-1].seq
        yield from self._entries_up_to(self._reading.receipts.head(self._stream))

    def _entries_up_to(self, seq: int) -> Iterator[bytes]:
        while self._sent < seq:
            receipt = self._reading.receipts.covering(self._stream, self._sent + 1)
            if receipt is None:
                return
            while self._sent < receipt.seq:
                entries = self._reading.stream.after(
                    self._stream, self._sent, min(_PORTION, receipt.seq - self._sent)
                )
                for entry in entries:
                    yield b'{"entry":%b}\n' % entry.to_line()
                self._sent += len(entries)
            yield b'{"receipt":%b}\n' % receipt.envelope


def _judged(row: StatementRow, stream: str) -> int:
    """The place in the stream that a verdict is about, 0 where it is about another stream."""
    statement = decode_strict(read_envelope(row.envelope, ENVELOPE_LIMIT).body, STATEMENT_LIMIT)
    body = statement["body"]
    return int(body["seq"]) if body.get("stream") == stream else 0
