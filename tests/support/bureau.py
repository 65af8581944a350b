"""The receiver without a line: entries in, verdicts out, for tests of judging and rating."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from provider_desktop.domain.visit_payload import to_payload
from provider_desktop.domain.visits import CorrectionNote, Visit
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import Op, SealedEntry
from provider_desktop.exchange.invitations import enrolment_request
from provider_desktop.exchange.packages import read_batch, write_batch
from provider_desktop.exchange.signing import Ed25519Signer, read_envelope
from provider_desktop.exchange.statement_bodies import body_flaws
from provider_desktop.exchange.statements import ENVELOPE_LIMIT
from provider_desktop.receiver import judge
from provider_desktop.receiver.enrolment import enrol, invite
from provider_desktop.receiver.intake import examine, settle
from provider_desktop.receiver.ledger import StreamLedger
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.publishing import introduce
from provider_desktop.receiver.storage import feed, people
from provider_desktop.receiver.world import person_of
from tests.support.builders import local
from tests.support.receiver import AGENCY, AgencyPc

NOW = local("2026-11-02 20:00")


class Bureau:
    """An office with what it takes to judge, driven without a line: entries in, verdicts out."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.clock = office.clock

    def pc(self, agency: str = AGENCY) -> AgencyPc:
        with self.office.database.write() as connection:
            introduce(self.office, connection, agency, "机构")
            invitation = invite(self.office, connection, agency, "机构", "http://127.0.0.1:1")
            signer = Ed25519Signer(invitation.code.encode()[:32].ljust(32, b"."))
            enrolment = enrol(self.office, connection, enrolment_request(signer, invitation, "PC"))
        pc = AgencyPc("", agency, invitation.root, signer, enrolment.stream, enrolment.device)
        pc.clock = self.office.clock  # type: ignore[assignment]
        return pc

    def take(self, pc: AgencyPc, entries: list[SealedEntry] | None = None) -> None:
        """Custody of what the PC has sealed."""
        sealed = pc.sealed if entries is None else entries
        batch = read_batch(write_batch(sealed[0].header().seq, [entry.to_line() for entry in sealed]))
        with self.office.database.write() as connection:
            ledger = StreamLedger(connection, pc.agency, pc.stream, self.office.clock.now())
            examined = examine(batch, agency=pc.agency, stream=pc.stream, keys=ledger.keys())
            assert settle(examined, ledger).refusal is None
            ledger.write()

    def verdict(self, entry: SealedEntry) -> dict[str, Any]:
        """The verdict that holds, once all has been judged."""
        return self.verdicts(entry.header().agency)[entry.hash]

    def verdicts(self, agency: str = AGENCY) -> dict[str, dict[str, Any]]:
        """The verdicts that hold by entry, once all has been judged."""
        judge.judge_all(self.office)
        with self.read() as connection:
            found = {}
            for envelope in feed.after(connection, agency, 0, 10_000):
                body = json.loads(read_envelope(envelope, ENVELOPE_LIMIT).body)
                if body["kind"] == "verdict":
                    assert body_flaws("verdict", body["body"]) == ()
                    found[body["body"]["entry"]] = body["body"]
        return found

    def outcome(self, entry: SealedEntry) -> str:
        return str(self.verdict(entry)["outcome"])

    def rules(self, entry: SealedEntry) -> list[str]:
        return [finding["rule"] for finding in self.verdict(entry)["findings"]]

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.office.database.read() as connection:
            yield connection

    def plain_world(self, agency: str = AGENCY) -> None:
        """One recipient with a plan, the plain catalogue, one care worker."""
        table = json.loads(
            (Path(__file__).parent.parent / "domain" / "check_cases.json").read_text(encoding="utf-8")
        )["world"]
        with self.office.database.write() as connection:
            furnish(
                connection,
                agency,
                catalogue=table["catalogue"],
                assignments=table["assignments"].values(),
                staff=table["staff"].values(),
            )


def furnish(
    connection: Connection,
    agency: str,
    *,
    catalogue: Any,
    assignments: Iterable[Any],
    staff: Iterable[Any],
    ruleset: Any = None,
    calendar: Any = None,
) -> None:
    """Put a world of the wire's forms into the receiver's tables."""
    for kind, body in (("catalogue", catalogue), ("ruleset", ruleset), ("calendar", calendar)):
        if body is not None:
            feed.publish(connection, agency=agency, kind=kind, subject=kind, body=encode(body), now=NOW)
    for body in assignments:
        recipient = body["recipient"]["recipient"]
        people.put_assignment(connection, agency, body["assignment"], recipient, encode(body))
    for payload in staff:
        people.put_staff(
            connection,
            agency,
            payload["staff"],
            person=person_of(agency, payload["staff"], payload["id_number"]),
            entry=_any_entry(connection),
            body=encode(payload),
        )


def _any_entry(connection: Connection) -> int:
    found = connection.exec_driver_sql("SELECT min(id) FROM entries").scalar()
    assert found is not None, "a PC has to send something before staff can be kept"
    return int(found)


def a_sealed(pc: AgencyPc, visit: Visit, op: Op = Op.VISIT_CREATE, **changes: Any) -> SealedEntry:
    """The visit as the next entry of the PC's stream."""
    given = {"record": visit.record, "version": visit.version, "reason": visit.reason}
    return pc.seal(op, to_payload(visit), **(given | changes))


def a_correction(visit: Visit, version: int = 2, **changes: Any) -> Visit:
    """A later version of a visit, with a reason and an attestation."""
    note = CorrectionNote("phone_call", "", "李主任")
    return replace(visit, version=version, reason="time_wrong", correction=note, **changes)


def sent(bureau: Bureau, pc: AgencyPc, entry: SealedEntry) -> SealedEntry:
    """The entry, once the receiver has it."""
    bureau.take(pc, [entry])
    return entry
