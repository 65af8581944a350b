"""Reading a JSON payload member by member, noting every fault with its JSON pointer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from provider_desktop.domain.checks.rules import SCHEMA
from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.findings import Action, Finding

_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_HASH = re.compile(r"[0-9a-f]{64}")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?")

#: Years in which a visit can lie; beyond them the arithmetic of days itself would end.
_YEARS = range(1900, 2200)

#: Ids of the giver are at most so long (exchange.md, "Bytes").
ID_LIMIT = 64
TEXT_LIMIT = 2000

Word = TypeVar("Word", bound=StrEnum)


def wire_time(moment: datetime | None) -> str:
    """A moment as payloads carry it: RFC 3339 to the second, local offset; '' for none."""
    return moment.astimezone(LOCAL).isoformat(timespec="seconds") if moment else ""


def wire_day(day: date | None) -> str:
    """A day as payloads carry it: ISO 8601; '' for none."""
    return day.isoformat() if day else ""


class Reader:
    """One object of a payload. A fault is noted and the reading goes on with an empty value.

    ``why`` of a fault is ``missing``, ``kind`` (another JSON type), ``value`` or ``limit``.
    """

    def __init__(self, value: Mapping[str, Any], at: str = "", faults: list[Finding] | None = None) -> None:
        self.value = value
        self.at = at
        self.faults: list[Finding] = [] if faults is None else faults

    def fault(self, name: str, why: str) -> None:
        """Note that a member is not as it must be."""
        escaped = name.replace("~", "~0").replace("/", "~1")
        pointer = f"{self.at}/{escaped}" if name else self.at
        self.faults.append(Finding(SCHEMA, Action.BLOCK, pointer, {"why": why}))

    def text(self, name: str, *, required: bool = False, limit: int = TEXT_LIMIT) -> str:
        """A string; '' where it is missing."""
        value: object = self.value.get(name, "")
        if not isinstance(value, str):
            self.fault(name, "kind")
            return ""
        if required and not value:
            self.fault(name, "missing")
        elif len(value) > limit:
            self.fault(name, "limit")
        return value

    def identifier(self, name: str, *, required: bool = False) -> str:
        """An id of at most 64 characters."""
        return self.text(name, required=required, limit=ID_LIMIT)

    def number(self, name: str, most: int, *, required: bool = False) -> int:
        """An integer from 0 to ``most``; true and false are none."""
        value = self.value.get(name)
        if value is None:
            if required:
                self.fault(name, "missing")
            return 0
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(name, "kind")
            return 0
        if not 0 <= value <= most:
            self.fault(name, "value")
            return 0
        return value

    def word(self, name: str, words: type[Word], fallback: Word, *, required: bool = False) -> Word:
        """One of the words of an enumeration; ``fallback`` where it is missing or none of them."""
        text = self.text(name, required=required)
        if not text:
            return fallback
        try:
            return words(text)
        except ValueError:
            self.fault(name, "value")
            return fallback

    def words(self, name: str, words: type[Word], *, required: bool = False) -> tuple[Word, ...]:
        """A list of words of an enumeration, each once."""
        found = []
        for index, value in enumerate(self._list(name, required=required)):
            try:
                found.append(words(value))
            except ValueError:
                Reader({}, f"{self.at}/{name}/{index}", self.faults).fault("", "value")
        return tuple(dict.fromkeys(found))

    def flag(self, name: str) -> bool:
        """True or false; false where it is missing, which is a fault."""
        value = self.value.get(name)
        if not isinstance(value, bool):
            self.fault(name, "missing" if value is None else "kind")
            return False
        return value

    def amount(self, name: str) -> int:
        """An integer of either sign, such as money in fen."""
        value = self.value.get(name)
        if value is None or isinstance(value, bool) or not isinstance(value, int):
            self.fault(name, "missing" if value is None else "kind")
            return 0
        return value

    def time(self, name: str) -> datetime | None:
        """An RFC 3339 time with offset as aware UTC, of a year that can be; None for ''."""
        text = self.text(name)
        if not text:
            return None
        try:
            if _TIME.fullmatch(text) and int(text[:4]) in _YEARS:
                return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text)).astimezone(UTC)
        except ValueError:
            pass
        self.fault(name, "value")
        return None

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A day; None for ''."""
        text = self.text(name, required=required)
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.fault(name, "value")
        return None

    def pattern(self, name: str, pattern: re.Pattern[str], *, required: bool = False) -> str:
        """A string of a certain form, or ''."""
        text = self.text(name, required=required)
        if text and not pattern.fullmatch(text):
            self.fault(name, "value")
            return ""
        return text

    def decimal(self, name: str) -> str:
        """A decimal string, or ''."""
        return self.pattern(name, _DECIMAL)

    def hash(self, name: str) -> str:
        """A lower-case hex SHA-256."""
        return self.pattern(name, _HASH, required=True)

    def part(self, name: str, *, required: bool = False) -> Reader:
        """An object; an empty one where it is missing."""
        value = self.value.get(name)
        if value is None:
            if required:
                self.fault(name, "missing")
            value = {}
        elif not isinstance(value, Mapping):
            self.fault(name, "kind")
            value = {}
        return Reader(value, f"{self.at}/{name}", self.faults)

    def parts(self, name: str, *, required: bool = False) -> tuple[Reader, ...]:
        """A list of objects."""
        readers = []
        for index, value in enumerate(self._list(name, required=required)):
            at = f"{self.at}/{name}/{index}"
            if isinstance(value, Mapping):
                readers.append(Reader(value, at, self.faults))
            else:
                Reader({}, at, self.faults).fault("", "kind")
        return tuple(readers)

    def identifiers(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of ids."""
        found = []
        for index, value in enumerate(self._list(name, required=required)):
            at = Reader({}, f"{self.at}/{name}/{index}", self.faults)
            if not isinstance(value, str):
                at.fault("", "kind")
            elif not value or len(value) > ID_LIMIT:
                at.fault("", "value")
            else:
                found.append(value)
        return tuple(found)

    def strings(self, name: str) -> dict[str, str]:
        """An object whose members are all strings."""
        part = self.part(name)
        return {key: part.text(key) for key in part.value}

    def _list(self, name: str, *, required: bool) -> tuple[Any, ...]:
        value = self.value.get(name)
        if value is None:
            if required:
                self.fault(name, "missing")
            return ()
        if not isinstance(value, list | tuple):
            self.fault(name, "kind")
            return ()
        return tuple(value)
