"""The paper of an appeal: the published light beside this PC's figures, record by record, with the proofs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from provider_desktop.reports.style import (
    Column,
    paper_day,
    paper_period,
    stamp_boxes,
    table,
    text,
    write_paper,
)
from provider_desktop.wording import sentence

#: Letters of a hash that tell it from any other on paper; the whole one is in the file beside.
_SHORT = 16


@dataclass(frozen=True, slots=True)
class PackIndicator:
    """An indicator on both sides, figures and values as text; lights are words. ``differs`` marks those that
    the appeal is about."""

    name: str
    official: str
    official_light: str
    ours: str
    our_light: str
    differs: bool


@dataclass(frozen=True, slots=True)
class PackRecord:
    """A record of which the two sides say different things: what each says, as sentences, and what proves
    this PC's side (the entry's hash, when its receipt was given, the verdict as a word)."""

    key: str
    day: str
    name: str
    official: str
    ours: str
    why: str
    entry: str = ""
    received: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class PackPart:
    """The records of one indicator that differs; ``rest`` says what they leave unexplained, or ''."""

    name: str
    records: tuple[PackRecord, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file that goes with the paper: its name, what it holds as a sentence, and its SHA-256."""

    name: str
    content: str
    sha256: str


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """What the paper shows. ``notice`` and ``notice_hash`` name the regulator's statement that is appealed
    against; ``case`` are the agency's own words; ``stream``, ``entries`` and ``head`` say where its stream
    stands; ``masked`` is whether names are."""

    agency: str
    agency_name: str
    period: str
    official_light: str
    our_light: str
    ruleset: str
    notice: int
    notice_hash: str
    published: date
    case: str
    indicators: tuple[PackIndicator, ...]
    parts: tuple[PackPart, ...]
    stream: str
    entries: int
    head: str
    files: tuple[PackFile, ...]
    made_at: str
    made_by: str
    masked: bool = True


def write_evidence_pack(out: Path | BinaryIO, pack: EvidencePack, language: str) -> int:
    """Write the paper as PDF; the number of pages. Raises ``OSError`` where it cannot be written."""

    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    title = say("evidence_pack")
    period = paper_period(pack.period, language)
    against = say(
        "appeal_against",
        period=period,
        light=pack.official_light,
        ours=pack.our_light,
        day=paper_day(pack.published, language),
        notice=pack.notice,
        ruleset=pack.ruleset,
    )
    story: list[Any] = [
        text(title, 16, bold=True, align="center"),
        Spacer(0, 3 * mm),
        text(say("agency_line", name=pack.agency_name, agency=pack.agency), 9.5),
        text(say("made_line", at=pack.made_at, by=pack.made_by or "—"), 9.5, muted=True),
        Spacer(0, 4 * mm),
        text(against, 10.5),
        Spacer(0, 4 * mm),
        _heading(say("appeal_case")),
        text(pack.case or say("appeal_no_case"), 10),
        Spacer(0, 4 * mm),
        _heading(say("appeal_figures")),
        Spacer(0, 1 * mm),
        _indicators(say, pack.indicators),
        Spacer(0, 5 * mm),
        _heading(say("appeal_records")),
    ]
    if not pack.parts:
        story += [text(say("appeal_no_difference"), 10), Spacer(0, 4 * mm)]
    for part in pack.parts:
        story += [text(part.name, 10, bold=True), Spacer(0, 1 * mm)]
        if part.records:
            story += [_records(say, part.records), Spacer(0, 1.5 * mm)]
        if part.rest:
            story.append(text(part.rest, 9))
        story.append(Spacer(0, 3 * mm))
    proofs = say("appeal_stream", stream=pack.stream, count=pack.entries, hash=pack.head or "—")
    story += [
        _heading(say("appeal_proofs")),
        text(say("appeal_notice_hash", notice=pack.notice, hash=pack.notice_hash), 9),
        text(proofs, 9),
        text(say("appeal_check"), 9),
        Spacer(0, 2 * mm),
        _files(say, pack.files),
        Spacer(0, 2 * mm),
        text(say("appeal_masked" if pack.masked else "appeal_full"), 8.5, muted=True),
        Spacer(0, 5 * mm),
    ]
    boxes = stamp_boxes([say("stamp_agency"), say("stamp_bureau_opinion")], say("date_line"))
    story.append(KeepTogether([boxes]))
    return write_paper(out, title, story, f"{pack.agency_name} · {title} · {period}", language)


def _heading(words: str) -> Any:
    return text(words, 11, bold=True)


def _indicators(say: Callable[..., str], indicators: tuple[PackIndicator, ...]) -> Any:
    columns = [
        Column(say("indicator"), 26),
        Column(say("published"), 22, figures=True),
        Column(say("light"), 12),
        Column(say("this_pc"), 22, figures=True),
        Column(say("light"), 12),
        Column(say("differs"), 10),
    ]
    rows = [
        [
            each.name,
            each.official,
            each.official_light,
            each.ours,
            each.our_light,
            "✓" if each.differs else "",
        ]
        for each in indicators
    ]
    return table(columns, rows)


def _records(say: Callable[..., str], records: tuple[PackRecord, ...]) -> Any:
    columns = [
        Column(say("visit_day"), 11),
        Column(say("recipient"), 12),
        Column(say("published"), 16),
        Column(say("this_pc"), 16),
        Column(say("why"), 22),
        Column(say("proof"), 27),
    ]
    rows = [[each.day, each.name, each.official, each.ours, each.why, _proof(say, each)] for each in records]
    return table(columns, rows)


def _proof(say: Callable[..., str], record: PackRecord) -> str:
    lines = []
    if record.verdict:
        lines.append(record.verdict)
    if record.received:
        lines.append(say("received_at", at=record.received))
    if record.entry:
        lines.append(record.entry[:_SHORT] + "…")
    return "\n".join(lines) or "—"


def _files(say: Callable[..., str], files: tuple[PackFile, ...]) -> Any:
    columns = [Column(say("file"), 20), Column(say("file_content"), 34), Column("SHA-256", 46)]
    return table(columns, [[each.name, each.content, each.sha256] for each in files])
