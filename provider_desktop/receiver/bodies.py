"""Reading what strangers send: bodies are counted while they arrive and while they unpack."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

#: A batch unpacked; packed it cannot sensibly be larger.
BATCH_LIMIT = 4 * 1024 * 1024
#: An enrolment: a code, a key, a label, a proof.
SMALL_LIMIT = 16 * 1024

_PATIENCE = 16 * 1024 * 1024
_STEP = 64 * 1024
#: Parts that a gzip body may be joined from; without a bound, a million empty ones cost hours.
_MEMBERS = 16


class TooLarge(Exception):  # noqa: N818 - says what the body is
    """More bytes than the call allows."""


class NotReadable(Exception):  # noqa: N818 - says what the body is
    """A content encoding that we do not know, or one that does not unpack."""


async def read_capped(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    """The whole body, or ``TooLarge`` where it has more than *limit* bytes.

    What is too much is read and thrown away up to a bound, so that an honest sender gets to the answer
    instead of a broken connection.
    """
    held = bytearray()
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > limit + _PATIENCE:
            break
        if size <= limit:
            held += chunk
    if size > limit:
        raise TooLarge
    return bytes(held)


async def let_pass(chunks: AsyncIterator[bytes]) -> None:
    """Read the rest of a body that is not wanted and keep none of it, up to a bound."""
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > 2 * _PATIENCE:
            return


def unpack(body: bytes, encoding: str, limit: int) -> bytes:
    """The body without its content encoding: '' and ``identity`` as it is, ``gzip`` unpacked.

    Unpacking stops at *limit* bytes with ``TooLarge``, whatever the body claims or hides; anything
    else that is wrong raises ``NotReadable``.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        if len(body) > limit:
            raise TooLarge
        return body
    if name != "gzip":
        raise NotReadable
    unpacked = bytearray()
    rest = body
    for _ in range(_MEMBERS):
        if not rest:
            return bytes(unpacked)
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        while not member.eof:
            try:
                piece = member.decompress(rest, _STEP)
            except zlib.error as error:
                raise NotReadable from error
            rest = member.unconsumed_tail
            unpacked += piece
            if len(unpacked) > limit:
                raise TooLarge
            if not piece and not rest and not member.eof:
                raise NotReadable  # the body ends within a member
        rest = member.unused_data
    if rest:
        raise NotReadable
    return bytes(unpacked)
