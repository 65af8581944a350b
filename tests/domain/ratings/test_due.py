"""Visits due under the regulator's plans, by days served."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.assignments import Answer, Assignment
from provider_desktop.domain.plans import Period, PlanLine, Unit
from provider_desktop.domain.ratings.due import due_rows, visits_due
from provider_desktop.domain.ratings.engine import evaluate
from provider_desktop.domain.ratings.facts import DueFact
from provider_desktop.domain.ratings.predicates import ALWAYS, Equals
from provider_desktop.domain.ratings.rules import DueRule, RuleSet
from provider_desktop.domain.recipients import Category, Recipient, RecipientState, SelfCare, State
from tests.support.ratings import FIRST, LAST, a_language, a_visit, november, rules_from, shipped, starter

RULE = DueRule(False, 45, True, ALWAYS, ALWAYS)
BY_ITEM = DueRule(True, 45, True, ALWAYS, ALWAYS)


def an_assignment(
    *plan: PlanLine,
    recipient: str = "R1",
    since: date = date(2026, 1, 1),
    until: date | None = None,
    states: tuple[RecipientState, ...] = (),
    answer: Answer = Answer.ACCEPTED,
) -> Assignment:
    person = Recipient(recipient, "李秀英", "", Category.MINIMUM_RURAL, SelfCare.PARTIAL)
    return Assignment(f"A-{recipient}", person, since, until, states, plan, answer=answer)


def due(*assignments: Assignment, first: date = FIRST, until: date = LAST, rule: DueRule = RULE) -> int:
    return sum(fact.planned for fact in visits_due(assignments, first, until, rule))


TWELVE = PlanLine("ZH-01", 12)


def test_a_whole_month_is_due_at_its_end_and_nothing_before_its_time() -> None:
    assert due(an_assignment(TWELVE)) == 12
    assert due(an_assignment(TWELVE), until=date(2026, 11, 20)) == 8
    assert due(an_assignment(TWELVE), until=date(2026, 11, 2)) == 0
    assert due(an_assignment(TWELVE), until=date(2026, 11, 3)) == 1
    assert due(an_assignment(PlanLine("ZH-01", 1)), until=date(2026, 11, 29)) == 0


def test_a_visit_serves_several_items() -> None:
    plan = (PlanLine("ZH-01", 4), PlanLine("SH-03", 8), PlanLine("GA-01", 2))
    assert due(an_assignment(*plan)) == 8


def test_by_item_every_line_stands_for_itself() -> None:
    facts = visits_due([an_assignment(PlanLine("ZH-01", 4), PlanLine("SH-03", 8))], FIRST, LAST, BY_ITEM)
    assert facts == (DueFact("R1", 8, "SH-03"), DueFact("R1", 4, "ZH-01"))


def test_minutes_and_hours_become_visits_and_lines_of_them_add_up() -> None:
    assert due(an_assignment(PlanLine("ZH-01", 360, Unit.MINUTE))) == 8
    assert due(an_assignment(PlanLine("ZH-01", 30, Unit.HOUR))) == 40
    lines = (PlanLine("ZH-01", 200, Unit.MINUTE), PlanLine("SH-03", 160, Unit.MINUTE), PlanLine("GA-01", 3))
    assert due(an_assignment(*lines)) == 8
    assert due(an_assignment(PlanLine("ZH-01", 44, Unit.MINUTE))) == 0


def test_telephone_calls_ask_for_no_visit() -> None:
    call = PlanLine("GA-07", 30)
    facts = visits_due([an_assignment(call, TWELVE)], FIRST, LAST, RULE, not_visits=frozenset({"GA-07"}))
    assert facts == (DueFact("R1", 12),)
    assert visits_due([an_assignment(call)], FIRST, LAST, RULE, not_visits=frozenset({"GA-07"})) == ()


def test_days_in_hospital_and_after_death_are_not_served() -> None:
    hospital = RecipientState(State.HOSPITAL, date(2026, 10, 26), date(2026, 11, 8))
    assert due(an_assignment(TWELVE, states=(hospital,))) == 12 * 22 // 30
    dead = RecipientState(State.DECEASED, date(2026, 11, 16), None)
    assert due(an_assignment(TWELVE, states=(dead,))) == 6
    assert due(an_assignment(TWELVE, states=(hospital, dead))) == 12 * 7 // 30


def test_overlapping_states_count_a_day_once() -> None:
    states = (
        RecipientState(State.HOSPITAL, date(2026, 11, 1), date(2026, 11, 10)),
        RecipientState(State.PAUSED, date(2026, 11, 6), date(2026, 11, 15)),
    )
    assert due(an_assignment(TWELVE, states=states)) == 6


def test_only_days_of_the_assignment_count() -> None:
    assert due(an_assignment(TWELVE, since=date(2026, 11, 16))) == 6
    assert due(an_assignment(TWELVE, until=date(2026, 11, 10))) == 4
    assert due(an_assignment(TWELVE, since=date(2026, 12, 1))) == 0


def test_an_unanswered_assignment_counts_and_a_declined_one_does_not() -> None:
    assert due(an_assignment(TWELVE, answer=Answer.NONE)) == 12
    assert due(an_assignment(TWELVE, answer=Answer.DECLINED)) == 0


def test_half_years_are_due_by_the_part_that_falls_into_the_period() -> None:
    line = PlanLine("SH-05", 6, period=Period.HALF_YEAR)
    months = [(date(2026, month, 1), date(2026, month + 1, 1) - timedelta(days=1)) for month in range(7, 12)]
    months.append((date(2026, 12, 1), date(2026, 12, 31)))
    amounts = [due(an_assignment(line), first=first, until=last) for first, last in months]
    assert sum(amounts) == 6
    # 6 × 31, 62, 92, 123, 153 and 184 of 184 days, rounded down: 1 2 3 4 4 6
    assert amounts == [1, 1, 1, 1, 0, 2]


def test_a_quarter_is_the_sum_of_its_months() -> None:
    plan = an_assignment(PlanLine("ZH-01", 5))
    assert due(plan, first=date(2026, 9, 1), until=LAST) == 15
    assert due(plan, first=date(2026, 9, 1), until=date(2026, 11, 6)) == 11


def test_a_recipient_assigned_twice_in_a_month_has_one_figure() -> None:
    early = an_assignment(TWELVE, until=date(2026, 11, 15))
    late = an_assignment(PlanLine("ZH-01", 4), since=date(2026, 11, 16))
    assert visits_due([early, late], FIRST, LAST, RULE) == (DueFact("R1", 8),)


@given(
    count=st.integers(0, 60),
    since=st.integers(0, 40),
    gone=st.tuples(st.integers(-40, 40), st.integers(0, 40)),
    split=st.integers(0, 29),
    period=st.sampled_from(Period),
)
def test_due_grows_by_the_day_and_parts_add_up(
    count: int, since: int, gone: tuple[int, int], split: int, period: Period
) -> None:
    start = FIRST + timedelta(days=gone[0])
    state = RecipientState(State.HOSPITAL, start, start + timedelta(days=gone[1]))
    plan = an_assignment(
        PlanLine("ZH-01", count, period=period), since=FIRST - timedelta(days=since), states=(state,)
    )
    days = [FIRST + timedelta(days=number) for number in range(30)]
    amounts = [due(plan, until=day) for day in days]
    assert amounts == sorted(amounts)
    assert amounts[-1] <= count
    middle = days[split]
    assert due(plan, until=middle) + due(plan, first=middle + timedelta(days=1)) == amounts[-1]


def rows_of(
    rules: RuleSet, *facts: DueFact, visits: tuple[object, ...] = ()
) -> list[tuple[str, int, int, int]]:
    found = due_rows(rules, facts, visits, LAST)  # type: ignore[arg-type]
    return [(row.key, row.due, row.done, row.served) for row in found]


def per_item(capped: bool) -> RuleSet:
    data = a_language()
    data["due"] = {
        "per": "item",
        "minutes_per_visit": 45,
        "capped": capped,
        "done": {"field": "done", "equals": True},
        "excused": {"field": "outcome", "in": ["absent"]},
    }
    return rules_from(data)


def test_a_visit_serves_the_line_of_each_of_its_items_once() -> None:
    visits = (
        a_visit("V1", items=("ZH-01", "SH-03", "ZH-01")),
        a_visit("V2", items=("ZH-01",)),
        a_visit("V3", outcome="absent"),
    )
    facts = (DueFact("R1", 3, "ZH-01"), DueFact("R1", 1, "SH-03"), DueFact("R2", 2, "ZH-01"))
    assert rows_of(per_item(True), *facts, visits=visits) == [
        ("R1/SH-03", 0, 1, 0),
        ("R1/ZH-01", 2, 2, 2),
        ("R2/ZH-01", 2, 0, 0),
    ]


def test_without_a_cap_all_visits_done_count() -> None:
    visits = tuple(a_visit(f"V{number}") for number in range(5))
    assert rows_of(per_item(False), DueFact("R1", 3, "ZH-01"), visits=visits) == [("R1/ZH-01", 3, 5, 5)]


def test_rows_name_the_records_and_the_excuses() -> None:
    visits = (a_visit("V2"), a_visit("V1"), a_visit("V3", outcome="refused"), a_visit("V4", recipient="R9"))
    (row,) = due_rows(starter(), [DueFact("R1", 12)], visits, LAST)
    assert (row.planned, row.excused, row.due, row.records) == (12, 1, 11, ("V1", "V2"))


def test_without_a_due_rule_there_are_no_rows() -> None:
    assert due_rows(rules_from(a_language()), [DueFact("R1", 12)], (), LAST) == ()


def test_what_is_done_is_for_the_rules_to_say() -> None:
    rule = DueRule(False, 45, True, Equals("capture", "phone"), Equals("outcome", "refused"))
    data = starter()
    rules = RuleSet(data.version, data.name, data.period, data.bands, data.indicators, due=rule)
    visits = (a_visit("V1", capture="phone"), a_visit("V2"), a_visit("V3", outcome="absent"))
    (row,) = due_rows(rules, [DueFact("R1", 2)], visits, LAST)
    assert (row.due, row.done) == (2, 1)


def test_keys_are_sorted_as_they_are_written() -> None:
    data = shipped("starter")
    data["due"]["per"] = "item"
    facts = november(due=0)
    facts = replace(facts, due=(DueFact("R1", 9, "ZH-01"), DueFact("R1-2", 9, "ZH-01")))
    result = evaluate(rules_from(data), facts, "p").indicator("plan_completion")
    assert result.counted == ("R1-2/ZH-01", "R1/ZH-01")
