"""A workspace that is set up, open and has not joined, as the bulk path of the sample county wants it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provider_desktop.bootstrap import open_services
from provider_desktop.services.sample_replay import SAMPLE_PASSPHRASE
from provider_desktop.services.workspace import Workspace


@contextmanager
def a_bulk_workspace(folder: Path) -> Iterator[Workspace]:
    """The workspace of a new data folder below *folder*; its keys are opened without a keyring."""
    with open_services(folder / "data", "zh_CN", keyring=lambda: None) as services:
        services.session.set_up(SAMPLE_PASSPHRASE)
        yield services.workspace
