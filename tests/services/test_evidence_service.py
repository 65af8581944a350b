"""Evidence from the draft to the receiver: cleaned, encrypted, due after its entry, resumed after any end."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from provider_desktop.domain.visits import Evidence, EvidenceKind
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.blobs import MAX_BYTES, PIECE_BYTES
from provider_desktop.exchange.problems import Problem, ProblemReport
from provider_desktop.exchange.regulator import Answer, AnswerKind, Place
from provider_desktop.security.keystore import WrappedFiles
from provider_desktop.security.slots import KeySlots
from provider_desktop.security.vault import Vault
from provider_desktop.services.evidence_service import EvidenceService
from provider_desktop.services.exchange_run import EPOCH
from provider_desktop.services.sync import SyncProgress
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Workspace
from tests.support.builders import a_visit
from tests.support.workspace import KEY, Bureau, save

OFFLINE = Answer(AnswerKind.OFFLINE)


class BlobShelf:
    """A receiver's shelf of files in memory, after the page; it can be cut off after so many calls."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.whole: set[str] = set()
        self.calls = 0
        self.cut_off_after = 10**9
        self.refusing: Problem | None = None

    def look(self, sha256: str) -> Answer:
        self.calls += 1
        if self.calls > self.cut_off_after:
            return OFFLINE
        if sha256 not in self.held:
            return Answer(AnswerKind.FOREIGN, 404)
        place = Place(len(self.held[sha256]), sha256 in self.whole)
        return Answer(AnswerKind.OURS, 200, place=place)

    def put(self, sha256: str, offset: int, piece: bytes, *, last: bool) -> Answer:
        self.calls += 1
        if self.refusing is not None:
            return Answer(AnswerKind.PROBLEM, 400, problem=ProblemReport(self.refusing, 400))
        held = self.held.get(sha256, b"")
        assert offset == len(held), "the client knows where the receiver stands"
        self.held[sha256] = held + piece
        if last:
            assert hashlib.sha256(self.held[sha256]).hexdigest() == sha256
            self.whole.add(sha256)
        if self.calls > self.cut_off_after:
            return OFFLINE  # taken, but the answer is lost
        place = Place(len(self.held[sha256]), last)
        return Answer(AnswerKind.OURS, 201 if last else 200, place=place)


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    workspace.vault = Vault(
        workspace.paths, KEY, KeySlots("test", ()), WrappedFiles(workspace.paths.root, KEY)
    )
    return workspace


def a_photo(folder: Path, colour: str = "red", size: tuple[int, int] = (60, 40)) -> Path:
    path = folder / f"{colour}.jpg"
    Image.new("RGB", size, colour).save(path, "JPEG")
    return path


def a_scan(folder: Path, size: int) -> Path:
    path = folder / f"scan{size}.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(size - 9))
    return path


def sealed_with(desk: Workspace, *evidence: Evidence) -> str:
    """A sealed visit that names the files."""
    visit = a_visit("2026-11-02 09:00")  # it names a sheet, too, that was never brought to this PC
    (record,) = save(desk, replace(visit, evidence=(*visit.evidence, *evidence)))
    assert VisitFinalisingService(desk).finalise([record]).sealed == (record,)
    return record


def test_a_photo_is_kept_without_its_name_and_encrypted(desk: Workspace, tmp_path: Path) -> None:
    service = EvidenceService(desk)
    path = a_photo(tmp_path)
    evidence = service.add(path, EvidenceKind.PHOTO_AFTER)
    content = service.content(evidence.sha256)
    assert hashlib.sha256(content).hexdigest() == evidence.sha256
    assert evidence.size == len(content)
    assert Image.open(io.BytesIO(content)).size == (60, 40)
    for file in desk.paths.evidence.rglob("*"):
        assert file.is_dir() or content[:40] not in file.read_bytes()
    assert path.exists(), "the original is not touched"
    assert service.add(path, EvidenceKind.PHOTO_AFTER) == evidence, "twice is once"
    assert service.waiting() == 0, "no sealed visit names it"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ErrorCode.FILE_EMPTY),
        (b"hello", ErrorCode.FILE_UNREADABLE),
        (b"%PDF-" + bytes(MAX_BYTES), ErrorCode.FILE_TOO_LARGE),
        (bytes(3 * MAX_BYTES + 1), ErrorCode.FILE_TOO_LARGE),
    ],
    ids=["empty", "text", "large", "huge"],
)
def test_what_cannot_be_kept_is_told_and_leaves_nothing(
    desk: Workspace, tmp_path: Path, content: bytes, code: ErrorCode
) -> None:
    path = tmp_path / "given"
    path.write_bytes(content)
    with pytest.raises(AppError) as told:
        EvidenceService(desk).add(path, EvidenceKind.OTHER)
    assert told.value.code is code
    assert not desk.paths.evidence.exists()


def test_a_file_that_is_not_there(desk: Workspace, tmp_path: Path) -> None:
    service = EvidenceService(desk)
    for wrong in (
        lambda: service.add(tmp_path / "no", EvidenceKind.OTHER),
        lambda: service.content("ab" * 32),
    ):
        with pytest.raises(AppError) as told:
            wrong()
        assert told.value.code is ErrorCode.FILE_MISSING


def test_files_are_due_once_their_entry_has_arrived(desk: Workspace, bureau: Bureau, tmp_path: Path) -> None:
    service, shelf = EvidenceService(desk), BlobShelf()
    evidence = service.add(a_photo(tmp_path), EvidenceKind.PHOTO_AFTER)
    service.add(a_photo(tmp_path, "blue"), EvidenceKind.PHOTO_AFTER)
    sealed_with(desk, evidence)
    assert service.waiting() == 1
    assert service.upload(shelf) == 0
    assert shelf.calls == 0, "the entry goes first"
    bureau.acknowledge()
    assert service.upload(shelf) == 1
    assert shelf.held == {evidence.sha256: service.content(evidence.sha256)}
    assert service.waiting() == 0
    calls = shelf.calls
    assert service.upload(shelf) == 0
    assert shelf.calls == calls, "nothing is asked twice"


@pytest.mark.parametrize("calls", range(9))
def test_wherever_the_line_breaks_the_next_run_goes_on(
    desk: Workspace, bureau: Bureau, tmp_path: Path, calls: int
) -> None:
    service, shelf = EvidenceService(desk), BlobShelf()
    scan = service.add(a_scan(tmp_path, 2 * PIECE_BYTES + 100), EvidenceKind.SHEET)
    photo = service.add(a_photo(tmp_path), EvidenceKind.PHOTO_AFTER)
    sealed_with(desk, scan, photo)
    bureau.acknowledge()
    shelf.cut_off_after = calls
    first = service.upload(shelf)
    assert service.waiting() == 2 - first
    shelf.cut_off_after = 10**9
    assert first + service.upload(shelf) == 2
    assert shelf.whole == {scan.sha256, photo.sha256}
    assert service.waiting() == 0


def test_cancelling_stops_between_two_pieces_and_progress_is_in_bytes(
    desk: Workspace, bureau: Bureau, tmp_path: Path
) -> None:
    service, shelf = EvidenceService(desk), BlobShelf()
    scan = service.add(a_scan(tmp_path, 3 * PIECE_BYTES), EvidenceKind.SHEET)
    sealed_with(desk, scan)
    bureau.acknowledge()
    told: list[SyncProgress] = []
    assert service.upload(shelf, told.append, lambda: shelf.calls >= 2) == 0
    assert told[-1] == SyncProgress("evidence", PIECE_BYTES, 3 * PIECE_BYTES)
    assert service.upload(shelf, told.append) == 1
    assert [each.done for each in told] == [0, PIECE_BYTES, PIECE_BYTES, 2 * PIECE_BYTES]


def test_one_file_that_is_refused_or_damaged_does_not_stop_the_others(
    desk: Workspace, bureau: Bureau, tmp_path: Path
) -> None:
    service, shelf = EvidenceService(desk), BlobShelf()
    bad = service.add(a_photo(tmp_path, "red"), EvidenceKind.PHOTO_BEFORE)
    good = service.add(a_photo(tmp_path, "blue"), EvidenceKind.PHOTO_AFTER)
    sealed_with(desk, bad, good)
    bureau.acknowledge()
    (desk.paths.evidence / bad.sha256[:2] / bad.sha256).write_bytes(b"damaged")
    assert service.upload(shelf) == 1
    assert shelf.whole == {good.sha256}
    assert service.waiting() == 1, "what did not go through is not forgotten"


def test_a_device_that_is_turned_away_sends_no_more(desk: Workspace, bureau: Bureau, tmp_path: Path) -> None:
    service, shelf = EvidenceService(desk), BlobShelf()
    files = [service.add(a_photo(tmp_path, each), EvidenceKind.PHOTO_AFTER) for each in ("red", "blue")]
    sealed_with(desk, *files)
    bureau.acknowledge()
    shelf.refusing = Problem.REVOKED
    assert service.upload(shelf) == 0
    assert shelf.calls == 2


def test_a_restored_receiver_is_asked_for_every_file_again(
    desk: Workspace, bureau: Bureau, tmp_path: Path
) -> None:
    service, shelf = EvidenceService(desk), BlobShelf()
    photo = service.add(a_photo(tmp_path), EvidenceKind.PHOTO_AFTER)
    sealed_with(desk, photo)
    bureau.acknowledge()
    assert service.upload(shelf) == 1
    with desk.writing() as work:
        work.settings.set(EPOCH, 2)
    assert service.waiting() == 1
    assert service.upload(shelf) == 0, "its entry has to arrive again first"


def test_a_visit_names_the_file_as_it_is_kept(desk: Workspace, tmp_path: Path) -> None:
    service = EvidenceService(desk)
    photo = service.add(a_photo(tmp_path), EvidenceKind.PHOTO_AFTER)
    record = sealed_with(desk, photo)
    with desk.reading() as reading:
        row = reading.stream.latest_of(record)
        assert row is not None
        entry = reading.stream.entry(row.hash)
    assert entry is not None
    named = json.loads(entry.payload)["evidence"][1]
    assert (named["sha256"], named["bytes"]) == (photo.sha256, photo.size)
    assert replace(photo, taken_at=None) == photo, "no camera said when"
