"""What the program says of itself: whether this PC is fit, what it holds, and whether that is whole."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DoctorCheck:
    """One look at this PC: ``name`` is a code (wording group ``doctor``), ``detail`` a short text."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was verified: entries and receipts looked at, and what is wrong, a sentence each.

    ``unsigned`` are entries of which only links and contents could be verified, since the key of their
    stream is not on this PC.
    """

    entries: int
    receipts: int
    problems: tuple[str, ...]
    unsigned: int = 0


@dataclass(frozen=True, slots=True)
class Holdings:
    """What this PC holds, as counts, and the bytes of database and evidence files."""

    recipients: int
    staff: int
    visits: int
    drafts: int
    entries: int
    receipts: int
    statements: int
    database_bytes: int
    evidence_bytes: int
