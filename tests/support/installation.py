"""A real installation beside a real receiver: keys, database, line; to be copied and broken."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provider_desktop.bootstrap import Services, open_services
from provider_desktop.domain.assignment_payload import LoadFile
from provider_desktop.domain.catalogue_payload import catalogue_body
from provider_desktop.domain.clock import FixedClock
from provider_desktop.domain.plans import PlanLine
from provider_desktop.receiver.publishing import load
from provider_desktop.receiver.storage import streams
from provider_desktop.receiver.storage.streams import EntryRow
from provider_desktop.resources import read_json
from tests.support.builders import ITEM, a_catalogue, a_recipient, a_staff_member, a_visit, an_assignment
from tests.support.receiver import AGENCY, NOW, ServedReceiver
from tests.support.workspace import hire, save

PHRASE = "correct horse battery"


@dataclass
class Installation:
    """One data folder and the receiver that it joins."""

    folder: Path
    receiver: ServedReceiver

    def invitation(self) -> bytes:
        """A new invitation, as a file's bytes."""
        return self.receiver.invitation().to_bytes()

    @contextmanager
    def opened(self, passphrase: str = PHRASE) -> Iterator[Services]:
        """The services over the folder as it lies there."""
        with open_services(self.folder, "zh_CN", FixedClock(NOW), keyring=lambda: None) as services:
            services.session.open(passphrase)
            yield services

    def image(self, name: str) -> Path:
        """A copy of the whole folder, as a disk image or a file backup takes it."""
        copy = self.folder.with_name(name)
        shutil.copytree(self.folder, copy)
        return copy

    def put_back(self, image: Path, *names: str) -> None:
        """The folder as the image has it: whole, or only files whose name begins so."""
        for file in self.folder.iterdir():
            if file.is_file() and (not names or file.name.startswith(names)):
                file.unlink()
        for file in image.iterdir():
            if file.is_file() and (not names or file.name.startswith(names)):
                shutil.copy2(file, self.folder / file.name)

    def held(self) -> dict[str, list[EntryRow]]:
        """What the receiver holds of the agency, by stream in the order they were opened."""
        with self.receiver.office.database.read() as connection:
            return {
                stream: list(streams.after(connection, stream, 0, 10_000))
                for stream in streams.of_agency(connection, AGENCY)
            }


def joined(folder: Path, receiver: ServedReceiver) -> Installation:
    """An installation that has joined: a recipient with a plan, two members of staff, everything sent."""
    made = Installation(folder, receiver)
    with receiver.office.database.write() as connection:
        file = LoadFile(
            AGENCY,
            "惠民县暖心居家服务中心",
            catalogue_body(a_catalogue()),
            read_json("rulesets", "starter.json"),
            (an_assignment(a_recipient(), plan=(PlanLine(ITEM, 31),)),),
        )
        load(receiver.office, connection, file)
    with open_services(folder, "zh_CN", FixedClock(NOW), keyring=lambda: None) as services:
        services.session.set_up(PHRASE)
        services.session.join(made.invitation())
        services.sync.run()
        services.recipients.accept([row.assignment for row in services.recipients.assignments()])
        hire(services.workspace, a_staff_member(), a_staff_member("S2", "赵敏"))
        services.sync.run()
    return made


def draft(services: Services, start: str = "2026-11-22 09:00", **changes: Any) -> str:
    """A visit typed in; its record."""
    (record,) = save(services.workspace, a_visit(start, **{"record": "", **changes}))
    return record


def seal(services: Services, start: str = "2026-11-22 09:00", **changes: Any) -> str:
    """A visit typed in and sealed; its record."""
    record = draft(services, start, **changes)
    reasons = dict.fromkeys(("EVID-MISSING", "TIME-LATE", "OVER-RECIPIENT", "SCOPE-QUOTA"), "as_recorded")
    done = services.finalising.finalise([record], reasons)
    assert done.sealed == (record,), done
    return record
