"""Keys at rest: every way in that must fail, then those that must work."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.paths import DataPaths
from provider_desktop.security.algorithms import Cost
from provider_desktop.security.machine import machine_id
from provider_desktop.security.slots import KeySlots, write_slots
from provider_desktop.security.vault import PASSPHRASE_VARIABLE, SealedMark, Vault, passphrase_given
from tests.support.keyrings import MemoryKeyring

PHRASE = "正确的马 电池 订书钉"
CHEAP = Cost(iterations=1, lanes=1, memory_kib=8)
DEVICE = bytes(range(32))


@contextmanager
def refused(code: ErrorCode) -> Iterator[None]:
    with pytest.raises(AppError) as caught:
        yield
    assert caught.value.code is code


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    return DataPaths(tmp_path / "data")


def copies(path: Path) -> tuple[Path, Path]:
    return path, path.with_name(path.name + ".copy")


# ---------------------------------------------------------------- making


def test_without_keyring_and_passphrase_nothing_is_made(paths: DataPaths) -> None:
    with refused(ErrorCode.PASSPHRASE_NEEDED):
        Vault.create(paths)
    assert not paths.root.exists()


@pytest.mark.parametrize("phrase", ["short", "七个汉字不够啊"])
def test_a_weak_passphrase_is_refused(paths: DataPaths, phrase: str) -> None:
    with refused(ErrorCode.PASSPHRASE_WEAK):
        Vault.create(paths, phrase, cost=CHEAP)
    assert not paths.key_slots.exists()


def test_keys_are_never_made_over_others(paths: DataPaths) -> None:
    first = Vault.create(paths, PHRASE, cost=CHEAP)
    with refused(ErrorCode.ALREADY_INITIALISED):
        Vault.create(paths, PHRASE, cost=CHEAP)
    assert Vault.open(paths, PHRASE).database_key == first.database_key
    for path in copies(paths.key_slots):
        path.unlink()
    paths.database.write_bytes(b"there")
    with refused(ErrorCode.ALREADY_INITIALISED):
        Vault.create(paths, PHRASE, cost=CHEAP)


@pytest.mark.parametrize("fault", ["locked", "forgetful"])
def test_a_keyring_that_keeps_nothing_is_as_good_as_none(paths: DataPaths, fault: str) -> None:
    keyring = MemoryKeyring()
    setattr(keyring, fault, True)
    with refused(ErrorCode.PASSPHRASE_NEEDED):
        Vault.create(paths, keyring=keyring)
    assert not paths.root.exists()
    made = Vault.create(paths, PHRASE, keyring=keyring, cost=CHEAP)
    assert made.key_slots == ("passphrase",)
    made.keep_device_key(DEVICE)
    assert Vault.open(paths, PHRASE, keyring=keyring).device_key() == DEVICE


# ---------------------------------------------------------------- opening by passphrase


def test_what_is_not_there_is_told(paths: DataPaths) -> None:
    with refused(ErrorCode.NOT_INITIALISED):
        Vault.open(paths, PHRASE)
    paths.create()
    paths.database.write_bytes(b"there")
    with refused(ErrorCode.KEY_UNAVAILABLE):
        Vault.open(paths, PHRASE)


def test_a_wrong_passphrase_is_told_from_none(paths: DataPaths) -> None:
    Vault.create(paths, PHRASE, cost=CHEAP)
    with refused(ErrorCode.WRONG_PASSPHRASE):
        Vault.open(paths, PHRASE + "。")
    for nothing in (None, ""):
        with refused(ErrorCode.PASSPHRASE_NEEDED):
            Vault.open(paths, nothing)


def test_a_passphrase_typed_in_another_form_is_the_same(paths: DataPaths) -> None:
    made = Vault.create(paths, "caf\u00e9 caf\u00e9", cost=CHEAP)
    assert Vault.open(paths, "cafe\u0301 cafe\u0301").database_key == made.database_key


@pytest.mark.parametrize("first", [True, False])
def test_one_damaged_or_lost_copy_does_no_harm(paths: DataPaths, first: bool) -> None:
    made = Vault.create(paths, PHRASE, cost=CHEAP)
    hurt = copies(paths.key_slots)[0 if first else 1]
    hurt.write_bytes(b'{"half')
    assert Vault.open(paths, PHRASE).database_key == made.database_key
    hurt.unlink()
    assert Vault.open(paths, PHRASE).database_key == made.database_key


def test_a_flipped_bit_is_damage_and_never_a_wrong_passphrase(paths: DataPaths) -> None:
    Vault.create(paths, PHRASE, cost=CHEAP)
    whole = paths.key_slots.read_bytes()
    for place in range(0, len(whole), 7):
        hurt = bytearray(whole)
        hurt[place] ^= 0x01
        for path in copies(paths.key_slots):
            path.write_bytes(hurt)
        with refused(ErrorCode.KEY_FILE_DAMAGED):
            Vault.open(paths, PHRASE)


def rewritten(paths: DataPaths, **changes: Any) -> None:
    """The slots with other values and a digest that fits: what a clumsy editor leaves, or an enemy."""
    body = json.loads(json.loads(paths.key_slots.read_bytes())["body"])
    body["slots"][0] |= changes
    slots = body["slots"]
    write_slots(paths.key_slots, KeySlots(body["folder"], tuple(slots), body["check"]))


@pytest.mark.parametrize(
    "changes",
    [
        {"memory_kib": 2**24},
        {"iterations": 10**9},
        {"lanes": 0},
        {"stretching": "md5"},
        {"wrapped": "AAAA"},
        {"salt": "?"},
        {"salt": "AAAA"},
        {"check": 1},
        {"wrapping": "rot13"},
        {"iterations": "many"},
    ],
    ids=str,
)
def test_a_slot_that_asks_for_nonsense_is_damage(paths: DataPaths, changes: dict[str, Any]) -> None:
    Vault.create(paths, PHRASE, cost=CHEAP)
    rewritten(paths, **changes)
    with refused(ErrorCode.KEY_FILE_DAMAGED):
        Vault.open(paths, PHRASE)


def test_files_show_neither_key_nor_passphrase_and_are_the_owner_s(paths: DataPaths) -> None:
    import base64

    made = Vault.create(paths, PHRASE, cost=CHEAP)
    made.keep_device_key(DEVICE)
    made.remember_sealed("STREAM", 7)
    for path in paths.root.iterdir():
        content = path.read_bytes()
        for secret in (made.database_key, DEVICE):
            for form in (secret, secret.hex().encode(), base64.b64encode(secret)):
                assert form not in content
        assert PHRASE.encode() not in content
        assert b"STREAM" not in content
        assert path.stat().st_mode & 0o077 == 0


# ---------------------------------------------------------------- opening by keyring


def test_the_keyring_opens_without_a_passphrase(paths: DataPaths) -> None:
    keyring = MemoryKeyring()
    made = Vault.create(paths, keyring=keyring)
    assert made.key_slots == ("keyring",)
    assert Vault.open(paths, keyring=keyring).database_key == made.database_key


def test_a_keyring_that_fails_and_no_passphrase_slot(paths: DataPaths) -> None:
    keyring = MemoryKeyring()
    Vault.create(paths, keyring=keyring)
    with refused(ErrorCode.KEY_UNAVAILABLE):
        Vault.open(paths, PHRASE)
    keyring.locked = True
    with refused(ErrorCode.KEY_UNAVAILABLE):
        Vault.open(paths, PHRASE, keyring=keyring)
    keyring.locked = False
    for damaged in ("?", "AAAA"):
        keyring.kept = dict.fromkeys(keyring.kept, damaged)
        with refused(ErrorCode.KEY_UNAVAILABLE):
            Vault.open(paths, PHRASE, keyring=keyring)
    keyring.kept.clear()
    with refused(ErrorCode.KEY_UNAVAILABLE):
        Vault.open(paths, PHRASE, keyring=keyring)


def test_where_there_are_both_the_passphrase_opens_when_the_keyring_does_not(paths: DataPaths) -> None:
    keyring = MemoryKeyring()
    made = Vault.create(paths, PHRASE, keyring=keyring, cost=CHEAP)
    assert made.key_slots == ("keyring", "passphrase")
    assert Vault.open(paths, keyring=keyring).database_key == made.database_key
    keyring.locked = True
    with refused(ErrorCode.PASSPHRASE_NEEDED):
        Vault.open(paths, keyring=keyring)
    opened = Vault.open(paths, PHRASE, keyring=keyring)
    assert opened.database_key == made.database_key
    with refused(ErrorCode.KEY_UNAVAILABLE):
        opened.device_key()
    with refused(ErrorCode.KEY_UNAVAILABLE):
        Vault.open(paths, PHRASE).device_key()


def test_two_folders_share_a_keyring_without_sharing_keys(paths: DataPaths, tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    other = DataPaths(tmp_path / "other")
    made = [Vault.create(each, keyring=keyring) for each in (paths, other)]
    assert made[0].database_key != made[1].database_key
    for folder, vault in zip((paths, other), made, strict=True):
        assert Vault.open(folder, keyring=keyring).database_key == vault.database_key


# ---------------------------------------------------------------- the device key and the mark beside it


@pytest.fixture(params=["keyring", "passphrase"])
def ways(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"keyring": MemoryKeyring()} if request.param == "keyring" else {"passphrase": PHRASE}


def test_the_device_key_and_the_mark_outlive_the_program(paths: DataPaths, ways: dict[str, Any]) -> None:
    made = Vault.create(paths, **ways, cost=CHEAP)
    assert made.device_key() is None
    assert made.last_sealed() is None
    made.keep_device_key(DEVICE)
    made.remember_sealed("S1", 3)
    made.remember_sealed("S1", 4)
    opened = Vault.open(paths, **ways)
    assert opened.device_key() == DEVICE
    assert opened.last_sealed() == SealedMark("S1", 4, machine_id())
    opened.keep_device_key(DEVICE[::-1])
    assert opened.last_sealed() is None
    opened.forget_device_key()
    opened.forget_device_key()
    assert opened.device_key() is None


def test_a_device_key_of_the_wrong_size_is_a_mistake_of_ours(paths: DataPaths) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault.create(paths, PHRASE, cost=CHEAP).keep_device_key(b"short")


def test_a_device_file_of_another_purpose_or_folder_does_not_open(paths: DataPaths, tmp_path: Path) -> None:
    made = Vault.create(paths, PHRASE, cost=CHEAP)
    made.keep_device_key(DEVICE)
    device, mark = paths.root / "device.key", paths.root / "sealed.key"
    for source, target in zip(copies(device), copies(mark), strict=True):
        target.write_bytes(source.read_bytes())
    with refused(ErrorCode.KEY_FILE_DAMAGED):
        made.last_sealed()
    other = DataPaths(tmp_path / "other")
    stranger = Vault.create(other, PHRASE, cost=CHEAP)
    (other.root / "device.key").write_bytes(device.read_bytes())
    with refused(ErrorCode.KEY_FILE_DAMAGED):
        stranger.device_key()


def test_the_machine_s_own_id_is_not_told() -> None:
    system = Path("/etc/machine-id")
    assert machine_id() == machine_id()
    assert len(machine_id()) == 32
    if system.exists():
        assert system.read_text().strip() not in machine_id()


def test_the_passphrase_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSPHRASE_VARIABLE, raising=False)
    assert passphrase_given() is None
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PHRASE)
    assert passphrase_given() == PHRASE
