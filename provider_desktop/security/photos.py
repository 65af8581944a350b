"""What may be kept of a photo: the picture itself, made smaller, and nothing that the camera wrote into it.

A camera writes the position of a home, its own serial number and more. Pictures are painted anew, so that
none of it reaches the disk or the line; when the picture was taken is read out before, as evidence asks.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

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
_GPS_PART, _LAT_SIDE, _LAT, _LON_SIDE, _LON = 0x8825, 1, 2, 3, 4
#: Bits of a look that have to differ from a plain surface's before pictures are compared by it.
_FLAT: Final = 6
#: What phones write where they keep to Apple's form, which Pillow does not read: by the brand in its head.
_HEIC_BRANDS: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


class NotAPictureError(ValueError):
    """What was given is no picture or PDF: ``reason`` is ``kind``, ``heic`` (a form that has to be changed to
    JPEG on the phone first), ``damaged``, ``pixels`` or ``pages``."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Bytes to keep: JPEG, or a PDF as it came. ``taken_at`` is aware UTC, None where nothing told it.

    ``lat`` and ``lon`` are what the camera said of the place, as decimal strings, '' where it said nothing:
    they help to find the visit, and are in the bytes no more. ``look`` is what the picture looks like
    (:func:`look_of`), '' for a PDF.
    """

    content: bytes
    taken_at: datetime | None = None
    lat: str = ""
    lon: str = ""
    look: str = ""


def cleaned(content: bytes) -> Cleaned:
    """The picture without its data about itself; the same picture gives the same bytes.

    Raises ``NotAPictureError``.
    """
    if content.startswith(_PDF):
        return Cleaned(content)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        raise NotAPictureError("heic")
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
            taken_at, (lat, lon) = _taken(image), _place(image)
            painted = _painted(image)
        except (OSError, ValueError, SyntaxError, MemoryError) as error:
            raise NotAPictureError("damaged") from error
    written = io.BytesIO()
    painted.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Cleaned(written.getvalue(), taken_at, lat, lon, look_of(painted))


def look_of(image: Image.Image) -> str:
    """A hash of how a picture looks, 16 hex digits: each bit says whether one of 64 fields of it is brighter
    than the field to its right. Smaller, recompressed or slightly brighter copies differ in few bits."""
    grey = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return f"{bits:016x}"


def is_flat(look: str) -> bool:
    """Whether a picture shows too little to be told from others: a wall, a page, the dark; or has no look."""
    return not look or not _FLAT <= int(look, 16).bit_count() <= 64 - _FLAT


def bits_apart(look: str, other: str) -> int:
    """In how many of their 64 bits two looks differ."""
    return (int(look, 16) ^ int(other, 16)).bit_count()


def thumbnail(content: bytes, longest: int) -> bytes:
    """A small JPEG of kept bytes, its longer side at most so many pixels; b'' where it is a PDF."""
    if content.startswith(_PDF):
        return b""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        image.draft("RGB", (longest, longest))
        image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        written = io.BytesIO()
        image.convert("RGB").save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


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


def _place(image: Image.Image) -> tuple[str, str]:
    """Latitude and longitude as decimal strings to five digits, about a metre; '' where there is none."""
    part = image.getexif().get_ifd(_GPS_PART)
    try:
        lat = _degrees(part[_LAT], str(part[_LAT_SIDE]), "S", 90)
        lon = _degrees(part[_LON], str(part[_LON_SIDE]), "W", 180)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return "", ""
    return f"{lat:.5f}", f"{lon:.5f}"


def _degrees(parts: Sequence[Any], side: str, negative: str, most: int) -> float:
    """Degrees, minutes and seconds as one number. Raises ``ValueError`` where no map has it."""
    degrees, minutes, seconds = (float(each) for each in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:
        raise ValueError("not on this earth")
    return -value if side.strip("\0 ").upper() == negative else value
