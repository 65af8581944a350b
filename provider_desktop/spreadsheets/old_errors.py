"""Cells in error (``#REF!``) of an old .xls workbook, which the reader gives as nothing at all.

A broken day must not pass for an empty cell, which means the day above. Only the records of such cells are
looked at; a file that this cannot follow has none, and whether it is damaged the reader itself decides.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

#: Texts of the cells in error of one sheet under their 0-based row and column.
Errors = dict[tuple[int, int], str]

_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_OTHER = "#ERROR!"

_FORMULA, _EOF, _BOUNDSHEET, _BOOLERR, _BOF = 0x0006, 0x000A, 0x0085, 0x0205, 0x0809
_RECORD = struct.Struct("<HH")
#: Sector numbers from here on are marks: the end of a chain, a free sector.
_MARKS = 0xFFFFFFFA
_ENTRY = 128


def errors_of(data: bytes) -> list[Errors]:
    """The cells in error of every sheet, in the file's order; empty where the file cannot be followed."""
    try:
        stream = _workbook_stream(data)
        places = [
            int.from_bytes(body[:4], "little") for kind, body in _records(stream, 0) if kind == _BOUNDSHEET
        ]
        # a sheet said to be there twice is looked at once: many of them would take for ever
        found = {place: _sheet_errors(stream, place) for place in set(places)}
    except (struct.error, IndexError, ValueError):
        return []
    return [found[place] for place in places]


def _sheet_errors(stream: bytes, place: int) -> Errors:
    found: Errors = {}
    for kind, body in _records(stream, place):
        if kind == _BOOLERR and len(body) >= 8 and body[7] == 1:
            code = body[6]
        elif kind == _FORMULA and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff":
            code = body[8]
        else:
            continue
        found[_RECORD.unpack_from(body)] = _TEXTS.get(code, _OTHER)
    return found


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, from its beginning to its end, without those of charts in it."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = _RECORD.unpack_from(stream, place)
        if kind == _BOF:
            depth += 1
        elif depth == 0:
            return  # no part begins here
        elif kind == _EOF:
            depth -= 1
            if depth == 0:
                return
        elif depth == 1 and kind in {_FORMULA, _BOUNDSHEET, _BOOLERR}:
            yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


class _Compound:
    """The sectors of an OLE file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in {9, 12}:
            raise ValueError("sector size")
        self._size = 1 << shift
        self._table = self._numbers(self._table_sectors())

    def chain(self, first: int) -> bytes:
        """The content of a chain of sectors."""
        return b"".join(map(self._sector, follow(self._table, first)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _numbers(self, sectors: list[int]) -> tuple[int, ...]:
        return as_numbers(b"".join(map(self._sector, sectors)))

    def _table_sectors(self) -> list[int]:
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        more, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while more < _MARKS and more not in seen:
            seen.add(more)
            numbers = as_numbers(self._sector(more))
            if not numbers:
                break
            sectors += numbers[:-1]
            more = numbers[-1]
        # each sector of the table is there once; more of them than the file has would be a bomb
        return list(dict.fromkeys(number for number in sectors if number < _MARKS))


def as_numbers(content: bytes) -> tuple[int, ...]:
    """Sector numbers one after the other."""
    count = len(content) // 4
    return struct.unpack_from(f"<{count}I", content)


def follow(table: tuple[int, ...], first: int) -> Iterator[int]:
    """The sectors of a chain; a chain that bites its own tail ends there."""
    seen = set[int]()
    while first < len(table) and first not in seen:
        seen.add(first)
        yield first
        first = table[first]


def _workbook_stream(data: bytes) -> bytes:
    compound = _Compound(data)
    folder_first, cutoff, mini_first = (struct.unpack_from("<I", data, place)[0] for place in (48, 56, 60))
    folder = compound.chain(folder_first)
    entries: dict[str, tuple[int, ...]] = {}
    for place in range(0, len(folder) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", folder, place + 64)[0]
        name = folder[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        entries.setdefault(name, struct.unpack_from("<II", folder, place + 116))
    first, size = entries.get("Workbook") or entries.get("Book") or (_MARKS, 0)
    if size >= cutoff:
        return compound.chain(first)[:size]
    # a small stream lies in small sectors, which lie in the stream of the root
    small = compound.chain(struct.unpack_from("<I", folder, 116)[0])
    table = as_numbers(compound.chain(mini_first))
    return b"".join(small[number * 64 : number * 64 + 64] for number in follow(table, first))[:size]
