"""Rules about who served: certificates, the contract's roster, leave, and how many an item takes."""

from __future__ import annotations

from collections.abc import Iterator

from provider_desktop.domain.checks.case import Case, Line, span_of
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.staff import Qualification


def qualified(case: Case) -> Iterator[Finding]:
    """STAFF-QUALIFIED: certificates missing or expired on that day.

    Of those present, as many must be qualified as the item takes: a nurse may bring a helper, but a
    two-person bath needs two care workers. Too few people at all is STAFF-COUNT.
    """
    if case.day is None:
        return
    present = dict.fromkeys(case.visit.staff)
    for line in case.lines:
        need = line.protocol.qualification if line.protocol else Qualification.NONE
        if line.protocol is None or need is Qualification.NONE:
            continue
        lacking = [staff for staff in present if not _holds(case, staff, need)]
        wanted = min(line.protocol.staff_needed(case.self_care), len(present))
        if len(present) - len(lacking) >= wanted:
            continue
        for staff in lacking:
            yield case.finding(
                "STAFF-QUALIFIED",
                f"/staff/{case.visit.staff.index(staff)}",
                [line.protocol],
                staff=staff,
                item=line.done.item,
                qualification=need.value,
                day=case.day.isoformat(),
            )


def roster(case: Case) -> Iterator[Finding]:
    """STAFF-ROSTER: not known, not on the contract's roster that day, or on leave."""
    if case.day is None:
        return
    for index, staff in enumerate(case.visit.staff):
        pointer, day = f"/staff/{index}", case.day.isoformat()
        member = case.context.staff.get(staff)
        if member is None:
            yield case.of_visit("STAFF-ROSTER", pointer, why="unknown", staff=staff, day=day)
        elif not member.on_roster(case.day):
            yield case.of_visit("STAFF-ROSTER", pointer, why="not_on_roster", staff=staff, day=day)
        elif leave := member.on_leave(case.day):
            until = leave.until.isoformat() if leave.until else ""
            yield case.of_visit(
                "STAFF-ROSTER",
                pointer,
                why="leave",
                staff=staff,
                day=day,
                since=leave.since.isoformat(),
                until=until,
            )


def count(case: Case) -> Iterator[Finding]:
    """STAFF-COUNT: fewer staff than the item needs.

    Two people who each keep a record of one service count together: their visits to the recipient
    cross in time and name the same item.
    """
    for line in case.lines:
        if line.protocol is None:
            continue
        wanted = line.protocol.staff_needed(case.self_care)
        present = len(_together(case, line))
        if present < wanted:
            yield case.finding(
                "STAFF-COUNT", "/staff", [line.protocol], item=line.done.item, present=present, limit=wanted
            )


def _holds(case: Case, staff: str, need: Qualification) -> bool:
    member = case.context.staff.get(staff)
    return member is not None and case.day is not None and member.qualified(need, case.day)


def _together(case: Case, line: Line) -> set[str]:
    people = set(case.visit.staff)
    if case.span is None:
        return people
    started, ended = case.span
    for other in case.context.neighbours:
        theirs = span_of(other.visit)
        if (
            theirs
            and not other.foreign
            and other.visit.recipient == case.visit.recipient
            and any(item.item == line.done.item for item in other.visit.items)
            and theirs[0] < ended
            and started < theirs[1]
        ):
            people |= set(other.visit.staff)
    return people


RULES = (qualified, roster, count)
