"""Rows of a table to be imported, with the verdict on each cell."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from provider_desktop.domain.identifiers import mask_id_number, mask_phone
from provider_desktop.services.imports import ImportPreview, ImportReport, RowVerdict
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits.finding_words import FindingWords
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column

_TONES = {"imported": Tone.GREEN, "refused": Tone.RED, "duplicate": Tone.NONE}


class ImportWords:
    """What rows of an import show, in one language."""

    def __init__(self, labels: Labels, findings: FindingWords) -> None:
        self._fields: Mapping[int, str] = {}
        self._labels = labels
        self._findings = findings

    def set_fields(self, fields: Mapping[int, str]) -> None:
        """What the columns mean: numbers of ids and phones are masked."""
        self._fields = dict(fields)

    def outcome(self, row: RowVerdict, *, written: bool) -> Chip:
        """What becomes, or became, of a row."""
        group = "row_outcome" if written else "row_outcome_before"
        return Chip(_TONES.get(row.outcome, Tone.NONE), self._labels.word(group, row.outcome))

    def cell(self, row: RowVerdict, column: int) -> Chip | None:
        """A cell that something stands against, with its text, its colour and its shape."""
        found = [each.finding for each in row.verdicts if each.column == column]
        if not found:
            return None
        worst = max(found, key=lambda finding: finding.action.severity)
        return Chip(self._findings.tone(worst), self.text(row, column) or self._findings.short(worst))

    def text(self, row: RowVerdict, column: int) -> str:
        """A cell as it stands in the file."""
        text = row.cells[column] if column < len(row.cells) else ""
        return masked(text, self._fields.get(column, ""))

    def tip(self, row: RowVerdict, column: int) -> str:
        """Everything that stands against one cell."""
        return "\n".join(
            self._findings.sentence(each.finding) for each in row.verdicts if each.column == column
        )

    def sentence(self, row: RowVerdict) -> str:
        """Everything that stands against a row."""
        return " ".join(dict.fromkeys(self._findings.sentence(each.finding) for each in row.verdicts))


def masked(text: str, field: str) -> str:
    """A cell as it may be shown: ids and phones keep only what tells them apart."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if field.endswith("id_number"):
        return mask_id_number(plain) if len(plain) > 10 else plain
    if field.endswith("phone"):
        return mask_phone(plain)
    return text


def import_columns(
    words: ImportWords, preview: ImportPreview, report: ImportReport, titles: tuple[str, str]
) -> Sequence[Column[RowVerdict]]:
    """Row number and outcome, then the columns of the file."""

    def of_file(column: int, title: str) -> Column[RowVerdict]:
        return Column(
            title,
            lambda row: words.text(row, column),
            _width(preview, column),
            chip=lambda row: words.cell(row, column),
            tip=lambda row: words.tip(row, column),
        )

    number, outcome = titles
    return (
        Column(number, lambda row: str(row.row), 56, right=True, muted=True),
        Column(
            outcome,
            lambda row: words.outcome(row, written=report.written).text,
            104,
            chip=lambda row: words.outcome(row, written=report.written),
        ),
        *(of_file(column, title) for column, title in enumerate(report.columns)),
    )


def _width(preview: ImportPreview, column: int) -> int:
    """A width in dp that the first rows fit into."""
    texts = [cells[column] for _, cells in preview.chosen.sample if column < len(cells)]
    longest = max((sum(2 if ord(letter) > 255 else 1 for letter in text) for text in texts), default=8)
    return min(200, max(88, 8 * longest + 28))
