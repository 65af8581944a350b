"""How answers leave: problems in place of failures, and what an observer is told of each request."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from time import monotonic

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from provider_desktop.errors import AppError
from provider_desktop.exchange.problems import Problem
from provider_desktop.receiver.answers import Answer, Refused, as_json
from provider_desktop.receiver.metrics import MEDIA_TYPE as METRICS_TYPE
from provider_desktop.receiver.metrics import Metrics
from provider_desktop.receiver.metrics import held as figures
from provider_desktop.receiver.office import Office

_LOG = logging.getLogger(__name__)
#: Asked every few seconds by machines: nothing for a log.
_UNLOGGED = frozenset({"healthz", "metrics_text", "feed"})


def speak_problems(app: FastAPI) -> None:
    """Every failure leaves as a problem document of the closed list."""

    @app.exception_handler(Refused)
    async def refused(_request: Request, error: Refused) -> Response:
        return respond(error.answer())

    @app.exception_handler(HTTPException)
    async def unknown(_request: Request, _error: HTTPException) -> Response:
        return respond(Refused(Problem.NONE).answer())

    @app.exception_handler(AppError)
    async def not_ready(_request: Request, error: AppError) -> Response:
        _LOG.error("not ready: %s", error.code.value)
        return respond(Refused(Problem.BUSY, {"Retry-After": "30"}).answer())

    @app.exception_handler(ClientDisconnect)
    async def gone(_request: Request, _error: ClientDisconnect) -> Response:
        return Response(status_code=400)  # nobody is there to read it


def observe(app: FastAPI, office: Office, metrics: Metrics) -> None:
    """``/healthz``, ``/metrics``, and one line of the log a request; all free of personal data."""

    def answers() -> bool:
        with office.database.read() as connection:
            office.trust(connection)
        return True

    def read() -> dict[str, int]:
        with office.database.read() as connection:
            return figures(connection)

    @app.get("/healthz")
    async def healthz() -> Response:
        return respond(as_json(200, {"healthy": await run_sync(answers)}))

    @app.get("/metrics")
    async def metrics_text() -> Response:
        return Response(metrics.text(await run_sync(read)), media_type=METRICS_TYPE)

    @app.middleware("http")
    async def watched(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        started = monotonic()
        status = 500
        try:
            try:
                response = await go_on(request)
            except Exception:  # noqa: BLE001 - the last line of defence, so that nobody is answered in HTML
                _LOG.exception("the call failed")
                response = respond(Refused(Problem.INTERNAL).answer())
            status = response.status_code
            return response
        finally:
            # The route's name: an address could carry anything.
            route = request.scope.get("route")
            call = getattr(route, "name", "") or "unknown"
            took = monotonic() - started
            metrics.count(call, status, took)
            if call not in _UNLOGGED:
                size = request.headers.get("content-length", "0")
                size = size if size.isdigit() and len(size) < 16 else "0"
                _LOG.info("call=%s status=%d ms=%d bytes=%s", call, status, took * 1000, size)


def respond(answer: Answer) -> Response:
    """An answer on its way out; nothing keeps a copy of it."""
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **answer.headers}
    return Response(answer.body, answer.status, headers, answer.media_type)
