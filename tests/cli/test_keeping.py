"""backup, restore and erase as scripts call them, against a real receiver."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.__main__ import main
from provider_desktop.services.receiver_process import ReceiverProcess
from tests.support.workspace import DATA

AGENCY = "52371621MJE12345X6"


class Office:
    """Two PCs of an agency and the bureau's receiver, worked by commands alone."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.receiver = ReceiverProcess(folder / "bureau")
        self.url = self.receiver.start()
        self.receiver.call("load", str(DATA / "recipients_huimin.json"))

    def run(self, *arguments: str, pc: str = "pc") -> tuple[int, dict[str, Any], str]:
        """A command with ``--json``: exit status, the object, and the words for people."""
        status = main([*arguments, "--json", "--lang", "en", "--data-dir", str(self.folder / pc)])
        out, err = self._capsys.readouterr()
        return status, json.loads(out), err

    def invitation(self, name: str) -> str:
        """A new invitation's file."""
        out = str(self.folder / f"{name}.careinvite")
        self.receiver.call("invite", AGENCY, "--name", "暖心", "--url", self.url, "--out", out)
        return out


@pytest.fixture
def office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Office]:
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSPHRASE", "correct horse battery")
    monkeypatch.setattr("provider_desktop.security.keystore.system_keyring_backend", lambda: None)
    found = Office(tmp_path, capsys)
    try:
        assert found.run("init")[0] == 0
        assert found.run("join", found.invitation("first"))[0] == 0
        assert found.run("import", str(DATA / "staff_roster.xlsx"))[1]["imported"] == 8
        assert found.run("sync")[0] == 0
        yield found
    finally:
        found.receiver.stop()


def test_a_backup_is_restored_on_a_new_pc(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "usb.carebackup"
    status, told, _ = office.run("backup", str(out))
    assert (status, told["verified"], told["bytes"]) == (0, True, out.stat().st_size)
    assignment = office.run("assignments")[1]["assignments"][0]["assignment"]
    assert office.run("accept", assignment)[0] == 0
    assert office.run("sync")[0] == 0
    status, told, words = office.run(
        "restore", str(out), "--invitation", office.invitation("second"), pc="new"
    )
    assert status == 0, words
    assert (told["verified"], told["restored"], told["remaining"]) == (True, 1, 0)
    assert "This goes back to the backup of" in words
    answers = {
        each["assignment"]: each["answer"] for each in office.run("assignments", pc="new")[1]["assignments"]
    }
    assert answers[assignment] == "accepted", "what was answered after the backup came back"
    assert office.run("verify", pc="new")[1]["problems"] == []
    assert office.run("status", pc="new")[1]["to_send"] == 0


def test_going_back_on_the_same_pc_keeps_the_data_before(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "usb.carebackup"
    office.run("backup", str(out))
    status, told, words = office.run("restore", str(out), "--invitation", office.invitation("second"))
    assert status == 0, words
    assert Path(told["before"]).exists()
    assert office.run("verify")[1]["problems"] == []


def test_what_cannot_be_restored_says_why_and_changes_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "usb.carebackup"
    office.run("backup", str(out))
    missing = str(tmp_path / "none")
    assert office.run("restore", missing, "--invitation", office.invitation("a"))[0] == 2
    assert office.run("restore", str(out), "--invitation", missing)[0] == 2
    used = office.invitation("first")
    office.run("join", used, pc="other")
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSPHRASE", "not the passphrase")
    status, told, _ = office.run("restore", str(out), "--invitation", office.invitation("b"), pc="new")
    assert (status, told["error"]) == (2, "WrongPassphrase")
    assert not (office.folder / "new" / "records.db").exists()
    monkeypatch.delenv("PROVIDER_DESKTOP_PASSPHRASE")
    status, told, _ = office.run("backup", str(tmp_path / "x.carebackup"))
    assert (status, told["error"]) == (2, "PassphraseNeeded")


def test_a_recipient_is_erased_with_a_certificate(office: Office) -> None:
    recipient = office.run("assignments")[1]["assignments"][0]["recipient"]
    status, told, _ = office.run("erase", "--recipient", recipient, "--reason", "contract over")
    assert status == 0
    assert (told["payloads"], told["statements"]) == (0, 1)
    assert Path(told["certificate"]).read_bytes().startswith(b"%PDF")
    left = {each["recipient"] for each in office.run("assignments")[1]["assignments"]}
    assert recipient not in left
    assert office.run("verify")[1]["problems"] == []
    assert office.run("erase", "--recipient", "nobody")[1]["error"] == "RecordUnknown"
    status, told, _ = office.run("erase", "--contract-ended")
    assert (status, told["payloads"]) == (0, 8)
    assert office.run("verify")[1]["problems"] == []
    with pytest.raises(SystemExit) as wrong:
        office.run("erase")
    assert wrong.value.code == 2
