"""Sentences for codes: each has one in both languages, with the same figures."""

from __future__ import annotations

from string import Formatter

import pytest

from provider_desktop.domain.assignments import AssignmentStatus
from provider_desktop.domain.catalogue import ItemClass
from provider_desktop.domain.checks import CELL_RULES, SCHEMA, VISIT_RULES
from provider_desktop.domain.findings import Action
from provider_desktop.domain.plans import Period, Unit
from provider_desktop.domain.recipients import Category, SelfCare, State
from provider_desktop.domain.staff import CertificateKind, Qualification
from provider_desktop.domain.visits import (
    EvidenceKind,
    Outcome,
    Relation,
    SigningMethod,
    Source,
    VisitState,
)
from provider_desktop.wording import LANGUAGES, finding_sentence, groups, sentence
from tests.support.check_cases import check_cases

ENUMERATIONS = {
    "action": Action,
    "assignment_status": AssignmentStatus,
    "category": Category,
    "certificate": CertificateKind,
    "evidence": EvidenceKind,
    "item_class": ItemClass,
    "outcome": Outcome,
    "plan_period": Period,
    "plan_unit": Unit,
    "recipient_state": State,
    "relation": Relation,
    "self_care": SelfCare,
    "signing_method": SigningMethod,
    "source": Source,
    "state": VisitState,
}


def figures(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_an_enumeration_has_a_word(language: str) -> None:
    words = groups(language)
    for group, codes in ENUMERATIONS.items():
        assert set(words[group]) == set(codes), group
    assert set(words["qualification"]) == {need for need in Qualification if need}
    assert {*VISIT_RULES, *CELL_RULES, SCHEMA} <= set(words["rule"])


def test_both_languages_say_the_same_codes_with_the_same_figures() -> None:
    chinese, english = (groups(language) for language in LANGUAGES)
    assert {group: set(words) for group, words in chinese.items()} == {
        group: set(words) for group, words in english.items()
    }
    for group, words in chinese.items():
        for code, text in words.items():
            if group == "rule":
                assert figures(text) == figures(english[group][code]), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_the_table_is_said_without_a_gap(language: str) -> None:
    from provider_desktop.domain.checks import build_context, check_visit

    for case in check_cases():
        visit = case.visit()
        for finding in check_visit(visit, build_context(visit, case.source(), case.when())):
            text = finding_sentence(finding.rule, finding.values, language)
            assert "–" not in text, (finding, text)
            assert text != finding.rule


def test_ids_give_way_to_names_and_codes_to_words() -> None:
    values = {"staff": "S1", "day": "2026-11-02", "qualification": "nurse", "item": "ZH-21"}
    text = finding_sentence("STAFF-QUALIFIED", values, "zh_CN", {"S1": "王芳"})
    assert "王芳" in text
    assert "护士执业证" in text
    assert "ZH-21" in text
    assert "S1" in finding_sentence("STAFF-QUALIFIED", values, "en")


def test_what_is_not_known_is_shown_as_it_is() -> None:
    assert finding_sentence("COUNTY-7", {"why": "x"}, "en") == "COUNTY-7"
    assert "–" in finding_sentence("TIME-SUM", {}, "en")
    assert sentence("rule", "TIME-SUM", "en", {"sum": 31, "minutes": 30}).startswith("The items add up to 31")
