"""Papers of the schedule: dispatch sheets of a day, and visit sheets with or without what is planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.recipients import Recipient
from provider_desktop.domain.schedule_orders import Order, mark_of
from provider_desktop.domain.staff import StaffMember
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.reports.dispatch_sheet import DispatchLine, DispatchSheet, write_dispatch_sheets
from provider_desktop.reports.visit_sheet import SheetItem, VisitSheet, write_visit_sheets
from provider_desktop.security.users import Permission
from provider_desktop.services.permissions import needs
from provider_desktop.services.visit_rows import item_name
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.wording import sentence

DISPATCH, VISITS, BLANK = "dispatch_sheet", "visit_sheet", "visit_sheet_blank"
#: Names of the papers there are.
PAPERS = (DISPATCH, VISITS, BLANK)


class SchedulePaperService:
    """Writes what staff take along: names, addresses and telephone numbers in full, noted in the trail."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @needs(Permission.PRINT)
    def write(self, paper: str, day: date, out: Path, staff: str = "", language: str = "") -> int:
        """Write a paper of a day as PDF, for one staff member or for everybody; the number of pages.

        Raises ``AppError``: ``ValueInvalid`` for a paper that is not known, ``NothingScheduled`` for a day
        without orders, ``FileUnwritable`` where the file cannot be written.
        """
        if paper not in PAPERS:
            raise AppError(ErrorCode.VALUE_INVALID, name="paper", value=paper[:40])
        language = language or self._workspace.language
        with self._workspace.reading() as reading:
            writing, count = self._prepare(reading, paper, day, staff, language)
        try:
            pages = writing(out)
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(out)) from error
        with self._workspace.writing() as work:
            subject = f"{paper}/{day.isoformat()}"
            self._workspace.audit(work, "schedule.print", subject, sheets=count, pages=pages)
        return pages

    def _prepare(
        self, reading: Reading, paper: str, day: date, staff: str, language: str
    ) -> tuple[Callable[[Path], int], int]:
        if paper == BLANK:
            agency, name = self._agency
            blank = VisitSheet(agency, name)
            return lambda out: write_visit_sheets(out, (blank,), language), 1
        orders = [order for order in reading.schedule.between(day, day) if not staff or staff in order.staff]
        if not orders:
            raise AppError(ErrorCode.NOTHING_SCHEDULED, day=day.isoformat())
        people = reading.recipients.many({order.recipient for order in orders})
        members = reading.staff.many({member for order in orders for member in order.staff})
        catalogues = reading.catalogues.all()
        if paper == DISPATCH:
            dispatch = self._dispatch(orders, staff, day, people, members, catalogues, language)
            return lambda out: write_dispatch_sheets(out, dispatch, language), len(dispatch)
        sheets = [self._sheet(order, people, members, catalogues, language) for order in orders]
        return lambda out: write_visit_sheets(out, sheets, language), len(sheets)

    def _dispatch(
        self,
        orders: Sequence[Order],
        staff: str,
        day: date,
        people: Mapping[str, Recipient],
        members: Mapping[str, StaffMember],
        catalogues: Sequence[Catalogue],
        language: str,
    ) -> list[DispatchSheet]:
        by_member: dict[str, list[Order]] = defaultdict(list)
        for order in orders:
            for who in order.staff:
                if staff in ("", who):
                    by_member[who].append(order)
        agency, name = self._agency
        sheets = []
        for who, mine in sorted(by_member.items()):
            member = members.get(who)
            sheets.append(
                DispatchSheet(
                    agency=agency,
                    agency_name=name,
                    day=_day(day, language),
                    staff=member.name if member else who,
                    post=member.post if member else "",
                    phone=member.phone if member else "",
                    made_at=self._workspace.now().astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"),
                    made_by=self._workspace.actor,
                    lines=tuple(_line(order, who, people, members, catalogues, language) for order in mine),
                )
            )
        return sheets

    def _sheet(
        self,
        order: Order,
        people: Mapping[str, Recipient],
        members: Mapping[str, StaffMember],
        catalogues: Sequence[Catalogue],
        language: str,
    ) -> VisitSheet:
        person = people.get(order.recipient)
        agency, name = self._agency
        return VisitSheet(
            agency=agency,
            agency_name=name,
            mark=mark_of(order.order),
            number=order.order,
            day=_day(order.day, language),
            planned=sentence(
                "paper", "planned_span", language, {"at": _time(order), "minutes": order.minutes}
            ),
            recipient=person.name if person else order.recipient,
            care=sentence("self_care", person.self_care.value, language) if person else "",
            address=person.address if person else "",
            phone=person.phone if person else "",
            staff="、".join(members[who].name if who in members else who for who in order.staff),
            items=tuple(_item(code, catalogues, language) for code in order.items),
            note=order.note,
        )

    @property
    def _agency(self) -> tuple[str, str]:
        membership = self._workspace.membership
        return (membership.agency, membership.agency_name) if membership else ("", "")


def _line(
    order: Order,
    who: str,
    people: Mapping[str, Recipient],
    members: Mapping[str, StaffMember],
    catalogues: Sequence[Catalogue],
    language: str,
) -> DispatchLine:
    person = people.get(order.recipient)
    others = [members[each].name if each in members else each for each in order.staff if each != who]
    return DispatchLine(
        begins=_time(order),
        minutes=order.minutes,
        recipient=person.name if person else order.recipient,
        care=sentence("self_care", person.self_care.value, language) if person else "",
        address=person.address if person else "",
        phone=person.phone if person else "",
        items=tuple(item_name(code, catalogues, language) for code in order.items),
        together_with="、".join(others),
        note=order.note,
    )


def _item(code: str, catalogues: Sequence[Catalogue], language: str) -> SheetItem:
    item = next((found for each in catalogues if (found := each.item(code))), None)
    asked = [sentence("need", need, language) for need in item.evidence] if item else []
    joint = "、" if language == "zh_CN" else ", "
    return SheetItem(item_name(code, catalogues, language), item.reference if item else 0, joint.join(asked))


def _time(order: Order) -> str:
    return order.start.astimezone(LOCAL).strftime("%H:%M")


def _day(day: date, language: str) -> str:
    weekday = sentence("paper", f"weekday_{day.isoweekday()}", language)
    return f"{day.isoformat()} {weekday}"
