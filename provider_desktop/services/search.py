"""What the search box finds beside the program's own actions: people and visits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit. ``kind`` is ``recipient``, ``staff`` or ``visit``; ``key`` the id to open there. Names of
    recipients and all id numbers are masked."""

    kind: str
    key: str
    title: str
    subtitle: str
