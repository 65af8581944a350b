"""How often one device may ask: a bucket of tokens for each, so that one in disorder slows nobody else."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final

#: Requests a second that one device may go on asking, and how many it may save up. A PC that sends a
#: whole county's month in batches of 500 stays below.
PER_SECOND: Final = 100
SAVED_UP: Final = 1000
_REMEMBERED: Final = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class TokenBuckets:
    """A bucket a device, in the memory of this process alone. Safe to share between threads."""

    def __init__(
        self,
        per_second: float = PER_SECOND,
        saved_up: int = SAVED_UP,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._per_second = per_second
        self._saved_up = saved_up
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def take(self, device: str) -> int:
        """Take one token of a device: 0, or the whole seconds after which there will be one."""
        with self._lock:
            now = self._clock()
            bucket = self._buckets.get(device)
            if bucket is None:
                self._forget_full(now)
                bucket = self._buckets[device] = _Bucket(self._saved_up, now)
            grown = bucket.tokens + (now - bucket.at) * self._per_second
            bucket.tokens, bucket.at = min(self._saved_up, grown), now
            if bucket.tokens < 1:
                return max(1, math.ceil((1 - bucket.tokens) / self._per_second))
            bucket.tokens -= 1
            return 0

    def _forget_full(self, now: float) -> None:
        """A bucket that has filled up again says nothing that a new one would not."""
        if len(self._buckets) < _REMEMBERED:
            return
        seconds = self._saved_up / self._per_second
        self._buckets = {name: each for name, each in self._buckets.items() if now - each.at < seconds}
