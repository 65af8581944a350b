"""HTTP message signatures (RFC 9421) exactly as the exchange asks for them, over plain values."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from provider_desktop.exchange.signing import ALGORITHM, Signer, is_signature, key_id

LABEL: Final = "care"
TAG: Final = "care-v1"
LIFETIME: Final = timedelta(seconds=300)
"""The longest a signature may live, and how far ``created`` may lie from the verifier's clock."""
NONCE_LIMIT: Final = 200

_COMPONENTS: Final = ("@method", "@authority", "@path", "@query")
_PARAMETERS: Final = frozenset({"created", "expires", "keyid", "nonce", "alg", "tag"})
_INPUT = re.compile(r"([a-z*][a-z0-9_.*-]*)=(\(([^()]*)\)(;.*)?)")
_PARAMETER = re.compile(r';([a-z]+)=(?:"([ !#-\[\]-~]*)"|([0-9]{1,15}))')
_SIGNATURE = re.compile(r"([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]+={0,2}):")
_DEFAULT_PORTS: Final = {"http": ":80", "https": ":443"}


class SignatureError(ValueError):
    """A request whose signature does not stand: ``code`` is ``signature``, or ``clock`` when it is good
    but was made too long ago, or ahead of time."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Request:
    """What is signed of a request, as it goes over the wire.

    ``authority`` is the Host header without a default port, ``path`` the percent-encoded path,
    ``query`` what follows the ``?`` (or ''), ``body`` the bytes as sent, after compression. Of a body
    that is still to come, ``digest`` is the Content-Digest header: whoever checks the signature ahead
    of the body compares the two once it is there.
    """

    method: str
    authority: str
    path: str
    query: str = ""
    body: bytes = b""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class SignatureInput:
    """The parameters of a received signature, read but not verified."""

    label: str
    written: str
    covered: tuple[str, ...]
    created: datetime
    expires: datetime
    key: str
    nonce: str
    signature: bytes


def authority(host: str, scheme: str) -> str:
    """The ``@authority`` of a Host header as received: lower case, the scheme's default port left out."""
    return host.lower().removesuffix(_DEFAULT_PORTS.get(scheme, ""))


def content_digest(body: bytes) -> str:
    """The Content-Digest header (RFC 9530) over the body as sent."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode('ascii')}:"


def sign_request(
    signer: Signer,
    request: Request,
    *,
    created: datetime,
    nonce: str,
    lifetime: timedelta = LIFETIME,
) -> dict[str, str]:
    """The headers that sign a request: Signature-Input, Signature and, with a body, Content-Digest.

    ``created`` is the client's clock with the receiver's offset applied; ``nonce`` is fresh for every
    request, printable ASCII without quotes.
    """
    start = int(created.timestamp())
    covered = _covered(request)
    written = (
        f"({' '.join(f'{chr(34)}{name}{chr(34)}' for name in covered)})"
        f";created={start};expires={start + int(lifetime.total_seconds())}"
        f';keyid="{key_id(signer.public_key)}";nonce="{nonce}";alg="{ALGORITHM}";tag="{TAG}"'
    )
    signature = signer.sign(_base(request, covered, written))
    headers = {
        "Signature-Input": f"{LABEL}={written}",
        "Signature": f"{LABEL}=:{base64.b64encode(signature).decode('ascii')}:",
    }
    if request.body:
        headers["Content-Digest"] = content_digest(request.body)
    return headers


def read_signature(headers: Mapping[str, str]) -> SignatureInput:
    """The one signature of a request's headers (names in lower case), still unverified.

    Raises ``SignatureError("signature")`` unless there is exactly one, with exactly the page's
    parameters. Their order is the signer's; the label is free.
    """
    found = _INPUT.fullmatch(headers.get("signature-input", "").strip())
    value = _SIGNATURE.fullmatch(headers.get("signature", "").strip())
    if found is None or value is None or found[1] != value[1]:
        raise SignatureError("signature")
    parameters = _parameters(found[4] or "")
    covered = tuple(found[3].split(" "))
    if any(not re.fullmatch(r'"[a-z@-]+"', name) for name in covered):
        raise SignatureError("signature")
    try:
        created = datetime.fromtimestamp(int(parameters["created"]), UTC)
        expires = datetime.fromtimestamp(int(parameters["expires"]), UTC)
        signature = base64.b64decode(value[2], validate=True)
    except (ValueError, OverflowError, OSError) as error:
        raise SignatureError("signature") from error
    nonce = parameters["nonce"]
    if parameters["alg"] != ALGORITHM or parameters["tag"] != TAG or not 0 < len(nonce) <= NONCE_LIMIT:
        raise SignatureError("signature")
    if not timedelta(0) < expires - created <= LIFETIME:
        raise SignatureError("signature")
    names = tuple(name.strip('"') for name in covered)
    return SignatureInput(found[1], found[2], names, created, expires, parameters["keyid"], nonce, signature)


def check_signature(
    given: SignatureInput,
    request: Request,
    *,
    public_key: bytes,
    now: datetime,
    digest: str = "",
) -> None:
    """Whether the signature stands for the request as received; raises ``SignatureError``.

    ``digest`` is the Content-Digest header as received. The clock is looked at last: only who holds the
    key is told the time. Nonces are for the caller to remember.
    """
    if given.covered != _covered(request):
        raise SignatureError("signature")
    if request.body and digest.strip() != content_digest(request.body):
        raise SignatureError("signature")
    if key_id(public_key) != given.key:
        raise SignatureError("signature")
    if not is_signature(public_key, _base(request, given.covered, given.written), given.signature):
        raise SignatureError("signature")
    if abs(now - given.created) > LIFETIME or now > given.expires:
        raise SignatureError("clock")


def _covered(request: Request) -> tuple[str, ...]:
    return (*_COMPONENTS, "content-digest") if request.body or request.digest else _COMPONENTS


def _parameters(written: str) -> dict[str, str]:
    """The parameters by name: integers where times are, strings elsewhere, each exactly once."""
    parameters: dict[str, str] = {}
    end = 0
    for found in _PARAMETER.finditer(written):
        name, text, number = found.groups()
        timed = name in {"created", "expires"}
        if found.start() != end or name in parameters or timed != (number is not None):
            raise SignatureError("signature")
        parameters[name] = number if timed else text
        end = found.end()
    if end != len(written) or set(parameters) != _PARAMETERS:
        raise SignatureError("signature")
    return parameters


def _base(request: Request, covered: tuple[str, ...], written: str) -> bytes:
    """The signature base (RFC 9421, 2.5)."""
    values = {
        "@method": request.method.upper(),
        "@authority": request.authority,
        "@path": request.path or "/",
        "@query": f"?{request.query}",
        "content-digest": request.digest or content_digest(request.body),
    }
    lines = [f'"{name}": {values[name]}' for name in covered]
    return "\n".join([*lines, f'"@signature-params": {written}']).encode("utf-8")
