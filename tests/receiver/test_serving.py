"""Serving many: limits for each device, deadlines, health and metrics, several processes on one socket."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn

from provider_desktop.exchange.http_signatures import Request
from provider_desktop.exchange.invitations import read_invitation
from provider_desktop.receiver.answers import Refused
from provider_desktop.receiver.calls import Calls
from provider_desktop.receiver.impatience import ImpatientProtocol
from provider_desktop.receiver.limits import PER_SECOND, SAVED_UP, TokenBuckets
from provider_desktop.receiver.metrics import Metrics
from tests.support.receiver import (
    AgencyPc,
    ReceiverProcess,
    ServedReceiver,
    call,
    enrolled,
    served,
    wait_until,
)


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedReceiver]:
    with served(tmp_path_factory.mktemp("receiver")) as running:
        yield running


# ---- limits


class _Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_a_bucket_empties_and_fills_again() -> None:
    clock = _Clock()
    buckets = TokenBuckets(per_second=2, saved_up=5, clock=clock)
    assert [buckets.take("one") for _ in range(6)] == [0] * 5 + [1]
    assert buckets.take("two") == 0, "another device is not concerned"
    clock.at = 0.5
    assert buckets.take("one") == 0
    assert buckets.take("one") == 1
    clock.at = 1000.0
    assert [buckets.take("one") for _ in range(6)] == [0] * 5 + [1], "no more is saved up than may be"


def test_the_wait_is_as_long_as_a_token_takes() -> None:
    buckets = TokenBuckets(per_second=0.1, saved_up=1, clock=_Clock())
    assert (buckets.take(""), buckets.take("")) == (0, 10)


def test_memory_does_not_grow_with_devices_that_are_gone() -> None:
    clock = _Clock()
    buckets = TokenBuckets(clock=clock)
    for number in range(10_000):
        buckets.take(str(number))
    clock.at = SAVED_UP / PER_SECOND + 1
    buckets.take("new")
    assert len(buckets._buckets) == 1


def test_who_asks_too_often_is_told_when_to_come_back(receiver: ServedReceiver) -> None:
    pc, other = receiver.pc(), receiver.pc()
    calls = Calls(receiver.office, limits=TokenBuckets(saved_up=3, clock=_Clock()))

    def ask(asking: AgencyPc) -> None:
        headers = asking.headers_for("GET", "/v1/streams")
        request = Request("GET", urlsplit(asking.url).netloc, "/v1/streams")
        calls.authenticate(request, {name.lower(): value for name, value in headers.items()}, writes=False)

    for _ in range(3):
        ask(pc)
    with pytest.raises(Refused) as told:
        ask(pc)
    answer = told.value.answer()
    assert (answer.status, json.loads(answer.body)["type"]) == (429, "urn:care:busy")
    assert answer.headers["Retry-After"] == "1"
    ask(other)


# ---- health and metrics


def test_health_and_metrics_tell_counts_and_nobody(receiver: ServedReceiver) -> None:
    pc = receiver.pc()
    pc.seal()
    assert pc.send().status == 200
    assert call(receiver.url, "GET", "/healthz").json == {"healthy": True}
    wait_until(lambda: b"care_entries_waiting 0" in call(receiver.url, "GET", "/metrics").body)
    text = call(receiver.url, "GET", "/metrics").body.decode()
    found = dict(re.findall(r"^(care_\w+(?:\{[^}]*\})?) (\d+)$", text, re.MULTILINE))
    assert int(found["care_entries"]) >= 1
    assert int(found['care_requests_total{process="0",call="submit",status="200"}']) >= 1
    assert int(found['care_request_seconds_bucket{process="0",call="submit",le="+Inf"}']) >= 1
    for secret in (pc.agency, pc.stream, pc.device):
        assert secret not in text
    for line in text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) care_\w+ .+|care_\w+(\{[^}]+\})? [0-9.]+", line), line


def test_durations_are_put_into_classes() -> None:
    metrics = Metrics(3)
    for seconds in (0.001, 0.01, 5.0, 100.0):
        metrics.count("head", 200, seconds)
    text = metrics.text({})
    for bound, count in (("0.005", 1), ("0.025", 2), ("2.5", 2), ("10.0", 3), ("+Inf", 4)):
        assert f'care_request_seconds_bucket{{process="3",call="head",le="{bound}"}} {count}\n' in text


def test_an_address_never_becomes_a_label(receiver: ServedReceiver) -> None:
    call(receiver.url, "GET", "/v1/371621199001011234")
    text = call(receiver.url, "GET", "/metrics").body.decode()
    assert "371621199001011234" not in text
    assert 'call="unknown",status="404"' in text


# ---- slow heads


class _Hasty(ImpatientProtocol):
    head_seconds = 0.3


@pytest.fixture(scope="module")
def hasty() -> Iterator[int]:
    async def answer(scope: dict[str, object], _receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]

    config = uvicorn.Config(answer, port=0, http=_Hasty, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def _read_all(line: socket.socket) -> bytes:
    line.settimeout(10)
    content = b""
    while piece := line.recv(4096):
        content += piece
    return content


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "], ids=["nothing", "half"])
def test_half_a_head_is_not_waited_for(hasty: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hasty)) as line:
        line.sendall(sent)
        assert _read_all(line).startswith(b"HTTP/1.1 408")


def test_neither_is_half_a_second_one(hasty: int) -> None:
    with socket.create_connection(("127.0.0.1", hasty)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.5)
        line.sendall(b"GET / HT")
        content = _read_all(line)
    assert content.startswith(b"HTTP/1.1 204")
    assert b"HTTP/1.1 408" in content


# ---- several processes


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_several_processes_serve_one_socket_and_a_dead_one_is_replaced(tmp_path: Path) -> None:
    receiver = ReceiverProcess(tmp_path / "r")
    receiver.start(0, "--workers", "2")
    try:
        invitation = tmp_path / "a.careinvite"
        receiver.json(
            "invite", "52371621MJE12345X6", "--name", "机构", "--url", receiver.url, "--out", str(invitation)
        )
        wait_until(lambda: _seen(receiver) == {1, 2}, 40)
        pc = enrolled(read_invitation(invitation.read_bytes(), datetime.now(UTC)))
        for _ in range(20):
            pc.seal()
            assert pc.send(pc.sealed[-1:]).status == 200
        assert pc.head()["seq"] == 20
        first = _children(receiver)
        assert len(first) == 2
        victim = first.pop()
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: len(_children(receiver) - {victim}) == 2, 20)
        wait_until(lambda: len(_seen(receiver)) == 2, 40)
        assert pc.head()["seq"] == 20
    finally:
        left = _children(receiver)
        assert receiver.stop() == 0
    assert not any(Path(f"/proc/{child}").exists() for child in left)


def _seen(receiver: ReceiverProcess) -> set[int]:
    """The workers that answer, found by asking until no other shows up."""
    seen = set()
    for _ in range(30):
        try:
            call(receiver.url, "GET", "/v1/trust")
            text = call(receiver.url, "GET", "/metrics").body.decode()
        except OSError:
            continue
        seen |= {int(number) for number in re.findall(r'process="(\d+)"', text)}
    return seen


def _children(receiver: ReceiverProcess) -> set[int]:
    """The processes that serve for it, without the one that multiprocessing keeps for itself."""
    assert receiver.process is not None
    found = set()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == receiver.process.pid and b"spawn_main" in words:
            found.add(int(folder.name))
    return found


# ---- with whoever started it


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_receiver_ends_with_the_program_that_started_it_even_if_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path;"
        "from provider_desktop.services.receiver_process import ReceiverProcess as R;"
        "r = R(Path(sys.argv[1])); print(r.start(), r._process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "receiver")], stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        url, pid = starter.stdout.readline().split()
        address = (urlsplit(url).hostname, urlsplit(url).port)
        socket.create_connection(address, timeout=5).close()
        starter.kill()
        starter.wait()
    wait_until(lambda: not _is_running(int(pid)))


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
