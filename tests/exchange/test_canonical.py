"""The signed form: what is written, and what hostile bytes are told."""

import json
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.exchange.canonical import (
    FormCode,
    FormError,
    decode_plain,
    decode_signed,
    decode_strict,
    encode,
    is_signed_form,
    pointer_to,
)

BIG = 10_000


def nested(depth: int) -> bytes:
    """An object with ``depth`` containers inside one another."""
    return b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


@pytest.mark.parametrize(
    ("raw", "code", "pointer"),
    [
        (b'{"a":1}' + b" " * BIG, FormCode.SIZE, ""),
        (b'{"a":"\xff"}', FormCode.UTF8, ""),
        (b'{"a":"\\ud800"}', FormCode.UTF8, "/a"),
        (b'{"\\udfff":1}', FormCode.UTF8, ""),
        (b"", FormCode.JSON, ""),
        (b"{", FormCode.JSON, ""),
        (b'{"a":1}x', FormCode.JSON, ""),
        (b'{"a":"\n"}', FormCode.JSON, ""),
        (b'\xef\xbb\xbf{"a":1}', FormCode.JSON, ""),
        (nested(17), FormCode.DEPTH, ""),
        (b"[" * 5000, FormCode.DEPTH, ""),
        (b'{"a":{"b":1,"b":1}}', FormCode.DUPLICATE, "/a/b"),
        (b'{"a":1,"\\u0061":2}', FormCode.DUPLICATE, "/a"),
        (b'{"a":[0,1.5]}', FormCode.FLOAT, "/a/1"),
        (b'{"a":1e3}', FormCode.FLOAT, "/a"),
        (b'{"a":NaN}', FormCode.FLOAT, "/a"),
        (b'{"a":-Infinity}', FormCode.FLOAT, "/a"),
        (b'{"a/b":{"c~d":null}}', FormCode.NULL, "/a~1b/c~0d"),
        (b'{"a":1234567890123456}', FormCode.INTEGER, "/a"),
        (b'{"a":' + b"9" * 5000 + b"}", FormCode.INTEGER, "/a"),
        (b'{"a":-0}', FormCode.INTEGER, "/a"),
        (b"[]", FormCode.KIND, ""),
        (b'"a"', FormCode.KIND, ""),
    ],
)
def test_hostile_bytes_are_refused_with_their_place(raw: bytes, code: FormCode, pointer: str) -> None:
    for read in (decode_strict, decode_signed):
        with pytest.raises(FormError) as caught:
            read(raw, 8000)
        assert caught.value.code is code
        assert caught.value.pointer == pointer
    assert not is_signed_form(raw, 8000)


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (b'{"a": 1}', ""),
        (b'{"a":1}\n', ""),
        (b'{"b":1,"a":2}', ""),
        (b'{"a":[{"z":1,"y":2}]}', "/a/0"),
    ],
)
def test_well_formed_but_not_in_signed_form(raw: bytes, pointer: str) -> None:
    decode_strict(raw, 100)
    with pytest.raises(FormError) as caught:
        decode_signed(raw, 100)
    assert caught.value.code is FormCode.FORM
    assert caught.value.pointer == pointer


def test_signed_form_leaves_escapes_to_the_writer() -> None:
    escaped = rb'{"a":"\u674e \"x\" \/ \ud83d\ude00 [[[ "}'
    assert decode_signed(escaped, 100) == {"a": '李 "x" / 😀 [[[ '}


def test_depth_counts_containers() -> None:
    assert is_signed_form(nested(16), 100)
    assert not is_signed_form(nested(17), 100)
    assert encode(json.loads(nested(16))) == nested(16)
    with pytest.raises(FormError) as caught:
        encode(json.loads(nested(17)))
    assert caught.value.code is FormCode.DEPTH


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        ({"a": None}, FormCode.NULL, "/a"),
        ({"a": [1, 0.5]}, FormCode.FLOAT, "/a/1"),
        ({"a": 10**15}, FormCode.INTEGER, "/a"),
        ({"a": "\ud800"}, FormCode.UTF8, "/a"),
        ({"a": {"\udc00": 1}}, FormCode.UTF8, "/a"),
        ({"a": {1: 1}}, FormCode.KIND, "/a"),
        ({"a": b"x"}, FormCode.KIND, "/a"),
        ({"a": Decimal(1)}, FormCode.KIND, "/a"),
    ],
)
def test_what_a_verifier_would_refuse_is_never_written(
    value: dict[str, Any], code: FormCode, pointer: str
) -> None:
    with pytest.raises(FormError) as caught:
        encode(value)
    assert (caught.value.code, caught.value.pointer) == (code, pointer)


def test_written_form() -> None:
    value = {"b": [True, -5], "a": '李\u0001"', "中": (), "B": {}}
    assert encode(value).decode() == '{"B":{},"a":"李\\u0001\\"","b":[true,-5],"中":[]}'


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.recursive(
    TEXT | st.booleans() | st.integers(-(10**15) + 1, 10**15 - 1),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, VALUES, max_size=5))
def test_what_is_written_is_in_signed_form_and_comes_back(value: dict[str, Any]) -> None:
    raw = encode(value)
    assert decode_signed(raw, 10**6) == value
    assert encode(decode_signed(raw, 10**6)) == raw


@given(st.binary(max_size=60) | TEXT.map(str.encode))
def test_whatever_comes_is_read_or_told_as_a_form_error(raw: bytes) -> None:
    for read in (decode_signed, decode_strict, decode_plain):
        with suppress(FormError):
            assert isinstance(read(raw, 1000), dict)


def test_answers_may_hold_null_and_fractions() -> None:
    assert decode_plain(b'{"a": null, "b": 1.5}', 100) == {"a": None, "b": Decimal("1.5")}
    for bad in (b'{"a":1,"a":2}', b'{"a":NaN}', b"[" * 20, b'{"a":"\\ud800"}'):
        with pytest.raises(FormError):
            decode_plain(bad, 100)


def test_pointers_escape() -> None:
    assert pointer_to(pointer_to("", "a/b~c"), 3) == "/a~1b~0c/3"
