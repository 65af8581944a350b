"""Batches as bytes: the entries call and the sealed package."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.exchange.packages import (
    MAX_BYTES,
    MAX_ENTRIES,
    PackageError,
    fitting,
    read_batch,
    split_lines,
    write_batch,
    write_lines,
)
from tests.support.exchange import a_chain


def test_a_batch_comes_back() -> None:
    lines = [entry.to_line() for entry in a_chain(3)]
    body = write_batch(1, lines)
    assert body.startswith(b'{"count":3,"from_seq":1}\n')
    batch = read_batch(body)
    assert (batch.from_seq, batch.count, list(batch.lines)) == (1, 3, lines)
    assert read_batch(body.removesuffix(b"\n")) == batch


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (b"", "line", ""),
        (b"<html>", "line", ""),
        (b"[]\nx\n", "line", ""),
        (b'{"from_seq":1}\nx\n', "line", "/count"),
        (b'{"from_seq":0,"count":1}\nx\n', "line", "/from_seq"),
        (b'{"from_seq":1,"count":0}\n', "line", "/count"),
        (b'{"from_seq":"1","count":1}\nx\n', "line", "/from_seq"),
        (b'{"from_seq":1,"count":1.0}\nx\n', "line", "/count"),
        (b'{"from_seq":1,"count":2}\nx\n', "line", "/count"),
        (b'{"from_seq":1,"count":1}\nx\ny\n', "line", "/count"),
        (b'{"from_seq":1,"count":1,"more":1}\nx\n', "line", "/more"),
        (b'{"from_seq":1,"count":1,"count":1}\nx\n', "line", "/count"),
        (b'{"from_seq":' + b"[" * 900 + b"\nx\n", "line", ""),
        (b'{"from_seq":1,"count":501}\nx\n', "size", ""),
        (b'{"from_seq":1,"count":501}\n' + b"x\n" * 501, "size", ""),
        (b" " * (MAX_BYTES + 1), "size", ""),
    ],
)
def test_batches_that_are_none(body: bytes, code: str, pointer: str) -> None:
    with pytest.raises(PackageError) as caught:
        read_batch(body)
    assert (caught.value.code, caught.value.pointer) == (code, pointer)


def test_500_entries_are_a_batch_and_501_are_not() -> None:
    assert read_batch(write_batch(7, [b"x"] * MAX_ENTRIES)).count == MAX_ENTRIES
    with pytest.raises(PackageError, match="size"):
        write_batch(7, [b"x"] * (MAX_ENTRIES + 1))
    with pytest.raises(PackageError, match="size"):
        write_batch(7, [b"x" * MAX_BYTES])


def test_a_batch_takes_what_fits() -> None:
    assert len(list(fitting([b"x"] * 600))) == MAX_ENTRIES
    assert len(list(fitting([b"x"] * 600, 10))) == 10
    third = [b"x" * (MAX_BYTES // 3)] * 5
    taken = list(fitting(third))
    assert len(taken) == 2
    write_batch(10**15 - 1, taken)


@given(st.lists(st.binary(max_size=9).filter(lambda line: b"\n" not in line), max_size=9))
def test_lines_come_back(lines: list[bytes]) -> None:
    assert split_lines(write_lines(lines)) == lines
