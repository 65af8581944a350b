"""How commands answer: one JSON object on standard output, people's words on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.findings import Finding
from provider_desktop.wording import sentence

#: Exit status (commands.md): done; done, but something needs attention; not done; a bug.
DONE, ATTENTION, NOT_DONE, BUG = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has to say: the object for ``--json``, lines for people, and the exit status."""

    data: Mapping[str, Any]
    lines: Sequence[str] = field(default_factory=tuple)
    status: int = DONE


def show(answer: Answer, *, as_json: bool) -> int:
    """Print an answer; its exit status."""
    if as_json:
        sys.stdout.write(json.dumps(answer.data, ensure_ascii=False, default=_plain) + "\n")
    stream = sys.stderr if as_json else sys.stdout
    for line in answer.lines:
        stream.write(line + "\n")
    return answer.status


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as scripts read it."""
    return {
        "rule": finding.rule,
        "action": finding.action.value,
        "field": finding.pointer,
        "values": dict(finding.values),
    }


def finding_words(finding: Finding, language: str) -> str:
    """A finding as one sentence with its rule id."""
    return f"{finding.rule}: {sentence('rule', finding.rule, language, finding.values)}"


def local(moment: datetime | None) -> str:
    """A moment as local RFC 3339 to the minute, or an empty string."""
    return moment.astimezone(LOCAL).isoformat(timespec="minutes") if moment else ""


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return local(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
