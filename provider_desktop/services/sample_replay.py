"""Replays the sample county: a real receiver, a real desktop, and a month and more of days between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from provider_desktop.domain.clock import LOCAL, FixedClock, SystemClock
from provider_desktop.domain.corrections import CorrectionAction, CorrectionReason
from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError
from provider_desktop.sample.county import SampleAgency, sample_county
from provider_desktop.sample.defects import defective_drafts
from provider_desktop.sample.history import SampleVisit, history
from provider_desktop.sample.load_file import load_file
from provider_desktop.sample.schedule import kept_orders
from provider_desktop.services.people import RecipientService, StaffService
from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.services.schedule_service import ScheduleService
from provider_desktop.services.session_service import SessionService
from provider_desktop.services.sync_service import SyncService
from provider_desktop.services.visit_entry import VisitEntryService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.visits import CorrectionRequest
from provider_desktop.services.workspace import Workspace

#: Sample data need no secret, but the database is encrypted like any other.
SAMPLE_PASSPHRASE = "sample county"  # noqa: S105 - protects invented people only

#: Reasons that the sample's clerk gives for findings that ask.
REASONS = {
    "TIME-SHORT": "recipient_asked",
    "TIME-LONG": "recipient_unwell",
    "TIME-LATE": "late_sheet",
    "EVID-MISSING": "paper_kept",
}

#: What the sample's officer writes when she returns a record.
RETURN_TEXT = {"zh_CN": "签字单照片看不清，请补传", "en": "The photo of the signed sheet cannot be read"}

Progress = Callable[[int, int], None]


class SampleReplay:
    """Fills an empty, set-up workspace and a receiver's empty folder with one agency's history."""

    def __init__(
        self, workspace: Workspace, receiver: ReceiverProcess, progress: Progress | None = None
    ) -> None:
        self._workspace = workspace
        self._receiver = receiver
        self._progress = progress or (lambda _done, _total: None)
        self._session = SessionService(workspace)
        self._people = RecipientService(workspace)
        self._staff = StaffService(workspace)
        self._entry = VisitEntryService(workspace)
        self._finalising = VisitFinalisingService(workspace)
        self._sync = SyncService(workspace)
        self._waiting: list[str] = []

    def run(self, now: datetime, size: str = "small") -> SampleAgency:
        """Replay from the first day of last month until now; the agency at whose desk one sits down.

        Afterwards both sides follow the machine's clock again.
        """
        today = now.astimezone(LOCAL).date()
        county = sample_county(today, size)
        agency = county.agencies[0]
        first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        self._begin(county.agencies, first)
        self._work(agency, first, now)
        self._leave_open(agency, today)
        self._plan(agency, first, today)
        self._workspace.clock = SystemClock()
        self._receiver.set_clock(None)
        self._sync.run()
        self._finalising.finalise(self._waiting, REASONS)
        return agency

    def _begin(self, agencies: tuple[SampleAgency, ...], first: date) -> None:
        """The regulator knows its agencies; ours joins, accepts everybody and reports its staff."""
        self._set_clock(first - timedelta(days=1), time(8, 0))
        url = self._receiver.start()
        files = [
            str(self._receiver.give(f"agency_{number}.json", load_file(agency, agency.assignments)))
            for number, agency in enumerate(agencies)
        ]
        self._receiver.call("load", *files)
        self._receiver.call(
            "publish", str(self._receiver.give("calendar.json", {"locks": [], "periods": []}))
        )
        invitation = self._receiver.folder / "sample.careinvite"
        ours = agencies[0]
        self._receiver.call("invite", ours.code, "--name", ours.name, "--url", url, "--out", str(invitation))
        self._session.join(Path(invitation).read_bytes())
        self._session.set_operator("孙会计")
        self._sync.run()
        self._people.accept([row.assignment for row in self._people.assignments()])
        for member in ours.staff:
            self._staff.update(member)
        self._sync.run()

    def _work(self, agency: SampleAgency, first: date, now: datetime) -> None:
        """Day after day: enter what is due to be entered, seal it, send it, correct what was wrong."""
        today = now.astimezone(LOCAL).date()
        with self._workspace.reading() as reading:
            catalogue = reading.catalogues.all()[-1]
        by_day: dict[date, list[SampleVisit]] = defaultdict(list)
        for sample in history(agency, catalogue, first, today - timedelta(days=1)):
            by_day[min(sample.entered_on, today)].append(sample)
        days = (today - first).days
        sealed: dict[str, SampleVisit] = {}
        for number in range(days + 1):
            day = first + timedelta(days=number)
            self._set_clock(day, time(20, 30) if day < today else now.astimezone(LOCAL).time())
            for sample in by_day.get(day, []):
                sealed[self._entry.save_visit(sample.visit).record] = sample
            self._finalising.finalise(None, REASONS)
            self._sync.run()
            self._correct(sealed)
            if day == today.replace(day=1) + timedelta(days=2):
                self._publish_rating(day)
            self._progress(number + 1, days + 1)
        self._return(sealed)

    def _correct(self, sealed: dict[str, SampleVisit]) -> None:
        """Unasked corrections of what was accepted: a sign-out that had been read wrongly."""
        wanted = [record for record, sample in sealed.items() if sample.fate == "correct"]
        with self._workspace.reading() as reading:
            stored = reading.visits.many(wanted)
        for each in stored:
            ended = each.visit.sign_out.at
            if each.state is VisitState.ACCEPTED and each.visit.version == 1 and ended:
                request = CorrectionRequest(
                    CorrectionReason.WRONG_TIME,
                    CorrectionAction.CHECKED_SHEET,
                    time_out=ended + timedelta(minutes=2),
                    acknowledged=each.visit.acknowledged,
                )
                self._try_to_correct(each.visit.record, request)

    def _return(self, sealed: dict[str, SampleVisit]) -> None:
        """What the officer returns by hand; part of it the agency has corrected by now."""
        self._sync.run()
        wanted = [record for record, sample in sealed.items() if sample.fate == "return"]
        if not wanted:
            return
        text = RETURN_TEXT["en" if self._workspace.language == "en" else "zh_CN"]
        self._receiver.call("return", *wanted, "--rule", "EVID-MISSING", "--text", text)
        self._sync.run()
        for record in wanted:
            if sealed[record].answered:
                self._try_to_correct(
                    record,
                    CorrectionRequest(
                        CorrectionReason.REGULATOR_RETURNED,
                        CorrectionAction.CHECKED_SHEET,
                        memo="已核对纸质单",
                        remarks="原始签字单存档备查",
                    ),
                )
        self._sync.run()

    def _try_to_correct(self, record: str, request: CorrectionRequest) -> None:
        try:
            self._finalising.correct(record, request)
        except AppError:
            # The later sign-out runs into the next visit: then there was nothing to correct.
            return

    def _publish_rating(self, day: date) -> None:
        previous = (day.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
        self._receiver.call("publish-ratings", "--period", previous)
        self._sync.run()

    def _leave_open(self, agency: SampleAgency, today: date) -> None:
        """What waits for the person who sits down: drafts with findings, and assignments to answer."""
        with self._workspace.reading() as reading:
            catalogue = reading.catalogues.all()[-1]
        for rule, visit in defective_drafts(agency, catalogue, today):
            record = self._entry.save_visit(visit).record
            if not rule:
                self._waiting.append(record)
        everyone = (*agency.assignments, *agency.inbox)
        self._receiver.call("load", str(self._receiver.give("inbox.json", load_file(agency, everyone))))

    def _plan(self, agency: SampleAgency, first: date, today: date) -> None:
        """The schedule of this month: as it was kept until now, and made from the plans from today on."""
        self._workspace.clock = FixedClock(datetime.combine(today, time(7, 50), LOCAL))
        with self._workspace.writing() as work:
            catalogue = work.catalogues.all()[-1]
            past = history(agency, catalogue, first, today - timedelta(days=1))
            kept = [order for order in kept_orders(past, catalogue) if order.day >= today.replace(day=1)]
            numbered = [replace(order, order=self._workspace.new_ulid()) for order in kept]
            work.schedule.save(numbered, self._workspace.now())
        ScheduleService(self._workspace).make(f"{today:%Y-%m}")

    def _set_clock(self, day: date, at: time) -> None:
        moment = datetime.combine(day, at, LOCAL)
        self._workspace.clock = FixedClock(moment)
        self._receiver.set_clock(moment)
