"""Names and id digits in cells."""

from __future__ import annotations

import pytest

from provider_desktop.domain.ledger.names import IdDigits, has_id, read_id, read_name, read_people

KNOWN = frozenset({"王芳", "赵敏", "欧阳守义", "刘洋", "阿依古丽·买买提"})


@pytest.mark.parametrize(
    ("cell", "name", "digits"),
    [
        (" 张 玉 䶮", "张玉䶮", None),
        ("\u3000刘建国", "刘建国", None),
        ("李秀英0973", "李秀英", "0973"),
        ("李秀英（0973）", "李秀英", "0973"),
        ("李秀英(尾号0973)", "李秀英", "0973"),
        ("韩同顺952x", "韩同顺", "952X"),
        ("李秀英(低保)", "李秀英", None),
        ("阿依古丽•买买提", "阿依古丽·买买提", None),
        (None, "", None),
    ],
)
def test_names_and_the_digits_behind_them(cell, name, digits):
    assert read_name(cell) == (name, IdDigits(tail=digits) if digits else None)


@pytest.mark.parametrize(
    ("cell", "fits"),
    [
        ("371621196611200973", True),
        ("３７１６２１１９６６１１２００９７３", True),
        ("0973", True),
        ("尾号0973", True),
        (973, True),
        ("371621********0973", True),
        (371621196611200973, True),
        (3.716211966112e17, True),
        ("'371621196611200973", True),
        ("4632", False),
        ("371621196409284632", False),
    ],
)
def test_id_digits_tell_who_is_meant(cell, fits):
    found = read_id(cell)
    assert found is not None
    assert found.fits("371621196611200973") is fits


def test_a_lower_case_x_is_the_check_digit():
    found = read_id("37162119750127065x")
    assert found is not None
    assert found.full == "37162119750127065X"


@pytest.mark.parametrize("cell", ["abc", "12", "3716211966112009734", "身份证", "**", 1.5])
def test_what_is_no_id_is_unreadable(cell):
    assert read_id(cell) is None


@pytest.mark.parametrize("cell", ["无", "不详", None, " ", "-", "／"])
def test_an_id_cell_may_say_nothing(cell):
    assert not has_id(cell)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("赵敏/刘洋", ("赵敏", "刘洋")),
        ("赵敏、刘洋", ("赵敏", "刘洋")),
        ("赵敏，刘洋", ("赵敏", "刘洋")),
        ("赵敏 刘洋", ("赵敏", "刘洋")),
        ("赵 敏", ("赵敏",)),
        ("赵 敏、刘 洋", ("赵敏", "刘洋")),
        ("欧阳 守义", ("欧阳守义",)),
        ("赵敏、赵敏", ("赵敏",)),
        ("赵敏\n刘洋", ("赵敏", "刘洋")),
        ("临时工甲", ("临时工甲",)),
        (None, ()),
    ],
)
def test_several_people_in_one_cell(cell, names):
    assert read_people(cell, KNOWN) == names
