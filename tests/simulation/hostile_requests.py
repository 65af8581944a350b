"""The receiver's web application in this process, asked what no client of ours would ask."""

from __future__ import annotations

import gzip
import resource
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import anyio

from provider_desktop.domain.clock import SystemClock
from provider_desktop.exchange.http_signatures import Request, sign_request
from provider_desktop.exchange.invitations import enrolment_request
from provider_desktop.exchange.problems import Problem, read_problem
from provider_desktop.exchange.signing import Ed25519Signer
from provider_desktop.receiver import app as app_module
from provider_desktop.receiver.calls import Calls
from provider_desktop.receiver.enrolment import enrol, invite
from provider_desktop.receiver.limits import TokenBuckets
from provider_desktop.receiver.office import Office, open_office
from tests.simulation.campaign import Tally
from tests.simulation.hostile_bytes import PARSERS, havoc
from tests.support.exchange import AGENCY

HOST: Final = "127.0.0.1:8080"
#: What the receiver may need at most, whatever it is sent.
_MEMORY_KIB: Final = 300 * 1024

_METHODS: Final = (
    "GET",
    "GET",
    "POST",
    "POST",
    "HEAD",
    "PUT",
    "DELETE",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "get",
    "BREW",
)
_PATHS: Final = (
    "/v1/trust", "/v1/enrolments", "/v1/streams", "/v1/streams/{stream}/head", "/v1/streams/{stream}/entries",
    "/v1/streams/{stream}/entries", "/v1/feed", "/v1/blobs/{hash}", "/", "/v1", "/v1/", "//v1/trust", "/docs",
    "/v1/streams/../../etc/passwd/head", "/v1/streams/%00/head", "/v1/streams/%ff%fe/entries", "/healthz",
    "/v1/streams/' OR 1=1 --/head", "/v1/feed/", "/v1/blobs/..%2f..%2freceiver.db", "/v1/" + "a" * 5000,
)  # fmt: skip
_QUERIES: Final = (
    "", "", "after=0", "after=0&wait=0", "after=-1", "after=1e9", "after=" + "9" * 400, "after=%00", "after=",
    "after=１", "wait=0&after=0&after=7", "after=999999999999999", "&&&===", "%", "a" * 3000,
)  # fmt: skip


_CALLS: Final = (
    ("GET", "/v1/trust"),
    ("POST", "/v1/enrolments"),
    ("GET", "/v1/streams"),
    ("GET", "/v1/streams/{stream}/head"),
    ("POST", "/v1/streams/{stream}/entries"),
    ("POST", "/v1/streams/{stream}/entries"),
    ("GET", "/v1/streams/{stream}/entries"),
    ("GET", "/v1/feed"),
    ("HEAD", "/v1/blobs/{hash}"),
    ("PUT", "/v1/blobs/{hash}"),
)


@dataclass
class Asked:
    """A request as it reaches the application."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    pieces: list[bytes]
    breaks_off: bool = False


@dataclass
class Told:
    """What the application sent back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)


async def ask(app: Any, asked: Asked) -> Told:
    """One request over ASGI, in pieces as they arrive."""
    told = Told()
    pieces = list(asked.pieces)

    async def receive() -> Mapping[str, Any]:
        await anyio.lowlevel.checkpoint()
        if pieces:
            return {
                "type": "http.request",
                "body": pieces.pop(0),
                "more_body": bool(pieces) or asked.breaks_off,
            }
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            told.status = message["status"]
            told.headers = {
                name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]
            }
        else:
            told.body += message.get("body", b"")

    path = asked.path.encode("latin-1", "replace")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": asked.method,
        "scheme": "http",
        "path": asked.path,
        "raw_path": path,
        "query_string": asked.query.encode("utf-8"),
        "root_path": "",
        "headers": [
            (name.lower().encode(), value.encode("latin-1", "replace"))
            for name, value in asked.headers.items()
        ],
        "client": ("127.0.0.1", 40000),
        "server": ("127.0.0.1", 8080),
    }
    await app(scope, receive, send)
    return told


@dataclass
class Target:
    """A receiver with one enrolled device, as an application that can be asked."""

    office: Office
    app: Any
    signer: Ed25519Signer
    stream: str


@contextmanager
def a_target() -> Iterator[Target]:
    """A real receiver on a real database of its own, with no limit on how often it may be asked."""
    module = cast("Any", app_module)
    module.Calls = partial(Calls, limits=TokenBuckets(1e12, 10**12))
    try:
        with TemporaryDirectory() as folder:
            office = open_office(Path(folder), SystemClock(), create=True)
            try:
                yield _target(office)
            finally:
                office.close()
    finally:
        module.Calls = Calls


def _target(office: Office) -> Target:
    signer = Ed25519Signer(secrets.token_bytes(32))
    with office.database.write() as connection:
        invitation = invite(office, connection, AGENCY, "机构", f"http://{HOST}")
        told = enrol(office, connection, enrolment_request(signer, invitation, "PC"))
    return Target(office, app_module.create_app(office), signer, told.stream)


def _made_up(target: Target, random: Random) -> Asked:
    """A request out of good and bad pieces."""
    method, path = random.choice(_METHODS), random.choice(_PATHS)
    if random.random() < 0.8:
        method, path = random.choice(_CALLS)
    path = path.replace("{stream}", target.stream).replace("{hash}", random.randbytes(32).hex())
    if random.random() < 0.05:
        path = havoc(path.encode(), random).decode("latin-1")
    query = random.choice(_QUERIES)
    body = _body(random) if method in ("POST", "PUT", "PATCH") or random.random() < 0.1 else b""
    headers = {"Host": HOST, "Content-Type": random.choice(("application/x-ndjson", "text/html", "", "\x7f"))}
    if random.random() < 0.4:
        headers["Content-Encoding"] = random.choice(
            ("gzip", "br", "deflate", "gzip, gzip", "identity", "\xff")
        )
    if random.random() < 0.1:
        headers["Content-Length"] = random.choice(("-1", "9" * 30, "x", str(len(body))))
    if random.random() < 0.2:
        headers["Upload-Offset"] = random.choice(("0", "-1", "9" * 30, "x"))
    if random.random() < 0.8:
        request = Request(method, HOST, path, query, body)
        signed = sign_request(
            target.signer, request, created=target.office.clock.now(), nonce=random.randbytes(8).hex()
        )
        if random.random() < 0.15:
            name = random.choice(sorted(signed))
            signed[name] = havoc(signed[name].encode(), random).decode("latin-1")
        headers |= signed
    cut = random.randrange(len(body) + 1)
    pieces = random.choice(([body], [body[:cut], body[cut:]], [b"", body, b""]))
    return Asked(method, path, query, headers, pieces, breaks_off=random.random() < 0.05)


def _body(random: Random) -> bytes:
    raw = PARSERS[random.choice(("package", "enrolment", "receipt"))].example
    match random.randrange(6):
        case 0:
            return havoc(raw, random)
        case 1:
            return gzip.compress(havoc(raw, random), mtime=0)
        case 2:
            return havoc(gzip.compress(raw, mtime=0), random)
        case 3 if random.random() < 0.1:
            return gzip.compress(bytes(200_000_000 if random.random() < 0.02 else 20_000_000), 1)
        case 4 if random.random() < 0.05:
            return b"x" * 9_000_000
    return raw


def _problem(asked: Asked, told: Told) -> str:
    if told.status >= 500 or not told.status:
        return f"status {told.status}"
    if told.status >= 400 and not (asked.breaks_off or asked.method == "HEAD"):
        if not told.headers.get("content-type", "").startswith("application/problem+json"):
            return f"{told.status} as {told.headers.get('content-type')}"
        report = read_problem(told.status, bytes(told.body))
        if report is None or report.problem is Problem.INTERNAL:
            return f"{told.status} with {bytes(told.body[:80])!r}"
    return ""


async def _ask_many(target: Target, budget: int, seed: int) -> Tally:
    tally = Tally()
    random = Random(seed)
    for number in range(budget):
        asked = _made_up(target, random)
        told = await ask(target.app, asked)
        tally.done[f"answered {told.status}"] += 1
        problem = _problem(asked, told)
        if problem:
            tally.problems.append(
                f"seed {seed} request {number}: {asked.method} {asked.path[:60]}: {problem}"
            )
    return tally


def requests(budget: int, seed: int) -> Tally:
    """So many requests that no client of ours would make."""
    with a_target() as target:
        tally = anyio.run(_ask_many, target, budget, seed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if "pytest" not in sys.modules and peak > _MEMORY_KIB:
        tally.problems.append(f"needed {peak // 1024} MiB")
    return tally
