"""The main loop without a window: a real receiver, a real desktop, every step with counts from both sides."""

from __future__ import annotations

import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from provider_desktop.bootstrap import Services, open_services
from provider_desktop.cli.demo_county import walk_county
from provider_desktop.cli.demo_step import Step
from provider_desktop.cli.output import ATTENTION, DONE, Answer, show
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.corrections import CorrectionAction, CorrectionReason
from provider_desktop.domain.findings import Action
from provider_desktop.domain.visits import Visit, VisitState
from provider_desktop.sample.county import SampleAgency, sample_county
from provider_desktop.sample.history import history
from provider_desktop.sample.load_file import load_file
from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.services.sample_replay import REASONS, SAMPLE_PASSPHRASE
from provider_desktop.services.sample_sheets import write_ledger, write_roster
from provider_desktop.services.visit_rows import line_of
from provider_desktop.services.visits import CorrectionRequest
from provider_desktop.wording import sentence

#: Visits typed by hand before the ledger comes in.
TYPED = 4
#: How long verdicts may take, in seconds.
PATIENCE = 60


def run(options: Namespace) -> int:
    """``demo --headless``: walk the loop in a folder of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="provider-desktop-demo-") as name:
        folder = Path(name)
        receiver = ReceiverProcess(folder / "receiver")
        try:
            with open_services(folder / "agency", options.lang, keyring=lambda: None) as services:
                services.session.set_up(SAMPLE_PASSPHRASE)
                if options.size == "county":
                    steps = walk_county(services, receiver, lambda step: _tell(step, options))
                else:
                    steps = Walk(services, receiver, folder, lambda step: _tell(step, options)).run()
        finally:
            receiver.stop()
    agree = all(step.agree for step in steps)
    data = {"steps": [_data(step) for step in steps], "agree": agree}
    lines = [sentence("demo", "agree" if agree else "disagree", options.lang)]
    return show(Answer(data, lines, DONE if agree else ATTENTION), as_json=options.json)


class Walk:
    """The loop, step by step; each method is one or a few steps."""

    def __init__(
        self, services: Services, receiver: ReceiverProcess, folder: Path, told: Callable[[Step], None]
    ) -> None:
        self._services = services
        self._receiver = receiver
        self._folder = folder
        self._told = told
        self._steps: list[Step] = []
        now = services.workspace.now().astimezone(LOCAL)
        self._agency: SampleAgency = sample_county(now.date()).agencies[0]
        # In the first days of a month there is nothing to enter yet: then the loop walks last month.
        self._last = now.date() - timedelta(days=1)
        self._month = f"{self._last:%Y-%m}"

    def run(self) -> list[Step]:
        """All steps in order."""
        self._join()
        self._accept()
        self._enter()
        self._import()
        self._check()
        self._seal_offline_and_upload()
        self._correct_returned()
        self._rate()
        self._report()
        return self._steps

    def _join(self) -> None:
        county = sample_county(self._services.workspace.now().astimezone(LOCAL).date())
        url = self._receiver.start()
        files = [
            str(self._receiver.give(f"agency_{number}.json", load_file(each, each.assignments)))
            for number, each in enumerate(county.agencies)
        ]
        loaded = self._receiver.call("load", *files)["loaded"]
        invitation = self._folder / "sample.careinvite"
        self._receiver.call(
            "invite", self._agency.code, "--name", self._agency.name, "--url", url, "--out", str(invitation)
        )
        self._services.session.join(invitation.read_bytes())
        pulled = self._services.sync.run().pulled
        assigned = len(self._services.recipients.assignments())
        ours = next(each for each in loaded if each["agency"] == self._agency.code)
        self._step(
            "join", {"recipients": assigned, "pulled": pulled}, {"recipients": ours["new"], "url": url}
        )

    def _accept(self) -> None:
        self._services.recipients.accept([row.assignment for row in self._services.recipients.assignments()])
        roster = self._folder / "roster.xlsx"
        write_roster(roster, self._agency, self._last)
        staff = self._services.imports.run(self._services.imports.open(roster), None, None)
        report = self._services.sync.run()
        self._step(
            "accept", {"staff": staff.imported, "pushed": report.pushed, "remaining": report.remaining}, {}
        )

    def _enter(self) -> None:
        typed = self._history()[-TYPED:]
        for visit in typed:
            self._services.entry.save_draft(line_of(visit))
        self._step("enter", {"typed": len(self._services.entry.drafts())}, {})

    def _import(self) -> None:
        with self._services.workspace.reading() as reading:
            catalogue = reading.catalogues.all()[-1]
        ledger, errors = self._folder / "ledger.xlsx", self._folder / "errors.xlsx"
        visits = [visit for visit in self._history()[:-TYPED] if visit.items]
        rows = write_ledger(ledger, self._agency, catalogue, self._month, visits)
        preview = self._services.imports.open(ledger)
        first = self._services.imports.run(preview, None, None)
        self._services.imports.write_errors(preview, first, errors, "zh_CN")
        again = self._services.imports.run(self._services.imports.open(ledger), None, None)
        told = {
            "rows": rows,
            "imported": first.imported,
            "refused": first.refused,
            "duplicates": first.duplicates,
        }
        self._step("import", {**told, "imported_again": again.imported, "error_sheet": errors.exists()}, {})

    def _check(self) -> None:
        """A sign-out typed wrongly is found in place, and put right there."""
        line = self._services.entry.lines([self._services.entry.drafts()[0].record])[0]
        wrong = self._services.entry.save_draft(replace(line, time_out=line.time_in))
        told = [finding.rule for finding in wrong.findings if finding.action is Action.BLOCK]
        right = self._services.entry.save_draft(replace(line, record=wrong.record))
        left = [finding.rule for finding in right.findings if finding.action is Action.BLOCK]
        self._step("checks", {"blocked": len(told), "rules": " ".join(told), "blocked_after": len(left)}, {})

    def _seal_offline_and_upload(self) -> None:
        reasons = {
            **REASONS,
            **dict.fromkeys(("OVER-RECIPIENT", "SCOPE-QUOTA", "CELL-MISMATCH"), "as_recorded"),
        }
        self._receiver.stop()
        done = self._services.finalising.finalise(None, reasons)
        offline = self._services.sync.run()
        told = {"sealed": len(done.sealed), "held_back": len(done.held_back), "remaining": offline.remaining}
        self._step("offline", {**told, "offline": offline.offline}, {})
        self._receiver.start()
        report = self._services.sync.run()
        verified = all(row.verified for row in self._services.sync.batches())
        counts = self._settled()
        there = self._records()
        self._step(
            "upload",
            {"pushed": report.pushed, "receipts_verified": verified, "records": len(done.sealed), **counts},
            {"records": len(there), **_by_state(there)},
        )

    def _correct_returned(self) -> None:
        accepted = [each["record"] for each in self._records() if each["state"] == "accepted"][:2]
        self._receiver.call("return", *accepted, "--rule", "EVID-MISSING", "--text", "签字单照片看不清")
        self._services.sync.run()
        self._step("returned", self._settled(), _by_state(self._records()))
        for group in self._services.sync.returned():
            for returned in group.rows:
                if returned.row.record in accepted:
                    self._services.finalising.correct(
                        returned.row.record,
                        CorrectionRequest(
                            CorrectionReason.REGULATOR_RETURNED,
                            CorrectionAction.CHECKED_SHEET,
                            remarks="已补传清晰照片",
                        ),
                    )
        self._services.sync.run()
        self._step("corrected", self._settled(), _by_state(self._records()))

    def _rate(self) -> None:
        published = self._receiver.call("publish-ratings", "--period", self._month)["ratings"]
        self._services.sync.run()
        overview = self._services.ratings.overview(self._month)
        ours = next(each for each in published if each["agency"] == self._agency.code)
        official = overview.official.light if overview.official else ""
        self._step(
            "rating",
            {
                "light": official,
                "estimate": overview.estimate.light,
                "differences": len(overview.differences),
            },
            {"light": ours["light"]},
        )

    def _report(self) -> None:
        paper = self._folder / "month.pdf"
        pages = self._services.reports.write("month_summary", self._month, paper, "zh_CN", "")
        summary = self._services.reports.preview_month(self._month)
        tallied = self._receiver.call("tally", "--month", self._month, "--agency", self._agency.code)
        there = next(each for each in tallied["agencies"] if each["agency"] == self._agency.code)
        problems = self._services.system.verify().problems
        self._step(
            "report",
            {"visits": summary.visits, "minutes": summary.minutes, "pages": pages, "problems": len(problems)},
            {"visits": there["visits"], "minutes": there["minutes"]},
        )

    def _history(self) -> list[Visit]:
        with self._services.workspace.reading() as reading:
            catalogue = reading.catalogues.all()[-1]
        first = self._last.replace(day=1)
        return [sample.visit for sample in history(self._agency, catalogue, first, self._last)]

    def _settled(self) -> dict[str, int]:
        """Sync until every record has its verdict; how many stand accepted and returned here."""
        until = time.monotonic() + PATIENCE
        while True:
            self._services.sync.run()
            counts = self._services.visits.counts().by_state
            if not counts.get(VisitState.DELIVERED, 0) or time.monotonic() > until:
                return {
                    state.value: counts.get(state, 0) for state in (VisitState.ACCEPTED, VisitState.RETURNED)
                }
            time.sleep(0.2)

    def _records(self) -> list[Mapping[str, Any]]:
        records: list[Mapping[str, Any]] = self._receiver.call("records", "--agency", self._agency.code)[
            "records"
        ]
        return records

    def _step(self, name: str, desktop: Mapping[str, Any], receiver: Mapping[str, Any]) -> None:
        step = Step(name, desktop, receiver)
        self._steps.append(step)
        self._told(step)


def _by_state(records: list[Mapping[str, Any]]) -> dict[str, int]:
    """Latest versions at the receiver by state."""
    latest: dict[str, Mapping[str, Any]] = {}
    for each in records:
        if each["version"] >= latest.get(each["record"], each)["version"]:
            latest[each["record"]] = each
    states = [each["state"] for each in latest.values()]
    return {state: states.count(state) for state in ("accepted", "returned")}


def _tell(step: Step, options: Namespace) -> None:
    figures = "  ".join(f"{key} {value}" for key, value in {**step.receiver, **step.desktop}.items())
    mark = "✓" if step.agree else "✗"
    stream = sys.stderr if options.json else sys.stdout
    stream.write(f"{mark} {sentence('demo', step.name, options.lang)}: {figures}\n")
    stream.flush()


def _data(step: Step) -> dict[str, Any]:
    return {
        "step": step.name,
        "desktop": dict(step.desktop),
        "receiver": dict(step.receiver),
        "agree": step.agree,
    }
