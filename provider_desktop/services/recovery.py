"""What a recovery did, as windows and commands tell it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recovery:
    """A new stream in place of ``continues``. ``restored`` entries came back from the receiver, ``resealed``
    ones it did not have were said again; ``left_out`` are records whose content is no longer here to be
    said again; ``forked`` streams hold entries at the receiver that this PC cannot show."""

    device: str
    stream: str
    continues: str
    restored: int
    resealed: int
    left_out: tuple[str, ...]
    forked: tuple[str, ...]
