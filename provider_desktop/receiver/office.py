"""The regulator's office: database, keys and clock in one place, and the things it signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from provider_desktop.domain.clock import Clock
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.receipts import Receipt, seal_receipt
from provider_desktop.exchange.statements import Kind, Statement, seal_statement
from provider_desktop.exchange.trust import ReceiverKey, Trust, seal_time, seal_trust, verify_trust
from provider_desktop.receiver.keys import SIGNING_FILE, Keys, open_keys
from provider_desktop.receiver.storage import feed, streams
from provider_desktop.receiver.storage.database import Database, make_folder, open_sqlite, open_url
from provider_desktop.receiver.storage.feed import TrustRow
from provider_desktop.receiver.storage.streams import Head

#: How long a trust document holds, and how long before its end a new one is signed.
_TRUST_LIFE = timedelta(days=366)
_TRUST_RENEWAL = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Office:
    """What every call and command works with. Safe to share between threads."""

    folder: Path
    database: Database
    keys: Keys
    clock: Clock

    def state(self, connection: Connection, agency: str, kind: Kind, body: Mapping[str, Any]) -> int:
        """Append a statement to the agency's feed within the caller's transaction; its position."""
        self.database.lock_feed(connection, agency)
        last = feed.head(connection, agency)
        now = self.clock.now()
        statement = Statement(agency, last.seq + 1, last.hash, now, kind.value, dict(body))
        sealed = seal_statement(self.keys.receiver, statement)
        at = Head(statement.seq, sealed.hash)
        feed.append(connection, agency, at, kind=kind.value, envelope=sealed.envelope, issued_at=now)
        return at.seq

    def receipt(self, connection: Connection, agency: str, stream: str, head: Head, count: int) -> bytes:
        """A new receipt over a head that is committed already; kept, then handed out."""
        now = self.clock.now()
        said = feed.head(connection, agency)
        epoch = self.trust(connection).epoch
        envelope = seal_receipt(
            self.keys.receiver,
            Receipt(epoch, agency, stream, head.seq, head.hash, count, now, said.seq, said.hash),
        )
        streams.add_receipt(connection, stream, head, epoch=epoch, envelope=envelope, now=now)
        return envelope

    def time(self, nonce: str) -> bytes:
        """The time, signed, for the request with that nonce."""
        return seal_time(self.keys.receiver, self.clock.now(), nonce)

    def trust(self, connection: Connection) -> TrustRow:
        """The trust document in force. Raises ``AppError`` ``NotInitialised`` where there is none."""
        current = feed.current_trust(connection)
        if current is None:
            raise AppError(ErrorCode.NOT_INITIALISED, path=str(self.folder))
        return current

    def renew_trust(self, connection: Connection, *, new_epoch: bool = False) -> TrustRow:
        """The trust document, signed anew where it runs out soon or a new epoch begins.

        Raises ``AppError`` ``KeyUnavailable`` where that needs the root key and it is not here.
        """
        now = self.clock.now()
        self.database.lock_trust(connection)
        current = feed.current_trust(connection)
        runs_out = current is None or current.expires - now < _TRUST_RENEWAL
        if current is not None and not new_epoch and (not runs_out or self.keys.root is None):
            return current
        root = self.keys.root
        if root is None:
            raise AppError(ErrorCode.KEY_UNAVAILABLE)
        own = ReceiverKey(self.keys.receiver.public_key, now)
        known = () if current is None else verify_trust(current.envelope, root=root.public_key).keys
        trust = Trust(
            keys=known if any(one.key == own.key for one in known) else (*known, own),
            epoch=(current.epoch if current else 1) + int(new_epoch),
            # A receiver restored from a backup has forgotten versions: the time never goes back behind them.
            version=max(int(now.timestamp()), current.version + 1 if current else 1),
            expires=now + _TRUST_LIFE,
        )
        row = TrustRow(trust.version, trust.epoch, seal_trust(root, trust), trust.expires)
        feed.add_trust(connection, row, now)
        return row

    def vouch_since(self, connection: Connection, moment: datetime) -> TrustRow:
        """A trust document in which this receiver's key counts from *moment* on, as it does after a loss.

        Raises ``AppError`` ``KeyUnavailable`` where the root key is not here.
        """
        current, root, own = self.trust(connection), self.keys.root, self.keys.receiver.public_key
        if root is None:
            raise AppError(ErrorCode.KEY_UNAVAILABLE)
        trust = verify_trust(current.envelope, root=root.public_key)
        if any(key.public_key == own and key.since <= moment for key in trust.keys):
            return current
        keys = tuple(replace(key, since=moment) if key.public_key == own else key for key in trust.keys)
        renewed = replace(trust, keys=keys, version=trust.version + 1)
        row = TrustRow(renewed.version, renewed.epoch, seal_trust(root, renewed), renewed.expires)
        feed.add_trust(connection, row, self.clock.now())
        return row

    def root_public_key(self) -> bytes:
        """The public half of the root key, for invitations. Raises ``AppError`` ``KeyUnavailable``."""
        if self.keys.root is None:
            raise AppError(ErrorCode.KEY_UNAVAILABLE)
        return self.keys.root.public_key

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def open_office(folder: Path, clock: Clock, *, url: str = "", create: bool = False) -> Office:
    """The office whose keys (and, without *url*, database) lie in *folder*; with *create*, made there if new.

    Raises ``AppError`` ``NotInitialised`` where there is none, and those of the database and the keys.
    """
    is_new = not (folder / SIGNING_FILE).exists()
    if is_new and not create:
        raise AppError(ErrorCode.NOT_INITIALISED, path=str(folder))
    make_folder(folder)
    database = open_url(url) if url else open_sqlite(folder)
    try:
        office = Office(folder, database, open_keys(folder, new=is_new), clock)
        with database.write() as connection:
            office.renew_trust(connection)
    except BaseException:
        database.close()
        raise
    return office
