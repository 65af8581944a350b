"""Keys of a folder with data in it: the passphrase, its sheet, and a database key changed under fire."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from provider_desktop.bootstrap import Services, open_services
from provider_desktop.domain.clock import FixedClock
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.algorithms import Cost
from provider_desktop.security.vault import Vault
from provider_desktop.storage.database import Database
from tests.support.exchange import NOW
from tests.support.keyrings import MemoryKeyring

PHRASE, NEW = "correct horse battery", "seven slow green rivers"


@contextmanager
def services_of(folder: Path, keyring: MemoryKeyring | None = None) -> Iterator[Services]:
    with open_services(folder, "zh_CN", FixedClock(NOW), keyring=lambda: keyring) as services:
        yield services


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder opened by a passphrase, which holds a setting and a file of evidence."""
    monkeypatch.setattr(Cost, "__init__", _cheap)
    with services_of(tmp_path / "pc") as services:
        services.session.set_up(PHRASE)
        with services.workspace.writing() as work:
            work.settings.set("planted", "here")
        services.evidence._files().put("ab" * 32, b"a photo")
    return tmp_path / "pc"


def _cheap(self: Cost, iterations: int = 1, lanes: int = 1, memory_kib: int = 8) -> None:
    """Stretching that takes no time: what is tested here is not how long it takes."""
    for name, value in (("iterations", iterations), ("lanes", lanes), ("memory_kib", memory_kib)):
        object.__setattr__(self, name, value)


def holds_all(folder: Path, passphrase: str = PHRASE, keyring: MemoryKeyring | None = None) -> str:
    """Open, look at everything that was kept; the database key."""
    with services_of(folder, keyring) as services:
        services.session.open(passphrase)
        with services.workspace.reading() as reading:
            assert reading.settings.get("planted") == "here"
            assert reading.audit.broken() == ()
        assert services.evidence._files().get("ab" * 32) == b"a photo"
        assert services.system.verify().problems == ()
        return services.workspace.open_vault().database_key.hex()


def test_the_database_is_written_anew_under_another_key(folder: Path) -> None:
    with services_of(folder) as services:
        services.session.open(PHRASE)
        before = services.workspace.open_vault().database_key
        steps: list[int] = []
        services.keys.change_database_key(lambda done, _all: steps.append(done))
        assert steps == [1, 2, 3, 4]
        assert services.visits.counts() is not None  # goes on working
    assert holds_all(folder) != before.hex()
    with pytest.raises(AppError) as caught:
        Database.open(folder / "records.db", before)
    assert caught.value.code is ErrorCode.KEY_WRONG
    left = {path.name for path in folder.iterdir()}
    assert not {name for name in left if "rekey" in name}


def test_a_keyring_that_opened_the_folder_has_the_new_key_as_well(tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    folder = tmp_path / "pc"
    with services_of(folder, keyring) as services:
        services.session.set_up(PHRASE)
        with services.workspace.writing() as work:
            work.settings.set("planted", "here")
        services.evidence._files().put("ab" * 32, b"a photo")
    with services_of(folder, keyring) as services:
        services.session.open()
        services.keys.change_database_key()
    assert holds_all(folder, "", keyring) == holds_all(folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="breaks a child process off")
def test_a_change_broken_off_anywhere_leaves_data_that_open(folder: Path, tmp_path: Path) -> None:
    """A child is ended before its n-th change of the disk, for every n until it gets through."""
    import shutil

    keys, n = set(), 0
    while True:
        n += 1
        copy = tmp_path / f"try{n}"
        shutil.copytree(folder, copy)
        child = os.fork()
        if child == 0:
            _die_at(copy, n)
        _, status = os.waitpid(child, 0)
        keys.add(holds_all(copy))
        assert not [path.name for path in copy.iterdir() if "rekey" in path.name]
        shutil.rmtree(copy)
        if os.waitstatus_to_exitcode(status) == 0:
            break
        assert os.waitstatus_to_exitcode(status) == 9
    assert n > 20
    assert len(keys) > 2  # some opened with the key before, others with the one that followed


def _die_at(folder: Path, n: int) -> None:
    """In the child: change the key, and end at the n-th event that changes the disk."""
    left = [n]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        writes = event in ("os.rename", "os.remove", "os.chmod") or (
            event == "open" and int(str(arguments[2])) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        )
        if writes and armed:
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)

    armed: list[int] = []
    sys.addaudithook(watch)
    try:
        with services_of(folder) as services:
            services.session.open(PHRASE)
            armed.append(1)
            services.keys.change_database_key()
            armed.clear()
    except BaseException:  # noqa: BLE001 - whatever it was, the parent must hear of it
        os._exit(7)
    os._exit(0)


def test_a_full_disk_leaves_the_key_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise AppError(ErrorCode.DISK_FULL, path="x")

    before = holds_all(folder)
    with services_of(folder) as services:
        services.session.open(PHRASE)
        monkeypatch.setattr(Database, "export", full)
        with pytest.raises(AppError):
            services.keys.change_database_key()
        assert services.visits.counts() is not None
    assert holds_all(folder) == before


def test_an_easy_passphrase_or_a_slip_of_the_pen_changes_nothing(folder: Path) -> None:
    with services_of(folder) as services:
        services.session.open(PHRASE)
        for first, second, code in (
            ("password2026", "password2026", ErrorCode.PASSPHRASE_WEAK),
            (NEW, NEW + "x", ErrorCode.WRONG_PASSPHRASE),
        ):
            with pytest.raises(AppError) as caught:
                services.keys.set_passphrase(first, second)
            assert caught.value.code is code
    holds_all(folder)


def test_a_new_passphrase_its_sheet_and_the_quarter(folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    with services_of(folder) as services:
        services.session.open(PHRASE)
        assert services.keys.state().due
        services.keys.set_passphrase(NEW, NEW)
        with pytest.raises(AppError) as caught:
            services.keys.write_sheet(sheet, PHRASE)
        assert caught.value.code is ErrorCode.WRONG_PASSPHRASE
        assert services.keys.write_sheet(sheet, NEW) == 1
        assert not services.keys.state().due
        services.workspace.clock = FixedClock(NOW + timedelta(days=93))
        assert services.keys.state().due
        with pytest.raises(AppError):
            services.keys.check(PHRASE)
        assert services.keys.state().due
        services.keys.check(NEW)
        assert not services.keys.state().due
        with services.workspace.reading() as reading:
            said = [line.action for line in reading.audit.newest(3)]
        assert said == ["keys.checked", "keys.sheet", "keys.passphrase"]
    assert sheet.read_bytes().startswith(b"%PDF")
    with services_of(folder) as services, pytest.raises(AppError):
        services.session.open(PHRASE)
    holds_all(folder, NEW)


def test_a_keyring_that_lost_its_keys_is_mended_and_that_is_written_down(tmp_path: Path) -> None:
    keyring, folder = MemoryKeyring(), tmp_path / "pc"
    with services_of(folder, keyring) as services:
        services.session.set_up(PHRASE)
    keyring.kept.clear()
    with services_of(folder, keyring) as services:
        with pytest.raises(AppError) as caught:
            services.session.open()
        assert caught.value.code is ErrorCode.PASSPHRASE_NEEDED
        services.session.open(PHRASE)
        with services.workspace.reading() as reading:
            assert reading.audit.newest(1)[0].action == "keys.mended"
    with services_of(folder, keyring) as services:
        services.session.open()


def test_a_proposed_passphrase_is_strong_and_opens(folder: Path) -> None:
    with services_of(folder) as services:
        services.session.open(PHRASE)
        proposed = services.keys.propose()
        services.keys.set_passphrase(proposed, proposed)
        assert Vault.open(services.workspace.paths, proposed).database_key


def test_the_page_of_the_day_asks_for_a_passphrase_and_each_quarter_for_a_look_at_it(tmp_path: Path) -> None:
    keyring, folder = MemoryKeyring(), tmp_path / "pc"

    def told(services: Services) -> list[tuple[str, str]]:
        rows = services.today.today().rows
        return [(row.kind, row.key) for row in rows if row.kind.startswith("passphrase")]

    with services_of(folder, keyring) as services:
        services.session.set_up()
        assert told(services) == [("passphrase_none", "keys")]
        services.keys.set_passphrase(NEW, NEW)
        assert told(services) == []
        services.workspace.clock = FixedClock(NOW + timedelta(days=92))
        assert told(services) == []
        services.workspace.clock = FixedClock(NOW + timedelta(days=93))
        assert told(services) == [("passphrase_check", "keys")]
        services.keys.check(NEW)
        assert told(services) == []
