"""Several PCs of one agency on one database server, beside a real receiver."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.bootstrap import Services, open_services
from provider_desktop.domain.assignment_payload import LoadFile
from provider_desktop.domain.catalogue_payload import catalogue_body
from provider_desktop.domain.clock import FixedClock
from provider_desktop.domain.plans import PlanLine
from provider_desktop.receiver.publishing import load
from provider_desktop.receiver.storage import streams
from provider_desktop.resources import read_json
from tests.support.builders import ITEM, a_catalogue, a_recipient, a_staff_member, an_assignment
from tests.support.installation import PHRASE
from tests.support.receiver import AGENCY, NOW, ServedReceiver
from tests.support.workspace import hire


@dataclass(frozen=True)
class Agency:
    """An agency whose data lie on a server, and the receiver that its PCs join."""

    folder: Path
    receiver: ServedReceiver
    url: str

    @contextmanager
    def pc(self, name: str, *, new: bool = True) -> Iterator[Services]:
        """One PC: set up and joined, or opened again where it is not *new*."""
        with open_services(self.folder / name, "zh_CN", FixedClock(NOW), keyring=lambda: None) as services:
            if new:
                services.session.set_up(PHRASE, self.url)
                services.session.join(self.receiver.invitation().to_bytes())
                services.session.set_operator(name)
                services.sync.run()
            else:
                services.session.open(PHRASE)
            yield services

    def publish(self) -> None:
        """What the regulator says to begin with: a recipient with a plan, rules, a catalogue."""
        with self.receiver.office.database.write() as connection:
            file = LoadFile(
                AGENCY,
                "惠民县暖心居家服务中心",
                catalogue_body(a_catalogue()),
                read_json("rulesets", "starter.json"),
                (an_assignment(a_recipient(), plan=(PlanLine(ITEM, 31),)),),
            )
            load(self.receiver.office, connection, file)


def take_up_work(services: Services) -> None:
    """Accept the assignments and say who works here; everything is sent."""
    services.recipients.accept([row.assignment for row in services.recipients.assignments()])
    hire(services.workspace, a_staff_member(), a_staff_member("S2", "赵敏"))
    services.sync.run()


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for what another thread does."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.05)


def held(receiver: ServedReceiver) -> dict[str, int]:
    """How many entries the receiver holds, by stream."""
    with receiver.office.database.read() as connection:
        return {
            stream: len(list(streams.after(connection, stream, 0, 10_000)))
            for stream in streams.of_agency(connection, AGENCY)
        }
