"""The county's walk, at the size of a hamlet: filled on both sides, then an evening's work, both agreeing."""

from pathlib import Path

import pytest

from provider_desktop.bootstrap import open_services
from provider_desktop.cli.demo_county import walk_county
from provider_desktop.cli.demo_step import Step
from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.services.sample_replay import SAMPLE_PASSPHRASE


@pytest.mark.slow
def test_both_sides_count_the_same_after_filling_and_after_an_upload(tmp_path: Path) -> None:
    receiver = ReceiverProcess(tmp_path / "receiver")
    told: list[Step] = []
    try:
        with open_services(tmp_path / "agency", "zh_CN", keyring=lambda: None) as services:
            services.session.set_up(SAMPLE_PASSPHRASE)
            steps = walk_county(services, receiver, told.append, recipients=12)
    finally:
        receiver.stop()
    assert [step.name for step in steps] == ["fill", "upload"]
    assert steps == told
    assert all(step.agree for step in steps), steps
    fill, upload = steps
    assert fill.desktop["entries"] == fill.receiver["entries"] > 300
    assert upload.desktop["remaining"] == 0
    assert upload.desktop["records"] == upload.desktop["accepted"] == upload.receiver["records"] > 0
