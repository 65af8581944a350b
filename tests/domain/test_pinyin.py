"""Names are found by every reading a clerk may type."""

from __future__ import annotations

import pytest

from provider_desktop.domain.pinyin import matches, name_keys, search_text


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("赵桂英", ("zgy", "zhaoguiying", "zhaog", "赵", "桂英")),
        ("单国芳", ("shanguofang", "danguofang", "sgf", "dgf")),
        ("曾庆荣", ("zengqingrong", "cengqingrong", "zqr", "cqr")),
        ("仇德海", ("qiudehai", "choudehai", "qdh", "cdh")),
        ("解玉梅", ("xieyumei", "jieyumei")),
        ("盖淑珍", ("geshuzhen", "gaishuzhen")),
        ("区凤仪", ("oufengyi", "qufengyi")),
        ("查志远", ("zhazhiyuan", "chazhiyuan")),
        ("欧阳守义", ("ouyangshouyi", "oysy", "oy")),
        ("尉迟恭", ("yuchigong", "ycg")),
        ("单于洪", ("chanyuhong", "shanyuhong")),
        ("长孙无忌", ("zhangsunwuji",)),
        ("张玉䶮", ("zhangyuyan", "zyy")),
        ("买买提·艾力", ("maimaitiaili", "mmtal")),
        ("张 玉 䶮", ("ZYY", "张玉")),
        ("Anna Lee", ("anna", "annalee")),
        ("翟", ("zhai", "di")),
    ],
)
def test_found_by_each_reading(name: str, typed: tuple[str, ...]) -> None:
    for text in typed:
        assert matches(text, name_keys(name)), text


def test_what_is_not_found() -> None:
    keys = name_keys("赵桂英")
    for text in ("", " ", "ying", "gy", "王", "zgyx"):
        assert not matches(text, keys), text


def test_keys_are_few_and_without_repetition() -> None:
    keys = name_keys("单乐长朴")
    assert len(keys) == len(set(keys)) <= 49
    assert name_keys("  ") == ()


def test_the_search_text_holds_numbers_beside_names() -> None:
    parts = search_text("赵桂英", "371621194906070011", "", "138 1234 1234").split(" ")
    assert parts[0] == "赵桂英"
    assert {"zhaoguiying", "zgy"} <= set(parts)
    assert parts[-2:] == ["371621194906070011", "13812341234"]
