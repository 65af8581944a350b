"""Recipients of assistance: who they are, their category and self-care level, and their states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from provider_desktop.domain.text import folded

Word = TypeVar("Word", bound=StrEnum)


class Category(StrEnum):
    """Category of assistance (domain.md, "Words"). Near-minimum and hardship stay apart."""

    DESTITUTE_DISPERSED = "destitute_dispersed"  # 分散特困
    DESTITUTE_CENTRAL = "destitute_central"  # 集中特困
    MINIMUM_URBAN = "minimum_urban"  # 城市低保
    MINIMUM_RURAL = "minimum_rural"  # 农村低保
    NEAR_MINIMUM = "near_minimum"  # 低保边缘
    HARDSHIP = "hardship"  # 刚性支出困难
    TEMPORARY = "temporary"  # 临时遇困
    OTHER = "other"  # 其他


class SelfCare(StrEnum):
    """Self-care level by six indicators: none unmet, one to three, four or more."""

    FULL = "self"  # 全自理
    PARTIAL = "half"  # 半护理
    NONE = "full_care"  # 全护理


class State(StrEnum):
    """States in which a recipient is not served."""

    HOSPITAL = "hospital"  # 住院
    DECEASED = "deceased"  # 死亡
    MOVED = "moved"  # 迁出
    PAUSED = "paused"  # 暂停


@dataclass(frozen=True, slots=True)
class RecipientState:
    """A state from a day to a day, both inclusive; ``until`` is ``None`` while it lasts."""

    state: State
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether the state holds on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person assigned to the agency.

    ``recipient`` is the regulator's id (at most 64 characters); ``lat`` and ``lon`` are decimal
    strings in degrees, or empty where the home is not located.
    """

    recipient: str
    name: str
    id_number: str
    category: Category
    self_care: SelfCare
    township: str = ""
    address: str = ""
    phone: str = ""
    lat: str = ""
    lon: str = ""


#: What offices write for a category. Home service goes to those who live at home, so a bare "destitute"
#: is the dispersed kind; a bare "minimum" may be urban or rural.
_CATEGORY_NAMES: dict[Category, tuple[str, ...]] = {
    Category.DESTITUTE_DISPERSED: (
        "分散特困",
        "特困分散",
        "特困(分散)",
        "特困分散供养",
        "分散供养特困",
        "分散供养",
        "特困",
        "特困人员",
        "特困对象",
        "特困供养",
        "特困供养对象",
        "特困供养人员",
        "农村特困",
        "城市特困",
        "农村五保",
        "五保",
        "五保户",
        "五保对象",
    ),
    Category.DESTITUTE_CENTRAL: (
        "集中特困",
        "特困集中",
        "特困(集中)",
        "特困集中供养",
        "集中供养特困",
        "集中供养",
    ),
    Category.MINIMUM_URBAN: (
        "城市低保",
        "城低保",
        "低保(城)",
        "低保(城市)",
        "城镇低保",
        "城市低保对象",
        "城市低保户",
        "城市最低生活保障",
    ),
    Category.MINIMUM_RURAL: (
        "农村低保",
        "农低保",
        "低保(乡)",
        "低保(农村)",
        "低保(农)",
        "农村低保对象",
        "农村低保户",
        "农村最低生活保障",
    ),
    Category.NEAR_MINIMUM: (
        "低保边缘",
        "低保边缘家庭",
        "低保边缘户",
        "低边",
        "低边户",
        "低边家庭",
        "低收入家庭",
        "低收入",
        "低收入户",
    ),
    Category.HARDSHIP: (
        "刚性支出困难",
        "刚性支出困难家庭",
        "刚性支出",
        "刚性困难",
        "支出型困难",
        "支出型困难家庭",
        "支出型贫困家庭",
    ),
    Category.TEMPORARY: ("临时遇困", "临时遇困人员", "临时困难", "临时救助", "临时救助对象", "急难对象"),
    Category.OTHER: ("其他", "其它", "其他困难", "其他对象"),
}
_BARE_MINIMUM = frozenset({"低保", "低保对象", "低保户", "低保家庭", "最低生活保障"})

_SELF_CARE_NAMES: dict[SelfCare, tuple[str, ...]] = {
    SelfCare.FULL: (
        "全自理",
        "自理",
        "能自理",
        "完全自理",
        "能够自理",
        "有自理能力",
        "具备自理能力",
        "可自理",
        "轻度",
    ),
    SelfCare.PARTIAL: (
        "半护理",
        "半自理",
        "半失能",
        "部分自理",
        "部分丧失自理能力",
        "部分失能",
        "中度失能",
        "中度",
    ),
    SelfCare.NONE: (
        "全护理",
        "不能自理",
        "完全不能自理",
        "失能",
        "完全失能",
        "全失能",
        "重度失能",
        "完全丧失自理能力",
        "无自理能力",
        "重度",
    ),
}

_STATE_NAMES: dict[State, tuple[str, ...]] = {
    State.HOSPITAL: ("住院", "入院", "住院治疗"),
    State.DECEASED: ("死亡", "去世", "已故", "病故"),
    State.MOVED: ("迁出", "搬迁", "搬走", "户籍迁出", "转出"),
    State.PAUSED: ("暂停", "暂停服务", "中止", "停止服务"),
}


def _by_name(names: dict[Word, tuple[str, ...]]) -> dict[str, Word]:
    known = {folded(word.value): word for word in names}
    return known | {folded(name): word for word, written in names.items() for name in written}


_CATEGORIES = _by_name(_CATEGORY_NAMES)
_SELF_CARES = _by_name(_SELF_CARE_NAMES)
_STATES = _by_name(_STATE_NAMES)


def categories_of(text: str) -> tuple[Category, ...]:
    """The categories that a text may mean: code or Chinese, with the names offices use; () if unknown."""
    written = folded(text)
    if written in _BARE_MINIMUM:
        return Category.MINIMUM_URBAN, Category.MINIMUM_RURAL
    found = _CATEGORIES.get(written)
    return (found,) if found else ()


def category_of(text: str) -> Category | None:
    """The category that a text means, or None where it is unknown or leaves two open."""
    found = categories_of(text)
    return found[0] if len(found) == 1 else None


def self_care_of(text: str) -> SelfCare | None:
    """The self-care level that a text means: code or Chinese; None if unknown."""
    return _SELF_CARES.get(folded(text))


def self_care_by_unmet(unmet: int) -> SelfCare:
    """The level by unmet indicators of six: none, 1-3, 4 or more (domain.md, "Words").

    Raises ``ValueError`` outside 0 to 6.
    """
    if not 0 <= unmet <= 6:
        raise ValueError("there are six indicators")
    return SelfCare.FULL if unmet == 0 else SelfCare.PARTIAL if unmet <= 3 else SelfCare.NONE


def state_of(text: str) -> State | None:
    """The state that a text means: code or Chinese; None if unknown."""
    return _STATES.get(folded(text))
