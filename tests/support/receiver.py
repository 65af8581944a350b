"""A receiver that really listens on loopback, and an agency's PC that speaks to it byte by byte."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from provider_desktop.domain.clock import FixedClock
from provider_desktop.domain.identifiers import make_ulid
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import Op, SealedEntry, seal
from provider_desktop.exchange.http_signatures import Request, sign_request
from provider_desktop.exchange.invitations import Invitation, enrolment_request
from provider_desktop.exchange.packages import write_batch
from provider_desktop.exchange.payloads import schema_of
from provider_desktop.exchange.signing import Ed25519Signer
from provider_desktop.exchange.statements import Position, Statement, verify_page
from provider_desktop.exchange.trust import Trust, verify_trust
from provider_desktop.receiver.app import create_app
from provider_desktop.receiver.enrolment import invite
from provider_desktop.receiver.office import Office, open_office
from provider_desktop.receiver.publishing import introduce

AGENCY = "52371621MJE12345X6"
OTHER_AGENCY = "52371621MJE00001XK"
NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@dataclass
class HttpAnswer:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        """The problem's type without its prefix; '' where it is none."""
        if not self.headers.get("content-type", "").startswith("application/problem+json"):
            return ""
        assert self.json["status"] == self.status
        return str(self.json["type"]).removeprefix("urn:care:")


def call(
    url: str, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> HttpAnswer:
    """One HTTP call, nothing added and nothing followed."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=40)
    try:
        connection.request(method, target, body or None, dict(headers or {}))
        response = connection.getresponse()
        content = response.read()
        told = {name.lower(): value for name, value in response.getheaders()}
        return HttpAnswer(response.status, content, told)
    finally:
        connection.close()


@dataclass
class AgencyPc:
    """One installation: its key, its stream, and what it has sealed."""

    url: str
    agency: str
    root: bytes
    signer: Ed25519Signer
    stream: str = ""
    device: str = ""
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    sealed: list[SealedEntry] = field(default_factory=list)

    def headers_for(self, method: str, target: str, body: bytes = b"", **changes: Any) -> dict[str, str]:
        """The signature headers of a call; *changes* go to ``sign_request``."""
        path, _, query = target.partition("?")
        request = Request(method, urlsplit(self.url).netloc, path, query, body)
        given: dict[str, Any] = {"created": self.clock.now(), "nonce": secrets.token_urlsafe(12)}
        return sign_request(self.signer, request, **(given | changes))

    def call(
        self,
        method: str,
        target: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        **changes: Any,
    ) -> HttpAnswer:
        """A signed call."""
        signed = self.headers_for(method, target, body, **changes)
        return call(self.url, method, target, body, {**signed, **(headers or {})})

    def seal(self, op: Op = Op.ASSIGNMENT_ANSWER, payload: Any = None, **changes: Any) -> SealedEntry:
        """Seal the next entry of the stream."""
        if payload is None:
            payload = {"assignment": "none", "answer": "accepted", "reason": ""}
        seq = len(self.sealed) + 1
        given: dict[str, Any] = {
            "agency": self.agency,
            "stream": self.stream,
            "seq": seq,
            "prev": self.sealed[-1].hash if self.sealed else "",
            "op": op,
            "record": make_ulid(self.clock.now(), secrets.token_bytes(10)),
            "version": 1,
            "parent": "",
            "reason": "",
            "actor": "clerk",
            "schema": schema_of(op),
            "recorded_at": self.clock.now(),
            "feed_seen": 0,
            "salt": secrets.token_bytes(32),
            "payload": payload if isinstance(payload, bytes) else encode(payload),
        }
        entry = seal(changes.pop("signer", self.signer), **(given | changes))
        self.sealed.append(entry)
        return entry

    def send(
        self, entries: list[SealedEntry] | None = None, from_seq: int = 0, stream: str = "", **headers: str
    ) -> HttpAnswer:
        """Send entries (all that are sealed), uncompressed."""
        entries = self.sealed if entries is None else entries
        first = from_seq or (entries[0].header().seq if entries else 1)
        return self.send_raw(write_batch(first, [entry.to_line() for entry in entries]), stream, **headers)

    def send_raw(self, body: bytes, stream: str = "", **headers: str) -> HttpAnswer:
        """Send whatever bytes as a batch."""
        target = f"/v1/streams/{stream or self.stream}/entries"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call("POST", target, body, named)

    def send_packed(self, body: bytes) -> HttpAnswer:
        """Send a batch compressed."""
        return self.send_raw(gzip.compress(body), content_encoding="gzip")

    def head(self) -> dict[str, Any]:
        answer = self.call("GET", f"/v1/streams/{self.stream}/head")
        assert answer.status == 200, answer.body
        value: dict[str, Any] = answer.json
        return value

    def trust(self) -> Trust:
        return verify_trust(call(self.url, "GET", "/v1/trust").body, root=self.root)

    def feed(self, kind: str = "", wait: int = 0) -> list[Statement]:
        """The whole feed, verified from its beginning; of one kind where asked."""
        trust, after, found = self.trust(), Position(), list[Statement]()
        while True:
            answer = self.call("GET", f"/v1/feed?after={after.seq}&wait={wait}")
            assert answer.status == 200, answer.body
            lines = answer.body.splitlines()
            if not lines:
                return [each for each in found if kind in ("", each.kind)]
            page = verify_page(lines, after=after, trust=trust, agency=self.agency)
            assert page.problem == ""
            found += [sealed.statement for sealed in page.statements]
            after = page.statements[-1].position

    def verdicts(self) -> dict[str, dict[str, Any]]:
        """The latest verdict on each entry, by entry hash."""
        return {each.body["entry"]: each.body for each in self.feed("verdict")}


@dataclass
class ServedReceiver:
    """A receiver served from a thread of the test, so that its clock and database are at hand."""

    office: Office
    url: str
    clock: FixedClock

    def invitation(self, agency: str = AGENCY, name: str = "惠民县暖心居家服务中心") -> Invitation:
        with self.office.database.write() as connection:
            introduce(self.office, connection, agency, name)
            return invite(self.office, connection, agency, name, self.url)

    def pc(self, agency: str = AGENCY) -> AgencyPc:
        """A PC that has just enrolled."""
        return enrolled(self.invitation(agency), self.clock)


def enrolled(invitation: Invitation, clock: FixedClock | None = None) -> AgencyPc:
    """A PC that joins with an invitation."""
    signer = Ed25519Signer(secrets.token_bytes(32))
    answer = call(invitation.url, "POST", "/v1/enrolments", enrolment_request(signer, invitation, "PC"))
    assert answer.status == 201, answer.body
    told = answer.json
    pc = AgencyPc(invitation.url, invitation.agency, invitation.root, signer, told["stream"], told["device"])
    pc.clock = clock or FixedClock(datetime.now(UTC))
    return pc


@contextmanager
def served(folder: Path, at: datetime = NOW, database: str = "") -> Iterator[ServedReceiver]:
    """Serve a new receiver whose clock stands at a moment; on a database server where its URL is given."""
    clock = FixedClock(at)
    office = open_office(folder, clock, url=database, create=True)
    config = uvicorn.Config(create_app(office), port=0, log_config=None, access_log=False)
    config.timeout_graceful_shutdown = 1
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        wait_until(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield ServedReceiver(office, f"http://127.0.0.1:{port}", clock)
    finally:
        server.should_exit = True
        thread.join()
        office.close()


def wait_until(holds: Any, seconds: float = 15) -> None:
    """Wait until something holds; fails the test if it does not."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.02)


@dataclass
class ReceiverProcess:
    """``provider-receiver`` as processes of their own: one serves, others are commands."""

    folder: Path
    clock_file: Path | None = None
    url: str = ""
    database: str = ""
    process: subprocess.Popen[str] | None = None
    #: Where what it logs while serving goes; to our own standard error where nothing is said.
    log: Path | None = None
    module: str = "provider_desktop.receiver"

    def start(self, port: int = 0, *more: str) -> None:
        with self.log.open("a") if self.log else nullcontext() as log:
            self.process = subprocess.Popen(
                self._words("serve", "--port", str(port), *more),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=_environment(),
            )
        assert self.process.stdout is not None
        self.url = json.loads(self.process.stdout.readline())["url"]

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        status = self.process.wait(timeout=15)
        if self.process.stdout:
            self.process.stdout.close()
        return status

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(timeout=15)
        if self.process.stdout:
            self.process.stdout.close()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command."""
        return subprocess.run(
            self._words(*words), capture_output=True, text=True, timeout=60, env=_environment()
        )

    def json(self, *words: str, status: int = 0) -> Any:
        """What a command tells scripts."""
        done = self.run(*words, "--json")
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        return json.loads(done.stdout)

    def _words(self, *words: str) -> list[str]:
        clock = ["--clock", str(self.clock_file)] if self.clock_file else []
        database = ["--database", self.database] if self.database else []
        return [
            sys.executable,
            "-m",
            self.module,
            *words,
            "--data-dir",
            str(self.folder),
            *clock,
            *database,
        ]


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parent.parent.parent)
    return {**os.environ, "PYTHONPATH": root, "LANG": "C.UTF-8"}


@contextmanager
def a_receiver_process(folder: Path, clock_file: Path | None = None) -> Iterator[ReceiverProcess]:
    """Serve in another process until the test ends."""
    receiver = ReceiverProcess(folder, clock_file)
    receiver.start()
    try:
        yield receiver
    finally:
        if receiver.process is not None and receiver.process.poll() is None:
            receiver.stop()


def later(**span: float) -> datetime:
    """A moment after the tests' present."""
    return NOW + timedelta(**span)
