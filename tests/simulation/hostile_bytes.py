"""Parsers of whatever comes from outside, fed with accidents of the way and with what people forge."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, Final

from provider_desktop.errors import AppError
from provider_desktop.exchange.canonical import FormError, encode
from provider_desktop.exchange.entries import EntryError, SealedEntry
from provider_desktop.exchange.http_signatures import SignatureError, read_signature
from provider_desktop.exchange.invitations import (
    Enrolment,
    EnrolmentRequest,
    Invitation,
    enrolment_request,
    read_invitation,
)
from provider_desktop.exchange.packages import PackageError, read_batch, write_batch, write_lines
from provider_desktop.exchange.problems import Problem, read_problem, write_problem
from provider_desktop.exchange.receipts import ReceiptError, verify_receipt
from provider_desktop.exchange.signing import ENTRY_TYPE, sign_body
from provider_desktop.exchange.statements import Position, verify_page
from provider_desktop.exchange.trust import TrustError, seal_time, verify_time, verify_trust
from provider_desktop.receiver.bodies import NotReadable, TooLarge, unpack
from provider_desktop.receiver.intake import examine
from tests.simulation.campaign import Tally, run_parts
from tests.support.exchange import (
    AGENCY,
    DEVICE,
    NOW,
    RECEIVER,
    ROOT,
    STREAM,
    a_chain,
    a_feed,
    a_receipt_envelope,
    a_trust,
    a_trust_envelope,
)


@dataclass(frozen=True)
class Parser:
    """How bytes are read, what may be raised, and whether what they say is signed.

    What is signed cannot be changed and still be read: then it must say exactly what the good example
    says.
    """

    example: bytes
    read: Callable[[bytes], Any]
    refuses: tuple[type[Exception], ...]
    signed: bool = False


_CHAIN, _FEED = a_chain(3), a_feed(3)
_INVITATION = Invitation(
    "https://example.com/care", AGENCY, "暖心居家", ROOT.public_key, "k3J9-Qm2X7vT5w8R1", NOW + timedelta(9)
)


def _read_entries(raw: bytes) -> list[str]:
    """The hashes of a package's entries; every byte of them is under a signature or a hash."""
    found = examine(read_batch(raw), agency=AGENCY, stream=STREAM, keys=((1, DEVICE.public_key),))
    if found.refusal is not None:
        raise EntryError(found.refusal.code, found.refusal.pointer)
    hashes = [each.hash for each in found.entries]
    if hashes != [each.hash for each in _CHAIN[: len(hashes)]]:
        raise AssertionError("entries that nobody sealed")
    return hashes


def _read_feed(raw: bytes) -> list[str]:
    page = verify_page(raw.split(b"\n"), after=Position(), trust=a_trust(), agency=AGENCY)
    hashes = [each.hash for each in page.statements]
    if hashes != [each.hash for each in _FEED[: len(hashes)]]:
        raise AssertionError("statements that nobody made")
    return hashes


def _read_header(raw: bytes) -> object:
    entry = SealedEntry(raw, sign_body(DEVICE, ENTRY_TYPE, raw), bytes(32), b"")
    return entry.header()


def _read_signature(raw: bytes) -> object:
    given, _, value = raw.decode("latin-1").partition("\n")
    return read_signature({"signature-input": given, "signature": value})


_ENROLMENT = {
    "device": "0123456789abcdef",
    "agency": AGENCY,
    "stream": STREAM,
    "feed_head": 4,
    "server_time": "2026-11-23T10:30:00+08:00",
}
_SIGNATURE = (
    b'care=("@method" "@authority" "@path" "@query");created=1795401000;expires=1795401300;'
    b'keyid="0123456789abcdef";nonce="n";alg="ed25519";tag="care-v1"\ncare=:' + b"A" * 86 + b"==:"
)

PARSERS: Final[dict[str, Parser]] = {
    "receipt": Parser(
        a_receipt_envelope(),
        lambda raw: verify_receipt(raw, trust=a_trust(), agency=AGENCY, stream=STREAM),
        (ReceiptError,),
        signed=True,
    ),
    "trust": Parser(
        a_trust_envelope(), lambda raw: verify_trust(raw, root=ROOT.public_key), (TrustError,), signed=True
    ),
    "time": Parser(
        seal_time(RECEIVER, NOW, "nonce"),
        lambda raw: verify_time(raw, trust=a_trust(), nonce="nonce"),
        (TrustError,),
        signed=True,
    ),
    "package": Parser(
        write_batch(1, [each.to_line() for each in _CHAIN]), _read_entries, (PackageError, EntryError)
    ),
    "feed": Parser(write_lines(each.envelope for each in _FEED), _read_feed, ()),
    "header": Parser(_CHAIN[1].header_bytes, _read_header, (FormError,)),
    "invitation": Parser(_INVITATION.to_bytes(), lambda raw: read_invitation(raw, NOW), (AppError,)),
    "enrolment": Parser(
        enrolment_request(DEVICE, _INVITATION, "PC"), EnrolmentRequest.from_bytes, (FormError,)
    ),
    "enrolled": Parser(
        encode(_ENROLMENT),
        lambda raw: Enrolment.from_bytes(raw, agency=AGENCY, device="0123456789abcdef"),
        (FormError,),
    ),
    "problem": Parser(
        encode(write_problem(Problem.ENTRY, "…", seq=3, code="line", pointer="/salt", head={"seq": 2})),
        lambda raw: read_problem(422, raw),
        (),
    ),
    "signature": Parser(_SIGNATURE, _read_signature, (SignatureError,)),
    "packed": Parser(
        gzip.compress(b"0123456789" * 500, mtime=0),
        lambda raw: unpack(raw, "gzip", 4096 * 4),
        (TooLarge, NotReadable),
    ),
}

#: What parsers stumble over when they stumble.
_STONES: Final = (
    *(b"\x00", b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\n", b"\r\n", b" ", b'"', b"\\"),
    *(b"\\ud800", b"{", b"}", b"[", b"]", b":", b",", b"null", b"true", b"-0", b"1e999", b"NaN", b"Infinity"),
    *(b"-1", b"0.5", b"9" * 400, b"[" * 3000, b'{"a":' * 3000, b'"":', b"A" * 70_000, b"=", b"%00"),
    *("值".encode(), b"\xe2\x80\xae"),
)  # fmt: skip


def havoc(raw: bytes, random: Random) -> bytes:
    """The bytes after one to four accidents."""
    changed = bytearray(raw)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        at = random.randrange(len(changed) + 1)
        to = min(len(changed), at + random.choice((1, 1, 2, 8, 60)))
        match random.randrange(7):
            case 0 if changed:
                changed[at % len(changed)] ^= 1 << random.randrange(8)
            case 1:
                del changed[at:to]
            case 2:
                changed[at:at] = random.choice(_STONES)
            case 3:
                changed[at:to] = random.choice(_STONES)
            case 4:
                changed[at:at] = changed[at:to]
            case 5:
                del changed[at:]
            case 6 if b'"' in changed:
                changed = bytearray(_other_json(bytes(changed), random))
    return bytes(changed)


def _other_json(raw: bytes, random: Random) -> bytes:
    """One value of a JSON object replaced by one of another kind; the bytes as they are where it is none."""
    try:
        value = json.loads(raw)
        name = random.choice(sorted(value))
    except (ValueError, TypeError, IndexError, AttributeError, RecursionError):
        return raw
    odd: tuple[object, ...] = (
        None,
        True,
        -1,
        0,
        10**15,
        0.5,
        "",
        "x" * 5000,
        [],
        {},
        [[[]]],
        {"": None},
        "\ud800",
    )
    value[name] = random.choice(odd)
    return json.dumps(value, separators=(",", ":"), sort_keys=random.random() < 0.5).encode()


def one_part(seed: int) -> Tally:
    """Some hundred accidents to one kind of bytes."""
    random = Random(seed)
    tally = Tally()
    name = random.choice(sorted(PARSERS))
    parser = PARSERS[name]
    good = parser.read(parser.example)
    for _ in range(200):
        raw = havoc(parser.example, random)
        problem = _problem(parser, raw, good)
        tally.done[f"{name}: {'broken' if problem else 'withstood'}"] += 1
        if problem:
            tally.problems.append(f"seed {seed}: {name}: {problem}: {raw[:80]!r}")
    return tally


def _problem(parser: Parser, raw: bytes, good: object) -> str:
    try:
        found = parser.read(raw)
    except parser.refuses:
        return ""
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return f"{type(error).__name__}: {error}"
    if parser.signed and found != good:
        return "changed, and believed"
    return ""


def parsers(budget: int, seed: int) -> Tally:
    """So many accidents."""
    return run_parts(one_part, budget, seed)
