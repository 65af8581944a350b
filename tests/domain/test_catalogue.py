"""The catalogue: the default one as shipped, its statement body, versions by day, items as written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from provider_desktop.domain.catalogue import ItemFinder, catalogue_on, typing_keys
from provider_desktop.domain.catalogue_payload import catalogue_body, read_catalogue
from provider_desktop.domain.checks import VISIT_RULES
from provider_desktop.domain.recipients import SelfCare
from provider_desktop.domain.staff import Qualification
from provider_desktop.exchange.statement_bodies import body_flaws
from provider_desktop.resources import read_json
from provider_desktop.wording import LANGUAGES, groups
from tests.support.builders import a_catalogue, an_item, default_catalogue

#: Minutes and qualification of every item in the table of domain.md.
TABLE = """
ZH-01 20 30 60 -     ZH-02 5 10 20 care   ZH-03 5 10 20 care   ZH-04 10 20 40 care  ZH-05 5 10 30 care
ZH-06 10 15 30 care  ZH-07 20 30 45 care  ZH-08 30 40 90 care  ZH-09 5 10 20 care   ZH-10 10 20 40 care
ZH-11 10 15 30 care  ZH-12 5 10 20 care   ZH-13 10 15 30 care  ZH-14 10 15 40 care
ZH-15 15 30 60 rehabilitation_or_care     ZH-16 5 10 20 care   ZH-17 5 10 20 nurse  ZH-18 5 10 20 care
ZH-19 30 60 240 care ZH-21 10 20 40 nurse ZH-22 10 20 40 nurse ZH-23 10 20 40 nurse ZH-24 10 20 40 nurse
ZH-25 10 20 40 nurse ZH-26 10 20 40 nurse
SH-01 40 60 90 health SH-02 5 15 30 health SH-03 40 60 120 -   SH-04 20 40 90 -     SH-05 15 30 60 -
SH-06 60 180 480 care SH-07 30 60 240 care SH-08 15 45 90 -    SH-09 5 30 480 -     SH-10 15 30 60 -
SH-11 30 60 120 assessor
GA-01 30 60 120 -    GA-02 20 40 90 social_or_psychology       GA-03 40 60 90 social_or_psychology
GA-04 0 0 0 social_work GA-05 45 90 240 social_work GA-06 45 90 240 social_work GA-07 3 10 30 -
"""


def test_the_default_catalogue_has_every_row_of_the_table() -> None:
    words = TABLE.split()
    rows = [words[place : place + 5] for place in range(0, len(words), 5)]
    shipped = {
        item.code: [item.minimum, item.reference, item.maximum, item.qualification.value or "-"]
        for item in default_catalogue().items
    }
    assert shipped == {code: [*map(int, minutes), need] for code, *minutes, need in rows}
    assert len(rows) == 43


def test_the_default_catalogue_in_particulars() -> None:
    catalogue = default_catalogue()
    assert catalogue.first_day == date(2026, 1, 1)
    bath, call, dressing = (catalogue.item(code) for code in ("ZH-08", "GA-07", "ZH-21"))
    assert bath is not None
    assert call is not None
    assert dressing is not None
    assert [bath.staff_needed(level) for level in SelfCare] == [1, 1, 2]
    assert not call.counts_as_visit
    assert dressing.qualification is Qualification.NURSE
    assert "order" in dressing.evidence
    assert all(item.name_en and item.frequency for item in catalogue.items)
    assert all(set(item.checks) <= set(VISIT_RULES) for item in catalogue.items)
    assert catalogue.item("ZH-20") is None


def test_every_need_of_the_default_catalogue_has_a_word() -> None:
    needs = {need for item in default_catalogue().items for need in item.evidence}
    for language in LANGUAGES:
        assert needs <= set(groups(language)["need"])


def test_the_shipped_file_is_a_statement_body_to_the_letter() -> None:
    body = read_json("catalogue", "default.json")
    assert body_flaws("catalogue", body) == ()
    assert catalogue_body(default_catalogue()) == body


def faulty(change: Any) -> dict[str, Any]:
    body = json.loads(json.dumps(catalogue_body(a_catalogue(an_item(), an_item("T-20")))))
    change(body)
    return body


@pytest.mark.parametrize(
    ("change", "pointer", "why"),
    [
        (lambda body: body.pop("version"), "/version", "missing"),
        (lambda body: body.update({"from": ""}), "/from", "missing"),
        (lambda body: body.update({"from": "soon"}), "/from", "value"),
        (lambda body: body.update({"to": "2026-13-01"}), "/to", "value"),
        (lambda body: body.update({"items": 1}), "/items", "kind"),
        (lambda body: body["items"][1].update(code="T-10"), "/items/1/code", "twice"),
        (lambda body: body["items"][0].update({"class": "x"}), "/items/0/class", "value"),
        (lambda body: body["items"][0].update(minimum=-1), "/items/0/minimum", "value"),
        (lambda body: body["items"][0].update(counts_as_visit="no"), "/items/0/counts_as_visit", "kind"),
        (lambda body: body["items"][0].update(checks={"A": "x"}), "/items/0/checks/A", "value"),
    ],
)
def test_a_faulty_catalogue_is_refused_with_the_place(change: Any, pointer: str, why: str) -> None:
    catalogue, faults = read_catalogue(faulty(change))
    assert catalogue is None
    assert [(each.pointer, each.values["why"]) for each in faults] == [(pointer, why)]


def test_what_is_no_object_is_no_catalogue() -> None:
    catalogue, faults = read_catalogue([])
    assert catalogue is None
    assert faults[0].pointer == ""


def test_what_an_item_leaves_out_has_a_plain_default() -> None:
    body = {
        "version": "v",
        "from": "2026-01-01",
        "items": [{"code": "A", "name": "甲", "class": "life", "staff": 2}],
    }
    catalogue, _ = read_catalogue(body)
    assert catalogue is not None
    item = catalogue.items[0]
    assert (item.frequency, item.staff, item.staff_full_care, item.counts_as_visit) == ("plan", 2, 2, True)


def test_the_version_in_force_on_a_day() -> None:
    first = a_catalogue(version="1", last_day=date(2026, 6, 30))
    second = replace(a_catalogue(version="2"), first_day=date(2026, 6, 1))
    known = (second, first)
    assert catalogue_on(known, date(2026, 5, 31)) is first
    assert catalogue_on(known, date(2026, 6, 1)) is second
    assert catalogue_on(known, date(2025, 12, 31)) is None
    assert catalogue_on((), date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("SH-01", "SH-01"),
        ("ｓｈ－０１", "SH-01"),
        ("sh01", "SH-01"),
        ("助餐(做餐)", "SH-01"),
        ("助餐（做餐）", "SH-01"),
        ("助餐", "SH-01"),
        ("做餐", "SH-01"),
        ("指/趾甲护理", "ZH-05"),
        ("指趾甲护理", "ZH-05"),
        ("指甲护理", "ZH-05"),
        (" 洗 发 ", "ZH-04"),
        ("心理慰藉", "GA-03"),
        ("House cleaning", "SH-03"),
        ("按摩推拿", None),
        ("", None),
    ],
)
def test_items_are_found_however_they_are_written(written: str, code: str | None) -> None:
    found = ItemFinder(default_catalogue()).find(written)
    assert (found.code if found else None) == code


def test_a_form_that_two_items_share_names_neither() -> None:
    shared = (an_item("A", name="助餐(做)"), an_item("B", name="助餐(送)", name_en="", aliases=("()",)))
    finder = ItemFinder(a_catalogue(*shared))
    assert finder.find("助餐") is None
    assert [item.code for item in finder.nearest("助餐做")] == ["A", "B"]
    assert finder.nearest("x") == ()


def test_keys_for_typing_an_item() -> None:
    item = default_catalogue().item("SH-01")
    assert item is not None
    keys = typing_keys(item)
    assert {"sh-01", "sh01", "助餐", "zc", "zczc"} <= set(keys)
    assert any(key.startswith("zhucan") for key in keys)
