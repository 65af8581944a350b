"""A mistake of ours in a command: exit status 3, one sentence, and nobody's data in what is written."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from provider_desktop.__main__ import main
from provider_desktop.cli import main as commands

SECRETS = ("张玉英", "371621194906070011", "13812345678")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise KeyError(" ".join(SECRETS))

    monkeypatch.setattr(commands, "COMMANDS", {**commands.COMMANDS, "doctor": fail})


@pytest.mark.parametrize("there", [True, False])
def test_no_personal_data_is_told_or_kept(
    broken: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], there: bool
) -> None:
    folder = tmp_path / "pc"
    if there:
        folder.mkdir()
    assert main(["doctor", "--json", "--lang", "en", "--data-dir", str(folder)]) == 3
    out, err = capsys.readouterr()
    assert json.loads(out)["error"] == "bug"
    written = out + err + "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.log"))
    assert "KeyError" in written, "what went wrong can be found"
    assert not [secret for secret in SECRETS if secret in written]
    assert folder.exists() is there, "asking after a folder does not make it"


def test_the_log_is_let_go_of(broken: None, tmp_path: Path) -> None:
    main(["doctor", "--data-dir", str(tmp_path)])
    logger = logging.getLogger("provider_desktop")
    assert not logger.handlers
    assert logger.propagate
