"""What is kept of one person, as a paper for that person: facts, consents, visits, and who looked when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from provider_desktop.reports.style import Column, table, text, write_paper
from provider_desktop.wording import sentence

Rows = tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What the paper shows, in full; moments are local and ready to print. ``consents`` are day, purpose,
    answer and form; ``visits`` day, version, what was done and by whom; ``accesses`` when, who, what, why."""

    name: str
    id_number: str
    phone: str
    address: str
    category: str
    agency_name: str
    made_at: str
    made_by: str
    consents: Rows
    visits: Rows
    accesses: Rows


def write_person_file(out: Path | BinaryIO, file: PersonFile, language: str) -> int:
    """Write the paper as PDF; the number of pages. Raises ``OSError`` where it cannot be written."""

    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    def part(title: str, columns: Sequence[str], rows: Rows) -> list[Any]:
        if not rows:
            return [
                text(say(title), 11, bold=True),
                text(say("person_none"), 9.5, muted=True),
                Spacer(0, 4 * mm),
            ]
        shown = table([Column(say(code), 25) for code in columns], rows)
        return [text(say(title), 11, bold=True), Spacer(0, 1.5 * mm), shown, Spacer(0, 5 * mm)]

    title = say("person_file")
    story: list[Any] = [
        text(title, 16, bold=True, align="center"),
        Spacer(0, 3 * mm),
        text(say("person_who", name=file.name, id_number=file.id_number or "—"), 10.5, bold=True),
        text(say("person_where", phone=file.phone or "—", address=file.address or "—"), 9.5),
        text(say("person_category", category=file.category), 9.5),
        text(say("made_line", at=file.made_at, by=file.made_by or "—"), 9.5, muted=True),
        Spacer(0, 3 * mm),
        text(say("person_rights", agency=file.agency_name or "—"), 9.5),
        Spacer(0, 5 * mm),
    ]
    story += part(
        "person_consents", ("person_day", "person_purpose", "person_answer", "person_form"), file.consents
    )
    story += part("person_visits", ("person_day", "person_version", "person_what", "person_by"), file.visits)
    story += part("person_accesses", ("person_when", "person_by", "person_what", "person_why"), file.accesses)
    return write_paper(out, title, story, title, language)
