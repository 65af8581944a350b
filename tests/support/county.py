"""The sample county for tests and pictures: replayed once a process against a real receiver, then copied."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from provider_desktop.bootstrap import Services, build_services
from provider_desktop.domain.clock import FixedClock, SystemClock
from provider_desktop.paths import DataPaths
from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.services.sample_replay import SAMPLE_PASSPHRASE, SampleReplay
from provider_desktop.services.workspace import Workspace

#: Monday 23 November 2026, 14:06 local time.
COUNTY_NOW = datetime(2026, 11, 23, 6, 6, tzinfo=UTC)


def no_keyring() -> None:
    """Sample keys are not worth a place in anybody's keyring."""


@cache
def replayed_county() -> Path:
    """The agency's data folder as the replay leaves it; it goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="provider-desktop-county-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    receiver = ReceiverProcess(folder / "receiver")
    workspace = Workspace(DataPaths(folder / "agency"), SystemClock(), "zh_CN")
    services = build_services(workspace, no_keyring)
    try:
        services.session.set_up(SAMPLE_PASSPHRASE)
        SampleReplay(workspace, receiver).run(COUNTY_NOW, "small")
    finally:
        services.session.close()
        receiver.stop()
    return folder / "agency"


@contextmanager
def a_county(folder: Path, language: str = "zh_CN") -> Iterator[Services]:
    """Services over a copy of the county at :data:`COUNTY_NOW`; its regulator is out of reach."""
    shutil.copytree(replayed_county(), folder / "agency")
    workspace = Workspace(DataPaths(folder / "agency"), FixedClock(COUNTY_NOW), language)
    services = build_services(workspace, no_keyring)
    services.session.open(SAMPLE_PASSPHRASE)
    try:
        yield services
    finally:
        services.session.close()
