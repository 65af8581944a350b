"""Real processes with a bad line between them: nothing is lost, doubled or falsely delivered."""

from __future__ import annotations

from contextlib import suppress
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.simulation.faulty_proxy import FAULTS, FaultyProxy
from tests.simulation.network import differences, on_postgres, on_sqlite, one_office
from tests.support import postgres
from tests.support.receiver import call


def test_a_bad_line_loses_nothing() -> None:
    tally = on_sqlite(300, seed=1)
    assert tally.problems == []
    assert tally.count >= 300
    assert len(tally.done) == len(FAULTS)


@pytest.mark.skipif(postgres.installed() is None, reason="PostgreSQL is not installed")
def test_a_bad_line_to_several_processes_on_a_server_loses_nothing() -> None:
    tally = on_postgres(300, seed=2)
    assert tally.problems == []
    assert tally.count >= 300


@pytest.mark.parametrize(
    "fault",
    [
        "now and then an entry is receipted and not kept",
        "a receipt over what was sent, not over what is kept",
    ],
)
def test_a_receiver_that_loses_or_doubles_is_found(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTED", fault)
    tally = one_office(tmp_path, 100, seed=3, module="tests.simulation.spoilt_receiver")
    assert tally.problems


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        ([(1, "a"), (2, "b")], 0),
        ([(1, "a")], 1),
        ([(1, "a"), (2, "b"), (2, "b")], 2),
        ([(1, "b"), (2, "a")], 1),
        ([(1, "a"), (3, "b")], 1),
    ],
)
def test_each_difference_would_be_seen(kept: list[tuple[int, str]], found: int) -> None:
    assert len(differences(["a", "b"], kept)) == found


class _Fine(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"fine")

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def _carried(proxy: FaultyProxy) -> bool:
    """Whether a call came back as it should."""
    with suppress(OSError, HTTPException):
        return call(proxy.url, "GET", "/").body == b"fine"
    return False


def test_the_proxy_leaves_calls_alone_until_it_is_told_to_spoil_them() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Fine) as upstream, FaultyProxy(0) as proxy:
        Thread(target=upstream.serve_forever, daemon=True).start()
        proxy.port = upstream.server_port
        assert all(_carried(proxy) for _ in range(10))
        assert proxy.faults.total() == 0
        proxy.rate = 1.0
        good = sum(_carried(proxy) for _ in range(60))
        assert proxy.faults.total() == 60
        assert 5 < good < 50  # some faults only delay or double
        upstream.shutdown()
