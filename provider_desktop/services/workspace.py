"""What every service stands on: the data folder, the open database, the keys, the clock, who is at work."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from provider_desktop.domain.clock import Clock
from provider_desktop.domain.identifiers import make_ulid
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.engine_messages import AlarmCode
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.signing import Signer
from provider_desktop.paths import DataPaths
from provider_desktop.security.users import Role
from provider_desktop.security.vault import Vault
from provider_desktop.services.changes import Changes
from provider_desktop.services.shared_database import SharedDatabase
from provider_desktop.storage.audit import AuditEvent
from provider_desktop.storage.open_database import OpenDatabase
from provider_desktop.storage.stream import StreamState
from provider_desktop.storage.unit_of_work import Reading, UnitOfWork

#: Who acts where nobody has been named.
UNNAMED = "operator"


#: The setting that holds what joining gave.
MEMBERSHIP = "membership"
#: The setting that holds what stopped the last run of the exchange, for as long as it does.
STOPPED_BY = "stopped_by"
#: Problems by which the receiver says that it does not know this PC (any more). They come unsigned, and a
#: line that garbles requests looks the same: nothing is shut, but a new enrolment is open.
_UNKNOWN_HERE = frozenset({Problem.SIGNATURE.value, Problem.NONE.value})
#: Alarms that end with a new enrolment even though the stream would still take entries here.
WAYS_OUT = frozenset(
    {
        AlarmCode.REVOKED.value,
        AlarmCode.ENTRY_REFUSED.value,
        AlarmCode.ENTRY_TOO_LARGE.value,
        AlarmCode.RECEIVER_BACKWARDS.value,
    }
)


@dataclass(frozen=True, slots=True)
class Membership:
    """What joining gave this installation: agency, receiver, the root of trust, device and stream."""

    agency: str
    agency_name: str
    url: str
    root: bytes
    device: str
    stream: str


@dataclass(slots=True)
class Workspace:
    """Shared by all services of one data folder; opened and closed by the session."""

    paths: DataPaths
    clock: Clock
    language: str
    changes: Changes = field(default_factory=Changes)
    actor: str = UNNAMED
    #: What who is at work may do; the one local operator may everything, nobody signed in (None) nothing.
    role: Role | None = Role.ADMINISTRATOR
    #: Whether people sign in here.
    has_users: bool = False
    vault: Vault | None = None
    database: OpenDatabase | None = None
    signer: Signer | None = None
    #: Signs requests where the receiver does not know ``signer`` yet (a rotation under way).
    line_signer: Signer | None = None
    #: Why the keys could not be asked for the device's own, where they could not.
    signer_error: AppError | None = None
    membership: Membership | None = None
    clock_offset: int = 0

    def now(self) -> datetime:
        """The present, in UTC."""
        return self.clock.now()

    def new_ulid(self) -> str:
        """A fresh id for a record."""
        return make_ulid(self.now(), os.urandom(10))

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Repositories that see one moment. Raises ``AppError`` when nothing is open."""
        with self.opened().reading() as repositories:
            yield repositories

    @contextmanager
    def entry_reading(self) -> Iterator[Reading]:
        """The same for entering visits, which goes on with a copy of what it looks things up in, and the
        drafts on this PC, while a shared database is away."""
        if self.shared is not None and self.shared.is_away:
            with self.shared.local.reading() as repositories:
                yield repositories
            return
        with self.reading() as repositories:
            yield repositories

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """One transaction; it is committed on leaving without an error, and changes are told."""
        with self.opened().unit_of_work() as work:
            yield work
            topics = work.commit()
        if self.shared is not None:
            self.shared.told(topics)
        self.changes.tell(topics)

    @property
    def shared(self) -> SharedDatabase | None:
        """The open database where several PCs share it, None where this PC has its own."""
        return self.database if isinstance(self.database, SharedDatabase) else None

    def opened(self) -> OpenDatabase:
        """The open database. Raises ``AppError`` ``NotInitialised`` where none is."""
        if self.database is None:
            raise AppError(ErrorCode.NOT_INITIALISED, path=str(self.paths.database))
        return self.database

    def open_vault(self) -> Vault:
        """The opened keys. Raises ``AppError`` ``NotInitialised`` where none are."""
        if self.vault is None:
            raise AppError(ErrorCode.NOT_INITIALISED, path=str(self.paths.database))
        return self.vault

    def joined(self) -> tuple[Membership, Signer]:
        """Membership and the device's signer.

        Raises ``AppError`` ``NotJoined``; ``StreamDiverged`` where the keys say that this folder is a
        copy or an old backup: it may be read, but must join anew before anything is sealed.
        """
        if self.membership is None:
            raise AppError(ErrorCode.NOT_JOINED)
        if self.signer_error is not None:
            raise self.signer_error
        if self.signer is None:
            raise AppError(ErrorCode.STREAM_DIVERGED, stream=self.membership.stream, seq=self._head_seq())
        return self.membership, self.signer

    def is_shut_out(self) -> bool:
        """Whether nothing may be sealed or sent here before this PC is enrolled anew: a copy, an old
        backup, a stream that is closed or frozen, a device that was revoked, an entry refused for good."""
        if self.membership is None or self.signer_error is not None:
            return False
        if self.shared is not None and self.shared.is_away:
            return False  # nothing is sealed until it can be asked
        with self.reading() as reading:
            own = reading.stream.own()
            alarm = reading.settings.get("alarm") or {}
        is_open = own is not None and own.state is StreamState.OPEN
        return self.signer is None or not is_open or alarm.get("code") in WAYS_OUT

    def may_begin_anew(self) -> bool:
        """Whether a new invitation may enrol this PC again: it is shut out, or the receiver turns it away."""
        if self.membership is None or (self.shared is not None and self.shared.is_away):
            return False
        with self.reading() as reading:
            turned_away = reading.settings.get(STOPPED_BY) in _UNKNOWN_HERE
        return turned_away or self.is_shut_out()

    def _head_seq(self) -> int:
        with self.reading() as reading:
            head = reading.stream.own()
        return head.seq if head else 0

    def line(self) -> tuple[Membership, Signer]:
        """Membership and the key that the receiver knows requests by. Raises as :meth:`joined`."""
        membership, signer = self.joined()
        return membership, self.line_signer or signer

    def remember_sealed(self) -> None:
        """Note beside the device key how far this installation has sealed, so that a copy is noticed."""
        if self.vault is None or self.membership is None:
            return
        with self.reading() as reading:
            head = reading.stream.own()
        if head is not None:
            self.vault.remember_sealed(head.stream, head.seq)

    def audit(
        self, work: UnitOfWork, action: str, subject: str, reason: str = "", **details: str | int
    ) -> None:
        """Write a line of the audit trail: ids and codes only, never personal data."""
        work.audit.append(AuditEvent(self.now(), self.actor, action, subject, reason, details))


def membership_data(membership: Membership) -> dict[str, str]:
    """A membership as its setting."""
    return {
        "agency": membership.agency,
        "agency_name": membership.agency_name,
        "url": membership.url,
        "root": membership.root.hex(),
        "device": membership.device,
        "stream": membership.stream,
    }


def membership_from(data: Mapping[str, str]) -> Membership:
    """The membership that a setting holds."""
    return Membership(
        agency=data["agency"],
        agency_name=data["agency_name"],
        url=data["url"],
        root=bytes.fromhex(data["root"]),
        device=data["device"],
        stream=data["stream"],
    )
