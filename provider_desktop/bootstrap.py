"""Builds everything that is not the window: services over one workspace, for window and commands alike."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.domain.clock import Clock, SystemClock
from provider_desktop.paths import DataPaths
from provider_desktop.security.keystore import system_keyring_backend
from provider_desktop.services.audit_service import AuditService
from provider_desktop.services.backup_service import BackupService
from provider_desktop.services.case_service import CaseService
from provider_desktop.services.erasure_service import ErasureService
from provider_desktop.services.evidence_service import EvidenceService
from provider_desktop.services.import_service import ImportService
from provider_desktop.services.key_service import KeyService
from provider_desktop.services.package_service import PackageService
from provider_desktop.services.people import RecipientService, StaffService
from provider_desktop.services.person_service import PersonService
from provider_desktop.services.picture_service import PictureService
from provider_desktop.services.rating_papers import RatingPaperService
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.services.recovery_service import RecoveryService
from provider_desktop.services.report_service import ReportService
from provider_desktop.services.sample_large import fill_large
from provider_desktop.services.sample_replay import SAMPLE_PASSPHRASE, SampleReplay
from provider_desktop.services.schedule_papers import SchedulePaperService
from provider_desktop.services.schedule_service import ScheduleService
from provider_desktop.services.search_service import SearchService
from provider_desktop.services.session_service import SessionService
from provider_desktop.services.settlement_service import SettlementService
from provider_desktop.services.sharing_service import SharingService, draft_spool
from provider_desktop.services.sync_service import SyncService
from provider_desktop.services.system_service import SystemService
from provider_desktop.services.today_service import TodayService
from provider_desktop.services.upkeep_service import UpkeepService
from provider_desktop.services.user_service import UserService
from provider_desktop.services.visit_alike import VisitAlikeService
from provider_desktop.services.visit_entry import VisitEntryService
from provider_desktop.services.visit_export import VisitExportService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.visit_service import VisitService
from provider_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Services:
    """What windows and commands may ask for. Every method blocks and may be called from any thread."""

    workspace: Workspace
    session: SessionService
    users: UserService
    keys: KeyService
    audit: AuditService
    persons: PersonService
    recipients: RecipientService
    staff: StaffService
    schedule: ScheduleService
    schedule_papers: SchedulePaperService
    visits: VisitService
    visit_export: VisitExportService
    alike: VisitAlikeService
    entry: VisitEntryService
    finalising: VisitFinalisingService
    cases: CaseService
    settlements: SettlementService
    evidence: EvidenceService
    pictures: PictureService
    imports: ImportService
    sharing: SharingService
    sync: SyncService
    packages: PackageService
    ratings: RatingService
    today: TodayService
    rating_papers: RatingPaperService
    reports: ReportService
    search: SearchService
    system: SystemService
    recovery: RecoveryService
    backups: BackupService
    upkeep: UpkeepService
    erasure: ErasureService


Keyring = Callable[[], object | None]


def build_services(workspace: Workspace, keyring: Keyring = system_keyring_backend) -> Services:
    """All services over a workspace; nothing is opened yet. ``keyring`` gives the back end to use."""
    finalising = VisitFinalisingService(workspace)
    ratings = RatingService(workspace)
    staff = StaffService(workspace)
    spool = draft_spool(workspace)
    settlements = SettlementService(workspace)
    evidence, entry = EvidenceService(workspace), VisitEntryService(workspace, spool)
    session = SessionService(workspace, keyring, spool)
    backups = BackupService(workspace, session, keyring)
    upkeep = UpkeepService(workspace, backups)
    keys = KeyService(workspace, keyring)
    today = TodayService(workspace, ratings, upkeep, keys)
    return Services(
        workspace=workspace,
        session=session,
        users=UserService(workspace),
        keys=keys,
        audit=AuditService(workspace),
        persons=PersonService(workspace),
        recipients=RecipientService(workspace),
        staff=staff,
        schedule=ScheduleService(workspace),
        schedule_papers=SchedulePaperService(workspace),
        visits=VisitService(workspace, finalising, ratings),
        visit_export=VisitExportService(workspace),
        alike=VisitAlikeService(workspace, finalising),
        entry=entry,
        finalising=finalising,
        cases=CaseService(workspace),
        settlements=settlements,
        evidence=evidence,
        pictures=PictureService(workspace, evidence, entry, finalising),
        imports=ImportService(workspace),
        sharing=SharingService(workspace, spool),
        sync=SyncService(workspace),
        packages=PackageService(workspace),
        ratings=ratings,
        today=today,
        rating_papers=RatingPaperService(workspace, ratings, today),
        reports=ReportService(workspace, settlements),
        search=SearchService(workspace),
        system=SystemService(workspace),
        recovery=RecoveryService(workspace),
        backups=backups,
        upkeep=upkeep,
        erasure=ErasureService(workspace, backups),
    )


@contextmanager
def open_services(
    data_dir: Path, language: str, clock: Clock | None = None, keyring: Keyring = system_keyring_backend
) -> Iterator[Services]:
    """Services for a data folder; database and keys are let go of on leaving.

    Nothing is opened here: ``session.open`` or ``session.set_up`` does that, and says what it needs.
    """
    services = build_services(Workspace(DataPaths(data_dir), clock or SystemClock(), language), keyring)
    try:
        yield services
    finally:
        services.session.close()


@dataclass(frozen=True, slots=True)
class SampleCounty:
    """The sample county at work: services of one agency, and the regulator's receiver beside them."""

    services: Services
    receiver: ReceiverProcess


@contextmanager
def open_sample(
    language: str, progress: Callable[[int, int], None] | None = None, size: str = "small"
) -> Iterator[SampleCounty]:
    """The sample county, made anew in a folder of its own that is gone afterwards.

    ``small`` is replayed day by day; ``county`` is written in bulk, which takes long. ``progress`` is told
    days done and days in all. Raises ``AppError`` when the receiver does not start.
    """
    with tempfile.TemporaryDirectory(prefix="provider-desktop-sample-") as name:
        folder = Path(name)
        receiver = ReceiverProcess(folder / "receiver")
        try:
            with open_services(folder / "agency", language, keyring=_no_keyring) as services:
                services.session.set_up(SAMPLE_PASSPHRASE)
                if size == "county":
                    fill_large(services.workspace, receiver, progress)
                else:
                    SampleReplay(services.workspace, receiver, progress).run(services.workspace.now(), size)
                yield SampleCounty(services, receiver)
        finally:
            receiver.stop()


def _no_keyring() -> None:
    """Sample keys are not worth a place in anybody's keyring."""
