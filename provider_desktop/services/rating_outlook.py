"""What the light would be: with actions done, at the end of the period, and the list that turns it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.identifiers import mask_name
from provider_desktop.domain.outlook import Action, ActionKind, Outlook, usual_capture
from provider_desktop.domain.ratings.engine import Rating
from provider_desktop.domain.ratings.rules import Light, RuleSet
from provider_desktop.domain.ratings.running import Figures, count_conditions, rate_figures
from provider_desktop.domain.running_estimate import RunningEstimate
from provider_desktop.domain.turning import Turning, first_day_without, turn
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.case_facts import complaints_on
from provider_desktop.services.rating_estimates import Question
from provider_desktop.services.rating_plans import (
    ActionRow,
    Case,
    CaseIndicator,
    Forecast,
    Obstacle,
    ToGreen,
    WhatIf,
)
from provider_desktop.services.rating_views import unit_of
from provider_desktop.services.rules import rules_on
from provider_desktop.services.visit_rows import rows_of
from provider_desktop.storage.unit_of_work import Reading

#: Rows of a work list at most; more are counted.
ROWS = 500
_DAY = timedelta(days=1)
_WORST_FIRST = (Light.RED, Light.YELLOW, Light.NONE, Light.GREEN)


class OutlookPage:
    """The outlooks of one period at one moment, while its estimate is at hand."""

    def __init__(
        self,
        reading: Reading,
        question: Question,
        estimate: RunningEstimate,
        today: date,
        language: str,
        outlooks: dict[date, Outlook],
    ) -> None:
        """``outlooks`` are those made before of the same records and people, by day; more are added."""
        self._reading = reading
        self._question = question
        self._estimate = estimate
        self._today = today
        self._language = language
        self._rules: RuleSet = question.rules
        self._last = question.period.last
        self._outlooks = outlooks

    def to_green(self) -> ToGreen:
        """How the light turns green, and what else can be done."""
        rating = self._rate(self._estimate.running.figures())
        until = self._question.until
        if self._today > self._last:
            return ToGreen("over", until)
        if rating.light in (Light.GREEN, Light.NONE):
            state = "green" if rating.light is Light.GREEN else "no_data"
            others, more = self._others(self._outlook(until))
            return ToGreen(state, until, others=others, more=more)
        if vetoes := self._vetoes(rating):
            return ToGreen("unreachable", until, obstacles=vetoes)
        for day in dict.fromkeys((until, self._last)):
            outlook = self._outlook(day)
            found = self._turn(outlook)
            if found is not None:
                return self._reachable(day, outlook, found)
        outlook = self._outlook(self._last)
        others, more = self._others(outlook)
        return ToGreen(
            "unreachable",
            self._last,
            others=others,
            more=more,
            since=self._since(),
            obstacles=self._obstacles(outlook),
        )

    def what_if(self, ids: Sequence[str]) -> WhatIf:
        """The light with actions done. Visits are told by recipient and number, whatever others are done."""
        outlook = self._outlook(self._question.until)
        possible = {action.id: action for action in outlook.actions()} if ids else {}
        chosen = [possible[each] for each in dict.fromkeys(ids) if each in possible]
        unknown = tuple(each for each in ids if each not in possible)
        now = self._rate(outlook.base)
        case = self._case(self._question.until, self._rate(outlook.figures(chosen)), now)
        return WhatIf(now.light.value, case, unknown)

    def forecast(self) -> Forecast:
        """The light at the end of the period: nothing done, and the schedule (else the plans) kept."""
        now = self._rate(self._estimate.running.figures())
        outlook = self._outlook(self._last)
        scheduled = self._scheduled()
        coming = outlook.coming() if scheduled is None else scheduled
        visits = [each for recipient, count in coming.items() for each in outlook.visits_of(recipient, count)]
        nothing = self._rate(outlook.base)
        kept = self._rate(outlook.figures(visits))
        return Forecast(
            first_day=self._question.first,
            last_day=self._last,
            nothing=self._case(self._last, nothing, now),
            kept=self._case(self._last, kept, now),
            visits_planned=len(visits),
            source="plan" if scheduled is None else "schedule",
            turns_on=self._turns_on(now.light) if nothing.light is not now.light else None,
        )

    def _scheduled(self) -> Mapping[str, int] | None:
        """Visits that the office means to make from tomorrow on, by recipient; None where it keeps no
        schedule for these days."""
        first = self._today + _DAY
        if first > self._last or not self._reading.schedule.is_kept(first, self._last):
            return None
        return Counter(order.recipient for order in self._reading.schedule.between(first, self._last))

    def _turns_on(self, light: Light) -> date | None:
        """The first day on which the light is another if nothing is done: it only gets worse, so halve."""
        low, high = self._question.until + _DAY, self._last
        while low < high:
            middle = low + (high - low) // 2
            if self._rate(self._outlook(middle).base).light is light:
                low = middle + _DAY
            else:
                high = middle
        return high

    def _turn(self, outlook: Outlook) -> Turning | None:
        return turn(outlook, self._question.first)

    def _reachable(self, day: date, outlook: Outlook, found: Turning) -> ToGreen:
        done = frozenset(action.id for action in found.actions)
        actions, left_out = self._rows(outlook, found.actions, day)
        others, more = self._others(outlook, done)
        return ToGreen("reachable", day, actions, others, is_smallest=found.is_smallest, more=left_out + more)

    def _since(self) -> date | None:
        """Since when nothing turns the light any more, going by the records of the days until then."""

        def can_turn(day: date) -> bool:
            return self._turn(self._made(self._last, self._until(day), day)) is not None

        return first_day_without(can_turn, self._question.first, self._question.until)

    def _until(self, day: date) -> RunningEstimate:
        """The estimate as the records of the days until one make it."""
        known = self._estimate
        estimate = RunningEstimate(self._rules, known.limits, known.catalogues, known.first, day)
        for recipient, assignments in known.assignments().items():
            estimate.put_assignments(recipient, assignments)
        for staff, member in known.staff().items():
            estimate.put_member(staff, member)
        for trace in known.traces():
            estimate.put_trace(trace)
        estimate.set_findings(known.running.complaints, known.running.vetoes)
        return estimate

    def _outlook(self, day: date) -> Outlook:
        if day not in self._outlooks:
            self._outlooks[day] = self._made(day, self._estimate, self._today)
        return self._outlooks[day]

    def _made(self, day: date, estimate: RunningEstimate, today: date) -> Outlook:
        return Outlook(
            estimate,
            day,
            today=today,
            last=self._last,
            complaints=complaints_on(self._reading, day),
            locked=self._locked(estimate),
            capture=usual_capture(estimate.running.visits()),
        )

    def _locked(self, estimate: RunningEstimate) -> frozenset[str]:
        """Records that stay as they are: those of a locked month, but for those returned of late."""
        checks = rules_on(self._reading, self._today).checks
        grace = timedelta(days=checks.limits.returned_grace_days)
        months: dict[str, bool] = {}
        found = set()
        for trace in estimate.traces():
            month = trace.day.strftime("%Y-%m")
            if month not in months:
                lock = checks.lock_of(month)
                months[month] = lock is not None and local_day(lock - timedelta(seconds=1)) < self._today
            if not months[month]:
                continue
            said = self._reading.verdicts.of_record(trace.record)
            is_returned = trace.state == VisitState.RETURNED.value and bool(said)
            if not is_returned or local_day(max(each.issued_at for each in said) + grace) < self._today:
                found.add(trace.record)
        return frozenset(found)

    def _rate(self, figures: Figures) -> Rating:
        return rate_figures(self._rules, figures, self._question.first, self._question.period.label)

    def _case(self, day: date, rating: Rating, now: Rating) -> Case:
        indicators = tuple(
            CaseIndicator(
                id=indicator.id,
                name=indicator.name.in_language(self._language),
                light=then.light.value,
                value=then.value,
                unit=unit_of(indicator),
                numerator=str(then.numerator),
                denominator=str(then.denominator),
                light_now=before.light.value,
                value_now=before.value,
            )
            for indicator, then, before in zip(
                self._rules.indicators, rating.indicators, now.indicators, strict=True
            )
        )
        return Case(day, rating.light.value, indicators, rating.score)

    def _vetoes(self, rating: Rating) -> tuple[Obstacle, ...]:
        """Findings of the regulator that no action of the agency takes back."""
        return tuple(
            Obstacle(veto.id, veto.name.in_language(self._language), "veto")
            for veto in self._rules.vetoes
            if veto.id in rating.vetoes and self._rules.band(veto.band).light is not Light.GREEN
        )

    def _obstacles(self, outlook: Outlook) -> tuple[Obstacle, ...]:
        """What stays in the way: the indicators that are off green when everything possible is done."""
        best = self._rate(outlook.figures(outlook.actions()))
        found = tuple(
            Obstacle(each.id, self._rules.indicator(each.id).name.in_language(self._language), "bound")
            for each in best.indicators
            if each.light not in (Light.GREEN, Light.NONE)
        )
        if best.score or not found:
            return (Obstacle("score", self._rules.name.in_language(self._language), "score"),)
        return found

    def _others(
        self, outlook: Outlook, without: frozenset[str] = frozenset()
    ) -> tuple[tuple[ActionRow, ...], int]:
        """Rows of all that is possible, but for some; how many were left out."""
        possible = [each for each in outlook.actions() if each.id not in without]
        return self._rows(outlook, possible, self._last)

    def _rows(
        self, outlook: Outlook, listed: Sequence[Action], due_day: date
    ) -> tuple[tuple[ActionRow, ...], int]:
        """Rows of actions with names; how many were left out. ``due_day`` is that of every row."""
        shown = listed[:ROWS]
        lights = {each.id: each.light for each in self._rate(outlook.base).indicators}
        visits = {
            row.record: row
            for row in rows_of(
                self._reading,
                self._reading.visits.many(each.key for each in shown if each.kind is ActionKind.CORRECT),
                self._language,
            )
        }
        people = self._reading.recipients.many({each.key for each in shown if each.kind is ActionKind.VISIT})
        staff = self._reading.staff.many({each.key for each in shown if each.kind is ActionKind.RENEW})
        rows = []
        for each in shown:
            name, visit = "", None
            if each.kind is ActionKind.VISIT and each.key in people:
                name = mask_name(people[each.key].name)
            elif each.kind is ActionKind.CORRECT and (visit := visits.get(each.key)):
                name = visit.recipient_name
            elif each.kind is ActionKind.RENEW and each.key in staff:
                name = staff[each.key].name
            moves = self._moves(outlook, each, lights)
            rows.append(
                ActionRow(
                    id=each.id,
                    kind=each.kind.value,
                    key=each.key,
                    name=name,
                    due_day=due_day,
                    indicators=moves,
                    moves=self._rules.indicator(moves[0]).name.in_language(self._language) if moves else "",
                    is_due=each.is_due,
                    items=each.items,
                    visit=visit,
                )
            )
        return tuple(rows), len(listed) - len(shown)

    def _moves(self, outlook: Outlook, action: Action, lights: Mapping[str, Light]) -> tuple[str, ...]:
        """The indicators that an action moves, those that it turns or that are worst first."""
        delta = outlook.delta(action)
        conditions = zip(count_conditions(self._rules), delta.counts, strict=True)
        changed = {condition for condition, count in conditions if count}
        moved = [
            indicator.id
            for indicator, (above, below) in zip(self._rules.indicators, delta.sums, strict=True)
            if above or below or any(changed.intersection(band.conditions) for band in indicator.bands)
        ]
        return tuple(sorted(moved, key=lambda each: _WORST_FIRST.index(lights[each])))
