"""Service items in cells, by code, name and alias, alone and many."""

from __future__ import annotations

import pytest

from provider_desktop.domain.ledger.items import read_items
from tests.support.ledgers import huimin

FIND = huimin().directory.item_code


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("ZH-16 ZH-05", ["ZH-16", "ZH-05"]),
        ("生命体征监测，指/趾甲护理", ["ZH-16", "ZH-05"]),
        ("生命体征监测；指/趾甲护理", ["ZH-16", "ZH-05"]),
        ("生命体征监测+指/趾甲护理", ["ZH-16", "ZH-05"]),
        ("生命体征监测/指/趾甲护理", ["ZH-16", "ZH-05"]),
        ("生命体征监测 指/趾甲护理", ["ZH-16", "ZH-05"]),
        ("1.生命体征监测\n2.指/趾甲护理", ["ZH-16", "ZH-05"]),
        ("①洗发②助浴", ["ZH-04", "ZH-08"]),
        ("助餐(做餐)", ["SH-01"]),
        ("助餐（做餐）、助洁", ["SH-01", "SH-03"]),
        ("ＺＨ－０１", ["ZH-01"]),
        ("zh-01", ["ZH-01"]),
        ("上门 探访", ["ZH-01"]),
        ("", []),
    ],
)
def test_items_however_they_are_parted(cell, codes):
    assert [item.code for item in read_items(cell, FIND)] == codes


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        ("助洁(60)、上门探访(30)", [60, 30]),
        ("助洁（60分钟）+上门探访（30分）", [60, 30]),
        ("助洁60分钟，上门探访30分钟", [60, 30]),
        ("助洁(1小时)、上门探访(0.5小时)", [60, 30]),
        ("SH-03(60) ZH-01(30)", [60, 30]),
        ("助洁、上门探访", [0, 0]),
    ],
)
def test_minutes_in_brackets(cell, minutes):
    found = read_items(cell, FIND)
    assert [item.code for item in found] == ["SH-03", "ZH-01"]
    assert [item.minutes for item in found] == minutes


def test_unknown_items_are_named_and_known_ones_beside_them_kept():
    found = read_items("助洁、按摩 推拿", FIND)
    assert [(item.text, item.code) for item in found] == [("助洁", "SH-03"), ("按摩 推拿", None)]
    assert [item.code for item in read_items("助洁 按摩", FIND)] == ["SH-03", None]
