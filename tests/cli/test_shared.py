"""A PC that shares the agency's database, set up and worked by commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.__main__ import main
from tests.support.postgres import Cluster


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSPHRASE", "correct horse battery")
    monkeypatch.setattr("provider_desktop.security.keystore.system_keyring_backend", lambda: None)


def run(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    status = main([*arguments, "--json", "--lang", "en", "--data-dir", str(folder)])
    return status, json.loads(capsys.readouterr().out)


def test_two_pcs_are_set_up_on_one_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cluster: Cluster
) -> None:
    url = cluster.new_database()
    for name in ("one", "two"):
        status, told = run(capsys, tmp_path / name, "init", "--database", url)
        assert status == 0
        assert told["server"] == url.rpartition("@")[2]
    status, told = run(capsys, tmp_path / "two", "status")
    assert (status, told["drafts"], told["agency"]) == (0, 0, "")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgresql://care:secret@db.example/care", "DatabaseLineOpen"),
        ("sqlite:///here.db", "ValueInvalid"),
        ("postgresql://care:secret@127.0.0.1:9/care", "DatabaseAway"),
    ],
)
def test_what_cannot_be_shared_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str, code: str
) -> None:
    status, told = run(capsys, tmp_path / "pc", "init", "--database", url)
    assert (status, told["error"]) == (2, code)
    assert "secret" not in json.dumps(told)
    assert not (tmp_path / "pc" / "records.db").exists()
    assert not (tmp_path / "pc" / "key_slots.json").exists()
