"""Backups: nothing readable in them, checked as they are made, and a way back that loses what it said."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.bootstrap import open_services
from provider_desktop.domain.clock import FixedClock
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.recovery_service import RecoveryService
from provider_desktop.storage import schema
from tests.support.installation import PHRASE, Installation, draft, joined, seal
from tests.support.receiver import NOW, OTHER_AGENCY, ServedReceiver, served


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ServedReceiver]:
    with served(tmp_path / "receiver") as running:
        yield running


@pytest.fixture
def pc(tmp_path: Path, receiver: ServedReceiver) -> Installation:
    return joined(tmp_path / "pc", receiver)


def refused(call: Any) -> AppError:
    with pytest.raises(AppError) as caught:
        call()
    return caught.value


def test_a_backup_holds_everything_but_keys_and_nothing_readable(pc: Installation, tmp_path: Path) -> None:
    out = tmp_path / "usb" / "today.carebackup"
    with pc.opened() as services:
        seal(services)
        kept = draft(services, "2026-11-21 09:00")
        made = services.backups.backup(out)
        assert (made.verified, made.portable, made.size) == (True, True, out.stat().st_size)
        content = services.backups.read(out)
        assert (content.entries, content.drafts) == (4, 1)
        device = services.workspace.open_vault().device_key()
        assert device is not None
        key = services.workspace.open_vault().database_key
    raw = out.read_bytes()
    for secret in (device, key, device.hex().encode(), "张秀英".encode(), b"SQLite format 3", kept.encode()):
        assert secret not in raw
    assert not list(pc.folder.glob(".backup-*"))


@pytest.mark.parametrize("harm", ["flipped", "cut", "longer", "header", "another kind"])
def test_a_damaged_backup_is_told_before_anything_changes(
    pc: Installation, tmp_path: Path, harm: str
) -> None:
    out = tmp_path / "today.carebackup"
    with pc.opened() as services:
        services.backups.backup(out)
        raw = out.read_bytes()
        line = raw.index(b"\n")
        out.write_bytes(
            {
                "flipped": raw[:-3000] + bytes([raw[-3000] ^ 1]) + raw[-2999:],
                "cut": raw[:-1],
                "longer": raw + b"x",
                "header": raw[:line].replace(b'"made_at": "2026', b'"made_at": "2036') + raw[line:],
                "another kind": b"%PDF-1.7\n",
            }[harm]
        )
        error = refused(lambda: services.backups.read(out))
        assert error.code in (ErrorCode.FILE_UNREADABLE, ErrorCode.KEY_WRONG, ErrorCode.PASSPHRASE_NEEDED)
        error = refused(lambda: services.backups.restore(out, pc.invitation(), PHRASE))
        assert error.code is ErrorCode.FILE_UNREADABLE
        assert not services.session.state().must_rejoin
        assert services.sync.run().alarm == ""


def test_going_back_loses_only_what_was_said_first(pc: Installation, tmp_path: Path) -> None:
    out = tmp_path / "today.carebackup"
    with pc.opened() as services:
        early = draft(services, "2026-11-19 09:00")
        services.backups.backup(out)
        delivered = seal(services, "2026-11-20 09:00")
        services.sync.run()
        services.workspace.clock = FixedClock(NOW + timedelta(minutes=5))
        unsent = seal(services, "2026-11-21 09:00")
        late = draft(services, "2026-11-22 09:00")
        loss = services.backups.losses(out)
        assert (loss.drafts, loss.entries) == (2, 1)
        old = services.session.state().stream
        done = services.backups.restore(out, pc.invitation(), PHRASE)
        assert done.verified
        assert (done.restored, done.resealed) == (1, 0)
        assert done.aside is not None
        assert done.aside.exists()
        assert services.session.state().stream == done.stream != old
        services.sync.run()
        assert services.sync.run().remaining == 0
        with services.workspace.reading() as reading:
            assert reading.visits.get(delivered) is not None
            assert reading.visits.get(unsent) is None
            assert reading.visits.get(late) is None
            assert {row.visit.record for row in reading.visits.drafts()} == {early}
        seal(services, "2026-11-22 15:00")
        assert services.sync.run().remaining == 0
        assert services.system.verify().problems == ()


def test_a_new_pc_goes_on_from_a_backup_and_its_passphrase(pc: Installation, tmp_path: Path) -> None:
    out = tmp_path / "today.carebackup"
    with pc.opened() as services:
        services.backups.backup(out)
        record = seal(services)
        services.sync.run()
    new = Installation(tmp_path / "new", pc.receiver)
    with open_services(new.folder, "zh_CN", FixedClock(NOW), keyring=lambda: None) as services:
        restore = services.backups.restore
        assert refused(lambda: restore(out, pc.invitation())).code is ErrorCode.PASSPHRASE_NEEDED
        assert refused(lambda: restore(out, pc.invitation(), "something")).code is ErrorCode.WRONG_PASSPHRASE
        other = pc.receiver.invitation(OTHER_AGENCY, "别家").to_bytes()
        assert refused(lambda: restore(out, other, PHRASE)).code is ErrorCode.INVITATION_INVALID
        assert not (new.folder / "records.db").exists()
        done = restore(out, pc.invitation(), PHRASE)
        assert done.aside is None
        services.sync.run()
        with services.workspace.reading() as reading:
            assert reading.visits.get(record) is not None
    with new.opened() as services:
        assert not services.session.state().must_rejoin
        assert services.system.verify().problems == ()
    with pc.opened() as services:  # the old PC, found again, may go on in its own stream
        assert services.sync.run().remaining == 0


def test_a_damaged_database_is_kept_aside_and_replaced(pc: Installation, tmp_path: Path) -> None:
    out = tmp_path / "today.carebackup"
    with pc.opened() as services:
        services.backups.backup(out)
        seal(services)
        services.sync.run()
    database = pc.folder / "records.db"
    raw = bytearray(database.read_bytes())
    raw[100:5000] = bytes(4900)
    database.write_bytes(raw)
    with open_services(pc.folder, "zh_CN", FixedClock(NOW), keyring=lambda: None) as services:
        assert refused(lambda: services.session.open(PHRASE)).code is ErrorCode.DATABASE_DAMAGED
        assert not services.session.try_open(PHRASE)
        done = services.backups.restore(out, pc.invitation(), PHRASE)
        assert done.aside is not None
        assert done.aside.read_bytes() == bytes(raw)
        assert done.restored == 1
        services.sync.run()
        assert services.system.verify().problems == ()


def test_a_restore_broken_off_leaves_a_folder_that_asks_to_be_enrolled(
    pc: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "today.carebackup"
    with pc.opened() as services:
        services.backups.backup(out)
        seal(services)
        services.sync.run()

    class PowerCutError(Exception):
        pass

    def cut(*_given: Any) -> None:
        raise PowerCutError

    invitation = pc.invitation()
    with pc.opened() as services, monkeypatch.context() as patch:
        patch.setattr(RecoveryService, "_begin", cut)
        with pytest.raises(PowerCutError):
            services.backups.restore(out, invitation, PHRASE)
    with pc.opened() as services:
        assert services.session.state().must_rejoin
        assert refused(lambda: seal(services, "2026-11-22 12:00")).code is ErrorCode.STREAM_DIVERGED
        services.session.join(invitation)
        seal(services, "2026-11-22 15:00")
        services.sync.run()
        assert services.sync.run().remaining == 0
        assert services.system.verify().problems == ()


def test_one_backup_a_day_rotated(pc: Installation) -> None:
    with pc.opened() as services:
        assert services.backups.daily() is not None
        assert services.backups.daily() is None
        first = services.backups.list()[0]
        for day in range(1, 40):  # as if it had been made on each of the days before
            moment = first.made_at - timedelta(days=day)
            shutil.copy(first.file, first.file.with_name(f"{moment:%Y%m%dT%H%M%SZ}.carebackup"))
        (first.file.parent / "20261101T000000Z.carebackup").write_text("no backup")
        services.workspace.clock = FixedClock(NOW + timedelta(days=1))
        assert services.backups.daily() is not None
        left = services.backups.list()
        assert left[0].made_at.day == 24
        assert 7 <= len(left) <= 12
        assert left[1] == first


def test_an_older_schema_is_backed_up_before_it_changes(
    pc: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgraded: list[str] = []

    def upgrade(_connection: Any, revision: str) -> None:
        upgraded.append(revision)

    newer = "9999"
    with monkeypatch.context() as patch:
        patch.setattr(schema, "CURRENT", newer)
        patch.setattr(schema, "upgrade", upgrade)
        with pc.opened() as services:
            (row,) = services.backups.list()
            assert upgraded == [newer]
    with pc.opened() as services:
        assert services.backups.read(row.file).entries == 3


def test_without_a_passphrase_a_backup_for_elsewhere_is_refused(pc: Installation, tmp_path: Path) -> None:
    out = tmp_path / "today.carebackup"
    with pc.opened() as services:
        services.workspace.open_vault()._phrase = None  # a folder made with a keyring alone
        assert refused(lambda: services.backups.backup(out)).code is ErrorCode.PASSPHRASE_NEEDED
        assert not out.exists()
        assert refused(lambda: services.backups.backup(out, "short")).code is ErrorCode.PASSPHRASE_WEAK
        own = services.backups.daily()
        assert own is not None
        assert not own.portable
        assert services.backups.read(own.file).entries == 3
        assert services.backups.backup(out, "another long phrase").portable
        blocked = tmp_path / "today.carebackup" / "below a file"
        assert refused(lambda: services.backups.backup(blocked, PHRASE)).code is ErrorCode.FILE_UNWRITABLE
