"""Receipts: what they prove, and when they prove nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.exchange.canonical import FormError, encode
from provider_desktop.exchange.receipts import Receipt, ReceiptError, verify_receipt
from provider_desktop.exchange.signing import RECEIPT_TYPE, STATEMENT_TYPE, seal_envelope
from provider_desktop.exchange.trust import ReceiverKey
from tests.support.exchange import (
    AGENCY,
    NOW,
    RECEIVER,
    STRANGER,
    STREAM,
    a_receipt,
    a_receipt_envelope,
    a_trust,
    a_ulid,
)


def verify(raw: bytes, **trust: Any) -> Receipt:
    """Verify for the builders' agency and stream."""
    return verify_receipt(raw, trust=a_trust(**trust), agency=AGENCY, stream=STREAM)


def refusal(raw: bytes, **trust: Any) -> str:
    """The code with which a receipt is refused."""
    with pytest.raises(ReceiptError) as caught:
        verify(raw, **trust)
    return caught.value.code


def test_a_receipt_says_what_was_signed() -> None:
    assert verify(a_receipt_envelope()) == a_receipt()
    feed: dict[str, Any] = {"feed_head": 4, "feed_hash": "e" * 64}
    assert verify(a_receipt_envelope(**feed)) == a_receipt(**feed)


def test_a_receipt_is_refused_by_kind_of_fault() -> None:
    assert refusal(b"<html>") == "envelope"
    assert refusal(a_receipt_envelope(STRANGER)) == "key"
    assert refusal(a_receipt_envelope().replace(b'"body":"e', b'"body":"f')) == "signature"
    assert refusal(seal_envelope(RECEIVER, STATEMENT_TYPE, a_receipt().to_bytes())) == "signature"
    assert refusal(seal_envelope(RECEIVER, RECEIPT_TYPE, b"{}")) == "form"
    assert refusal(seal_envelope(RECEIVER, RECEIPT_TYPE, b"nonsense")) == "form"
    assert refusal(a_receipt_envelope(agency="X")) == "agency"
    assert refusal(a_receipt_envelope(stream=a_ulid(7))) == "stream"


def test_a_key_counts_within_its_time_only() -> None:
    day = timedelta(days=1)
    over = ReceiverKey(RECEIVER.public_key, NOW - 2 * day, NOW - day)
    ahead = ReceiverKey(RECEIVER.public_key, NOW + day)
    exact = ReceiverKey(RECEIVER.public_key, NOW, NOW)
    assert refusal(a_receipt_envelope(), keys=(over,)) == "key"
    assert refusal(a_receipt_envelope(), keys=(ahead,)) == "key"
    verify(a_receipt_envelope(), keys=(exact,))


def test_members_of_a_newer_receiver_are_no_fault() -> None:
    body = encode({**_members(), "later": "more"})
    assert verify(seal_envelope(RECEIVER, RECEIPT_TYPE, body)) == a_receipt()


@pytest.mark.parametrize("name", sorted(set(Receipt.__slots__) | {"type"}))
def test_every_member_is_needed_and_of_its_kind(name: str) -> None:
    members = _members()
    for body in ({key: value for key, value in members.items() if key != name}, members | {name: [5]}):
        assert refusal(seal_envelope(RECEIVER, RECEIPT_TYPE, encode(body))) == "form"


def test_a_receipt_over_nothing_is_never_written() -> None:
    with pytest.raises(FormError):
        a_receipt(seq=0).to_bytes()


@given(st.data())
def test_a_flipped_bit_is_found(data: st.DataObject) -> None:
    raw = bytearray(a_receipt_envelope())
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ReceiptError):
        verify(bytes(raw))


def _members() -> dict[str, Any]:
    value: dict[str, Any] = json.loads(a_receipt().to_bytes())
    return value
