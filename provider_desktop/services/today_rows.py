"""The rows of the day's page, each with what it affects, its deadline and its weight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.clock import day_start, local_day
from provider_desktop.domain.identifiers import mask_name
from provider_desktop.domain.plans import Unit
from provider_desktop.domain.ratings.describe import bound_text
from provider_desktop.domain.ratings.engine import IndicatorResult
from provider_desktop.domain.ratings.explain import green_rule
from provider_desktop.domain.ratings.rules import Indicator
from provider_desktop.domain.recipients import Recipient
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.rating_service import Standing
from provider_desktop.services.rules import rules_on
from provider_desktop.services.sync_service import next_lock
from provider_desktop.services.today import TodayRow, TodayStats
from provider_desktop.services.today_plan import MonthPlan
from provider_desktop.services.visit_rows import item_name
from provider_desktop.storage.assignments import StoredAssignment
from provider_desktop.storage.stream import EntryRow
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.storage.visit_lists import DraftCounts
from provider_desktop.wording import sentence

#: So many assignments to answer are told one by one; more in one row.
ONE_BY_ONE = 3
#: Days within which the office answers an assignment.
ANSWER_DAYS = 2
#: Hours after which an entry not sent is told.
WAITING_HOURS = 24
#: Days before the lock date on which open records of the month are told.
LOCK_DAYS = 7

#: What a row weighs by the light of the indicator it moves; without an indicator it weighs the least.
_WEIGHT = {"red": 3.0, "yellow": 2.0, "green": 1.0, "none": 1.0}
_NO_INDICATOR = 0.5
_NO_DEADLINE = 30
_WORST_FIRST = ("red", "yellow", "none")


@dataclass(frozen=True, slots=True)
class WeighedRow:
    """A row with how many visits or records it is about, and the light of the indicator that it moves."""

    row: TodayRow
    stake: int
    light: str

    @property
    def weight(self) -> float:
        """What is at stake for the light ÷ days left; what cannot wait counts twice."""
        weight = _WEIGHT.get(self.light, _NO_INDICATOR) * (2.0 if self.row.severity == "red" else 1.0)
        days = _NO_DEADLINE if self.row.days_left is None else self.row.days_left
        return weight * self.stake / max(1, days)


@dataclass(frozen=True, slots=True)
class DayPage:
    """Everything that rows are made from, at one moment."""

    reading: Reading
    now: datetime
    language: str
    standing: Standing | None
    plan: MonthPlan
    catalogues: tuple[Catalogue, ...]

    @property
    def today(self) -> date:
        return self.plan.today

    def stats(self) -> TodayStats:
        done, due = self._completion()
        lock_at, lock_month = next_lock(self.reading, self.now)
        return TodayStats(
            due_today=self.plan.due_today(),
            logged_today=self.plan.logged_today(),
            missed=sum(each.count for each in self.plan.missed()),
            month_done=done,
            month_due=due,
            to_send=self.reading.stream.waiting_count(),
            lock_at=lock_at,
            lock_days=self._days_left(lock_at),
            lock_month=lock_month,
            completion_bound=self._bound("plan_completion"),
        )

    def _completion(self) -> tuple[int, int]:
        """Visits done of those due so far: what the estimate counts, so that all pages say the same."""
        known = self._result("plan_completion")
        return (known[1].numerator, known[1].denominator) if known else self.plan.standing()

    def rows(self) -> Iterator[WeighedRow]:
        """Rows that need nothing but the reading."""
        yield from self._missed()
        yield from self._due_today()
        yield from self._lapsing()
        yield from self._assignments(self.reading.assignments.inbox())
        yield from self._drafts(self.reading.visit_lists.draft_counts())
        yield from self._waiting(self.reading.stream.waiting(0, 1))
        yield from self._lock()

    def _missed(self) -> Iterator[WeighedRow]:
        missed = self.plan.missed()
        people = self.reading.recipients.many(each.recipient for each in missed)
        for each in missed:
            items = "、".join(item_name(item, self.catalogues, self.language) for item in each.items)
            values: dict[str, str | int] = {
                "name": _masked(people, each.recipient),
                "items": items,
                "count": each.count,
            }
            yield self.weighed(
                "missed", values, "plan_completion", "plan", stake=each.count, severity="yellow",
                deadline=day_start(self.plan.last + timedelta(days=1)), target="recipients",
                key=each.recipient, action="arrange",
            )  # fmt: skip

    def _due_today(self) -> Iterator[WeighedRow]:
        due, logged = self.plan.due_today(), self.plan.logged_today()
        if due > logged:
            values: dict[str, str | int] = {"count": due, "logged": logged}
            yield self.weighed(
                "due_today", values, "plan_completion", "plan", stake=due - logged,
                deadline=day_start(self.today + timedelta(days=1)), target="visits", action="enter",
            )  # fmt: skip

    def _lapsing(self) -> Iterator[WeighedRow]:
        lapsing = self.plan.lapsing()
        people = self.reading.recipients.many(each.recipient for each in lapsing)
        for each in lapsing:
            entitlement = each.entitlement
            unit = Unit.VISIT if entitlement.line.unit is Unit.VISIT else Unit.MINUTE
            values: dict[str, str | int] = {
                "name": _masked(people, each.recipient),
                "item": item_name(entitlement.line.item, self.catalogues, self.language),
                "left": entitlement.left,
                "unit": sentence("plan_unit", unit.value, self.language),
            }
            yield self.weighed(
                "lapsing", values, "", "entitlement", severity="yellow",
                deadline=day_start(entitlement.last_day + timedelta(days=1)), target="recipients",
                key=each.recipient, action="arrange",
            )  # fmt: skip

    def _assignments(self, inbox: tuple[StoredAssignment, ...]) -> Iterator[WeighedRow]:
        if len(inbox) > ONE_BY_ONE:
            oldest = min(each.issued_at for each in inbox)
            yield self.weighed(
                "assignments", {"count": len(inbox)}, "", "assignment", stake=len(inbox),
                deadline=oldest + timedelta(days=ANSWER_DAYS), target="recipients", action="accept",
            )  # fmt: skip
            return
        for each in inbox:
            person = each.assignment.recipient
            values = {
                "name": mask_name(person.name),
                "self_care": sentence("self_care", person.self_care.value, self.language),
                "township": person.township,
            }
            yield self.weighed(
                "assignment", values, "", "assignment",
                deadline=each.issued_at + timedelta(days=ANSWER_DAYS), target="recipients",
                key=each.assignment.assignment, action="accept",
            )  # fmt: skip

    def _drafts(self, counts: DraftCounts) -> Iterator[WeighedRow]:
        """Drafts, until the first that can still be reported in time no longer can; then until the lock."""
        late_after = timedelta(hours=rules_on(self.reading, self.today).facts.late_after_hours)
        ends = self.reading.visit_lists.draft_ends(self.now - late_after)
        for kind, held_by, count, severity, action in (
            ("drafts_blocked", "block", counts.blocked, "red", "correct"),
            ("drafts_asking", "ask", counts.asking, "yellow", "explain"),
            ("drafts_ready", "", counts.ready, "none", "finalise"),
        ):
            if count:
                in_time = ends.get(held_by)
                deadline = in_time + late_after if in_time else next_lock(self.reading, self.now)[0]
                indicator, topic = ("reported_on_time", "drafts") if in_time else ("", "lock")
                yield self.weighed(
                    kind, {"count": count}, indicator, topic, stake=count,
                    severity=severity, deadline=deadline, target="visits", action=action,
                )  # fmt: skip

    def _waiting(self, oldest: tuple[EntryRow, ...]) -> Iterator[WeighedRow]:
        if not oldest:
            return
        hours = int((self.now - oldest[0].recorded_at).total_seconds()) // 3600
        if hours >= WAITING_HOURS:
            count = self.reading.stream.waiting_count()
            yield self.weighed(
                "waiting", {"count": count, "hours": hours}, "reported_on_time", "upload", stake=count,
                severity="yellow", deadline=self.now, target="upload", action="send",
            )  # fmt: skip

    def _lock(self) -> Iterator[WeighedRow]:
        lock_at, month = next_lock(self.reading, self.now)
        days = self._days_left(lock_at)
        if days is None or days > LOCK_DAYS:
            return
        counts = self.reading.visit_lists.counts_of_month(month)
        open_records = counts[VisitState.DRAFT] + counts[VisitState.RETURNED]
        if open_records:
            values: dict[str, str | int] = {"month": month, "days": days, "count": open_records}
            yield self.weighed(
                "month_lock", values, "", "lock", stake=open_records, severity="red",
                deadline=lock_at, target="visits", action="view",
            )  # fmt: skip

    def weighed(
        self,
        kind: str,
        values: Mapping[str, str | int],
        indicator: str,
        topic: str,
        *,
        stake: int = 1,
        severity: str = "none",
        deadline: datetime | None = None,
        target: str,
        key: str = "",
        action: str,
    ) -> WeighedRow:
        """A row with what it affects: the indicator where the county's rules have it, else the topic.

        The row is as severe as the light of its indicator, or more.
        """
        light, name = self._light(indicator)
        worst = next(each for each in _WORST_FIRST if each in {severity, light, "none"})
        row = TodayRow(
            kind=kind,
            values=values,
            severity=worst,
            affects=indicator if name else topic,
            deadline=deadline,
            days_left=self._days_left(deadline),
            target=target,
            key=key,
            action=action,
            affects_name=name or sentence("today_topic", topic, self.language),
            reason=self._reason(name, light, stake, self._days_left(deadline)),
        )
        return WeighedRow(row, stake, light)

    def _reason(self, name: str, light: str, stake: int, days: int | None) -> str:
        """What is at stake ÷ days left, in words."""
        if days is None:
            when = sentence("today_reason", "no_deadline", self.language)
        else:
            code = "over" if days < 0 else "last_day" if days == 0 else "days"
            when = sentence("today_reason", code, self.language, {"days": abs(days)})
        if not name:
            return sentence("today_reason", "other", self.language, {"count": stake, "when": when})
        is_rated = light not in ("", "none")
        values = {"count": stake, "when": when, "name": name}
        if is_rated:
            values["light"] = sentence("light", light, self.language)
        return sentence("today_reason", "light" if is_rated else "unrated", self.language, values)

    def _light(self, indicator: str) -> tuple[str, str]:
        """Light and name of an indicator in the estimate, both empty where the rules have none of that id."""
        found = self._result(indicator)
        return (found[1].light.value, found[0].name.in_language(self.language)) if found else ("", "")

    def _result(self, indicator: str) -> tuple[Indicator, IndicatorResult] | None:
        """An indicator of the rules with its figures in the estimate; None where the rules have none."""
        if self.standing is None:
            return None
        pairs = zip(self.standing.rules.indicators, self.standing.rating.indicators, strict=True)
        return next((pair for pair in pairs if pair[0].id == indicator), None)

    def _bound(self, indicator: str) -> str:
        """The bound of the best band as text, such as ``≥ 95 %``."""
        if self.standing is None:
            return ""
        rules = self.standing.rules
        known = next((each for each in rules.indicators if each.id == indicator), None)
        rule = green_rule(rules, known) if known else None
        bound = rule.bound_on(self.today) if rule else None
        return bound_text(known, bound) if known and bound is not None else ""

    def _days_left(self, deadline: datetime | None) -> int | None:
        """Local days until the last one that is still in time; midnight belongs to the day before it."""
        if deadline is None:
            return None
        return (local_day(deadline - timedelta(seconds=1)) - self.today).days


def _masked(people: Mapping[str, Recipient], recipient: str) -> str:
    return mask_name(people[recipient].name) if recipient in people else recipient
