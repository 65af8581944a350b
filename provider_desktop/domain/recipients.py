"""Recipients of assistance: who they are, their category and self-care level, and their states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
