"""Small records with a default for everything, each in order unless a test says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from provider_desktop.domain.case_rules import CaseWorld
from provider_desktop.domain.complaints import Complaint
from provider_desktop.domain.followups import Followup
from provider_desktop.domain.incidents import Incident, IncidentKind, Informed, Severity
from provider_desktop.domain.needs import Dimension, Need, Person
from provider_desktop.domain.rectifications import Rectification
from provider_desktop.domain.settlements import Settlement, SettlementLine, summed
from tests.support.builders import a_record, local


def a_need(**changes: Any) -> Need:
    """Somebody who is no recipient yet."""
    made = Need(
        person=Person("李福来", "371621195207150025", "13905430001", "石庙镇", "石庙镇第9号"),
        dimensions=(Dimension.HOUSING, Dimension.HEALTH),
        found_at=local("2026-11-02 09:00"),
        found_by="S1",
        text="独居，屋顶漏雨，近一月未见子女。",
        consent=True,
    )
    return replace(made, **changes)


def a_call(**changes: Any) -> Followup:
    """A call to the recipient about nothing in particular."""
    made = Followup(recipient="R1", at=local("2026-11-02 10:00"), by="孙会计", satisfaction=1)
    return replace(made, **changes)


def a_complaint(**changes: Any) -> Complaint:
    """An open complaint of 2 November, to be answered by the 9th."""
    made = Complaint(
        recipient="R1",
        received_at=local("2026-11-02 11:00"),
        text="连续两次迟到半小时以上。",
        due=date(2026, 11, 9),
    )
    return replace(made, **changes)


def an_incident(**changes: Any) -> Incident:
    """A slight fall, told within the hour."""
    made = Incident(
        recipient="R1",
        kind=IncidentKind.FALL,
        severity=Severity.MINOR,
        happened_at=local("2026-11-02 14:00"),
        reported_at=local("2026-11-02 14:40"),
        staff=("S1",),
        measures="扶起，测血压，通知家属。",
        informed=(Informed.FAMILY,),
        text="下床时滑倒，右手擦伤。",
    )
    return replace(made, **changes)


def a_reply(**changes: Any) -> Rectification:
    """A reply that answers no statement."""
    made = Rectification(
        cause="月初请假两人，排班未补。",
        measures="增派一人，补齐漏访。",
        done_by=date(2026, 11, 20),
        responsible="李主任",
    )
    return replace(made, **changes)


def a_settlement(month: str = "2026-10", *lines: SettlementLine, **changes: Any) -> Settlement:
    """A month with one line of two visits, or the lines given."""
    chosen = lines or (SettlementLine("R1", 2, 60, 6000),)
    made = Settlement(month, "test-1", chosen, summed(chosen), "李主任")
    return replace(made, **changes)


def a_world(**changes: Any) -> CaseWorld:
    """The evening of 2 November: one recipient, one staff member, one visit, one statement."""
    made = CaseWorld(
        now=local("2026-11-02 18:00"),
        recipients=frozenset({"R1"}),
        staff=frozenset({"S1"}),
        visits=frozenset({a_record(1)}),
        statements=frozenset({7}),
    )
    return replace(made, **changes)
