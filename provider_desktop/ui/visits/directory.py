"""Names beside ids while lines are typed: whom, by whom, what; and what typing is matched against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from provider_desktop.domain.pinyin import matches
from provider_desktop.domain.text import folded
from provider_desktop.services.visits import ItemOption, StaffOption, VisitRow

Option = TypeVar("Option", StaffOption, ItemOption)


@dataclass(slots=True)
class Directory:
    """Staff and items to choose from, and the names of everything that a line may name."""

    staff: tuple[StaffOption, ...] = ()
    items: tuple[ItemOption, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    tails: dict[str, str] = field(default_factory=dict)
    usual: tuple[tuple[str, ...], ...] = ()
    recent: list[str] = field(default_factory=list)

    def offer(
        self,
        staff: Sequence[StaffOption],
        items: Sequence[ItemOption],
        usual: Sequence[tuple[str, ...]] = (),
    ) -> None:
        """Take what may be chosen, and which items are usually done together."""
        self.staff, self.items, self.usual = tuple(staff), tuple(items), tuple(usual)
        self.names.update({option.staff: option.name for option in staff})
        self.names.update({option.item: option.name for option in items})

    def learn(self, rows: Iterable[VisitRow]) -> None:
        """Take the names that rows bring."""
        for row in rows:
            if row.recipient:
                self.learn_person(row.recipient, row.recipient_name, row.id_tail)
            self.names.update(zip(row.staff, row.staff_names, strict=True))
            codes = (item.item for item in row.items)
            self.names.update(zip(codes, row.item_names, strict=True))

    def learn_person(self, recipient: str, name: str, tail: str) -> None:
        """Take the name of a recipient, and the end of the id number that tells namesakes apart."""
        self.names[recipient] = name
        self.tails[recipient] = tail

    def name(self, key: str) -> str:
        """The name of an id, or the id itself."""
        return self.names.get(key, key)

    def person(self, recipient: str) -> str:
        """A recipient as the grid shows her: ``李秀英 · 4632``."""
        tail = self.tails.get(recipient, "")
        return f"{self.name(recipient)} · {tail}" if tail else self.name(recipient)

    def staff_matching(self, text: str) -> tuple[StaffOption, ...]:
        """Staff members that a text may mean, exact matches first, then who was typed lately; all for an
        empty text."""
        lately = {member: place for place, member in enumerate(self.recent)}
        known = sorted(self.staff, key=lambda option: lately.get(option.staff, len(lately)))
        return _matching(known, text)

    def use(self, staff: Sequence[str]) -> None:
        """Remember who was typed, so that she is offered first."""
        self.recent = list(dict.fromkeys((*staff, *self.recent)))[:20]

    def items_matching(self, text: str) -> tuple[ItemOption, ...]:
        """Items that a text may mean, exact matches first; all for an empty text."""
        return _matching(self.items, text)


def _matching(options: Sequence[Option], text: str) -> tuple[Option, ...]:
    typed = folded(text)
    if not typed:
        return tuple(options)
    exact: list[Option] = []
    begun: list[Option] = []
    for option in options:
        keys = tuple(folded(key) for key in option.keys)
        if typed in keys:
            exact.append(option)
        elif matches(typed, keys):
            begun.append(option)
    return tuple(exact + begun)
