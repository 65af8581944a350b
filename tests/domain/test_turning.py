"""The list that turns the light: carried out on the records themselves it does, and no shorter one would."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random

import pytest

from provider_desktop.domain.histories import FactRules, RecordHistory, SealedVersion, VerdictOutcome
from provider_desktop.domain.outlook import Action, ActionKind, Outlook, usual_capture
from provider_desktop.domain.rating_facts import RatedRecords, gather_facts
from provider_desktop.domain.ratings.engine import Rating, evaluate
from provider_desktop.domain.ratings.facts import ComplaintFact
from provider_desktop.domain.ratings.rules import Light, RuleSet
from provider_desktop.domain.ratings.smallest import is_green
from provider_desktop.domain.running_estimate import RunningEstimate
from provider_desktop.domain.staff import CertificateKind
from provider_desktop.domain.traces import trace_of
from provider_desktop.domain.turning import first_day_without, turn
from provider_desktop.domain.visits import (
    Capture,
    Evidence,
    EvidenceKind,
    ItemDone,
    Relation,
    Signer,
    SigningMethod,
    Source,
    Visit,
)
from tests.support.builders import a_hash, a_staff_member, local
from tests.support.random_ratings import (
    CATALOGUES,
    RECIPIENTS,
    STAFF,
    random_assignments,
    random_complaints,
    random_history,
    random_member,
)
from tests.support.ratings import FIRST, LAST, rules_from, shipped

LIMITS = FactRules()


class Agency:
    """An invented agency on some day of November, and what is done about its light."""

    def __init__(self, seed: int, size: int = 14) -> None:
        chance = self.chance = Random(seed)
        self.today = FIRST + timedelta(days=chance.randrange(8, 30))
        self.rules = lenient(chance)
        self.histories = {f"V{number:02}": random_history(chance, f"V{number:02}") for number in range(size)}
        self.assignments = {each: random_assignments(chance, each) for each in RECIPIENTS}
        self.staff = {each: random_member(chance, each) for each in STAFF}
        self.complaints = random_complaints(chance)
        self.made = 0

    def estimate(self, until: date | None = None) -> RunningEstimate:
        """The estimate on the day."""
        estimate = RunningEstimate(self.rules, LIMITS, CATALOGUES, FIRST, until or self.today)
        for recipient, assignments in self.assignments.items():
            estimate.put_assignments(recipient, assignments)
        for staff, member in self.staff.items():
            estimate.put_member(staff, member)
        for history in self.histories.values():
            if (trace := trace_of(history)) is not None:
                estimate.put_trace(trace)
        estimate.set_findings(self.complaints, ())
        return estimate

    def outlook(self, day: date | None = None) -> Outlook:
        """What could still happen."""
        estimate = self.estimate()
        return Outlook(
            estimate,
            day or self.today,
            today=self.today,
            last=LAST,
            complaints=self.complaints,
            capture=usual_capture(estimate.running.visits()),
        )

    def rating(self, until: date | None = None) -> Rating:
        """The light by the full computation over the records."""
        until = until or self.today
        known = RatedRecords(
            tuple(self.histories.values()),
            [each for given in self.assignments.values() for each in given],
            self.staff,
            CATALOGUES,
            self.complaints,
        )
        return evaluate(self.rules, gather_facts(known, self.rules, LIMITS, FIRST, until), "2026-11")

    def carry_out(self, action: Action, capture: str) -> None:
        """Do it: seal a visit, correct a record, renew certificates, close a complaint."""
        if action.kind is ActionKind.VISIT:
            self._visit(action, capture)
        elif action.kind is ActionKind.CORRECT:
            self._correct(action.key)
        elif action.kind is ActionKind.RENEW:
            self.staff[action.key] = a_staff_member(
                action.key, kinds=(CertificateKind.CARE_WORKER,), until=None, health_certificate=None
            )
        else:
            self.complaints = tuple(
                ComplaintFact(each.complaint, open=False, overdue=False)
                if each.complaint == action.key
                else each
                for each in self.complaints
            )

    def _visit(self, action: Action, capture: str) -> None:
        self.made += 1
        record = f"N{self.made:02}"
        start = local(f"{self.today} 08:00")
        given = [each for each in self.assignments[action.key] if each.recipient.lat]
        lat = max(given, key=lambda each: each.first_day).recipient.lat if given else "37.490000"
        # A place of its own, to the last digit, and within reach of the home.
        where = (f"{lat}{self.made:03}", "117.540000") if capture == "phone" else ("", "")
        items = action.items or (("ZH-01",))
        kind = EvidenceKind.PHOTO_AFTER if capture == "phone" else EvidenceKind.SHEET
        visit = Visit(
            record=record,
            version=1,
            recipient=action.key,
            staff=(),
            sign_in=Capture(start, Source(capture), *where),
            sign_out=Capture(start + timedelta(minutes=200), Source(capture), *where),
            items=tuple(ItemDone(item, 60) for item in items),
            evidence=(Evidence(kind, a_hash(record), 10),),
            signer=Signer(Relation.SELF, SigningMethod.PAPER),
            satisfaction=1,
        )
        received = start + timedelta(hours=5)
        self.histories[record] = RecordHistory(
            (SealedVersion(visit, received_at=received, outcome=VerdictOutcome.ACCEPTED),)
        )

    def _correct(self, record: str) -> None:
        history = self.histories[record]
        latest = history.latest.visit
        kind = EvidenceKind.PHOTO_AFTER if latest.sign_in.source is Source.PHONE else EvidenceKind.SHEET
        better = replace(
            latest,
            version=latest.version + 1,
            evidence=(*latest.evidence, Evidence(kind, a_hash(f"{record} again"), 10)),
            signer=Signer(Relation.SELF, SigningMethod.PAPER),
        )
        received = history.latest.received_at
        version = SealedVersion(better, received_at=received, outcome=VerdictOutcome.ACCEPTED)
        self.histories[record] = RecordHistory((*history.versions, version))


def lenient(chance: Random) -> RuleSet:
    """The starter set with bounds within reach of small histories."""
    data = shipped("starter")
    for indicator in data["indicators"]:
        indicator["minimum"] = chance.choice((1, 2, 6))
        if indicator["measure"]["kind"] == "ratio" and indicator["measure"]["over"] != "staff":
            low, high = sorted(chance.sample(range(30, 90, 5), 2))
            higher = indicator["better"] == "higher"
            bounds = (high, low) if higher else (low, high)
            for band, bound in zip(indicator["bands"], bounds, strict=False):
                band["at"] = str(bound)
    if chance.random() < 0.25:
        data["due"]["per"] = "item"
    return rules_from(data)


@pytest.mark.parametrize("seed", range(150))
def test_doing_the_list_turns_the_light(seed):
    agency = Agency(seed)
    outlook = agency.outlook()
    found = turn(outlook, FIRST)
    if found is None:
        return
    capture = usual_capture(agency.estimate().running.visits())
    for action in found.actions:
        agency.carry_out(action, capture)
    assert agency.rating().light is Light.GREEN, found


def test_the_lists_are_of_every_kind():
    """Chance must reach what the tests here are about."""
    kinds: Counter[str] = Counter()
    for seed in range(150):
        found = turn(Agency(seed).outlook(), FIRST)
        kinds["none" if found is None else "green" if not found.actions else "list"] += 1
        kinds.update({action.kind.value for action in found.actions} if found else ())
        kinds["gave up"] += found is not None and not found.is_smallest
    assert kinds["list"] > 40
    assert kinds["none"] > 15
    assert all(kinds[kind] >= 3 for kind in ActionKind), kinds
    assert kinds["gave up"] == 0


@pytest.mark.parametrize("seed", range(150))
def test_no_shorter_list_turns_the_light(seed):
    """Against every set of actions there is, where there are few."""
    agency = Agency(seed + 5000, size=8)
    outlook = agency.outlook()
    actions = tuple(outlook.actions())
    found = turn(outlook, FIRST)
    most = 3 if found is None else min(3, len(found.actions) - 1)
    if len(actions) > 40:
        actions = actions[:40]
    for size in range(most + 1):
        for some in combinations(actions, size):
            assert not is_green(agency.rules, outlook.figures(some), FIRST), (some, found)


@pytest.mark.parametrize("seed", range(60))
def test_figures_promised_are_the_figures_of_the_records_afterwards(seed):
    """What-if is exact: any set of actions, not only the smallest."""
    agency = Agency(seed + 9000)
    outlook = agency.outlook()
    actions = list(outlook.actions())
    chosen = agency.chance.sample(actions, min(len(actions), 6))
    visits: Counter[str] = Counter()
    for action in chosen:
        visits[action.key] += action.kind is ActionKind.VISIT
    promised = outlook.figures(chosen)
    capture = usual_capture(agency.estimate().running.visits())
    for action in chosen:
        agency.carry_out(action, capture)
    if agency.rules.due and agency.rules.due.per_item:
        return  # which items a further visit holds is the office's to say
    after = agency.rating()
    for each in after.indicators:
        assert promised.sums[each.id] == (each.numerator, each.denominator), each.id


@pytest.mark.parametrize("seed", range(40))
def test_the_outlook_of_a_day_to_come_is_the_rating_of_that_day_if_nothing_is_done(seed):
    agency = Agency(seed + 20_000)
    # Records of days to come would count by then.
    agency.histories = {
        record: history
        for record, history in agency.histories.items()
        if history.latest.visit.day and history.latest.visit.day <= agency.today
    }
    base = agency.outlook(LAST).base
    for each in agency.rating(LAST).indicators:
        assert base.sums[each.id] == (each.numerator, each.denominator), each.id


def test_since_when_nothing_helps_is_found_by_halving():
    for day in range(20):
        lost = FIRST + timedelta(days=day)
        asked: list[date] = []

        def can_turn(until: date, lost: date = lost, asked: list[date] = asked) -> bool:
            asked.append(until)
            return until < lost

        assert first_day_without(can_turn, FIRST, FIRST + timedelta(days=19)) == lost
        assert len(asked) <= 5
