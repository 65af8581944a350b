"""Pictures of the section of papers."""

from __future__ import annotations

from tests.screens.county import county
from tests.screens.screen import Screen

SCREENS = (Screen("reports", "reports", services=county),)
