"""Invitation files: what a regulator hands to an agency so that one PC can join."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import FormCode, FormError, decode_plain, decode_strict, encode
from provider_desktop.exchange.scalars import (
    from_wire_time,
    public_key_bytes,
    public_key_text,
    to_base64url,
    to_wire_time,
)
from provider_desktop.exchange.signing import Signer, enrolment_proof

INVITATION: Final = "care.invitation.v1"
SUFFIX: Final = ".careinvite"
FILE_LIMIT: Final = 16 * 1024
LABEL_LIMIT: Final = 100

_CREDIT_CODE = re.compile(r"[0-9A-Z]{18}")
_ONE_TIME = re.compile(r"[!-~]{13,200}")
"""Printable ASCII without spaces; 13 characters are the fewest that can hold 80 bits."""
_URL = re.compile(r"[!-~]{1,500}")
_HOST_CHARACTERS = re.compile(r"[A-Za-z0-9.:_\[\]-]+")
_PATH_CHARACTERS = re.compile(r"[A-Za-z0-9/._~-]*")


def _read_url(text: str) -> str:
    """A receiver's address: https, or http on this very machine; without user, query and fragment.

    Returns it without a slash at the end; raises ``ValueError``.
    """
    if not _URL.fullmatch(text):
        raise ValueError("too long, or unusual characters")
    parts = urlsplit(text)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ValueError("neither https nor this machine")
    if not host or parts.query or parts.fragment or text.endswith(("?", "#")):
        raise ValueError("more or less than a host and a path")
    if not _HOST_CHARACTERS.fullmatch(parts.netloc) or not _PATH_CHARACTERS.fullmatch(parts.path):
        raise ValueError("unusual characters")
    if parts.port == 0:  # reading the port also refuses one out of range
        raise ValueError("no port")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this very machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_BODY = shapes.record(
    {
        "type": shapes.literal(INVITATION),
        "url": shapes.readable(_read_url),
        "agency": shapes.text(18, _CREDIT_CODE, empty=False),
        "agency_name": shapes.text(200, empty=False),
        "root": shapes.public_key,
        "code": shapes.text(200, _ONE_TIME, empty=False),
        "expires": shapes.time,
    }
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation says. ``url`` has no slash at its end, ``root`` is the raw public root key,
    ``code`` works once, ``expires`` is aware UTC."""

    url: str
    agency: str
    agency_name: str
    root: bytes
    code: str
    expires: datetime

    def to_bytes(self) -> bytes:
        """The file's content; raises ``FormError`` for an invitation that nobody could use."""
        value = {
            "type": INVITATION,
            "url": self.url,
            "agency": self.agency,
            "agency_name": self.agency_name,
            "root": public_key_text(self.root),
            "code": self.code,
            "expires": to_wire_time(self.expires),
        }
        shapes.require(_BODY, value)
        return encode(value) + b"\n"


def read_invitation(raw: bytes, now: datetime) -> Invitation:
    """The invitation in a file's bytes.

    Raises ``AppError``: ``InvitationInvalid`` with ``reason`` (a form code, or the member that is
    wrong), ``InvitationExpired`` with ``expired``. Spaces and a byte order mark, as editors leave them,
    are no fault.
    """
    try:
        value = decode_strict(raw.removeprefix(b"\xef\xbb\xbf"), FILE_LIMIT)
        shapes.require(_BODY, value)
    except FormError as error:
        reason = error.pointer.strip("/") or error.code.value
        raise AppError(ErrorCode.INVITATION_INVALID, reason=reason) from error
    expires = from_wire_time(value["expires"])
    if now > expires:
        raise AppError(ErrorCode.INVITATION_EXPIRED, expired=value["expires"])
    return Invitation(
        _read_url(value["url"]),
        value["agency"],
        value["agency_name"],
        public_key_bytes(value["root"]),
        value["code"],
        expires,
    )


_REQUEST = shapes.record(
    {
        "code": shapes.text(200, empty=False),
        "public_key": shapes.public_key,
        "label": shapes.text(LABEL_LIMIT),
        "proof": shapes.base64url,
    }
)
_ENROLLED = shapes.record(
    {
        "device": shapes.key_id,
        "agency": shapes.identifier,
        "stream": shapes.ulid,
        "feed_head": shapes.integer(0),
        "server_time": shapes.time,
    }
)


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """The body of the enrolment call, as received. ``public_key`` is as written: the proof is over it."""

    code: str
    public_key: str
    label: str
    proof: str

    @classmethod
    def from_bytes(cls, raw: bytes) -> EnrolmentRequest:
        """The request in a body's bytes; raises ``FormError``."""
        value = decode_strict(raw, FILE_LIMIT)
        shapes.require(_REQUEST, value)
        return cls(value["code"], value["public_key"], value["label"], value["proof"])


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an enrolled device learns: its id, its stream, the feed's head and the receiver's time."""

    device: str
    agency: str
    stream: str
    feed_head: int
    server_time: datetime

    def to_bytes(self) -> bytes:
        """The body of the 201 answer; raises ``FormError``."""
        value = {
            "device": self.device,
            "agency": self.agency,
            "stream": self.stream,
            "feed_head": self.feed_head,
            "server_time": to_wire_time(self.server_time),
        }
        shapes.require(_ENROLLED, value)
        return encode(value)

    @classmethod
    def from_bytes(cls, raw: bytes, *, agency: str, device: str) -> Enrolment:
        """The answer in a body's bytes, for this very device and agency; raises ``FormError``."""
        value = decode_plain(raw, FILE_LIMIT)
        shapes.require(_ENROLLED, value)
        for name, expected in (("agency", agency), ("device", device)):
            if value[name] != expected:
                raise FormError(FormCode.VALUE, f"/{name}")
        return cls(
            value["device"],
            value["agency"],
            value["stream"],
            value["feed_head"],
            from_wire_time(value["server_time"]),
        )


def enrolment_request(signer: Signer, invitation: Invitation, label: str) -> bytes:
    """The body with which a device enrols: the code, its public key, a label for people, and the proof."""
    written = public_key_text(signer.public_key)
    proof = enrolment_proof(signer, invitation.agency, invitation.code, written)
    return encode(
        {
            "code": invitation.code,
            "public_key": written,
            "label": label[:LABEL_LIMIT],
            "proof": to_base64url(proof),
        }
    )
