"""Chance that comes from a seed alone: random numbers, storage in memory, and where a bit flips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from random import Random
from typing import Any

from provider_desktop.exchange import entries, http_signatures, signing, trust
from provider_desktop.exchange.signing import Ed25519Signer
from provider_desktop.receiver import enrolment
from tests.simulation.memory_storage import storage_in_memory


def flipped_part(line: bytes, random: Random) -> bytes:
    """An entry's line with one bit changed in one of its four parts, or anywhere."""
    part = random.choice((b'"header":"', b'"payload":"', b'"salt":"', b'"signature":"', b""))
    start = line.index(part) + len(part)
    end = line.index(b'"', start) if part else len(line)
    changed = bytearray(line)
    if part:  # a character stays one of the alphabet's, so that the change goes as deep as it can
        place = random.randrange(start, end - 1)
        changed[place] = ord("A") if changed[place] != ord("A") else ord("B")
    else:
        changed[random.randrange(end)] ^= 1 << random.randrange(8)
    return bytes(changed).replace(b"\n", b" ")


class _SeededSecrets:
    """Takes the place of the operating system's random numbers, so that a seed gives one world."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def token_bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)

    def token_urlsafe(self, count: int) -> str:
        return self._random.randbytes(count).hex()


@contextmanager
def remembering() -> Iterator[None]:
    """Let the shipped code judge the same bytes once, not at each of their hundred meetings.

    Each signature, trust and header is still verified by the code that ships, the first time; what is
    refused by raising is refused anew each time. Runs within the block share what was judged, so that the
    second run of a seed costs less than the first.
    """
    judged = lru_cache(50_000)(signing.is_signature)
    with (
        replaced(signing, "is_signature", lambda _: judged),
        replaced(http_signatures, "is_signature", lambda _: judged),
        replaced(entries.Header, "from_bytes", lru_cache(50_000)),
        replaced(trust, "_verified", _once_for_keys),
        # The same key and bytes have one Ed25519 signature only (RFC 8032).
        replaced(Ed25519Signer, "sign", _once_for_signer),
    ):
        yield


@contextmanager
def replaced(place: Any, name: str, by: Callable[[Any], Any]) -> Iterator[None]:
    """Have ``by`` make of what has that name something else, until the block ends."""
    before = vars(place)[name]
    setattr(place, name, by(getattr(place, name)))
    try:
        yield
    finally:
        setattr(place, name, before)


def _once_for_keys(verified: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[tuple[object, ...], Any] = {}

    def remembered(raw: bytes, media_type: str, keys: Mapping[str, bytes], *rest: Any) -> Any:
        key = (raw, media_type, *keys.items())
        if key not in known:
            known[key] = verified(raw, media_type, keys, *rest)
        return known[key]

    return remembered


def _once_for_signer(sign: Callable[[Ed25519Signer, bytes], bytes]) -> Callable[..., bytes]:
    known: dict[tuple[bytes, bytes], bytes] = {}

    def remembered(signer: Ed25519Signer, message: bytes) -> bytes:
        key = signer.public_key, message
        if key not in known:
            known[key] = sign(signer, message)
        return known[key]

    return remembered


@contextmanager
def without_chance(seed: int, *, in_memory: bool = True) -> Iterator[None]:
    """Storage in memory, and no random number that does not come from the seed."""
    chance: Any = enrolment
    before = chance.secrets
    chance.secrets = _SeededSecrets(Random(~seed))
    try:
        with storage_in_memory() if in_memory else nullcontext():
            yield
    finally:
        chance.secrets = before
