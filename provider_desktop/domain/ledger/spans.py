"""Spans of days in one cell: leave, validity, stays in hospital."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from provider_desktop.domain.ledger.dates import Around, read_date
from provider_desktop.domain.ledger.sheet import Cell, is_blank
from provider_desktop.domain.ledger.text import plain

_SPANS = re.compile(r"[;、,\n]+")
_BETWEEN = re.compile(r"至今|至|到|--|\bto\b|-")
_OPEN = re.compile(r"^(.*?)(?:起|开始|以来|至今|-|--)$")


def read_spans(cell: Cell, around: Around) -> tuple[tuple[date, date | None], ...] | None:
    """The spans of a cell, both days inclusive, ``None`` as last day while one goes on.

    ``2026-10-29至2026-10-31``, ``10月29日-31日``, ``10.29``, several apart by 、 or ;. ``None`` where
    any of them cannot be read.
    """
    if not isinstance(cell, str):
        day = None if is_blank(cell) else read_date(cell, around)
        return ((day, day),) if day else None
    spans = [_span(part.strip(), around) for part in _SPANS.split(plain(cell)) if part.strip()]
    found = tuple(span for span in spans if span is not None)
    return found if found and len(found) == len(spans) else None


def _span(text: str, around: Around) -> tuple[date, date | None] | None:
    whole = read_date(text, around)
    if whole is not None:
        return whole, whole
    for first, second in _halves(text):
        begin = read_date(first, around)
        if begin is None:
            continue
        after = replace(around, year=begin.year, month=begin.month, neighbour=begin)
        end = read_date(second, after)
        if end is not None and end >= begin:
            return begin, end
    opened = _OPEN.match(text)
    since = read_date(opened[1], around) if opened else None
    return (since, None) if since else None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Every way to part the text in two: a hyphen may stand inside a date as well as between two."""
    for match in _BETWEEN.finditer(text):
        if match.start() and match.end() < len(text):
            yield text[: match.start()], text[match.end() :]
