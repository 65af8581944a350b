"""Finding the people and service items that cells name, and saying why where it cannot be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher

from provider_desktop.domain.catalogue import Catalogue, ItemFinder, catalogue_on
from provider_desktop.domain.findings import FindingValue
from provider_desktop.domain.ledger.names import IdDigits
from provider_desktop.domain.ledger.text import compact
from provider_desktop.domain.recipients import Recipient
from provider_desktop.domain.staff import StaffMember

#: How many near names a finding offers, and how alike they must be (0 to 1).
_OFFERED = 3
_ALIKE = 0.25


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a cell may name: the id we know the person by, name and full id number."""

    key: str
    name: str
    id_number: str

    def __str__(self) -> str:
        return f"{self.name}({self.id_number[-4:]})" if self.id_number else self.name


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nobody was found: a CELL rule and the figures of its finding."""

    rule: str
    values: Mapping[str, FindingValue] = field(default_factory=dict)


def unknown(value: str, nearest: str = "") -> Fault:
    """CELL-UNKNOWN with the nearest names, where there are any."""
    return Fault("CELL-UNKNOWN", {"value": value, **({"nearest": nearest} if nearest else {"why": "none"})})


class People:
    """People by name, id number and key; names are compared without spaces."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_key = {person.key: person for person in people}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self._by_id: dict[str, list[Person]] = defaultdict(list)
        self._by_character: dict[str, dict[str, None]] = defaultdict(dict)
        for person in self._by_key.values():
            name = compact(person.name)
            self._by_name[name].append(person)
            self._by_id[person.id_number.upper()].append(person)
            for character in name:
                self._by_character[character][name] = None
        self.names = frozenset(self._by_name)

    def find(self, name: str, digits: Sequence[IdDigits] = ()) -> Person | Fault:
        """The one person of that name whose id number fits all digits; without a name, by digits alone.

        Never by anything else: a category or a township may be wrong as easily as a name.
        """
        if not name:
            return self._one(self._numbered(digits), ", ".join(map(str, digits)))
        if name in self._by_key:
            return self._one([self._by_key[name]], name)
        called = self._by_name.get(name, [])
        if not called:
            owners = self._numbered(digits) if digits else []
            return unknown(name, self._nearest(name, owners))
        fitting = [person for person in called if all(one.fits(person.id_number) for one in digits)]
        if not fitting:
            other = " / ".join(str(owner) for owner in self._numbered(digits)[:_OFFERED])
            told = {"value": name, "digits": ", ".join(map(str, digits))}
            return Fault("CELL-CONFLICT", {**told, **({"other": other} if other else {"why": "nobody"})})
        return self._one(fitting, name)

    def _one(self, found: Sequence[Person], value: str) -> Person | Fault:
        if len(found) == 1:
            return found[0]
        if not found:
            return unknown(value)
        people = " / ".join(str(person) for person in found[:_OFFERED])
        return Fault("CELL-AMBIGUOUS", {"value": value, "count": len(found), "people": people})

    def _numbered(self, digits: Sequence[IdDigits]) -> list[Person]:
        if not digits:
            return []
        whole = next((one.full for one in digits if one.full), "")
        pool = self._by_id.get(whole, []) if whole else list(self._by_key.values())
        return [person for person in pool if all(one.fits(person.id_number) for one in digits)]

    def _nearest(self, name: str, first: Sequence[Person]) -> str:
        """Names most like the one written, those whom the id digits belong to before all."""
        pool = dict.fromkeys(other for character in name for other in self._by_character.get(character, ()))
        ranked = sorted(
            ((SequenceMatcher(None, name, other).ratio(), other) for other in pool),
            key=lambda pair: (-pair[0], pair[1]),
        )
        people = [
            *first,
            *(person for alike, other in ranked if alike >= _ALIKE for person in self._by_name[other]),
        ]
        return " / ".join(dict.fromkeys(str(person) for person in people[:_OFFERED]))


class Directory:
    """Everybody and everything that the cells of an agency's sheets may name."""

    def __init__(
        self,
        recipients: Iterable[Recipient],
        staff: Iterable[StaffMember],
        catalogues: Iterable[Catalogue],
    ) -> None:
        self.recipients = People(Person(one.recipient, one.name, one.id_number) for one in recipients)
        self.staff = People(Person(one.staff, one.name, one.id_number) for one in staff)
        self._catalogues = tuple(catalogues)
        self._finders = {catalogue.version: ItemFinder(catalogue) for catalogue in self._catalogues}

    @property
    def recipient_names(self) -> frozenset[str]:
        """Names of recipients, without spaces."""
        return self.recipients.names

    @property
    def staff_names(self) -> frozenset[str]:
        """Names of staff members, without spaces."""
        return self.staff.names

    def catalogue_version(self, day: date) -> str:
        """The catalogue in force on a day; empty where there is none."""
        catalogue = catalogue_on(self._catalogues, day)
        return catalogue.version if catalogue else ""

    def item_code(self, text: str, day: date | None = None) -> str | None:
        """Code of the item that people call so, in the catalogue of that day before any other version.

        An item that only another version has is found too: that it does not belong is for SCOPE-VERSION
        to say.
        """
        current = catalogue_on(self._catalogues, day) if day else None
        for catalogue in (*((current,) if current else ()), *self._catalogues):
            found = self._finders[catalogue.version].find(text)
            if found is not None:
                return found.code
        return None

    def nearest_items(self, text: str, day: date) -> str:
        """Codes and names of the items most like what was written, in the catalogue of that day."""
        current = catalogue_on(self._catalogues, day)
        if current is None:
            return ""
        near = self._finders[current.version].nearest(text, _OFFERED)
        return " / ".join(f"{item.code} {item.name}" for item in near)
