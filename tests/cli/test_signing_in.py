"""Commands where users are set up: a name and a password, and what the role allows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.__main__ import main
from provider_desktop.bootstrap import open_services
from provider_desktop.security.users import Role

PHRASE, ADMIN, CLERK = "correct horse battery", "huimin-river-31", "three-red-pots-7"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSPHRASE", PHRASE)
    monkeypatch.delenv("PROVIDER_DESKTOP_PASSWORD", raising=False)
    monkeypatch.setattr("provider_desktop.security.keystore.system_keyring_backend", lambda: None)
    with open_services(tmp_path / "pc", "en", keyring=lambda: None) as services:
        services.session.set_up(PHRASE)
        services.users.switch_on("周敏", ADMIN)
        services.users.add("孙丽", Role.CLERK, CLERK)
    return tmp_path / "pc"


def run(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    status = main([*arguments, "--json", "--lang", "en", "--data-dir", str(folder)])
    return status, json.loads(capsys.readouterr().out)


def test_a_command_without_name_or_password_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(folder, capsys, "visits") == (2, {"error": "SignInNeeded", "values": {}})
    assert run(folder, capsys, "visits", "--user", "孙丽")[1]["error"] == "SignInNeeded"
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSWORD", "wrong")
    assert run(folder, capsys, "visits", "--user", "孙丽")[1]["error"] == "WrongPassword"
    assert run(folder, capsys, "visits", "--user", "nobody")[1]["error"] == "WrongPassword"


def test_a_clerk_lists_visits_but_erases_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSWORD", CLERK)
    assert run(folder, capsys, "visits", "--user", "孙丽")[0] == 0
    status, told = run(folder, capsys, "erase", "--contract-ended", "--user", "孙丽")
    assert status == 2
    assert told["error"] == "NotAllowed"
    assert told["values"] == {"user": "孙丽", "action": "erase", "may": "administrator"}


def test_what_is_asked_before_signing_in_still_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, told = run(folder, capsys, "doctor")
    assert status in (0, 1)
    assert told["checks"]


def test_a_restore_over_a_whole_folder_wants_an_administrator(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, invitation = tmp_path / "kept", tmp_path / "any.careinvite"
    kept.write_bytes(b"x")
    invitation.write_bytes(b"{}")
    restore = ("restore", str(kept), "--invitation", str(invitation))
    assert run(folder, capsys, *restore)[1]["error"] == "SignInNeeded"
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSWORD", CLERK)
    assert run(folder, capsys, *restore, "--user", "孙丽")[1]["error"] == "NotAllowed"
