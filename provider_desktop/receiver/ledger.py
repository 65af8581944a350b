"""One stream within a transaction, as the decision table needs it, on the receiver's database."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from provider_desktop.exchange.packages import MAX_ENTRIES
from provider_desktop.exchange.signing import key_id
from provider_desktop.receiver.intake import Checked
from provider_desktop.receiver.storage import agencies, feed, streams
from provider_desktop.receiver.storage.agencies import Device
from provider_desktop.receiver.storage.streams import Head


class StreamLedger:
    """The stream's rows; the caller holds its lock, lets what was appended be written, and commits."""

    def __init__(self, connection: Connection, agency: str, stream: str, now: datetime) -> None:
        self._connection = connection
        self._agency = agency
        self._stream = stream
        self._now = now
        self._appended: list[dict[str, Any]] = []
        self._hashes: dict[int, str] = {}

    def head(self) -> Head:
        """Where the stream ends."""
        return streams.head(self._connection, self._stream)

    def state(self) -> str:
        """``open``, ``closed`` or ``frozen``."""
        return streams.state(self._connection, self._stream)

    def keys(self) -> tuple[tuple[int, bytes], ...]:
        """The stream's keys with the position from which each signs, ascending."""
        return tuple((key.from_seq, key.public_key) for key in streams.keys(self._connection, self._stream))

    def hash_at(self, seq: int) -> str | None:
        """The hash kept at a position, written or about to be."""
        if seq not in self._hashes:
            # A batch that was sent before asks for one after the other.
            self._hashes |= streams.hashes(self._connection, self._stream, seq, MAX_ENTRIES)
        return self._hashes.get(seq)

    def append(self, checked: Checked) -> None:
        """Keep the entry with ``write``, and let a new key sign from the next position on."""
        header = checked.header
        self._hashes[header.seq] = checked.hash
        self._appended.append(
            {
                **self._bytes_of(checked),
                "hash": checked.hash,
                "agency": self._agency,
                "op": header.op.value,
                "record": header.record,
                "version": header.version,
                "parent": header.parent,
            }
        )
        if checked.new_key is not None:
            device = Device(key_id(checked.new_key), self._agency, checked.new_key, self._stream, "", False)
            agencies.add_key(self._connection, device, from_seq=header.seq + 1, code_hash=None, now=self._now)

    def write(self) -> None:
        """Write what was appended, all at once: a round trip an entry would be most of a batch's time."""
        streams.append(self._connection, self._stream, self._appended)
        self._appended = []

    def keep_other(self, checked: Checked, kept_hash: str) -> None:
        """Keep the second entry of a position, and tell the officer once."""
        values = {**self._bytes_of(checked), "kept_hash": kept_hash, "other_hash": checked.hash}
        if streams.keep_equivocation(self._connection, values):
            params = json.dumps({"stream": self._stream, "seq": checked.header.seq})
            feed.raise_alarm(self._connection, "equivocation", self._agency, params, self._now)

    def _bytes_of(self, checked: Checked) -> dict[str, Any]:
        return {
            "stream": self._stream,
            "seq": checked.header.seq,
            "header": checked.entry.header_bytes,
            "signature": checked.entry.signature,
            "salt": checked.entry.salt,
            "payload": checked.entry.payload,
            "received_at": self._now,
        }
