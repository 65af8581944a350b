"""One step of a demonstration: what each side counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the loop with what each side counts; ``agree`` when both say the same."""

    name: str
    desktop: Mapping[str, Any]
    receiver: Mapping[str, Any]

    @property
    def agree(self) -> bool:
        """Whether every figure that both sides give is the same."""
        return all(
            self.desktop[key] == self.receiver[key] for key in self.desktop.keys() & self.receiver.keys()
        )
