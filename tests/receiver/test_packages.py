"""Sealed packages by hand: the same entries, the same receipt, the same refusals as over the line."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest

from provider_desktop.exchange.packages import MAX_BYTES, write_batch
from provider_desktop.exchange.receipts import verify_receipt
from provider_desktop.exchange.trust import verify_trust
from provider_desktop.receiver.actions import ATTENTION, DONE, Result, load
from tests.support.bureau import Bureau
from tests.support.receiver import AgencyPc


def loaded(bureau: Bureau, *paths: Path) -> Result:
    """``provider-receiver load`` on packages."""
    return load(bureau.office, Namespace(files=list(paths), agency="", lang="en"))


def a_package(folder: Path, pc: AgencyPc, first: int, last: int, name: str = "out") -> Path:
    path = folder / f"{name}.carebatch"
    lines = [entry.to_line() for entry in pc.sealed[first - 1 : last]]
    path.write_bytes(write_batch(first, lines))
    return path


@pytest.fixture
def pc(bureau: Bureau) -> AgencyPc:
    """A PC that has sealed five entries and sent none."""
    made = bureau.pc()
    for _ in range(5):
        made.seal()
    return made


def test_a_package_is_taken_in_and_receipted_beside_it(bureau: Bureau, pc: AgencyPc, tmp_path: Path) -> None:
    path = a_package(tmp_path, pc, 1, 5)
    result = loaded(bureau, path)
    assert result.status == DONE
    (told,) = result.data["packages"]
    assert (told["stream"], told["seq"], told["count"], told["problem"]) == (pc.stream, 5, 5, "")
    with bureau.read() as connection:
        trust = verify_trust(bureau.office.trust(connection).envelope, root=pc.root)
    envelope = (tmp_path / "out.carereceipt").read_bytes()
    receipt = verify_receipt(envelope, trust=trust, agency=pc.agency, stream=pc.stream)
    assert (receipt.seq, receipt.hash, receipt.count) == (5, pc.sealed[4].hash, 5)
    assert bureau.outcome(pc.sealed[4]) == "returned", "and judged like any other"


def test_twice_is_once(bureau: Bureau, pc: AgencyPc, tmp_path: Path) -> None:
    path = a_package(tmp_path, pc, 1, 5)
    first, second = (loaded(bureau, path).data["packages"][0] for _ in range(2))
    assert first == second


def test_several_in_order_and_in_disorder(bureau: Bureau, pc: AgencyPc, tmp_path: Path) -> None:
    one, two = a_package(tmp_path, pc, 1, 3, "one"), a_package(tmp_path, pc, 4, 5, "two")
    disorder = loaded(bureau, two, one)
    assert disorder.status == ATTENTION
    assert [each["problem"] for each in disorder.data["packages"]] == ["gap", ""]
    assert not two.with_suffix(".carereceipt").exists()
    assert [each["seq"] for each in loaded(bureau, one, two).data["packages"]] == [3, 5]


def test_a_bad_entry_is_named_and_those_before_it_stay(bureau: Bureau, pc: AgencyPc, tmp_path: Path) -> None:
    path = a_package(tmp_path, pc, 1, 5)
    lines = path.read_bytes().splitlines()
    entry = json.loads(lines[3])
    entry["payload"] = "AAAA"
    lines[3] = json.dumps(entry, separators=(",", ":"), sort_keys=True).encode()
    path.write_bytes(b"\n".join(lines) + b"\n")
    (told,) = loaded(bureau, path).data["packages"]
    assert (told["problem"], told["code"], told["seq"]) == ("entry", "payload", 3)
    assert loaded(bureau, a_package(tmp_path, pc, 3, 5)).data["packages"][0]["seq"] == 5


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "entry"),
        (b"not a package", "entry"),
        (b'{"count":1,"from_seq":1}\n{}\n', "entry"),
        (b"x" * (MAX_BYTES + 1), "size"),
    ],
)
def test_what_is_no_package_is_told_and_stops_none_behind_it(
    bureau: Bureau, pc: AgencyPc, tmp_path: Path, content: bytes, problem: str
) -> None:
    bad = tmp_path / "bad.carebatch"
    bad.write_bytes(content)
    result = loaded(bureau, bad, a_package(tmp_path, pc, 1, 5))
    assert [each["problem"] for each in result.data["packages"]] == [problem, ""]
    assert result.status == ATTENTION


def test_a_stream_that_nobody_enrolled_is_none(bureau: Bureau, pc: AgencyPc, tmp_path: Path) -> None:
    pc.sealed.clear()
    pc.stream = "01JD5E8Z4K7Q9W2M3N5P6R8T0V"
    pc.seal()
    (told,) = loaded(bureau, a_package(tmp_path, pc, 1, 1)).data["packages"]
    assert told["problem"] == "none"
