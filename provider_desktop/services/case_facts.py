"""What complaints and incidents say to the rating, from this PC's own records."""

from __future__ import annotations

from datetime import date, datetime

from provider_desktop.domain.complaints import complaint_facts
from provider_desktop.domain.incidents import INJURY_VETO, injury_vetoes
from provider_desktop.domain.ratings.facts import ComplaintFact, VetoFact
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.services.rules import rules_on
from provider_desktop.storage.unit_of_work import Reading


def complaints_on(reading: Reading, until: date) -> tuple[ComplaintFact, ...]:
    """The complaints received by a day, as they stood at its end."""
    return complaint_facts(reading.cases.complaints(), until)


def vetoes_on(
    reading: Reading, rules: RuleSet, now: datetime, first: date, until: date
) -> tuple[VetoFact, ...]:
    """The vetoes that the agency's own incidents bring under a rule set that knows of them."""
    if all(veto.id != INJURY_VETO for veto in rules.vetoes):
        return ()
    hours = rules_on(reading, until).checks.limits.incident_hours
    return injury_vetoes(reading.cases.incidents(), now, first, until, hours)
