"""Commands about this PC: init, report, verify, doctor."""

from __future__ import annotations

from argparse import Namespace

from provider_desktop.bootstrap import Services
from provider_desktop.cli.output import ATTENTION, DONE, Answer
from provider_desktop.services.rating_papers import EVIDENCE_PACK, MORNING_SHEET
from provider_desktop.wording import sentence


def init(services: Services, options: Namespace) -> Answer:
    """``init``: data folder, key slots, encrypted database; refuses where there is one already."""
    made = services.session.set_up(options.passphrase, options.database)
    data = {"database": str(made.database), "schema": made.schema, "key_slots": list(made.key_slots)}
    server = services.sharing.state().server
    if server:
        data["server"] = server
    lines = [f"{made.database}  ({', '.join(made.key_slots)})", server]
    return Answer(data, [line for line in lines if line])


def report(services: Services, options: Namespace) -> Answer:
    """``report``: writes a paper; the format follows the file's ending."""
    if options.name == MORNING_SHEET:
        pages = services.rating_papers.write_morning(options.out, options.lang)
    elif options.name == EVIDENCE_PACK:
        papers = services.rating_papers
        pages = papers.write_appeal(options.month, "", options.out, options.lang, options.reveal)
    else:
        pages = services.reports.write(options.name, options.month, options.out, options.lang, options.reveal)
    return Answer({"file": str(options.out), "pages": pages}, [f"{options.out}  {pages}"])


def verify(services: Services, options: Namespace) -> Answer:
    """``verify``: every signature, hash and link that this PC holds."""
    both = options.receipts == options.audit
    result = services.system.verify(receipts=both or options.receipts, audit=both or options.audit)
    data = {"entries": result.entries, "receipts": result.receipts, "problems": list(result.problems)}
    lines = [f"{result.entries} entries, {result.receipts} receipts, {len(result.problems)} problems"]
    return Answer(data, [*lines, *result.problems], ATTENTION if result.problems else DONE)


def doctor(services: Services, options: Namespace) -> Answer:
    """``doctor``: works before anything is set up, and never changes anything."""
    checks = services.system.doctor()
    data = {"checks": [{"name": check.name, "ok": check.ok, "detail": check.detail} for check in checks]}
    lines = [
        f"{'✓' if check.ok else '✗'} {sentence('doctor', check.name, options.lang)}: {check.detail}"
        for check in checks
    ]
    return Answer(data, lines, DONE if all(check.ok for check in checks) else ATTENTION)
