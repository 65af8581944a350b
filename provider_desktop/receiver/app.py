"""The web side of the receiver: HTTP in, the calls beneath, HTTP out, and nothing that blocks the loop."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import monotonic

import anyio
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from starlette.requests import ClientDisconnect

from provider_desktop.exchange import http_signatures
from provider_desktop.exchange.blobs import MAX_BYTES, PIECE_BYTES
from provider_desktop.exchange.problems import Problem
from provider_desktop.receiver.answers import Refused, as_lines
from provider_desktop.receiver.bodies import BATCH_LIMIT, SMALL_LIMIT, TooLarge, let_pass, read_capped
from provider_desktop.receiver.calls import Calls
from provider_desktop.receiver.evidence import Upload, look
from provider_desktop.receiver.judge import JudgeThread
from provider_desktop.receiver.metrics import Metrics
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.responses import observe, respond, speak_problems
from provider_desktop.receiver.storage.agencies import Device

#: Seconds: the longest a request for the feed is kept waiting, and how often the feed is looked at.
LONGEST_WAIT = 25
_GLANCE = 0.25
#: Seconds after which who waits looks for himself: where several processes write at once, a statement
#: can become visible after one with a higher number.
_LOOK_AGAIN = 5.0
#: Seconds of silence, and in all, after which the sender of a body is told to come back; and the pace
#: (bytes a second) below which a large one is too slow.
_SILENCE = 15
_BODY_DEADLINE = 60
_PACE = 16 * 1024
#: More than a batch may have: whoever sends a little too much is told so with the head, as a device.
_SENT_LIMIT = 2 * BATCH_LIMIT


def create_app(office: Office, process: int = 0) -> FastAPI:
    """The receiver's calls as an ASGI application; it judges in a thread of its own while it runs.

    ``process`` is this process's number among those that serve together.
    """
    judge = JudgeThread(office)
    calls = Calls(office, on_entries=judge.wake)
    metrics = Metrics(process)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        judge.start()
        yield
        await run_sync(judge.stop)

    app = FastAPI(
        title="Receiver",
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.judge = judge
    speak_problems(app)
    observe(app, office, metrics)
    _add_calls(app, calls)
    _add_evidence(app, office, calls)
    return app


def _add_calls(app: FastAPI, calls: Calls) -> None:
    watch = _FeedWatch(calls)

    @app.get("/v1/trust")
    async def trust() -> Response:
        return respond(await run_sync(calls.trust))

    @app.post("/v1/enrolments")
    async def enrolments(request: Request) -> Response:
        body = await _body(request, SMALL_LIMIT)
        return respond(await run_sync(calls.enrol, body))

    @app.get("/v1/streams")
    async def streams(request: Request) -> Response:
        device, _ = await _signed(calls, request)
        return respond(await run_sync(calls.streams, device))

    @app.get("/v1/streams/{stream}/head")
    async def head(request: Request, stream: str) -> Response:
        device, _ = await _signed(calls, request)
        return respond(await run_sync(calls.head, device, stream))

    @app.post("/v1/streams/{stream}/entries")
    async def submit(request: Request, stream: str) -> Response:
        device, body = await _signed(calls, request, limit=_SENT_LIMIT)
        encoding = request.headers.get("content-encoding", "")
        return respond(await run_sync(calls.submit, device, stream, body, encoding))

    @app.get("/v1/streams/{stream}/entries")
    async def entries(request: Request, stream: str) -> Response:
        device, _ = await _signed(calls, request)
        return respond(await run_sync(calls.entries, device, stream, _whole(request, "after")))

    @app.get("/v1/feed")
    async def feed(request: Request) -> Response:
        device, _ = await _signed(calls, request)
        after, wait = _whole(request, "after"), min(_whole(request, "wait"), LONGEST_WAIT)
        deadline = monotonic() + wait
        while True:
            mark = await watch.mark()
            lines = await run_sync(calls.feed, device, after)
            if lines or not await watch.change(mark, deadline, request):
                return respond(as_lines(lines))


def _add_evidence(app: FastAPI, office: Office, calls: Calls) -> None:
    @app.head("/v1/blobs/{sha256}")
    async def held(request: Request, sha256: str) -> Response:
        device, _ = await _signed(calls, request)
        return respond(await run_sync(look, office, device, sha256))

    @app.put("/v1/blobs/{sha256}")
    async def put(request: Request, sha256: str) -> Response:
        # The signature stands in the headers, so that bytes are kept as they arrive and a broken line
        # loses none of them.
        digest = request.headers.get("content-digest", "").strip()
        body = request.stream()
        try:
            device = await run_sync(_authenticated, calls, request, _as_signed(request, digest=digest))
            upload = await run_sync(Upload, office, device, sha256, dict(request.headers))
            actual = await _keep_body(body, upload)
        except Refused:
            # A sender amid the body would meet a broken connection, and never read why.
            with suppress(ClientDisconnect, Refused):
                await let_pass(_in_time(body, MAX_BYTES))
            raise
        if actual != digest:
            await run_sync(upload.undo)
            raise Refused(Problem.SIGNATURE)
        return respond(await run_sync(upload.finish))


async def _keep_body(body: AsyncIterator[bytes], upload: Upload) -> str:
    """Hand the body over as it arrives; the Content-Digest of it all ('' for none)."""
    total, buffer = hashlib.sha256(), bytearray()
    is_empty = True
    try:
        async for chunk in _in_time(body, MAX_BYTES):
            is_empty = is_empty and not chunk
            total.update(chunk)
            buffer += chunk
            if len(buffer) >= PIECE_BYTES:
                await run_sync(upload.add, bytes(buffer))
                buffer.clear()
    finally:
        # also when the line broke, or the sender was too slow
        if buffer:
            with anyio.CancelScope(shield=True):
                await run_sync(upload.add, bytes(buffer))
    return "" if is_empty else f"sha-256=:{base64.b64encode(total.digest()).decode('ascii')}:"


class _FeedWatch:
    """One glance at the feeds serves everybody who waits, whichever process wrote."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._seen = 0
        self._looked_at = -_GLANCE
        self._lock = threading.Lock()

    async def mark(self) -> int:
        return await run_sync(self._look)

    async def change(self, mark: int, deadline: float, request: Request) -> bool:
        """Wait for a later mark, or a while; False at the deadline, or when nobody listens any more."""
        again = monotonic() + _LOOK_AGAIN
        while monotonic() < deadline:
            await anyio.sleep(min(_GLANCE, max(0.0, deadline - monotonic())))
            if await self.mark() != mark or monotonic() > again:
                return True
            if await request.is_disconnected():
                return False
        return False

    def _look(self) -> int:
        with self._lock:
            if monotonic() - self._looked_at >= _GLANCE / 2:
                self._seen = self._calls.feed_mark()
                self._looked_at = monotonic()
            return self._seen


async def _signed(calls: Calls, request: Request, limit: int = 0) -> tuple[Device, bytes]:
    """The device that signed the request, and the body it signed."""
    body = await _body(request, limit)
    return await run_sync(_authenticated, calls, request, _as_signed(request, body)), body


def _as_signed(request: Request, body: bytes = b"", digest: str = "") -> http_signatures.Request:
    """The request as its signature sees it; of a body still to come, the ``digest`` that its header tells."""
    raw_path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    return http_signatures.Request(
        method=request.method,
        authority=http_signatures.authority(request.headers.get("host", ""), request.url.scheme),
        path=raw_path.decode("latin-1").partition("?")[0],
        query=request.scope["query_string"].decode("latin-1"),
        body=body,
        digest=digest,
    )


def _authenticated(calls: Calls, request: Request, signed: http_signatures.Request) -> Device:
    headers: dict[str, str] = {}
    for name, value in request.headers.items():  # a header given twice reads as one list
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    writes = request.method not in ("GET", "HEAD")
    return calls.authenticate(signed, headers, writes=writes)


async def _body(request: Request, limit: int) -> bytes:
    try:
        return await read_capped(_in_time(request.stream(), limit), limit)
    except TooLarge as error:
        # The rest is not read: the connection cannot be used again.
        raise Refused(Problem.SIZE, {"Connection": "close"}) from error


async def _in_time(chunks: AsyncIterator[bytes], limit: int) -> AsyncIterator[bytes]:
    """The chunks of a body while they keep coming; whoever is too slow is told to come back."""
    ends = monotonic() + max(_BODY_DEADLINE, limit / _PACE)
    while True:
        try:
            with anyio.fail_after(min(_SILENCE, max(0.0, ends - monotonic()))):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            headers = {"Connection": "close", "Retry-After": "10"}
            raise Refused(Problem.BUSY, headers, status=408) from error
        yield chunk


def _whole(request: Request, name: str) -> int:
    text = request.query_params.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Refused(Problem.NONE)
    return int(text)
