"""One visit in words: what lists and the detail write in their cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.visits import Outcome, VisitState
from provider_desktop.services.visits import VisitRow
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits.finding_words import FindingWords, open_findings
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column

_TONES: Mapping[VisitState, Tone] = {
    VisitState.ACCEPTED: Tone.GREEN,
    VisitState.RETURNED: Tone.RED,
    VisitState.CONFLICT: Tone.RED,
    VisitState.HELD: Tone.YELLOW,
}


class VisitWords:
    """Cells of a visit in one language."""

    def __init__(self, labels: Labels, formats: Formats) -> None:
        self._labels = labels
        self._formats = formats

    def day(self, row: VisitRow) -> str:
        """``11-20``, with the year where it is another."""
        return self._formats.day(row.day) if row.day else "–"

    def full_day(self, row: VisitRow) -> str:
        """``2026-11-20``."""
        return self._formats.full_day(row.day) if row.day else "–"

    def recipient(self, row: VisitRow) -> str:
        """The recipient, masked, with the end of the id: ``李*英 · 4632``."""
        name = row.recipient_name
        if row.state is VisitState.DRAFT and "*" not in name:
            name = self._formats.masked_name(name)
        return self._formats.joined(name, row.id_tail)

    def staff(self, row: VisitRow) -> str:
        """Everyone who served."""
        return "、".join(row.staff_names)

    def times(self, row: VisitRow) -> str:
        """``08:30–09:02``."""
        started = self._formats.time(row.started) if row.started else "—"
        ended = self._formats.time(row.ended) if row.ended else "—"
        return f"{started}–{ended}"

    def items(self, row: VisitRow) -> str:
        """What was done, or why nothing was."""
        if row.outcome is not Outcome.DONE:
            return self._labels.word("outcome", row.outcome)
        return "、".join(row.item_names)

    def minutes(self, row: VisitRow) -> str:
        """Whole minutes, empty where a time is missing."""
        return str(row.minutes) if row.minutes else ""

    def state(self, row: VisitRow) -> Chip:
        """Where the record stands."""
        return self.state_chip(row.state)

    def state_chip(self, state: VisitState) -> Chip:
        """A state as a chip."""
        return Chip(_TONES.get(state, Tone.NONE), self._labels.word("state", state))

    def open(self, row: VisitRow) -> tuple[Finding, ...]:
        """What keeps a draft back."""
        return open_findings(row.findings, row.acknowledged)

    def finding_words(self, row: VisitRow) -> FindingWords:
        """Words for the findings of a row, with its own names."""
        codes = (item.item for item in row.items)
        names = dict(zip(row.staff, row.staff_names, strict=True))
        names.update(zip(codes, row.item_names, strict=True))
        names[row.recipient] = row.recipient_name
        return FindingWords(self._labels, names)

    def finding(self, row: VisitRow) -> Chip | None:
        """The gravest finding of a row, in short; nothing where nothing stands against it."""
        found = self.open(row) if row.state is VisitState.DRAFT else row.findings
        if not found:
            return None
        first = max(found, key=lambda finding: finding.action.severity)
        chip = self.finding_words(row).chip(first)
        # what was sealed has its reason: it alarms nobody any more
        settled = row.state is not VisitState.DRAFT
        return Chip(Tone.NONE, chip.text) if settled else chip

    def reason(self, row: VisitRow) -> str:
        """The gravest finding as a sentence."""
        found = self.open(row) or row.findings
        return self.finding_words(row).sentence(found[0]) if found else ""


def columns(words: VisitWords) -> Sequence[Column[VisitRow]]:
    """The columns of the list of all records."""
    titles = {
        "date": QCoreApplication.translate("VisitColumns", "Date"),
        "recipient": QCoreApplication.translate("VisitColumns", "Recipient"),
        "staff": QCoreApplication.translate("VisitColumns", "Staff"),
        "times": QCoreApplication.translate("VisitColumns", "Times"),
        "items": QCoreApplication.translate("VisitColumns", "Items"),
        "minutes": QCoreApplication.translate("VisitColumns", "Minutes"),
        "state": QCoreApplication.translate("VisitColumns", "State"),
        "findings": QCoreApplication.translate("VisitColumns", "Findings"),
    }
    return (
        Column(titles["date"], words.full_day, 104),
        Column(titles["recipient"], words.recipient, 136),
        Column(titles["staff"], words.staff, 128),
        Column(titles["times"], words.times, 112),
        Column(titles["items"], words.items, 0, tip=words.items),
        Column(titles["minutes"], words.minutes, 72, right=True),
        Column(titles["state"], lambda row: words.state(row).text, 104, chip=words.state),
        Column(
            titles["findings"],
            lambda row: chip.text if (chip := words.finding(row)) else "",
            210,
            chip=words.finding,
            tip=words.reason,
        ),
    )
