"""The versioned, dated catalogue of service items and the protocol of each item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from provider_desktop.domain.findings import Action
from provider_desktop.domain.pinyin import name_keys
from provider_desktop.domain.recipients import SelfCare
from provider_desktop.domain.staff import Qualification
from provider_desktop.domain.text import folded, skeleton, without_brackets


class ItemClass(StrEnum):
    """The three classes of a catalogue."""

    CARE = "care"  # 照护服务
    LIFE = "life"  # 生活服务
    SUPPORT = "support"  # 关爱服务


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """One service item with its protocol.

    Minutes are whole; ``maximum`` 0 means that minutes are not measured (a case, an event).
    ``staff`` is how many people the item needs, ``staff_full_care`` how many for full care.
    ``evidence`` names what a visit with the item must carry: ``photo``, ``photo_before``,
    ``photo_after``, ``value:<name>``, ``order``, ``note``. ``checks`` overrides the action of a
    rule for this item. ``counts_as_visit`` is false for a phone call.
    """

    code: str
    name: str
    name_en: str
    item_class: ItemClass
    minimum: int
    reference: int
    maximum: int
    frequency: str = "plan"
    qualification: Qualification = Qualification.NONE
    staff: int = 1
    staff_full_care: int = 1
    evidence: tuple[str, ...] = ()
    refuse: str = ""
    aliases: tuple[str, ...] = ()
    counts_as_visit: bool = True
    checks: Mapping[str, Action] = field(default_factory=dict)

    def staff_needed(self, self_care: SelfCare) -> int:
        """How many staff members the item takes for a recipient of that self-care level."""
        return self.staff_full_care if self_care is SelfCare.NONE else self.staff


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A version of the catalogue, valid from a day to a day (inclusive; None = open)."""

    version: str
    first_day: date
    last_day: date | None
    items: tuple[ServiceItem, ...]

    def covers(self, day: date) -> bool:
        """Whether this version is in force on that day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def item(self, code: str) -> ServiceItem | None:
        """The item of that code, or None."""
        return next((item for item in self.items if item.code == code), None)


def catalogue_on(catalogues: Iterable[Catalogue], day: date) -> Catalogue | None:
    """The version in force on a day: of several that cover it, the one that began last."""
    return max(
        (catalogue for catalogue in catalogues if catalogue.covers(day)),
        key=lambda catalogue: (catalogue.first_day, catalogue.version),
        default=None,
    )


class ItemFinder:
    """Items of a catalogue by whatever people write for them: code, name, alias, with slips of typing.

    Exact forms win over names without their brackets, these over names without separators; a form
    that two items share names neither.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._forms: list[dict[str, set[str]]] = [{}, {}, {}]
        self._items = {item.code: item for item in catalogue.items}
        for item in catalogue.items:
            for written in (item.code, item.name, item.name_en, *item.aliases):
                for forms, form in zip(self._forms, _forms_of(written), strict=True):
                    if form:
                        forms.setdefault(form, set()).add(item.code)

    def find(self, text: str) -> ServiceItem | None:
        """The item meant by a text, or None where there is none or more than one."""
        for forms, form in zip(self._forms, _forms_of(text), strict=True):
            codes = forms.get(form, set())
            if len(codes) == 1:
                return self._items[next(iter(codes))]
        return None

    def nearest(self, text: str, count: int = 3) -> tuple[ServiceItem, ...]:
        """Items whose names look most like a text, best first; none where nothing is alike."""
        wanted = skeleton(text)
        ranked = sorted(
            ((_likeness(wanted, item), item.code) for item in self._items.values()),
            key=lambda pair: (-pair[0], pair[1]),
        )
        return tuple(self._items[code] for likeness, code in ranked[:count] if likeness > 0)


def _forms_of(text: str) -> tuple[str, str, str]:
    return folded(text), without_brackets(text), skeleton(text)


def _likeness(wanted: str, item: ServiceItem) -> float:
    """Share of characters in common with the best name of the item, from 0 to 1 (comparison only)."""
    return max(
        len(set(wanted) & set(name)) / max(1, len(set(wanted) | set(name)))
        for name in map(skeleton, (item.name, *item.aliases))
    )


def typing_keys(item: ServiceItem) -> tuple[str, ...]:
    """What typing an item is matched against: code with and without hyphen, name and aliases with pinyin."""
    codes = (folded(item.code), skeleton(item.code))
    named = (key for name in (item.name, *item.aliases) for key in name_keys(name))
    return tuple(dict.fromkeys((*codes, *named)))
