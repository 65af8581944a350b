"""Papers of the agency: the month's summary, as figures to look at, as PDF and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.clock import LOCAL, month_days
from provider_desktop.domain.identifiers import mask_name
from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.domain.settlement import Tally, TallyLine, tally
from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.reports.month_summary import MonthSummary, SummaryLine, hours, write_month_summary
from provider_desktop.security.users import Permission
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.planned import planned_by_recipient
from provider_desktop.services.settlement_service import SettlementService
from provider_desktop.services.visit_rows import item_name
from provider_desktop.services.workspace import Workspace
from provider_desktop.spreadsheets.writing import Table, write_tables
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.storage.visit_lists import VisitQuery
from provider_desktop.wording import sentence

MONTH_SUMMARY = "month_summary"
SETTLEMENT = "settlement"
#: Names of the papers there are.
PAPERS = (MONTH_SUMMARY, SETTLEMENT)

#: What counts: sealed and not turned down. The bureau tallies what it accepted, so that both totals
#: agree once everything sent was judged; what was returned counts again when its correction is sealed.
COUNTED = frozenset({VisitState.TO_SEND, VisitState.DELIVERED, VisitState.ACCEPTED})


class ReportService:
    """Makes papers from what is stored; every paper written leaves a line in the audit trail."""

    def __init__(self, workspace: Workspace, settlements: SettlementService | None = None) -> None:
        self._workspace = workspace
        self._settlements = settlements or SettlementService(workspace)

    @everyone
    def months(self) -> tuple[str, ...]:
        """Months that have visits, newest first."""
        with self._workspace.reading() as reading:
            return reading.visit_lists.months()

    @needs(Permission.REVEAL, if_given="reveal")
    def preview_month(self, month: str, reveal: str = "", language: str = "") -> MonthSummary:
        """The figures of a month (``2026-11``). Names of recipients are masked unless a reason to see
        them is given, which the trail keeps. Raises ``AppError`` ``ValueInvalid``."""
        first, last = _days(month)
        if reveal:
            self._note("reveal", month, reveal)
        with self._workspace.reading() as reading:
            return self._summary(reading, month, first, last, bool(reveal), language)

    @needs(Permission.PRINT)
    @needs(Permission.REVEAL, if_given="reveal")
    def write(self, name: str, month: str, out: Path, language: str = "", reveal: str = "") -> int:
        """Write a paper; ``.pdf`` or ``.xlsx`` by the file's ending. The number of pages or sheets.

        Raises ``AppError``: ``ValueInvalid`` for a paper, month or ending that is not known,
        ``FileUnwritable`` or ``DiskFull`` where the file cannot be written.
        """
        if name not in PAPERS:
            raise AppError(ErrorCode.VALUE_INVALID, name="report", value=name[:40])
        if name == SETTLEMENT:
            return self._settlements.write(month, out, language, reveal)
        ending = out.suffix.lower()
        if ending not in {".pdf", ".xlsx"}:
            raise AppError(ErrorCode.VALUE_INVALID, name="file", value=out.name)
        first, last = _days(month)
        language = language or self._workspace.language
        with self._workspace.reading() as reading:
            summary = self._summary(reading, month, first, last, bool(reveal), language)
        if ending == ".pdf":
            try:
                pages = write_month_summary(out, summary, language)
            except OSError as error:
                raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(out)) from error
        else:
            tables = month_tables(summary, language)
            write_tables(out, tables)
            pages = len(tables)
        self._note("report", f"{name}/{month}", reveal, pages=pages)
        return pages

    def _summary(
        self, reading: Reading, month: str, first: date, last: date, revealed: bool, language: str
    ) -> MonthSummary:
        language = language or self._workspace.language
        stored = reading.visit_lists.each(VisitQuery(month=month))
        sums = tally(month, (each.visit for each in stored if each.state in COUNTED and not each.withdraws))
        membership = self._workspace.membership
        counts = reading.visit_lists.counts_of_month(month)
        catalogues = reading.catalogues.all()
        return MonthSummary(
            agency=membership.agency if membership else "",
            agency_name=membership.agency_name if membership else "",
            month=month,
            made_at=self._workspace.now().astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"),
            made_by=self._workspace.actor,
            visits=sums.visits,
            minutes=sums.minutes,
            not_done=sums.not_done,
            recipients=self._recipients(reading, sums, first, last, revealed, language),
            staff=self._staff(reading, sums),
            items=tuple(_item_line(line, catalogues, language) for line in sums.items),
            states=tuple((sentence("state", state.value, language), counts[state]) for state in VisitState),
        )

    def _recipients(
        self, reading: Reading, sums: Tally, first: date, last: date, revealed: bool, language: str
    ) -> tuple[SummaryLine, ...]:
        """Everybody who was served or should have been, by name."""
        planned = planned_by_recipient(reading, reading.assignments.between(first, last), first, last)
        lines = {line.key: line for line in sums.recipients}
        keys = lines.keys() | planned.keys()
        people = reading.recipients.many(keys)
        found = []
        for key in sorted(keys, key=lambda key: (people[key].name if key in people else "", key)):
            person, line = people.get(key), lines.get(key, TallyLine(key, 0, 0, 0))
            name = person.name if person else key
            found.append(
                SummaryLine(
                    name=name if revealed or person is None else mask_name(name),
                    detail=sentence("category", person.category.value, language) if person else "",
                    planned=planned.get(key, 0),
                    visits=line.visits,
                    minutes=line.minutes,
                    not_done=line.not_done,
                )
            )
        return tuple(found)

    def _staff(self, reading: Reading, sums: Tally) -> tuple[SummaryLine, ...]:
        members = reading.staff.many(line.key for line in sums.staff)
        return tuple(
            SummaryLine(
                name=members[line.key].name if line.key in members else line.key,
                detail=members[line.key].post if line.key in members else "",
                planned=None,
                visits=line.visits,
                minutes=line.minutes,
                not_done=line.not_done,
            )
            for line in sums.staff
        )

    def _note(self, action: str, subject: str, reason: str, **details: int) -> None:
        with self._workspace.writing() as work:
            self._workspace.audit(work, action, subject, reason, **details)


def month_tables(summary: MonthSummary, language: str) -> tuple[Table, ...]:
    """The summary as three sheets: by recipient, by staff member, by item."""

    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    year, month = summary.month.split("-")
    title: list[list[Cell]] = [
        [say("month_summary", year=year, month=int(month))],
        [say("agency_line", name=summary.agency_name, agency=summary.agency)],
        [say("made_line", at=summary.made_at, by=summary.made_by or "—")],
    ]
    title.append(
        [
            say("totals", visits=summary.visits, minutes=summary.minutes, hours=hours(summary.minutes),
                people=len(summary.recipients), not_done=summary.not_done)
        ]
    )  # fmt: skip
    parts = (
        ("recipient", "category", summary.recipients, True),
        ("staff", "post", summary.staff, False),
        ("item", "item_class", summary.items, False),
    )
    return tuple(
        Table(
            name=say(who),
            headings=[
                say("number"),
                say(who),
                say(detail),
                *([say("planned")] if planned else []),
                *(say(code) for code in ("visits", "minutes", "not_done")),
            ],
            rows=[_row(number, line, planned=planned) for number, line in enumerate(lines, 1)],
            title=title,
            total=_total(say("total"), lines, planned=planned),
        )
        for who, detail, lines, planned in parts
    )


def _row(number: int, line: SummaryLine, *, planned: bool) -> list[Cell]:
    amounts: list[Cell] = [line.visits, line.minutes, line.not_done]
    return [number, line.name, line.detail, *([line.planned or 0] if planned else []), *amounts]


def _total(word: str, lines: Iterable[SummaryLine], *, planned: bool) -> list[Cell]:
    known = tuple(lines)
    amounts: list[Cell] = [sum(line.planned or 0 for line in known)] if planned else []
    amounts += [sum(line.visits for line in known), sum(line.minutes for line in known)]
    return ["", word, "", *amounts, sum(line.not_done for line in known)]


def _item_line(line: TallyLine, catalogues: tuple[Catalogue, ...], language: str) -> SummaryLine:
    item = next((found for each in catalogues if (found := each.item(line.key))), None)
    return SummaryLine(
        name=item_name(line.key, catalogues, language),
        detail=sentence("item_class", item.item_class.value, language) if item else "",
        planned=None,
        visits=line.visits,
        minutes=line.minutes,
        not_done=line.not_done,
    )


def _days(month: str) -> tuple[date, date]:
    try:
        return month_days(month)
    except ValueError as error:
        raise AppError(ErrorCode.VALUE_INVALID, name="month", value=month[:40]) from error
