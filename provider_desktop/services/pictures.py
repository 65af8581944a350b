"""Pictures as people see them: what was brought in, what was refused, which visit each may belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from provider_desktop.domain.visits import EvidenceKind, VisitState


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken: ``reason`` is a code of the group ``picture_refused``."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of the files given: taken in new, here already, refused by name."""

    added: int
    known: int
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A visit that a picture may belong to. ``why`` is ``sheet`` (its printed code says so), ``time`` (taken
    during it) or ``day``; ``minutes_apart`` from the visit, 0 within it; ``metres`` from the home, None where
    either place is not known. ``is_sealed``: then the picture is added by a correction."""

    record: str
    recipient_name: str
    staff_names: tuple[str, ...]
    started: datetime | None
    ended: datetime | None
    item_names: tuple[str, ...]
    state: VisitState
    why: str
    minutes_apart: int
    metres: int | None

    @property
    def is_sealed(self) -> bool:
        """Whether only a correction can add to it."""
        return self.state is not VisitState.DRAFT


@dataclass(frozen=True, slots=True)
class WaitingPicture:
    """A picture without a visit, with the visits it may belong to, the likeliest first.

    ``resembles`` is the record of a visit that has a picture of the same look, '' for none: perhaps the
    same photo, used again.
    """

    sha256: str
    name: str
    kind: EvidenceKind
    taken_at: datetime | None
    resembles: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture of a visit: its bytes to show, b'' where they are not on this PC or are no picture."""

    sha256: str
    kind: EvidenceKind
    size: int
    taken_at: datetime | None
    thumbnail: bytes
    is_pdf: bool
