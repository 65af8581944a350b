"""A team of a large sample agency: its visits day by day, each checked against those before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.checks import can_seal, check_rules, check_visit, lock_calendar, unacknowledged
from provider_desktop.domain.checks.source import Moment, build_context
from provider_desktop.domain.clock import month_days
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.visit_index import VisitIndex
from provider_desktop.domain.visits import Acknowledgement, Capture, ItemDone, Visit
from provider_desktop.resources import read_json
from provider_desktop.sample.county import SampleAgency
from provider_desktop.sample.history import SampleVisit, history
from provider_desktop.services.sample_replay import REASONS

#: The reason given where the replay's clerk has none of her own.
_REASON = "as_recorded"
#: Days for which a month stays at hand: late entries and corrections come within them.
_KEPT = 8


class SampleTeam:
    """Plans a month at a time, and holds no more than that and the days in which it is still corrected."""

    def __init__(self, team: SampleAgency, catalogue: Catalogue, number: int) -> None:
        """``number`` seeds the team's own months."""
        self._team = team
        self._catalogue = catalogue
        self._number = number
        self._rules = check_rules(
            read_json("rulesets", "starter.json"), lock_calendar({"locks": [], "periods": []})
        )
        self._indexes: dict[str, VisitIndex] = {}
        self._month: Iterator[SampleVisit] = iter(())
        self._ahead: SampleVisit | None = None
        self._planned = ""
        self._waiting: dict[date, list[SampleVisit]] = defaultdict(list)

    def entered_on(self, day: date, last: date) -> list[SampleVisit]:
        """What is entered on the evening of a day; the days are asked for in order, *last* the last of all.

        What would be entered later than the last day is entered then.
        """
        self._forget(day)
        for sample in self._made_on(day):
            self._waiting[min(sample.entered_on, last)].append(sample)
        return self._waiting.pop(day, [])

    def checked(self, visit: Visit, at: datetime) -> tuple[Visit, tuple[Finding, ...]] | None:
        """The visit with its questions acknowledged, and what the checks find; None where they block it.

        From now on it is one of those that later ones are laid beside.
        """
        index = self._index(visit)
        findings = check_visit(visit, build_context(visit, index, Moment(at, self._rules, at)))
        open_ones = {finding.rule: None for finding in unacknowledged(findings, visit)}
        if open_ones:
            added = tuple(Acknowledgement(rule, REASONS.get(rule, _REASON)) for rule in open_ones)
            visit = replace(visit, acknowledged=(*visit.acknowledged, *added))
        if not can_seal(findings, visit):
            return None
        index.add(_outline(visit))
        return visit, findings

    def _made_on(self, day: date) -> Iterator[SampleVisit]:
        month = f"{day:%Y-%m}"
        if month != self._planned:
            # planned from the day asked for on, so that a history may begin within a month
            seed = self._number * 10_000 + day.year % 100 * 100 + day.month
            self._month = history(self._team, self._catalogue, day, month_days(month)[1], seed)
            self._planned, self._ahead = month, None
        while True:
            sample = self._ahead or next(self._month, None)
            self._ahead = None
            if sample is None:
                return
            if sample.visit.day != day:
                self._ahead = sample
                return
            yield sample

    def _index(self, visit: Visit) -> VisitIndex:
        month = f"{visit.day:%Y-%m}"
        if month not in self._indexes:
            self._indexes[month] = VisitIndex(
                (), (self._catalogue,), self._team.assignments, self._team.staff
            )
        return self._indexes[month]

    def _forget(self, day: date) -> None:
        """Let go of months that nobody corrects any more."""
        since = f"{day - timedelta(days=_KEPT):%Y-%m}"
        self._indexes = {month: index for month, index in self._indexes.items() if month >= since}


def _outline(visit: Visit) -> Visit:
    """What the checks compare of another visit. Evidence is left out: each of the sample's hashes is new."""
    return Visit(
        record=visit.record,
        version=visit.version,
        recipient=visit.recipient,
        staff=visit.staff,
        sign_in=_time(visit.started),
        sign_out=_time(visit.ended),
        items=tuple(_item(item.item, item.minutes) for item in visit.items),
        outcome=visit.outcome,
    )


@lru_cache(maxsize=1024)
def _time(at: datetime | None) -> Capture:
    return Capture(at)


@lru_cache(maxsize=4096)
def _item(item: str, minutes: int) -> ItemDone:
    return ItemDone(item, minutes)
