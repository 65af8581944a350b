"""The web server's protocol, except that who does not finish the head of a request in time is sent away."""

from __future__ import annotations

from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds in which the head of a request must have come.
HEAD_SECONDS: Final = 20.0
_TOO_LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class ImpatientProtocol(H11Protocol):
    """One connection. The application never sees a sender of half a head, so the deadline is kept here."""

    head_seconds = HEAD_SECONDS
    _deadline: Any = None

    def connection_made(self, transport: Any) -> None:
        """The first request is due from now on."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(self.head_seconds, self._send_away)

    def data_received(self, data: bytes) -> None:
        """The deadline holds from the first byte of a head to its last."""
        if self._deadline is None and self._is_between_requests():
            self._deadline = self.loop.call_later(self.head_seconds, self._send_away)
        super().data_received(data)
        if not self._is_between_requests():
            self._forget_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._forget_deadline()
        super().connection_lost(exc)

    def _is_between_requests(self) -> bool:
        # uvicorn sets the cycle to None before the first request, whatever its annotation says
        cycle: Any = self.cycle
        return cycle is None or bool(cycle.response_complete)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _send_away(self) -> None:
        self._deadline = None
        if self._is_between_requests() and not self.transport.is_closing():
            self.transport.write(_TOO_LATE)
            self.transport.close()
