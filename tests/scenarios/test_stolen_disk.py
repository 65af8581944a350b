"""A stolen disk: everything the program ever wrote in a whole run is searched for a thousand people."""

from __future__ import annotations

import base64
import json
import logging
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from provider_desktop.bootstrap import Services, open_services
from provider_desktop.domain.clock import LOCAL
from provider_desktop.log import start_logging, stop_logging
from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.ui.crash import Crashes
from tests.support.builders import a_staff_member, a_visit
from tests.support.workspace import hire, save

AGENCY, NAME = "52371621MJE12345X6", "惠民县暖心居家服务中心"
PHRASE = "correct horse battery"
PEOPLE = 340
#: What begins every name, id number, phone and address of these people, and nothing else in the world.
MARKS = {"name": "仉督", "id": "3716211901", "phone": "1990000", "address": "金丝猴胡同"}


class _Unseen(Crashes):
    """Writes the report; nobody is there to close the dialog."""

    def _show(self, text: str) -> None:
        assert text


def people() -> list[dict[str, object]]:
    """Invented people whose data are found by what they begin with."""
    return [
        {
            "recipient": f"R{number:05d}",
            "name": MARKS["name"] + chr(0x4E00 + 37 * number),
            "id_number": _with_check_digit(f"{MARKS['id']}0101{number:03d}"),
            "category": "农村低保",
            "self_care": "半护理",
            "township": "石庙镇",
            "address": f"{MARKS['address']}{number}号",
            "phone": f"{MARKS['phone']}{number:04d}",
            "lat": "37.489495",
            "lon": "117.540195",
            "from": "2026-01-01",
            "to": "",
            "states": [],
            "plan": [{"item": "ZH-01", "count": 12, "unit": "visit", "period": "month"}],
        }
        for number in range(PEOPLE)
    ]


def _with_check_digit(first: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(digit) * by for digit, by in zip(first, weights, strict=True)) % 11]


def spellings(secret: bytes) -> set[bytes]:
    """How bytes may lie in a file: as they are, in hex, and in base64 at each of its three places."""
    found = {secret, secret.hex().encode(), secret.hex().upper().encode()}
    for before in range(3):
        # the first and last characters depend on the neighbours: what is between does not
        coded = base64.b64encode(bytes(before) + secret)
        found.add(coded[4 * (before > 0) : -4])
        found.add(coded[4 * (before > 0) : -4].translate(bytes.maketrans(b"+/", b"-_")))
    return {each for each in found if len(each) >= 6}


def marks() -> dict[str, set[bytes]]:
    """Everything to search for, by what it would be."""
    found = {}
    for kind, text in MARKS.items():
        forms = [text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
        forms.append(json.dumps(text)[1:-1].encode())
        found[kind] = set().union(*(spellings(form) for form in forms))
    return found


def carve(folders: Iterable[Path], wanted: Mapping[str, set[bytes]]) -> list[str]:
    """Every hit in any file below the folders."""
    hits = []
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                hits += [
                    f"{kind} in {file}" for kind, forms in wanted.items() if any(f in content for f in forms)
                ]
    return hits


def live(services: Services, folder: Path, receiver: ReceiverProcess) -> None:
    """Joining, entering, sealing, sending, correcting, looking people up, papers, backups, and a mistake."""
    services.session.set_up(PHRASE)
    load = folder / "load.json"
    agency = {"code": AGENCY, "name": NAME}
    load.write_text(
        json.dumps(
            {"agency": agency, "catalogue": "default", "ruleset": "starter", "recipients": people()},
            ensure_ascii=False,
        )
    )
    receiver.call("load", str(load))
    invitation = folder / "office.careinvite"
    receiver.call("invite", AGENCY, "--name", NAME, "--url", receiver.url, "--out", str(invitation))
    services.session.join(invitation.read_bytes())
    services.sync.run()
    services.recipients.accept([row.assignment for row in services.recipients.assignments()])
    hire(services.workspace, a_staff_member("S1", MARKS["name"] + "员"))
    yesterday = datetime.now(UTC).astimezone(LOCAL) - timedelta(days=1)
    records: list[str] = []
    for number in range(12):
        start = f"{yesterday:%Y-%m-%d} {8 + number // 2:02d}:{30 * (number % 2):02d}"
        visit = a_visit(start, 25, f"R{number:05d}", ("S1",), ("ZH-01",), "", catalogue="default-2026")
        records += save(services.workspace, visit)
    reasons = dict.fromkeys(("EVID-MISSING", "TIME-LATE", "OVER-TRAVEL", "TIME-SHORT"), "as_recorded")
    sealed = services.finalising.finalise(records[:8], reasons).sealed
    assert sealed
    services.sync.run()
    services.search.search(MARKS["name"])
    services.backups.own()
    services.backups.backup(folder / "stick" / "office.carebackup")
    start_logging(services.workspace.paths.logs)
    try:
        raise ValueError(f"{people()[0]}")
    except ValueError as error:
        logging.getLogger("provider_desktop.scenario").exception("a mistake with %s", people()[1])
        crashes = _Unseen(services.workspace.paths.crash_reports, services.workspace.now)
        crashes.report(error)
    finally:
        stop_logging()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything that asks for a temporary place gets one."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_nobody_is_found_in_anything_that_was_written(
    tmp_path: Path, temporary: Path, qapp: QApplication
) -> None:
    pc, outside = tmp_path / "pc", tmp_path / "outside"
    outside.mkdir()
    receiver = ReceiverProcess(outside / "bureau")
    receiver.start()
    try:
        with open_services(pc, "zh_CN", keyring=lambda: None) as services:
            live(services, outside, receiver)
            vault = services.workspace.open_vault()
            device = vault.device_key()
            assert device is not None
            wanted = {
                **marks(),
                "database key": spellings(vault.database_key),
                "device key": spellings(device),
                "passphrase": spellings(PHRASE.encode()),
            }
            # the disk as it is when it is torn out: the log of the database still beside it
            stolen = tmp_path / "stolen"
            shutil.copytree(pc, stolen / "pc")
            shutil.copytree(temporary, stolen / "tmp")
            shutil.copytree(outside / "stick", stolen / "stick")
            assert (stolen / "pc" / "records.db-wal").stat().st_size
        shutil.copytree(pc, stolen / "pc closed")
        assert carve([stolen], wanted) == []
        for needed in ("crash_reports", "logs", "backups"):
            assert list((stolen / "pc" / needed).iterdir()), f"{needed} were searched"
        # and the search finds: what the regulator's load file says in the clear, and a leak of each kind
        assert carve([outside], wanted)
        for kind, forms in wanted.items():
            for form in forms:
                (stolen / "tmp" / "leak").write_bytes(b"..." + form + b"...")
                assert any(hit.startswith(kind) for hit in carve([stolen / "tmp"], wanted))
    finally:
        receiver.stop()
