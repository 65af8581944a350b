"""Every code the program can show has its sentence in both languages."""

import pytest

from provider_desktop import resources
from provider_desktop.domain.checks.rules import CELL_RULES, SCHEMA, VISIT_RULES
from provider_desktop.wording import LANGUAGES, groups, sentence

RULESETS = sorted(path.name for path in resources.resource_path("rulesets").glob("*.json"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_sentence(language):
    wanted = {*VISIT_RULES, *CELL_RULES, SCHEMA}
    assert wanted - set(groups(language).get("rule", {})) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", RULESETS)
def test_every_rule_of_a_shipped_rule_set_has_a_sentence(language, name):
    rules = resources.read_json("rulesets", name).get("checks", {})
    assert set(rules) - set(groups(language).get("rule", {})) == set()


def test_a_value_that_was_not_given_shows_as_a_dash():
    assert sentence("error", "DatabaseTooNew", "en", {"known": 4}).endswith("(version –; this one knows 4).")


def test_a_code_nobody_knows_is_shown_itself():
    assert sentence("rule", "COUNTY-SPECIAL", "zh_CN") == "COUNTY-SPECIAL"


def test_both_languages_have_the_same_groups():
    assert groups("zh_CN").keys() == groups("en").keys()
