"""Working with other PCs on one agency database: setting up, watching, and settling what two people typed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Permission
from provider_desktop.services.changes import Changes
from provider_desktop.services.draft_spool import DraftSpool
from provider_desktop.services.permissions import anyone, everyone, needs
from provider_desktop.services.shared_database import INSTALLATION, SERVER, SharedDatabase
from provider_desktop.services.sharing import KeptDraft, SharingState
from provider_desktop.services.visit_entry import draft_findings
from provider_desktop.services.workspace import MEMBERSHIP, Workspace
from provider_desktop.storage.database import Database
from provider_desktop.storage.server_address import ServerAddress
from provider_desktop.storage.server_database import ServerDatabase


class SharingService:
    """What windows ask about it; where the data are on this PC alone there is nothing to tell."""

    def __init__(self, workspace: Workspace, spool: DraftSpool) -> None:
        self._workspace = workspace
        self._spool = spool

    @anyone
    def state(self) -> SharingState:
        """Whether the server is there, and what waits here; never asks the server."""
        shared = self._workspace.shared
        if shared is None:
            return SharingState()
        waiting, kept = self._spool.counts()
        return SharingState(shared.server.address.name, shared.is_away, waiting, kept)

    @anyone
    def watch(self) -> None:
        """Have changes of other PCs told here as they happen, from now on until the data are closed."""
        if self._workspace.shared is not None:
            self._workspace.shared.watch()

    @everyone
    def kept(self) -> tuple[KeptDraft, ...]:
        """Drafts that two people changed, both sides. Raises ``AppError`` ``DatabaseAway``."""
        return self._spool.kept()

    @needs(Permission.ENTER)
    def take_mine(self, record: str) -> None:
        """Let what was typed here stand. Raises ``AppError`` ``RecordUnknown``, ``StateForbids`` (sealed)."""
        self._spool.take_mine(record)

    @needs(Permission.ENTER)
    def drop_mine(self, record: str) -> None:
        """Let what stands over there stand. Raises ``AppError`` ``RecordUnknown``."""
        self._spool.drop_mine(record)


@dataclass(frozen=True, slots=True)
class Joining:
    """A shared database that was found fit, and what this PC is called in it."""

    address: ServerAddress
    installation: str

    def note_in(self, local: Database) -> None:
        """Remember both in this PC's own file, which is encrypted: the address may hold a password."""
        with local.unit_of_work() as work:
            work.settings.set(SERVER, self.address.text)
            work.settings.set(INSTALLATION, self.installation)
            work.commit()


def make_shared(server: str, installation: str) -> Joining:
    """Reach the agency's database, making its tables where this is the first PC.

    Raises ``AppError``: ``ValueInvalid``, ``DatabaseLineOpen``, ``DatabaseAway``, ``DatabaseTooNew``,
    ``ExtraMissing``.
    """
    address = ServerAddress.read(server)
    ServerDatabase.open(address, installation, new=True).close()
    return Joining(address, installation)


def draft_spool(workspace: Workspace) -> DraftSpool:
    """The spool of a workspace."""
    return DraftSpool(workspace, partial(draft_findings, workspace))


def shared_of(local: Database, changes: Changes) -> SharedDatabase | None:
    """The shared database that a file names, not connected to yet; None where the file is the database."""
    with local.reading() as reading:
        server, installation = reading.settings.get(SERVER), reading.settings.get(INSTALLATION)
    if not server:
        return None
    return SharedDatabase(ServerDatabase(ServerAddress.read(server), installation), local, changes)


def require_same_agency(workspace: Workspace, agency: str) -> None:
    """Raise ``AppError`` ``AlreadyJoined`` where other PCs of the shared database are of another agency."""
    if workspace.shared is None:
        return
    with workspace.reading() as reading:
        for membership in reading.settings.of_every_pc(MEMBERSHIP):
            if membership["agency"] != agency:
                raise AppError(ErrorCode.ALREADY_JOINED, agency=membership["agency"])
