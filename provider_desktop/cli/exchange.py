"""Commands about the regulator: join, assignments, accept, decline, sync, status."""

from __future__ import annotations

import logging
import time
from argparse import Namespace
from dataclasses import asdict
from typing import Any

from provider_desktop.bootstrap import Services
from provider_desktop.cli.output import ATTENTION, DONE, Answer, local
from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError
from provider_desktop.files import read_small_file
from provider_desktop.services.sync import SyncReport
from provider_desktop.wording import sentence

_log = logging.getLogger(__name__)

#: Pause between two runs of ``sync --watch``, in seconds.
WATCH_PAUSE = 30


def join(services: Services, options: Namespace) -> Answer:
    """``join``: enrol with an invitation, then pull what the regulator has for us."""
    state = services.session.join(read_small_file(options.invitation))
    report = services.sync.run(None, None)
    data = {"agency": state.agency, "device": state.device, "stream": state.stream, "pulled": report.pulled}
    return Answer(data, [f"{state.agency_name}  {state.agency}"], _status(report))


def assignments(services: Services, options: Namespace) -> Answer:
    """``assignments``: everything assigned, answered or not; masked unless revealed."""
    rows = services.recipients.assignments(open_only=False, reveal_reason=options.reveal)
    data = [
        {
            "assignment": row.assignment,
            "recipient": row.recipient,
            "from": row.first_day.isoformat(),
            "to": row.last_day.isoformat() if row.last_day else "",
            "status": row.status.value,
            "answer": row.answer.value,
        }
        for row in rows
    ]
    lines = [f"{row.assignment}  {row.name}  {row.first_day}  {row.answer.value or '-'}" for row in rows]
    return Answer({"assignments": data}, lines)


def accept(services: Services, options: Namespace) -> Answer:
    """``accept``: the answers are sealed and go out with the next sync."""
    services.recipients.accept(options.assignments)
    return Answer({"accepted": options.assignments})


def decline(services: Services, options: Namespace) -> Answer:
    """``decline``: with a reason the regulator reads."""
    services.recipients.decline(options.assignment, options.reason)
    return Answer({"declined": options.assignment})


def sync(services: Services, options: Namespace) -> Answer:
    """``sync``: one run, or run after run until interrupted."""
    report = services.sync.run(None, None)
    _back_up(services)
    while options.watch:
        try:
            time.sleep(WATCH_PAUSE)
        except KeyboardInterrupt:
            break
        report = services.sync.run(None, None)
        _back_up(services)
    line = f"{report.pushed} pushed, {report.pulled} pulled, {report.remaining} remain"
    lines = [line + (", offline" if report.offline else "")]
    if report.alarm:
        lines.append(sentence("alarm", report.alarm, options.lang))
    if report.problem and report.problem != report.alarm:
        lines.append(sentence("sync_problem", report.problem, options.lang))
    return Answer(asdict(report), lines, _status(report))


def _back_up(services: Services) -> None:
    """The day's own backup, for PCs that no window is open on. What was sent stays sent without it."""
    try:
        services.backups.daily()
    except AppError as error:
        _log.warning("no backup today: %s", error.code.value)


def export_package(services: Services, options: Namespace) -> Answer:
    """``export package``: the exchange by hand; several files where one would be too large."""
    exported = services.packages.export(options.out)
    data = {"entries": exported.entries, "files": [str(path) for path in exported.files]}
    values = {"entries": exported.entries, "files": len(exported.files)}
    code = "exported" if exported.entries else "nothing_to_export"
    return Answer(data, [sentence("command", code, options.lang, values), *map(str, exported.files)])


def import_receipt(services: Services, options: Namespace) -> Answer:
    """``import-receipt``: delivered from now on is what it covers; one for other entries is an alarm."""
    taken = services.packages.import_receipt(options.file)
    if taken.alarm:
        words = sentence("alarm", taken.alarm, options.lang)
    else:
        words = sentence(
            "command", "receipt_taken", options.lang, {"new": taken.new, "remaining": taken.remaining}
        )
    data = {"receipt": taken.seq, "new": taken.new, "remaining": taken.remaining, "alarm": taken.alarm}
    return Answer(data, [words], ATTENTION if taken.alarm else DONE)


def status(services: Services, _options: Namespace) -> Answer:
    """``status``: counts by state, both lights, the next lock."""
    session = services.session.state()
    counts = services.visits.counts()
    exchange = services.sync.status()
    lights = services.ratings.lights()
    data: dict[str, Any] = {"agency": session.agency, "drafts": counts.by_state.get(VisitState.DRAFT, 0)}
    data |= {"to_send": exchange.to_send}
    for state in ("delivered", "accepted", "returned", "held", "conflict"):
        data[state] = counts.by_state.get(VisitState(state), 0)
    data |= {
        "last_receipt": local(exchange.last_receipt),
        "light": lights.official,
        "light_period": lights.official_period,
        "estimate": lights.estimate,
        "lock_date": local(exchange.lock_at),
        "alarm": exchange.alarm,
    }
    attention = data["returned"] or exchange.alarm
    return Answer(data, [f"{key}: {value}" for key, value in data.items()], ATTENTION if attention else DONE)


def _status(report: SyncReport) -> int:
    wants = report.offline or report.alarm or report.problem or report.returned or report.remaining
    return ATTENTION if wants else DONE
