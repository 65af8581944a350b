"""What a check found: a value that names the rule, the field, the figures and what may be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: Figures of a finding as they travel: integers and strings only (exchange.md, "Bytes").
FindingValue = str | int


class Action(StrEnum):
    """What a breach asks for. The order of severity is ``notice`` < ``ask`` < ``block``."""

    NOTICE = "notice"
    ASK = "ask"
    BLOCK = "block"

    @property
    def severity(self) -> int:
        """0 for notice, 1 for ask, 2 for block."""
        return ("notice", "ask", "block").index(self.value)


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule.

    ``pointer`` is a JSON pointer into the visit payload (``/items/0/minutes``), or the column's
    heading for a finding of import. ``values`` hold the figures that the sentence of the rule
    names (``resources/wording``).
    """

    rule: str
    action: Action
    pointer: str = ""
    values: Mapping[str, FindingValue] = field(default_factory=dict)


def worst(findings: Iterable[Finding]) -> Action | None:
    """The gravest action among findings, or ``None`` when there are none."""
    return max((finding.action for finding in findings), key=lambda action: action.severity, default=None)
