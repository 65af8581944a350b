"""Invitation files and enrolment: every bad file gets a code and a reason."""

import json
from datetime import timedelta
from typing import Any

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import FormError, encode
from provider_desktop.exchange.invitations import (
    Enrolment,
    EnrolmentRequest,
    Invitation,
    enrolment_request,
    read_invitation,
)
from provider_desktop.exchange.scalars import from_base64url, to_base64url
from provider_desktop.exchange.signing import is_enrolment_proof, key_id
from tests.support.exchange import AGENCY, DEVICE, NOW, ROOT, STREAM

# apart from what follows it, so that the odd addresses below are no hosts of anybody
HTTPS = "https://"
LOOPBACK = "[::1]"
CODE = "K7QF-2M9X-P4TD-8WZC"
GOOD: dict[str, Any] = {
    "type": "care.invitation.v1",
    "url": "https://care.example.gov.cn",
    "agency": AGENCY,
    "agency_name": "惠民县暖心居家服务中心",
    "root": ROOT.public_key.hex(),
    "code": CODE,
    "expires": "2026-12-01T00:00:00+08:00",
}


def refusal(raw: bytes) -> AppError:
    """The error with which a file is refused."""
    with pytest.raises(AppError) as caught:
        read_invitation(raw, NOW)
    return caught.value


def test_a_good_invitation_as_an_editor_may_have_left_it() -> None:
    raw = b"\xef\xbb\xbf" + json.dumps(GOOD, indent=2, ensure_ascii=False).encode() + b"\r\n"
    invitation = read_invitation(raw, NOW)
    assert invitation.root == ROOT.public_key
    assert invitation.agency_name == GOOD["agency_name"]
    assert read_invitation(invitation.to_bytes(), NOW) == invitation
    other_spelling = GOOD | {"root": to_base64url(ROOT.public_key), "later": "more"}
    assert read_invitation(encode(other_spelling), NOW) == invitation


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "json"),
        (b"PK\x03\x04 a zip", "json"),
        (b"\xff\xfe", "utf8"),
        (b" " * 20_000, "size"),
        (b"[]", "kind"),
        (b"[" * 1000, "depth"),
        (b"{}", "type"),
    ],
)
def test_files_that_are_no_invitation(raw: bytes, reason: str) -> None:
    error = refusal(raw)
    assert (error.code, error.params) == (ErrorCode.INVITATION_INVALID, {"reason": reason})


@pytest.mark.parametrize("name", sorted(GOOD))
def test_every_member_is_needed(name: str) -> None:
    left_out = {key: value for key, value in GOOD.items() if key != name}
    assert refusal(encode(left_out)).params == {"reason": name}
    assert refusal(json.dumps(GOOD | {name: None}).encode()).params == {"reason": name}
    assert refusal(encode(GOOD | {name: ""})).params == {"reason": name}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("type", "care.invitation.v2"),
        ("agency", "52371621MJE12345X"),
        ("agency", "52371621mje12345x6"),
        ("root", "00"),
        ("root", ROOT.public_key.hex().upper()),
        ("code", "short"),
        ("code", "with a space in it"),
        ("code", "with\nline\nfeed\nin it"),
        ("expires", "tomorrow"),
        ("url", "http://care.example.gov.cn"),
        ("url", "http://127.0.0.1.example.com"),
        ("url", "http://10.0.0.1"),
        ("url", "ftp://care.example.gov.cn"),
        ("url", "file:///etc/passwd"),
        ("url", "care.example.gov.cn"),
        ("url", "https://"),
        ("url", HTTPS + "user:pw@care.example.gov.cn"),
        ("url", HTTPS + "care.example.gov.cn?x=1"),
        ("url", HTTPS + "care.example.gov.cn?"),
        ("url", HTTPS + "care.example.gov.cn#"),
        ("url", "https://care.example.gov.cn/a b"),
        ("url", "https://care.example.gov.cn/%2e%2e"),
        ("url", "https://care.example.gov.cn:0"),
        ("url", "https://care.example.gov.cn:99999"),
        ("url", "https://care.example.gov.cn:port"),
        ("url", " https://care.example.gov.cn"),
        ("url", "https://care.example\n.gov.cn"),
        ("url", HTTPS + "[::1"),
        ("url", HTTPS + "cäre.example.gov.cn"),
        ("url", HTTPS + "x" * 600),
    ],
)
def test_members_of_no_sense_are_named(name: str, value: str) -> None:
    assert refusal(encode(GOOD | {name: value})).params == {"reason": name}


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://care.example.gov.cn/", "https://care.example.gov.cn"),
        ("https://care.example.gov.cn:8443/care/", "https://care.example.gov.cn:8443/care"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("http://localhost:1/", "http://localhost:1"),
        (f"http://{LOOPBACK}:8765", f"http://{LOOPBACK}:8765"),
    ],
)
def test_addresses_that_are_taken(url: str, kept: str) -> None:
    assert read_invitation(encode(GOOD | {"url": url}), NOW).url == kept


def test_an_invitation_lasts_through_its_last_moment() -> None:
    invitation = read_invitation(encode(GOOD), NOW)
    assert read_invitation(encode(GOOD), invitation.expires) == invitation
    with pytest.raises(AppError) as caught:
        read_invitation(encode(GOOD), invitation.expires + timedelta(seconds=1))
    assert caught.value.code is ErrorCode.INVITATION_EXPIRED
    assert caught.value.params == {"expired": GOOD["expires"]}


def test_an_invitation_nobody_could_use_is_never_written() -> None:
    with pytest.raises(FormError):
        Invitation("http://example.com", AGENCY, "x", ROOT.public_key, CODE, NOW).to_bytes()


def test_the_request_proves_the_key() -> None:
    raw = enrolment_request(DEVICE, read_invitation(encode(GOOD), NOW), "x" * 300)
    request = EnrolmentRequest.from_bytes(raw)
    assert len(request.label) == 100
    assert is_enrolment_proof(AGENCY, CODE, request.public_key, from_base64url(request.proof))


@pytest.mark.parametrize("raw", [b"", b"{}", b'{"code":"x","label":"","proof":"","public_key":"x"}'])
def test_requests_that_are_none(raw: bytes) -> None:
    with pytest.raises(FormError):
        EnrolmentRequest.from_bytes(raw)


def test_the_answer_is_for_this_device_and_agency() -> None:
    device = key_id(DEVICE.public_key)
    answer = Enrolment(device, AGENCY, STREAM, 3, NOW)
    raw = answer.to_bytes()
    assert Enrolment.from_bytes(raw, agency=AGENCY, device=device) == answer
    for agency, other in ((AGENCY, "0" * 16), ("X", device)):
        with pytest.raises(FormError):
            Enrolment.from_bytes(raw, agency=agency, device=other)
    with pytest.raises(FormError):
        Enrolment.from_bytes(b"<html>", agency=AGENCY, device=device)
