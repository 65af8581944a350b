"""Signatures: key ids, pre-authentication, envelopes and proofs, and every tampering found."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.exchange.scalars import public_key_text, sha256_hex, to_base64url
from provider_desktop.exchange.signing import (
    RECEIPT_TYPE,
    STATEMENT_TYPE,
    Ed25519Signer,
    EnvelopeError,
    enrolment_proof,
    is_enrolment_proof,
    is_signature,
    is_signed_body,
    key_id,
    pre_authentication,
    read_envelope,
    seal_envelope,
    sign_body,
)
from tests.support.exchange import AGENCY, DEVICE, RECEIVER, STRANGER

KEYS = {key_id(RECEIVER.public_key): RECEIVER.public_key}


def test_ed25519_test_vector_of_rfc_8032() -> None:
    signer = Ed25519Signer(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    assert signer.public_key.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert signer.sign(b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )


def test_a_seed_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        Ed25519Signer(b"short")


def test_pre_authentication_counts_bytes() -> None:
    assert pre_authentication("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )
    assert pre_authentication("t", "李".encode()) == b"DSSEv1 1 t 3 \xe6\x9d\x8e"


def test_key_id_is_the_start_of_the_hash_of_the_raw_key() -> None:
    assert key_id(DEVICE.public_key) == sha256_hex(DEVICE.public_key)[:16]


@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_flipped_bit_is_always_found(body: bytes, data: st.DataObject) -> None:
    signature = sign_body(DEVICE, RECEIPT_TYPE, body)
    assert is_signed_body(DEVICE.public_key, RECEIPT_TYPE, body, signature)
    whole = bytearray(body + signature)
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    assert not is_signed_body(
        DEVICE.public_key, RECEIPT_TYPE, bytes(whole[: len(body)]), bytes(whole[len(body) :])
    )


def test_a_signature_is_bound_to_its_type_and_key() -> None:
    signature = sign_body(DEVICE, RECEIPT_TYPE, b"{}")
    assert not is_signed_body(DEVICE.public_key, STATEMENT_TYPE, b"{}", signature)
    assert not is_signed_body(STRANGER.public_key, RECEIPT_TYPE, b"{}", signature)
    assert not is_signature(b"no key", b"", signature)
    assert not is_signature(DEVICE.public_key, b"", b"too short")


def test_an_envelope_opens_under_its_key_and_type_only() -> None:
    raw = seal_envelope(RECEIVER, RECEIPT_TYPE, b'{"a":1}')
    envelope = read_envelope(raw, 1000)
    assert envelope.verified(RECEIPT_TYPE, KEYS) == b'{"a":1}'
    with pytest.raises(EnvelopeError, match="signature"):
        envelope.verified(STATEMENT_TYPE, KEYS)
    with pytest.raises(EnvelopeError, match="key"):
        envelope.verified(RECEIPT_TYPE, {})
    with pytest.raises(EnvelopeError, match="signature"):
        envelope.verified(RECEIPT_TYPE, {envelope.key: STRANGER.public_key})


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>Please log in</html>",
        b"[]",
        b"{}",
        b'{"body":"","key":"0123456789abcdef"}',
        b'{"body":"=","key":"0123456789abcdef","signature":""}',
        b'{"body":"","key":"0123456789ABCDEF","signature":""}',
        b'{"body":1,"key":"0123456789abcdef","signature":""}',
        b'{"body":"","key":"0123456789abcdef","more":"","signature":""}',
        b'{"body":"","key":"0123456789abcdef","signature":"","signature":""}',
    ],
)
def test_what_is_no_envelope(raw: bytes) -> None:
    with pytest.raises(EnvelopeError, match="envelope"):
        read_envelope(raw, 1000)


def test_an_envelope_may_be_spaced_but_not_too_long() -> None:
    raw = seal_envelope(RECEIVER, RECEIPT_TYPE, b"{}")
    spaced = json.dumps(json.loads(raw), indent=1).encode()
    assert read_envelope(spaced, 1000) == read_envelope(raw, 1000)
    with pytest.raises(EnvelopeError, match="envelope"):
        read_envelope(raw, 10)


def test_the_enrolment_proof_binds_agency_code_and_key() -> None:
    for written in (public_key_text(DEVICE.public_key), to_base64url(DEVICE.public_key)):
        proof = enrolment_proof(DEVICE, AGENCY, "CODE", written)
        assert is_enrolment_proof(AGENCY, "CODE", written, proof)
        assert not is_enrolment_proof(AGENCY[::-1], "CODE", written, proof)
        assert not is_enrolment_proof(AGENCY, "EDOC", written, proof)
        assert not is_enrolment_proof(AGENCY, "CODE", public_key_text(STRANGER.public_key), proof)
    assert not is_enrolment_proof(AGENCY, "CODE", "no key", b"")


def test_the_enrolment_proof_is_raw() -> None:
    written = public_key_text(DEVICE.public_key)
    message = f"care-enrol-v1\n{AGENCY}\nCODE\n{written}\n".encode()
    assert is_signature(DEVICE.public_key, message, enrolment_proof(DEVICE, AGENCY, "CODE", written))
