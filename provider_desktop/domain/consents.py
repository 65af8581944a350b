"""What a person agreed to, on which day, given by whom and how: words for what the law asks to be shown.

The personal information law (2021) asks for separate consent to handling sensitive personal information
(art. 29) and lets it be taken back (art. 15); a guardian acts for who cannot.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, unique


@unique
class Purpose(StrEnum):
    """What is agreed to, each by itself."""

    HANDLING = "handling"
    """Keeping and sending on what care takes: health, needs, visits."""
    LOCATION = "location"
    """The place where a visit begins and ends."""
    PHOTOS = "photos"
    """Pictures of the home, the sheet or the person as evidence."""
    FAMILY = "family"
    """Telling relatives."""


@unique
class ByWhom(StrEnum):
    """Who agreed."""

    SELF = "self"
    GUARDIAN = "guardian"
    AGENT = "agent"


@unique
class Form(StrEnum):
    """How it can be shown."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    ORAL = "oral"


@dataclass(frozen=True, slots=True)
class Consent:
    """One line: agreed (``given``) or taken back, on a day, noted by a user at a moment."""

    recipient: str
    purpose: Purpose
    given: bool
    day: date
    by_whom: ByWhom
    form: Form
    noted_by: str
    noted_at: datetime


def standing(lines: Iterable[Consent]) -> dict[Purpose, Consent]:
    """The line that counts for each purpose: the one noted last, lines given oldest first."""
    return {line.purpose: line for line in lines}
