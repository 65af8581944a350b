"""Makes the exchange's test vectors; run as a module to write them after a deliberate change of the bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import Op, SealedEntry
from provider_desktop.exchange.http_signatures import Request, sign_request
from provider_desktop.exchange.packages import write_batch
from provider_desktop.exchange.scalars import public_key_text, to_base64url
from provider_desktop.exchange.signing import (
    RECEIPT_TYPE,
    Ed25519Signer,
    enrolment_proof,
    key_id,
    pre_authentication,
    rotation_message,
)
from provider_desktop.exchange.trust import seal_time
from tests.support.exchange import (
    AGENCY,
    DEVICE,
    NOW,
    RECEIVER,
    STRANGER,
    STREAM,
    a_chain,
    a_feed,
    a_receipt_envelope,
    a_statement,
    a_trust_envelope,
    an_entry,
)

FOLDER = Path(__file__).parent / "vectors"
SEEDS = {"root": 1, "receiver": 2, "device": 3, "stranger": 9}
ESCAPED = rb'{"a":"\u674e \"x\" \/ \ud83d\ude00"}'


def keys() -> dict[str, Any]:
    """Seeds, public keys and ids of everybody in the vectors."""
    signers = {name: Ed25519Signer(bytes([seed]) * 32) for name, seed in SEEDS.items()}
    return {
        name: {
            "seed": (bytes([SEEDS[name]]) * 32).hex(),
            "public_key": public_key_text(signer.public_key),
            "key_id": key_id(signer.public_key),
        }
        for name, signer in signers.items()
    }


def signed_form() -> list[dict[str, Any]]:
    """Bytes that are in signed form, and bytes that are not, with the reason and the place."""
    good = {
        "empty": b"{}",
        "order": b'{"B":1,"a":[true,false],"b":{"x":""}}',
        "chinese": '{"姓名":"李秀英"}'.encode(),
        "escapes are the writer's": ESCAPED,
        "15 digits": b'{"a":-999999999999999}',
        "depth 16": b'{"a":' + b"[" * 15 + b"]" * 15 + b"}",
    }
    bad = {
        "space": (b'{"a": 1}', "form", ""),
        "line feed": (b'{"a":1}\n', "form", ""),
        "order": (b'{"b":1,"a":1}', "form", ""),
        "order inside": (b'{"a":[{"b":1,"a":1}]}', "form", "/a/0"),
        "twice": (b'{"a":1,"a":1}', "duplicate", "/a"),
        "twice by escape": (rb'{"a":1,"\u0061":1}', "duplicate", "/a"),
        "fraction": (b'{"a":1.0}', "float", "/a"),
        "exponent": (b'{"a":1e2}', "float", "/a"),
        "null": (b'{"a/b":{"c":null}}', "null", "/a~1b/c"),
        "16 digits": (b'{"a":1000000000000000}', "integer", "/a"),
        "minus zero": (b'{"a":-0}', "integer", "/a"),
        "depth 17": (b'{"a":' + b"[" * 16 + b"]" * 16 + b"}", "depth", ""),
        "half a character": (rb'{"a":"\ud800"}', "utf8", "/a"),
        "no utf-8": (b'{"a":"\xff"}', "utf8", ""),
        "byte order mark": (b'\xef\xbb\xbf{"a":1}', "json", ""),
        "cut": (b'{"a":', "json", ""),
        "list": (b"[]", "kind", ""),
    }
    return [
        {"name": name, "raw": to_base64url(raw), "code": "", "pointer": ""} for name, raw in good.items()
    ] + [
        {"name": name, "raw": to_base64url(raw), "code": code, "pointer": pointer}
        for name, (raw, code, pointer) in bad.items()
    ]


def entries() -> dict[str, Any]:
    """Lines with the hash or the code that a receiver must find, under the device's key."""
    first, second = a_chain(2)
    written = public_key_text(STRANGER.public_key)
    rotation = encode(
        {
            "public_key": written,
            "proof": to_base64url(STRANGER.sign(rotation_message(AGENCY, STREAM, written))),
        }
    )
    rotate = an_entry(3, second.hash, op=Op.KEY_ROTATE, schema="key_rotate/1", payload=rotation)
    named: dict[str, tuple[SealedEntry, str]] = {
        "first": (first, ""),
        "second": (second, ""),
        "rotation to the stranger's key": (rotate, ""),
        "erased": (first.erased(), ""),
        "header not in signed form": (replace(first, header_bytes=first.header_bytes + b" "), "header"),
        "other agency": (an_entry(agency="52371621MJE00000X0"), "agency"),
        "other stream": (an_entry(stream="01JD5E8Z4K7Q9W2M3N5P6R8T0W"), "stream"),
        "other device": (an_entry(signer=STRANGER), "signature"),
        "header changed": (
            replace(first, header_bytes=first.header_bytes.replace(b'"clerk"', b'"clerc"')),
            "signature",
        ),
        "payload changed": (replace(first, payload=first.payload + b" "), "payload"),
        "salt missing": (replace(first, salt=b""), "payload"),
    }
    return {
        "agency": AGENCY,
        "stream": STREAM,
        "public_key": public_key_text(DEVICE.public_key),
        "lines": [
            {
                "name": name,
                "line": entry.to_line().decode(),
                "code": code,
                "hash": "" if code else entry.hash,
            }
            for name, (entry, code) in named.items()
        ],
        "batch": write_batch(1, [first.to_line(), second.to_line()]).decode(),
    }


def envelopes() -> dict[str, Any]:
    """One good envelope of each kind, and a feed of three with its hashes."""
    feed = a_feed(3)
    chain = a_chain(2)
    receipt = a_receipt_envelope(seq=2, hash=chain[1].hash, count=2, feed_head=3, feed_hash=feed[2].hash)
    return {
        "trust": a_trust_envelope().decode(),
        "receipt": receipt.decode(),
        "receipt_of_a_stranger": a_receipt_envelope(STRANGER).decode(),
        "time": seal_time(RECEIVER, NOW, "n-1").decode(),
        "feed": [{"envelope": one.envelope.decode(), "hash": one.hash} for one in feed],
        "feed_rewritten": a_statement(a_statement(kind="other").position).envelope.decode(),
        "pre_authentication": to_base64url(pre_authentication(RECEIPT_TYPE, '{"a":"李"}'.encode())),
    }


def requests() -> list[dict[str, Any]]:
    """Requests with the headers that sign them."""
    given = [
        Request("GET", "care.example.cn", "/v1/feed", "after=3&wait=25"),
        Request("GET", "127.0.0.1:8765", f"/v1/streams/{STREAM}/head"),
        Request("POST", "care.example.cn", f"/v1/streams/{STREAM}/entries", body=b"body as sent"),
    ]
    return [
        {
            "method": one.method,
            "authority": one.authority,
            "path": one.path,
            "query": one.query,
            "body": to_base64url(one.body),
            "headers": sign_request(DEVICE, one, created=NOW, nonce="n-1", lifetime=timedelta(minutes=5)),
        }
        for one in given
    ]


def enrolment() -> dict[str, Any]:
    """The proof of an enrolment."""
    written = public_key_text(DEVICE.public_key)
    code = "K7QF-2M9X-P4TD-8WZC"
    proof = enrolment_proof(DEVICE, AGENCY, code, written)
    return {"agency": AGENCY, "code": code, "public_key": written, "proof": to_base64url(proof)}


def vectors() -> dict[str, str]:
    """File name → content."""
    made = {
        "keys": keys(),
        "signed_form": signed_form(),
        "entries": entries(),
        "envelopes": envelopes(),
        "requests": requests(),
        "enrolment": enrolment(),
    }
    return {
        f"{name}.json": json.dumps(value, indent=1, ensure_ascii=False) + "\n" for name, value in made.items()
    }


if __name__ == "__main__":
    for file_name, content in vectors().items():
        (FOLDER / file_name).write_text(content, encoding="utf-8")
