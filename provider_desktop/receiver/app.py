"""The web side of the receiver: HTTP in, the calls beneath, HTTP out, and nothing that blocks the loop."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic

import anyio
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from provider_desktop.errors import AppError
from provider_desktop.exchange import http_signatures
from provider_desktop.exchange.problems import Problem
from provider_desktop.receiver.answers import Answer, Refused, as_lines
from provider_desktop.receiver.bodies import BATCH_LIMIT, SMALL_LIMIT, TooLarge, read_capped
from provider_desktop.receiver.calls import Calls
from provider_desktop.receiver.judge import JudgeThread
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.storage.agencies import Device

_LOG = logging.getLogger(__name__)
#: Seconds: the longest a request for the feed is kept waiting, and how often the feed is looked at.
LONGEST_WAIT = 25
_GLANCE = 0.25
#: Seconds a body may take to arrive; a slow sender is told to come back.
_BODY_DEADLINE = 60
#: More than a batch may have: whoever sends a little too much is told so with the head, as a device.
_SENT_LIMIT = 2 * BATCH_LIMIT


def create_app(office: Office) -> FastAPI:
    """The receiver's calls as an ASGI application; it judges in a thread of its own while it runs."""
    judge = JudgeThread(office)
    calls = Calls(office, on_entries=judge.wake)

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
    _speak_problems(app)
    _add_calls(app, calls)
    return app


def _add_calls(app: FastAPI, calls: Calls) -> None:
    watch = _FeedWatch(calls)

    @app.get("/v1/trust")
    async def trust() -> Response:
        return _respond(await run_sync(calls.trust))

    @app.post("/v1/enrolments")
    async def enrolments(request: Request) -> Response:
        body = await _body(request, SMALL_LIMIT)
        return _respond(await run_sync(calls.enrol, body))

    @app.get("/v1/streams")
    async def streams(request: Request) -> Response:
        device, _ = await _signed(calls, request)
        return _respond(await run_sync(calls.streams, device))

    @app.get("/v1/streams/{stream}/head")
    async def head(request: Request, stream: str) -> Response:
        device, _ = await _signed(calls, request)
        return _respond(await run_sync(calls.head, device, stream))

    @app.post("/v1/streams/{stream}/entries")
    async def submit(request: Request, stream: str) -> Response:
        device, body = await _signed(calls, request, limit=_SENT_LIMIT)
        encoding = request.headers.get("content-encoding", "")
        return _respond(await run_sync(calls.submit, device, stream, body, encoding))

    @app.get("/v1/streams/{stream}/entries")
    async def entries(request: Request, stream: str) -> Response:
        device, _ = await _signed(calls, request)
        return _respond(await run_sync(calls.entries, device, stream, _whole(request, "after")))

    @app.get("/v1/feed")
    async def feed(request: Request) -> Response:
        device, _ = await _signed(calls, request)
        after, wait = _whole(request, "after"), min(_whole(request, "wait"), LONGEST_WAIT)
        deadline = monotonic() + wait
        while True:
            mark = await watch.mark()
            lines = await run_sync(calls.feed, device, after)
            if lines or not await watch.change(mark, deadline, request):
                return _respond(as_lines(lines))


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
        """Wait for a later mark; False at the deadline, or when nobody listens any more."""
        while monotonic() < deadline:
            await anyio.sleep(min(_GLANCE, max(0.0, deadline - monotonic())))
            if await self.mark() != mark:
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
    raw_path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    signed = http_signatures.Request(
        method=request.method,
        authority=http_signatures.authority(request.headers.get("host", ""), request.url.scheme),
        path=raw_path.decode("latin-1").partition("?")[0],
        query=request.scope["query_string"].decode("latin-1"),
        body=body,
    )
    headers: dict[str, str] = {}
    for name, value in request.headers.items():  # a header given twice reads as one list
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    writes = request.method not in ("GET", "HEAD")
    device = await run_sync(lambda: calls.authenticate(signed, headers, writes=writes))
    return device, body


async def _body(request: Request, limit: int) -> bytes:
    try:
        with anyio.fail_after(_BODY_DEADLINE):
            return await read_capped(request.stream(), limit)
    except TooLarge as error:
        # The rest is not read: the connection cannot be used again.
        raise Refused(Problem.SIZE, {"Connection": "close"}) from error
    except TimeoutError as error:
        raise Refused(Problem.BUSY, {"Connection": "close", "Retry-After": "10"}) from error


def _whole(request: Request, name: str) -> int:
    text = request.query_params.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Refused(Problem.NONE)
    return int(text)


def _speak_problems(app: FastAPI) -> None:
    """Every failure leaves as a problem document of the closed list."""

    @app.exception_handler(Refused)
    async def refused(_request: Request, error: Refused) -> Response:
        return _respond(error.answer())

    @app.exception_handler(HTTPException)
    async def unknown(_request: Request, _error: HTTPException) -> Response:
        return _respond(Refused(Problem.NONE).answer())

    @app.exception_handler(AppError)
    async def not_ready(_request: Request, error: AppError) -> Response:
        _LOG.error("not ready: %s", error.code.value)
        return _respond(Refused(Problem.BUSY, {"Retry-After": "30"}).answer())

    @app.exception_handler(ClientDisconnect)
    async def gone(_request: Request, _error: ClientDisconnect) -> Response:
        return Response(status_code=400)  # nobody is there to read it

    @app.middleware("http")
    async def failed(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        try:
            return await go_on(request)
        except Exception:  # noqa: BLE001 - the last line of defence, so that nobody is answered in HTML
            _LOG.exception("the call failed")
            return _respond(Refused(Problem.INTERNAL).answer())


def _respond(answer: Answer) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **answer.headers}
    return Response(answer.body, answer.status, headers, answer.media_type)
