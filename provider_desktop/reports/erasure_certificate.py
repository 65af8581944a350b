"""The certificate that personal data were removed: what went, what stays, what it cannot reach."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from provider_desktop.reports.style import Column, stamp_boxes, table, text, write_paper
from provider_desktop.wording import sentence


@dataclass(frozen=True, slots=True)
class StreamProof:
    """What stays of a stream: how many entries, and the hash of the last, which stands for all."""

    stream: str
    entries: int
    erased: int
    hash: str


@dataclass(frozen=True, slots=True)
class ErasureCertificate:
    """What the paper shows. ``recipient`` is the regulator's id, '' for everybody at the contract's end;
    ``erased_at`` is local and ready to print. No name of anybody who was erased is on it."""

    agency: str
    agency_name: str
    recipient: str
    reason: str
    erased_at: str
    erased_by: str
    records: int
    payloads: int
    statements: int
    files: int
    problems: int
    streams: tuple[StreamProof, ...]


def write_erasure_certificate(out: Path, certificate: ErasureCertificate, language: str) -> int:
    """Write the paper as PDF; the number of pages. Raises ``OSError`` where it cannot be written."""

    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    whom = say("erased_one", recipient=certificate.recipient) if certificate.recipient else say("erased_all")
    figures = {
        "records": certificate.records,
        "payloads": certificate.payloads,
        "statements": certificate.statements,
        "files": certificate.files,
    }
    is_whole = "proofs_stand" if certificate.problems == 0 else "proofs_broken"
    title = say("erasure_certificate")
    story: list[Any] = [
        text(title, 16, bold=True, align="center"),
        Spacer(0, 4 * mm),
        text(say("agency_line", name=certificate.agency_name, agency=certificate.agency), 9.5),
        text(say("erased_line", at=certificate.erased_at, by=certificate.erased_by or "—"), 9.5, muted=True),
        Spacer(0, 4 * mm),
        text(whom, 11, bold=True),
        text(say("erased_reason", reason=certificate.reason or "—"), 9.5),
        Spacer(0, 3 * mm),
        text(say("erased_figures", **figures), 9.5),
        text(say(is_whole, count=certificate.problems), 9.5),
        Spacer(0, 4 * mm),
        text(say("proofs_kept"), 11, bold=True),
        Spacer(0, 1.5 * mm),
        _streams(say, certificate.streams),
        Spacer(0, 4 * mm),
        text(say("erased_limits"), 9, muted=True),
        Spacer(0, 6 * mm),
    ]
    boxes = stamp_boxes([say("stamp_agency"), say("stamp_bureau")], say("date_line"))
    story.append(KeepTogether([boxes]))
    return write_paper(out, title, story, f"{certificate.agency_name} · {title}", language)


def _streams(say: Any, streams: tuple[StreamProof, ...]) -> Any:
    columns = [
        Column(say("stream"), 26),
        Column(say("entries"), 9, figures=True),
        Column(say("entries_erased"), 9, figures=True),
        Column(say("last_hash"), 56),
    ]
    rows = [[each.stream, str(each.entries), str(each.erased), each.hash or "—"] for each in streams]
    return table(columns, rows)
