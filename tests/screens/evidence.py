"""Pictures of pictures: those that wait for their visit, none at all, and a visit with its photos."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import qrcode
from PIL import Image, ImageDraw, ImageFilter

from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.visits import EvidenceKind, VisitState
from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.visits.visits_page import VisitsPage
from tests.screens.county import county
from tests.screens.screen import Screen

_TAKEN, _EXIF = 0x9003, 0x8769


def _room(path: Path, taken: datetime | None, hue: int) -> Path:
    """A picture of a room, roughly."""
    image = Image.new("RGB", (1200, 900), (214, 206, 190))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 620, 1200, 900), fill=(150, 120, 92))
    draw.rectangle((140, 120, 470, 470), fill=(188, 214, 232), outline=(250, 250, 250), width=18)
    draw.rectangle((560, 430, 1120, 760), fill=(90 + hue, 110, 140 - hue // 2))
    draw.ellipse((640 - hue * 3, 250, 800 - hue * 3, 410 + hue), fill=(224, 190, 160))
    draw.rectangle((900, 60, 1000, 60 + hue * 4), fill=(40, 60, 50))
    draw.rectangle((180, 560, 420, 800), fill=(120, 84, 60))
    exif = Image.Exif()
    if taken is not None:
        exif.get_ifd(_EXIF)[_TAKEN] = taken.astimezone(LOCAL).strftime("%Y:%m:%d %H:%M:%S")
    image.filter(ImageFilter.GaussianBlur(2)).save(path, "JPEG", exif=exif)
    return path


def _sheet(path: Path, text: str) -> Path:
    """A scan of a printed sheet."""
    page = Image.new("RGB", (1240, 1754), (250, 249, 246))
    draw = ImageDraw.Draw(page)
    for line in range(18):
        draw.rectangle((120, 360 + line * 66, 1120, 362 + line * 66), fill=(60, 60, 60))
    page.paste(qrcode.make(text).convert("RGB").resize((220, 220)), (920, 90))
    page.save(path, "JPEG")
    return path


def _county_with_pictures() -> Any:
    services = county()
    visits = [row for row in services.visits.page(_all(), 0, 40).rows if row.started is not None]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = next(row for row in visits if row.state in (VisitState.ACCEPTED, VisitState.DELIVERED))
        second, third = visits[4], visits[7]
        taken = first.started + timedelta(minutes=10)
        services.pictures.bring([_room(folder / "IMG_0911.jpg", taken, 20)])
        waiting = services.pictures.waiting()[0]
        services.pictures.attach(waiting.sha256, first.record, EvidenceKind.PHOTO_AFTER)
        services.pictures.bring(
            [
                _room(folder / "IMG_0912.jpg", second.started + timedelta(minutes=5), 90),
                _sheet(folder / "scan_001.jpg", third.record),
                _room(folder / "IMG_0950.jpg", second.started + timedelta(hours=3), 150),
                _room(folder / "微信图片.jpg", None, 60),
            ]
        )
    return services


def _all() -> Any:
    from provider_desktop.services.visits import VisitFilter

    return VisitFilter()


def _waiting(window: MainWindow) -> None:
    window.open(Destination("visits", "pictures"))


def _visit(window: MainWindow) -> None:
    page = window.findChildren(VisitsPage)[0]
    services = page._context.services
    for row in services.visits.page(_all(), 0, 40).rows:
        newest = services.visits.detail(row.record).versions
        if any(each.visit.reason == "evidence_added" for each in newest):
            window.open(Destination("visits", row.record))
            return


SCREENS = (
    Screen("evidence", "visits", services=_county_with_pictures, prepare=_waiting),
    Screen("evidence_none", "visits", services=county, prepare=_waiting),
    Screen("evidence_visit", "visits", services=_county_with_pictures, prepare=_visit),
)
