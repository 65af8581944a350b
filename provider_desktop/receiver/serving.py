"""Serving: a listening socket, the address on standard output, and workers until they are told to stop."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import socket
import sys
import threading
from argparse import Namespace
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from time import monotonic, sleep
from types import FrameType

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.log import start_logging
from provider_desktop.receiver.clock import clock_from
from provider_desktop.receiver.office import Office, open_office

#: Seconds that calls under way may take when the receiver is told to stop.
_PATIENCE = 3
_BACKLOG = 1024
#: Seconds between two looks at the workers, and the least between two starts of the same one.
_GLANCE = 0.2
_BREATH = 1.0


def serve(office: Office, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM. The first line on standard output is ``{"url":"…"}``.

    Port 0 takes a free one. Raises ``AppError`` ``ExtraMissing`` where the web server is not installed
    and ``ValueInvalid`` where the address cannot be listened on.
    """
    run = _server(office, 0)
    with _listening(host, port) as listener:
        _announce(listener)
        run(listener)


def serve_together(options: Namespace, workers: int) -> None:
    """Serve by several processes on one socket; one that dies is started again.

    They share nothing but the database: each may answer any request. Raises as ``serve`` does.
    """
    _server_is_installed()
    is_over = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_over
        is_over = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    with _listening(options.host, options.port) as listener:
        # spawned, not forked: a fork would share open connections and locks
        context = multiprocessing.get_context("spawn")
        running: dict[int, BaseProcess] = {}
        started: dict[int, float] = {}
        _announce(listener)
        while not is_over:
            for worker in range(1, workers + 1):
                if worker in running and (
                    running[worker].is_alive() or monotonic() - started[worker] < _BREATH
                ):
                    continue
                running[worker] = context.Process(target=_work, args=(options, worker, listener))
                running[worker].start()
                started[worker] = monotonic()
            sleep(_GLANCE)
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.join(_PATIENCE + 5)
            if process.is_alive():
                process.kill()
                process.join()


def stop_when_input_ends() -> None:
    """Stop as on SIGTERM once standard input is at its end: whoever holds its other end is gone."""

    def wait() -> None:
        # straight from the handle: nobody else reads it, and a lock of ``sys.stdin`` would outlive the end
        while os.read(0, 1024):
            pass
        # the handler set by ``_server`` or ``serve_together``, run by the main thread
        signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=wait, name="input", daemon=True).start()


def _work(options: Namespace, worker: int, listener: socket.socket) -> None:
    """One worker, in a process of its own: its log, its connections, the shared socket."""
    start_logging(options.data_dir / "logs" / f"worker-{worker}")
    office = open_office(options.data_dir, clock_from(options.clock), url=options.database)
    try:
        _server(office, worker)(listener)
    finally:
        office.close()


def _server_is_installed() -> None:
    try:
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise AppError(ErrorCode.EXTRA_MISSING, extra="receiver") from error


def _server(office: Office, process: int) -> Callable[[socket.socket], None]:
    """The web server, ready to run on a socket until it is told to stop."""
    _server_is_installed()
    import uvicorn

    from provider_desktop.receiver.app import create_app
    from provider_desktop.receiver.impatience import ImpatientProtocol

    config = uvicorn.Config(
        create_app(office, process),
        http=ImpatientProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = uvicorn.Server(config)

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    # For signals before uvicorn listens to them itself; and it hands them on after an orderly end.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return lambda listener: server.run(sockets=[listener])


def _announce(listener: socket.socket) -> None:
    address, port = listener.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    sys.stdout.write(json.dumps({"url": f"http://{shown}:{port}"}) + "\n")
    sys.stdout.flush()


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AppError(ErrorCode.VALUE_INVALID, name="--host", value=host) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise AppError(ErrorCode.VALUE_INVALID, name="--port", value=str(port)) from error
    return listener
