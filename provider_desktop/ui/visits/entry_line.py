"""One line of quick entry: what was typed, what the checks say of it, and a step of its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from provider_desktop.domain.findings import Finding
from provider_desktop.services.visits import EntryLine
from provider_desktop.ui.visits.fields import is_blank
from provider_desktop.ui.visits.finding_words import open_findings


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line with what the checks said of it. ``checked`` while that still belongs to what is typed."""

    line: EntryLine
    findings: tuple[Finding, ...] = ()
    checked: bool = False

    @property
    def key(self) -> str:
        """The record, which every line has from the start."""
        return self.line.record

    @property
    def open(self) -> tuple[Finding, ...]:
        """What keeps it back, the gravest first."""
        return open_findings(self.findings, self.line.acknowledged)

    @property
    def ready(self) -> bool:
        """Whether it can be sealed as it stands."""
        return self.checked and not is_blank(self.line) and not self.open


@dataclass(frozen=True, slots=True)
class Change:
    """One line before and after (None: not there), and its place."""

    place: int
    before: EntryLine | None
    after: EntryLine | None


def touches(step: Sequence[Change], records: set[str]) -> bool:
    """Whether a step changed one of the records."""
    return any((each.before or each.after or EntryLine()).record in records for each in step)
