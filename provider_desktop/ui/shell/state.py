"""What the frame of the window shows: agency, lights, counts and the state of the exchange, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from provider_desktop.services.ratings import Lights
from provider_desktop.services.sharing import SharingState
from provider_desktop.services.sync import SyncStatus
from provider_desktop.ui.shell.pages import Destination

#: No light yet, official or estimated.
NO_LIGHTS = Lights(official="", official_period="", estimate="", estimate_period="")
#: The data are on this PC, and nobody else works on them.
ALONE = SharingState()


@dataclass(frozen=True, slots=True)
class ShellState:
    """One look at the whole: ``counts`` by section key say what waits there."""

    agency_name: str = ""
    operator: str = ""
    lights: Lights = NO_LIGHTS
    sync: SyncStatus | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    saved_at: datetime | None = None
    sharing: SharingState = ALONE


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Something the search found outside the menus: a person or a visit."""

    title: str
    detail: str
    note: str
    icon: str
    destination: Destination
