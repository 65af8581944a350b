"""The decision table of the exchange, row by row and in its order, against a receiver on loopback."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import Op, SealedEntry
from provider_desktop.exchange.packages import write_batch
from provider_desktop.exchange.receipts import verify_receipt
from provider_desktop.exchange.scalars import to_base64url
from provider_desktop.exchange.signing import (
    ENTRY_TYPE,
    Ed25519Signer,
    rotation_message,
    sign_body,
)
from provider_desktop.receiver.storage import feed
from tests.support.receiver import OTHER_AGENCY, AgencyPc, HttpAnswer, ServedReceiver

_STRANGER = Ed25519Signer(bytes([9]) * 32)


@pytest.fixture
def pc(receiver: ServedReceiver) -> AgencyPc:
    return receiver.pc()


def _refused(answer: HttpAnswer, status: int, problem: str, head: int, pc: AgencyPc) -> dict[str, Any]:
    """The problem document, after its status, type and head are what they must be."""
    assert (answer.status, answer.problem) == (status, problem), answer.body
    document: dict[str, Any] = answer.json
    expected = {"seq": head, "hash": pc.sealed[head - 1].hash if head else ""}
    assert document["head"] == expected
    assert {name: pc.head()[name] for name in ("seq", "hash")} == expected
    return document


def _lines(pc: AgencyPc) -> list[bytes]:
    return [entry.to_line() for entry in pc.sealed]


def _altered(entry: SealedEntry, signer: Ed25519Signer, **changes: Any) -> SealedEntry:
    """The entry with another header, properly signed."""
    header = replace(entry.header(), **changes).to_bytes()
    return replace(entry, header_bytes=header, signature=sign_body(signer, ENTRY_TYPE, header))


def test_a_batch_is_receipted_with_the_head_and_the_feed(pc: AgencyPc) -> None:
    for _ in range(3):
        pc.seal()
    answer = pc.send()
    assert answer.status == 200
    receipt = verify_receipt(answer.body, trust=pc.trust(), agency=pc.agency, stream=pc.stream)
    assert (receipt.seq, receipt.hash, receipt.count) == (3, pc.sealed[2].hash, 3)
    assert receipt.feed_head >= 1
    assert receipt.feed_hash != ""


def test_known_entries_go_on_and_count(pc: AgencyPc) -> None:
    pc.seal()
    assert pc.send().status == 200
    pc.seal()
    answer = pc.send()
    receipt = verify_receipt(answer.body, trust=pc.trust(), agency=pc.agency, stream=pc.stream)
    assert (receipt.seq, receipt.count) == (2, 2)


def test_a_packed_batch_is_taken_like_a_plain_one(pc: AgencyPc) -> None:
    pc.seal()
    assert pc.send_packed(write_batch(1, _lines(pc))).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}\n",
        b"[1]\n",
        b'{"count":1}\n{}\n',
        b'{"count":1,"from_seq":0}\n{}\n',
        b'{"count":2,"from_seq":1}\n{}\n',
        b'{"count":1.0,"from_seq":1}\n{}\n',
        b'{"count":1,"count":1,"from_seq":1}\n{}\n',
        b"<html>\n",
        b"\xff\xfe\n",
        b"[" * 100_000,
    ],
    ids=[
        "nothing", "no count", "a list", "no from_seq", "from zero", "miscounted", "float", "twice", "html",
        "no utf-8", "deep",
    ],
)  # fmt: skip
def test_a_wrong_first_line_is_code_line(pc: AgencyPc, body: bytes) -> None:
    document = _refused(pc.send_raw(body), 422, "entry", 0, pc)
    assert document["code"] == "line"


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b"null",
        b"[" * 5000 + b"]" * 5000,
        b'{"header":"","header":"","payload":"","salt":"","signature":""}',
        b'{"header":1,"payload":"","salt":"","signature":""}',
        b'{"header":"a=","payload":"","salt":"","signature":""}',
        b'{"extra":"","header":"","payload":"","salt":"","signature":""}',
        b"not json",
    ],
    ids=["empty", "null", "deep", "twice", "number", "padding", "fifth", "text"],
)
@pytest.mark.parametrize("before", [0, 2])
def test_a_line_that_is_no_entry_stops_there_and_what_is_before_stays(
    pc: AgencyPc, line: bytes, before: int
) -> None:
    for _ in range(before):
        pc.seal()
    document = _refused(pc.send_raw(write_batch(1, [*_lines(pc), line])), 422, "entry", before, pc)
    assert (document["code"], document["seq"]) == ("line", before + 1)


def test_a_first_line_that_names_another_place_is_code_line(pc: AgencyPc) -> None:
    pc.seal()
    document = _refused(pc.send(from_seq=7), 422, "entry", 0, pc)
    assert (document["code"], document["pointer"]) == ("line", "/from_seq")


def _bad_header(pc: AgencyPc, entry: SealedEntry) -> SealedEntry:
    header = entry.header_bytes.replace(b'{"actor"', b'{ "actor"')
    return replace(entry, header_bytes=header, signature=sign_body(pc.signer, ENTRY_TYPE, header))


def _other_agency(pc: AgencyPc, entry: SealedEntry) -> SealedEntry:
    return _altered(entry, pc.signer, agency=OTHER_AGENCY)


def _other_stream(pc: AgencyPc, entry: SealedEntry) -> SealedEntry:
    return _altered(entry, pc.signer, stream="01JD5E8Z4K7Q9W2M3N5P6R8T0V")


def _bad_signature(_pc: AgencyPc, entry: SealedEntry) -> SealedEntry:
    return _altered(entry, _STRANGER)


def _bad_payload(_pc: AgencyPc, entry: SealedEntry) -> SealedEntry:
    return replace(entry, payload=entry.payload.replace(b"accepted", b"declined"))


def _bad_length(_pc: AgencyPc, entry: SealedEntry) -> SealedEntry:
    return _altered(entry, _pc.signer, payload_bytes=entry.header().payload_bytes + 1)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_bad_header, "header"),
        (_other_agency, "agency"),
        (_other_stream, "stream"),
        (_bad_signature, "signature"),
        (_bad_payload, "payload"),
        (_bad_length, "payload"),
    ],
)
def test_one_bad_among_many_is_named_and_the_good_before_it_are_kept(
    pc: AgencyPc, spoil: Any, code: str
) -> None:
    for _ in range(5):
        pc.seal()
    entries = list(pc.sealed)
    entries[3] = spoil(pc, entries[3])
    document = _refused(pc.send(entries), 422, "entry", 3, pc)
    assert (document["code"], document["seq"]) == (code, 4)
    assert pc.send().status == 200, "the good ones go through when they are sent again"


def test_the_earlier_row_of_the_table_wins(pc: AgencyPc) -> None:
    """An entry wrong in several ways is refused for the first reason of the page's order."""
    entry = pc.seal()
    everything = replace(
        _altered(entry, _STRANGER, agency=OTHER_AGENCY, stream="01JD5E8Z4K7Q9W2M3N5P6R8T0V"), payload=b"{}"
    )
    assert pc.send([everything]).json["code"] == "agency"
    wrong_stream = replace(_altered(entry, _STRANGER, stream="01JD5E8Z4K7Q9W2M3N5P6R8T0V"), payload=b"{}")
    assert pc.send([wrong_stream]).json["code"] == "stream"
    assert pc.send([replace(_altered(entry, _STRANGER), payload=b"{}")]).json["code"] == "signature"


def test_what_a_payload_says_never_stops_custody(pc: AgencyPc) -> None:
    """Nonsense is stored like everything else; only the verdict minds."""
    pc.seal(Op.VISIT_CREATE, {"anything": ["but", "a", "visit"]})
    pc.seal(Op.STAFF_UPDATE, {})
    pc.seal()
    assert pc.send().status == 200
    assert pc.head()["seq"] == 3


def test_a_gap_is_named_with_the_head(pc: AgencyPc) -> None:
    for _ in range(4):
        pc.seal()
    assert pc.send(pc.sealed[:1]).status == 200
    document = _refused(pc.send(pc.sealed[2:]), 409, "gap", 1, pc)
    assert document["seq"] == 3


def test_a_gap_within_a_batch_keeps_what_is_before(pc: AgencyPc) -> None:
    for _ in range(4):
        pc.seal()
    answer = pc.send([pc.sealed[0], pc.sealed[1], pc.sealed[3]], from_seq=1)
    _refused(answer, 409, "gap", 2, pc)


def test_a_wrong_predecessor_is_a_gap(pc: AgencyPc) -> None:
    pc.seal()
    pc.seal()
    assert pc.send(pc.sealed[:1]).status == 200
    astray = _altered(pc.sealed[1], pc.signer, prev="0" * 64)
    _refused(pc.send([astray]), 409, "gap", 1, pc)


def test_two_entries_at_one_place_freeze_the_stream(receiver: ServedReceiver, pc: AgencyPc) -> None:
    for _ in range(3):
        pc.seal()
    assert pc.send(pc.sealed[:2]).status == 200
    other = _altered(pc.sealed[1], pc.signer, actor="somebody else")
    document = _refused(pc.send([other]), 409, "equivocation", 2, pc)
    assert document["seq"] == 2

    # frozen: what is known still goes on, what is new is refused, and the alarm is up, once
    assert pc.send(pc.sealed[:2]).status == 200
    _refused(pc.send(), 409, "frozen", 2, pc)
    _refused(pc.send([other]), 409, "equivocation", 2, pc)
    with receiver.office.database.read() as connection:
        alarms = [each for each in feed.alarms(connection) if pc.stream in each[2]]
    assert [code for code, *_ in alarms] == ["equivocation"]
    listed = pc.call("GET", "/v1/streams").json["streams"]
    assert {each["stream"]: each["state"] for each in listed}[pc.stream] == "frozen"


def test_a_closed_stream_takes_nothing_more(pc: AgencyPc) -> None:
    pc.seal()
    pc.seal(Op.STREAM_CLOSE, {"reason": "replaced"})
    pc.seal()
    _refused(pc.send(), 409, "closed", 2, pc)
    assert pc.send(pc.sealed[:2]).status == 200, "known entries go on"
    listed = pc.call("GET", "/v1/streams").json["streams"]
    assert {each["stream"]: each["state"] for each in listed}[pc.stream] == "closed"


def test_after_a_rotation_the_new_key_signs(pc: AgencyPc) -> None:
    """In one batch and across batches; the old key signs nothing any more."""
    new = Ed25519Signer(bytes([7]) + pc.stream.encode()[:26] + bytes(5))
    written = new.public_key.hex()
    proof = new.sign(rotation_message(pc.agency, pc.stream, written))
    pc.seal()
    pc.seal(Op.KEY_ROTATE, {"public_key": written, "proof": to_base64url(proof)})
    pc.seal(signer=new)
    assert pc.send().status == 200
    by_old = pc.seal()
    assert pc.send([by_old]).json["code"] == "signature"
    pc.sealed.pop()
    pc.seal(signer=new)
    assert pc.send().status == 200
    assert pc.head()["seq"] == 4
    pc.signer = new
    assert pc.call("GET", "/v1/streams").status == 200, "the new key is a device of the agency"


def test_a_rotation_that_proves_nothing_changes_nothing(pc: AgencyPc) -> None:
    new = Ed25519Signer(bytes([8]) * 32)
    bad = {"public_key": new.public_key.hex(), "proof": to_base64url(_STRANGER.sign(b"something else"))}
    pc.seal(Op.KEY_ROTATE, bad)
    pc.seal()
    assert pc.send().status == 200


def test_another_pc_of_the_agency_carries_entries(receiver: ServedReceiver, pc: AgencyPc) -> None:
    carrier = receiver.pc()
    pc.seal()
    assert carrier.send(pc.sealed, stream=pc.stream).status == 200
    assert pc.head()["seq"] == 1


def test_entries_come_back_byte_for_byte(pc: AgencyPc) -> None:
    for _ in range(3):
        pc.seal()
    assert pc.send().status == 200
    answer = pc.call("GET", f"/v1/streams/{pc.stream}/entries?after=1")
    assert [SealedEntry.from_line(line) for line in answer.body.splitlines()] == pc.sealed[1:]
    assert pc.call("GET", f"/v1/streams/{pc.stream}/entries?after=3").body == b""


def test_erased_payloads_are_taken(pc: AgencyPc) -> None:
    entry = pc.seal()
    assert pc.send([entry.erased()]).status == 200


@pytest.mark.parametrize("packed", [False, True])
def test_more_than_500_entries_or_4_mib_are_too_much(pc: AgencyPc, packed: bool) -> None:
    entry = pc.seal()
    line = entry.to_line()
    many = encode({"from_seq": 1, "count": 501}) + b"\n" + (line + b"\n") * 501
    large = encode({"from_seq": 1, "count": 50}) + b"\n" + (b'"' + b"a" * 90_000 + b'"\n') * 50
    send = pc.send_packed if packed else pc.send_raw
    for body in (many, large):
        _refused(send(body), 413, "size", 0, pc)


def test_a_bomb_is_too_much_and_costs_little(pc: AgencyPc) -> None:
    bomb = encode({"from_seq": 1, "count": 1}) + b"\n" + b"0" * 300_000_000
    _refused(pc.send_packed(bomb), 413, "size", 0, pc)


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "deflate"])
def test_an_unknown_encoding_is_code_line(pc: AgencyPc, encoding: str) -> None:
    document = _refused(pc.send_raw(b"x", content_encoding=encoding), 422, "entry", 0, pc)
    assert document["code"] == "line"


def test_what_does_not_unpack_is_code_line(pc: AgencyPc) -> None:
    document = _refused(pc.send_raw(b"no gzip at all", content_encoding="gzip"), 422, "entry", 0, pc)
    assert document["code"] == "line"


def test_two_entries_at_one_place_in_one_batch_freeze_the_stream(
    receiver: ServedReceiver, pc: AgencyPc
) -> None:
    first = pc.seal()
    other = _altered(first, pc.signer, actor="somebody else")
    document = _refused(pc.send([first, other]), 409, "equivocation", 1, pc)
    assert document["seq"] == 1
    assert pc.send([first]).status == 200, "the first of them is kept"
    with receiver.office.database.read() as connection:
        assert feed.alarms(connection)[-1][0] == "equivocation"
