"""The audit trail to look at: who did what, when and why, by page, and as a table to hand over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from provider_desktop.domain.clock import day_start
from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Permission
from provider_desktop.services.permissions import needs
from provider_desktop.services.workspace import Workspace
from provider_desktop.spreadsheets.writing import Table, write_tables
from provider_desktop.storage.audit import AuditEvent, AuditFilter
from provider_desktop.wording import sentence

_PORTION: Final = 2000
#: A spreadsheet holds no more rows than this.
_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class AuditWish:
    """What is looked for; empty is everything. Days are local and inclusive."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line: its number in the chain, and who did what to what, why. ``details`` are codes and figures."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    reason: str
    details: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Lines of a page, how many there are in all, and what can be chosen as filters."""

    lines: tuple[AuditLine, ...]
    total: int
    actors: tuple[str, ...]
    actions: tuple[str, ...]


class AuditService:
    """Reading alone: lines are written by what is done, and by nothing else."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @needs(Permission.AUDIT)
    def page(self, wanted: AuditWish = AuditWish(), offset: int = 0, limit: int = 200) -> AuditPage:
        """Lines, newest first."""
        chosen = _filter(wanted)
        with self._workspace.reading() as reading:
            return AuditPage(
                tuple(_line(number, event) for number, event in reading.audit.page(chosen, offset, limit)),
                reading.audit.count(chosen),
                reading.audit.actors(),
                reading.audit.actions(),
            )

    @needs(Permission.AUDIT)
    def export(self, out: Path, wanted: AuditWish, reason: str, language: str = "") -> int:
        """Write the lines as .xlsx, oldest first, and that they were written, and why; the number of lines.

        Raises ``AppError`` ``ValueInvalid`` without a reason, ``FileUnwritable``, ``DiskFull``.
        """
        workspace, language = self._workspace, language or self._workspace.language
        if not reason.strip():
            raise AppError(ErrorCode.VALUE_INVALID, name="reason", value="")

        def say(code: str) -> str:
            return sentence("audit_column", code, language)

        lines = tuple(self._all(wanted))[::-1]
        headings = [say(code) for code in ("number", "at", "actor", "action", "subject", "reason", "details")]
        rows: list[list[Cell]] = [
            [
                line.number, line.at, line.actor, sentence("audit_action", line.action, language),
                line.subject, line.reason, line.details,
            ]
            for line in lines
        ]  # fmt: skip
        write_tables(out, [Table(say("title"), headings, rows)])
        with workspace.writing() as work:
            workspace.audit(work, "export.audit", "audit", reason.strip()[:200], rows=len(rows))
        return len(rows)

    def _all(self, wanted: AuditWish) -> Iterator[AuditLine]:
        chosen = _filter(wanted)
        with self._workspace.reading() as reading:
            for offset in range(0, _MOST, _PORTION):
                portion = reading.audit.page(chosen, offset, _PORTION)
                yield from (_line(number, event) for number, event in portion)
                if len(portion) < _PORTION:
                    return


def _filter(wanted: AuditWish) -> AuditFilter:
    return AuditFilter(
        wanted.actor,
        wanted.action,
        wanted.subject,
        day_start(wanted.first) if wanted.first else None,
        day_start(wanted.last + timedelta(days=1)) if wanted.last else None,
    )


def _line(number: int, event: AuditEvent) -> AuditLine:
    details = ", ".join(f"{name}={value}" for name, value in sorted(event.details.items()) if value != "")
    return AuditLine(number, event.at, event.actor, event.action, event.subject, event.reason, details)
