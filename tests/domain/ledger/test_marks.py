"""Minutes, satisfaction, signatures, and words for a visit that did not take place."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from provider_desktop.domain.ledger.marks import (
    UNREADABLE,
    read_minutes,
    read_outcome,
    read_satisfaction,
    read_signer,
    remarked_outcome,
)
from provider_desktop.domain.visits import Outcome, Relation, Signer, SigningMethod


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (45, 45), ("45", 45), ("45分钟", 45), ("45分", 45), ("４５", 45), ("1小时", 60),
        ("1小时30分钟", 90), ("一小时三十分", 90),
        ("1.5小时", 90), ("1个半小时", 90), ("半小时", 30), ("1:40", 100), (time(1, 40), 100),
        (timedelta(minutes=100), 100),
        ("1h30m", 90), (45.0, 45), ("0", 0),
    ],
)  # fmt: skip
def test_durations(cell, minutes):
    assert read_minutes(cell) == minutes


def test_a_heading_in_hours_makes_numbers_hours():
    assert read_minutes(1.5, hours=True) == 90
    assert read_minutes("1.5", hours=True) == 90
    assert read_minutes("90分钟", hours=True) == 90


@pytest.mark.parametrize(
    "cell", ["很久", "", -5, True, "45-60", "1e3", 10**9, float("nan"), float("inf"), "小时"]
)
def test_what_is_no_duration(cell):
    assert read_minutes(cell) is None


@pytest.mark.parametrize(
    ("cell", "degree"),
    [
        ("非常满意", 1),
        ("满意", 2),
        (" 一般 ", 3),
        ("不满意", 4),
        (1, 1),
        ("4", 4),
        ("３分", 3),
        ("基本满意", 3),
        ("未评价", 0),
        ("Satisfied", 2),
    ],
)
def test_satisfaction(cell, degree):
    assert read_satisfaction(cell) == degree


@pytest.mark.parametrize("cell", ["5", "还行吧", 7, "满意不满意"])
def test_satisfaction_is_never_guessed(cell):
    assert read_satisfaction(cell) is UNREADABLE


@pytest.mark.parametrize(
    ("cell", "relation", "method"),
    [
        ("√", Relation.SELF, SigningMethod.PAPER), ("是", Relation.SELF, SigningMethod.PAPER),
        ("手印", Relation.SELF, SigningMethod.FINGERPRINT), ("已签", Relation.SELF, SigningMethod.PAPER),
        ("李秀英", Relation.SELF, SigningMethod.PAPER), ("女儿代签", Relation.FAMILY, SigningMethod.PAPER),
        ("家属手印", Relation.FAMILY, SigningMethod.FINGERPRINT),
        ("邻居代签", Relation.NEIGHBOUR, SigningMethod.PAPER),
        ("村委", Relation.VILLAGE, SigningMethod.PAPER), ("✓", Relation.SELF, SigningMethod.PAPER),
        ("否", Relation.NONE, SigningMethod.NONE), ("×", Relation.NONE, SigningMethod.NONE),
        ("未签", Relation.NONE, SigningMethod.NONE),
        ("家属未签", Relation.NONE, SigningMethod.NONE), ("待补签", Relation.NONE, SigningMethod.NONE),
        ("拒绝签字", Relation.NONE, SigningMethod.NONE), ("无", Relation.NONE, SigningMethod.NONE),
    ],
)  # fmt: skip
def test_signatures(cell, relation, method):
    assert read_signer(cell, "李秀英") == Signer(relation, method)


@pytest.mark.parametrize("cell", ["???", "残疾", "12345", "见附件"])
def test_a_mark_that_is_no_signature_is_not_taken_for_one(cell):
    assert read_signer(cell, "李秀英") is UNREADABLE


@pytest.mark.parametrize(
    "cell", ["无人在家", "敲门无人应", "老人不在家", "对象外出未归，改期", "Nobody home"]
)
def test_nobody_at_home(cell):
    assert remarked_outcome(cell) is Outcome.ABSENT


@pytest.mark.parametrize("cell", ["拒绝服务", "对象拒绝", "本人拒绝上门服务；已告知村委", "refused"])
def test_service_refused(cell):
    assert remarked_outcome(cell) is Outcome.REFUSED


@pytest.mark.parametrize(
    "cell", ["女儿不在家", "家属在场", "雨天", "陪同外出", "外出", "行动不便", None, "上次无人在家现已补做"]
)
def test_other_remarks_are_only_remarks(cell):
    assert remarked_outcome(cell) is None


def test_a_column_of_outcomes_must_be_understood():
    assert read_outcome("已完成") is Outcome.DONE
    assert read_outcome("无人在家") is Outcome.ABSENT
    assert read_outcome("改天") is UNREADABLE
