"""Entries: sealing, lines, and the receiver's checks in the page's order."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.exchange.canonical import FormCode, FormError, encode
from provider_desktop.exchange.entries import (
    HEADER_LIMIT,
    PAYLOAD_LIMIT,
    EntryError,
    Header,
    Op,
    SealedEntry,
    check_entry,
    next_public_key,
    payload_hash,
)
from provider_desktop.exchange.scalars import public_key_text, sha256_hex, to_base64url
from provider_desktop.exchange.signing import rotation_message
from tests.support.exchange import (
    AGENCY,
    DEVICE,
    NOW,
    PAYLOAD,
    STRANGER,
    STREAM,
    a_chain,
    a_header,
    a_ulid,
    an_entry,
    committed,
    signed_header,
)

SALT = bytes(range(32))


def check(entry: SealedEntry) -> Header:
    """The receiver's checks for the agency, stream and key of the builders."""
    return check_entry(entry, agency=AGENCY, stream=STREAM, public_key=DEVICE.public_key)


def refusal(entry: SealedEntry) -> tuple[str, str]:
    """Code and pointer with which an entry is refused."""
    with pytest.raises(EntryError) as caught:
        check(entry)
    return caught.value.code, caught.value.pointer


def test_a_sealed_entry_passes_and_says_what_was_put_in() -> None:
    entry = an_entry(2, an_entry().hash, reason="忘签到", version=2, parent=an_entry().hash, feed_seen=7)
    header = check(entry)
    assert (header.seq, header.reason, header.version, header.feed_seen) == (2, "忘签到", 2, 7)
    assert header.recorded_at == NOW
    assert header.to_bytes() == entry.header_bytes
    assert entry.hash == sha256_hex(b"\x00" + entry.header_bytes)


def test_a_line_is_four_base64url_strings() -> None:
    entry = an_entry()
    line = entry.to_line()
    assert b"\n" not in line
    assert sorted(json.loads(line)) == ["header", "payload", "salt", "signature"]
    assert SealedEntry.from_line(line) == entry


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        (b"", ""),
        (b"null", ""),
        (b"[]", ""),
        (b'{"header":"","signature":"","salt":""}', ""),
        (b'{"header":"","signature":"","salt":"","payload":"","more":""}', ""),
        (b'{"header":"","signature":"","salt":"","payload":1}', "/payload"),
        (b'{"header":"","signature":"","salt":"AA==","payload":""}', "/salt"),
        (b'{"header":"","signature":"","salt":"","payload":{"a":{}}}', "/payload"),
        (b'{"header":"","header":"","signature":"","salt":"","payload":""}', "/header"),
        (b'{"header":' + b"[" * 100_000, ""),
    ],
)
def test_what_is_no_line(line: bytes, pointer: str) -> None:
    with pytest.raises(EntryError) as caught:
        SealedEntry.from_line(line)
    assert (caught.value.code, caught.value.pointer) == ("line", pointer)


def test_refusals_come_in_the_pages_order() -> None:
    """Each entry has every fault from its own on; the first in order is named."""
    good = an_entry()
    other_agency = replace(a_header(), agency="X", stream=a_ulid(9)).to_bytes()
    other_stream = replace(a_header(), stream=a_ulid(9)).to_bytes()
    bad_payload = {"payload": b"other", "salt": bytes(32)}
    assert refusal(SealedEntry(b"{}", b"", **bad_payload))[0] == "header"
    assert refusal(SealedEntry(other_agency, b"", **bad_payload)) == ("agency", "/agency")
    assert refusal(SealedEntry(other_stream, b"", **bad_payload)) == ("stream", "/stream")
    assert refusal(replace(good, signature=b"", **bad_payload)) == ("signature", "/signature")
    assert refusal(replace(good, **bad_payload)) == ("payload", "/payload")


def changed(**members: Any) -> bytes:
    """Header bytes with members changed, or left out where the value is None."""
    value = json.loads(an_entry().header_bytes) | members
    return encode({name: inner for name, inner in value.items() if inner is not None})


@pytest.mark.parametrize(
    ("header", "pointer"),
    [
        (b"not json", ""),
        (changed().replace(b":", b": ", 1), ""),
        (changed(type="care.entry.v2"), "/type"),
        (changed(agency=""), "/agency"),
        (changed(agency="x" * 65), "/agency"),
        (changed(stream="x"), "/stream"),
        (changed(seq=0), "/seq"),
        (changed(seq="1"), "/seq"),
        (changed(seq=True), "/seq"),
        (changed(prev="A" * 64), "/prev"),
        (changed(op="visit.delete"), "/op"),
        (changed(op=5), "/op"),
        (changed(record=None), "/record"),
        (changed(version=0), "/version"),
        (changed(parent="00"), "/parent"),
        (changed(reason=5), "/reason"),
        (changed(schema=""), "/schema"),
        (changed(recorded_at="yesterday"), "/recorded_at"),
        (changed(recorded_at=5), "/recorded_at"),
        (changed(feed_seen=-1), "/feed_seen"),
        (changed(payload_bytes=-1), "/payload_bytes"),
        (changed(payload_hash=""), "/payload_hash"),
        (changed(note=7).replace(b'"note":7', b'"note":1000000000000000'), "/note"),
        (changed(note=7).replace(b'"note":7', b'"note":1.5'), "/note"),
        (changed(actor="x" * HEADER_LIMIT), ""),
    ],
)
def test_headers_that_are_none(header: bytes, pointer: str) -> None:
    assert refusal(signed_header(header)) == ("header", pointer)


def nested(depth: int) -> bytes:
    """Header bytes whose deepest container lies *depth* deep, the header itself counted."""
    return changed(note=0).replace(b'"note":0', b'"note":' + b"[" * (depth - 1) + b"]" * (depth - 1))


def test_a_field_the_page_does_not_name_is_kept_like_the_rest() -> None:
    """The page refuses what is not in signed form or lacks fields; a later version may say more."""
    for header in (changed(note="more"), changed(note=10**15 - 1), nested(16)):
        entry = signed_header(header, salt=an_entry().salt)
        assert check(entry).seq == 1
        assert SealedEntry.from_line(entry.to_line()).header_bytes == header
    assert refusal(signed_header(nested(17)))[0] == "header"


def test_prev_and_parent_are_left_to_chain_and_verdict() -> None:
    """A wrong link is a gap and a wrong parent a verdict: custody does not depend on either."""
    header = changed(seq=1, prev="0" * 64, version=3, parent="")
    salt = an_entry().salt
    assert check(signed_header(header, salt=salt)).prev == "0" * 64


def test_signature_of_another_device() -> None:
    assert refusal(an_entry(signer=STRANGER)) == ("signature", "/signature")


@pytest.mark.parametrize("salt", [b"", b"short", bytes(33)])
def test_a_salt_has_32_bytes_whatever_the_hash_says(salt: bytes) -> None:
    header = committed(a_header(), PAYLOAD, salt).to_bytes()
    assert refusal(signed_header(header, PAYLOAD, salt)) == ("payload", "/payload")


def test_a_payload_has_at_most_64_kib() -> None:
    at_limit, above = b"x" * PAYLOAD_LIMIT, b"x" * (PAYLOAD_LIMIT + 1)
    check(signed_header(committed(a_header(), at_limit, SALT).to_bytes(), at_limit, SALT))
    above_entry = signed_header(committed(a_header(), above, SALT).to_bytes(), above, SALT)
    assert refusal(SealedEntry.from_line(above_entry.to_line())) == ("payload", "/payload")


def test_the_length_is_checked_beside_the_hash() -> None:
    header = replace(committed(a_header(), PAYLOAD, SALT), payload_bytes=1).to_bytes()
    assert refusal(signed_header(header, PAYLOAD, SALT)) == ("payload", "/payload")


def test_an_empty_payload_is_not_an_erased_one() -> None:
    check(signed_header(committed(a_header(), b"", SALT).to_bytes(), b"", SALT))
    assert refusal(signed_header(committed(a_header(), b"", b"").to_bytes(), b"", SALT))[0] == "payload"


def test_erasing_leaves_every_proof_valid() -> None:
    entry = an_entry()
    erased = entry.erased()
    assert erased.is_erased
    assert not entry.is_erased
    assert erased.hash == entry.hash
    assert check(SealedEntry.from_line(erased.to_line())) == check(entry)
    assert refusal(replace(entry, salt=b""))[0] == "payload"
    assert refusal(replace(entry, payload=b""))[0] == "payload"


def test_what_the_payload_says_does_not_matter() -> None:
    nonsense = b"\xff not json"
    check(signed_header(committed(a_header(), nonsense, SALT).to_bytes(), nonsense, SALT))


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"salt": b"short"}, FormCode.VALUE, "/salt"),
        ({"payload": b"nonsense"}, FormCode.JSON, ""),
        ({"payload": b'{"a":1.5}'}, FormCode.FLOAT, "/a"),
        ({"payload": encode({"a": "x" * PAYLOAD_LIMIT})}, FormCode.SIZE, ""),
        ({"prev": "0" * 64}, FormCode.VALUE, "/prev"),
        ({"seq": 2}, FormCode.VALUE, "/prev"),
        ({"version": 2}, FormCode.VALUE, "/parent"),
        ({"parent": "0" * 64}, FormCode.VALUE, "/parent"),
        ({"record": "r1"}, FormCode.VALUE, "/record"),
        ({"actor": "x" * HEADER_LIMIT}, FormCode.SIZE, ""),
    ],
)
def test_nothing_is_sealed_that_a_receiver_would_refuse(
    changes: dict[str, Any], code: FormCode, pointer: str
) -> None:
    with pytest.raises(FormError) as caught:
        an_entry(**changes)
    assert (caught.value.code, caught.value.pointer) == (code, pointer)


def test_a_chain_names_its_predecessors() -> None:
    chain = a_chain(3)
    assert [entry.header().prev for entry in chain] == ["", chain[0].hash, chain[1].hash]


@given(st.integers(0, 3), st.integers(0, 10**6))
def test_a_flipped_bit_anywhere_is_found(part: int, place: int) -> None:
    entry = an_entry(2, "a" * 64)
    name = ("header_bytes", "signature", "salt", "payload")[part]
    raw = bytearray(getattr(entry, name))
    raw[place // 8 % len(raw)] ^= 1 << place % 8
    with pytest.raises(EntryError):
        check(replace(entry, **{name: bytes(raw)}))


def rotation(signer: Any = STRANGER, **changes: Any) -> bytes:
    """The payload of a rotation to the stranger's key."""
    written = public_key_text(STRANGER.public_key)
    proof = signer.sign(rotation_message(AGENCY, STREAM, written))
    return encode({"public_key": written, "proof": to_base64url(proof)} | changes)


def test_a_proven_rotation_changes_the_key_for_what_follows() -> None:
    header = a_header(op=Op.KEY_ROTATE)
    assert next_public_key(header, rotation(), DEVICE.public_key) == STRANGER.public_key


@pytest.mark.parametrize(
    "payload",
    [b"", b"{}", rotation(DEVICE), rotation(proof="="), rotation(proof=5), rotation(public_key="x")],
)
def test_a_rotation_that_proves_nothing_changes_nothing(payload: bytes) -> None:
    header = a_header(op=Op.KEY_ROTATE)
    assert next_public_key(header, payload, DEVICE.public_key) == DEVICE.public_key


def test_other_operations_never_change_the_key() -> None:
    assert next_public_key(a_header(), rotation(), DEVICE.public_key) == DEVICE.public_key


def test_the_commitment_is_salted() -> None:
    assert payload_hash(SALT, b"x") == sha256_hex(SALT + b"x")
