"""What goes with an appeal: the differences as a spreadsheet, and signed originals that prove our side."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.reports.evidence_pack import PackIndicator, PackPart, PackRecord
from provider_desktop.services.rating_past import DifferenceRow, Differences
from provider_desktop.spreadsheets.writing import Table
from provider_desktop.storage.feed import StatementRow
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.wording import sentence

#: What stands in ``format`` of the file of proofs.
PROOFS_FORMAT = "care.appeal.v1"


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves a record: its last entry, when a receipt covered it, and the regulator's last word."""

    entry: str = ""
    received: datetime | None = None
    verdict: str = ""


def proofs_of(reading: Reading, records: Iterable[str]) -> Mapping[str, Proof]:
    """Proofs by record; what has no entry here is left out."""
    found = {}
    for record in dict.fromkeys(records):
        last = reading.stream.latest_of(record)
        if last is None:
            continue
        receipt = reading.receipts.covering(last.stream, last.seq)
        verdict = reading.verdicts.get(last.hash)
        found[record] = Proof(
            last.hash, receipt.received_at if receipt else None, verdict.outcome if verdict else ""
        )
    return found


def statement_of(reading: Reading, seq: int) -> StatementRow | None:
    """The regulator's statement with a number, None where it is not here."""
    found = reading.feed.after(seq - 1, 1)
    return found[0] if found and found[0].seq == seq else None


def pack_parts(
    found: Differences, proofs: Mapping[str, Proof], names: Mapping[str, str], language: str
) -> tuple[PackPart, ...]:
    """Everything that differs, indicator by indicator; ``names`` replace those that are masked, by key."""
    parts = []
    for each in found.indicators:
        rest = ""
        if each.unexplained:
            values = {"stated": each.official, "recomputed": each.recomputed}
            rest = sentence("paper", "unexplained", language, values)
        records = tuple(_record(row, proofs.get(row.key, Proof()), names, language) for row in each.rows)
        parts.append(PackPart(each.name, records, rest))
    return tuple(parts)


def proofs_file(
    reading: Reading, *, agency: str, period: str, notice: int, records: Iterable[str], with_content: bool
) -> bytes:
    """Signed originals as JSON: the notice, every entry of the records, the receipts that cover them.

    Bytes are base64. Header and signature of an entry prove that and when it was sealed; its payload, which
    holds what was done for whom, is only there ``with_content``.
    """
    entries: list[dict[str, Any]] = []
    receipts: dict[tuple[str, int], dict[str, Any]] = {}
    verdicts: list[dict[str, Any]] = []
    for record in dict.fromkeys(records):
        for row in reading.stream.of_record(record):
            sealed = reading.stream.entry(row.hash)
            if sealed is None:
                continue
            entry: dict[str, Any] = {
                "record": row.record, "version": row.version, "op": row.op, "stream": row.stream,
                "seq": row.seq, "hash": row.hash, "header": _text(sealed.header_bytes),
                "signature": _text(sealed.signature),
            }  # fmt: skip
            if with_content and not sealed.is_erased:
                entry |= {"salt": _text(sealed.salt), "payload": _text(sealed.payload)}
            entries.append(entry)
            if receipt := reading.receipts.covering(row.stream, row.seq):
                receipts[receipt.stream, receipt.seq] = {
                    "stream": receipt.stream, "seq": receipt.seq, "hash": receipt.hash,
                    "envelope": _text(receipt.envelope),
                }  # fmt: skip
            if verdict := reading.verdicts.get(row.hash):
                verdicts.append(
                    {"entry": row.hash, "outcome": verdict.outcome, "statement": verdict.statement}
                )
    statement = statement_of(reading, notice)
    content = {
        "format": PROOFS_FORMAT,
        "agency": agency,
        "period": period,
        "notice": {
            "seq": notice,
            "hash": statement.hash if statement else "",
            "envelope": _text(statement.envelope) if statement else "",
        },
        "streams": [
            {"stream": head.stream, "public_key": _text(head.public_key), "seq": head.seq, "hash": head.hash}
            for head in reading.stream.all()
        ],
        "entries": entries,
        "receipts": [receipts[place] for place in sorted(receipts)],
        "verdicts": verdicts,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def pack_tables(
    indicators: Sequence[PackIndicator], parts: Sequence[PackPart], language: str
) -> tuple[Table, ...]:
    """The same as sheets: all indicators, then the records of each that differs."""

    def say(code: str) -> str:
        return sentence("paper", code, language)

    rows: list[list[Cell]] = [
        [each.name, each.official, each.official_light, each.ours, each.our_light, "✓" * each.differs]
        for each in indicators
    ]
    headings = [say(code) for code in ("indicator", "published", "light", "this_pc", "light", "differs")]
    tables = [Table(name=say("indicator"), headings=headings, rows=rows)]
    columns = ("visit_day", "recipient", "published", "this_pc", "why", "record_state", "received", "entry")
    headings = [say(code) for code in (*columns, "record_number")]
    for part in parts:
        lines: list[list[Cell]] = [
            [each.day, each.name, each.official, each.ours, each.why, each.verdict, each.received, each.entry,
             each.key]
            for each in part.records
        ]  # fmt: skip
        title: list[list[Cell]] = [[part.rest]] if part.rest else []
        tables.append(Table(name=part.name, headings=headings, rows=lines, title=title))
    return tuple(tables)


def _record(row: DifferenceRow, proof: Proof, names: Mapping[str, str], language: str) -> PackRecord:
    received = proof.received.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M") if proof.received else ""
    return PackRecord(
        key=row.key,
        day=row.visit.day.isoformat() if row.visit and row.visit.day else "",
        name=names.get(row.key, row.name or row.key),
        official=_counted(row, row.official, row.official_part, row.official_whole, language),
        ours=_counted(row, row.estimate, row.estimate_part, row.estimate_whole, language),
        why=sentence("difference_reason", row.reason, language),
        entry=proof.entry,
        received=received,
        verdict=sentence("state", proof.verdict, language) if proof.verdict else "",
    )


def _counted(row: DifferenceRow, side: str, part: int, whole: int, language: str) -> str:
    """How one side counts a key: of a recipient the visits done and due, else whether it counts or fails."""
    if row.kind == "recipient" and whole:
        return f"{part} / {whole}"
    return sentence("paper", f"counted_{side}", language)


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
