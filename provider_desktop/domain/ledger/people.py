"""Rosters of staff and lists of recipients made into staff members and assignments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.checks import SHIPPED_RULES, CheckRules
from provider_desktop.domain.identifiers import id_number, phone_number
from provider_desktop.domain.ledger.directory import Directory, unknown
from provider_desktop.domain.ledger.plans import read_plan
from provider_desktop.domain.ledger.row_cells import RowCells, RowResult, entries
from provider_desktop.domain.ledger.sheet import Sheet
from provider_desktop.domain.ledger.spans import read_spans
from provider_desktop.domain.ledger.structure import Layout
from provider_desktop.domain.ledger.text import compact, folded
from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.recipients import Category, Recipient, SelfCare, category_of, self_care_of
from provider_desktop.domain.staff import Certificate, Leave, StaffMember
from provider_desktop.domain.staff_payload import certificate_kind

_LIST = re.compile(r"[、,;/+\n]+")
_NONE = frozenset({"无", "无证", "暂无", "没有", "未办", "none", "no"})
_FOR_GOOD = frozenset({"长期", "永久", "长期有效", "终身", "permanent"})
_DIALLED = re.compile(r"\+?\d[\d\s\-()/、,转]{4,40}")
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,15})?")


def read_staff(
    sheet: Sheet, layout: Layout, rules: CheckRules = SHIPPED_RULES
) -> Iterator[RowResult[StaffMember]]:
    """Every entry of a roster. ``staff`` is empty where the roster has no staff numbers.

    A person without a valid id number, or without the day the contract's roster names the person
    from, cannot be sent to the regulator and is refused.
    """
    for row in entries(sheet, layout, rules):
        yield row.result(_staff_member(row))


def read_recipients(
    sheet: Sheet, layout: Layout, directory: Directory, since: date, rules: CheckRules = SHIPPED_RULES
) -> Iterator[RowResult[Assignment]]:
    """Every entry of a list of recipients as an assignment without an id of its own.

    ``since`` is the first day of assignments whose row names none. ``recipient`` is empty where the
    list has no numbers of its own.
    """
    for row in entries(sheet, layout, rules):
        yield row.result(_assignment(row, directory, since))


def _staff_member(row: RowCells) -> StaffMember | None:
    name = compact(row.text("name", required=True))
    number = _id_number(row)
    first_day = row.day("first_day", required=True)
    member_certificates = _certificates(row)
    health = None if _says(row, "health_until", _NONE) else row.day("health_until")
    leave = _leave(row)
    if not name or number is None or first_day is None:
        return None
    last_day = row.day("last_day")
    if last_day is not None and last_day < first_day:
        row.unreadable("last_day")
    return StaffMember(
        staff=row.text("staff"),
        name=name,
        id_number=number,
        post=row.text("post"),
        certificates=member_certificates,
        health_certificate=health,
        first_day=first_day,
        last_day=last_day,
        leave=leave,
        phone=_phone(row),
    )


def _assignment(row: RowCells, directory: Directory, since: date) -> Assignment | None:
    name = compact(row.text("name", required=True))
    number = _id_number(row)
    recipient = Recipient(
        recipient=row.text("recipient"),
        name=name,
        id_number=number or "",
        category=_category(row),
        self_care=_self_care(row),
        township=row.text("township"),
        address=row.text("address"),
        phone=_phone(row),
        lat=_degrees(row, "lat", 90),
        lon=_degrees(row, "lon", 180),
    )
    first_day, last_day = row.day("first_day") or since, row.day("last_day")
    if last_day is not None and last_day < first_day:
        row.unreadable("last_day")
    return Assignment("", recipient, first_day, last_day, (), _plan(row, directory))


def _id_number(row: RowCells) -> str | None:
    text = row.text("id_number", required=True)
    found = id_number(text) if text else None
    if text and found is None:
        row.unreadable("id_number")
    return found


def _phone(row: RowCells) -> str:
    """The phone number in its usual form. One from a range that is not given out yet stays as written:
    number plans change faster than programs, and nothing is checked against it."""
    text = row.text("phone")
    found = phone_number(text) if text else ""
    if found is None and _DIALLED.fullmatch(text) is None:
        row.unreadable("phone")
    return found or text


def _certificates(row: RowCells) -> tuple[Certificate, ...]:
    """Certificates with their dates: one date for all, or one for each in the same order."""
    if row.blank("certificates") or _says(row, "certificates", _NONE):
        return ()
    names = [part for part in _LIST.split(row.text("certificates")) if part.strip()]
    numbers = [part.strip() for part in _LIST.split(row.text("certificate_number")) if part.strip()]
    days = _validity(row, len(names))
    if days is None:
        row.unreadable("certificate_until")
        return ()
    if len(numbers) != len(names):
        numbers = [""] * len(names)  # which number is whose cannot be told
    return tuple(
        Certificate(certificate_kind(name), number, day)
        for name, number, day in zip(names, numbers, days, strict=True)
    )


def _validity(row: RowCells, count: int) -> list[date | None] | None:
    """Last days of validity of so many certificates; ``None`` where they cannot be read."""
    if row.blank("certificate_until") or _says(row, "certificate_until", _FOR_GOOD):
        return [None] * count
    single = row.cell("certificate_until")
    spans = read_spans(single, row.around)
    days: list[date | None] | None = [until for _, until in spans] if spans else None
    if days is not None and len(days) == 1:
        return days * count
    return days if days is not None and len(days) == count else None


def _leave(row: RowCells) -> tuple[Leave, ...]:
    if row.blank("leave") or _says(row, "leave", _NONE):
        return ()
    spans = read_spans(row.cell("leave"), row.around)
    if spans is None:
        row.unreadable("leave")
        return ()
    return tuple(Leave(since, until) for since, until in spans)


def _category(row: RowCells) -> Category:
    text = row.text("category", required="category" in row.layout.columns)
    found = category_of(text) if text else Category.OTHER
    if found is None:
        row.unreadable("category")
    return found or Category.OTHER


def _self_care(row: RowCells) -> SelfCare:
    text = row.text("self_care")
    found = self_care_of(text) if text else SelfCare.FULL
    if found is None:
        row.unreadable("self_care")
    return found or SelfCare.FULL


def _degrees(row: RowCells, field: str, limit: int) -> str:
    text = row.text(field)
    if text and (_DEGREES.fullmatch(text) is None or abs(float(text)) > limit):
        row.unreadable(field)
        return ""
    return text


def _plan(row: RowCells, directory: Directory) -> tuple[PlanLine, ...]:
    if row.blank("plan") or _says(row, "plan", _NONE):
        return ()
    lines, strange = read_plan(row.cell("plan"), directory.item_code)
    for text in strange:
        row.find("CELL-UNKNOWN", "plan", **unknown(text).values)
    return lines


def _says(row: RowCells, field: str, words: frozenset[str]) -> bool:
    return folded(row.cell(field)) in words
