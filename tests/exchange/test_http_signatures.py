"""Signed requests: against an independent implementation of RFC 9421, and against forgery."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, algorithms
from http_message_signatures.resolvers import MappingKeyResolver

from provider_desktop.exchange.http_signatures import (
    LIFETIME,
    Request,
    SignatureError,
    authority,
    check_signature,
    content_digest,
    read_signature,
    sign_request,
)
from provider_desktop.exchange.signing import key_id
from tests.support.exchange import DEVICE, NOW, STRANGER

KEY = key_id(DEVICE.public_key)
POST = Request("POST", "care.example.cn", "/v1/streams/01J/entries", body=b"\x1f\x8b body")
GET = Request("GET", "care.example.cn", "/v1/feed", "after=3&wait=25")
BARE = Request("GET", "127.0.0.1:8765", "/v1/trust")
SECOND = timedelta(seconds=1)


@dataclass
class Message:
    """A request as the oracle wants it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


def as_message(request: Request, headers: dict[str, str]) -> Message:
    """The request for the oracle."""
    query = f"?{request.query}" if request.query else ""
    return Message(request.method, f"https://{request.authority}{request.path}{query}", headers)


def keys() -> MappingKeyResolver:
    """The device's key pair for the oracle."""
    return MappingKeyResolver(
        public_keys={KEY: Ed25519PublicKey.from_public_bytes(DEVICE.public_key)},
        private_keys={KEY: Ed25519PrivateKey.from_private_bytes(bytes([3]) * 32)},
    )


def covered(request: Request) -> list[str]:
    """The components the page asks for."""
    names = ["@method", "@authority", "@path", "@query"]
    return [*names, "content-digest"] if request.body else names


def signed(request: Request, **how: object) -> dict[str, str]:
    """The headers of the signed request, names in lower case as a server has them."""
    given = {"created": NOW, "nonce": "n-1"} | how
    return {name.lower(): value for name, value in sign_request(DEVICE, request, **given).items()}  # type: ignore[arg-type]


def verify(request: Request, headers: dict[str, str], now: datetime = NOW) -> None:
    """Read and check, as a receiver does."""
    check_signature(
        read_signature(headers),
        request,
        public_key=DEVICE.public_key,
        now=now,
        digest=headers.get("content-digest", ""),
    )


def refusal(request: Request, headers: dict[str, str], now: datetime = NOW) -> str:
    """The code with which a request is refused."""
    with pytest.raises(SignatureError) as caught:
        verify(request, headers, now)
    return caught.value.code


@pytest.mark.parametrize("request_", [POST, GET, BARE])
def test_what_we_sign_the_oracle_verifies(request_: Request) -> None:
    headers = sign_request(DEVICE, request_, created=datetime.now(UTC), nonce="n-1")
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=keys())
    (result,) = verifier.verify(
        as_message(request_, headers), max_age=LIFETIME, expect_tag="care-v1", body=request_.body or None
    )
    assert list(result.covered_components)[:-1] == [f'"{name}"' for name in covered(request_)]
    assert {"created", "expires", "keyid", "nonce", "alg", "tag"} == set(result.parameters)


@pytest.mark.parametrize("request_", [POST, GET, BARE])
def test_what_the_oracle_signs_we_verify(request_: Request) -> None:
    headers = {"Content-Digest": content_digest(request_.body)} if request_.body else {}
    message = as_message(request_, headers)
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=keys()).sign(
        message,
        key_id=KEY,
        created=NOW,
        expires=NOW + LIFETIME,
        nonce="theirs",
        label="sig1",
        tag="care-v1",
        covered_component_ids=covered(request_),
        use_existing_digest=bool(request_.body),
        body=request_.body or None,
    )
    lower = {name.lower(): value for name, value in message.headers.items()}
    verify(request_, lower)
    given = read_signature(lower)
    assert (given.key, given.nonce, given.created, given.label) == (KEY, "theirs", NOW, "sig1")


@pytest.mark.parametrize(
    "other",
    [
        replace(POST, method="PUT"),
        replace(POST, authority="evil.example.cn"),
        replace(POST, path="/v1/streams/01K/entries"),
        replace(POST, query="after=1"),
        replace(POST, body=b"\x1f\x8b bodY"),
        replace(POST, body=b""),
    ],
)
def test_whatever_is_changed_is_found(other: Request) -> None:
    assert refusal(other, signed(POST)) == "signature"


def test_a_body_put_under_a_bodiless_signature_is_found() -> None:
    assert refusal(replace(GET, body=b"x"), signed(GET)) == "signature"


def test_the_digest_header_is_checked_as_received() -> None:
    headers = signed(POST)
    for digest in (
        "",
        "sha-256=:AAAA:",
        content_digest(b"other"),
        f"sha-512=:x:, {content_digest(POST.body)}",
    ):
        assert refusal(POST, headers | {"content-digest": digest}) == "signature"


def test_another_devices_key_does_not_fit() -> None:
    given = read_signature(signed(GET))
    with pytest.raises(SignatureError, match="signature"):
        check_signature(given, GET, public_key=STRANGER.public_key, now=NOW)
    forged = {n.lower(): v for n, v in sign_request(STRANGER, GET, created=NOW, nonce="n").items()}
    forged["signature-input"] = forged["signature-input"].replace(key_id(STRANGER.public_key), KEY)
    assert refusal(GET, forged) == "signature"


def test_the_clock_is_looked_at_last_and_both_ways() -> None:
    headers = signed(GET)
    verify(GET, headers, NOW + LIFETIME)
    verify(GET, headers, NOW - LIFETIME)
    assert refusal(GET, headers, NOW + LIFETIME + SECOND) == "clock"
    assert refusal(GET, headers, NOW - LIFETIME - SECOND) == "clock"
    assert refusal(replace(GET, path="/"), headers, NOW + LIFETIME + SECOND) == "signature"
    short = signed(GET, lifetime=timedelta(seconds=60))
    assert refusal(GET, short, NOW + timedelta(seconds=61)) == "clock"


@pytest.mark.parametrize("lifetime", [timedelta(seconds=301), timedelta(0), timedelta(seconds=-5)])
def test_a_signature_lives_at_most_300_seconds(lifetime: timedelta) -> None:
    assert refusal(GET, signed(GET, lifetime=lifetime)) == "signature"


def test_exactly_the_pages_parameters() -> None:
    good = signed(GET)
    written = good["signature-input"]
    for old, new in (
        (';tag="care-v1"', ""),
        (';tag="care-v1"', ';tag="care-v2"'),
        (';alg="ed25519"', ';alg="rsa-v1_5-sha256"'),
        (';alg="ed25519"', ""),
        (';nonce="n-1"', ""),
        (';nonce="n-1"', ';nonce=""'),
        (';nonce="n-1"', ';nonce="' + "x" * 201 + '"'),
        (';nonce="n-1"', ';nonce="n-1";nonce="n-2"'),
        (';nonce="n-1"', ";nonce=5"),
        (";created=", ";created=x"),
        (";created=", ';created="1";was='),
        (";created=", ";created=999999999999"),
        (";created=", "; created="),
        (';tag="care-v1"', ';tag="care-v1";more="x"'),
        (';tag="care-v1"', ';tag="care-v1" '),
        (';tag="care-v1"', ';tag="care-v1", b=("@method")'),
        ('"@method" ', ""),
        ('"@method" ', '"@method"  '),
        ('"@method" ', '"@Method" '),
        ('"@method" "@authority"', '"@authority" "@method"'),
        ('"@query"', '"@query" "@query"'),
        ('"@query"', '"@query";req'),
        ("care=(", "other=("),
        ("care=(", "CARE=("),
        ("care=(", "care=["),
    ):
        assert old in written
        changed = good | {"signature-input": written.replace(old, new, 1)}
        if new == ';tag="care-v1" ':
            # spaces around a header's value belong to no one
            verify(GET, changed)
        else:
            assert refusal(GET, changed) == "signature", new


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"signature": "care=:AAAA:"},
        {"signature-input": signed(GET)["signature-input"]},
        signed(GET) | {"signature": "care=:AAA:"},
        signed(GET) | {"signature": "care=AAAA"},
        signed(GET) | {"signature": signed(GET)["signature"] + ", b=:AAAA:"},
        signed(GET) | {"signature": "care=:AAAA:"},
    ],
)
def test_there_is_exactly_one_signature(headers: dict[str, str]) -> None:
    assert refusal(GET, headers) == "signature"


@pytest.mark.parametrize(
    ("host", "scheme", "expected"),
    [
        ("Care.Example.cn", "https", "care.example.cn"),
        ("care.example.cn:443", "https", "care.example.cn"),
        ("care.example.cn:80", "http", "care.example.cn"),
        ("care.example.cn:80", "https", "care.example.cn:80"),
        ("127.0.0.1:8765", "http", "127.0.0.1:8765"),
        ("care.example.cn:443", "spdy", "care.example.cn:443"),
    ],
)
def test_the_authority_leaves_the_default_port_out(host: str, scheme: str, expected: str) -> None:
    assert authority(host, scheme) == expected
