"""A history follows the plans, keeps the roster, and has the defects of real months at about their rates."""

from collections import Counter
from datetime import date, timedelta

from provider_desktop.domain.catalogue_payload import read_catalogue
from provider_desktop.domain.visits import Outcome, Source
from provider_desktop.resources import read_json
from provider_desktop.sample.county import sample_county
from provider_desktop.sample.defects import defective_drafts
from provider_desktop.sample.history import SampleVisit, history

TODAY = date(2026, 11, 23)
FIRST = date(2026, 10, 1)
AGENCY = sample_county(TODAY).agencies[0]
CATALOGUE, _ = read_catalogue(read_json("catalogue", "default.json"))


def two_months() -> list[SampleVisit]:
    assert CATALOGUE is not None
    return list(history(AGENCY, CATALOGUE, FIRST, TODAY - timedelta(days=1)))


def test_repeatable() -> None:
    assert two_months() == two_months()


def test_nobody_works_while_on_leave_or_off_the_roster() -> None:
    staff = {member.staff: member for member in AGENCY.staff}
    for sample in two_months():
        day = sample.visit.day
        assert day is not None
        for key in sample.visit.staff:
            assert staff[key].on_roster(day)
            assert staff[key].on_leave(day) is None


def test_nobody_is_at_two_places_at_once() -> None:
    spans: dict[str, list[tuple[object, object]]] = {}
    for sample in two_months():
        for key in sample.visit.staff:
            for started, ended in spans.get(key, []):
                assert sample.visit.started >= ended or sample.visit.ended <= started  # type: ignore[operator]
            spans.setdefault(key, []).append((sample.visit.started, sample.visit.ended))


def test_no_more_is_done_of_an_item_than_the_plan_allows() -> None:
    allowed = {
        (each.recipient.recipient, line.item): line.count for each in AGENCY.assignments for line in each.plan
    }
    done: Counter[tuple[str, str, str]] = Counter()
    for sample in two_months():
        for item in sample.visit.items:
            done[sample.visit.recipient, item.item, f"{sample.visit.day:%Y-%m}"] += 1
    assert all(count <= allowed[recipient, item] for (recipient, item, _), count in done.items())


def test_defects_of_every_kind_occur_and_stay_the_exception() -> None:
    samples = two_months()
    visits = [sample.visit for sample in samples]
    kinds = {
        "absent": sum(visit.outcome is not Outcome.DONE for visit in visits),
        "bare": sum(visit.outcome is Outcome.DONE and not visit.evidence for visit in visits),
        "fate": sum(bool(sample.fate) for sample in samples),
    }
    assert all(0 < count < len(visits) * 0.2 for count in kinds.values()), kinds
    assert {visit.sign_in.source for visit in visits} == {Source.PHONE, Source.PAPER}


def test_drafts_break_one_rule_each() -> None:
    assert CATALOGUE is not None
    rules = [rule for rule, _ in defective_drafts(AGENCY, CATALOGUE, TODAY)]
    assert len(set(rules)) >= 8
    assert "" in rules
