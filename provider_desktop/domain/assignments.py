"""Assignments: the regulator gives a recipient to the agency, which accepts or declines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from provider_desktop.domain.plans import PlanLine
from provider_desktop.domain.recipients import Recipient, RecipientState


class Answer(StrEnum):
    """What the agency said; an assignment not answered yet counts as assigned."""

    NONE = ""
    ACCEPTED = "accepted"
    DECLINED = "declined"


class AssignmentStatus(StrEnum):
    """What the regulator's latest statement did to the assignment."""

    NEW = "new"
    CHANGED = "changed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Assignment:
    """One recipient for one agency from a day to a day (inclusive; ``last_day`` None = open)."""

    assignment: str
    recipient: Recipient
    first_day: date
    last_day: date | None
    states: tuple[RecipientState, ...]
    plan: tuple[PlanLine, ...]
    status: AssignmentStatus = AssignmentStatus.NEW
    answer: Answer = Answer.NONE
    answer_reason: str = ""

    def covers(self, day: date) -> bool:
        """Whether the assignment runs on that day, states left aside; a declined one never does."""
        if self.answer is Answer.DECLINED:
            return False
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def state_on(self, day: date) -> RecipientState | None:
        """The state that keeps the recipient from being served on that day, if any."""
        return next((state for state in self.states if state.covers(day)), None)
