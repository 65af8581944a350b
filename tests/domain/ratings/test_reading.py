"""Reading rule sets: what is refused, where the pointer leads, and that nothing is ignored."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.ratings.json_nodes import Problem
from provider_desktop.domain.ratings.periods import PeriodKind
from provider_desktop.domain.ratings.reading import read_rules
from provider_desktop.wording import LANGUAGES, groups
from tests.support.ratings import a_language, an_indicator, rules_from, shipped


def problems_of(data: Any) -> list[tuple[str, str]]:
    reading = read_rules(data, "v")
    assert (reading.rules is None) is bool(reading.problems)
    return [(problem.code, problem.pointer) for problem in reading.problems]


def changed(*path: str | int, to: Any) -> Any:
    """The starter rule set with one value replaced."""
    data = shipped("starter")
    at = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return data


def without(*path: str | int) -> Any:
    data = shipped("starter")
    at = data
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return data


@pytest.mark.parametrize("name", ["starter", "texas_evv"])
def test_what_is_shipped_reads(name: str) -> None:
    assert read_rules(shipped(name), "v").problems == ()


FIELD = {"field": "done", "equals": True}

WRONG: list[tuple[Any, str, str]] = [
    ([], "not_an_object", ""),
    ("text", "not_an_object", ""),
    ({1: "x"}, "not_an_object", ""),
    (without("bands"), "missing", ""),
    (without("indicators"), "missing", ""),
    (changed("sets~/x", to=1), "unknown_field", "/sets~0~1x"),
    (changed("name", to={"zh": "x"}), "missing", "/name"),
    (changed("name", "en", to=" "), "not_a_text", "/name/en"),
    (changed("name", "zh", to=3), "not_a_text", "/name/zh"),
    # periods
    (changed("period", to={"kind": "week"}), "not_a_choice", "/period/kind"),
    (changed("period", to={"kind": "month", "days": 3}), "unknown_field", "/period/days"),
    (changed("period", to={"kind": "rolling"}), "missing", "/period"),
    (changed("period", to={"kind": "rolling", "days": 0}), "out_of_range", "/period/days"),
    (changed("period", to={"kind": "rolling", "days": True}), "not_an_integer", "/period/days"),
    (changed("period", to={"kind": "quarter", "first_month": 13}), "out_of_range", "/period/first_month"),
    (changed("period", to={"kind": "quarter", "days": 1}), "unknown_field", "/period/days"),
    # bands of the rule set
    (changed("bands", to={}), "not_an_array", "/bands"),
    (changed("bands", to=[]), "too_few", "/bands"),
    (changed("bands", 0, "light", to="none"), "not_a_choice", "/bands/0/light"),
    (changed("bands", 1, "id", to="green"), "twice", "/bands/1/id"),
    (changed("bands", 0, "id", to="Grün"), "not_an_id", "/bands/0/id"),
    # sets
    (changed("sets", "done", "over", to="due"), "not_a_choice", "/sets/done/where/all/1/field"),
    (changed("sets", "done", "where", to={"set": "done"}), "unknown_set", "/sets/done/where/set"),
    # how visits due are counted
    (changed("due", "per", to="visit"), "not_a_choice", "/due/per"),
    (changed("due", "capped", to=1), "not_a_flag", "/due/capped"),
    (changed("due", "minutes_per_visit", to=0), "out_of_range", "/due/minutes_per_visit"),
    (changed("due", "minutes_per_visit", to="45"), "not_an_integer", "/due/minutes_per_visit"),
    (without("due", "excused"), "missing", "/due"),
    (without("due"), "due_not_defined", "/indicators/0/measure/over"),
    # indicators
    (without("indicators", 3, "id"), "missing", "/indicators/3"),
    (changed("indicators", 3, to=3), "not_an_object", "/indicators/3"),
    (changed("indicators", 1, "id", to="plan_completion"), "twice", "/indicators/1/id"),
    (changed("indicators", 1, "minimum", to=0), "out_of_range", "/indicators/1/minimum"),
    (changed("indicators", 1, "better", to="more"), "not_a_choice", "/indicators/1/better"),
    (changed("indicators", 1, "remedy", to="pray"), "not_a_choice", "/indicators/1/remedy"),
    (changed("indicators", 1, "weight", to="1"), "unknown_field", "/indicators/1/weight"),
    # measures
    (changed("indicators", 1, "measure", "kind", to="sum"), "not_a_choice", "/indicators/1/measure/kind"),
    (
        changed("indicators", 1, "measure", "field", to="minutes"),
        "unknown_field",
        "/indicators/1/measure/field",
    ),
    (
        changed("indicators", 1, "measure", to={"kind": "average", "over": "visits", "field": "done"}),
        "not_a_choice",
        "/indicators/1/measure/field",
    ),
    (
        changed("indicators", 1, "measure", to={"kind": "average", "over": "visits"}),
        "missing",
        "/indicators/1/measure",
    ),
    (
        changed("indicators", 1, "measure", to={"kind": "count", "over": "visits"}),
        "missing",
        "/indicators/1/measure",
    ),
    (
        changed("indicators", 0, "measure", "weigh", "share", to="item"),
        "not_a_choice",
        "/indicators/0/measure/weigh/share",
    ),
    # conditions on facts
    (changed("due", "done", to={"set": "nobody"}), "unknown_set", "/due/done/set"),
    (changed("due", "done", to={}), "not_a_condition", "/due/done"),
    (changed("due", "done", to={"all": []}), "too_few", "/due/done/all"),
    (changed("due", "done", to={"any": [FIELD], "all": [FIELD]}), "unknown_field", "/due/done/all"),
    (changed("due", "done", to={"any": [FIELD, 1, FIELD]}), "not_an_object", "/due/done/any/1"),
    (
        changed("due", "done", to={"not": {"field": "name", "equals": "x"}}),
        "not_a_choice",
        "/due/done/not/field",
    ),
    (changed("due", "done", to={"field": "done"}), "not_a_comparison", "/due/done"),
    (changed("due", "done", to={"field": "done", "equals": "yes"}), "not_a_flag", "/due/done/equals"),
    (changed("due", "done", to={"field": "done", "at_least": 1}), "not_a_comparison", "/due/done"),
    (changed("due", "done", to={"field": "minutes", "in": ["1"]}), "not_a_comparison", "/due/done"),
    (
        changed("due", "done", to={"field": "minutes", "equals": 1, "at_most": 2}),
        "not_a_comparison",
        "/due/done",
    ),
    (
        changed("due", "done", to={"field": "minutes", "at_least": 1.5}),
        "not_an_integer",
        "/due/done/at_least",
    ),
    (changed("due", "done", to={"field": "state", "equals": "lost"}), "not_a_choice", "/due/done/equals"),
    (
        changed("due", "done", to={"field": "state", "in": ["draft", "lost"]}),
        "not_a_choice",
        "/due/done/in/1",
    ),
    (changed("due", "done", to={"field": "on_time", "known": "yes"}), "not_a_flag", "/due/done/known"),
    (changed("due", "done", to={"field": "done", "equals": True, "x": 1}), "unknown_field", "/due/done/x"),
    # bands of an indicator
    (changed("indicators", 1, "bands", to=[{"band": "red"}]), "too_few", "/indicators/1/bands"),
    (changed("indicators", 1, "bands", 2, "at", to="1"), "unknown_field", "/indicators/1/bands/2/at"),
    (without("indicators", 1, "bands", 0, "at"), "missing", "/indicators/1/bands/0"),
    (changed("indicators", 1, "bands", 0, "at", to=95), "not_an_array", "/indicators/1/bands/0/at"),
    (changed("indicators", 1, "bands", 0, "at", to="95 %"), "not_a_decimal", "/indicators/1/bands/0/at"),
    (changed("indicators", 1, "bands", 0, "band", to="blue"), "unknown_band", "/indicators/1/bands/0/band"),
    (changed("indicators", 1, "bands", 0, "band", to="yellow"), "bands_out_of_order", "/indicators/1/bands"),
    (changed("indicators", 1, "bands", 0, "at", to="84.9"), "bounds_out_of_order", "/indicators/1/bands"),
    (changed("indicators", 3, "bands", 0, "at", to="5.1"), "bounds_out_of_order", "/indicators/3/bands"),
    (changed("indicators", 1, "bands", 0, "at", to=[]), "too_few", "/indicators/1/bands/0/at"),
    (
        changed("indicators", 1, "bands", 0, "at", to=[{"from": "2026-2-1", "value": "1"}]),
        "not_a_day",
        "/indicators/1/bands/0/at/0/from",
    ),
    (
        changed("indicators", 1, "bands", 0, "at", to=[{"from": "2026-02-30", "value": "1"}]),
        "not_a_day",
        "/indicators/1/bands/0/at/0/from",
    ),
    (
        changed(
            "indicators",
            1,
            "bands",
            0,
            "at",
            to=[{"from": "2026-02-01", "value": "1"}, {"from": "2026-01-01", "value": "2"}],
        ),
        "dates_out_of_order",
        "/indicators/1/bands/0/at",
    ),
    # second conditions
    (changed("indicators", 8, "bands", 0, "if", to=[]), "too_few", "/indicators/8/bands/0/if"),
    (changed("indicators", 8, "bands", 0, "if", to=[{}]), "missing", "/indicators/8/bands/0/if/0"),
    (without("indicators", 8, "bands", 0, "if", 0, "at_most"), "missing", "/indicators/8/bands/0/if/0"),
    (
        changed("indicators", 8, "bands", 0, "if", to=[{"indicator": "luck", "at_most": "1"}]),
        "unknown_indicator",
        "/indicators/8/bands/0/if/0/indicator",
    ),
    # combination, vetoes, escalation
    (changed("combine", to={"kind": "best"}), "not_a_choice", "/combine/kind"),
    (changed("combine", to={"kind": "worst", "places": 1}), "unknown_field", "/combine/places"),
    (changed("combine", to={}), "missing", "/combine"),
    (changed("vetoes", 0, "band", to="black"), "unknown_band", "/vetoes/0/band"),
    (changed("vetoes", 1, "id", to="false_record"), "twice", "/vetoes/1/id"),
    (changed("vetoes", to={}), "not_an_array", "/vetoes"),
    (changed("escalation", to=[{"id": "x"}]), "missing", "/escalation/0"),
]


@pytest.mark.parametrize(("data", "code", "pointer"), WRONG)
def test_faults(data: Any, code: str, pointer: str) -> None:
    assert (code, pointer) in problems_of(data)


def test_each_fault_alone_is_the_only_problem() -> None:
    assert problems_of(changed("indicators", 1, "bands", 0, "at", to="95 %")) == [
        ("not_a_decimal", "/indicators/1/bands/0/at")
    ]


def test_faults_beside_each_other_are_found_in_one_go() -> None:
    data = changed("indicators", 1, "minimum", to="ten")
    data["indicators"][4]["remedy"] = "pray"
    data["vetoes"][0]["band"] = "black"
    data["due"]["capped"] = "no"
    assert {pointer for _, pointer in problems_of(data)} == {
        "/indicators/1/minimum",
        "/indicators/4/remedy",
        "/vetoes/0/band",
        "/due/capped",
    }


def test_conditions_nested_too_deep_are_refused_not_followed() -> None:
    data = shipped("starter")
    condition: Any = FIELD
    for _ in range(2000):
        condition = {"not": condition}
    data["due"]["done"] = condition
    assert problems_of(data) == [("too_deep", "/due/done" + 7 * "/not")]


WEIGHTED: dict[str, Any] = {
    "kind": "weighted",
    "missing": "no_data",
    "terms": [{"indicator": "phone", "weight": "60"}],
    "places": 0,
    "rounding": "half_up",
    "better": "higher",
    "bands": [{"band": "a", "at": "80"}, {"band": "d"}],
}
TABLE = {"a": "3", "b": "2", "c": "1", "d": "0"}


def combined(**members: Any) -> Any:
    return a_language() | {"combine": WEIGHTED | members}


def pointed(table: Any, **members: Any) -> Any:
    combine = {key: value for key, value in WEIGHTED.items() if key != "terms"} | {"kind": "points"}
    return a_language() | {
        "combine": combine | {"points": [{"indicator": "phone", "bands": table}]} | members
    }


@pytest.mark.parametrize(
    ("data", "code", "pointer"),
    [
        (combined(terms=[]), "too_few", "/combine/terms"),
        (combined(terms=2 * WEIGHTED["terms"]), "twice", "/combine/terms"),
        (
            combined(terms=[{"indicator": "luck", "weight": "1"}]),
            "unknown_indicator",
            "/combine/terms/0/indicator",
        ),
        (combined(terms=[{"indicator": "phone", "weight": "0"}]), "not_positive", "/combine/terms/0/weight"),
        (combined(places=7), "out_of_range", "/combine/places"),
        (combined(rounding="even"), "not_a_choice", "/combine/rounding"),
        (combined(missing="zero"), "not_a_choice", "/combine/missing"),
        (combined(points=[]), "unknown_field", "/combine/points"),
        (pointed({"a": "3", "b": "2", "c": "1"}), "missing", "/combine/points/0/bands"),
        (pointed(TABLE | {"e": "1"}), "unknown_field", "/combine/points/0/bands/e"),
        (pointed(dict.fromkeys(TABLE, "-1")), "not_positive", "/combine/points/0/bands"),
        (
            pointed(TABLE) | {"indicators": [an_indicator("phone", bands=[])]},
            "too_few",
            "/indicators/0/bands",
        ),
    ],
)
def test_faults_of_scores(data: Any, code: str, pointer: str) -> None:
    assert problems_of(data) == [(code, pointer)]


def test_points_need_bands_and_scores_do_not() -> None:
    bare = an_indicator("phone")
    del bare["bands"]
    assert problems_of(combined() | {"indicators": [bare]}) == []
    assert problems_of(pointed(TABLE) | {"indicators": [bare]}) == [
        ("no_bands", "/combine/points/0/indicator")
    ]
    assert problems_of(pointed(TABLE)) == []


def test_periods() -> None:
    assert rules_from(a_language() | {"period": {"kind": "quarter"}}).period.first_month == 1
    assert (
        rules_from(a_language() | {"period": {"kind": "quarter", "first_month": 9}}).period.first_month == 9
    )
    rolling = rules_from(a_language() | {"period": {"kind": "rolling", "days": 90}}).period
    assert (rolling.kind, rolling.days) == (PeriodKind.ROLLING, 90)


def test_free_text_fields_take_any_text() -> None:
    where = {"any": [{"field": "recipient", "equals": "R1"}, {"field": "recipient", "in": ["R2", "R3"]}]}
    data = a_language()
    data["indicators"][0]["measure"]["among"] = where
    assert problems_of(data) == []


def test_names_of_bands_and_indicators() -> None:
    rules = rules_from(a_language())
    assert rules.rank("c") == 2
    assert rules.band("a").name.in_language("zh_CN") == "a"
    assert rules.indicator("phone").name.in_language("en") == "phone"
    for lookup in (rules.rank, rules.band, rules.indicator):
        with pytest.raises(KeyError):
            lookup("nothing")


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path, *(place for key, child in children for place in _places(child, (*path, key)))]


STARTER = shipped("starter")


@given(
    place=st.sampled_from([place for place in _places(STARTER) if place]),
    junk=st.sampled_from([None, 1.5, -1, "", "x", [], {}, [None], {"": 0}, True, "1e9", 10**16]),
)
def test_junk_anywhere_is_a_problem_or_a_rule_never_a_crash(place: tuple[Any, ...], junk: Any) -> None:
    data = copy.deepcopy(STARTER)
    at = data
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = junk
    problems_of(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_its_sentence(language: str) -> None:
    sentences = groups(language)["ruleset"]
    seen: list[Problem] = []
    read: Callable[[Any], object] = lambda data: seen.extend(read_rules(data, "v").problems)  # noqa: E731
    for data, _, _ in WRONG:
        read(data)
    assert len({problem.code for problem in seen}) > 20
    for problem in seen:
        assert "{" not in sentences[problem.code].format(**problem.values)
