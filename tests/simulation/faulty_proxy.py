"""A proxy on loopback that does to real HTTP calls what lines, proxies and captive portals do."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Final

#: Longer than any answer of a receiver that is in order takes here.
_PATIENCE: Final = 20.0
_PIECE: Final = 65536
_MOST_KEPT: Final = 40
_PORTAL: Final = b"<html><title>Welcome</title>Accept the terms of this network</html>"


class FaultyProxy:
    """Carries calls to a receiver, ``rate`` of them badly. Start it with ``with``; ``url`` is its address.

    One thread for each connection. ``faults`` counts what was done to calls, by name, ``calls`` all that
    came. Which call meets which fault follows from the seed and the order in which calls happen to come.
    """

    def __init__(self, seed: int) -> None:
        self.port = 0
        self.rate = 0.0
        self.faults: Counter[str] = Counter()
        self.calls = 0
        self._random = Random(seed)
        self._turn = threading.Lock()
        self._kept: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> FaultyProxy:
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()
        return self

    def __exit__(self, *_exception: object) -> None:
        # closing alone would leave the thread in accept()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """All calls of one connection, until somebody closes it."""
        client.settimeout(_PATIENCE)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with client, suppress(OSError):
            while request := _read_request(client):
                fault = self._drawn()
                if fault is None:
                    client.sendall(self._forward(request))
                elif not fault(self, client, request):
                    return

    def _drawn(self) -> Callable[[FaultyProxy, socket.socket, bytes], bool] | None:
        with self._turn:
            self.calls += 1
            if self._random.random() >= self.rate:
                return None
            name = self._random.choice(tuple(FAULTS))
            self.faults[name] += 1
            return FAULTS[name]

    def _forward(self, request: bytes) -> bytes:
        """The receiver's whole answer; b'' where there is none."""
        with self._turn:
            if len(self._kept) < _MOST_KEPT:
                self._kept.append(request)
        return self._ask(request)

    def _ask(self, request: bytes, *, length: int | None = None) -> bytes:
        answer = bytearray()
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), _PATIENCE) as upstream:
            upstream.sendall(_closing(request)[:length])
            if length is not None:
                return b""  # cut: nobody waits for an answer
            while piece := upstream.recv(_PIECE):
                answer += piece
        return bytes(answer)

    def _draw(self, most: int) -> int:
        with self._turn:
            return self._random.randrange(most)

    # ------------------------------------------------------------ faults: whether the connection goes on

    def _request_lost(self, client: socket.socket, request: bytes) -> bool:
        return False

    def _answer_lost(self, client: socket.socket, request: bytes) -> bool:
        self._forward(request)
        return False

    def _connection_reset(self, client: socket.socket, request: bytes) -> bool:
        if self._draw(2):
            self._forward(request)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    def _request_delayed(self, client: socket.socket, request: bytes) -> bool:
        """The PC gives up; its request reaches the receiver later, among others."""
        later = threading.Timer(self._draw(400) / 1000, self._ask, (request,))
        later.daemon = True
        later.start()
        return False

    def _answer_delayed(self, client: socket.socket, request: bytes) -> bool:
        answer = self._forward(request)
        time.sleep(self._draw(300) / 1000)
        client.sendall(answer)
        return True

    def _request_cut(self, client: socket.socket, request: bytes) -> bool:
        self._ask(request, length=self._draw(len(request)))
        return False

    def _answer_cut(self, client: socket.socket, request: bytes) -> bool:
        answer = self._forward(request)
        client.sendall(answer[: self._draw(len(answer) + 1)])
        return False

    def _answer_drips(self, client: socket.socket, request: bytes) -> bool:
        answer = self._forward(request)
        step = max(1, len(answer) // 5)
        for start in range(0, len(answer), step):
            client.sendall(answer[start : start + step])
            time.sleep(0.01)
        return True

    def _request_doubled(self, client: socket.socket, request: bytes) -> bool:
        both = self._forward(request), self._ask(request)
        client.sendall(both[self._draw(2)])
        return True

    def _request_doubled_at_once(self, client: socket.socket, request: bytes) -> bool:
        """Two of the same meet in the receiver, in two of its processes if it has them."""
        twin = threading.Thread(target=self._ask, args=(request,))
        twin.start()
        answer = self._forward(request)
        twin.join()
        client.sendall(answer)
        return True

    def _old_request_again(self, client: socket.socket, request: bytes) -> bool:
        with self._turn:
            old = self._kept.pop(self._random.randrange(len(self._kept))) if self._kept else request
        self._ask(old)
        client.sendall(self._forward(request))
        return True

    def _bit_of_the_request(self, client: socket.socket, request: bytes) -> bool:
        client.sendall(self._ask(self._flipped(request)))
        return False

    def _bit_of_the_answer(self, client: socket.socket, request: bytes) -> bool:
        client.sendall(self._flipped(self._forward(request)))
        return False

    def _bad_gateway(self, client: socket.socket, request: bytes) -> bool:
        return _say(client, b"502 Bad Gateway", b"<html>502</html>", b"text/html")

    def _portal(self, client: socket.socket, request: bytes) -> bool:
        return _say(client, b"200 OK", _PORTAL, b"text/html")

    def _redirect(self, client: socket.socket, request: bytes) -> bool:
        return _say(client, b"302 Found\r\nLocation: http://127.0.0.1:9/", b"", b"text/html")

    def _busy(self, client: socket.socket, request: bytes) -> bool:
        return _say(client, b"503 Service Unavailable\r\nRetry-After: 7", b"", b"text/plain")

    def _too_large(self, client: socket.socket, request: bytes) -> bool:
        return _say(client, b"413 Payload Too Large", b"<html>413</html>", b"text/html")

    def _wrong_length(self, client: socket.socket, request: bytes) -> bool:
        """More is announced than comes."""
        answer = self._forward(request)
        start = answer.lower().find(b"content-length: ") + len(b"content-length: ")
        client.sendall(answer[:start] + b"9" + answer[start:])
        return False

    def _no_http(self, client: socket.socket, request: bytes) -> bool:
        client.sendall(b"\x16\x03\x01\x00\xff not what you asked for\r\n\r\n")
        return False

    def _closed_in_between(self, client: socket.socket, request: bytes) -> bool:
        client.sendall(self._forward(request))
        return False

    def _flipped(self, content: bytes) -> bytes:
        changed = bytearray(content)
        if changed:
            changed[self._draw(len(changed))] ^= 1 << self._draw(8)
        return bytes(changed)


FAULTS: Final[dict[str, Callable[[FaultyProxy, socket.socket, bytes], bool]]] = {
    name.strip("_").replace("_", " "): getattr(FaultyProxy, name)
    for name in (
        "_request_lost",
        "_answer_lost",
        "_connection_reset",
        "_request_delayed",
        "_answer_delayed",
        "_request_cut",
        "_answer_cut",
        "_answer_drips",
        "_request_doubled",
        "_request_doubled_at_once",
        "_old_request_again",
        "_bit_of_the_request",
        "_bit_of_the_answer",
        "_bad_gateway",
        "_portal",
        "_redirect",
        "_busy",
        "_too_large",
        "_wrong_length",
        "_no_http",
        "_closed_in_between",
    )
}


def _say(client: socket.socket, status: bytes, body: bytes, kind: bytes) -> bool:
    client.sendall(
        b"HTTP/1.1 %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b" % (status, kind, len(body), body)
    )
    return True


def _read_request(client: socket.socket) -> bytes:
    """One request with its body; b'' where the client has closed."""
    request = bytearray()
    while b"\r\n\r\n" not in request:
        piece = client.recv(_PIECE)
        if not piece:
            return b""
        request += piece
    head, _, _ = bytes(request).partition(b"\r\n\r\n")
    whole = len(head) + 4 + _length(head)
    while len(request) < whole:
        piece = client.recv(_PIECE)
        if not piece:
            return b""
        request += piece
    return bytes(request)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _closing(request: bytes) -> bytes:
    """The request on a line that is closed after it. The header is no part of what is signed."""
    head, end, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + end + body
