"""Categories, self-care levels and states by code and by the words offices use."""

from __future__ import annotations

import pytest

from provider_desktop.domain.recipients import (
    Category,
    SelfCare,
    State,
    categories_of,
    category_of,
    self_care_by_unmet,
    self_care_of,
    state_of,
)


@pytest.mark.parametrize(
    ("written", "category"),
    [
        ("分散特困", Category.DESTITUTE_DISPERSED),
        ("农村特困", Category.DESTITUTE_DISPERSED),
        ("特困供养对象", Category.DESTITUTE_DISPERSED),
        ("特困（集中）", Category.DESTITUTE_CENTRAL),
        ("城低保", Category.MINIMUM_URBAN),
        ("城市低保 ", Category.MINIMUM_URBAN),
        ("农村低保", Category.MINIMUM_RURAL),
        ("低收入家庭", Category.NEAR_MINIMUM),
        ("低保边缘", Category.NEAR_MINIMUM),
        ("刚性支出", Category.HARDSHIP),
        ("支出型困难家庭", Category.HARDSHIP),
        ("临时遇困", Category.TEMPORARY),
        ("其它", Category.OTHER),
        ("near_minimum", Category.NEAR_MINIMUM),
        ("低保", None),
        ("低保对象", None),
        ("富裕", None),
        ("", None),
    ],
)
def test_categories(written: str, category: Category | None) -> None:
    assert category_of(written) is category


def test_a_bare_minimum_leaves_town_and_country_open() -> None:
    assert categories_of("低保对象") == (Category.MINIMUM_URBAN, Category.MINIMUM_RURAL)
    assert categories_of("?") == ()
    assert category_of("低收入") is not category_of("支出型困难")


def test_self_care() -> None:
    assert [self_care_of(text) for text in ("全自理", "半 护理", "失能", "full_care", "?")] == [
        SelfCare.FULL,
        SelfCare.PARTIAL,
        SelfCare.NONE,
        SelfCare.NONE,
        None,
    ]
    assert [self_care_by_unmet(unmet) for unmet in range(7)] == [
        SelfCare.FULL,
        *[SelfCare.PARTIAL] * 3,
        *[SelfCare.NONE] * 3,
    ]
    for unmet in (-1, 7):
        with pytest.raises(ValueError, match="six indicators"):
            self_care_by_unmet(unmet)


def test_states() -> None:
    assert [state_of(text) for text in ("住院", "去世", "迁出", "paused", "旅游")] == [
        State.HOSPITAL,
        State.DECEASED,
        State.MOVED,
        State.PAUSED,
        None,
    ]
