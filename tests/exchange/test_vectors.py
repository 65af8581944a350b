"""The committed vectors: what we make today, and what a second, tiny implementation finds in them."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from provider_desktop.exchange.canonical import FormError, decode_signed
from provider_desktop.exchange.entries import EntryError, SealedEntry, check_entry
from provider_desktop.exchange.http_signatures import Request, check_signature, read_signature
from provider_desktop.exchange.receipts import ReceiptError, verify_receipt
from provider_desktop.exchange.scalars import from_base64url, public_key_bytes
from provider_desktop.exchange.signing import is_enrolment_proof
from provider_desktop.exchange.statements import Position, verify_page
from provider_desktop.exchange.trust import verify_time, verify_trust
from tests.exchange.vector_source import FOLDER, vectors
from tests.support.exchange import AGENCY, NOW, STREAM


def committed(name: str) -> Any:
    """A committed file."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


KEYS = committed("keys")


def test_the_bytes_have_not_changed() -> None:
    """A difference here breaks every implementation out there: change the page first."""
    files = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert files == vectors()


@pytest.mark.parametrize("case", committed("signed_form"), ids=lambda case: case["name"])
def test_signed_form(case: dict[str, str]) -> None:
    try:
        decode_signed(from_base64url(case["raw"]), 1000)
        told = ("", "")
    except FormError as error:
        told = (error.code.value, error.pointer)
    assert told == (case["code"], case["pointer"])


@pytest.mark.parametrize("case", committed("entries")["lines"], ids=lambda case: case["name"])
def test_entries(case: dict[str, str]) -> None:
    given = committed("entries")
    entry = SealedEntry.from_line(case["line"].encode())
    try:
        check_entry(
            entry,
            agency=given["agency"],
            stream=given["stream"],
            public_key=public_key_bytes(given["public_key"]),
        )
        told = ("", entry.hash)
    except EntryError as error:
        told = (error.code, "")
    assert told == (case["code"], case["hash"])


def test_envelopes() -> None:
    given = committed("envelopes")
    trust = verify_trust(given["trust"].encode(), root=public_key_bytes(KEYS["root"]["public_key"]), now=NOW)
    receipt = verify_receipt(given["receipt"].encode(), trust=trust, agency=AGENCY, stream=STREAM)
    assert receipt.hash == committed("entries")["lines"][1]["hash"]
    with pytest.raises(ReceiptError, match="key"):
        verify_receipt(given["receipt_of_a_stranger"].encode(), trust=trust, agency=AGENCY, stream=STREAM)
    assert verify_time(given["time"].encode(), trust=trust, nonce="n-1") == NOW
    lines = [one["envelope"].encode() for one in given["feed"]]
    page = verify_page(lines, after=Position(), trust=trust, agency=AGENCY)
    assert [one.hash for one in page.statements] == [one["hash"] for one in given["feed"]]
    rewritten = [lines[0], given["feed_rewritten"].encode()]
    assert verify_page(rewritten, after=Position(), trust=trust, agency=AGENCY).problem == "prev"


@pytest.mark.parametrize("case", committed("requests"), ids=lambda case: case["path"])
def test_requests(case: dict[str, Any]) -> None:
    headers = {name.lower(): value for name, value in case["headers"].items()}
    body = from_base64url(case["body"])
    request = Request(case["method"], case["authority"], case["path"], case["query"], body)
    device = public_key_bytes(KEYS["device"]["public_key"])
    digest = headers.get("content-digest", "")
    check_signature(read_signature(headers), request, public_key=device, now=NOW, digest=digest)


def test_enrolment() -> None:
    given = committed("enrolment")
    proof = from_base64url(given["proof"])
    assert is_enrolment_proof(given["agency"], given["code"], given["public_key"], proof)


# A second implementation, from the page alone: the standard library and one signature check.


def unb64(text: str) -> bytes:
    """Base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def stands(public_key: str, kind: str, body: bytes, signature: str) -> bool:
    """Whether a signature of some type stands."""
    name = f"application/vnd.care.{kind}.v1+json".encode()
    message = b" ".join([b"DSSEv1", str(len(name)).encode(), name, str(len(body)).encode(), body])
    return verified(public_key, unb64(signature), message)


def verified(public_key: str, signature: bytes, message: bytes) -> bool:
    """Whether a raw signature stands."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def link(body: bytes) -> str:
    """The hash by which the next one names this one."""
    return hashlib.sha256(b"\0" + body).hexdigest()


def test_a_second_implementation_reads_the_batch() -> None:
    given = committed("entries")
    first, *lines = given["batch"].splitlines()
    assert json.loads(first) == {"from_seq": 1, "count": 2}
    previous = ""
    for line in lines:
        parts = json.loads(line)
        header = unb64(parts["header"])
        fields = json.loads(header)
        payload, salt = unb64(parts["payload"]), unb64(parts["salt"])
        assert fields["prev"] == previous
        assert fields["payload_hash"] == hashlib.sha256(salt + payload).hexdigest()
        assert fields["payload_bytes"] == len(payload)
        assert stands(given["public_key"], "entry", header, parts["signature"])
        canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert canonical.encode() == header
        previous = link(header)
    assert previous == given["lines"][1]["hash"]


def test_a_second_implementation_reads_the_envelopes() -> None:
    given = committed("envelopes")
    by_id = {one["key_id"]: one["public_key"] for one in KEYS.values()}
    for one in KEYS.values():
        assert one["key_id"] == hashlib.sha256(bytes.fromhex(one["public_key"])).hexdigest()[:16]
    for kind in ("trust", "receipt", "time"):
        envelope = json.loads(given[kind])
        body = unb64(envelope["body"])
        assert json.loads(body)["type"] == f"care.{kind}.v1"
        assert stands(by_id[envelope["key"]], kind, body, envelope["signature"])
        assert not stands(by_id[envelope["key"]], "entry", body, envelope["signature"])
    previous = ""
    for one in given["feed"]:
        envelope = json.loads(one["envelope"])
        body = unb64(envelope["body"])
        assert stands(by_id[envelope["key"]], "statement", body, envelope["signature"])
        assert json.loads(body)["prev"] == previous
        previous = link(body)
        assert previous == one["hash"]


def test_a_second_implementation_reads_the_requests() -> None:
    for case in committed("requests"):
        written = case["headers"]["Signature-Input"].removeprefix("care=")
        body = unb64(case["body"])
        lines = [
            f'"@method": {case["method"]}',
            f'"@authority": {case["authority"]}',
            f'"@path": {case["path"]}',
            f'"@query": ?{case["query"]}',
        ]
        if body:
            digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
            lines.append(f'"content-digest": sha-256=:{digest}:')
        base = "\n".join([*lines, f'"@signature-params": {written}']).encode()
        signature = base64.b64decode(case["headers"]["Signature"].removeprefix("care=:").removesuffix(":"))
        assert verified(KEYS["device"]["public_key"], signature, base)
