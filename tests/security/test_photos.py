"""Photos: nothing that the camera wrote is kept, and nothing that is no picture is taken."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from provider_desktop.security.photos import LONGEST_SIDE, NotAPictureError, cleaned

_GPS, _EXIF = 0x8825, 0x8769


def a_photo(size: tuple[int, int] = (64, 48), kind: str = "JPEG", mode: str = "RGB", **tags: Any) -> bytes:
    """A picture as a camera writes it, position included."""
    image = Image.new(mode, size, "red" if mode == "RGB" else 0)
    exif = Image.Exif()
    exif[0x010F] = "Maker 371621"
    exif[0x0112] = tags.get("orientation", 1)
    exif.get_ifd(_GPS).update({1: "N", 2: (37.0, 29.0, 22.0), 3: "E", 4: (117.0, 30.0, 5.0)})
    exif.get_ifd(_EXIF)[0x9003] = tags.get("taken", "2026:11:20 09:15:00")
    if "offset" in tags:
        exif.get_ifd(_EXIF)[0x9011] = tags["offset"]
    written = io.BytesIO()
    image.save(written, kind, exif=exif)
    return written.getvalue()


def test_position_and_maker_are_gone_and_the_time_is_told() -> None:
    given = a_photo()
    assert dict(Image.open(io.BytesIO(given)).getexif().get_ifd(_GPS)), "the planted position is there"
    kept = cleaned(given)
    image = Image.open(io.BytesIO(kept.content))
    assert image.format == "JPEG"
    assert not image.getexif()
    assert not {"exif", "comment", "icc_profile"} & image.info.keys()
    assert b"Maker 371621" not in kept.content
    assert b"Exif" not in kept.content
    assert kept.taken_at == datetime(2026, 11, 20, 1, 15, tzinfo=UTC), "no offset: China's time"


@pytest.mark.parametrize(
    ("taken", "offset", "hour"),
    [("2026:11:20 09:15:00", "+08:00", 1), ("2026:11:20 09:15:00", "+00:00", 9)],
)
def test_a_camera_that_says_its_offset_is_believed(taken: str, offset: str, hour: int) -> None:
    told = cleaned(a_photo(taken=taken, offset=offset)).taken_at
    assert told == datetime(2026, 11, 20, hour, 15, tzinfo=UTC)


@pytest.mark.parametrize("taken", ["", "yesterday", "0000:00:00 00:00:00", "2026:13:40 09:15:00"])
def test_a_time_that_is_none_is_none(taken: str) -> None:
    assert cleaned(a_photo(taken=taken)).taken_at is None


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "1"), ("WEBP", "RGB"), ("TIFF", "L")]
)
def test_other_kinds_become_jpeg(kind: str, mode: str) -> None:
    kept = cleaned(a_photo(kind=kind, mode=mode))
    assert Image.open(io.BytesIO(kept.content)).format == "JPEG"


def test_large_ones_are_made_smaller_and_turned_upright() -> None:
    image = Image.open(io.BytesIO(cleaned(a_photo((4000, 3000), orientation=6)).content))
    assert image.size == (LONGEST_SIDE * 3 // 4, LONGEST_SIDE)


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert cleaned(a_photo()).content == cleaned(a_photo()).content


def test_a_pdf_stays_as_it_is() -> None:
    assert cleaned(b"%PDF-1.7\n...").content == b"%PDF-1.7\n..."


def _bomb() -> bytes:
    """A PNG of a few bytes that claims to be 60 000 by 60 000."""

    def chunk(name: bytes, content: bytes) -> bytes:
        crc = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def _two_pages() -> bytes:
    written = io.BytesIO()
    pages = [Image.new("1", (20, 20)) for _ in range(2)]
    pages[0].save(written, "TIFF", save_all=True, append_images=pages[1:])
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kind"),
        (b"MZ\x90\0 a program", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "kind"),
        (a_photo((2000, 1500))[:9000], "damaged"),
        (_bomb(), "pixels"),
        (_two_pages(), "pages"),
    ],
    ids=["nothing", "program", "svg", "eps", "cut", "bomb", "pages"],
)
def test_what_is_no_picture_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(NotAPictureError) as told:
        cleaned(content)
    assert told.value.reason == reason
