"""Chance that comes from a seed alone: random numbers, storage in memory, and where a bit flips."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from random import Random
from typing import Any, cast

from provider_desktop.exchange import signing
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
def without_chance(seed: int, *, in_memory: bool = True) -> Iterator[None]:
    """Storage in memory, and no random number that does not come from the seed."""
    chance: Any = enrolment
    before = chance.secrets, signing.is_signature
    chance.secrets = _SeededSecrets(Random(~seed))
    # The same bytes are verified again and again, and the answer never changes.
    cast("Any", signing).is_signature = lru_cache(5000)(signing.is_signature)
    try:
        with storage_in_memory() if in_memory else nullcontext():
            yield
    finally:
        chance.secrets, cast("Any", signing).is_signature = before
