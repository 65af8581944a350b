"""A receiver that comes back from a backup: in a new epoch everything is offered again, else an alarm."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from provider_desktop.bootstrap import Services, open_services
from provider_desktop.domain.visits import VisitState
from tests.support.builders import a_staff_member
from tests.support.installation import PHRASE
from tests.support.receiver import AGENCY, ReceiverProcess, wait_until
from tests.support.workspace import DATA, hire


@contextmanager
def running(receiver: ReceiverProcess, port: int = 0) -> Iterator[None]:
    receiver.start(port)
    try:
        yield
    finally:
        receiver.stop()


@pytest.fixture
def bureau(tmp_path: Path) -> ReceiverProcess:
    return ReceiverProcess(tmp_path / "bureau")


def join(services: Services, bureau: ReceiverProcess, folder: Path) -> int:
    """Join the receiver that is serving; its port."""
    invitation = folder / "office.careinvite"
    bureau.json("load", str(DATA / "recipients_huimin.json"))
    bureau.json("invite", AGENCY, "--name", "暖心", "--url", bureau.url, "--out", str(invitation))
    services.session.set_up(PHRASE)
    services.session.join(invitation.read_bytes())
    services.sync.run()
    return int(bureau.url.rsplit(":", 1)[1])


def accepted(services: Services, count: int) -> None:
    """Wait for the verdicts on so many entries."""

    def settled() -> bool:
        services.sync.run()
        with services.workspace.reading() as reading:
            return reading.verdicts.counts().get("accepted", 0) >= count

    wait_until(settled, 30)


def test_a_restored_receiver_gets_everything_again_and_judges_anew(
    tmp_path: Path, bureau: ReceiverProcess
) -> None:
    with open_services(tmp_path / "pc", "zh_CN", keyring=lambda: None) as services:
        with running(bureau):
            port = join(services, bureau, tmp_path)
            hire(services.workspace, a_staff_member())
            accepted(services, 1)
        shutil.copytree(bureau.folder, tmp_path / "backup")
        with running(bureau, port):
            hire(services.workspace, a_staff_member("S2", "赵敏"), a_staff_member("S3", "陈静"))
            accepted(services, 3)
        shutil.rmtree(bureau.folder)
        shutil.copytree(tmp_path / "backup", bureau.folder)
        bureau.json("new-epoch")
        with running(bureau, port):
            report = services.sync.run()
            assert (report.pushed, report.remaining, report.alarm) == (2, 0, "")
            accepted(services, 3)
        with services.workspace.reading() as reading:
            assert len(reading.feed.epochs()) == 2
            assert reading.stream.waiting_count() == 0
            assert [line.action for line in reading.audit.newest()].count("epoch") == 1
        assert services.system.verify().problems == ()


def test_a_receiver_gone_back_in_its_epoch_is_an_alarm_and_nothing_is_sent(
    tmp_path: Path, bureau: ReceiverProcess
) -> None:
    with open_services(tmp_path / "pc", "zh_CN", keyring=lambda: None) as services:
        with running(bureau):
            port = join(services, bureau, tmp_path)
            hire(services.workspace, a_staff_member())
            services.sync.run()
        shutil.copytree(bureau.folder, tmp_path / "backup")
        with running(bureau, port):
            hire(services.workspace, a_staff_member("S2", "赵敏"))
            services.sync.run()
        shutil.rmtree(bureau.folder)
        shutil.copytree(tmp_path / "backup", bureau.folder)
        with running(bureau, port):
            hire(services.workspace, a_staff_member("S3", "陈静"))
            report = services.sync.run()
            assert report.alarm == "receiver_backwards"
            assert report.remaining == 1
            records = bureau.json("records", "--agency", AGENCY)["records"]
            assert "陈静" not in json.dumps(records, ensure_ascii=False)
        assert services.visits.counts().by_state.get(VisitState.TO_SEND, 0) == 0
        assert services.system.verify().problems == ()
