"""What administrators ask: is this PC fit, is what it holds whole, and how much is it."""

from __future__ import annotations

import os

from provider_desktop.errors import ErrorCode
from provider_desktop.exchange.regulator import AnswerKind
from provider_desktop.exchange.signing import SEED_BYTES, Ed25519Signer
from provider_desktop.exchange.trust import TrustError, verify_trust
from provider_desktop.regulator.client import RegulatorClient
from provider_desktop.services import machine_checks
from provider_desktop.services.permissions import anyone, everyone
from provider_desktop.services.system import DoctorCheck, Holdings, VerifyReport
from provider_desktop.services.verification import Verification
from provider_desktop.services.workspace import Membership, Workspace
from provider_desktop.settings import load_settings
from provider_desktop.storage.recipients import RecipientQuery
from provider_desktop.storage.visit_lists import VisitQuery
from provider_desktop.wording import sentence

#: A clock that is further off than this lets signed requests fail and times look wrong (seconds).
CLOCK_TOLERANCE = 120
#: Nobody waits longer than this for a receiver while the doctor looks (seconds).
_LINK_SECONDS = 5.0


class SystemService:
    """Looks only: nothing here changes anything."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @anyone
    def doctor(self) -> tuple[DoctorCheck, ...]:
        """One check each of: program, python, sqlite, keyring, fonts, display, clock, disk, folder,
        database, link. Works before anything is set up."""
        workspace = self._workspace
        language, folder = workspace.language, workspace.paths.root
        return (
            machine_checks.program_check(language),
            machine_checks.python_check(),
            machine_checks.sqlite_check(),
            machine_checks.keyring_check(language),
            machine_checks.font_check(language),
            machine_checks.display_check(language),
            self._clock(),
            machine_checks.disk_check(folder),
            machine_checks.folder_check(folder, language),
            self._database(),
            self._link(),
        )

    @everyone
    def verify(self, receipts: bool = True, audit: bool = True) -> VerifyReport:
        """Verify every entry and every sum, the database's own integrity and, where asked, every receipt
        with the feed, and the audit trail. Reads everything. Raises ``AppError`` ``NotInitialised``."""
        damage = self._workspace.opened().problems()
        with self._workspace.reading() as reading:
            work = Verification(self._workspace, reading)
            work.check_streams()
            if receipts:
                work.check_receipts()
                work.check_feed()
            if audit:
                work.check_audit()
            work.check_sums()
        return VerifyReport(work.entries, work.receipts, (*damage, *work.problems), work.unsigned)

    @everyone
    def holdings(self) -> Holdings:
        """What this PC holds."""
        paths = self._workspace.paths
        with self._workspace.reading() as reading:
            drafts = reading.visit_lists.draft_counts()
            return Holdings(
                recipients=reading.recipients.count(RecipientQuery()),
                staff=len(reading.staff.all()),
                visits=reading.visit_lists.count(VisitQuery()),
                drafts=drafts.ready + drafts.asking + drafts.blocked,
                entries=sum(head.seq for head in reading.stream.all()),
                receipts=len(reading.receipts.all(10_000_000)),
                statements=reading.feed.head()[0],
                database_bytes=paths.database.stat().st_size,
                evidence_bytes=sum(
                    file.stat().st_size for file in paths.evidence.rglob("*") if file.is_file()
                ),
            )

    def _clock(self) -> DoctorCheck:
        offset = self._workspace.clock_offset
        told = self._say("clock", seconds=offset) if self._workspace.membership else self._say("not_joined")
        return DoctorCheck("clock", abs(offset) <= CLOCK_TOLERANCE, told)

    def _database(self) -> DoctorCheck:
        workspace = self._workspace
        if workspace.shared is not None and workspace.shared.is_away:
            server = {"server": workspace.shared.server.address.name, "reason": "-"}
            words = sentence("error", ErrorCode.DATABASE_AWAY.value, workspace.language, server)
            return DoctorCheck("database", False, words)
        if workspace.database is not None:
            return DoctorCheck("database", True, self._say("open", schema=workspace.database.schema_version))
        if workspace.paths.database.exists():
            return DoctorCheck("database", True, self._say("closed"))
        return DoctorCheck("database", True, self._say("not_set_up"))

    def _link(self) -> DoctorCheck:
        """Whether the receiver that this PC has joined answers, and is the one that the root vouches for."""
        membership = self._workspace.membership
        if membership is None:
            return DoctorCheck("link", True, self._say("not_joined"))
        settings = load_settings(self._workspace.paths.settings)
        # What the regulator's keys are is asked unsigned, so that any key serves to ask.
        signer = self._workspace.signer or Ed25519Signer(os.urandom(SEED_BYTES))
        with RegulatorClient(
            membership.url,
            signer,
            proxy=settings.proxy,
            clock=self._workspace.now,
            read_seconds=_LINK_SECONDS,
            call_seconds=_LINK_SECONDS,
        ) as regulator:
            answer = regulator.trust()
        if answer.kind is AnswerKind.OFFLINE:
            return DoctorCheck("link", False, self._say("offline", url=membership.url))
        is_ours = answer.kind is AnswerKind.OURS and self._is_trusted(answer.body, membership)
        code = "reached" if is_ours else "not_ours"
        return DoctorCheck("link", is_ours, self._say(code, url=membership.url))

    def _is_trusted(self, body: bytes, membership: Membership) -> bool:
        try:
            verify_trust(body.strip(), root=membership.root, now=self._workspace.now())
        except TrustError:
            return False
        return True

    def _say(self, code: str, **values: object) -> str:
        return sentence("doctor_detail", code, self._workspace.language, values)
