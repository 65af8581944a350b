"""The body of a ``catalogue`` statement, which is also the shape of the catalogue file shipped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provider_desktop.domain.catalogue import Catalogue, ItemClass, ServiceItem
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.payload_reading import Reader, wire_day
from provider_desktop.domain.staff import Qualification

_DAY_MINUTES = 1440
_STAFF_MOST = 9


def catalogue_body(catalogue: Catalogue) -> dict[str, Any]:
    """A version of the catalogue as a statement carries it (``to`` '' = open)."""
    return {
        "version": catalogue.version,
        "from": wire_day(catalogue.first_day),
        "to": wire_day(catalogue.last_day),
        "items": [_item_body(item) for item in catalogue.items],
    }


def read_catalogue(body: object) -> tuple[Catalogue | None, tuple[Finding, ...]]:
    """The catalogue of a statement's body, and every fault as SCHEMA with its pointer; unusable then."""
    reader = Reader(body if isinstance(body, Mapping) else {})
    if not isinstance(body, Mapping):
        reader.fault("", "kind")
    version = reader.identifier("version", required=True)
    first_day = reader.day("from", required=True)
    last_day = reader.day("to")
    items = tuple(_read_item(part) for part in reader.parts("items", required=True))
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item.code in seen:
            Reader({}, f"/items/{index}", reader.faults).fault("code", "twice")
        seen.add(item.code)
    if reader.faults or first_day is None:
        return None, tuple(reader.faults)
    return Catalogue(version, first_day, last_day, items), ()


def _item_body(item: ServiceItem) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "name_en": item.name_en,
        "class": item.item_class.value,
        "minimum": item.minimum,
        "reference": item.reference,
        "maximum": item.maximum,
        "frequency": item.frequency,
        "qualification": item.qualification.value,
        "staff": item.staff,
        "staff_full_care": item.staff_full_care,
        "evidence": list(item.evidence),
        "refuse": item.refuse,
        "aliases": list(item.aliases),
        "counts_as_visit": item.counts_as_visit,
        "checks": {rule: action.value for rule, action in item.checks.items()},
    }


def _read_item(part: Reader) -> ServiceItem:
    staff = part.number("staff", _STAFF_MOST) or 1
    counts = part.value.get("counts_as_visit", True)
    if not isinstance(counts, bool):
        part.fault("counts_as_visit", "kind")
    return ServiceItem(
        code=part.identifier("code", required=True),
        name=part.text("name", required=True, limit=100),
        name_en=part.text("name_en", limit=100),
        item_class=part.word("class", ItemClass, ItemClass.CARE, required=True),
        minimum=part.number("minimum", _DAY_MINUTES),
        reference=part.number("reference", _DAY_MINUTES),
        maximum=part.number("maximum", _DAY_MINUTES),
        frequency=part.text("frequency") or "plan",
        qualification=part.word("qualification", Qualification, Qualification.NONE),
        staff=staff,
        staff_full_care=part.number("staff_full_care", _STAFF_MOST) or staff,
        evidence=part.identifiers("evidence"),
        refuse=part.text("refuse"),
        aliases=part.identifiers("aliases"),
        counts_as_visit=counts is not False,
        checks=_read_checks(part.part("checks")),
    )


def _read_checks(part: Reader) -> dict[str, Action]:
    return {rule: part.word(rule, Action, Action.BLOCK, required=True) for rule in part.value}
