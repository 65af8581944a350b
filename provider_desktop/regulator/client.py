"""The regulator over HTTP: carries out the calls of the exchange and says what came back, no more."""

from __future__ import annotations

import gzip
import io
import secrets
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import requests
import truststore
from requests.adapters import HTTPAdapter

from provider_desktop import __version__
from provider_desktop.exchange.blobs import COMPLETE_HEADER, OFFSET_HEADER, read_place
from provider_desktop.exchange.http_signatures import Request, authority, sign_request
from provider_desktop.exchange.invitations import is_loopback
from provider_desktop.exchange.packages import MEDIA_TYPE
from provider_desktop.exchange.problems import read_problem
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.exchange.scalars import to_base64url
from provider_desktop.exchange.signing import Signer

CONNECT_SECONDS: Final = 10
READ_SECONDS: Final = 30
"""Silence on the line, after which a call counts as offline."""
CALL_SECONDS: Final = 300
"""A whole answer, however it trickles in."""
SMALL_ANSWER: Final = 256 * 1024
PAGE_ANSWER: Final = 64 * 1024 * 1024
"""Bytes of an answer: a page of 500 entries or statements at their limits would be larger than any real
page, and what is larger still is not ours."""
LONGEST_RETRY_AFTER: Final = 24 * 3600
NONCE_BYTES: Final = 16
_CHUNK: Final = 64 * 1024


class _SystemTrust(HTTPAdapter):
    """Verifies servers by the certificates of the operating system, and never tries again by itself."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._tls = tls
        super().__init__(max_retries=0, pool_connections=2, pool_maxsize=2)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._tls)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        return super().proxy_manager_for(proxy, **kwargs, ssl_context=self._tls)

    def cert_verify(self, conn: Any, *_where_and_how: Any, **_named: Any) -> None:
        """Leave certificates to the context: the list that requests brings along is not the system's."""
        conn.cert_reqs = "CERT_REQUIRED"


class RegulatorClient:
    """A ``Regulator`` reached by HTTP.

    ``url`` comes from the invitation and from nowhere else. ``signer`` holds the device key; before
    enrolment it only serves ``trust`` and ``enrol``, which are not signed. ``clock`` tells the machine's
    time (aware UTC); ``proxy`` is used when the user has set one, never one of the environment.
    Redirects are not followed. No call raises for what the other side or the line does.
    """

    def __init__(
        self,
        url: str,
        signer: Signer,
        *,
        clock_offset: int = 0,
        proxy: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        tls: ssl.SSLContext | None = None,
        read_seconds: float = READ_SECONDS,
        call_seconds: float = CALL_SECONDS,
    ) -> None:
        self.clock_offset = clock_offset
        self._url = url.rstrip("/")
        self._signer = signer
        self._clock = clock
        self._read_seconds = read_seconds
        self._call_seconds = call_seconds
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update(
            {
                "User-Agent": f"provider-desktop/{__version__}",
                "Accept": "application/json, application/x-ndjson, application/problem+json",
                "Accept-Encoding": "identity",
                "Cache-Control": "no-store",
            }
        )
        if proxy and not is_loopback(urlsplit(url).hostname or ""):
            self._session.proxies = {"http": proxy, "https": proxy}
        self._session.mount("https://", _SystemTrust(tls or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)))
        self._session.mount("http://", HTTPAdapter(max_retries=0))

    def close(self) -> None:
        """Close the line; the client is of no use afterwards."""
        self._session.close()

    def __enter__(self) -> RegulatorClient:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def trust(self) -> Answer:
        """``GET /v1/trust``, unsigned."""
        return self._call("GET", "/v1/trust", signed=False)

    def enrol(self, request: bytes) -> Answer:
        """``POST /v1/enrolments``, unsigned: the proof inside stands for the signature."""
        headers = {"Content-Type": "application/json"}
        return self._call("POST", "/v1/enrolments", body=request, headers=headers, signed=False)

    def streams(self) -> Answer:
        """``GET /v1/streams``."""
        return self._call("GET", "/v1/streams")

    def head(self, stream: str) -> Answer:
        """``GET /v1/streams/{stream}/head``."""
        return self._call("GET", f"/v1/streams/{stream}/head")

    def send(self, stream: str, batch: bytes) -> Answer:
        """``POST /v1/streams/{stream}/entries``, compressed."""
        headers = {"Content-Type": MEDIA_TYPE, "Content-Encoding": "gzip"}
        body = gzip.compress(batch, mtime=0)
        return self._call("POST", f"/v1/streams/{stream}/entries", body=body, headers=headers)

    def entries(self, stream: str, after: int) -> Answer:
        """``GET /v1/streams/{stream}/entries?after=n``."""
        return self._call("GET", f"/v1/streams/{stream}/entries", query={"after": after}, limit=PAGE_ANSWER)

    def feed(self, after: int, wait: int) -> Answer:
        """``GET /v1/feed?after=n&wait=s``; the line may stay silent that much longer."""
        return self._call(
            "GET", "/v1/feed", query={"after": after, "wait": wait}, limit=PAGE_ANSWER, patience=wait
        )

    def look(self, sha256: str) -> Answer:
        """``HEAD /v1/blobs/{sha256}``."""
        return self._call("HEAD", f"/v1/blobs/{sha256}")

    def put(self, sha256: str, offset: int, piece: bytes, *, last: bool) -> Answer:
        """``PUT /v1/blobs/{sha256}``: the bytes from ``offset`` on; ``last`` when the file ends with them."""
        headers = {
            "Content-Type": "application/octet-stream",
            OFFSET_HEADER: str(offset),
            COMPLETE_HEADER: "?1" if last else "?0",
        }
        return self._call("PUT", f"/v1/blobs/{sha256}", body=piece, headers=headers)

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, int] | None = None,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        signed: bool = True,
        limit: int = SMALL_ANSWER,
        patience: int = 0,
    ) -> Answer:
        sent_at = self._clock()
        nonce = to_base64url(secrets.token_bytes(NONCE_BYTES))
        prepared = self._prepared(method, path, query or {}, headers or {})
        if signed:
            prepared.headers.update(self._signature(prepared, body, sent_at, nonce))
        if body:
            # as a file, so that the time limit holds for each piece and not for the whole upload
            prepared.prepare_body(io.BytesIO(body), None)
        try:
            with self._session.send(
                prepared,
                stream=True,
                timeout=(CONNECT_SECONDS, self._read_seconds + patience),
                allow_redirects=False,
                proxies=dict(self._session.proxies),
            ) as response:
                content = _capped(response, limit, self._call_seconds + patience)
        except (requests.exceptions.SSLError, requests.exceptions.ContentDecodingError):
            return Answer(AnswerKind.FOREIGN, nonce=nonce, sent_at=sent_at)
        except (requests.RequestException, OSError, ValueError):
            # ValueError: bytes that are no HTTP reach us in this form too
            return Answer(AnswerKind.OFFLINE, nonce=nonce, sent_at=sent_at)
        return _told(response, content, nonce, sent_at)

    def _prepared(
        self, method: str, path: str, query: Mapping[str, int], headers: Mapping[str, str]
    ) -> requests.PreparedRequest:
        url = self._url + path + (f"?{urlencode(query)}" if query else "")
        prepared = self._session.prepare_request(requests.Request(method, url, headers=dict(headers)))
        parts = urlsplit(str(prepared.url))
        prepared.headers["Host"] = authority(parts.netloc, parts.scheme)
        return prepared

    def _signature(
        self, prepared: requests.PreparedRequest, body: bytes, sent_at: datetime, nonce: str
    ) -> dict[str, str]:
        """Sign what will really be sent: address and query as requests has written them."""
        parts = urlsplit(str(prepared.url))
        request = Request(
            str(prepared.method), authority(parts.netloc, parts.scheme), parts.path, parts.query, body
        )
        created = sent_at + timedelta(seconds=self.clock_offset)
        return sign_request(self._signer, request, created=created, nonce=nonce)


def _capped(response: requests.Response, limit: int, seconds: float) -> bytes | None:
    """The answer's body, or None for one that is too long or takes too long."""
    ends = time.monotonic() + seconds
    content = bytearray()
    for chunk in response.iter_content(_CHUNK):
        content += chunk
        if len(content) > limit or time.monotonic() > ends:
            return None
    return bytes(content)


def _told(response: requests.Response, content: bytes | None, nonce: str, sent_at: datetime) -> Answer:
    """Which kind of answer it is. Foreign content goes no further than here."""
    status = response.status_code
    retry_after = _retry_after(response.headers.get("Retry-After", ""), sent_at)
    if content is not None and 200 <= status < 300:
        place = read_place(response.headers)
        return Answer(AnswerKind.OURS, status, content, nonce=nonce, sent_at=sent_at, place=place)
    problem = read_problem(status, content) if content is not None else None
    if problem is None:
        return Answer(AnswerKind.FOREIGN, status, retry_after=retry_after, nonce=nonce, sent_at=sent_at)
    return Answer(
        AnswerKind.PROBLEM,
        status,
        problem=problem,
        retry_after=retry_after,
        nonce=nonce,
        sent_at=sent_at,
    )


def _retry_after(value: str, now: datetime) -> int:
    """Seconds of a Retry-After header, given as a number or a date; 0 where it says nothing of use."""
    if value.isascii() and value.isdigit():
        return min(int(value[:9]), LONGEST_RETRY_AFTER)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return 0
    if until.tzinfo is None:
        return 0
    return max(0, min(int((until - now).total_seconds()), LONGEST_RETRY_AFTER))
