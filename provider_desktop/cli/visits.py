"""Commands about visits: list, finalise, correct, withdraw, import."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime
from typing import Any

from provider_desktop.bootstrap import Services
from provider_desktop.cli.output import ATTENTION, DONE, Answer, finding_data, finding_words, local
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.visits import Acknowledgement, ItemDone, Outcome, VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.visits import CorrectionRequest, VisitFilter, VisitRow

#: Rows are read in pages of this size, so that memory stays flat however long the list is.
PAGE = 500


def visits(services: Services, options: Namespace) -> Answer:
    """``visits``: one object per visit; names only where a reason to reveal them is given."""
    state = _state(options.state)
    wanted = VisitFilter(month=options.month or "", state=state, finding=options.finding)
    rows: list[VisitRow] = []
    while True:
        page = services.visits.page(wanted, len(rows), PAGE, options.reveal)
        rows += page.rows
        if len(rows) >= page.total or not page.rows:
            break
    words = [
        f"{row.record}  {local(row.started):22} {row.recipient_name:8} {'、'.join(row.staff_names)}  "
        f"{row.minutes:4d}  {row.state.value}  {' '.join(finding.rule for finding in row.findings)}"
        for row in rows
    ]
    return Answer({"visits": [_row(row, named=bool(options.reveal)) for row in rows]}, words)


def finalise(services: Services, options: Namespace) -> Answer:
    """``finalise``: seals what may be sealed and names what is held back, with its findings."""
    if bool(options.records) == bool(options.all):
        raise AppError(ErrorCode.USAGE, reason="finalise: RECORD… | --all")
    acknowledge = pairs(options.acknowledge)
    done = services.finalising.finalise(options.records or None, acknowledge, options.note)
    data = {
        "sealed": list(done.sealed),
        "held_back": [
            {"record": held.record, "findings": [finding_data(finding) for finding in held.findings]}
            for held in done.held_back
        ],
    }
    lines = [f"{len(done.sealed)} sealed, {len(done.held_back)} held back"]
    lines += [
        f"{held.record}  {finding_words(finding, options.lang)}"
        for held in done.held_back
        for finding in held.findings
    ]
    return Answer(data, lines, ATTENTION if done.held_back else DONE)


def correct(services: Services, options: Namespace) -> Answer:
    """``correct``: a new version; only the fields named by ``--set`` change."""
    row = services.visits.detail(options.record).row
    request = _request(options, row.day)
    corrected = services.finalising.correct(options.record, request)
    return Answer({"record": corrected.record, "version": corrected.version})


def withdraw(services: Services, options: Namespace) -> Answer:
    """``withdraw``: a version that takes the record back."""
    row = services.finalising.withdraw(options.record, options.reason, options.memo)
    return Answer({"record": row.record, "version": row.version})


def import_file(services: Services, options: Namespace) -> Answer:
    """``import``: good rows in, bad rows named and, with ``--errors``, handed back as a sheet."""
    preview = services.imports.open(options.file, options.kind, options.sheet, options.mapping)
    run = services.imports.check if options.dry_run else services.imports.run
    report = run(preview, None, None)
    if options.errors and report.refused:
        services.imports.write_errors(preview, report, options.errors, options.lang)
    findings = [
        {
            "row": row.row,
            "column": verdict.column,
            "rule": verdict.finding.rule,
            "action": verdict.finding.action.value,
            "values": dict(verdict.finding.values),
        }
        for row in report.rows
        for verdict in row.verdicts
    ]
    data = {
        "kind": report.kind,
        "rows": len(report.rows),
        "imported": report.imported,
        "refused": report.refused,
        "duplicates": report.duplicates,
        "findings": findings,
    }
    lines = [
        f"{len(report.rows)} rows: {report.imported} in, {report.refused} refused, {report.duplicates} known"
    ]
    lines += [
        f"{row.row}: {finding_words(verdict.finding, options.lang)}"
        for row in report.rows
        if row.outcome == "refused"
        for verdict in row.verdicts
    ]
    return Answer(data, lines, ATTENTION if report.refused else DONE)


def pairs(texts: list[str]) -> dict[str, str]:
    """``RULE=REASON`` texts as a mapping; one without ``=`` is wrong usage."""
    split = [text.partition("=") for text in texts]
    if not all(sign and key and value for key, sign, value in split):
        raise AppError(ErrorCode.USAGE, reason="KEY=VALUE")
    return {key: value for key, _, value in split}


def _state(text: str) -> VisitState | None:
    try:
        return VisitState(text) if text else None
    except ValueError as error:
        known = ", ".join(state.value for state in VisitState)
        raise AppError(ErrorCode.USAGE, reason=f"--state: {known}") from error


def _row(row: VisitRow, *, named: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "record": row.record,
        "version": row.version,
        "state": row.state.value,
        "recipient": row.recipient,
        "staff": list(row.staff),
        "in": local(row.started),
        "out": local(row.ended),
        "minutes": row.minutes,
        "items": [{"item": item.item, "minutes": item.minutes} for item in row.items],
        "outcome": row.outcome.value,
        "findings": [finding_data(finding) for finding in row.findings],
    }
    return data | {"recipient_name": row.recipient_name} if named else data


def _request(options: Namespace, day: date | None) -> CorrectionRequest:
    changes: dict[str, Any] = {}
    for field, value in pairs(options.changes).items():
        try:
            name, read = _FIELDS[field]
            changes[name] = read(value, day)
        except KeyError as error:
            raise AppError(ErrorCode.USAGE, reason=f"--set: {', '.join(_FIELDS)}") from error
        except ValueError as error:
            raise AppError(ErrorCode.USAGE, reason=f"--set {field}={value}") from error
    acknowledged = tuple(Acknowledgement(rule, reason) for rule, reason in pairs(options.acknowledge).items())
    return CorrectionRequest(
        options.reason, options.action, options.memo, acknowledged=acknowledged, **changes
    )


def _moment(value: str, day: date | None) -> datetime:
    if "T" not in value:
        if day is None:
            raise ValueError(value)
        value = f"{day.isoformat()}T{value}"
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def _items(value: str, _day: date | None) -> tuple[ItemDone, ...]:
    split = [part.partition(":") for part in value.split(",")]
    return tuple(ItemDone(code.strip(), int(minutes or 0)) for code, _, minutes in split)


_FIELDS = {
    "in": ("time_in", _moment),
    "out": ("time_out", _moment),
    "recipient": ("recipient", lambda value, _day: value),
    "staff": ("staff", lambda value, _day: tuple(value.split(","))),
    "items": ("items", _items),
    "outcome": ("outcome", lambda value, _day: Outcome(value)),
    "satisfaction": ("satisfaction", lambda value, _day: int(value)),
    "remarks": ("remarks", lambda value, _day: value),
}
