"""What is done unasked: the day's backup and its copy elsewhere, and what the page of the day tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from provider_desktop.bootstrap import Services
from provider_desktop.domain.clock import FixedClock
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.upkeep_service import DRILL_DAYS, OVERDUE_DAYS
from provider_desktop.settings import load_settings, save_settings
from tests.support.installation import PHRASE, joined, seal
from tests.support.receiver import ServedReceiver, served


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ServedReceiver]:
    with served(tmp_path / "receiver") as running:
        yield running


@pytest.fixture
def services(tmp_path: Path, receiver: ServedReceiver) -> Iterator[Services]:
    with joined(tmp_path / "pc", receiver).opened() as opened:
        seal(opened)
        yield opened


def copy_to(services: Services, folder: Path) -> None:
    place = services.workspace.paths.settings
    save_settings(place, replace(load_settings(place), backup_folder=str(folder)))


def go_on(services: Services, **span: float) -> None:
    services.workspace.clock = FixedClock(services.workspace.now() + timedelta(**span))


def test_one_backup_a_day_and_a_copy_that_is_the_same_to_the_byte(services: Services, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copy_to(services, stick)
    first = services.upkeep.run()
    assert first.made is not None
    assert first.copied is not None
    assert first.copied.read_bytes() == first.made.read_bytes()
    assert services.backups.read(first.copied).entries == 4
    again = services.upkeep.run()
    assert (again.made, again.copied, again.problem) == (None, None, None)
    go_on(services, days=1)
    assert services.upkeep.run().copied is not None
    assert services.upkeep.keeping().elsewhere_last == services.workspace.now()


def test_copies_rotate_and_those_of_another_pc_stay(services: Services, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    other = stick / "provider_desktop_0000000000000000"
    other.mkdir(parents=True)
    (other / "20200101T000000Z.carebackup").write_bytes(b"another PC's")
    copy_to(services, stick)
    for _ in range(10):
        assert services.upkeep.run().copied is not None
        go_on(services, days=1)
    mine = stick / f"provider_desktop_{services.session.state().device}"
    assert len(list(mine.iterdir())) == len(services.backups.list()) < 10
    assert (other / "20200101T000000Z.carebackup").exists()


def test_a_stick_in_a_drawer_is_told_and_the_backup_is_made_all_the_same(
    services: Services, tmp_path: Path
) -> None:
    copy_to(services, tmp_path / "drawer")
    done = services.upkeep.run()
    assert done.made is not None
    assert done.problem is not None
    assert done.problem.code is ErrorCode.FILE_MISSING
    (tmp_path / "drawer").mkdir()
    assert services.upkeep.run().copied is not None, "as soon as it is back"


def test_a_copy_that_cannot_be_written_leaves_no_half_file(services: Services, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / f"provider_desktop_{services.session.state().device}").write_bytes(b"in the way")
    copy_to(services, stick)
    done = services.upkeep.run()
    assert done.problem is not None
    assert done.problem.code is ErrorCode.FILE_UNWRITABLE
    assert [file.name for file in stick.rglob("*.part")] == []


def test_trying_out_opens_the_newest_and_a_damaged_one_is_told(services: Services) -> None:
    with pytest.raises(AppError) as nothing:
        services.upkeep.drill()
    assert nothing.value.code is ErrorCode.FILE_MISSING
    made = services.backups.own()
    assert services.upkeep.drill().entries == 4
    drilled = services.upkeep.keeping().drilled
    made.file.write_bytes(made.file.read_bytes()[:-1])
    go_on(services, days=1)
    with pytest.raises(AppError):
        services.upkeep.drill()
    assert services.upkeep.keeping().drilled == drilled, "what failed is no drill"


def test_the_day_tells_of_backups_overdue_and_of_the_drill_once_they_are(services: Services) -> None:
    services.upkeep.run()
    assert services.upkeep.reminders() == ()
    go_on(services, days=OVERDUE_DAYS + 1)
    assert [each.kind for each in services.upkeep.reminders()] == ["backup_overdue"]
    [row] = [row for row in services.today.today().rows if row.kind == "backup_overdue"]
    assert (row.target, row.key, row.severity) == ("settings", "backups", "yellow")
    services.upkeep.run()
    go_on(services, days=DRILL_DAYS)
    services.upkeep.run()
    assert [each.kind for each in services.upkeep.reminders()] == ["backup_drill"]
    services.upkeep.drill()
    assert services.upkeep.reminders() == ()


def test_little_room_is_told_early(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provider_desktop.services.upkeep_service.LOW_ROOM", 1 << 60)
    assert services.upkeep.run().low_room
    assert [each.kind for each in services.upkeep.reminders()] == ["disk_low"]


def test_a_restored_folder_stays_an_office(services: Services, receiver: ServedReceiver) -> None:
    """The copy elsewhere is a backup like any other: it restores on the spot."""
    made = services.upkeep.run().made
    assert made is not None
    restored = services.backups.restore(made, receiver.invitation().to_bytes(), PHRASE)
    assert restored.verified
    assert isinstance(services.session.state().stream, str)
