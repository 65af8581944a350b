"""What an observer may know of the receiver: counts and times, never whose."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, func, select

from provider_desktop.receiver.storage import tables

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
#: Upper bounds of the classes of duration, in seconds.
_BOUNDS = (0.005, 0.025, 0.1, 0.5, 2.5, 10.0, 30.0)

#: What is read from the database when asked, so that it holds for all processes together.
_HELD = {
    "agencies": ("Agencies known.", select(func.count()).select_from(tables.agencies)),
    # Counting them all would take seconds once there are millions, and none is ever deleted.
    "entries": ("Number of the last entry taken in.", select(func.max(tables.entries.c.id))),
    "entries_waiting": ("Entries that wait for a verdict.", select(func.count()).select_from(tables.waiting)),
    "evidence_files": ("Files of evidence held whole.", select(func.count()).select_from(tables.blobs)),
    "alarms": ("Alarms raised.", select(func.count()).select_from(tables.alarms)),
}


class Metrics:
    """Counts since this process began. Safe to share between threads."""

    def __init__(self, process: int = 0) -> None:
        self._process = process
        self._lock = threading.Lock()
        self._requests: dict[tuple[str, int], int] = defaultdict(int)
        self._durations: dict[str, list[int]] = defaultdict(lambda: [0] * (len(_BOUNDS) + 1))
        self._seconds: dict[str, float] = defaultdict(float)

    def count(self, call: str, status: int, seconds: float) -> None:
        """One request answered; ``call`` is the name of a call, never an address."""
        place = next((index for index, bound in enumerate(_BOUNDS) if seconds <= bound), len(_BOUNDS))
        with self._lock:
            self._requests[call, status] += 1
            self._durations[call][place] += 1
            self._seconds[call] += seconds

    def text(self, held: Mapping[str, int]) -> str:
        """Everything in Prometheus' text format."""
        with self._lock:
            lines = [*self._request_lines(), *self._duration_lines()]
        for name, value in held.items():
            lines += [
                f"# HELP care_{name} {_HELD[name][0]}",
                f"# TYPE care_{name} gauge",
                f"care_{name} {value}",
            ]
        return "\n".join(lines) + "\n"

    def _request_lines(self) -> Iterator[str]:
        yield "# HELP care_requests_total Requests answered by this process."
        yield "# TYPE care_requests_total counter"
        for (call, status), count in sorted(self._requests.items()):
            labels = f'process="{self._process}",call="{call}",status="{status}"'
            yield f"care_requests_total{{{labels}}} {count}"

    def _duration_lines(self) -> Iterator[str]:
        yield "# HELP care_request_seconds How long requests took, bodies and long polls included."
        yield "# TYPE care_request_seconds histogram"
        for call, counts in sorted(self._durations.items()):
            labels = f'process="{self._process}",call="{call}"'
            total = 0
            for bound, count in zip((*_BOUNDS, "+Inf"), counts, strict=True):
                total += count
                yield f'care_request_seconds_bucket{{{labels},le="{bound}"}} {total}'
            yield f"care_request_seconds_sum{{{labels}}} {self._seconds[call]:.6f}"
            yield f"care_request_seconds_count{{{labels}}} {total}"


def held(connection: Connection) -> dict[str, int]:
    """The figures of the database."""
    return {name: connection.execute(query).scalar() or 0 for name, (_, query) in _HELD.items()}
