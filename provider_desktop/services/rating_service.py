"""Official light beside estimate: indicators, the records behind them, steps to green, differences."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.histories import RecordHistory
from provider_desktop.domain.outlook import Outlook
from provider_desktop.domain.ratings.engine import Rating
from provider_desktop.domain.ratings.explain import By, evidence_behind
from provider_desktop.domain.ratings.rules import RuleSet
from provider_desktop.domain.ratings.to_green import steps_of
from provider_desktop.domain.running_estimate import RunningEstimate
from provider_desktop.domain.traces import RecordTrace, trace_of
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.permissions import everyone
from provider_desktop.services.rating_behind import behind_rows, cost_rows, key_rows, rules_text
from provider_desktop.services.rating_estimates import Estimates, Question, question_of
from provider_desktop.services.rating_history import Comparison, history, recomputed
from provider_desktop.services.rating_outlook import OutlookPage
from provider_desktop.services.rating_past import CostRow, Differences, PastLight, Recomputed
from provider_desktop.services.rating_plans import Forecast, ToGreen, WhatIf
from provider_desktop.services.rating_views import (
    Past,
    brief_differences,
    estimate_view,
    kept_body,
    official_view,
)
from provider_desktop.services.ratings import (
    BehindRow,
    GreenStep,
    Lights,
    RatingOverview,
    RulesText,
)
from provider_desktop.services.visit_rows import rows_of
from provider_desktop.services.visits import VisitRow
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.facts import KeptLight
from provider_desktop.storage.unit_of_work import Reading

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a period stands on a day: the rules it is rated by, and the estimate."""

    rules: RuleSet
    rating: Rating


class RatingService:
    """What the light is, what it will be, and why."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._estimates = Estimates(workspace)
        #: Outlooks by day, and what they were made of: a tick in the list asks for the same again.
        self._outlooks: tuple[tuple[object, ...], dict[date, Outlook]] | None = None

    @everyone
    def overview(self, period: str = "") -> RatingOverview:
        """The rating page of a period (``2026-11``), or of the present one.

        The official rating is that of the period asked for, else the newest. Raises ``AppError``
        ``RulesetInvalid`` while no rule set that can be rated with has arrived, ``ValueInvalid`` for a
        period the rules do not know.
        """
        self._settle()
        language, today = self._workspace.language, local_day(self._workspace.now())
        with self._workspace.reading() as reading:
            history = reading.ratings.all()
            official = reading.ratings.of_period(period) if period else reading.ratings.newest()
            past = Past(history, reading.facts.kept_lights())
            with self._estimates.of(reading, period) as (question, estimate):
                chosen, rules, running = question.period, question.rules, estimate.running
                rating = running.rating(chosen.label)
                view = estimate_view(rules, running, rating, past, language)
                steps = steps_of(rules, running, question.first, rating)
            same = reading.ratings.of_period(chosen.label)
            overview = RatingOverview(
                official=official_view(reading, official, rules, language) if official else None,
                estimate=view,
                first_day=chosen.first,
                last_day=chosen.last,
                day_of_period=(question.until - chosen.first).days + 1,
                days_left=max(0, (chosen.last - today).days),
                to_green=tuple(
                    GreenStep(
                        step.indicator,
                        step.count,
                        chosen.last,
                        step.keys,
                        step.remedy.value,
                        step.reason.value,
                    )
                    for step in steps
                ),
                differences=brief_differences(reading, same, rating) if same else (),
            )
        self._keep(question, rating, past)
        return overview

    @everyone
    def lights(self) -> Lights:
        """The two pills at the top of the window; empty where there is nothing yet."""
        self._settle()
        with self._workspace.reading() as reading:
            official = reading.ratings.newest()
            light, period = "", ""
            try:
                with self._estimates.of(reading) as (question, estimate):
                    rating = estimate.running.rating(question.period.label)
            except AppError:
                pass
            else:
                light, period = rating.light.value, rating.period
        return Lights(official.light if official else "", official.period if official else "", light, period)

    @everyone
    def standing(self, reading: Reading, day: date) -> Standing | None:
        """The estimate of the period of a day, None while no rule set that can be rated with has arrived."""
        try:
            with self._estimates.on(reading, day) as (question, estimate):
                return Standing(question.rules, estimate.running.rating(question.period.label))
        except AppError:
            return None

    @everyone
    def rows(self, keys: Sequence[str]) -> tuple[VisitRow, ...]:
        """The visits among the keys behind an indicator (a key may also be a recipient or staff member)."""
        with self._workspace.reading() as reading:
            return rows_of(reading, reading.visits.many(keys), self._workspace.language)

    @everyone
    def periods(self) -> tuple[str, ...]:
        """The present period and every one that was rated officially, newest first."""
        with self._workspace.reading() as reading:
            known = {each.period for each in reading.ratings.all()}
            question = question_of(reading, "", local_day(self._workspace.now()))
        return tuple(sorted(known | {question.period.label}, reverse=True))

    @everyone
    def behind(self, indicator: str, period: str = "", limit: int = 1000) -> tuple[BehindRow, ...]:
        """What is below the line of an indicator of the estimate, failing first; at most ``limit`` rows.

        Raises ``AppError`` as :meth:`overview` does, and ``ValueInvalid`` for an indicator the rules lack.
        """
        with self._workspace.reading() as reading:
            with self._estimates.of(reading, period) as (question, estimate):
                try:
                    rule = question.rules.indicator(indicator)
                except KeyError as error:
                    raise AppError(ErrorCode.VALUE_INVALID, name="indicator", value=indicator) from error
                behind = evidence_behind(estimate.running, rule)
            return behind_rows(reading, behind[:limit], self._workspace.language)

    @everyone
    def costs(self, by: str, period: str = "", indicator: str = "") -> tuple[CostRow, ...]:
        """What each ``staff`` member or ``recipient`` costs, of one indicator or of all, dearest first.

        Raises ``AppError`` as :meth:`behind` does, and ``ValueInvalid`` for another ``by``.
        """
        if by not in {each.value for each in By}:
            raise AppError(ErrorCode.VALUE_INVALID, name="by", value=by)
        with self._workspace.reading() as reading:
            with self._estimates.of(reading, period) as (question, estimate):
                rating = estimate.running.rating(question.period.label)
                wanted = [each.id for each in question.rules.indicators if indicator in ("", each.id)]
                if not wanted:
                    raise AppError(ErrorCode.VALUE_INVALID, name="indicator", value=indicator)
                behind = {
                    each: evidence_behind(estimate.running, question.rules.indicator(each)) for each in wanted
                }
            return cost_rows(reading, question.rules, rating, behind, By(by), self._workspace.language)

    @everyone
    def to_green(self, period: str = "") -> ToGreen:
        """The smallest list that turns the light, and what else can be done."""
        with self._page(period) as page:
            return page.to_green()

    @everyone
    def what_if(self, actions: Sequence[str], period: str = "") -> WhatIf:
        """The light with these actions of :meth:`to_green` done."""
        with self._page(period) as page:
            return page.what_if(actions)

    @everyone
    def forecast(self, period: str = "") -> Forecast:
        """The light at the end of the period: nothing done, and schedule kept."""
        with self._page(period) as page:
            return page.forecast()

    @everyone
    def differences(self, period: str = "") -> Differences | None:
        """Estimate beside official, record by record; None where no official rating has arrived."""
        with self._workspace.reading() as reading:
            official = reading.ratings.of_period(period) if period else reading.ratings.newest()
            if official is None:
                return None
            with self._estimates.of(reading, official.period) as (question, estimate):
                rating = estimate.running.rating(official.period)
                language = self._workspace.language
                return Comparison(reading, official, question.rules, estimate, rating, language).differences()

    @everyone
    def history(self) -> tuple[PastLight, ...]:
        """The light of every period known, newest first."""
        with self._workspace.reading() as reading:
            return history(reading, reading.facts.kept_lights(), self._workspace.language)

    @everyone
    def recompute(self, period: str) -> Recomputed:
        """A past light from the records as they stood then. ``ValueInvalid`` without an official rating."""
        with self._workspace.reading() as reading:
            official = reading.ratings.of_period(period)
            if official is None:
                raise AppError(ErrorCode.VALUE_INVALID, name="period", value=period)
            found = recomputed(reading, official, self._workspace.language)
            known = reading.facts.kept_lights().get(period)
        with self._workspace.writing() as work:
            if known is None:
                until = local_day(official.issued_at)
                work.facts.keep_light(KeptLight(period, official.ruleset, "", until, "[]"))
            work.facts.note_check(period, found.result, self._workspace.now())
        return found

    @everyone
    def named(self, keys: Sequence[str]) -> tuple[BehindRow, ...]:
        """What keys of an indicator stand for, in their order; names of recipients are masked."""
        with self._workspace.reading() as reading:
            return key_rows(reading, keys, self._workspace.language)

    @everyone
    def rules(self, period: str = "") -> RulesText:
        """The rules of a period in plain words. Raises ``AppError`` as :meth:`overview` does."""
        with self._workspace.reading() as reading:
            rules = question_of(reading, period, local_day(self._workspace.now())).rules
            stored = reading.rulesets.get(rules.version)
            if stored is None:
                raise AppError(ErrorCode.RULESET_INVALID, version=rules.version)
            return rules_text(rules, stored, self._workspace.language)

    @everyone
    def estimate_with(
        self, reading: Reading, replaced: Mapping[str, RecordHistory], day: date
    ) -> tuple[Rating, Rating]:
        """Estimates of the period of ``day`` as it is, and with the facts of some records replaced.

        ``replaced`` gives a ``RecordHistory`` by record: what a correction would make of it.
        """
        with self._estimates.on(reading, day) as (question, estimate):
            label = question.period.label
            before = estimate.running.rating(label)
            known = {record: estimate.trace(record) for record in replaced}
            try:
                for record, history in replaced.items():
                    _put(estimate, record, trace_of(history))
                return before, estimate.running.rating(label)
            finally:
                for record, trace in known.items():
                    _put(estimate, record, trace)

    @everyone
    def verify(self) -> tuple[str, ...]:
        """Where the facts kept differ from what the entries say, as text; empty where all agree."""
        with self._workspace.reading() as reading:
            return reading.facts.differences()

    @contextmanager
    def _page(self, period: str) -> Iterator[OutlookPage]:
        today = local_day(self._workspace.now())
        with (
            self._workspace.reading() as reading,
            self._estimates.of(reading, period) as (question, estimate),
        ):
            running = estimate.running
            made_of = (
                question, estimate, reading.facts.heads(), running.complaints, running.vetoes, today,
            )  # fmt: skip
            if self._outlooks is None or self._outlooks[0] != made_of:
                self._outlooks = (made_of, {})
            yield OutlookPage(reading, question, estimate, today, self._workspace.language, self._outlooks[1])

    def _settle(self) -> None:
        """Keep what was worked out. Where nothing can be written, it is worked out again the next time."""
        try:
            self._estimates.settle()
        except AppError as error:
            _log.warning("facts were not kept: %s", error.code.value)

    def _keep(self, question: Question, rating: Rating, past: Past) -> None:
        """Keep the estimate of a period, once it says something else than what is kept."""
        body = kept_body(rating)
        known = past.kept.get(rating.period)
        light = KeptLight(rating.period, rating.ruleset, rating.light.value, question.until, body)
        if known and (known.ruleset, known.until, known.body) == (light.ruleset, light.until, light.body):
            return
        try:
            with self._workspace.writing() as work:
                work.facts.keep_light(light)
        except AppError as error:
            _log.warning("an estimate was not kept: %s", error.code.value)


def _put(estimate: RunningEstimate, record: str, trace: RecordTrace | None) -> None:
    if trace is None:
        estimate.drop_record(record)
    else:
        estimate.put_trace(trace)
