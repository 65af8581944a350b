"""The main loop through the real window: seen as by a screen reader, driven by keys, both sides counted."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.wording import sentence
from tests.support.accessible import AccessibleWindow, accessible_program
from tests.support.desktop_session import desktop_session

DATA = Path(__file__).parents[1] / "data"
AGENCY, NAME = "52371621MJE12345X6", "惠民县暖心居家服务中心"
#: The month that the ledger is of, in the words of the period boxes.
MONTH, MONTH_SHOWN = "2026-10", "Oct 2026"
#: Long, since two cores may have other work too; nothing waits longer than it must.
PATIENCE = 90

pytestmark = [
    pytest.mark.display,
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(shutil.which, ("Xvfb", "xdotool", "dbus-daemon", "gnome-keyring-daemon")))
        or subprocess.run(["/usr/bin/python3", "-c", "import gi"], capture_output=True).returncode != 0,
        reason="lacks the parts of a desktop that the installer brings for tests",
    ),
]


class Desk:
    """The window in the clerk's hands, with the receiver in the next room."""

    def __init__(self, window: AccessibleWindow, receiver: ReceiverProcess) -> None:
        self.window = window
        self.receiver = receiver

    def join(self, invitation: Path) -> None:
        self.window.press("Join with an invitation")
        self.window.write("Invitation", invitation.read_text())
        self.window.press("Join")
        self.window.expect("Recipients 22", seconds=PATIENCE)
        self.window.activate("Agency desk")

    def accept_everyone(self) -> None:
        self.window.key("ctrl+2")
        self.window.press("Assignments 22", role="page tab")
        self.window.expect("Accept 1", "push button")
        self.window.reach("Assignments", "table")
        self.window.key("ctrl+a")
        self.window.press("Accept 22")
        self.window.expect("22 assignments accepted")

    def bring_in(self, table: Path, rows: int) -> None:
        self.window.key("ctrl+i")
        self.choose_file("Choose a table", table)
        self.window.press(f"Import {rows}")
        self.window.expect(f"{rows} rows imported", seconds=PATIENCE)

    def choose_file(self, dialog: str, path: Path) -> None:
        self.window.expect(dialog, "dialog")
        self.window.activate(dialog)
        self.window.key("ctrl+a")
        self.window.type(str(path))
        self.window.key("Return")
        self.window.expect_gone(dialog, "dialog")
        self.window.activate("Agency desk")

    def log_visit(self, started: str, ended: str, check: str) -> None:
        """A line of the paper sheet, by keys alone; *check* is what its last column says then."""
        self.window.key("ctrl+4", "ctrl+n", "shift+Tab")
        self.window.type("20261030")
        self.window.key("Return")
        self.window.type("ljg")
        self.window.expect("刘建国", "list item")
        self.window.key("Return")
        self.window.type("cj")
        self.window.expect("陈静", "list item")
        self.window.key("Return")
        self.window.type(started + ended)
        self.window.type("ZH-01")
        self.window.expect("ZH-01", "list item")
        self.window.key("Return")
        self.window.type("11")
        self.window.expect(check, "table cell")

    def give_reason(self, *, for_all: bool = False) -> None:
        """For the finding that the line shows first."""
        self.window.key("alt+r")
        self.window.press("For all alike" if for_all else "Give")

    def figure(self, card: str) -> int:
        """The figure of a card such as ``Accepted``."""
        return _number(self.said("panel", rf"{card} ([\d\s]+)"))

    def said(self, role: str, pattern: str) -> str:
        """The part in brackets of the first thing whose words are so."""
        until = time.monotonic() + PATIENCE
        while True:
            for each in self.window.shown():
                if found := re.fullmatch(f"{role}: {pattern}", each):
                    return found[1]
            assert time.monotonic() < until, f"no {role} {pattern} in {self.window.shown()}"
            time.sleep(0.1)

    def exchange(self, card: str, count: int) -> None:
        """Send and fetch until the card on the page of uploads says so: judging takes a moment."""
        self.window.key("ctrl+6")
        until = time.monotonic() + PATIENCE
        while not self.window.sees(f"{card} {count}", "panel", 1):
            assert time.monotonic() < until, self.window.shown()
            self.window.press("Upload now")

    def choose_month(self, wanted: str) -> None:
        """In the box of months, by the arrow keys."""
        shown = self.said("combo box", r"(\w+ \d{4})")
        self.window.reach(shown, "combo box")
        for key in (*["Up"] * 12, *["Down"] * 24):
            if f"combo box: {wanted}" in self.window.focused():
                return
            self.window.key(key)
        raise AssertionError(f"{wanted} cannot be chosen")


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ReceiverProcess]:
    process = ReceiverProcess(tmp_path / "receiver")
    process.start()
    yield process
    process.stop()


def test_the_loop_through_the_window(tmp_path: Path, receiver: ReceiverProcess) -> None:
    receiver.call("load", str(DATA / "recipients_huimin.json"))
    invitation, data = tmp_path / "agency.careinvite", tmp_path / "pc"
    receiver.call("invite", AGENCY, "--name", NAME, "--url", receiver.url, "--out", str(invitation))
    with desktop_session(tmp_path) as session:
        with accessible_program(
            session, "--data-dir", str(data), "--lang", "en", log=tmp_path / "log"
        ) as window:
            desk = Desk(window, receiver)
            desk.join(invitation)
            desk.accept_everyone()
            desk.bring_in(DATA / "staff_roster.xlsx", 8)
            sealed = _enter_and_seal(desk)
            _come_back_and_upload(desk, sealed)
            _correct_what_came_back(desk, sealed)
            light = _see_the_light(desk)
            visits = _print_the_month(desk, tmp_path / "october.pdf")
            desk.exchange("Accepted", sealed)
            window.key("ctrl+q")
            window.expect_gone("Agency desk", "frame")
        status = _command(session, data, "status")
        checked = _command(session, data, "verify")
    latest = receiver.call("records", "--agency", AGENCY)["records"]
    assert Counter(each["state"] for each in latest) == {"accepted": sealed}
    assert (status["accepted"], status["to_send"], status["returned"]) == (sealed, 0, 0)
    assert status["drafts"] == 231 - (sealed - 1)
    assert (status["light"], status["light_period"], status["alarm"]) == (light, MONTH, "")
    assert checked["problems"] == []
    (there,) = receiver.call("tally", "--month", MONTH, "--agency", AGENCY)["agencies"]
    assert (there["visits"], there["minutes"]) == visits
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_every_section_of_the_sample_opens_by_its_key_and_names_its_parts(tmp_path: Path) -> None:
    named = ("push button", "text", "combo box", "check box", "table", "page tab")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with desktop_session(tmp_path) as session:
        session = {**session, "TMPDIR": str(temporary)}
        with accessible_program(session, "demo", "--lang", "zh_CN", log=tmp_path / "log") as window:
            sections = (
                *("today", "recipients", "schedule", "visits"),
                *("rating", "upload", "reports", "settings"),
            )
            window.expect(sentence("section", "settings", "zh_CN"), "check box", seconds=PATIENCE)
            window.expect("示范县", "frame", seconds=PATIENCE)
            window.activate("示范县")
            for number, section in enumerate(sections, 1):
                window.key(f"ctrl+{number}")
                window.expect(sentence("section", section, "zh_CN"), "label")
                assert window.unnamed(*named) == [], section
            assert window.unnamed("filler")  # what nobody has to hear has no name: it would be found
            window.key("ctrl+q")
            until = time.monotonic() + PATIENCE
            while left := list(temporary.glob("provider-desktop-*")):
                assert time.monotonic() < until, f"the sample leaves {left} behind"
                time.sleep(0.1)
    assert "Traceback" not in (tmp_path / "log").read_text()


def _enter_and_seal(desk: Desk) -> int:
    """One line by hand, the month from the ledger, reasons for all alike; seal without a receiver.

    How many records were sealed, one of them entered while offline.
    """
    window = desk.window
    desk.exchange("To upload", 0)
    window.key("ctrl+4")
    window.press("Back to the visits")
    desk.log_visit("0730", "0805", "Over 48 h late · say why")
    desk.bring_in(DATA / "visits_2026-10_town_ledger.xlsx", 230)
    window.press("Show the drafts")
    window.expect("赵长顺 · 8671", "table cell")
    for _finding in range(2):  # late, and without a scan
        window.key("ctrl+n", "Up")
        window.expect("Line 231")
        window.expect("say why", "table cell", seconds=PATIENCE)
        desk.give_reason(for_all=True)
        window.expect_gone("For all alike", "push button")
    # each line is checked anew; what has more against it than being late on paper stays
    held = int(desk.said("page tab", r"To deal with (\d)"))
    window.expect(f"Check and seal {231 - held}", "push button", seconds=PATIENCE)
    desk.receiver.stop()
    window.key("ctrl+Return")
    window.expect(f"{231 - held} records sealed", seconds=PATIENCE)

    window.key("ctrl+u")
    window.expect("The regulator cannot be reached")
    window.expect("Offline: work goes on", "label")
    window.expect(f"{231 - held} waiting to upload", "label")

    desk.log_visit("1600", "1635", "Over 48 h late · say why")
    for _finding in range(2):
        window.key("ctrl+n", "Up")
        window.expect(f"Line {held + 1}")
        desk.give_reason()
        window.expect_gone("For all alike", "push button")
    window.expect("Check and seal 1", "push button")
    window.key("ctrl+Return")
    window.expect("1 record sealed")
    return 231 - held + 1


def _come_back_and_upload(desk: Desk, sealed: int) -> None:
    desk.receiver.start()
    desk.exchange("To upload", 0)
    desk.exchange("Accepted", sealed)
    desk.window.press("Receipts", "page tab")
    desk.window.expect("Verified", "table cell")
    assert not desk.window.sees("Does not verify", "table cell", 0)


def _correct_what_came_back(desk: Desk, sealed: int) -> None:
    """An officer sends a record back; it is corrected with reason and action, and accepted."""
    window = desk.window
    listed = desk.receiver.call("records", "--agency", AGENCY)["records"]
    record = min(listed, key=lambda each: str(each["in"]))["record"]
    desk.receiver.call("return", record, "--rule", "EVID-MISSING", "--text", "签字单照片看不清")
    desk.exchange("To put right", 1)
    window.press("Came back 1", "page tab")
    window.expect("Missing proof", "table cell")
    window.expect("签字单照片看不清", "label")
    window.reach("Returned records", "table")
    window.key("Return")
    window.expect("The regulator writes: 签字单照片看不清")
    window.reach("Remarks", "text")
    window.key("End")
    window.type("; new photo of the sheet")
    window.expect("Returned by the regulator", "combo box")
    window.reach("Choose what was done", "combo box")
    window.key("Down")
    window.reach("I checked this and answer for it", "check box")
    window.key("space")
    window.expect("Nothing stands against it")
    window.key("ctrl+s")
    window.expect("sealed as a new version")
    window.expect("1 waiting to upload", "label")
    desk.exchange("Accepted", sealed)
    (there,) = desk.receiver.call("records", "--record", record)["records"]
    assert (there["version"], there["op"], there["state"]) == (2, "visit.correct", "accepted")


def _see_the_light(desk: Desk) -> str:
    """The official light of the month stands beside the estimate, and is the receiver's."""
    (there,) = desk.receiver.call("publish-ratings", "--period", MONTH)["ratings"]
    word = there["light"].capitalize()
    desk.window.key("ctrl+u", "ctrl+5")
    desk.window.expect(f"{word} Oct · official", "push button", seconds=PATIENCE)
    desk.choose_month(MONTH_SHOWN)
    desk.window.expect(f"Published by the bureau · Oct {word}", "panel")
    desk.window.expect("Estimate of this PC · Oct (not official)", "panel")
    desk.window.expect("the same here", "label")
    return str(there["light"])


def _print_the_month(desk: Desk, paper: Path) -> tuple[int, int]:
    """Visits and minutes of the month, as the page says; the paper lies there afterwards."""
    desk.window.key("ctrl+7")
    desk.window.expect("Visits done", "panel")
    desk.choose_month(MONTH_SHOWN)
    minutes = _number(desk.said("label", r"([\d\s]+) minutes"))
    visits = desk.figure("Visits done")
    desk.window.key("ctrl+p")
    desk.choose_file("Save the summary", paper)
    desk.window.expect("october.pdf saved", seconds=PATIENCE)
    assert paper.read_bytes().startswith(b"%PDF-")
    return visits, minutes


def _number(shown: str) -> int:
    return int(re.sub(r"\s", "", shown))


def _command(session: dict[str, str], data: Path, *words: str) -> dict[str, Any]:
    """What the program says on the command line, with the window's own key from the keyring."""
    command = [sys.executable, "-m", "provider_desktop", *words, "--data-dir", str(data), "--json"]
    done = subprocess.run(command, env=session, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told
