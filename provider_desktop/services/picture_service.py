"""Pictures and their visits: brought in from files, proposed by code, time and place, put where they go."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.corrections import CorrectionAction, CorrectionReason
from provider_desktop.domain.geo import known_place, metres_between
from provider_desktop.domain.visits import Evidence, EvidenceKind, Visit, VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.photos import bits_apart, is_flat, thumbnail
from provider_desktop.security.sheet_codes import read_codes
from provider_desktop.security.users import Permission
from provider_desktop.services.evidence_service import EvidenceService
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.pictures import BroughtIn, Candidate, KeptPicture, Refused, WaitingPicture
from provider_desktop.services.rules import rules_on
from provider_desktop.services.visit_entry import VisitEntryService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.visit_rows import rows_of
from provider_desktop.services.visits import CorrectionRequest
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.pictures import PictureRow
from provider_desktop.storage.unit_of_work import Reading

#: Endings of files that are looked at in a folder; what is named one by one is tried whatever it is called.
_ENDINGS: Final = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".pdf", ".heic", ".heif"}
)
_MOST_FILES: Final = 2000
#: Two pictures whose looks differ in no more bits are taken for one picture.
_ALIKE: Final = 4
_MOST_CANDIDATES: Final = 6
_ULID: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_CLOSED: Final = frozenset({VisitState.WITHDRAWN, VisitState.CONFLICT})

Progress = Callable[[int, int], None]


class PictureService:
    """Photos and scans on their way to a visit."""

    def __init__(
        self,
        workspace: Workspace,
        evidence: EvidenceService,
        entry: VisitEntryService,
        finalising: VisitFinalisingService,
    ) -> None:
        self._workspace = workspace
        self._evidence = evidence
        self._entry = entry
        self._finalising = finalising

    @needs(Permission.ENTER)
    def bring(self, paths: Sequence[Path], progress: Progress | None = None) -> BroughtIn:
        """Take in files, and the pictures in folders; originals are not touched.

        What cannot be taken is named with its reason and stops nothing else. ``progress`` is told files
        done and in all, and may raise to stop. Raises ``AppError`` ``DiskFull``.
        """
        files = list(_files(paths))
        added = known = 0
        refused: list[Refused] = []
        for number, path in enumerate(files):
            if progress is not None:
                progress(number, len(files))
            try:
                is_new = self._bring_one(path)
            except AppError as error:
                if error.code is ErrorCode.DISK_FULL:
                    raise
                refused.append(Refused(path.name, _reason(error)))
                continue
            added, known = added + is_new, known + (not is_new)
        if len(files) >= _MOST_FILES:
            refused.append(Refused("…", "many"))
        return BroughtIn(added, known, tuple(refused))

    @everyone
    def waiting(self) -> tuple[WaitingPicture, ...]:
        """Pictures without a visit, each with the visits that it may belong to."""
        with self._workspace.reading() as reading:
            looks = reading.pictures.looks()
            return tuple(self._waiting(reading, row, looks) for row in reading.pictures.waiting())

    @everyone
    def waiting_count(self) -> int:
        """How many pictures wait for their visit."""
        with self._workspace.reading() as reading:
            return reading.pictures.waiting_count()

    @needs(Permission.ENTER)
    def attach(self, sha256: str, record: str, kind: EvidenceKind) -> None:
        """Put a picture to a visit: a draft simply gets it, a sealed one by a correction that says so.

        Raises ``AppError``: ``RecordUnknown`` for a picture or visit that is not here, ``StateForbids`` for a
        visit withdrawn, ``FindingsOpen`` where the correction has findings of its own.
        """
        with self._workspace.reading() as reading:
            row, file, stored = (
                reading.pictures.get(sha256), reading.evidence.get(sha256), reading.visits.get(record),
            )  # fmt: skip
        if row is None or file is None:
            raise AppError(ErrorCode.RECORD_UNKNOWN, record=sha256[:16])
        if stored is None:
            raise AppError(ErrorCode.RECORD_UNKNOWN, record=record)
        if stored.withdraws or stored.state in _CLOSED:
            raise AppError(ErrorCode.STATE_FORBIDS, record=record, state=stored.state.value, action="attach")
        evidence = Evidence(kind, sha256, file.size, row.taken_at)
        others = tuple(each for each in stored.visit.evidence if each.sha256 != sha256)
        if stored.entry_hash:
            sheet = kind in (EvidenceKind.SHEET, EvidenceKind.SIGNATURE)
            action = CorrectionAction.CHECKED_SHEET if sheet else CorrectionAction.CHECKED_PHOTOS
            request = CorrectionRequest(
                reason=CorrectionReason.EVIDENCE_ADDED.value,
                action=action.value,
                evidence=(*others, evidence),
            )
            self._finalising.correct(record, request)
        else:
            self._entry.save_visit(replace(stored.visit, evidence=(*others, evidence)))
        with self._workspace.writing() as work:
            work.pictures.put_to(sha256, record, kind.value)
            self._workspace.audit(work, "evidence.attach", record, kind=kind.value, file=sha256[:16])

    @needs(Permission.ENTER)
    def discard(self, sha256: str) -> None:
        """Forget a picture that no visit has. Raises ``AppError`` ``RecordUnknown``, ``StateForbids``."""
        with self._workspace.writing() as work:
            row = work.pictures.get(sha256)
            if row is None:
                raise AppError(ErrorCode.RECORD_UNKNOWN, record=sha256[:16])
            if row.record:
                raise AppError(
                    ErrorCode.STATE_FORBIDS, record=sha256[:16], state="attached", action="discard"
                )
            work.pictures.remove(sha256)
            self._workspace.audit(work, "evidence.discard", sha256)

    @everyone
    def of_visit(self, evidence: Sequence[Evidence], longest: int = 160) -> tuple[KeptPicture, ...]:
        """The pictures that a visit names, with small copies to show; the bytes leave this PC's memory only
        as pictures on the screen."""
        return tuple(self._kept(each, longest) for each in evidence)

    @everyone
    def picture(self, sha256: str, longest: int = 1600) -> bytes:
        """A picture large enough to look at, b'' for a PDF. Raises ``AppError`` ``FileMissing``,
        ``FileUnreadable``."""
        return thumbnail(self._evidence.content(sha256), longest)

    def _bring_one(self, path: Path) -> bool:
        taken = self._evidence.take_in(path, EvidenceKind.OTHER)
        evidence, kept = taken
        codes = read_codes(kept.content) if kept.look else ()
        sheet = next((found.group() for code in codes if (found := _ULID.search(code))), "")
        with self._workspace.writing() as work:
            if work.pictures.get(evidence.sha256) is not None:
                return False
            used = self._used_by(work, evidence.sha256)
            kind = EvidenceKind.SHEET if sheet or not kept.look else EvidenceKind.PHOTO_AFTER
            work.pictures.save(
                PictureRow(
                    sha256=evidence.sha256, name=path.name, kind=kind.value, taken_at=kept.taken_at,
                    lat="" if used else kept.lat, lon="" if used else kept.lon, look=kept.look, sheet=sheet,
                    record=used,
                )
            )  # fmt: skip
        return not used

    def _used_by(self, reading: Reading, sha256: str) -> str:
        """The visit that names the file already, '' for none."""
        return reading.visit_context.evidence_elsewhere((sha256,), "").get(sha256, "")

    def _waiting(
        self, reading: Reading, row: PictureRow, looks: Iterable[tuple[str, str, str]]
    ) -> WaitingPicture:
        comparable = row.kind != EvidenceKind.SHEET.value and not is_flat(row.look)
        resembles = next(
            (
                record
                for sha256, look, record in (looks if comparable else ())
                if sha256 != row.sha256 and bits_apart(row.look, look) <= _ALIKE
            ),
            "",
        )
        return WaitingPicture(
            row.sha256, row.name, EvidenceKind(row.kind), row.taken_at, resembles,
            tuple(self._candidates(reading, row)),
        )  # fmt: skip

    def _candidates(self, reading: Reading, row: PictureRow) -> list[Candidate]:
        """Visits by the sheet's code, else of the day that the picture was taken, nearest first."""
        named = self._by_sheet(reading, row.sheet) if row.sheet else ()
        found = {visit.record: (visit, "sheet") for visit in named}
        if not found and row.taken_at is not None:
            day = local_day(row.taken_at)
            found = {visit.record: (visit, "") for visit in reading.visit_context.on_days(day, day)}
        stored = reading.visits.many(found)
        rows = {
            each.record: each for each in rows_of(reading, stored, self._workspace.language, masked=False)
        }
        people = reading.recipients.many({visit.recipient for visit, _ in found.values()})
        here, candidates = known_place(row.lat, row.lon), []
        for record, (visit, why) in found.items():
            shown = rows.get(record)
            if shown is None or shown.state in _CLOSED:
                continue
            apart = _minutes_apart(visit, row)
            margin = rules_on(reading, shown.day or local_day(self._workspace.now())).checks.limits
            person = people.get(visit.recipient)
            home = known_place(person.lat, person.lon) if person else None
            candidates.append(
                Candidate(
                    record=record, recipient_name=shown.recipient_name, staff_names=shown.staff_names,
                    started=shown.started, ended=shown.ended, item_names=shown.item_names, state=shown.state,
                    why=why or ("time" if apart <= margin.photo_margin_minutes else "day"),
                    minutes_apart=apart, metres=metres_between(here, home) if here and home else None,
                )
            )  # fmt: skip
        order = ("sheet", "time", "day")
        candidates.sort(
            key=lambda each: (
                order.index(each.why), each.metres if each.metres is not None else 10**6, each.minutes_apart,
                each.record,
            )
        )  # fmt: skip
        return candidates[:_MOST_CANDIDATES]

    def _by_sheet(self, reading: Reading, code: str) -> tuple[Visit, ...]:
        """The visit that a printed sheet was for: the code names the order, or the record itself."""
        stored = reading.visits.get(code)
        if stored is not None:
            return (stored.visit,)
        order = reading.schedule.get(code)
        if order is None:
            return ()
        of_day = reading.visit_context.of_recipient(order.recipient, order.day, order.day)
        # What the checks look at does not name the order: the records themselves do.
        stored_of_day = reading.visits.many(visit.record for visit in of_day)
        answering = tuple(each.visit for each in stored_of_day if each.visit.order == code)
        return answering or of_day

    def _kept(self, evidence: Evidence, longest: int) -> KeptPicture:
        try:
            content = self._evidence.content(evidence.sha256)
            small = thumbnail(content, longest)
        except (AppError, OSError):
            content = small = b""
        return KeptPicture(
            evidence.sha256, evidence.kind, evidence.size, evidence.taken_at, small,
            is_pdf=bool(content) and not small,
        )  # fmt: skip


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files given, and those in folders that look like pictures, in order of their names."""
    count = 0
    for path in paths:
        inside = (
            sorted(each for each in path.rglob("*") if each.suffix.lower() in _ENDINGS and each.is_file())
            if path.is_dir()
            else [path]
        )
        for each in inside:
            if count >= _MOST_FILES:
                return
            count += 1
            yield each


def _reason(error: AppError) -> str:
    """Why a file was refused, as a code of ``picture_refused``."""
    given = str(error.params.get("reason", ""))
    by_code = {
        ErrorCode.FILE_MISSING: "missing",
        ErrorCode.FILE_EMPTY: "empty",
        ErrorCode.FILE_TOO_LARGE: "large",
    }
    return by_code.get(error.code, given if given in _REASONS else "unreadable")


_REASONS: Final = frozenset({"kind", "heic", "damaged", "pixels", "pages"})


def _minutes_apart(visit: Visit, row: PictureRow) -> int:
    """Whole minutes between a picture and the visit, 0 within it; a day where one of them has no time."""
    start, end = visit.started or visit.ended, visit.ended or visit.started
    if row.taken_at is None or start is None or end is None:
        return 24 * 60
    gap = max(start - row.taken_at, row.taken_at - end, timedelta())
    return int(gap.total_seconds() // 60)
