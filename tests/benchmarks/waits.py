"""What users wait for: each wait is a name, how it is done once, and how often it is measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from provider_desktop.bootstrap import Services
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.domain.visits import VisitState
from provider_desktop.sample.history import evidence_of
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.recipients import RecipientFilter
from provider_desktop.services.sample_replay import REASONS
from provider_desktop.services.visit_rows import line_of
from provider_desktop.services.visits import EntryLine, VisitFilter
from provider_desktop.spreadsheets.writing import Table, write_tables

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
#: Rows of a page, as the list asks for them, and of the imported ledger.
PAGE, LEDGER_ROWS = 128, 10_000
_TYPED = ("李", "李秀", "李秀英", "lx", "lixiu", "张桂", "0013", "7216", "欧阳", "石庙")


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds of processor time: the median, and the 99th percentile (the worst of few)."""

    name: str
    median: float
    worst: float


class Waits:
    """Every wait on one open database. Those that write leave drafts behind, far from one another."""

    def __init__(self, services: Services, folder: Path) -> None:
        self._services = services
        self._folder = folder
        self._random = Random(1)
        self.visits = services.visits.page(VisitFilter(), 0, 1).total
        with services.workspace.reading() as reading:
            self._people = [each.assignment.recipient.recipient for each in reading.assignments.all()]
            self._staff = [member.staff for member in reading.staff.all() if member.on_roster(TODAY)]
            self._catalogue = reading.catalogues.all()[-1]
        self._slot = 0
        self._ledgers = 0
        self._waits: dict[str, tuple[int, Callable[[], object]]] = {
            "list: a page at any row": (40, lambda: self._page(VisitFilter(), self.visits)),
            "list: first page of a month": (20, lambda: self._page(VisitFilter(month="2026-10"), 1)),
            "list: returned": (20, lambda: self._page(VisitFilter(state=VisitState.RETURNED), 1)),
            "list: one recipient": (20, lambda: self._page(VisitFilter(recipient=self._a(self._people)), 1)),
            "list: one staff member": (20, lambda: self._page(VisitFilter(staff=self._a(self._staff)), 1)),
            "list: a name typed": (10, lambda: self._page(VisitFilter(text="李秀英"), 1)),
            "counts by state": (5, services.visits.counts),
            "search while typing": (40, lambda: services.search.search(self._a(_TYPED))),
            "recipient to choose": (40, lambda: services.recipients.options(self._a(_TYPED))),
            "recipients: first page": (5, lambda: services.recipients.list(RecipientFilter(), 128)),
            "one recipient's card": (20, lambda: services.recipients.detail(self._a(self._people))),
            "check a line as typed": (40, lambda: services.entry.check(self._line())),
            "save a draft": (40, lambda: services.entry.save_draft(self._line())),
            "seal a visit": (20, self._seal),
            "suggest staff and items": (20, lambda: services.entry.suggest(self._a(self._people), TODAY)),
            "estimate, first of a start": (3, lambda: RatingService(services.workspace).lights()),
            "estimate, after a seal": (10, self._estimate_anew),
            "estimate, nothing new": (3, services.ratings.lights),
            "page of the day": (2, services.today.today),
            "import 10,000 rows": (1, self._import),
        }

    def names(self) -> tuple[str, ...]:
        """All waits in order."""
        return tuple(self._waits)

    def measure(self, name: str) -> Figure:
        """Do it as often as it is measured, once more before."""
        times, once = self._waits[name]
        if times > 1:
            once()
        spent = []
        for _ in range(times):
            began = time.process_time()
            once()
            spent.append(1000 * (time.process_time() - began))
        spent.sort()
        return Figure(name, spent[len(spent) // 2], spent[min(len(spent) - 1, round(len(spent) * 0.99))])

    def _page(self, wanted: VisitFilter, rows: int) -> None:
        self._services.visits.page(wanted, self._random.randrange(max(1, rows - PAGE)), PAGE)

    def _a(self, choices: list[str] | tuple[str, ...]) -> str:
        return self._random.choice(choices)

    def _line(self) -> EntryLine:
        """A clean visit late yesterday evening, when nobody of the history works."""
        self._slot += 1
        begun = datetime.combine(TODAY - timedelta(days=1), datetime.min.time(), LOCAL) + timedelta(hours=21)
        items = [each for each in self._catalogue.items if each.code == "ZH-01"]
        ended = begun + timedelta(minutes=30)
        recipient = self._people[self._slot * 7 % len(self._people)]
        evidence = tuple(evidence_of(items, False, f"{recipient}/{self._slot}/{time.time_ns()}", ended))
        blank = EntryLine(
            recipient=recipient,
            staff=(self._staff[self._slot * 3 % len(self._staff)],),
            time_in=begun,
            time_out=ended,
            evidence=evidence,
        )
        with self._services.workspace.reading() as reading:
            known = reading.visit_context.last_of_recipient(recipient, NOW)
        done = [item for item in line_of(known[0]).items if item.item == "ZH-01"] if known else []
        return replace(blank, items=tuple(done))

    def _seal(self) -> None:
        row = self._services.entry.save_draft(self._line())
        reasons = {**REASONS, **{finding.rule: "as_recorded" for finding in row.findings}}
        self._services.finalising.finalise([row.record], reasons)

    def _estimate_anew(self) -> None:
        """The seal and the estimate; the seal by itself is another line."""
        self._seal()
        self._services.ratings.lights()

    def _import(self) -> None:
        path = self._folder / "ledger.xlsx"
        self._ledgers += 1
        with self._services.workspace.reading() as reading:
            people = [each.assignment.recipient for each in reading.assignments.all()]
        rows: list[list[Cell]] = []
        for number in range(LEDGER_ROWS):
            person = people[number % len(people)]
            day = TODAY - timedelta(days=1 + number // 13 % 20)
            minutes = 20 * 60 + 30 + 15 * (number % 13)
            start, end = (f"{at // 60:02d}:{at % 60:02d}" for at in (minutes, minutes + 10))
            staff = self._staff[number // 260 % len(self._staff)]
            rows.append(
                [
                    number + 1,
                    day.isoformat(),
                    person.name,
                    person.id_number,
                    staff,
                    start,
                    end,
                    "生命体征监测",
                    10,
                ]
            )
        headings = [
            "序号",
            "服务日期",
            "救助对象",
            "身份证号",
            "服务人员",
            "开始",
            "结束",
            "服务项目",
            "时长",
        ]
        write_tables(path, [Table("台账", headings, rows, title=[["台账"]])])
        preview = self._services.imports.open(path)
        self._services.imports.run(preview, None, None)
