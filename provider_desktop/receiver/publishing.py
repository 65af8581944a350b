"""Publishing: what the regulator loads is laid beside what it has stated, and only changes are stated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from provider_desktop.domain.assignment_payload import (
    LoadFile,
    assignment_body,
    read_assignment,
    same_terms,
)
from provider_desktop.domain.assignments import Assignment, AssignmentStatus
from provider_desktop.domain.catalogue_payload import read_catalogue
from provider_desktop.domain.checks import rule_faults
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.statement_bodies import body_flaws
from provider_desktop.exchange.statements import Kind
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.storage import agencies, feed, people
from provider_desktop.resources import read_json

#: Kinds that every agency gets, those invited later included, in the order in which they get them.
COMMON = (Kind.CATALOGUE, Kind.RULESET, Kind.CALENDAR, Kind.NOTICE)
_SHIPPED = {
    (Kind.CATALOGUE, "default"): ("catalogue", "default.json"),
    (Kind.RULESET, "starter"): ("rulesets", "starter.json"),
    (Kind.RULESET, "texas_evv"): ("rulesets", "texas_evv.json"),
}
#: What tells a file's kind where it does not say.
_TELLING = {"locks": Kind.CALENDAR, "items": Kind.CATALOGUE, "checks": Kind.RULESET, "text": Kind.NOTICE}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did for one agency: assignments by what was stated of them."""

    agency: str
    new: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0


def introduce(office: Office, connection: Connection, agency: str, name: str) -> None:
    """Know an agency, and state to it what holds for all. Known already: only a new name is stated."""
    now = office.clock.now()
    if agencies.add_agency(connection, agency, name, now):
        for kind in COMMON:
            for published in feed.published(connection, kind.value, agency):
                office.state(connection, agency, kind, json.loads(published.body))
    contract = {"from": local_day(now).isoformat(), "to": ""}
    known = feed.published_subject(connection, Kind.AGENCY.value, agency, agency)
    if known is not None:
        contract = json.loads(known.body)["contract"]
    body = {"agency": agency, "name": name, "township": "", "contract": contract}
    _publish(office, connection, Kind.AGENCY, body, agency=agency)


def load(office: Office, connection: Connection, file: LoadFile) -> Loaded:
    """Bring an agency's catalogue, rule set and assignments to what a file says.

    An assignment that the file does not name stays as it is: to end one, the file gives its last day.
    Raises ``AppError`` ``CatalogueInvalid`` or ``RulesetInvalid``.
    """
    introduce(office, connection, file.agency, file.agency_name)
    for kind, given in ((Kind.CATALOGUE, file.catalogue), (Kind.RULESET, file.ruleset)):
        if given is not None:
            _publish(office, connection, kind, _whole(kind, given), agency=file.agency)
    return load_assignments(office, connection, file.agency, file.assignments)


def load_assignments(
    office: Office, connection: Connection, agency: str, assignments: Iterable[Assignment]
) -> Loaded:
    """State those assignments that differ from what was stated last."""
    known = dict(people.assignments(connection, agency))
    today = local_day(office.clock.now())
    counts = {"new": 0, "changed": 0, "ended": 0, "unchanged": 0}
    for assignment in assignments:
        before = _read(known.get(assignment.assignment))
        over = assignment.last_day is not None and assignment.last_day < today
        if before is not None and same_terms(before, assignment):
            is_ended = before.status is AssignmentStatus.ENDED
            if is_ended or not (over or assignment.status is AssignmentStatus.ENDED):
                counts["unchanged"] += 1
                continue
        status = AssignmentStatus.CHANGED if before else AssignmentStatus.NEW
        if over or assignment.status is AssignmentStatus.ENDED:
            status = AssignmentStatus.ENDED
        counts[status.value] += 1
        last_day = assignment.last_day
        if status is AssignmentStatus.ENDED and last_day is None:
            last_day = today
        body = assignment_body(replace(assignment, status=status, last_day=last_day))
        office.state(connection, agency, Kind.ASSIGNMENT, body)
        people.put_assignment(
            connection, agency, assignment.assignment, assignment.recipient.recipient, encode(body)
        )
    return Loaded(agency, **counts)


def publish(office: Office, connection: Connection, document: Mapping[str, Any]) -> tuple[Kind, int]:
    """Publish a calendar, notice, catalogue or rule set to every agency, or to the one it names.

    The document is the statement's body, or ``{"kind","agency","body"}``. Returns the kind and to how
    many agencies it was stated. Raises ``AppError``.
    """
    kind, agency, body = examined(office, connection, document)
    return kind, _publish(office, connection, kind, body, agency=agency)


def examined(
    office: Office, connection: Connection, document: Mapping[str, Any]
) -> tuple[Kind, str, Mapping[str, Any]]:
    """What a document is, for which agency ('' = every one), and its body; nothing is published.

    Raises ``AppError`` for one that no agency could use, with the place of its first fault.
    """
    kind, agency, body = _addressed(document)
    if agency and agencies.agency_name(connection, agency) is None:
        raise AppError(ErrorCode.VALUE_INVALID, name="agency", value=agency)
    if kind is Kind.NOTICE and "at" not in body:
        body = {**body, "at": office.clock.now().isoformat()}
    whole = _whole(kind, body)
    _refuse_faults(kind, whole)
    return kind, agency, whole


def _publish(
    office: Office, connection: Connection, kind: Kind, body: Mapping[str, Any], *, agency: str
) -> int:
    """State the body to whom it concerns, unless exactly that was published last."""
    _refuse_faults(kind, body)
    written = encode(body)
    subject = subject_of(kind, body)
    known = feed.published_subject(connection, kind.value, agency, subject)
    if known is not None and known.body == written:
        return 0
    now = office.clock.now()
    feed.publish(connection, agency=agency, kind=kind.value, subject=subject, body=written, now=now)
    concerned = [agency] if agency else [code for code, _ in agencies.all_agencies(connection)]
    for each in concerned:
        office.state(connection, each, kind, body)
    return len(concerned)


def subject_of(kind: Kind, body: Mapping[str, Any]) -> str:
    """What a later publication replaces: a version, the one calendar, a notice only itself."""
    if kind in (Kind.CATALOGUE, Kind.RULESET):
        return str(body["version"])
    if kind is Kind.NOTICE:
        return f"{body['at']} {body['title']}"[:64]
    return str(body["agency"]) if kind is Kind.AGENCY else kind.value


def _whole(kind: Kind, given: object) -> Mapping[str, Any]:
    """A body as given, or the shipped one of that name."""
    if isinstance(given, str):
        place = _SHIPPED.get((kind, given))
        if place is None:
            raise AppError(ErrorCode.VALUE_INVALID, name=kind.value, value=given)
        given = read_json(*place)
    if not isinstance(given, Mapping):
        raise AppError(ErrorCode.VALUE_INVALID, name=kind.value, value=type(given).__name__)
    return given


def _addressed(document: Mapping[str, Any]) -> tuple[Kind, str, Mapping[str, Any]]:
    if "kind" in document:
        named, agency, body = document["kind"], document.get("agency", ""), document.get("body")
        if named not in {kind.value for kind in COMMON} or not isinstance(body, Mapping):
            raise AppError(ErrorCode.VALUE_INVALID, name="kind", value=str(named))
        return Kind(named), str(agency), body
    for member, kind in _TELLING.items():
        if member in document:
            return kind, "", document
    raise AppError(ErrorCode.VALUE_INVALID, name="kind", value="")


def _refuse_faults(kind: Kind, body: Mapping[str, Any]) -> None:
    """Nothing is published that an agency could not use: the first fault stops it, with its place."""
    faults = [(flaw.pointer, flaw.code.value) for flaw in body_flaws(kind.value, body)]
    if kind is Kind.CATALOGUE:
        faults += [(finding.pointer, str(finding.values["why"])) for finding in read_catalogue(body)[1]]
    if kind is Kind.RULESET and not faults:
        faults += [(finding.pointer, str(finding.values["why"])) for finding in rule_faults(body)]
        reading = read_rules(body["rating"], str(body["version"]))
        faults += [(f"/rating{problem.pointer}", problem.code) for problem in reading.problems]
    if not faults:
        return
    pointer, reason = faults[0]
    if kind is Kind.CATALOGUE:
        raise AppError(ErrorCode.CATALOGUE_INVALID, pointer=pointer, reason=reason)
    if kind is Kind.RULESET:
        raise AppError(ErrorCode.RULESET_INVALID, pointer=pointer, reason=reason)
    raise AppError(ErrorCode.VALUE_INVALID, name=f"{kind.value}{pointer}", value=reason)


def _read(body: bytes | None) -> Assignment | None:
    return None if body is None else read_assignment(json.loads(body))[0]
