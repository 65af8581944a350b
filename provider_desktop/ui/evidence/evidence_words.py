"""Cells about pictures that wait, and about the visits that they may belong to."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from provider_desktop.services.pictures import Candidate, WaitingPicture
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column

_TONES = {"sheet": Tone.GREEN, "time": Tone.GREEN, "day": Tone.NONE}


class EvidenceWords(QObject):
    """Words of one language for pictures."""

    def __init__(self, labels: Labels, formats: Formats) -> None:
        super().__init__()
        self._labels = labels
        self._formats = formats

    def columns(self, today: date) -> tuple[Column[WaitingPicture], ...]:
        """Pictures that wait."""
        return (
            Column(self.tr("File"), lambda row: row.name, 0, bold=True, tip=lambda row: row.name),
            Column(
                self.tr("Taken"),
                lambda row: self._formats.moment(row.taken_at, today) if row.taken_at else "–",
                112,
                muted=True,
            ),
            Column(
                self.tr("Proposed"),
                lambda row: self.proposal(row).text,
                196,
                chip=self.proposal,
                tip=self.warning,
            ),
        )

    def proposal(self, row: WaitingPicture) -> Chip:
        """The likeliest visit, or that there is none; a photo that was used before is marked."""
        if row.resembles:
            return Chip(Tone.YELLOW, self.tr("Used before?"))
        if not row.candidates:
            return Chip(Tone.NONE, self.tr("No visit fits"))
        first = row.candidates[0]
        return Chip(_TONES[first.why], f"{first.recipient_name} {self._times(first)}".strip())

    def warning(self, row: WaitingPicture) -> str:
        """What to look at before the picture is put anywhere."""
        if row.resembles:
            return self.tr("It looks like a photo that another visit has already. Check before you use it.")
        return ""

    def candidate_columns(self) -> tuple[Column[Candidate], ...]:
        """Visits that a picture may belong to."""
        return (
            Column(self.tr("Recipient"), lambda each: each.recipient_name, 92, bold=True),
            Column(self.tr("Time"), self._times, 104),
            Column(self.tr("Staff"), lambda each: "、".join(each.staff_names), 0, muted=True),
            Column(
                self.tr("Why"), lambda each: self._why(each).text, 148, chip=self._why,
                tip=self._distance,
            ),
            Column(
                self.tr("State"), lambda each: self._labels.word("state", each.state), 84, muted=True,
            ),
        )  # fmt: skip

    def _times(self, candidate: Candidate) -> str:
        moments = (candidate.started, candidate.ended)
        return "–".join(self._formats.time(each) for each in moments if each is not None)

    def _why(self, candidate: Candidate) -> Chip:
        why = self._labels.word("picture_why", candidate.why)
        if candidate.why == "day":
            why = self.tr("{minutes} apart").format(minutes=self._formats.minutes(candidate.minutes_apart))
        return Chip(_TONES[candidate.why], why)

    def _distance(self, candidate: Candidate) -> str:
        if candidate.metres is None:
            return ""
        return self.tr("taken {metres} m from the home").format(metres=self._formats.count(candidate.metres))
