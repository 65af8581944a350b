"""What the officer's commands do; each gives an object for scripts, lines for people, and a status."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection

from provider_desktop.domain.clock import LOCAL, local_day
from provider_desktop.domain.identifiers import credit_code
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.statements import Kind
from provider_desktop.files import write_atomically
from provider_desktop.receiver import judge, publishing
from provider_desktop.receiver.enrolment import invite as new_invitation
from provider_desktop.receiver.loading import read_document, read_load
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.package_loading import is_package, load_packages
from provider_desktop.receiver.ratings import publish_rating, read_vetoes
from provider_desktop.receiver.restoring import restore as restore_archive
from provider_desktop.receiver.self_audit import examine_all
from provider_desktop.receiver.sheet_loading import read_workbook
from provider_desktop.receiver.storage import agencies, records
from provider_desktop.receiver.storage.streams import EntryRow
from provider_desktop.receiver.tally import month_tally
from provider_desktop.receiver.tally_sheet import write_tally
from provider_desktop.receiver.trial import try_out
from provider_desktop.receiver.world import World, visit_of
from provider_desktop.wording import sentence

#: Exit status (commands.md): done; done, but something needs attention.
DONE, ATTENTION = 0, 1


@dataclass(frozen=True, slots=True)
class Result:
    """What a command has done."""

    data: Mapping[str, Any]
    lines: tuple[str, ...] = ()
    status: int = DONE


Action = Callable[[Office, Namespace], Result]


def invite(office: Office, options: Namespace) -> Result:
    """Make an invitation file for an agency."""
    agency = credit_code(options.agency)
    if agency is None:
        raise AppError(ErrorCode.VALUE_INVALID, name="AGENCY_CODE", value=options.agency)
    with office.database.write() as connection:
        publishing.introduce(office, connection, agency, options.name)
        invitation = new_invitation(office, connection, agency, options.name, options.url)
        try:
            written = invitation.to_bytes()
        except FormError as error:
            raise AppError(ErrorCode.VALUE_INVALID, name="--url", value=options.url) from error
        # Before the commit: no invitation is known that nobody has.
        write_atomically(options.out, written, private=True)
    expires = invitation.expires.astimezone(LOCAL).isoformat(timespec="minutes")
    data = {"agency": agency, "file": str(options.out), "url": invitation.url, "expires": expires}
    return Result(data, (_say("invited", options, data),))


def load(office: Office, options: Namespace) -> Result:
    """Bring agencies' catalogues, rule sets and assignments to what files say: all of them, or none; and
    take in sealed packages, each as over the line."""
    loaded, refused = [], []
    packages = [path for path in options.files if is_package(path)]
    with office.database.write() as connection:
        office.database.lock_judging(connection)
        for path in options.files:
            if path in packages:
                continue
            if path.suffix.lower() == ".json":
                loaded.append(publishing.load(office, connection, read_load(path, options.agency)))
                continue
            agency = _only_agency(connection, options.agency)
            world = World(connection, agency)
            today = local_day(office.clock.now())
            read = read_workbook(path, world.all_assignments(), world.catalogues(), today)
            refused += [{"file": str(path), **each} for each in read.refused]
            loaded.append(publishing.load_assignments(office, connection, agency, read.assignments.values()))
    done = [asdict(each) for each in loaded]
    taken = [asdict(each) for each in load_packages(office, packages)]
    lines = [_say("loaded", options, each) for each in done]
    lines += [f"{each['file']} {each['sheet']} {each['row']}: {' '.join(each['rules'])}" for each in refused]
    lines += [
        _say("package_refused" if each["problem"] else "package_taken", options, each) for each in taken
    ]
    attention = refused or any(each["problem"] for each in taken)
    data = {"loaded": done, "refused": refused, "packages": taken}
    return Result(data, tuple(lines), ATTENTION if attention else DONE)


def list_records(office: Office, options: Namespace) -> Result:
    """List records as they stand."""
    with office.database.read() as connection:
        rows = records.all_records(
            connection, agency=options.agency, outcome=options.state, record_id=options.record
        )
        said = records.verdicts_on(connection, [entry.id for _, entry in rows])
        waiting = records.waiting_count(connection)
    listed = []
    for row, entry in rows:
        findings = said[entry.id][-1].findings
        listed.append({**_described(entry), "state": row.outcome, "findings": _named(findings)})
    count = {"count": len(listed)}
    lines = [_line(each) for each in listed]
    return Result({"records": listed, "waiting": waiting}, (*lines, _say("records", options, count)))


def accept(office: Office, options: Namespace) -> Result:
    """Accept records whatever was found."""
    return _decide(office, options, "accepted", judge.accept)


def send_back(office: Office, options: Namespace) -> Result:
    """Return records for a reason of the office."""

    def decide(office: Office, connection: Connection, entry: EntryRow) -> None:
        judge.send_back(office, connection, entry, options.rule, options.text)

    return _decide(office, options, "returned", decide)


def publish(office: Office, options: Namespace) -> Result:
    """Publish a calendar, notice, catalogue or rule set, or only show what it would do."""
    document = read_document(options.file)
    if options.dry_run:
        return _try_out(office, options, document)
    with office.database.write() as connection:
        office.database.lock_judging(connection)
        kind, count = publishing.publish(office, connection, document)
    data = {"kind": kind.value, "agencies": count}
    return Result(data, (_say("published", options, data),))


def _try_out(office: Office, options: Namespace, document: Mapping[str, Any]) -> Result:
    with office.database.read() as connection:
        kind, effects = try_out(office, connection, document)
    lines = [
        _say(
            "tried",
            options,
            {
                "agency": each.agency,
                "period": each.period,
                "now": sentence("light", each.light_now or "none", options.lang),
                "then": sentence("light", each.light, options.lang),
                "moved": " ".join(moved.id for moved in each.moved) or "-",
            },
        )
        for each in effects
    ]
    data = {"kind": kind.value, "agencies": 0, "dry_run": True, "effect": [asdict(each) for each in effects]}
    return Result(data, tuple(lines))


def publish_ratings(office: Office, options: Namespace) -> Result:
    """Rate every agency for a period and state the light to each."""
    vetoes = read_vetoes(options.veto)
    done = []
    with office.database.read() as connection:
        rated = [code for code, _ in agencies.all_agencies(connection)]
    for unknown in sorted(set(vetoes) - set(rated)):
        raise AppError(ErrorCode.VALUE_INVALID, name="--veto", value=unknown)
    for agency in rated:
        with office.database.write() as connection:
            body = publish_rating(office, connection, agency, options.period, vetoes.get(agency, ()))
        done.append({"agency": agency, **body})
    lines = [
        _say("rated", options, {**each, "light": sentence("light", each["light"], options.lang)})
        for each in done
    ]
    return Result({"period": options.period, "ratings": done}, tuple(lines))


def tally(office: Office, options: Namespace) -> Result:
    """Month minutes per recipient and staff member, as accepted."""
    with office.database.read() as connection:
        wanted = [
            (code, name) for code, name in agencies.all_agencies(connection) if options.agency in ("", code)
        ]
        try:
            tallies = [(code, name, month_tally(connection, code, options.month)) for code, name in wanted]
        except ValueError as error:
            raise AppError(ErrorCode.VALUE_INVALID, name="--month", value=options.month) from error
    if options.agency and not wanted:
        raise AppError(ErrorCode.VALUE_INVALID, name="--agency", value=options.agency)
    done = [{"agency": code, "name": name, **asdict(each)} for code, name, each in tallies]
    if options.out is not None:
        write_tally(options.out, options.month, tallies, options.lang)
    data = {"month": options.month, "agencies": done, "file": str(options.out or "")}
    return Result(data, tuple(_say("tally", options, each) for each in done))


def verify(office: Office, options: Namespace) -> Result:
    """Examine every chain that the receiver holds."""
    found = examine_all(office)
    data = asdict(found)
    summary = _say("verified", options, {**data, "problems": len(found.problems)})
    return Result(data, (*found.problems, summary), ATTENTION if found.problems else DONE)


def revoke(office: Office, options: Namespace) -> Result:
    """Shut a device out for good, and say so in its agency's feed."""
    with office.database.write() as connection:
        device = agencies.device(connection, options.device)
        if device is None:
            raise AppError(ErrorCode.VALUE_INVALID, name="DEVICE", value=options.device)
        if not device.revoked:
            agencies.revoke(connection, device.device, office.clock.now())
            body = {"device": device.device, "state": "revoked"}
            office.state(connection, device.agency, Kind.DEVICE, body)
    data = {"device": device.device, "agency": device.agency, "stream": device.stream}
    return Result(data, (_say("revoked", options, data),))


def new_epoch(office: Office, options: Namespace) -> Result:
    """Begin a new epoch, after the receiver was restored from a backup."""
    with office.database.write() as connection:
        trust = office.renew_trust(connection, new_epoch=True)
    data = {"epoch": trust.epoch, "version": trust.version}
    return Result(data, (_say("epoch", options, data),))


def restore(office: Office, options: Namespace) -> Result:
    """Take back what an agency holds of its stream and feed, from a file or from standard input."""
    if str(options.file) == "-":
        restored = restore_archive(office, sys.stdin.buffer)
    else:
        try:
            with options.file.open("rb") as archive:
                restored = restore_archive(office, archive)
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNREADABLE, file=str(options.file)) from error
    data = asdict(restored)
    return Result(data, (_say("restored", options, data),))


ACTIONS: Mapping[str, Action] = {
    "invite": invite,
    "load": load,
    "records": list_records,
    "accept": accept,
    "return": send_back,
    "publish": publish,
    "publish-ratings": publish_ratings,
    "tally": tally,
    "verify": verify,
    "revoke": revoke,
    "new-epoch": new_epoch,
    "restore": restore,
}


def _only_agency(connection: Connection, wanted: str) -> str:
    """Whom a sheet is for: the agency named, or the only one there is."""
    known = [code for code, _ in agencies.all_agencies(connection)]
    if wanted in known:
        return wanted
    if wanted or len(known) != 1:
        raise AppError(ErrorCode.VALUE_INVALID, name="--agency", value=wanted)
    return known[0]


def _decide(
    office: Office,
    options: Namespace,
    word: str,
    decide: Callable[[Office, Connection, EntryRow], None],
) -> Result:
    with office.database.write() as connection:
        office.database.lock_judging(connection)
        entries = [_meant(connection, each) for each in options.records]
        for entry in entries:
            decide(office, connection, entry)
    data = {word: [_described(entry) for entry in entries], "count": len(entries)}
    return Result(data, (_say(word, options, data),))


def _meant(connection: Connection, text: str) -> EntryRow:
    """The entry that an officer means by a record's id, its latest version, or by an entry's own hash."""
    found = records.named(connection, text)
    if not found:
        raise AppError(ErrorCode.RECORD_UNKNOWN, record=text)
    said = records.verdicts_on(connection, [row.id for row in found])
    follows = [row for row in found if row.id not in said or not said[row.id][-1].misplaced]
    return max(follows or found, key=lambda row: (row.version, row.id))


def _described(entry: EntryRow) -> dict[str, Any]:
    """A record without personal data: the regulator's own ids, times and minutes."""
    visit = visit_of(entry) if entry.op.startswith("visit.") else None
    described: dict[str, Any] = {
        "agency": entry.agency,
        "record": entry.record,
        "version": entry.version,
        "op": entry.op,
        "entry": entry.hash,
        "received_at": entry.received_at.astimezone(LOCAL).isoformat(timespec="seconds"),
    }
    if visit is not None:
        described |= {
            "recipient": visit.recipient,
            "staff": list(visit.staff),
            "in": visit.started.astimezone(LOCAL).isoformat(timespec="minutes") if visit.started else "",
            "out": visit.ended.astimezone(LOCAL).isoformat(timespec="minutes") if visit.ended else "",
            "minutes": visit.minutes,
            "items": [item.item for item in visit.items],
        }
    return described


def _named(findings: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    return [{name: each[name] for name in ("rule", "action", "pointer", "values")} for each in findings]


def _line(listed: Mapping[str, Any]) -> str:
    rules = " ".join(finding["rule"] for finding in listed["findings"])
    return f"{listed['record']} {listed['version']} {listed['state']} {listed.get('in', '')} {rules}".rstrip()


def _say(code: str, options: Namespace, values: Mapping[str, Any]) -> str:
    return sentence("receiver", code, options.lang, values)
