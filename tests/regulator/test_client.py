"""The HTTP client against a real server on this machine: what it sends, and what it makes of answers."""

from __future__ import annotations

import gzip
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.http_signatures import Request, authority, check_signature, read_signature
from provider_desktop.exchange.problems import Problem, status_of, write_problem
from provider_desktop.exchange.regulator import Answer, AnswerKind, Regulator
from provider_desktop.regulator.client import SMALL_ANSWER, RegulatorClient
from tests.support.exchange import DEVICE, NOW, STREAM


@dataclass
class Reply:
    """What the server answers; ``close_early`` breaks the line within the body."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    close_early: bool = False
    raw: bytes = b""
    pause: float = 0.0


@dataclass
class Seen:
    """What the server got."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Server(ThreadingHTTPServer):
    """Answers every request with ``reply`` and keeps what it saw."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, reply: Reply, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Connection)
        self.reply = reply
        self.seen: list[Seen] = []
        self.released = threading.Event()
        self.scheme = "https" if tls else "http"
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken connections are what is tested."""


class Connection(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        """Keep the request, give the reply."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append(Seen(self.command, self.path, headers, body))
        reply = self.server.reply
        self.server.released.wait(reply.pause)
        self.close_connection = True
        if reply.raw:
            self.wfile.write(reply.raw)
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) + (10 if reply.close_early else 0)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = answer  # noqa: N815 - the names that http.server looks for

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def a_server(reply: Reply, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server for the length of a test."""
    server = Server(reply, tls)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def a_client(url: str, **how: Any) -> Iterator[RegulatorClient]:
    """A client whose clock stands still."""
    with RegulatorClient(url, DEVICE, **({"clock": lambda: NOW} | how)) as client:
        yield client


def ask(reply: Reply, **how: Any) -> Answer:
    """What the client makes of a reply to the call for the head."""
    with a_server(reply) as server, a_client(server.url, **how) as client:
        return client.head(STREAM)


CALLS: list[tuple[str, Callable[[Regulator], Answer], str, str]] = [
    ("streams", lambda one: one.streams(), "GET", "/v1/streams"),
    ("head", lambda one: one.head(STREAM), "GET", f"/v1/streams/{STREAM}/head"),
    ("send", lambda one: one.send(STREAM, b"{}\nx\n"), "POST", f"/v1/streams/{STREAM}/entries"),
    ("entries", lambda one: one.entries(STREAM, 7), "GET", f"/v1/streams/{STREAM}/entries?after=7"),
    ("feed", lambda one: one.feed(3, 25), "GET", "/v1/feed?after=3&wait=25"),
]


@pytest.mark.parametrize(("name", "call", "method", "target"), CALLS)
def test_every_call_is_signed_as_sent(
    name: str, call: Callable[[Regulator], Answer], method: str, target: str
) -> None:
    with a_server(Reply(body=b"answer")) as server, a_client(server.url, clock_offset=120) as client:
        answer = call(client)
    (seen,) = server.seen
    assert (seen.method, seen.target) == (method, target)
    path, _, query = target.partition("?")
    given = read_signature(seen.headers)
    request = Request(seen.method, authority(seen.headers["host"], "http"), path, query, seen.body)
    ahead = NOW + timedelta(seconds=120)
    digest = seen.headers.get("content-digest", "")
    check_signature(given, request, public_key=DEVICE.public_key, now=ahead, digest=digest)
    assert given.created == ahead
    assert answer == Answer(AnswerKind.OURS, 200, b"answer", nonce=given.nonce, sent_at=NOW)


def test_a_batch_is_compressed_and_digested_as_sent() -> None:
    batch = b'{"count":1,"from_seq":1}\n' + b"x" * 100_000 + b"\n"
    with a_server(Reply()) as server, a_client(server.url) as client:
        client.send(STREAM, batch)
    (seen,) = server.seen
    assert len(seen.body) < 1000
    assert gzip.decompress(seen.body) == batch
    assert seen.headers["content-encoding"] == "gzip"
    assert seen.headers["content-type"] == "application/x-ndjson"
    assert "transfer-encoding" not in seen.headers


def test_trust_and_enrolment_are_not_signed() -> None:
    with a_server(Reply(201, b"{}")) as server, a_client(server.url + "/care/") as client:
        assert client.trust().status == 201
        assert client.enrol(b'{"code":"x"}').kind is AnswerKind.OURS
    assert [(one.method, one.target, one.body) for one in server.seen] == [
        ("GET", "/care/v1/trust", b""),
        ("POST", "/care/v1/enrolments", b'{"code":"x"}'),
    ]
    assert not any("signature" in one.headers for one in server.seen)


def test_every_request_has_its_own_nonce() -> None:
    with a_server(Reply()) as server, a_client(server.url) as client:
        nonces = {client.head(STREAM).nonce for _ in range(5)}
    assert len(nonces) == 5
    assert nonces == {read_signature(one.headers).nonce for one in server.seen}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(302, b"", {"Location": "http://127.0.0.1:1/elsewhere"}),
        Reply(307, b"", {"Location": "/v1/streams"}),
        Reply(403, b"<html>Blocked</html>", {"Content-Type": "text/html"}),
        Reply(404, b'{"type":"about:blank"}'),
        Reply(409, encode(write_problem(Problem.ENTRY, "…"))),
        Reply(500, b""),
        Reply(502, b"<html>" + b"x" * (SMALL_ANSWER + 1)),
        Reply(200, b"x" * (SMALL_ANSWER + 1)),
        Reply(200, b"no gzip", {"Content-Encoding": "gzip"}),
    ],
)
def test_what_is_not_ours_goes_no_further(reply: Reply) -> None:
    answer = ask(reply)
    assert answer.kind is AnswerKind.FOREIGN
    assert answer.body == b""


def test_redirects_are_not_followed() -> None:
    with a_server(Reply()) as other:
        ask(Reply(302, b"", {"Location": other.url + "/v1/trust"}))
    assert other.seen == []


def test_a_bomb_is_not_unpacked_whole() -> None:
    bomb = gzip.compress(b"\0" * (SMALL_ANSWER * 50))
    assert ask(Reply(200, bomb, {"Content-Encoding": "gzip"})).kind is AnswerKind.FOREIGN


@pytest.mark.parametrize("problem", list(Problem))
def test_problems_are_told(problem: Problem) -> None:
    members = {"seq": 3, "code": "payload", "pointer": "/payload"}
    body = encode(write_problem(problem, "…", **members))
    answer = ask(Reply(status_of(problem), body, {"Content-Type": "application/problem+json"}))
    assert answer.kind is AnswerKind.PROBLEM
    assert answer.problem is not None
    assert (answer.problem.problem, answer.problem.seq) == (problem, 3)
    assert answer.body == b""


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30),
        ("99999999999999999999", 86_400),
        ("-5", 0),
        ("soon", 0),
        ("Mon, 23 Nov 2026 02:31:00 GMT", 60),
        ("Mon, 23 Nov 2026 02:29:00 GMT", 0),
        ("Mon, 23 Nov 2026 02:31:00 -0000", 0),
        ("٣", 0),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: int) -> None:
    body = encode(write_problem(Problem.BUSY, "…"))
    answer = ask(Reply(429, body, {"Retry-After": value.encode().decode("latin-1")}))
    assert answer.kind is AnswerKind.PROBLEM
    assert answer.retry_after == seconds
    assert ask(Reply(503, b"", {"Retry-After": "7"})).retry_after == 7


@pytest.mark.parametrize(
    "reply",
    [Reply(close_early=True), Reply(raw=b"SSH-2.0-nothing of the kind\r\n\r\n"), Reply(raw=b"HTTP/1.1 2")],
)
def test_a_broken_line_is_offline(reply: Reply) -> None:
    assert ask(reply).kind is AnswerKind.OFFLINE


def test_nobody_there_is_offline() -> None:
    with a_server(Reply()) as server:
        url = server.url
    with a_client(url) as client:
        answer = client.trust()
    assert (answer.kind, answer.status, answer.body) == (AnswerKind.OFFLINE, 0, b"")


def test_a_name_that_is_none_is_offline() -> None:
    with a_client("https://" + "x" * 70 + ".invalid") as client:
        assert client.trust().kind is AnswerKind.OFFLINE


def test_silence_is_offline() -> None:
    assert ask(Reply(pause=5), read_seconds=0.05).kind is AnswerKind.OFFLINE


def test_an_answer_that_trickles_for_too_long_is_not_ours() -> None:
    assert ask(Reply(), call_seconds=-1).kind is AnswerKind.FOREIGN


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_server(Reply()) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        with a_server(Reply()) as server, a_client(server.url) as client:
            assert client.trust().kind is AnswerKind.OURS
    assert proxy.seen == []


def test_a_proxy_that_the_user_set_is_used_but_never_for_this_machine() -> None:
    with a_server(Reply(body=b"through")) as proxy:
        with a_client("http://receiver.invalid", proxy=proxy.url) as client:
            assert client.trust().body == b"through"
        with a_client("https://receiver.invalid", proxy=proxy.url) as client:
            assert client.trust().kind is AnswerKind.OFFLINE
        with a_server(Reply(body=b"direct")) as server, a_client(server.url, proxy=proxy.url) as client:
            assert client.trust().body == b"direct"
    assert [one.target for one in proxy.seen] == ["http://receiver.invalid/v1/trust"]


def a_certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1, signed by itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_a_certificate_the_system_does_not_know_is_not_ours(tmp_path: Path) -> None:
    certificate = a_certificate(tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    with a_server(Reply(body=b"over tls"), serving) as server:
        with a_client(server.url) as client:
            assert client.trust().kind is AnswerKind.FOREIGN
        assert server.seen == []
        trusting = ssl.create_default_context(cafile=str(certificate))
        with a_client(server.url, tls=trusting) as client:
            assert client.head(STREAM).body == b"over tls"
