"""Batches with bad entries among good ones: each bad one is named by code and pointer, each good one kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, Final

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import SealedEntry, payload_hash
from provider_desktop.exchange.packages import write_batch
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.scalars import to_base64url
from provider_desktop.exchange.signing import ENTRY_TYPE, Ed25519Signer, sign_body
from provider_desktop.receiver.answers import Refused
from tests.simulation.campaign import Tally, run_parts
from tests.simulation.chance import remembering, without_chance
from tests.simulation.desktop import PAYLOADS, Pc
from tests.simulation.violation import Violation, require
from tests.simulation.world import World
from tests.support.exchange import STRANGER

#: The good entry and the key that seals it → the line as it is sent.
Spoil = Callable[[SealedEntry, Ed25519Signer, Random], bytes]


def _line(**members: object) -> bytes:
    return json.dumps(members).encode()


def _parts(entry: SealedEntry) -> dict[str, Any]:
    return dict(json.loads(entry.to_line()))


def _with_part(**changes: object) -> Spoil:
    return lambda entry, _signer, _random: _line(**(_parts(entry) | changes))


def _resigned(header: bytes, entry: SealedEntry, signer: Ed25519Signer) -> bytes:
    sealed = SealedEntry(header, sign_body(signer, ENTRY_TYPE, header), entry.salt, entry.payload)
    return sealed.to_line()


def _with_header(change: Callable[[dict[str, Any]], object]) -> Spoil:
    """A header changed and properly signed again, by JSON as any library writes it in signed form."""

    def spoil(entry: SealedEntry, signer: Ed25519Signer, _random: Random) -> bytes:
        header = json.loads(entry.header_bytes)
        change(header)
        raw = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        return _resigned(raw, entry, signer)

    return spoil


def _with_header_bytes(change: Callable[[bytes], bytes]) -> Spoil:
    return lambda entry, signer, _random: _resigned(change(entry.header_bytes), entry, signer)


def _set(name: str, value: object) -> Spoil:
    return _with_header(lambda header: header.update({name: value}))


def _duplicate_member(entry: SealedEntry, _signer: Ed25519Signer, _random: Random) -> bytes:
    return entry.to_line()[:-1] + b',"header":"AA"}'


def _stranger_signed(entry: SealedEntry, _signer: Ed25519Signer, _random: Random) -> bytes:
    return _resigned(entry.header_bytes, entry, STRANGER)


def _flipped_signature(entry: SealedEntry, _signer: Ed25519Signer, random: Random) -> bytes:
    changed = bytearray(entry.signature)
    changed[random.randrange(64)] ^= 1 << random.randrange(8)
    return _line(**(_parts(entry) | {"signature": to_base64url(bytes(changed))}))


def _flipped_payload(entry: SealedEntry, _signer: Ed25519Signer, random: Random) -> bytes:
    changed = bytearray(entry.payload)
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return _line(**(_parts(entry) | {"payload": to_base64url(bytes(changed))}))


def _payload_of_false_length(entry: SealedEntry, signer: Ed25519Signer, _random: Random) -> bytes:
    """The hash is right, the length is not."""
    header = json.loads(entry.header_bytes) | {"payload_bytes": len(entry.payload) + 1}
    return _resigned(encode(header), entry, signer)


def _payload_too_large(entry: SealedEntry, signer: Ed25519Signer, _random: Random) -> bytes:
    payload = b"x" * (64 * 1024 + 1)
    header = json.loads(entry.header_bytes)
    header |= {"payload_bytes": len(payload), "payload_hash": payload_hash(entry.salt, payload)}
    raw = encode(header)
    return SealedEntry(raw, sign_body(signer, ENTRY_TYPE, raw), entry.salt, payload).to_line()


#: What is done to an entry, and the code and pointer by which the receiver must name it.
SPOILT: Final[dict[str, tuple[Spoil, str, str]]] = {
    "no JSON": (lambda *_: b"\xff\xfe not json", "line", ""),
    "an empty line": (lambda *_: b"", "line", ""),
    "a list": (lambda *_: b'["header","signature","salt","payload"]', "line", ""),
    "a hundred deep": (lambda *_: b'{"a":' * 100 + b"1" + b"}" * 100, "line", ""),
    "a hundred thousand deep": (lambda *_: b"[" * 100_000, "line", ""),
    "three members": (lambda entry, *_: _line(header="AA", salt="AA", payload="AA"), "line", ""),
    "five members": (_with_part(extra="AA"), "line", ""),
    "a member twice": (_duplicate_member, "line", "/header"),
    "null": (_with_part(salt=None), "line", "/salt"),
    "a number": (_with_part(signature=7), "line", "/signature"),
    "padding": (_with_part(payload="AA=="), "line", "/payload"),
    "other alphabet": (_with_part(payload="+/AA"), "line", "/payload"),
    "header of nothing": (_with_part(header=""), "header", ""),
    "header of spaces": (_with_header_bytes(lambda raw: raw.replace(b",", b", ", 1)), "header", ""),
    "header out of order": (_with_header_bytes(lambda raw: b'{"zzz":1,' + raw[1:]), "header", ""),
    "header without actor": (_with_header(lambda header: header.pop("actor")), "header", "/actor"),
    "header with null": (_set("reason", None), "header", "/reason"),
    "header with a fraction": (_set("version", 1.5), "header", "/version"),
    "header with sixteen digits": (_set("feed_seen", 10**15), "header", "/feed_seen"),
    "header of another type": (_set("type", "care.entry.v2"), "header", "/type"),
    "an unknown op": (_set("op", "visit.delete"), "header", "/op"),
    "no ULID": (_set("record", "1"), "header", "/record"),
    "time without offset": (_set("recorded_at", "2026-11-23T10:00:00"), "header", "/recorded_at"),
    "seq as text": (_set("seq", "1"), "header", "/seq"),
    "version nought": (_set("version", 0), "header", "/version"),
    "header beyond 2 KiB": (_set("reason", "长" * 700), "header", ""),
    "of another agency": (_set("agency", "52371621MJE00001XK"), "agency", "/agency"),
    "of another stream": (_set("stream", "01JD5E8Z4K0000000000000000"), "stream", "/stream"),
    "signed by a stranger": (_stranger_signed, "signature", "/signature"),
    "a bit of the signature": (_flipped_signature, "signature", "/signature"),
    "a short signature": (_with_part(signature="AAAA"), "signature", "/signature"),
    "a bit of the payload": (_flipped_payload, "payload", "/payload"),
    "another salt": (_with_part(salt=to_base64url(bytes(32))), "payload", "/payload"),
    "salt alone erased": (_with_part(salt=""), "payload", "/payload"),
    "a false length": (_payload_of_false_length, "payload", "/payload"),
    "a payload beyond 64 KiB": (_payload_too_large, "payload", "/payload"),
}


def one_batch(seed: int) -> Tally:
    """A batch with some bad entries; they are put right one after another, as each is named."""
    try:
        with remembering(), without_chance(seed):
            return Tally(_batch(World(seed), Random(seed)))
    except Violation as violation:
        return Tally(Counter({"batch broken": 1}), [f"seed {seed}: {violation}"])
    except Exception as error:  # noqa: BLE001 - whatever is raised but a refusal would be a 5xx
        return Tally(Counter({"batch broken": 1}), [f"seed {seed}: {type(error).__name__}: {error}"])


def _batch(world: World, random: Random) -> Counter[str]:
    pc = world.pcs[0]
    done: Counter[str] = Counter()
    count = random.choice((1, 2, 5, 12))
    for _ in range(count):
        world.witness.sealed(pc.seal(payload=random.choice(PAYLOADS)))
    lines = [entry.to_line() for entry in pc.disk.chain]
    good = list(lines)
    bad = {place: random.choice(sorted(SPOILT)) for place in random.sample(range(count), min(count, 4))}
    for place, name in bad.items():
        spoil = SPOILT[name][0]
        lines[place] = spoil(pc.disk.chain[place], pc.signer(place + 1), random)
    device = world.database.tables.devices[pc.device()]
    for place in sorted(bad):
        name = bad[place]
        done[name] += 1
        _, code, pointer = SPOILT[name]
        refusal = _refused(world, pc, device, lines)
        told = (refusal.problem, refusal.members["seq"], refusal.members["code"], refusal.members["pointer"])
        require(told == (Problem.ENTRY, place + 1, code, pointer), f"{name}: told {told}")
        head = {"seq": place, "hash": pc.disk.chain[place - 1].hash if place else ""}
        require(refusal.members["head"] == head, f"{name}: another head {refusal.members['head']}")
        require(len(world.database.tables.entries[pc.stream]) == place, f"{name}: good entries not kept")
        lines[place] = good[place]
    world.line.calls.submit(device, pc.stream, write_batch(1, lines), "")
    world.witness.check(world.pcs)
    require(len(world.database.tables.entries[pc.stream]) == count, "not all are in at last")
    return done


def _refused(world: World, pc: Pc, device: Any, lines: list[bytes]) -> Refused:
    try:
        world.line.calls.submit(device, pc.stream, write_batch(1, lines), "")
    except Refused as refusal:
        return refusal
    raise Violation("a bad entry was taken")


def batches(budget: int, seed: int) -> Tally:
    """So many bad entries in batches."""
    return run_parts(one_batch, budget, seed)
