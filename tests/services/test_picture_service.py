"""Pictures from a folder to their visit: proposed by code, time and place, refused by name, never lost."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import qrcode
from PIL import Image, ImageDraw

from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.schedule_orders import mark_of
from provider_desktop.domain.visits import Evidence, EvidenceKind, Visit, VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.keystore import WrappedFiles
from provider_desktop.security.slots import KeySlots
from provider_desktop.security.vault import Vault
from provider_desktop.services.evidence_service import EvidenceService
from provider_desktop.services.picture_service import PictureService
from provider_desktop.services.visit_entry import VisitEntryService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Workspace
from tests.support.builders import a_visit, local
from tests.support.schedules import an_order
from tests.support.workspace import KEY, save

_GPS, _EXIF = 0x8825, 0x8769


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    workspace.vault = Vault(
        workspace.paths, KEY, KeySlots("test", ()), WrappedFiles(workspace.paths.root, KEY)
    )
    return workspace


@pytest.fixture
def service(desk: Workspace) -> PictureService:
    return PictureService(desk, EvidenceService(desk), VisitEntryService(desk), VisitFinalisingService(desk))


def a_photo(
    path: Path,
    taken: datetime | None = None,
    place: tuple[float, float] | None = None,
    *,
    shade: int = 40,
    size: tuple[int, int] = (320, 240),
) -> Path:
    """A picture with something on it, as a camera writes it."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    wide, high = size[0] // 6, size[1] // 6
    for field in range(36):  # fields of many shades, as a room has
        left, top = field % 6 * wide, field // 6 * high
        grey = (field * 97 + shade) % 256
        draw.rectangle((left, top, left + wide, top + high), fill=(grey, grey, 90))
    exif = Image.Exif()
    if taken is not None:
        exif.get_ifd(_EXIF)[0x9003] = taken.astimezone(LOCAL).strftime("%Y:%m:%d %H:%M:%S")
    if place is not None:
        exif.get_ifd(_GPS).update({1: "N", 2: (place[0], 0.0, 0.0), 3: "E", 4: (place[1], 0.0, 0.0)})
    image.save(path, "JPEG", exif=exif)
    return path


def a_sheet(path: Path, text: str) -> Path:
    """A scan of a printed sheet with a code in its corner."""
    page = Image.new("RGB", (1240, 1754), "white")
    page.paste(qrcode.make(text).convert("RGB").resize((220, 220)), (980, 60))
    page.save(path, "JPEG")
    return path


def draft(desk: Workspace, start: str, record: int = 1) -> str:
    (found,) = save(desk, a_visit(start, minutes=30, record=record, evidence=()))
    return found


def visit_of(desk: Workspace, record: str) -> Visit:
    with desk.reading() as reading:
        stored = reading.visits.get(record)
    assert stored is not None
    return stored.visit


def test_a_photo_finds_the_visit_it_was_taken_during(
    desk: Workspace, service: PictureService, tmp_path: Path
) -> None:
    morning = draft(desk, "2026-11-02 09:00")
    draft(desk, "2026-11-02 14:00", record=2)
    photo = a_photo(tmp_path / "IMG_1.jpg", local("2026-11-02 09:10"))
    assert service.bring([photo]).added == 1
    (waiting,) = service.waiting()
    first, second = waiting.candidates
    assert (first.record, first.why, second.why) == (morning, "time", "day")
    service.attach(waiting.sha256, morning, EvidenceKind.PHOTO_AFTER)
    assert service.waiting() == ()
    (evidence,) = visit_of(desk, morning).evidence
    assert (evidence.kind, evidence.taken_at) == (EvidenceKind.PHOTO_AFTER, local("2026-11-02 09:10"))
    with desk.reading() as reading:
        row = reading.pictures.get(evidence.sha256)
    assert row is not None
    assert (row.lat, row.lon, row.name) == ("", "", ""), "what found the visit is not kept"


def test_the_margin_is_the_rule_sets(desk: Workspace, service: PictureService, tmp_path: Path) -> None:
    draft(desk, "2026-11-02 09:00")
    service.bring([a_photo(tmp_path / "a.jpg", local("2026-11-02 10:00"))])
    service.bring([a_photo(tmp_path / "b.jpg", local("2026-11-02 10:01"), shade=200)])
    assert [each.candidates[0].why for each in service.waiting()] == ["time", "day"]
    assert [each.candidates[0].minutes_apart for each in service.waiting()] == [30, 31]


def test_of_two_visits_at_once_the_nearer_home_is_first(
    desk: Workspace, service: PictureService, tmp_path: Path
) -> None:
    record = draft(desk, "2026-11-02 09:00")
    photo = a_photo(tmp_path / "a.jpg", local("2026-11-02 09:10"), (37.49, 117.54))
    service.bring([photo])
    (waiting,) = service.waiting()
    assert waiting.candidates[0].record == record
    assert waiting.candidates[0].metres is not None
    assert waiting.candidates[0].metres < 50


def test_the_printed_code_beats_the_time(desk: Workspace, service: PictureService, tmp_path: Path) -> None:
    draft(desk, "2026-11-02 09:00")
    other = draft(desk, "2026-11-02 14:00", record=2)
    service.bring([a_sheet(tmp_path / "scan.jpg", other)])
    (waiting,) = service.waiting()
    assert (waiting.kind, [each.record for each in waiting.candidates]) == (EvidenceKind.SHEET, [other])
    assert waiting.candidates[0].why == "sheet"


def test_a_code_of_nothing_known_proposes_nothing(
    desk: Workspace, service: PictureService, tmp_path: Path
) -> None:
    draft(desk, "2026-11-02 09:00")
    service.bring([a_sheet(tmp_path / "a.jpg", "https://example.org/menu")])
    service.bring([a_sheet(tmp_path / "b.jpg", "01J00000000000000000000000")])
    assert [each.candidates for each in service.waiting()] == [(), ()]


def test_a_sealed_visit_gets_its_sheet_by_a_correction(
    desk: Workspace, service: PictureService, tmp_path: Path
) -> None:
    (record,) = save(desk, a_visit("2026-11-02 09:00", minutes=30))
    assert VisitFinalisingService(desk).finalise([record]).sealed == (record,)
    before = visit_of(desk, record).evidence
    service.bring([a_sheet(tmp_path / "scan.jpg", record)])
    (waiting,) = service.waiting()
    assert waiting.candidates[0].is_sealed
    service.attach(waiting.sha256, record, EvidenceKind.SHEET)
    visit = visit_of(desk, record)
    assert (visit.version, visit.reason) == (2, "evidence_added")
    assert visit.correction is not None
    assert (visit.correction.action, visit.correction.attested_by) == ("checked_sheet", "孙会计")
    assert [each.sha256 for each in visit.evidence] == [before[0].sha256, waiting.sha256]


def test_what_cannot_be_taken_is_named_and_stops_nothing(service: PictureService, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(64))
    (tmp_path / "cut.jpg").write_bytes(a_photo(tmp_path / "whole.jpg", size=(2000, 1500)).read_bytes()[:4000])
    result = service.bring([tmp_path, tmp_path / "notes.txt", tmp_path / "gone.jpg"])
    assert (result.added, result.known) == (1, 0)
    assert {(each.name, each.reason) for each in result.refused} == {
        ("empty.jpg", "empty"),
        ("phone.heic", "heic"),
        ("cut.jpg", "damaged"),
        ("notes.txt", "kind"),
        ("gone.jpg", "missing"),
    }


def test_the_same_file_twice_is_one_picture(service: PictureService, tmp_path: Path) -> None:
    photo = a_photo(tmp_path / "a.jpg", local("2026-11-02 09:10"))
    (tmp_path / "copy.jpg").write_bytes(photo.read_bytes())
    assert (service.bring([photo]).added, service.bring([tmp_path]).known) == (1, 2)
    assert len(service.waiting()) == 1


def test_a_picture_that_a_visit_has_already_does_not_wait(
    desk: Workspace, service: PictureService, tmp_path: Path
) -> None:
    photo = a_photo(tmp_path / "a.jpg", local("2026-11-02 09:10"))
    evidence: Evidence = EvidenceService(desk).add(photo, EvidenceKind.PHOTO_AFTER)
    save(desk, a_visit("2026-11-02 09:00", evidence=(evidence,)))
    assert service.bring([photo]).known == 1
    assert service.waiting_count() == 0


def test_a_smaller_copy_of_a_used_photo_is_told_by_its_look(
    desk: Workspace, service: PictureService, tmp_path: Path
) -> None:
    record = draft(desk, "2026-11-02 09:00")
    original = a_photo(tmp_path / "a.jpg", local("2026-11-02 09:10"), size=(1600, 1200))
    service.bring([original])
    service.attach(service.waiting()[0].sha256, record, EvidenceKind.PHOTO_AFTER)
    with Image.open(original) as image:
        image.resize((640, 480)).save(tmp_path / "again.jpg", "JPEG", quality=60)
    service.bring([tmp_path / "again.jpg"])
    service.bring([a_sheet(tmp_path / "sheet.jpg", "x")])
    Image.new("RGB", (640, 480), "grey").save(tmp_path / "wall.jpg", "JPEG")
    with Image.open(original) as image:
        image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(tmp_path / "other.jpg", "JPEG")
    service.bring([tmp_path / "wall.jpg", tmp_path / "other.jpg"])
    resembling = {each.name: each.resembles for each in service.waiting()}
    assert resembling == {"again.jpg": record, "sheet.jpg": "", "wall.jpg": "", "other.jpg": ""}


def test_thumbnails_are_small_and_nothing_is_written_beside_the_vault(
    desk: Workspace, service: PictureService, tmp_path: Path
) -> None:
    record = draft(desk, "2026-11-02 09:00")
    service.bring([a_photo(tmp_path / "a.jpg", local("2026-11-02 09:10"), size=(1600, 1200))])
    service.attach(service.waiting()[0].sha256, record, EvidenceKind.PHOTO_AFTER)
    files = {path for path in desk.paths.root.rglob("*") if path.is_file()}
    (kept,) = service.of_visit(visit_of(desk, record).evidence)
    with Image.open(io.BytesIO(kept.thumbnail)) as image:
        assert max(image.size) == 160
    assert service.picture(kept.sha256)
    assert {path for path in desk.paths.root.rglob("*") if path.is_file()} == files
    (lost,) = service.of_visit((Evidence(EvidenceKind.SHEET, "ab" * 32, 10, None),))
    assert (lost.thumbnail, lost.is_pdf) == (b"", False), "bytes that are not here are no picture"


def test_a_picture_can_be_thrown_away_while_it_waits_only(
    desk: Workspace, service: PictureService, tmp_path: Path
) -> None:
    record = draft(desk, "2026-11-02 09:00")
    service.bring([a_photo(tmp_path / "a.jpg", local("2026-11-02 09:10"))])
    sha256 = service.waiting()[0].sha256
    service.attach(sha256, record, EvidenceKind.PHOTO_AFTER)
    with pytest.raises(AppError) as told:
        service.discard(sha256)
    assert told.value.code is ErrorCode.STATE_FORBIDS
    service.bring([a_photo(tmp_path / "b.jpg", shade=200)])
    service.discard(service.waiting()[0].sha256)
    assert service.waiting() == ()


@pytest.mark.parametrize("outcome", ["withdrawn", "gone"])
def test_a_picture_goes_to_no_visit_that_does_not_stand(
    desk: Workspace, service: PictureService, tmp_path: Path, outcome: str
) -> None:
    service.bring([a_photo(tmp_path / "a.jpg", local("2026-11-02 09:10"))])
    record = "01J00000000000000000000000"
    if outcome == "withdrawn":
        (record,) = save(desk, a_visit("2026-11-02 09:00", minutes=30))
        finalising = VisitFinalisingService(desk)
        finalising.finalise([record])
        assert finalising.withdraw(record, "wrong_recipient").state is VisitState.WITHDRAWN
    with pytest.raises(AppError) as told:
        service.attach(service.waiting()[0].sha256, record, EvidenceKind.PHOTO_AFTER)
    assert told.value.code in (ErrorCode.STATE_FORBIDS, ErrorCode.RECORD_UNKNOWN)
    assert service.waiting_count() == 1, "it goes on waiting"


def test_the_code_of_a_dispatched_sheet_leads_to_the_visit_that_answers_its_order(
    desk: Workspace, service: PictureService, tmp_path: Path
) -> None:
    order = an_order("2026-11-02 09:00")
    with desk.writing() as work:
        work.schedule.save([order], desk.now())
    service.bring([a_sheet(tmp_path / "scan.jpg", mark_of(order.order))])
    assert service.waiting()[0].candidates == (), "not logged yet"
    draft(desk, "2026-11-02 14:00", record=2)
    visit = a_visit("2026-11-02 09:20", record=3, minutes=30, evidence=())
    (record,) = save(desk, replace(visit, order=order.order))
    (waiting,) = service.waiting()
    assert [(each.record, each.why) for each in waiting.candidates] == [(record, "sheet")]
