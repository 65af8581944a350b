"""Trust and signed time: who may sign for the receiver."""

import json
from datetime import timedelta
from typing import Any

import pytest

from provider_desktop.exchange.canonical import FormError, encode
from provider_desktop.exchange.signing import TIME_TYPE, TRUST_TYPE, seal_envelope
from provider_desktop.exchange.trust import (
    ReceiverKey,
    Trust,
    TrustError,
    seal_time,
    seal_trust,
    verify_time,
    verify_trust,
)
from tests.support.exchange import NOW, RECEIVER, ROOT, STRANGER, a_trust, a_trust_envelope

SECOND = timedelta(seconds=1)


def refusal(raw: bytes, **how: Any) -> str:
    """The code with which a trust is refused."""
    with pytest.raises(TrustError) as caught:
        verify_trust(raw, root=ROOT.public_key, **how)
    return caught.value.code


def test_a_trust_of_the_root_is_believed() -> None:
    until = ReceiverKey(RECEIVER.public_key, NOW, NOW + SECOND)
    trust = a_trust(keys=(until, ReceiverKey(STRANGER.public_key, NOW)))
    assert verify_trust(seal_trust(ROOT, trust), root=ROOT.public_key, now=NOW, known=trust) == trust


def test_a_trust_is_refused_by_kind_of_fault() -> None:
    assert refusal(b"") == "envelope"
    assert refusal(seal_trust(RECEIVER, a_trust())) == "key"
    assert refusal(a_trust_envelope().replace(b'"signature":"', b'"signature":"AAAA')) == "signature"
    assert refusal(seal_envelope(ROOT, TRUST_TYPE, b"{}")) == "form"
    assert refusal(seal_envelope(ROOT, TRUST_TYPE, b"{")) == "form"


def test_a_key_under_another_keys_id_is_refused() -> None:
    value = json.loads(a_trust().to_bytes())
    value["keys"][0]["key"] = "0123456789abcdef"
    assert refusal(seal_envelope(ROOT, TRUST_TYPE, encode(value))) == "form"


def test_an_old_trust_is_not_played_back() -> None:
    known = a_trust(epoch=2, version=5)
    assert refusal(a_trust_envelope(epoch=2, version=4), known=known) == "older"
    assert refusal(a_trust_envelope(epoch=1, version=6), known=known) == "older"
    verify_trust(a_trust_envelope(epoch=3, version=5), root=ROOT.public_key, known=known)


def test_a_trust_lasts_through_its_last_moment() -> None:
    raw = a_trust_envelope(expires=NOW)
    verify_trust(raw, root=ROOT.public_key, now=NOW)
    assert refusal(raw, now=NOW + SECOND) == "expired"


def test_a_trust_without_keys_is_never_written() -> None:
    with pytest.raises(FormError):
        Trust((), 1, 1, NOW).to_bytes()


def test_signed_time_answers_one_request() -> None:
    raw = seal_time(RECEIVER, NOW, "n1")
    assert verify_time(raw, trust=a_trust(), nonce="n1") == NOW
    for bad, code in (
        (seal_time(RECEIVER, NOW, "n2"), "nonce"),
        (seal_time(STRANGER, NOW, "n1"), "key"),
        (seal_time(RECEIVER, NOW - timedelta(days=1000), "n1"), "key"),
        (seal_envelope(RECEIVER, TIME_TYPE, b"{}"), "form"),
        (b"", "envelope"),
    ):
        with pytest.raises(TrustError) as caught:
            verify_time(bad, trust=a_trust(), nonce="n1")
        assert caught.value.code == code
