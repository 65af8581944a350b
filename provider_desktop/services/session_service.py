"""Setting up, opening, joining: how this PC comes to its database, its keys and its membership."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.invitations import Enrolment, Invitation, enrolment_request
from provider_desktop.exchange.invitations import read_invitation as parse_invitation
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.exchange.scalars import to_base64url
from provider_desktop.exchange.signing import SEED_BYTES, Ed25519Signer, Signer, key_id
from provider_desktop.exchange.trust import TrustError, verify_trust
from provider_desktop.regulator.client import RegulatorClient
from provider_desktop.security.keystore import system_keyring_backend
from provider_desktop.security.users import local_operator
from provider_desktop.security.vault import Vault
from provider_desktop.services.exchange_run import CLOCK_OFFSET, TRUST
from provider_desktop.services.session import SessionState
from provider_desktop.services.workspace import Membership, Workspace
from provider_desktop.settings import load_settings
from provider_desktop.storage.database import Database

#: Settings of the database that the session writes.
MEMBERSHIP, OPERATOR = "membership", "operator"


@dataclass(frozen=True, slots=True)
class SetUp:
    """What setting up made: database file, schema version, kinds of key slots."""

    database: Path
    schema: str
    key_slots: tuple[str, ...]


class SessionService:
    """The first thing that is asked and the last that is closed."""

    def __init__(
        self, workspace: Workspace, keyring: Callable[[], object | None] = system_keyring_backend
    ) -> None:
        self._workspace = workspace
        self._keyring = keyring

    def state(self) -> SessionState:
        """What the program needs next; asks nothing that could wait for a person."""
        workspace = self._workspace
        if workspace.database is None:
            return SessionState("passphrase" if workspace.paths.database.exists() else "setup")
        if workspace.membership is None:
            return SessionState("join", operator=workspace.actor)
        membership = workspace.membership
        return SessionState(
            needs="",
            agency=membership.agency,
            agency_name=membership.agency_name,
            device=membership.device,
            stream=membership.stream,
            operator=workspace.actor,
            receiver_url=membership.url,
        )

    def needs_passphrase(self) -> bool:
        """Whether setting up here takes a passphrase, since there is no keyring."""
        return self._keyring() is None

    def set_up(self, passphrase: str | None = None) -> SetUp:
        """Make keys and database in an empty data folder and open them.

        Raises ``AppError`` as :meth:`Vault.create` and :meth:`Database.create` do.
        """
        paths = self._workspace.paths
        vault = Vault.create(paths, passphrase, keyring=self._keyring())
        database = Database.create(paths.database, vault.database_key)
        self._take(vault, database)
        return SetUp(paths.database, database.schema_version, vault.key_slots)

    def open(self, passphrase: str | None = None) -> SessionState:
        """Open an existing data folder. Raises ``AppError`` as :meth:`Vault.open` and
        :meth:`Database.open` do; nothing is ever made anew."""
        if self._workspace.database is None:
            paths = self._workspace.paths
            vault = Vault.open(paths, passphrase, keyring=self._keyring())
            self._take(vault, Database.open(paths.database, vault.database_key))
        return self.state()

    def close(self) -> None:
        """Let go of database and keys."""
        workspace = self._workspace
        if workspace.database is not None:
            workspace.database.close()
        workspace.database = workspace.signer = workspace.membership = workspace.vault = None

    def read_invitation(self, content: bytes) -> Invitation:
        """What an invitation says, for people to confirm. Raises ``AppError`` ``InvitationInvalid`` or
        ``InvitationExpired``."""
        return parse_invitation(content, self._workspace.now())

    def join(self, content: bytes) -> SessionState:
        """Enrol this PC with an invitation.

        The device key is kept before the code is sent, so that an answer that gets lost can be asked
        for again. Raises ``AppError``: ``InvitationInvalid``, ``InvitationExpired``, ``InvitationUsed``,
        ``AlreadyJoined``, ``Offline``, ``ReceiverNotOurs``, ``ReceiverBusy``.
        """
        workspace = self._workspace
        invitation = self.read_invitation(content)
        workspace.opened()
        if workspace.membership is not None:
            raise AppError(ErrorCode.ALREADY_JOINED, agency=workspace.membership.agency)
        vault = workspace.open_vault()
        seed = vault.device_key()
        if seed is None:
            seed = os.urandom(SEED_BYTES)
            vault.keep_device_key(seed)
        signer = Ed25519Signer(seed)
        settings = load_settings(workspace.paths.settings)
        with RegulatorClient(invitation.url, signer, proxy=settings.proxy, clock=workspace.now) as regulator:
            trust = self._trusted(regulator.trust(), invitation)
            answer = regulator.enrol(enrolment_request(signer, invitation, "provider-desktop"))
            enrolment = _enrolled(answer, invitation, key_id(signer.public_key))
        membership = Membership(
            agency=invitation.agency,
            agency_name=invitation.agency_name,
            url=invitation.url,
            root=invitation.root,
            device=enrolment.device,
            stream=enrolment.stream,
        )
        return self.begin_membership(membership, signer, trust)

    def begin_membership(self, membership: Membership, signer: Signer, trust: bytes) -> SessionState:
        """Keep what an enrolment gave and begin its stream. The device key is in the vault already."""
        workspace = self._workspace
        with workspace.writing() as work:
            work.settings.set(MEMBERSHIP, _membership_data(membership))
            work.settings.set(TRUST, to_base64url(trust))
            work.stream.start(membership.stream, membership.device, workspace.now())
            workspace.audit(work, "join", membership.device, "", stream=membership.stream)
        workspace.membership, workspace.signer = membership, signer
        return self.state()

    def set_operator(self, name: str) -> None:
        """Name who works here; entries and the audit trail carry the name from now on.

        Raises ``AppError`` ``ValueInvalid`` for an empty or over-long name.
        """
        name = name.strip()
        if not name or len(name) > 64:
            raise AppError(ErrorCode.VALUE_INVALID, name="operator", value=name[:64])
        self._workspace.actor = name
        if self._workspace.database is not None:
            with self._workspace.writing() as work:
                work.settings.set(OPERATOR, name)

    def _take(self, vault: Vault, database: Database) -> None:
        workspace = self._workspace
        workspace.vault, workspace.database = vault, database
        with database.reading() as reading:
            kept = reading.settings.get(MEMBERSHIP)
            workspace.actor = reading.settings.get(OPERATOR) or local_operator().name
            workspace.clock_offset = reading.settings.get(CLOCK_OFFSET, 0)
            head = reading.stream.own()
        if kept is None:
            return
        workspace.membership = _membership(kept)
        seed = vault.device_key()
        mark = vault.last_sealed()
        behind = (
            mark is not None
            and mark.stream == workspace.membership.stream
            and (head is None or head.seq < mark.seq)
        )
        if (
            seed is not None
            and key_id(Ed25519Signer(seed).public_key) == workspace.membership.device
            and not behind
        ):
            workspace.signer = Ed25519Signer(seed)
        # Without a signer this folder is a copy or an old backup: it may be read, but must join anew to seal.

    def _trusted(self, answer: Answer, invitation: Invitation) -> bytes:
        """The receiver's trust, verified under the invitation's root, before the code is shown to anybody."""
        _require_ours(answer, invitation)
        try:
            verify_trust(answer.body.strip(), root=invitation.root, now=self._workspace.now())
        except TrustError as error:
            raise AppError(ErrorCode.RECEIVER_NOT_OURS, url=invitation.url, reason=error.code) from error
        return answer.body.strip()


def _enrolled(answer: Answer, invitation: Invitation, device: str) -> Enrolment:
    if answer.problem is not None and answer.problem.problem is Problem.INVITATION:
        raise AppError(ErrorCode.INVITATION_USED)
    _require_ours(answer, invitation)
    try:
        return Enrolment.from_bytes(answer.body, agency=invitation.agency, device=device)
    except FormError as error:
        raise AppError(ErrorCode.RECEIVER_NOT_OURS, url=invitation.url, reason=error.code.value) from error


def _require_ours(answer: Answer, invitation: Invitation) -> None:
    if answer.kind is AnswerKind.OFFLINE:
        raise AppError(ErrorCode.OFFLINE, url=invitation.url)
    if answer.kind is AnswerKind.FOREIGN:
        raise AppError(ErrorCode.RECEIVER_NOT_OURS, url=invitation.url, reason=str(answer.status))
    if answer.problem is not None:
        if answer.retry_after or answer.problem.problem is Problem.BUSY:
            raise AppError(ErrorCode.RECEIVER_BUSY, seconds=max(1, answer.retry_after))
        raise AppError(ErrorCode.RECEIVER_REFUSED, problem=answer.problem.problem.value, status=answer.status)


def _membership_data(membership: Membership) -> dict[str, str]:
    return {
        "agency": membership.agency,
        "agency_name": membership.agency_name,
        "url": membership.url,
        "root": membership.root.hex(),
        "device": membership.device,
        "stream": membership.stream,
    }


def _membership(data: dict[str, str]) -> Membership:
    return Membership(
        agency=data["agency"],
        agency_name=data["agency_name"],
        url=data["url"],
        root=bytes.fromhex(data["root"]),
        device=data["device"],
        stream=data["stream"],
    )
