"""Rows of a table to be imported, with the verdict on each cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from provider_desktop.domain.identifiers import mask_id_number, mask_phone
from provider_desktop.services.imports import ImportPreview, ImportReport, RowVerdict
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits.finding_words import FindingWords
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column

_TONES = {"imported": Tone.GREEN, "refused": Tone.RED, "duplicate": Tone.NONE}

#: Numbers of identity cards (18 characters) and mobile phones, wherever they stand in a text.
_PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1\d{10})(?!\d)")
_ID_LENGTH = 18


class ImportWords:
    """What rows of an import show, in one language."""

    def __init__(self, labels: Labels, findings: FindingWords) -> None:
        self._labels = labels
        self._findings = findings

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
        return masked(text)

    def tip(self, row: RowVerdict, column: int) -> str:
        """Everything that stands against one cell."""
        found = (self._findings.sentence(each.finding) for each in row.verdicts if each.column == column)
        return masked("\n".join(found))

    def sentence(self, row: RowVerdict) -> str:
        """Everything that stands against a row."""
        found = dict.fromkeys(self._findings.sentence(each.finding) for each in row.verdicts)
        return masked(" ".join(found))


def masked(text: str) -> str:
    """A cell as it may be shown: numbers of ids and phones keep only what tells them apart."""
    plain = unicodedata.normalize("NFKC", text)
    if not _PERSONAL.search(plain):
        return text
    return _PERSONAL.sub(
        lambda found: mask_phone(found[0]) if len(found[0]) < _ID_LENGTH else mask_id_number(found[0]), plain
    )


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
