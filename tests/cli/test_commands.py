"""The commands as scripts call them: names, keys, exit status; one agency's month against a real receiver."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.__main__ import main
from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.wording import sentence
from tests.support.workspace import DATA

AGENCY = "52371621MJE12345X6"


class Office:
    """An agency's PC and the bureau's receiver, worked by commands alone."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.receiver = ReceiverProcess(folder / "bureau")

    def run(self, *arguments: str) -> tuple[int, dict[str, Any], str]:
        """A command with ``--json``: exit status, the object, and the words for people."""
        status = main([*arguments, "--json", "--lang", "en", "--data-dir", str(self.folder / "pc")])
        out, err = self._capsys.readouterr()
        return status, json.loads(out), err


@pytest.fixture
def office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Office]:
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSPHRASE", "correct horse battery")
    monkeypatch.setattr("provider_desktop.security.keystore.system_keyring_backend", lambda: None)
    found = Office(tmp_path, capsys)
    try:
        yield found
    finally:
        found.receiver.stop()


def joined(office: Office) -> str:
    """Join the office's PC to its receiver; the device's id."""
    url = office.receiver.start()
    office.receiver.call("load", str(DATA / "recipients_huimin.json"))
    invitation = office.folder / "office.careinvite"
    office.receiver.call(
        "invite", AGENCY, "--name", "惠民县暖心居家服务中心", "--url", url, "--out", str(invitation)
    )
    assert office.run("init")[0] == 0
    status, told, _ = office.run("join", str(invitation))
    assert status == 0
    assert told["agency"] == AGENCY
    assert set(told) >= {"agency", "device", "stream"}
    return str(told["device"])


def test_a_month_by_commands(office: Office) -> None:
    joined(office)
    status, told, _ = office.run("assignments")
    assert len(told["assignments"]) == 22
    assert set(told["assignments"][0]) >= {"assignment", "recipient", "from", "to", "answer"}
    first, second, *_ = [each["assignment"] for each in told["assignments"]]
    assert office.run("accept", first)[0] == 0
    assert office.run("decline", second, "--reason", "no staff there")[0] == 0

    assert office.run("import", str(DATA / "staff_roster.xlsx"))[1]["imported"] == 8
    errors = office.folder / "errors.xlsx"
    status, told, words = office.run(
        "import",
        str(DATA / "visits_2026-10_town_ledger.xlsx"),
        "--sheet",
        "10月台账",
        "--errors",
        str(errors),
    )
    assert status == 1, "rows refused need attention"
    assert set(told) >= {"rows", "imported", "refused", "duplicates", "findings"}
    assert told["imported"] > 150
    assert errors.exists()
    assert "CELL-UNREADABLE" in words
    again = office.run("import", str(DATA / "visits_2026-10_town_ledger.xlsx"), "--sheet", "10月台账")[1]
    assert again["imported"] == 0

    status, told, _ = office.run("finalise", "--all")
    assert status == 1
    assert told["held_back"]
    rules = {
        finding["rule"]
        for held in told["held_back"]
        for finding in held["findings"]
        if finding["action"] == "ask"
    }
    acknowledge = [word for rule in rules for word in ("--acknowledge", f"{rule}=as_recorded")]
    sealed = office.run("finalise", "--all", *acknowledge)[1]["sealed"]
    assert sealed

    office.receiver.stop()
    status, told, _ = office.run("sync", "--once")
    assert (status, told["offline"]) == (1, True)
    office.receiver.start()
    told = office.run("sync")[1]
    assert told["pushed"] > len(sealed)
    assert set(told) >= {
        "pushed",
        "receipts",
        "accepted",
        "returned",
        "pulled",
        "remaining",
        "offline",
        "alarm",
    }
    assert told["remaining"] == 0

    record = sealed[0]
    status, told, _ = office.run(
        "correct", record, "--reason", "wrong_item", "--action", "checked_sheet", "--set", "remarks=looked up"
    )
    assert (status, told["version"]) == (0, 2)
    assert office.run("withdraw", sealed[1], "--reason", "wrong_recipient")[1]["version"] == 2
    status, told, _ = office.run("status")
    keys = {"agency", "drafts", "to_send", "delivered", "accepted", "returned", "held", "conflict"}
    assert set(told) >= keys | {"last_receipt", "light", "estimate", "lock_date"}
    assert told["to_send"] == 2
    told = office.run("rating", "--period", "2026-10")[1]
    assert set(told) >= {"official", "estimate", "differences", "to_green"}
    assert set(told["estimate"]["indicators"][0]) >= {
        "id",
        "numerator",
        "denominator",
        "value",
        "light",
        "entries",
    }
    status, told, _ = office.run("rating", "--explain")
    assert told["way"]["state"] in ("green", "no_data", "reachable", "unreachable")
    assert set(told["forecast"]) == {"nothing", "kept", "visits", "source"}
    ticks = office.folder / "ticks.txt"
    ticks.write_text("renew/nobody\n", encoding="utf-8")
    status, told, _ = office.run("rating", "--what-if", str(ticks))
    assert told["what_if"]["unknown"] == ["renew/nobody"]
    assert told["what_if"]["light"] == told["what_if"]["light_now"] == told["estimate"]["light"]
    ticks.write_text("[1, 2]", encoding="utf-8")
    assert office.run("rating", "--what-if", str(ticks))[0] == 2
    paper = office.folder / "october.pdf"
    status, told, _ = office.run("report", "month_summary", "--month", "2026-10", "--out", str(paper))
    assert paper.read_bytes().startswith(b"%PDF")
    assert told["pages"] >= 1
    sheet = office.folder / "morning.pdf"
    status, told, _ = office.run("report", "morning_sheet", "--month", "2026-11", "--out", str(sheet))
    assert (status, told["file"]) == (0, str(sheet))
    assert sheet.read_bytes().startswith(b"%PDF")
    pack = office.folder / "appeal.zip"
    assert office.run("report", "evidence_pack", "--month", "2025-01", "--out", str(pack))[0] == 2
    assert not pack.exists()  # nothing was published for that month
    status, told, _ = office.run("verify")
    assert (status, told["problems"]) == (0, [])


def test_lists_are_masked_unless_a_reason_is_given(office: Office) -> None:
    joined(office)
    office.run("import", str(DATA / "staff_roster.xlsx"))
    office.run("import", str(DATA / "visits_2026-10_town_ledger.xlsx"), "--sheet", "10月台账")
    arguments = ["visits", "--data-dir", str(office.folder / "pc"), "--lang", "zh_CN"]
    assert main(arguments) == 0
    masked = office._capsys.readouterr().out
    assert "李*英" in masked
    assert "李秀英" not in masked
    assert main([*arguments, "--reveal", "month-end check"]) == 0
    assert "李秀英" in office._capsys.readouterr().out
    told = office.run("visits", "--state", "draft", "--finding", "TIME-SHORT")[1]["visits"]
    assert told
    assert set(told[0]) >= {
        "record", "version", "state", "recipient", "staff", "in", "out", "minutes", "items", "findings",
    }  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ("finalise",),
        ("finalise", "--all", "SOME-RECORD"),
        ("finalise", "--all", "--acknowledge", "TIME-SHORT"),
        ("visits", "--state", "lost"),
        (
            "correct",
            "01M84WJRR0X6QX0A7T4PEXCAJB",
            "--reason",
            "other",
            "--action",
            "phoned",
            "--set",
            "in=25:70",
        ),
        ("withdraw", "01M84WJRR0X6QX0A7T4PEXCAJB", "--reason", "other"),
        ("accept", "nobody"),
        ("join", "/no/such/file"),
        ("import", "/no/such/file.xlsx"),
        ("report", "no_such_paper", "--month", "2026-10", "--out", "x.pdf"),
    ],
)
def test_wrong_usage_and_input_end_with_2_and_one_line(office: Office, arguments: tuple[str, ...]) -> None:
    assert office.run("init")[0] == 0
    status, told, words = office.run(*arguments)
    assert status == 2
    assert told["error"]
    assert len(words.strip().splitlines()) == 1


def test_without_a_database_every_command_says_so(office: Office) -> None:
    status, told, _ = office.run("status")
    assert (status, told["error"]) == (2, "NotInitialised")


def test_a_wrong_passphrase_opens_nothing_and_breaks_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.run("init")
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSPHRASE", "wrong horse battery")
    status, told, _ = office.run("status")
    assert (status, told["error"]) == (2, "WrongPassphrase")
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSPHRASE", "correct horse battery")
    assert office.run("status")[0] == 0


def test_doctor_works_before_anything_is_set_up(office: Office) -> None:
    status, told, _ = office.run("doctor")
    assert status in (0, 1)
    assert {"name", "ok", "detail"} <= set(told["checks"][0])


@pytest.mark.parametrize(
    "arguments",
    [
        ("frobnicate",),
        ("join",),
        ("decline", "someone"),
        ("import", "x.csv", "--kind", "cats"),
        ("visits", "--month", "2026-13"),
        ("visits", "--month", "2026-1"),
        ("report", "month_summary", "--month", "October", "--out", "x.pdf"),
        ("status", "--lang", "fr"),
    ],
)
def test_wrong_usage_is_told_in_one_line(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--json"])
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("provider-desktop")


def test_a_run_that_was_stopped_says_why_and_what_to_do(office: Office) -> None:
    device = joined(office)
    assert office.run("sync")[1]["problem"] == ""
    office.receiver.call("revoke", device)
    status, told, words = office.run("sync")
    assert (status, told["problem"], told["offline"]) == (1, "revoked", False)
    assert "shut this PC out" in words.splitlines()[-1]
    office.receiver.stop()
    status, told, words = office.run("sync")
    assert (status, told["problem"], told["offline"]) == (1, "offline", True)
    assert sentence("sync_problem", "offline", "en") in words


def test_the_exchange_by_usb_stick(office: Office) -> None:
    """Sealed while the receiver is away, carried by hand, receipted by hand: nothing waits any more."""
    joined(office)
    office.receiver.stop()
    for assignment in office.run("assignments")[1]["assignments"][:3]:
        assert office.run("accept", assignment["assignment"])[0] == 0
    package = office.folder / "out.carebatch"
    status, told, _ = office.run("export", "package", str(package))
    assert (status, told["entries"], told["files"]) == (0, 3, [str(package)])
    office.receiver.call("load", str(package))
    status, told, _ = office.run("import-receipt", str(office.folder / "out.carereceipt"))
    assert (status, told["receipt"], told["new"], told["remaining"], told["alarm"]) == (0, 3, 3, 0, "")
    assert office.run("export", "package", str(package))[1]["entries"] == 0
    assert office.run("verify")[1]["problems"] == []
    status, told, words = office.run("import-receipt", str(package))
    assert (status, told["error"]) == (2, "PackageInvalid")
    assert words.count("\n") == 1
