"""The exchange by USB stick: packages out, receipts in, by the rules of the line and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange import packages
from provider_desktop.exchange.packages import read_batch
from provider_desktop.services.exchange_run import ALARM, EPOCH
from provider_desktop.services.package_service import PackageService
from provider_desktop.services.sync_service import SyncService
from provider_desktop.services.system_service import SystemService
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.stream import StreamHead
from tests.support.builders import a_staff_member
from tests.support.exchange import STRANGER, a_receipt_envelope
from tests.support.workspace import Bureau, hire

OTHER_HASH = "ab" * 32


def head(workspace: Workspace) -> StreamHead:
    with workspace.reading() as reading:
        own = reading.stream.own()
    assert own is not None
    return own


def hash_at(workspace: Workspace, seq: int) -> str:
    with workspace.reading() as reading:
        entry = reading.stream.at(head(workspace).stream, seq)
    assert entry is not None
    return entry.hash


def a_receipt_file(workspace: Workspace, folder: Path, seq: int, **changes: object) -> Path:
    given = {"seq": seq, "hash": hash_at(workspace, seq), "received_at": workspace.now(), **changes}
    path = folder / f"{seq}.carereceipt"
    path.write_bytes(a_receipt_envelope(**given))  # type: ignore[arg-type]
    return path


def waiting(workspace: Workspace) -> int:
    with workspace.reading() as reading:
        return reading.stream.waiting_count()


def test_a_package_is_exactly_the_body_of_the_call(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out.carebatch"
    exported = PackageService(workspace).export(out)
    assert (exported.files, exported.entries) == ((out,), 2)
    batch = read_batch(out.read_bytes())
    assert batch.from_seq == 1
    with workspace.reading() as reading:
        entries = reading.stream.after(head(workspace).stream, 0)
    assert batch.lines == tuple(entry.to_line() for entry in entries)
    assert waiting(workspace) == 2, "exported is not delivered"


def test_only_what_no_receipt_covers_is_exported(
    workspace: Workspace, bureau: Bureau, tmp_path: Path
) -> None:
    bureau.acknowledge()
    assert PackageService(workspace).export(tmp_path / "none.carebatch").files == ()
    assert not (tmp_path / "none.carebatch").exists()
    hire(workspace, a_staff_member("S3", "钱芳"))
    exported = PackageService(workspace).export(tmp_path / "more")
    assert [path.name for path in exported.files] == ["more.carebatch"]
    assert read_batch(exported.files[0].read_bytes()).from_seq == 3


def test_what_does_not_fit_into_one_file_goes_into_several(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hire(workspace, *(a_staff_member(f"T{number}", "钱芳") for number in range(5)))
    monkeypatch.setattr(packages, "MAX_ENTRIES", 3)
    exported = PackageService(workspace).export(tmp_path / "out.carebatch")
    assert [path.name for path in exported.files] == [f"out_{number}.carebatch" for number in (1, 2, 3)]
    read = [read_batch(path.read_bytes()) for path in exported.files]
    assert [(batch.from_seq, batch.count) for batch in read] == [(1, 3), (4, 3), (7, 1)]


def test_a_receipt_delivers_what_it_covers_whatever_the_order(workspace: Workspace, tmp_path: Path) -> None:
    service = PackageService(workspace)
    first, second = (a_receipt_file(workspace, tmp_path, seq) for seq in (1, 2))
    taken = service.import_receipt(first)
    assert (taken.seq, taken.new, taken.remaining, taken.alarm) == (1, 1, 1, "")
    assert service.import_receipt(second).new == 1
    for again in (first, second, first):
        taken = service.import_receipt(again)
        assert (taken.seq, taken.new, taken.remaining, taken.alarm) == (2, 0, 0, "")
    assert [row.verified for row in SyncService(workspace).batches()] == [True, True]
    assert SystemService(workspace).verify().problems == ()


def test_an_office_that_was_never_on_the_line_takes_receipts_too(
    workspace: Workspace, tmp_path: Path
) -> None:
    with workspace.writing() as work:
        work.settings.remove(EPOCH)
    assert PackageService(workspace).import_receipt(a_receipt_file(workspace, tmp_path, 2)).new == 2


def test_a_genuine_receipt_for_other_entries_is_an_alarm_and_no_delivery(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = a_receipt_file(workspace, tmp_path, 2, hash=OTHER_HASH)
    taken = PackageService(workspace).import_receipt(path)
    assert (taken.alarm, taken.new, taken.remaining) == ("receipt_mismatch", 0, 2)
    with workspace.reading() as reading:
        assert reading.settings.get(ALARM)["code"] == "receipt_mismatch"


def test_so_is_an_older_one_that_names_another_history(
    workspace: Workspace, bureau: Bureau, tmp_path: Path
) -> None:
    bureau.acknowledge()
    path = a_receipt_file(workspace, tmp_path, 1, hash=OTHER_HASH)
    assert PackageService(workspace).import_receipt(path).alarm == "receipt_mismatch"


def test_a_receipt_beyond_what_was_ever_sealed_here_says_that_this_is_a_copy(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "r.carereceipt"
    path.write_bytes(a_receipt_envelope(seq=9, hash=OTHER_HASH, received_at=workspace.now()))
    assert PackageService(workspace).import_receipt(path).alarm == "local_behind"
    assert waiting(workspace) == 2


@pytest.mark.parametrize(
    ("changes", "code", "reason"),
    [
        ({"agency": "52371621MJE00001XK"}, ErrorCode.PACKAGE_INVALID, "agency"),
        ({"stream": "01JD5E8Z4K7Q9W2M3N5P6R8T0W"}, ErrorCode.PACKAGE_INVALID, "stream"),
        ({"epoch": 2}, ErrorCode.RECEIPT_TAMPERED, "epoch"),
        ({"signer": STRANGER}, ErrorCode.RECEIPT_TAMPERED, "key"),
    ],
)
def test_a_receipt_that_proves_nothing_is_told_and_changes_nothing(
    workspace: Workspace, tmp_path: Path, changes: dict[str, object], code: ErrorCode, reason: str
) -> None:
    path = a_receipt_file(workspace, tmp_path, 2, **changes)
    with pytest.raises(AppError) as told:
        PackageService(workspace).import_receipt(path)
    assert (told.value.code, told.value.params["reason"]) == (code, reason)
    assert waiting(workspace) == 2
    with workspace.reading() as reading:
        assert reading.settings.get(ALARM) is None


@pytest.mark.parametrize("content", [b"", b"{}", b"<html>", b"\xff" * 100, b'{"body":1}'])
def test_what_is_no_receipt_is_told(workspace: Workspace, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.carereceipt"
    path.write_bytes(content)
    with pytest.raises(AppError) as told:
        PackageService(workspace).import_receipt(path)
    assert told.value.code is ErrorCode.PACKAGE_INVALID


def test_a_changed_byte_is_noticed(workspace: Workspace, tmp_path: Path) -> None:
    path = a_receipt_file(workspace, tmp_path, 2)
    envelope = json.loads(path.read_bytes())
    signature = envelope["signature"]
    envelope["signature"] = ("A" if signature[0] != "A" else "B") + signature[1:]
    path.write_bytes(json.dumps(envelope).encode())
    with pytest.raises(AppError) as told:
        PackageService(workspace).import_receipt(path)
    assert told.value.code is ErrorCode.RECEIPT_TAMPERED


def test_without_an_enrolment_there_is_nothing_to_export(workspace: Workspace, tmp_path: Path) -> None:
    workspace.membership = None
    with pytest.raises(AppError) as told:
        PackageService(workspace).export(tmp_path / "x.carebatch")
    assert told.value.code is ErrorCode.NOT_JOINED


def test_a_stick_that_is_full_or_gone_is_told(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "gone").write_bytes(b"")
    with pytest.raises(AppError):
        PackageService(workspace).export(tmp_path / "gone" / "x.carebatch")
    assert waiting(workspace) == 2
