"""Sealing: business row, audit row, signed entry and the stream's head, in one transaction."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import SALT_BYTES, Op, seal
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.stream import StreamState
from provider_desktop.storage.unit_of_work import UnitOfWork


def seal_record(
    workspace: Workspace,
    work: UnitOfWork,
    op: Op,
    record: str,
    version: int,
    schema: str,
    payload: Mapping[str, Any],
    reason: str = "",
) -> str:
    """Append an entry to this installation's stream and write its audit line; the entry's hash.

    The caller writes the business row in the same unit of work. ``payload`` is the full content.
    Raises ``AppError`` ``NotJoined``; ``RecordChanged`` when the version before is not the latest.
    """
    membership, signer = workspace.joined()
    head = work.stream.own()
    if head is None:
        raise AppError(ErrorCode.NOT_JOINED)
    if head.state is not StreamState.OPEN:
        # What is sealed here now would never be taken: this PC has to be enrolled anew first.
        raise AppError(ErrorCode.STREAM_DIVERGED, stream=head.stream, seq=head.seq)
    parent = work.stream.latest_of(record)
    if version != (parent.version + 1 if parent else 1):
        raise AppError(ErrorCode.RECORD_CHANGED, record=record, fields="version")
    entry = seal(
        signer,
        agency=membership.agency,
        stream=head.stream,
        seq=head.seq + 1,
        prev=head.hash,
        op=op,
        record=record,
        version=version,
        parent=parent.hash if parent else "",
        reason=reason,
        actor=workspace.actor,
        schema=schema,
        recorded_at=workspace.now(),
        feed_seen=work.feed.head()[0],
        salt=os.urandom(SALT_BYTES),
        payload=encode(payload),
    )
    work.stream.append(entry)
    workspace.audit(work, op.value, record, reason, version=version, seq=head.seq + 1)
    return entry.hash
