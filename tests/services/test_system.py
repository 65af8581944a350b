"""The doctor works anywhere, and verifying finds whatever was changed behind the program's back."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from provider_desktop.domain.clock import FixedClock
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.paths import DataPaths
from provider_desktop.services import machine_checks
from provider_desktop.services.system import DoctorCheck
from provider_desktop.services.system_service import SystemService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Membership, Workspace
from provider_desktop.storage import places
from provider_desktop.storage.database import Database
from provider_desktop.storage.places import file_system
from provider_desktop.wording import LANGUAGES, groups
from tests.support.builders import a_visit
from tests.support.exchange import NOW, a_trust_envelope
from tests.support.workspace import KEY, a_workspace, join, save, set_clock

# ---------------------------------------------------------------- doctor


def checks(workspace: Workspace) -> dict[str, DoctorCheck]:
    """The doctor's checks by name."""
    return {check.name: check for check in SystemService(workspace).doctor()}


def test_the_doctor_works_before_anything_is_set_up_and_makes_nothing(tmp_path):
    folder = tmp_path / "never" / "made"
    found = checks(Workspace(DataPaths(folder), FixedClock(NOW), "zh_CN"))
    assert list(found) == [
        "program", "python", "sqlite", "keyring", "fonts", "display", "clock", "disk", "folder",
        "database", "link",
    ]  # fmt: skip
    assert found["sqlite"].ok
    assert found["fonts"].ok
    assert (found["link"].ok, found["link"].detail) == (True, "尚未加入")
    assert found["database"].detail == "尚未建立"
    assert not folder.exists()
    for language in LANGUAGES:
        assert found.keys() <= groups(language)["doctor"].keys()


def test_no_display_and_no_keyring_are_told(tmp_path, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PROVIDER_DESKTOP_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(machine_checks, "system_keyring_backend", lambda: None)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not machine_checks.display_check("en").ok
    assert not machine_checks.keyring_check("en").ok
    monkeypatch.setenv("PROVIDER_DESKTOP_PASSPHRASE", "a long enough passphrase")
    monkeypatch.setenv("DISPLAY", ":7")
    assert machine_checks.keyring_check("en").ok
    assert machine_checks.display_check("en") == DoctorCheck("display", True, ":7")


def test_folders_that_other_machines_write_are_no_place_for_a_database(tmp_path, monkeypatch):
    synced = tmp_path / "OneDrive - 中心" / "data"
    synced.mkdir(parents=True)
    assert not machine_checks.folder_check(synced, "zh_CN").ok
    assert machine_checks.folder_check(tmp_path, "zh_CN").ok
    monkeypatch.setattr(places, "file_system", lambda _place, _mounts=None: "nfs4")
    check = machine_checks.folder_check(tmp_path, "zh_CN")
    assert not check.ok
    assert "nfs4" in check.detail


def test_the_file_system_is_that_of_the_nearest_mount():
    assert file_system(Path("/proc/self")) == "proc"


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=1024**3)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage)
    assert machine_checks.disk_check(tmp_path / "new") == DoctorCheck("disk", False, "1.0 GiB")


@contextmanager
def answering(body: bytes, status: int = 200) -> Iterator[str]:
    """A server on this machine that answers everything so; its URL."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Nothing is written to standard error."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("body", "ok", "told"),
    [
        (b"<html>Welcome to the hotel</html>", False, "不是邀请函中的接收端"),
        (a_trust_envelope()[:-20], False, "不是邀请函中的接收端"),
        (a_trust_envelope(), True, "http://127.0.0.1"),
    ],
)
def test_the_link_is_good_only_with_the_receiver_of_the_invitation(workspace, body, ok, told):
    set_clock(workspace, NOW)
    with answering(body) as url:
        assert workspace.membership is not None
        workspace.membership = _at(workspace, url)
        check = checks(workspace)["link"]
    assert check.ok is ok
    assert told in check.detail
    assert not checks(workspace)["link"].ok
    assert "连不上" in checks(workspace)["link"].detail


def _at(workspace: Workspace, url: str) -> Membership:
    assert workspace.membership is not None
    return replace(workspace.membership, url=url)


def test_a_clock_that_is_off_is_told(workspace):
    workspace.clock_offset = 121
    assert not checks(workspace)["clock"].ok
    workspace.clock_offset = -120
    assert checks(workspace)["clock"].ok


# ---------------------------------------------------------------- verify


@pytest.fixture
def sealed(workspace: Workspace, bureau) -> Workspace:
    """Two sealed visits, the first two entries acknowledged, a verdict."""
    records = save(workspace, a_visit(record=1), a_visit("2026-11-02 11:00", record=2))
    assert len(VisitFinalisingService(workspace).finalise().sealed) == 2
    bureau.judge(records[0], "accepted")
    return workspace


def test_verifying_needs_a_database(tmp_path):
    with pytest.raises(AppError) as raised:
        SystemService(Workspace(DataPaths(tmp_path), FixedClock(NOW), "en")).verify()
    assert raised.value.code is ErrorCode.NOT_INITIALISED


def test_what_was_not_touched_verifies(sealed):
    report = SystemService(sealed).verify()
    assert (report.entries, report.receipts, report.problems, report.unsigned) == (4, 1, (), 0)
    only_entries = SystemService(sealed).verify(receipts=False, audit=False)
    assert (only_entries.entries, only_entries.receipts) == (4, 0)


def tampered(workspace: Workspace, *statements: str) -> None:
    """Change the database with another program, past the triggers that forbid it."""
    assert workspace.database is not None
    workspace.database.close()
    path = workspace.paths.database
    connection = sqlcipher.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        assert connection.execute(statement).rowcount > 0, statement
    connection.commit()
    connection.close()
    workspace.database = Database.open(path, KEY)


def swapped(table: str, column: str, old: str, new: str, seq: int | None = None) -> str:
    """SQL that changes bytes in a column, of one row where ``seq`` is given."""
    where = "" if seq is None else f" WHERE seq = {seq}"
    changed = f"replace(CAST({column} AS TEXT), '{old}', '{new}')"
    return f"UPDATE {table} SET {column} = CAST({changed} AS BLOB){where}"


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            swapped("entries", "payload", "R1", "R2", 3),
            "第 3 条未通过核验（payload）",
        ),
        ("UPDATE entries SET signature = randomblob(64) WHERE seq = 2", "第 2 条未通过核验（signature）"),
        (
            swapped("entries", "header", '"version":1', '"version":2', 4),
            "第 4 条",
        ),
        ("DELETE FROM entries WHERE seq = 4", "记录的末条是第 4 条"),
        (
            swapped("receipts", "envelope", "A", "B"),
            "回执未通过核验",
        ),
        ("UPDATE receipts SET hash = randomblob(32)", "回执与本机记录不符"),
        (
            swapped("statements", "envelope", "A", "B", 2),
            "第 2 号通知未通过核验",
        ),
        ("DELETE FROM statements WHERE seq = 2", "第 3 号通知未通过核验（chain）"),
        ("UPDATE audit SET actor = '别人' WHERE id = 2", "操作日志第 2 行"),
        ("DELETE FROM audit WHERE id = 1", "操作日志第 1 行"),
        ("UPDATE day_counts SET visits = visits + 1", "汇总数与逐条统计不符"),
    ],
)
def test_whatever_is_changed_is_found(sealed, statement, told):
    tampered(sealed, statement)
    problems = SystemService(sealed).verify().problems
    assert any(told in problem for problem in problems), problems


def test_a_copy_without_the_key_verifies_links_and_contents_only(sealed):
    sealed.signer = None
    report = SystemService(sealed).verify()
    assert (report.entries, report.unsigned, report.problems) == (4, 4, ())
    tampered(
        sealed,
        swapped("entries", "payload", "R1", "R2", 3),
    )
    assert len(SystemService(sealed).verify().problems) == 1


def test_receipts_without_trusted_keys_are_told(sealed):
    with sealed.writing() as work:
        work.settings.remove("trust")
    assert any("没有民政部门的公钥" in problem for problem in SystemService(sealed).verify().problems)


# ---------------------------------------------------------------- holdings


def test_what_this_pc_holds_is_counted(sealed):
    save(sealed, a_visit("2026-11-02 15:00", record=3))
    sealed.paths.evidence.mkdir()
    (sealed.paths.evidence / "a").write_bytes(b"12345")
    held = SystemService(sealed).holdings()
    assert (held.recipients, held.staff, held.visits, held.drafts) == (1, 2, 3, 1)
    assert (held.entries, held.receipts, held.statements, held.evidence_bytes) == (4, 1, 4, 5)
    assert held.database_bytes > 0


def test_an_empty_database_holds_nothing(tmp_path):
    with a_workspace(tmp_path, joined=False) as workspace:
        held = SystemService(workspace).holdings()
        assert (held.recipients, held.entries, held.statements) == (0, 0, 0)
        assert SystemService(workspace).verify().problems == ()
        join(workspace)
        assert checks(workspace)["database"].ok
