"""A workspace on a real database, and a bureau whose signed statements reach it without a network."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from provider_desktop.domain.assignment_payload import assignment_body, read_load_file
from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.catalogue_payload import catalogue_body
from provider_desktop.domain.clock import FixedClock
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visits import Visit
from provider_desktop.exchange.receipts import verify_receipt
from provider_desktop.exchange.scalars import to_base64url
from provider_desktop.exchange.signing import key_id
from provider_desktop.exchange.statements import Position, open_statement
from provider_desktop.paths import DataPaths
from provider_desktop.resources import read_json
from provider_desktop.services.exchange_run import EPOCH, TRUST
from provider_desktop.services.import_service import ImportService
from provider_desktop.services.imports import ImportReport
from provider_desktop.services.people import StaffService
from provider_desktop.services.statements import take_statement
from provider_desktop.services.visit_entry import VisitEntryService
from provider_desktop.services.workspace import Membership, Workspace
from provider_desktop.storage.database import Database
from tests.support.exchange import (
    AGENCY,
    DEVICE,
    NOW,
    ROOT,
    STREAM,
    a_receipt_envelope,
    a_statement,
    a_trust,
    a_trust_envelope,
)

KEY = bytes(range(32))
DATA = Path(__file__).parents[1] / "data"


@contextmanager
def a_workspace(
    folder: Path, at: datetime = NOW, *, joined: bool = True, language: str = "zh_CN"
) -> Iterator[Workspace]:
    """A workspace with a new database, whose clock stands at ``at``; joined with the test regulator."""
    paths = DataPaths(folder / "data")
    paths.create()
    workspace = Workspace(paths, FixedClock(at), language, actor="孙会计")
    workspace.database = Database.create(paths.database, KEY)
    try:
        if joined:
            join(workspace)
        yield workspace
    finally:
        workspace.database.close()


def join(workspace: Workspace) -> None:
    """What an enrolment leaves behind."""
    device = key_id(DEVICE.public_key)
    with workspace.writing() as work:
        work.stream.start(STREAM, device, workspace.now())
        work.settings.set(TRUST, to_base64url(a_trust_envelope()))
        work.settings.set(EPOCH, 1)
    workspace.signer = DEVICE
    workspace.membership = Membership(
        AGENCY, "惠民县暖心居家服务中心", "http://127.0.0.1:9", ROOT.public_key, device, STREAM
    )


def set_clock(workspace: Workspace, at: datetime) -> None:
    """Let it be another moment."""
    workspace.clock = FixedClock(at)


class Bureau:
    """The regulator: what it states is signed, verified as it arrives, and done to the database."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def state(self, kind: str, body: Mapping[str, Any]) -> None:
        """One statement."""
        with self._workspace.writing() as work:
            after = Position(*work.feed.head())
            sealed = a_statement(after, kind=kind, body=dict(body), issued_at=self._workspace.now())
            take_statement(work, open_statement(sealed.envelope, trust=a_trust(), agency=AGENCY))

    def rules(self, **changes: Any) -> None:
        """The starter rule set, changed in its members."""
        self.state("ruleset", {**read_json("rulesets", "starter.json"), **changes})

    def catalogue(self, catalogue: Catalogue | None = None) -> None:
        """A catalogue; as shipped, where none is given."""
        body = catalogue_body(catalogue) if catalogue else read_json("catalogue", "default.json")
        self.state("catalogue", body)

    def assign(self, assignments: Iterable[Assignment]) -> None:
        """Assignments, one statement each."""
        for assignment in assignments:
            self.state("assignment", assignment_body(assignment))

    def lock(self, **months: str) -> None:
        """A calendar: ``lock(m2026_11="2026-12-06T00:00:00+08:00")``."""
        locks = [{"month": month[1:].replace("_", "-"), "at": at} for month, at in months.items()]
        self.state("calendar", {"locks": locks, "periods": []})

    def acknowledge(self) -> None:
        """A receipt over everything sealed so far."""
        with self._workspace.writing() as work:
            head = work.stream.own()
            assert head is not None, "not joined"
            envelope = a_receipt_envelope(
                seq=head.seq, hash=head.hash, count=head.seq, received_at=self._workspace.now()
            )
            receipt = verify_receipt(envelope, trust=a_trust(), agency=AGENCY, stream=STREAM)
            work.receipts.add(receipt, envelope)

    def judge(self, record: str, outcome: str = "accepted", *rules: str) -> None:
        """A verdict on the newest version of a record; the receipt comes first."""
        self.acknowledge()
        with self._workspace.reading() as reading:
            row = reading.stream.latest_of(record)
        assert row is not None, f"{record} was never sealed"
        findings = [
            {
                "rule": rule,
                "action": "block",
                "pointer": "",
                "values": {},
                "text": {"zh": f"{rule}：请更正", "en": f"{rule}: correct it"},
            }
            for rule in rules
        ]
        body = {
            "entry": row.hash,
            "stream": row.stream,
            "seq": row.seq,
            "record": record,
            "version": row.version,
            "outcome": outcome,
            "findings": findings,
        }
        self.state("verdict", body)


def huimin(workspace: Workspace) -> Bureau:
    """The agency of the test data: catalogue, rules and 22 recipients, as the bureau states them."""
    bureau = Bureau(workspace)
    loaded, faults = read_load_file(json.loads((DATA / "recipients_huimin.json").read_text(encoding="utf-8")))
    assert loaded is not None, faults
    bureau.catalogue()
    bureau.rules()
    bureau.assign(loaded.assignments)
    return bureau


def hire(workspace: Workspace, *members: StaffMember) -> None:
    """Seal staff members."""
    for member in members:
        StaffService(workspace).update(member)


def save(workspace: Workspace, *visits: Visit) -> tuple[str, ...]:
    """Save visits as drafts; their records."""
    entry = VisitEntryService(workspace)
    return tuple(entry.save_visit(visit).record for visit in visits)


def import_file(workspace: Workspace, path: Path, **given: Any) -> ImportReport:
    """Open a sheet and import it as guessed, or as given to ``open``."""
    service = ImportService(workspace)
    return service.run(service.open(path, **given))
