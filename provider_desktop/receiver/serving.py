"""Serving: a listening socket, the address on standard output, and uvicorn until it is told to stop."""

from __future__ import annotations

import json
import signal
import socket
import sys
from types import FrameType

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.receiver.office import Office

#: Seconds that calls under way may take when the receiver is told to stop.
_PATIENCE = 3
_BACKLOG = 1024


def serve(office: Office, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM. The first line on standard output is ``{"url":"…"}``.

    Port 0 takes a free one. Raises ``AppError`` ``ExtraMissing`` where the web server is not installed
    and ``ValueInvalid`` where the address cannot be listened on.
    """
    try:
        import uvicorn

        from provider_desktop.receiver.app import create_app
    except ImportError as error:
        raise AppError(ErrorCode.EXTRA_MISSING, extra="receiver") from error
    config = uvicorn.Config(
        create_app(office),
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
    with _listening(host, port) as listener:
        address, actual = listener.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        sys.stdout.write(json.dumps({"url": f"http://{shown}:{actual}"}) + "\n")
        sys.stdout.flush()
        server.run(sockets=[listener])


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
