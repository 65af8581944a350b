"""Rules in plain words: in both languages, with every field and value named."""

from typing import Any

import pytest

from provider_desktop.domain.ratings.describe import bound_text, describe_bands, describe_measure
from provider_desktop.domain.ratings.facts import FIELDS, FieldType
from provider_desktop.wording import LANGUAGES, groups
from tests.support.ratings import a_language, an_indicator, rules_from, shipped, starter

RULES = starter()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_and_value_has_its_word(language: str) -> None:
    words = groups(language)["rating_field"]
    for source, fields in FIELDS.items():
        for name, field in fields.items():
            key = f"{source}.{name}"
            if field.type.is_flag:
                assert {f"{key}.true", f"{key}.false"} <= words.keys()
            if field.type is not FieldType.FLAG:
                assert key in words
            assert {f"{key}.{value}" for value in field.values} <= words.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["starter", "texas_evv"])
def test_no_code_is_left_in_what_is_shipped(language: str, name: str) -> None:
    rules = rules_from(shipped(name))
    for indicator in rules.indicators:
        texts = [describe_measure(rules, indicator, language)]
        texts += [text for _, text in describe_bands(rules, indicator, language)]
        for text in texts:
            assert text
            assert "_" not in text
            assert "–" not in text
            assert "visits." not in text


@pytest.mark.parametrize(
    ("indicator", "zh", "en"),
    [
        ("plan_completion", "计入的完成次数 ÷ 应完成次数", "visits done that count ÷ visits due"),
        ("duration_met", "已完成的服务中，时长达标的占比", "“of full length” as a share of visits done"),
        (
            "manual_correction",
            "服务记录（状态不为草稿或已撤回）中，自行更正过的占比",
            "“corrected without being asked” as a share of visits (state is not draft or withdrawn)",
        ),
        (
            "complaints_overdue",
            "投诉中，未办结、超过办理期限的数量",
            "number of complaints: open and past the time limit",
        ),
    ],
)
def test_measures(indicator: str, zh: str, en: str) -> None:
    rule = RULES.indicator(indicator)
    assert describe_measure(RULES, rule, "zh_CN") == zh
    assert describe_measure(RULES, rule, "en") == en


def test_bands() -> None:
    assert describe_bands(RULES, RULES.indicator("plan_completion"), "zh_CN") == (
        ("green", "≥ 95 %"),
        ("yellow", "≥ 85 %"),
        ("red", "其余"),
    )
    assert describe_bands(RULES, RULES.indicator("complaints_overdue"), "en") == (
        ("green", "≤ 0"),
        ("yellow", "≤ 1"),
        ("red", "otherwise"),
    )
    assert describe_bands(RULES, RULES.indicator("certificates_valid"), "en")[0] == (
        "green",
        (
            "≥ 100 %, and staff (served in the period and certificates valid and days until a certificate"
            " expires at most 30) at most 0"
        ),
    )


def said(where: Any, language: str = "en") -> str:
    data = a_language()
    data["sets"] = {
        "phone": {
            "over": "visits",
            "name": {"zh": "手机采集", "en": "visits by phone"},
            "where": {"field": "capture", "equals": "phone"},
        }
    }
    data["indicators"][0]["measure"] = {"kind": "ratio", "over": "visits", "share": where}
    rules = rules_from(data)
    text = describe_measure(rules, rules.indicators[0], language)
    return text.removeprefix("“").removesuffix("” as a share of visits")


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ({"field": "done", "equals": False}, "not done"),
        ({"field": "capture", "equals": "phone"}, "capture is phone"),
        ({"field": "recipient", "equals": "R1"}, "recipient is R1"),
        ({"field": "version", "equals": 1}, "version is 1"),
        ({"field": "capture", "in": ["phone", "paper"]}, "capture is phone or paper"),
        ({"field": "minutes", "at_least": 45}, "minutes at least 45"),
        ({"field": "minutes", "at_most": 60}, "minutes at most 60"),
        ({"field": "minutes", "at_least": 45, "at_most": 60}, "minutes between 45 and 60"),
        ({"field": "on_time", "known": True}, "timeliness known"),
        ({"field": "on_time", "known": False}, "timeliness unknown"),
        ({"any": [{"set": "phone"}, {"field": "done", "equals": True}]}, "visits by phone or done"),
        ({"not": {"field": "capture", "equals": "import"}}, "capture is not import"),
        ({"not": {"field": "done", "equals": True}}, "not (done)"),
    ],
)
def test_conditions(where: Any, text: str) -> None:
    assert said(where) == text


def test_named_sets_in_chinese() -> None:
    assert said({"set": "phone"}, "zh_CN") == "服务记录中，手机采集的占比"


def test_averages_weights_dated_bounds_and_other_indicators() -> None:
    average = {"kind": "average", "over": "visits", "field": "minutes"}
    weighed = {
        "kind": "ratio",
        "over": "visits",
        "among": {"field": "received", "equals": True},
        "share": {"field": "done", "equals": True},
        "weigh": {"among": "minutes", "share": "minutes"},
    }
    bounds = [{"from": "2026-01-01", "value": "40.5"}, {"from": "2026-04-01", "value": "60"}]
    bands = [
        {"band": "a", "at": "45.25", "if": [{"indicator": "weighed", "at_least": "50", "at_most": "99.5"}]},
        {"band": "b", "at": bounds},
        {"band": "d"},
    ]
    data = a_language() | {
        "indicators": [
            an_indicator("mean", measure=average, bands=bands),
            an_indicator("weighed", measure=weighed),
        ]
    }
    rules = rules_from(data)
    mean, other = rules.indicators
    assert describe_measure(rules, mean, "en") == "mean minutes of visits"
    assert describe_measure(rules, other, "en") == "visits (received): minutes (done) ÷ minutes"
    assert describe_bands(rules, mean, "en") == (
        ("a", "≥ 45.25, and weighed between 50 % and 99.5 %"),
        ("b", "from 2026-01-01 ≥ 40.5, from 2026-04-01 ≥ 60"),
        ("d", "otherwise"),
    )
    assert bound_text(other, rules.indicators[1].bands[0].bounds[0].value) == "≥ 90 %"
