"""A clerk's desk for pictures and tests: services on a real database with people, plans and some work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from provider_desktop.domain.clock import FixedClock
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.recipients import SelfCare
from provider_desktop.domain.staff import CertificateKind
from provider_desktop.domain.visits import Evidence, EvidenceKind, Visit
from provider_desktop.services.evidence_service import EvidenceService
from provider_desktop.services.import_service import ImportService
from provider_desktop.services.people import RecipientService, StaffService
from provider_desktop.services.picture_service import PictureService
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.sharing_service import SharingService, draft_spool
from provider_desktop.services.visit_alike import VisitAlikeService
from provider_desktop.services.visit_entry import VisitEntryService
from provider_desktop.services.visit_export import VisitExportService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.visit_service import VisitService
from provider_desktop.services.visits import CorrectionRequest
from provider_desktop.services.workspace import Workspace
from tests.support.builders import a_hash, a_recipient, a_staff_member, a_visit, an_assignment
from tests.support.workspace import Bureau, a_workspace, hire, save, set_clock

#: Friday 20 November 2026, 14:06 local time.
NOW = datetime(2026, 11, 20, 6, 6, tzinfo=UTC)

PEOPLE = (
    ("R1", "李秀英", "371621194805124632", "孙武街道", SelfCare.PARTIAL),
    ("R2", "李秀英", "371621195103210973", "石庙镇", SelfCare.NONE),
    ("R3", "张玉荣", "37162119440718065X", "石庙镇", SelfCare.FULL),
    ("R4", "赵长顺", "371621195311298671", "淄角镇", SelfCare.PARTIAL),
    ("R5", "仇德海", "371621194902032044", "孙武街道", SelfCare.PARTIAL),
    ("R6", "曾庆荣", "371621195608189504", "麻店镇", SelfCare.FULL),
    ("R7", "刘兴元", "371621194711031187", "淄角镇", SelfCare.NONE),
)
STAFF = (("S1", "王芳"), ("S2", "陈静"), ("S3", "赵敏"), ("S4", "刘洋"), ("S5", "杨丽"))
_PLAN = (PlanLine("ZH-01", 12), PlanLine("SH-03", 4), PlanLine("ZH-16", 8), PlanLine("SH-05", 4))


@dataclass(frozen=True, slots=True)
class Desk:
    """The services that the pages of visits ask."""

    workspace: Workspace
    entry: VisitEntryService
    finalising: VisitFinalisingService
    visits: VisitService
    visit_export: VisitExportService
    alike: VisitAlikeService
    recipients: RecipientService
    staff: StaffService
    ratings: RatingService
    imports: ImportService
    pictures: PictureService
    sharing: SharingService


def services_of(workspace: Workspace) -> Desk:
    finalising, ratings = VisitFinalisingService(workspace), RatingService(workspace)
    spool = draft_spool(workspace)
    entry = VisitEntryService(workspace, spool)
    return Desk(
        workspace,
        entry,
        finalising,
        VisitService(workspace, finalising, ratings),
        VisitExportService(workspace),
        VisitAlikeService(workspace, finalising),
        RecipientService(workspace),
        StaffService(workspace),
        ratings,
        ImportService(workspace),
        PictureService(workspace, EvidenceService(workspace), entry, finalising),
        SharingService(workspace, spool),
    )


@contextmanager
def a_desk(folder: Path | None = None, at: datetime = NOW, *, language: str = "zh_CN") -> Iterator[Desk]:
    """Services of an agency that joined: seven recipients, five staff members, no visits."""
    with ExitStack() as stack:
        if folder is None:
            folder = Path(stack.enter_context(TemporaryDirectory()))
        workspace = stack.enter_context(a_workspace(folder, at, language=language))
        bureau = Bureau(workspace)
        bureau.catalogue()
        bureau.rules()
        people = [
            a_recipient(key, name, id_number=number, township=township, self_care=care)
            for key, name, number, township, care in PEOPLE
        ]
        bureau.assign(an_assignment(person, plan=_PLAN) for person in people)
        hire(
            workspace,
            *(
                a_staff_member(key, name, kinds=(CertificateKind.CARE_WORKER, CertificateKind.NURSE))
                for key, name in STAFF
            ),
        )
        yield services_of(workspace)


def bureau_of(services: Desk) -> Bureau:
    """The regulator of a desk."""
    return Bureau(services.workspace)


def a_draft(
    start: str, minutes: int, recipient: str, staff: tuple[str, ...], item: str, **changes: object
) -> Visit:
    """A paper visit with its scan, record still to be given."""
    made = a_visit(start, minutes, recipient, staff, (item,), record="")
    scan = Evidence(EvidenceKind.SHEET, a_hash(f"{recipient}{start}"), 48_000)
    photos = (Evidence(EvidenceKind.PHOTO_BEFORE, a_hash(f"b{recipient}{start}"), 90_000),
              Evidence(EvidenceKind.PHOTO_AFTER, a_hash(f"a{recipient}{start}"), 90_000))  # fmt: skip
    note = replace(made.items[0], note="如常", values={"status": "正常"}) if made.items else None
    return replace(made, evidence=(scan, *photos), items=(note,) if note else ())


def a_morning(services: Desk) -> tuple[str, ...]:
    """The drafts of a Friday: three ready, one that asks, one that is blocked."""
    day = "2026-11-20"
    return save(
        services.workspace,
        a_draft(f"{day} 08:30", 32, "R1", ("S1",), "ZH-01"),
        a_draft(f"{day} 09:20", 52, "R3", ("S3", "S4"), "SH-03"),
        a_draft(f"{day} 10:25", 6, "R4", ("S2",), "ZH-01"),
        a_draft(f"{day} 10:28", 35, "R6", ("S2",), "ZH-01"),
        a_draft(f"{day} 14:00", 5, "R5", ("S5",), "SH-05"),
    )


def a_history(services: Desk) -> tuple[str, ...]:
    """A week before: sealed visits, of which some were accepted, one was returned, one was corrected."""
    bureau, workspace = bureau_of(services), services.workspace
    records: list[str] = []
    now = workspace.now()
    pairs = (("R1", "S1"), ("R3", "S3"), ("R4", "S2"), ("R5", "S5"), ("R6", "S4"), ("R7", "S1"))
    for day in range(9, 19):
        set_clock(workspace, datetime(2026, 11, day, 9, 0, tzinfo=UTC))
        for number, (recipient, member) in enumerate(pairs):
            start = f"2026-11-{day:02d} {8 + number:02d}:{(day * 7) % 50:02d}"
            visit = a_draft(start, 33 + day % 7, recipient, (member,), "SH-05" if number % 2 else "ZH-01")
            records += save(workspace, visit)
    services.finalising.finalise(records, _REASONS)
    bureau.acknowledge()
    for record in records[:40]:
        bureau.judge(record)
    bureau.judge(records[41], "returned", "TIME-SHORT")
    bureau.judge(records[43], "returned", "EVID-MISSING")
    services.finalising.correct(
        records[5],
        CorrectionRequest(
            reason="forgot_sign_out",
            action="phoned",
            memo="老人来电说明",
            time_out=datetime(2026, 11, 9, 6, 12, tzinfo=UTC),
            satisfaction=2,
        ),
    )
    workspace.clock = FixedClock(now)
    return tuple(records)


_REASONS = dict.fromkeys(
    ("EVID-MISSING", "TIME-SHORT", "TIME-LONG", "TIME-LATE", "SCOPE-QUOTA", "SCOPE-PLAN", "OVER-RECIPIENT"),
    "as_recorded",
)
