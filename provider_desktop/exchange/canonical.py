"""The signed JSON form: how it is written, and how foreign bytes are read without trusting them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum, unique
from typing import Any, Final, TypeAlias

JsonObject: TypeAlias = dict[str, Any]

MAX_DEPTH: Final = 16
"""Containers inside one another, the outermost counted."""
MAX_DIGITS: Final = 15
"""Digits of an integer: what every JSON library holds exactly."""

_BOUND: Final = 10**MAX_DIGITS
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@unique
class FormCode(StrEnum):
    """Why bytes or values are refused."""

    SIZE = "size"
    UTF8 = "utf8"
    JSON = "json"
    DEPTH = "depth"
    DUPLICATE = "duplicate"
    FLOAT = "float"
    NULL = "null"
    INTEGER = "integer"
    FORM = "form"
    """Well-formed, but not in signed form: spaces, or keys out of order."""
    MISSING = "missing"
    UNKNOWN = "unknown"
    KIND = "kind"
    """A value of another JSON type than asked for."""
    VALUE = "value"


class FormError(ValueError):
    """Bytes that are not what they should be: ``code`` says why, ``pointer`` (RFC 6901) where."""

    def __init__(self, code: FormCode, pointer: str = "") -> None:
        self.code = code
        self.pointer = pointer
        super().__init__(f"{code.value} at {pointer or 'the whole'}")


def pointer_to(parent: str, part: str | int) -> str:
    """The JSON pointer of a member or element of ``parent``."""
    return f"{parent}/{str(part).replace('~', '~0').replace('/', '~1')}"


def encode(value: Mapping[str, Any]) -> bytes:
    """A value in signed form: UTF-8, keys sorted by code point, no spaces.

    Raises ``FormError`` for floats, null, integers of more than 15 digits, depth above 16, keys that
    are no text and text that is no Unicode: what a verifier would refuse is never signed.
    """
    if not _is_plain(value, 1):
        _check_encodable(value, "", 1)
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        _check_encodable(value, "", 1)  # says where the text is that is no Unicode
        raise


def _is_plain(value: object, depth: int) -> bool:
    """Whether a value can be signed as far as its types tell: text, integers, truths, objects and lists.

    Quick, since nearly every value passes; where it says no, the walk that knows the place decides.
    """
    kind = type(value)
    if kind is str or kind is bool:
        return True
    if kind is int:
        return -_BOUND < value < _BOUND  # type: ignore[operator]  # it is an int
    if depth > MAX_DEPTH:
        return False
    if kind is dict:
        return all(
            type(name) is str and _is_plain(inner, depth + 1)
            for name, inner in value.items()  # type: ignore[attr-defined]  # it is a dict
        )
    if kind is list or kind is tuple:
        return all(_is_plain(inner, depth + 1) for inner in value)  # type: ignore[attr-defined]  # a list
    return False


def _check_encodable(value: object, at: str, depth: int) -> None:
    if value is None:
        raise FormError(FormCode.NULL, at)
    if isinstance(value, str):
        if _SURROGATE.search(value):
            raise FormError(FormCode.UTF8, at)
    elif isinstance(value, bool):
        return
    elif isinstance(value, int):
        if abs(value) >= 10**MAX_DIGITS:
            raise FormError(FormCode.INTEGER, at)
    elif isinstance(value, dict | list | tuple):
        if depth > MAX_DEPTH:
            raise FormError(FormCode.DEPTH, at)
        for part, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(value, dict):
                if not isinstance(part, str):
                    raise FormError(FormCode.KIND, at)
                _check_encodable(part, at, depth)
            _check_encodable(inner, pointer_to(at, part), depth + 1)
    else:
        raise FormError(FormCode.FLOAT if isinstance(value, float) else FormCode.KIND, at)


def decode_signed(raw: bytes, limit: int) -> JsonObject:
    """An object from bytes that must be in signed form, at most ``limit`` bytes; raises ``FormError``.

    The bytes themselves are judged (order of keys, spaces, integers); how text is escaped inside
    strings is left to the writer, since signatures are over the bytes and never over a re-encoding.
    """
    return _object(_read(raw, limit, signed=True))


def decode_strict(raw: bytes, limit: int) -> JsonObject:
    """An object with the value rules of the signed form (no floats, no null, no duplicate keys), but
    spaces and order left free: lines, requests and invitations. Raises ``FormError``."""
    return _object(_read(raw, limit, signed=False))


def decode_plain(raw: bytes, limit: int) -> JsonObject:
    """An object from an unsigned answer: null and fractions (as ``Decimal``) are let in, the gates for
    size, depth and duplicate keys stay. Raises ``FormError``."""
    text = _gate(raw, limit, signed=False)
    loaded = _load(text, {"parse_float": Decimal, "object_pairs_hook": _plain_object})
    _refuse_flaws(loaded, allow_null=True)
    return _object(loaded)


def is_signed_form(raw: bytes, limit: int) -> bool:
    """Whether received bytes are an object in signed form."""
    try:
        decode_signed(raw, limit)
    except FormError:
        return False
    return True


class _Flaw:
    """Stands in the parsed tree where a value broke a rule, so that its pointer can be told."""

    __slots__ = ("code", "key")

    def __init__(self, code: FormCode, key: str = "") -> None:
        self.code = code
        self.key = key


def _read(raw: bytes, limit: int, *, signed: bool) -> object:
    hooks = {
        "parse_int": _integer,
        "parse_float": lambda _: _Flaw(FormCode.FLOAT),
        "object_pairs_hook": _ordered_object if signed else _plain_object,
    }
    text = _gate(raw, limit, signed=signed)
    loaded = _load(text, hooks)
    # Only an escape can bring in half a character: UTF-8 itself holds none.
    if "\\u" in text or not _is_plain(loaded, 1):
        _refuse_flaws(loaded, allow_null=False)
    return loaded


def _gate(raw: bytes, limit: int, *, signed: bool) -> str:
    """What can be told without parsing, so that hostile bytes never reach the parser's recursion."""
    if len(raw) > limit:
        raise FormError(FormCode.SIZE)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormError(FormCode.UTF8) from error
    bare = _STRING.sub("", text)
    depth = 0
    for sign in re.findall(r"[\[\]{}]", bare):
        depth += 1 if sign in "[{" else -1
        if depth > MAX_DEPTH:
            raise FormError(FormCode.DEPTH)
    if signed and _SPACE.search(bare):
        raise FormError(FormCode.FORM)
    return text


def _load(text: str, hooks: Mapping[str, Any]) -> object:
    try:
        return json.loads(text, parse_constant=lambda _: _Flaw(FormCode.FLOAT), **hooks)
    except ValueError as error:
        raise FormError(FormCode.JSON) from error


def _integer(digits: str) -> int | _Flaw:
    if len(digits.removeprefix("-")) > MAX_DIGITS or digits == "-0":
        return _Flaw(FormCode.INTEGER)
    return int(digits)


def _plain_object(pairs: Sequence[tuple[str, object]]) -> object:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            return _Flaw(FormCode.DUPLICATE, name)
        seen.add(name)
    raise AssertionError("a shorter dict has a duplicate")  # pragma: no cover


def _ordered_object(pairs: Sequence[tuple[str, object]]) -> object:
    members = _plain_object(pairs)
    if isinstance(members, _Flaw):
        return members
    names = [name for name, _ in pairs]
    return members if names == sorted(names) else _Flaw(FormCode.FORM)


def _refuse_flaws(loaded: object, *, allow_null: bool) -> None:
    for at, value in _walk(loaded, ""):
        if isinstance(value, _Flaw):
            raise FormError(value.code, pointer_to(at, value.key) if value.key else at)
        if value is None and not allow_null:
            raise FormError(FormCode.NULL, at)
        if isinstance(value, str) and _SURROGATE.search(value):
            raise FormError(FormCode.UTF8, at)


def _walk(value: object, at: str) -> Iterator[tuple[str, object]]:
    yield at, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield at, name
            yield from _walk(inner, pointer_to(at, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _walk(inner, pointer_to(at, place))


def _object(loaded: object) -> JsonObject:
    if not isinstance(loaded, dict):
        raise FormError(FormCode.KIND)
    return loaded
