"""Dataclasses as text: nothing lost, nothing invented, and room for releases before and after."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.catalogue import Catalogue
from provider_desktop.domain.recipients import Recipient
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.visits import Visit
from provider_desktop.storage.encoding import decode, decode_tuple, encode

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
_MOMENTS = st.datetimes(timezones=st.timezones())


@pytest.mark.parametrize("kind", [Visit, Recipient, StaffMember, Assignment, Catalogue])
@given(data=st.data())
def test_what_is_written_is_read_again(kind: type, data: st.DataObject) -> None:
    value = data.draw(
        st.builds(kind, extra=st.dictionaries(st.text(max_size=3), _JSON))
        if kind is Visit
        else st.from_type(kind)
    )
    assert decode(kind, encode(value)) == value


def test_fields_of_other_releases_do_no_harm() -> None:
    text = encode(Recipient("R1", "张", "", "other", "half"))  # type: ignore[arg-type]
    row = json.loads(text)
    del row["lat"]
    row["later"] = {"x": 1}
    found = decode(Recipient, json.dumps(row))
    assert (found.lat, found.name) == ("", "张")


def test_a_damaged_row_raises() -> None:
    for text in ("{}", '{"recipient": 1}', "not json", "[]"):
        with pytest.raises((TypeError, ValueError, KeyError, AttributeError)):
            decode(Recipient, text)


@dataclass(frozen=True, slots=True)
class Odd:
    days: tuple[date, ...]
    either: str | int
    perhaps: date | None
    table: Mapping[str, tuple[int, ...]]


def test_unions_and_nested_kinds() -> None:
    value = Odd((date(2026, 11, 23),), 7, None, {"a": (1, 2)})
    assert decode(Odd, encode(value)) == value
    assert decode_tuple(Odd, encode((value, value))) == (value, value)


@dataclass(frozen=True, slots=True)
class Unknown:
    values: frozenset[int]


def test_a_kind_without_a_rule_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        decode(Unknown, '{"values": [1]}')
