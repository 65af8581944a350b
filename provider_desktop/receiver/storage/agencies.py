"""Agencies, their invitations and devices, and the nonces of their requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, select, tuple_
from sqlalchemy.exc import IntegrityError

from provider_desktop.receiver.storage import tables


@dataclass(frozen=True, slots=True)
class Device:
    """One key of one installation. ``public_key`` is the raw 32 bytes of Ed25519."""

    device: str
    agency: str
    public_key: bytes
    stream: str
    label: str
    revoked: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code, known by its hash only, and the device that has used it ('' = none yet)."""

    code_hash: str
    agency: str
    expires: datetime
    used_by: str


def add_agency(connection: Connection, agency: str, name: str, now: datetime) -> bool:
    """Know an agency from now on; False where it was known already."""
    if agency_name(connection, agency) is not None:
        return False
    connection.execute(tables.agencies.insert().values(agency=agency, name=name, added_at=now))
    return True


def agency_name(connection: Connection, agency: str) -> str | None:
    """The name of a known agency."""
    found: str | None = connection.execute(
        select(tables.agencies.c.name).where(tables.agencies.c.agency == agency)
    ).scalar()
    return found


def all_agencies(connection: Connection) -> Sequence[tuple[str, str]]:
    """Code and name of every agency, by code."""
    rows = connection.execute(
        select(tables.agencies.c.agency, tables.agencies.c.name).order_by(tables.agencies.c.agency)
    )
    return [(row.agency, row.name) for row in rows]


def add_invitation(
    connection: Connection, code_hash: str, agency: str, issued_at: datetime, expires: datetime
) -> None:
    """Keep a new invitation."""
    connection.execute(
        tables.invitations.insert().values(
            code_hash=code_hash, agency=agency, issued_at=issued_at, expires=expires
        )
    )


def invitation(connection: Connection, code_hash: str) -> Invitation | None:
    """The invitation whose code has that hash."""
    row = connection.execute(
        select(tables.invitations, tables.devices.c.device)
        .outerjoin(tables.devices, tables.devices.c.invitation == tables.invitations.c.code_hash)
        .where(tables.invitations.c.code_hash == code_hash)
    ).one_or_none()
    return Invitation(row.code_hash, row.agency, row.expires, row.device or "") if row else None


def enrol(
    connection: Connection,
    device: Device,
    *,
    code_hash: str,
    now: datetime,
) -> None:
    """Keep a new device and open its stream."""
    connection.execute(
        tables.streams.insert().values(stream=device.stream, agency=device.agency, opened_at=now)
    )
    add_key(connection, device, from_seq=1, code_hash=code_hash, now=now)


def add_key(
    connection: Connection, device: Device, *, from_seq: int, code_hash: str | None, now: datetime
) -> None:
    """Let the device sign its stream from that position on.

    A key that is a device already, by rotation back or because two installations share it, stays the
    device it was: what it may ask for does not change.
    """
    known = select(tables.devices.c.device).where(tables.devices.c.device == device.device)
    if connection.execute(known).scalar() is None:
        connection.execute(
            tables.devices.insert().values(
                device=device.device,
                agency=device.agency,
                public_key=device.public_key,
                label=device.label,
                stream=device.stream,
                invitation=code_hash,
                enrolled_at=now,
            )
        )
    connection.execute(
        tables.stream_keys.insert().values(stream=device.stream, from_seq=from_seq, device=device.device)
    )


def device(connection: Connection, device_id: str) -> Device | None:
    """The device of that id, revoked or not."""
    row = connection.execute(
        select(tables.devices, tables.revocations.c.at)
        .outerjoin(tables.revocations, tables.revocations.c.device == tables.devices.c.device)
        .where(tables.devices.c.device == device_id)
    ).one_or_none()
    if row is None:
        return None
    return Device(row.device, row.agency, row.public_key, row.stream, row.label, row.at is not None)


def revoke(connection: Connection, device_id: str, now: datetime) -> None:
    """Shut a device out for good; doing so twice changes nothing."""
    already = select(tables.revocations.c.device).where(tables.revocations.c.device == device_id)
    if connection.execute(already).scalar() is None:
        connection.execute(tables.revocations.insert().values(device=device_id, at=now))


def use_nonce(connection: Connection, device_id: str, nonce: str, until: datetime, now: datetime) -> bool:
    """Remember a nonce for its life; False where the device has used it within that life."""
    nonces = tables.nonces
    seen = select(nonces.c.until).where(and_(nonces.c.device == device_id, nonces.c.nonce == nonce))
    if connection.execute(seen).scalar() is not None:
        return False
    # Two transactions that clear up at once must not wait for each other: what one holds the other passes.
    key = (nonces.c.device, nonces.c.nonce)
    over = select(*key).where(nonces.c.until < now).with_for_update(skip_locked=True)
    connection.execute(delete(nonces).where(tuple_(*key).in_(over)))
    try:
        with connection.begin_nested():
            connection.execute(nonces.insert().values(device=device_id, nonce=nonce, until=until))
    except IntegrityError:  # another process was quicker (PostgreSQL)
        return False
    return True


def current_devices(connection: Connection, agency: str) -> dict[str, str]:
    """The device whose key signs each stream of an agency now, by stream."""
    keys = tables.stream_keys
    last = (
        select(keys.c.stream, func.max(keys.c.from_seq).label("from_seq")).group_by(keys.c.stream).subquery()
    )
    rows = connection.execute(
        select(keys.c.stream, keys.c.device)
        .join(last, and_(last.c.stream == keys.c.stream, last.c.from_seq == keys.c.from_seq))
        .join(tables.streams, tables.streams.c.stream == keys.c.stream)
        .where(tables.streams.c.agency == agency)
    )
    return {row.stream: row.device for row in rows}
