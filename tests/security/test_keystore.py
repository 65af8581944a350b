"""The system's keyring: a real Secret Service, and what happens where there is none."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from provider_desktop.security import keystore
from tests.support.desktop_session import desktop_session

REPOSITORY = Path(__file__).resolve().parents[2]

SCRIPT = """
import json, sys
from pathlib import Path
from provider_desktop.errors import AppError
from provider_desktop.paths import DataPaths
from provider_desktop.security.keystore import system_keyring_backend
from provider_desktop.security.vault import Vault

paths, step = DataPaths(Path(sys.argv[1])), sys.argv[2]
backend = system_keyring_backend()
answer = {"backend": type(backend).__module__ if backend else ""}
try:
    if step == "create":
        vault = Vault.create(paths, keyring=backend)
        vault.keep_device_key(bytes(range(32)))
        vault.remember_sealed("S1", 5)
    else:
        vault = Vault.open(paths, keyring=backend)
    mark = vault.last_sealed()
    answer |= {"key": vault.database_key.hex(), "device": vault.device_key().hex(), "seq": mark.seq}
except AppError as error:
    answer["error"] = error.code.value
print(json.dumps(answer))
"""


def run(environment: dict[str, str], folder: Path, step: str) -> dict[str, str]:
    command = [sys.executable, "-W", "error", "-c", SCRIPT, str(folder), step]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, str] = json.loads(done.stdout)
    return answer


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_keys_rest_in_a_real_keyring_and_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with desktop_session(tmp_path, screen=False) as environment:
        made = run(environment, folder, "create")
        opened = run(environment, folder, "open")
    assert made["backend"] == "keyring.backends.SecretService"
    assert opened == made
    assert opened["device"] == bytes(range(32)).hex()
    assert {path.name for path in folder.iterdir()} == {"key_slots.json", "key_slots.json.copy"}
    for path in folder.iterdir():
        assert made["key"] not in path.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
@pytest.mark.parametrize("bus", [True, False], ids=["a bus without a keyring", "no bus"])
def test_without_a_keyring_the_passphrase_is_asked_for(tmp_path: Path, bus: bool) -> None:
    folder = tmp_path / "data"
    with desktop_session(tmp_path, screen=False, keyring=False) as environment:
        # Whatever the machine's configuration says, a keyring that keeps nothing or plain text is not taken.
        environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        if not bus:
            environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={tmp_path}/none"
        assert run(environment, folder, "create")["error"] == "PassphraseNeeded"
    assert not folder.exists()


def test_a_system_without_an_accepted_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "plan9")
    assert keystore.system_keyring_backend() is None
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(keystore, "_ACCEPTED", {"linux": ("no.such.module", "Keyring")})
    assert keystore.system_keyring_backend() is None


CHANGES = """
import json, sys
from pathlib import Path
from provider_desktop.errors import AppError
from provider_desktop.paths import DataPaths
from provider_desktop.security.keystore import SystemKeyring, system_keyring_backend
from provider_desktop.security.slots import read_slots
from provider_desktop.security.vault import Vault

paths, phrase = DataPaths(Path(sys.argv[1])), "correct horse battery"
keyring = system_keyring_backend()
told = []

def tried(passphrase=None):
    try:
        return Vault.open(paths, passphrase, keyring=keyring).database_key.hex()
    except AppError as error:
        return error.code.value

made = Vault.create(paths, phrase, keyring=keyring)
store = SystemKeyring(keyring, read_slots(paths.key_slots).folder)
told.append(["keyring only", tried() == made.database_key.hex()])
store.put("database", bytes(32))
told.append(["keyring changed", tried()])
told.append(["keyring changed, passphrase", tried(phrase) == made.database_key.hex()])
store.remove("database")
told.append(["keyring lost", tried()])
told.append(["wrong passphrase", tried("another passphrase")])
opened = Vault.open(paths, phrase, keyring=keyring)
told.append(["mended", opened.mend_keyring(keyring)])
told.append(["keyring again", tried() == made.database_key.hex()])
following = bytes(range(32))
opened.announce_database_key(following)
opened.follow(following)
told.append(["another key", tried() == following.hex()])
print(json.dumps(told))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_a_real_keyring_that_changes_or_forgets_is_noticed_and_mended(tmp_path: Path) -> None:
    with desktop_session(tmp_path, screen=False) as environment:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", CHANGES, str(tmp_path / "data")],
            cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=90, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        ["keyring only", True],
        ["keyring changed", "PassphraseNeeded"],
        ["keyring changed, passphrase", True],
        ["keyring lost", "PassphraseNeeded"],
        ["wrong passphrase", "WrongPassphrase"],
        ["mended", True],
        ["keyring again", True],
        ["another key", True],
    ]
