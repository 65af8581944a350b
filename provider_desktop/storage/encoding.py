"""Frozen dataclasses of the domain to JSON text and back, by their type hints and without loss."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def encode(value: object) -> str:
    """The JSON text of a dataclass, a tuple of them, or plain values."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def decode(kind: type[T], text: str) -> T:
    """The value of type *kind* that :func:`encode` wrote.

    A field added since takes its default; one that no longer exists is passed over. Anything else
    that does not fit raises ``TypeError``, ``ValueError``, ``KeyError`` or ``AttributeError``: a damaged row.
    """
    value: T = _typed(kind, json.loads(text))
    return value


def decode_tuple(kind: type[T], text: str) -> tuple[T, ...]:
    """Like :func:`decode`, for a tuple of values of one type."""
    return tuple(_typed(kind, value) for value in json.loads(text))


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return value


def _typed(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin is not None:
        return _generic(origin, typing.get_args(kind), value)
    if not isinstance(kind, type):
        return value  # typing.Any
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _typed(hints[name], item) for name, item in value.items() if name in hints})
    if issubclass(kind, Enum):
        return kind(value)
    if issubclass(kind, date):
        return kind.fromisoformat(value)
    return value


def _generic(origin: Any, arguments: tuple[Any, ...], value: Any) -> Any:
    if origin in (types.UnionType, typing.Union):
        inner = [argument for argument in arguments if argument is not type(None)]
        # A union of plain types (str | int) is what JSON says it is.
        return value if value is None or len(inner) > 1 else _typed(inner[0], value)
    if origin is tuple:
        return tuple(_typed(arguments[0], item) for item in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {key: _typed(arguments[1], item) for key, item in value.items()}
    raise TypeError(f"no rule for {origin}")


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)
