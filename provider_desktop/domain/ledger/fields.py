"""The kinds of sheets, the fields of each, and what a sheet must have to be of a kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from provider_desktop.domain.ledger.field_spec import FieldSpec
from provider_desktop.domain.ledger.people_fields import PLAN_FIELDS, RECIPIENT_FIELDS, STAFF_FIELDS
from provider_desktop.domain.ledger.text import folded
from provider_desktop.domain.ledger.visit_fields import VISIT_FIELDS


class Kind(StrEnum):
    """What a sheet is a list of."""

    VISITS = "visits"
    STAFF = "staff"
    RECIPIENTS = "recipients"
    PLANS = "plans"


FIELDS: Mapping[Kind, tuple[FieldSpec, ...]] = {
    Kind.VISITS: VISIT_FIELDS,
    Kind.STAFF: STAFF_FIELDS,
    Kind.RECIPIENTS: RECIPIENT_FIELDS,
    Kind.PLANS: PLAN_FIELDS,
}

#: What a sheet must have to be of a kind: at least one field of each group.
REQUIRED: Mapping[Kind, tuple[frozenset[str], ...]] = {
    Kind.VISITS: (
        frozenset({"recipient", "recipient_id"}),
        frozenset({"staff"}),
        frozenset({"in", "period"}),
        frozenset({"items"}),
    ),
    Kind.STAFF: (
        frozenset({"name"}),
        frozenset({"id_number", "staff"}),
        frozenset({"post", "certificates", "health_until", "first_day", "certificate_until"}),
    ),
    Kind.RECIPIENTS: (frozenset({"name"}), frozenset({"id_number"}), frozenset({"category", "self_care"})),
    Kind.PLANS: (frozenset({"name", "id_number", "recipient"}), frozenset({"item"}), frozenset({"count"})),
}

_BRACKETS = re.compile(r"[(\[<].*?[)\]>]")
_PUNCTUATION = re.compile(r"[\s:*·.,、_/\\\-]+")


def heading_key(heading: object) -> str:
    """A heading without spaces, punctuation and brackets, in lower case: what synonyms are compared by."""
    text = folded(str(heading) if heading is not None else None)
    bare = _PUNCTUATION.sub("", _BRACKETS.sub("", text))
    return bare or _PUNCTUATION.sub("", text)


def says_hours(heading: str) -> bool:
    """Whether a heading of a duration gives its unit as hours."""
    text = folded(heading)
    return "分" not in text and ("小时" in text or "hour" in text or "(h)" in text)


def spec(kind: Kind, name: str) -> FieldSpec:
    """The field of that name; ``KeyError`` where the kind has none."""
    for one in FIELDS[kind]:
        if one.name == name:
            return one
    raise KeyError(name)
