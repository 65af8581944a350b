"""The officer's commands while the receiver serves, as processes of their own, and what a crash leaves."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl  # noqa: TID251 - checks what was written
import pytest

from provider_desktop.domain.clock import SystemClock
from provider_desktop.domain.visit_payload import to_payload
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.invitations import read_invitation
from provider_desktop.exchange.receipts import verify_receipt
from provider_desktop.log import stop_logging
from provider_desktop.receiver.commands import main
from provider_desktop.receiver.office import open_office
from provider_desktop.receiver.storage import streams
from tests.support.builders import DATA, a_staff_member, a_visit, local
from tests.support.receiver import AGENCY, AgencyPc, ReceiverProcess, a_receiver_process, enrolled, wait_until

Told = tuple[int, str, str]

NAME = "惠民县暖心居家服务中心"


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ReceiverProcess]:
    """A receiver that stands in the past of the test data."""
    clock = tmp_path / "clock"
    clock.write_text("2026-11-02T20:00:00+08:00", encoding="ascii")
    with a_receiver_process(tmp_path / "receiver", clock) as running:
        yield running


def _joined(receiver: ReceiverProcess, folder: Path) -> AgencyPc:
    file = folder / "a.careinvite"
    receiver.json("invite", AGENCY, "--name", NAME, "--url", receiver.url, "--out", str(file))
    invitation = read_invitation(file.read_bytes(), local("2026-11-02 20:00"))
    pc = enrolled(invitation)
    pc.clock.at = local("2026-11-02 20:00")
    return pc


def _load_file(folder: Path, **changes: Any) -> str:
    document = json.loads((DATA / "recipients_huimin.json").read_text(encoding="utf-8"))
    path = folder / "load.json"
    path.write_text(json.dumps({**document, **changes}, ensure_ascii=False), encoding="utf-8")
    return str(path)


def _visit(pc: AgencyPc, start: str = "2026-11-02 09:00", minutes: int = 30, number: int = 1) -> str:
    """Seal a visit of the loaded county; its record."""
    visit = a_visit(start, minutes=minutes, recipient="R3716210001", staff=("S1",), items=("ZH-04",))
    visit = replace(visit, record=f"01KCZZZZZZ{number:016d}")
    pc.seal(Op.VISIT_CREATE, to_payload(visit), record=visit.record)
    return visit.record


def test_the_main_loop_by_commands(receiver: ReceiverProcess, tmp_path: Path) -> None:
    from provider_desktop.domain.staff_payload import to_payload as staff_payload

    pc = _joined(receiver, tmp_path)
    assert receiver.json("load", _load_file(tmp_path))["loaded"][0]["new"] == 22
    assert len(pc.feed("assignment")) == 22
    assert len(pc.feed("catalogue")) == len(pc.feed("ruleset")) == 1

    pc.seal(Op.STAFF_UPDATE, staff_payload(a_staff_member("S1")))
    good, bad = _visit(pc), _visit(pc, "2026-11-02 13:00", minutes=5, number=2)
    assert pc.send().status == 200
    wait_until(lambda: len(pc.verdicts()) == 3)

    listed = receiver.json("records")["records"]
    assert {each["record"]: each["state"] for each in listed} == {good: "accepted", bad: "returned"}
    assert [each["record"] for each in receiver.json("records", "--state", "returned")["records"]] == [bad]
    assert "张" not in json.dumps(listed, ensure_ascii=False)

    receiver.json("accept", bad)
    receiver.json("return", good, "--rule", "OFFICE", "--text", "请补照片")
    wait_until(lambda: len(pc.feed("verdict")) == 5)
    assert {pc.verdicts()[entry.hash]["outcome"] for entry in pc.sealed[1:]} == {"accepted", "returned"}

    out = tmp_path / "tally.xlsx"
    told = receiver.json("tally", "--month", "2026-11", "--out", str(out))["agencies"][0]
    assert (told["visits"], told["minutes"]) == (1, 5)
    assert told["recipients"] == [{"key": "R3716210001", "visits": 1, "minutes": 5, "not_done": 0}]
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [cell.value for cell in sheet[3]] == [AGENCY, NAME, "R3716210001", 1, 5, 0]

    rated = receiver.json("publish-ratings", "--period", "2026-11")["ratings"][0]
    (statement,) = pc.feed("rating")
    assert statement.body == {name: value for name, value in rated.items() if name != "agency"}
    first_pass = next(each for each in statement.body["indicators"] if "first" in each["id"])
    assert first_pass["denominator"] == 2

    vetoed = receiver.json("publish-ratings", "--period", "2026-11", "--veto", f"{AGENCY}=隐瞒摔伤")
    assert vetoed["ratings"][0]["light"] == "red"
    assert vetoed["ratings"][0]["note"] == "隐瞒摔伤"

    found = receiver.json("verify")
    assert (found["entries"], found["problems"]) == (3, [])
    assert found["statements"] == len(pc.feed())

    receiver.json("revoke", pc.device)
    assert pc.call("GET", "/v1/feed").problem == "revoked"


def test_loading_again_states_only_what_changed(receiver: ReceiverProcess, tmp_path: Path) -> None:
    pc = _joined(receiver, tmp_path)
    receiver.json("load", _load_file(tmp_path))
    before = len(pc.feed())
    assert receiver.json("load", _load_file(tmp_path))["loaded"][0]["unchanged"] == 22
    assert len(pc.feed()) == before

    people = json.loads((DATA / "recipients_huimin.json").read_text(encoding="utf-8"))["recipients"]
    people[0]["plan"] = people[0]["plan"][:1]
    people[1]["to"] = "2026-10-31"
    people[2]["states"] = [{"state": "住院", "from": "2026-11-01", "to": ""}]
    del people[3]
    told = receiver.json("load", _load_file(tmp_path, recipients=people))["loaded"][0]
    assert {name: told[name] for name in ("new", "changed", "ended", "unchanged")} == {
        "new": 0,
        "changed": 2,
        "ended": 1,
        "unchanged": 18,
    }
    statuses = [each.body["status"] for each in pc.feed("assignment")[22:]]
    assert sorted(statuses) == ["changed", "changed", "ended"]


def test_what_is_published_reaches_those_who_join_later(receiver: ReceiverProcess, tmp_path: Path) -> None:
    calendar = {"locks": [{"month": "2026-11", "at": "2026-12-06T00:00:00+08:00"}], "periods": []}
    for name, document in (
        ("calendar", calendar),
        ("notice", {"kind": "notice", "body": {"title": "培训", "text": "下周一培训"}}),
    ):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        assert receiver.json("publish", str(path)) == {"kind": name, "agencies": 0}
    pc = _joined(receiver, tmp_path)
    assert [each.body for each in pc.feed("calendar")] == [calendar]
    assert [each.body["title"] for each in pc.feed("notice")] == ["培训"]


@pytest.fixture
def told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Told]]:
    """Runs a command within the test: what it says, and how it ends."""

    def run(*words: str) -> Told:
        capsys.readouterr()
        try:
            status = main([*words, "--data-dir", str(tmp_path / "receiver")])
        except SystemExit as wrong_usage:
            status = int(str(wrong_usage.code))
        said = capsys.readouterr()
        return status, said.out, said.err

    yield run
    stop_logging()


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({"checks": {"TIME-LONG": {"action": "shout"}}}, "RulesetInvalid"),
        ({"items": [], "version": "x", "from": "2026-01-01", "to": ""}, "CatalogueInvalid"),
        ({"locks": [{"month": "2026-13", "at": "soon"}], "periods": []}, "ValueInvalid"),
        ({"kind": "verdict", "body": {}}, "ValueInvalid"),
        ({"nothing": "known"}, "ValueInvalid"),
        ([], "FileUnreadable"),
    ],
)
def test_nothing_unusable_is_published(
    tmp_path: Path, told: Callable[..., Told], document: Any, error: str
) -> None:
    path = tmp_path / "file.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    status, out, _ = told("publish", str(path), "--json")
    assert (status, json.loads(out)["error"]) == (2, error)


@pytest.mark.parametrize(
    "words",
    [
        ["records"],
        ["accept", "x"],
        ["verify"],
        ["tally", "--month", "2026-11"],
        ["revoke", "x"],
        ["new-epoch"],
    ],
)
def test_where_there_is_no_receiver_commands_say_so(
    tmp_path: Path, told: Callable[..., Told], words: list[str]
) -> None:
    status, _, said = told(*words)
    assert (status, len(said.splitlines())) == (2, 1)
    assert not (tmp_path / "receiver").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["invite", "12345", "--name", "X", "--url", "https://a.example", "--out", "{}/i"],
        ["invite", AGENCY, "--name", "X", "--url", "http://a.example", "--out", "{}/i"],
        ["accept", "01KCZZZZZZ0000000000000009"],
        ["revoke", "0123456789abcdef"],
        ["tally", "--month", "November"],
        ["tally", "--month", "2026-11", "--agency", "nobody"],
        ["publish-ratings", "--period", "2026-11", "--veto", "nobody=x"],
        ["publish-ratings", "--period", "2026-11", "--veto", AGENCY],
        ["load", "{}/missing.json"],
        ["frobnicate"],
        [],
    ],
)
def test_wrong_words_end_with_2_and_say_what(
    tmp_path: Path, told: Callable[..., Told], words: list[str]
) -> None:
    good = ("invite", AGENCY, "--name", "X", "--url", "https://a.example", "--out", str(tmp_path / "good"))
    assert told(*good)[0] == 0
    status, _, said = told(*(word.format(tmp_path) for word in words))
    assert status == 2
    assert "Traceback" not in said
    assert said.strip()


def test_an_invitation_that_could_not_be_written_is_not_known(
    tmp_path: Path, told: Callable[..., Told]
) -> None:
    place = tmp_path / "a folder"
    place.mkdir()
    words = ("invite", AGENCY, "--name", "X", "--url", "https://a.example", "--out", str(place))
    status, out, _ = told(*words, "--json")
    assert (status, json.loads(out)["error"]) == (2, "FileUnwritable")
    office = open_office(tmp_path / "receiver", SystemClock())
    with office.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM invitations").scalar() == 0
    office.close()


def test_a_crash_after_the_commit_costs_nothing(receiver: ReceiverProcess, tmp_path: Path) -> None:
    """The answer is lost with the process; sent again, the same head is receipted."""
    pc = _joined(receiver, tmp_path)
    for _ in range(3):
        pc.seal()
    port = int(receiver.url.rpartition(":")[2])
    assert pc.send(pc.sealed[:1]).status == 200
    office = open_office(receiver.folder, SystemClock())
    with office.database.write():  # whoever waits behind this lock has not committed yet
        sender = _in_background(pc.send)
    _kill_after_commit(receiver, office, pc)
    sender.join(timeout=10)
    office.close()

    receiver.start(port)
    assert pc.head()["seq"] in (1, 3)
    answer = pc.send()
    receipt = verify_receipt(answer.body, trust=pc.trust(), agency=AGENCY, stream=pc.stream)
    assert (receipt.seq, receipt.hash, receipt.count) == (3, pc.sealed[2].hash, 3)
    assert receiver.json("verify")["problems"] == []


def _in_background(work: Any) -> threading.Thread:
    def quietly() -> None:
        with suppress(OSError):  # the receiver dies under it
            work()

    thread = threading.Thread(target=quietly)
    thread.start()
    return thread


def _kill_after_commit(receiver: ReceiverProcess, office: Any, pc: AgencyPc) -> None:
    def committed() -> bool:
        with office.database.read() as connection:
            return streams.head(connection, pc.stream).seq == 3

    wait_until(committed)
    receiver.kill()


def test_judging_goes_on_after_a_crash(receiver: ReceiverProcess, tmp_path: Path) -> None:
    pc = _joined(receiver, tmp_path)
    for _ in range(200):
        pc.seal()
    assert pc.send().status == 200
    receiver.kill()
    receiver.start(int(receiver.url.rpartition(":")[2]))
    wait_until(lambda: len(pc.verdicts()) == 200)
    assert len(pc.feed("verdict")) == 200, "each entry is judged once"


def test_a_restored_backup_is_a_new_epoch(receiver: ReceiverProcess, tmp_path: Path) -> None:
    pc = _joined(receiver, tmp_path)
    pc.seal()
    assert pc.send().status == 200
    port = int(receiver.url.rpartition(":")[2])
    receiver.stop()
    shutil.copytree(receiver.folder, tmp_path / "backup")
    receiver.start(port)
    pc.seal()
    assert pc.send().status == 200
    old = pc.trust()
    receiver.stop()
    shutil.rmtree(receiver.folder)
    shutil.copytree(tmp_path / "backup", receiver.folder)
    assert receiver.json("new-epoch")["epoch"] == 2
    receiver.start(port)
    new = pc.trust()
    assert (new.epoch, new.version > old.version) == (2, True)
    assert pc.head()["epoch"] == 2
    answer = pc.send()
    receipt = verify_receipt(answer.body, trust=new, agency=AGENCY, stream=pc.stream)
    assert (receipt.epoch, receipt.seq) == (2, 2)


def test_serving_ends_in_order(receiver: ReceiverProcess) -> None:
    assert receiver.stop() == 0


def test_the_clock_of_a_replay_is_read_anew(receiver: ReceiverProcess, tmp_path: Path) -> None:
    pc = _joined(receiver, tmp_path)
    later = datetime(2026, 11, 9, 12, tzinfo=UTC)
    (tmp_path / "clock").write_text(later.isoformat(), encoding="ascii")
    assert pc.call("GET", "/v1/streams").problem == "clock"
    pc.clock.at = later + timedelta(seconds=5)
    assert pc.call("GET", "/v1/streams").status == 200
