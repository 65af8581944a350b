"""Spreadsheets of the sample county as an office keeps them: a month's ledger and a staff roster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visits import Visit
from provider_desktop.sample.county import SampleAgency
from provider_desktop.spreadsheets.writing import Table, write_tables
from provider_desktop.wording import sentence

_SATISFACTION = {0: "", 1: "非常满意", 2: "满意", 3: "一般", 4: "不满意"}


def write_ledger(
    out: Path, agency: SampleAgency, catalogue: Catalogue, month: str, visits: Iterable[Visit]
) -> int:
    """Write visits done as a ledger with an office's habits, and five rows that cannot be taken in:
    an unknown person, an unknown item, an impossible time, a sign-out before the sign-in, and the
    first row once more. Returns the number of rows.
    """
    people = {assignment.recipient.recipient: assignment for assignment in agency.assignments}
    staff = {member.staff: member.name for member in agency.staff}
    rows = [_row(number, visit, people, staff, catalogue) for number, visit in enumerate(visits, 1)]
    if rows:
        rows += _faulty(rows[0], len(rows))
    year, number = month.split("-")
    title = f"{agency.name}{year}年{int(number)}月上门服务台账"
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
        "对象签字",
        "满意度",
    ]
    write_tables(out, [Table(f"{int(number)}月台账", headings, rows, title=[[title]])])
    return len(rows)


def write_roster(out: Path, agency: SampleAgency, on: date) -> int:
    """Write the staff of an agency as a roster; the number of rows."""
    headings = [
        "工号",
        "姓名",
        "身份证号",
        "手机号",
        "岗位",
        "持证情况",
        "证书有效期",
        "健康证有效期",
        "入职日期",
        "离职日期",
        "请假",
    ]
    rows = [_member(member) for member in agency.staff]
    write_tables(
        out, [Table("人员花名册", headings, rows, title=[[f"服务人员花名册（{on.year}年{on.month}月）"]])]
    )
    return len(rows)


def _row(
    number: int,
    visit: Visit,
    people: Mapping[str, Assignment],
    staff: Mapping[str, str],
    catalogue: Catalogue,
) -> list[str | int]:
    person = people[visit.recipient].recipient
    names = {item.code: item.name for item in catalogue.items}
    started, ended = _local(visit.started), _local(visit.ended)
    return [
        number,
        f"{started.month}月{started.day}日" if number % 2 else f"{started:%Y/%m/%d}",
        person.name if number % 3 else " ".join(person.name),
        person.id_number[-4:] if number % 2 else person.id_number,
        "、".join(staff[member] for member in visit.staff),
        f"{started:%H%M}" if number % 2 else f"{started.hour}点{started.minute:02d}分",
        f"{ended:%H:%M}",
        "、".join(names[item.item] for item in visit.items),
        visit.minutes,
        "√",
        _SATISFACTION[visit.satisfaction],
    ]


def _faulty(first: list[str | int], count: int) -> list[list[str | int]]:
    unknown = [count + 1, *first[1:2], "查无此人", "", *first[4:]]
    item = [count + 2, *first[1:7], "按摩推拿", *first[8:]]
    impossible = [count + 3, *first[1:5], "25:70", *first[6:]]
    backwards = [count + 4, *first[1:5], first[6], "06:00", *first[7:8], "", *first[9:]]
    again = [count + 5, *first[1:]]
    return [unknown, item, impossible, backwards, again]


def _member(member: StaffMember) -> list[str]:
    certificate = member.certificates[0]
    return [
        member.staff,
        member.name,
        member.id_number,
        member.phone,
        member.post,
        sentence("certificate", certificate.kind.value, "zh_CN"),
        certificate.until.isoformat() if certificate.until else "",
        member.health_certificate.isoformat() if member.health_certificate else "",
        member.first_day.isoformat(),
        member.last_day.isoformat() if member.last_day else "",
        "、".join(
            f"{each.since.isoformat()}至{(each.until or each.since).isoformat()}" for each in member.leave
        ),
    ]


def _local(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError("a visit of a ledger has both times")
    return moment.astimezone(LOCAL)
