"""Other passphrases, a keyring that lost or changed its keys, a database key followed by another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.paths import DataPaths
from provider_desktop.security.algorithms import Cost
from provider_desktop.security.vault import Vault
from tests.support.keyrings import MemoryKeyring

OLD, NEW = "the first passphrase", "the second passphrase"
CHEAP = Cost(iterations=1, lanes=1, memory_kib=8)
DEVICE, FOLLOWING = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    return DataPaths(tmp_path / "data")


def code_of(paths: DataPaths, passphrase: str | None = None, keyring: object = None) -> ErrorCode:
    with pytest.raises(AppError) as caught:
        Vault.open(paths, passphrase, keyring=keyring)
    return caught.value.code


def test_another_passphrase_opens_and_the_one_before_does_not(paths: DataPaths) -> None:
    made = Vault.create(paths, OLD, cost=CHEAP)
    made.keep_device_key(DEVICE)
    made.remember_sealed("S1", 4)
    made.set_passphrase(NEW, CHEAP)
    assert code_of(paths, OLD) is ErrorCode.WRONG_PASSPHRASE
    opened = Vault.open(paths, NEW)
    assert opened.database_key == made.database_key
    assert opened.device_key() == DEVICE
    mark = opened.last_sealed()
    assert mark is not None
    assert mark.seq == 4
    assert opened.is_passphrase(NEW)
    assert not opened.is_passphrase(OLD)


def test_a_folder_of_the_first_release_keeps_its_device_key(paths: DataPaths) -> None:
    made = Vault.create(paths, OLD, cost=CHEAP)
    made.keep_device_key(DEVICE)
    _make_old(paths, OLD)
    opened = Vault.open(paths, OLD)
    opened.keep_device_key(DEVICE)
    opened.set_passphrase(NEW, CHEAP)
    assert Vault.open(paths, NEW).device_key() == DEVICE


def _make_old(paths: DataPaths, passphrase: str) -> None:
    """The file as the first release wrote it: no check value, device files under the stretched passphrase."""
    from provider_desktop.security import algorithms
    from provider_desktop.security.slots import read_slots, write_slots

    content = read_slots(paths.key_slots)
    assert content is not None
    slots = tuple({k: v for k, v in slot.items() if k != "files"} for slot in content.slots)
    write_slots(paths.key_slots, type(content)(content.folder, slots))
    for file in paths.root.glob("*.key*"):
        file.unlink()
    assert "check" not in json.loads(json.loads(paths.key_slots.read_bytes())["body"])
    assert algorithms.STRETCHING == "argon2id"
    assert Vault.open(paths, passphrase).device_key() is None


def test_a_keyring_folder_gets_a_passphrase_and_backups_can_use_it(paths: DataPaths) -> None:
    keyring = MemoryKeyring()
    made = Vault.create(paths, keyring=keyring)
    made.keep_device_key(DEVICE)
    assert made.passphrase_key() is None
    made.set_passphrase(NEW, CHEAP)
    opened = Vault.open(paths, keyring=keyring)
    assert opened.key_slots == ("keyring", "passphrase")
    assert opened.passphrase_key() is not None
    assert opened.device_key() == DEVICE
    assert Vault.open(paths, NEW).database_key == made.database_key


def test_another_passphrase_wants_the_one_before_where_files_hang_on_it(paths: DataPaths) -> None:
    keyring = MemoryKeyring()
    made = Vault.create(paths, OLD, cost=CHEAP)
    made.keep_device_key(DEVICE)
    assert made.add_keyring(keyring)
    keyring.kept = {key: value for key, value in keyring.kept.items() if "phrase" not in key[1]}
    (paths.root / "device.key").write_bytes(b"left behind")
    with pytest.raises(AppError) as caught:
        Vault.open(paths, keyring=keyring).set_passphrase(NEW, CHEAP)
    assert caught.value.code is ErrorCode.PASSPHRASE_NEEDED


def test_a_keyring_that_was_emptied_is_filled_again_by_the_passphrase(paths: DataPaths) -> None:
    keyring = MemoryKeyring()
    made = Vault.create(paths, OLD, keyring=keyring, cost=CHEAP)
    made.keep_device_key(DEVICE)
    keyring.kept.clear()
    assert code_of(paths, None, keyring) is ErrorCode.PASSPHRASE_NEEDED
    opened = Vault.open(paths, OLD, keyring=keyring)
    assert opened.mend_keyring(keyring)
    assert not opened.mend_keyring(keyring)
    again = Vault.open(paths, keyring=keyring)
    assert again.database_key == made.database_key
    assert again.passphrase_key() is not None
    assert again.device_key() is None  # nobody else had it: this PC is enrolled anew


def test_a_keyring_of_another_session_gives_another_key_and_is_not_believed(paths: DataPaths) -> None:
    keyring = MemoryKeyring()
    made = Vault.create(paths, OLD, keyring=keyring, cost=CHEAP)
    for account in keyring.kept:
        if account[1].endswith(":database"):
            keyring.kept[account] = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
    assert code_of(paths, None, keyring) is ErrorCode.PASSPHRASE_NEEDED
    assert Vault.open(paths, OLD, keyring=keyring).database_key == made.database_key


def test_both_lost_is_said_and_nothing_is_made_anew(paths: DataPaths) -> None:
    keyring = MemoryKeyring()
    Vault.create(paths, keyring=keyring)
    before = paths.key_slots.read_bytes()
    keyring.kept.clear()
    assert code_of(paths, "any passphrase", keyring) is ErrorCode.KEY_UNAVAILABLE
    assert paths.key_slots.read_bytes() == before
    assert not paths.database.exists()


def test_a_keyring_comes_later_and_takes_the_device_key_along(paths: DataPaths) -> None:
    keyring = MemoryKeyring()
    made = Vault.create(paths, OLD, cost=CHEAP)
    made.keep_device_key(DEVICE)
    keyring.locked = True
    assert not made.add_keyring(keyring)
    assert made.key_slots == ("passphrase",)
    keyring.locked = False
    assert made.add_keyring(keyring)
    opened = Vault.open(paths, keyring=keyring)
    assert opened.device_key() == DEVICE
    assert not list(paths.root.glob("device.key*"))
    assert not opened.add_keyring(keyring)


@pytest.mark.parametrize("has_keyring", [True, False])
@pytest.mark.parametrize("has_phrase", [True, False])
def test_the_key_that_follows_opens_by_every_way_afterwards(
    paths: DataPaths, has_keyring: bool, has_phrase: bool
) -> None:
    if not (has_keyring or has_phrase):
        return
    keyring = MemoryKeyring() if has_keyring else None
    made = Vault.create(paths, OLD if has_phrase else None, keyring=keyring, cost=CHEAP)
    made.keep_device_key(DEVICE)
    before = made.database_key
    made.announce_database_key(FOLLOWING)
    halfway = Vault.open(paths, OLD, keyring=keyring)
    assert (halfway.database_key, halfway.next_database_key) == (before, FOLLOWING)
    assert made.follow(FOLLOWING)
    ways = [(None, keyring)] * has_keyring + [(OLD, None)] * has_phrase
    for passphrase, backend in ways:
        opened = Vault.open(paths, passphrase, keyring=backend)
        assert opened.database_key == FOLLOWING
        assert opened.next_database_key is None
    assert Vault.open(paths, OLD, keyring=keyring).device_key() == DEVICE
    assert before.hex() not in paths.key_slots.read_text()


def test_a_change_broken_off_after_the_keyring_took_the_key_is_ended(paths: DataPaths) -> None:
    keyring = MemoryKeyring()
    made = Vault.create(paths, OLD, keyring=keyring, cost=CHEAP)
    made.announce_database_key(FOLLOWING)
    slots = paths.key_slots.read_bytes()
    made.follow(FOLLOWING)
    for file in (paths.key_slots, paths.key_slots.with_name("key_slots.json.copy")):
        file.write_bytes(slots)
    opened = Vault.open(paths, keyring=keyring)
    assert opened.database_key == FOLLOWING
    opened.settle_database_key()
    assert Vault.open(paths, OLD).database_key == FOLLOWING


def test_a_change_that_never_came_into_force_is_forgotten(paths: DataPaths) -> None:
    made = Vault.create(paths, OLD, cost=CHEAP)
    made.announce_database_key(FOLLOWING)
    opened = Vault.open(paths, OLD)
    opened.settle_database_key()
    again = Vault.open(paths, OLD)
    assert (again.database_key, again.next_database_key) == (made.database_key, None)
