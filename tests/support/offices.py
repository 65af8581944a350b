"""A receiver with one invited agency, for tests of joining."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.services.receiver_process import ReceiverProcess
from tests.support.workspace import DATA

AGENCY, NAME = "52371621MJE12345X6", "惠民县暖心居家服务中心"


@dataclass(frozen=True, slots=True)
class Office:
    """A serving receiver and the invitation that it gave."""

    receiver: ReceiverProcess
    url: str
    invitation: Path


@contextmanager
def an_inviting_office(folder: Path) -> Iterator[Office]:
    """The receiver runs while this is open; the agency's people are loaded."""
    receiver = ReceiverProcess(folder / "bureau")
    try:
        url = receiver.start()
        receiver.call("load", str(DATA / "recipients_huimin.json"))
        invitation = folder / "office.careinvite"
        receiver.call("invite", AGENCY, "--name", NAME, "--url", url, "--out", str(invitation))
        yield Office(receiver, url, invitation)
    finally:
        receiver.stop()
