"""Setting up, opening, joining: how this PC comes to its database, its keys and its membership."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.engine_messages import AlarmCode
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.invitations import Invitation
from provider_desktop.exchange.invitations import read_invitation as parse_invitation
from provider_desktop.exchange.scalars import to_base64url
from provider_desktop.exchange.signing import Signer
from provider_desktop.security.keystore import system_keyring_backend
from provider_desktop.security.slots import KEYRING, PASSPHRASE_MINIMUM
from provider_desktop.security.strength import PASSPHRASE_BITS, check_strength
from provider_desktop.security.users import Permission, Role, local_operator
from provider_desktop.security.vault import Vault
from provider_desktop.services.backup_writing import write_own_backup
from provider_desktop.services.device_keys import DeviceKeys
from provider_desktop.services.draft_spool import DraftSpool
from provider_desktop.services.enrolling import Enrolled, enrol
from provider_desktop.services.exchange_run import ALARM, CLOCK_OFFSET, TRUST
from provider_desktop.services.key_changing import open_database
from provider_desktop.services.permissions import anyone, needs
from provider_desktop.services.recovery_service import RecoveryService
from provider_desktop.services.session import SessionState
from provider_desktop.services.shared_database import SharedDatabase
from provider_desktop.services.sharing_service import (
    draft_spool,
    make_shared,
    require_same_agency,
    shared_of,
)
from provider_desktop.services.workspace import (
    MEMBERSHIP,
    Membership,
    Workspace,
    membership_data,
    membership_from,
)
from provider_desktop.storage.database import Database
from provider_desktop.storage.open_database import OpenDatabase

_log = logging.getLogger(__name__)

#: The setting that holds who works here.
OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class SetUp:
    """What setting up made: database file, schema version, kinds of key slots."""

    database: Path
    schema: str
    key_slots: tuple[str, ...]


class SessionService:
    """The first thing that is asked and the last that is closed."""

    def __init__(
        self,
        workspace: Workspace,
        keyring: Callable[[], object | None] = system_keyring_backend,
        spool: DraftSpool | None = None,
    ) -> None:
        """*spool* has the drafts that wait here while a shared database is away."""
        self._workspace = workspace
        self._keyring = keyring
        self._spool = spool or draft_spool(workspace)

    @anyone
    def state(self) -> SessionState:
        """What the program needs next; asks nothing that could wait for a person."""
        workspace = self._workspace
        if workspace.database is None:
            return SessionState("passphrase" if workspace.paths.database.exists() else "setup")
        if workspace.role is None:
            return SessionState("sign_in")
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
            must_rejoin=workspace.is_shut_out(),
            may_rejoin=workspace.may_begin_anew(),
        )

    @anyone
    def needs_passphrase(self) -> bool:
        """Whether setting up here takes a passphrase, since there is no keyring."""
        return self._keyring() is None

    @anyone
    def set_up(self, passphrase: str | None = None, server: str = "") -> SetUp:
        """Make keys and database in an empty data folder and open them.

        *server* is the address of the agency's database where several PCs share one; the file here then
        only holds what is on its way. Raises ``AppError`` as :meth:`Vault.create`,
        :meth:`Database.create` and :func:`make_shared` do, ``PassphraseWeak`` for a passphrase that is
        easily guessed.
        """
        if passphrase:
            check_strength(passphrase, PASSPHRASE_BITS, PASSPHRASE_MINIMUM)
        paths = self._workspace.paths
        # Before anything is made here: what cannot be reached now is better found out now.
        joining = make_shared(server, self._workspace.new_ulid()) if server else None
        vault = Vault.create(paths, passphrase, keyring=self._keyring())
        database = Database.create(paths.database, vault.database_key)
        if joining is not None:
            joining.note_in(database)
        self._take(vault, database)
        return SetUp(paths.database, database.schema_version, vault.key_slots)

    @anyone
    def open(self, passphrase: str | None = None) -> SessionState:
        """Open an existing data folder. Raises ``AppError`` as :meth:`Vault.open` and
        :meth:`Database.open` do; nothing is ever made anew."""
        if self._workspace.database is None:
            paths = self._workspace.paths
            vault = Vault.open(paths, passphrase, keyring=self._keyring())
            self._take(vault, open_database(vault, paths, self._before_upgrade(vault)))
            self._mend_keyring()
        return self.state()

    @anyone
    def try_open(self, passphrase: str | None = None) -> bool:
        """Open where that works; False where the database or its keys are damaged, as before a restore.

        Raises ``AppError`` for what a person can put right: ``PassphraseNeeded``, ``WrongPassphrase``,
        ``AlreadyRunning``.
        """
        try:
            self.open(passphrase)
        except AppError as error:
            if error.code in (
                ErrorCode.PASSPHRASE_NEEDED,
                ErrorCode.WRONG_PASSPHRASE,
                ErrorCode.ALREADY_RUNNING,
            ):
                raise
            return False
        return True

    def _mend_keyring(self) -> None:
        """Where the passphrase opened what the keyring should have, let the keyring have it again."""
        workspace = self._workspace
        try:
            mended = workspace.open_vault().mend_keyring(self._keyring())
        except AppError:
            return  # a keyring that stays locked: the passphrase opens the next time as well
        if mended:
            with workspace.writing() as work:
                workspace.audit(work, "keys.mended", "")

    def _before_upgrade(self, vault: Vault) -> Callable[[Database], None]:
        workspace = self._workspace

        def keep(database: Database) -> None:
            write_own_backup(workspace.paths, workspace.now(), database, vault)

        return keep

    @anyone
    def close(self) -> None:
        """Let go of database and keys."""
        workspace = self._workspace
        if workspace.database is not None:
            workspace.database.close()
        workspace.database = workspace.membership = workspace.vault = None
        workspace.signer = workspace.line_signer = workspace.signer_error = None
        if workspace.has_users:
            workspace.role = None

    @anyone
    def lock(self) -> bool:
        """Let go of everything until somebody signs in or gives the passphrase; False where neither would
        be asked for, since the keyring alone opens the folder."""
        workspace = self._workspace
        if not self.can_lock():
            return False
        try:
            with workspace.writing() as work:
                workspace.audit(work, "lock", workspace.actor)
        except AppError:
            # a full disk keeps no line of it; it must not keep the window open
            _log.warning("the lock has no line in the audit trail")
        finally:
            self.close()
        return True

    @anyone
    def can_lock(self) -> bool:
        """Whether opening again would ask anybody for anything."""
        vault = self._workspace.vault
        return self._workspace.has_users or (vault is not None and KEYRING not in vault.key_slots)

    @anyone
    def read_invitation(self, content: bytes) -> Invitation:
        """What an invitation says, for people to confirm. Raises ``AppError`` ``InvitationInvalid`` or
        ``InvitationExpired``."""
        return parse_invitation(content, self._workspace.now())

    @needs(Permission.JOIN)
    def join(self, content: bytes) -> SessionState:
        """Enrol this PC with an invitation.

        The device key is kept before the code is sent, so that an answer that gets lost can be asked
        for again. Where this PC may begin anew (``SessionState.may_rejoin``), a new invitation of
        the same agency does what :meth:`RecoveryService.recover` does. Raises ``AppError``:
        ``InvitationInvalid``, ``InvitationExpired``, ``InvitationUsed``, ``AlreadyJoined``, ``Offline``,
        ``ReceiverNotOurs``, ``ReceiverBusy``.
        """
        workspace = self._workspace
        invitation = self.read_invitation(content)
        workspace.opened()
        require_same_agency(workspace, invitation.agency)
        if workspace.membership is not None:
            if workspace.may_begin_anew():
                RecoveryService(workspace).recover(content)
                return self.state()
            raise AppError(ErrorCode.ALREADY_JOINED, agency=workspace.membership.agency)
        enrolled = enrol(workspace, invitation)
        return self._begin(enrolled)

    def _begin(self, enrolled: Enrolled) -> SessionState:
        state = self.begin_membership(enrolled.membership, enrolled.signer, enrolled.trust)
        self._workspace.open_vault().promote_next_device_key()
        self._workspace.remember_sealed()
        return state

    @needs(Permission.JOIN)
    def begin_membership(self, membership: Membership, signer: Signer, trust: bytes) -> SessionState:
        """Keep what an enrolment gave and begin its stream. The device key is in the vault already."""
        workspace = self._workspace
        with workspace.writing() as work:
            work.settings.set(MEMBERSHIP, membership_data(membership))
            work.settings.set(TRUST, to_base64url(trust))
            work.stream.start(membership.stream, membership.device, workspace.now(), signer.public_key)
            workspace.audit(work, "join", membership.device, "", stream=membership.stream)
        workspace.membership, workspace.signer = membership, signer
        return self.state()

    @needs(Permission.USERS)
    def set_operator(self, name: str) -> None:
        """Name who works here; entries and the audit trail carry the name from now on.

        Raises ``AppError`` ``ValueInvalid`` for an empty or over-long name, ``UserExists`` where people
        sign in instead.
        """
        if self._workspace.has_users:
            raise AppError(ErrorCode.USER_EXISTS, user=self._workspace.actor)
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
        try:
            self._take_in(vault, database)
        except BaseException:
            self.close()  # half open, it would say that nobody has joined
            raise

    def _take_in(self, vault: Vault, database: Database) -> None:
        shared = shared_of(database, self._workspace.changes)
        if shared is None:
            self._know_itself(vault, database)
            return
        self._workspace.database = shared
        shared.when_back = lambda: self._when_back(vault, shared)
        if not shared.connect():
            # What was known when the server was there last is enough to open and to type.
            self._know_itself(vault, database)

    def _when_back(self, vault: Vault, shared: SharedDatabase) -> None:
        if self._workspace.signer is None:
            self._know_itself(vault, shared.server)
        self._spool.bring_in()

    def _know_itself(self, vault: Vault, database: OpenDatabase) -> None:
        """Take from a database who this PC is, who may work here, and which keys fit."""
        workspace = self._workspace
        with database.reading() as reading:
            kept = reading.settings.get(MEMBERSHIP)
            workspace.has_users = reading.users.any()
            workspace.actor = reading.settings.get(OPERATOR) or local_operator().name
            workspace.clock_offset = reading.settings.get(CLOCK_OFFSET, 0)
            workspace.role = None if workspace.has_users else Role.ADMINISTRATOR
            head = reading.stream.own()
            rotated = reading.stream.last_of_op(head.stream, Op.KEY_ROTATE.value) if head else None
        if kept is None:
            return
        workspace.membership = membership_from(kept)
        if workspace.shared is not None and workspace.shared.is_away:
            # Which keys fit is told by the stream, which is over there.
            away = AppError(ErrorCode.DATABASE_AWAY, server=str(workspace.shared.path), reason="-")
            workspace.signer_error = away
            return
        keys = DeviceKeys.found(vault, workspace.membership, head, rotated)
        workspace.signer_error = keys.error
        if keys.error is None:
            workspace.signer, workspace.line_signer = keys.signer, keys.line_signer
            self._note_copy(keys)

    def _note_copy(self, keys: DeviceKeys) -> None:
        """Where the keys say that this folder is a copy or an old backup, put the alarm up that says so."""
        if keys.signer is not None:
            return
        with self._workspace.writing() as work:
            if work.settings.get(ALARM) is None:
                told = {"seq": keys.sealed_seq}
                work.settings.set(ALARM, {"code": AlarmCode.LOCAL_BEHIND.value, "params": told})
                self._workspace.audit(work, "alarm", AlarmCode.LOCAL_BEHIND.value, "", **told)
