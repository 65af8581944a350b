"""Reads the square code that a printed visit sheet bears, from a photo or scan of it."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image

#: Pixels of the longer side that are looked at: enough for a code of two centimetres on A4.
_LONGEST = 2400


def read_codes(content: bytes) -> tuple[str, ...]:
    """The texts of the QR codes in a JPEG, as they lie in it; none where there is none to read."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
            grey = image.convert("L")
    except (OSError, ValueError):
        return ()
    grey.thumbnail((_LONGEST, _LONGEST))
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return tuple(each.text for each in found if each.text)
