"""Pictures of the page of a day."""

from __future__ import annotations

from tests.screens.county import county
from tests.screens.screen import Screen

SCREENS = (Screen("today", "today", services=county),)
