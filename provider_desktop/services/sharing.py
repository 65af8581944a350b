"""Several PCs on one agency database, as windows and commands tell it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from provider_desktop.services.visits import EntryLine


@dataclass(frozen=True, slots=True)
class SharingState:
    """Where this PC's data are. ``server`` is '' where they are on this PC alone; then the rest says nothing.

    ``waiting`` drafts are here and go in by themselves once the server is there; ``kept`` ones were
    changed on another PC meanwhile, and somebody has to say which is right.
    """

    server: str = ""
    away: bool = False
    waiting: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft that two people changed: as typed here, and as it stands now (None where it was thrown away).

    ``sealed`` when what stands is final: then what was typed here can only become a correction.
    ``fields`` names those of :class:`EntryLine` in which the two differ; ``names`` are those of the
    people and items in either, by id.
    """

    record: str
    mine: EntryLine
    theirs: EntryLine | None
    sealed: bool
    fields: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
