"""What may be kept of a photo: the picture itself, made smaller, and nothing that the camera wrote into it.

A camera writes the position of a home, its own serial number and more. Pictures are painted anew, so that
none of it reaches the disk or the line; when the picture was taken is read out before, as evidence asks.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from PIL import Image, ImageOps

from provider_desktop.domain.clock import LOCAL

#: Pixels of the longer side: a sheet of A4 stays readable at 200 dots an inch.
LONGEST_SIDE: Final = 2340
QUALITY: Final = 82
#: More than any camera takes; a small file can unpack to far more than memory holds.
MOST_PIXELS: Final = 120_000_000

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")
_PDF: Final = b"%PDF-"
_EXIF_PART, _TAKEN, _TAKEN_OFFSET = 0x8769, 0x9003, 0x9011


class NotAPictureError(ValueError):
    """What was given is no picture or PDF: ``reason`` is ``kind``, ``damaged``, ``pixels`` or ``pages``."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Bytes to keep: JPEG, or a PDF as it came. ``taken_at`` is aware UTC, None where nothing told it."""

    content: bytes
    taken_at: datetime | None = None


def cleaned(content: bytes) -> Cleaned:
    """The picture without its data about itself; the same picture gives the same bytes.

    Raises ``NotAPictureError``.
    """
    if content.startswith(_PDF):
        return Cleaned(content)
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise NotAPictureError("pixels") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise NotAPictureError("kind") from error
    with image:
        if image.width * image.height > MOST_PIXELS:
            raise NotAPictureError("pixels")
        # A JPEG with a preview behind it (MPO) is one picture; a fax of several pages is not.
        if image.format == "TIFF" and getattr(image, "n_frames", 1) > 1:
            raise NotAPictureError("pages")
        try:
            taken_at = _taken(image)
            painted = _painted(image)
        except (OSError, ValueError, SyntaxError, MemoryError) as error:
            raise NotAPictureError("damaged") from error
    written = io.BytesIO()
    painted.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Cleaned(written.getvalue(), taken_at)


def _painted(image: Image.Image) -> Image.Image:
    """Upright, on white, no larger than is of use, and without anything but pixels."""
    if image.mode not in ("RGB", "L"):
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        turned = ImageOps.exif_transpose(Image.alpha_composite(white, image))
        upright = turned.convert("RGB")
    else:
        upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _taken(image: Image.Image) -> datetime | None:
    """When the camera says the picture was taken; in local time where it does not say whose time."""
    part = image.getexif().get_ifd(_EXIF_PART)
    text, offset = str(part.get(_TAKEN, "")).strip("\0 "), str(part.get(_TAKEN_OFFSET, "")).strip("\0 ")
    try:
        if offset:
            return datetime.strptime(text + offset, "%Y:%m:%d %H:%M:%S%z").astimezone(UTC)
        return datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=LOCAL).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
