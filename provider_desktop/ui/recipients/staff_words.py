"""Cells and sentences about staff: certificates and when they run out, leave, and being on the roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QObject

from provider_desktop.domain.staff import StaffMember
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.rows_model import Column

#: Days before the end of a certificate at which it is time to renew it; ratings turn yellow then.
SOON = 30


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A staff member on a day."""

    member: StaffMember
    today: date

    @property
    def here(self) -> bool:
        """Whether the roster names the person today."""
        return self.member.on_roster(self.today)

    def ends(self) -> tuple[tuple[str, date], ...]:
        """Certificates that run out, soonest first: kind (``health`` for that one) and last day."""
        ends = [(each.kind.value, each.until) for each in self.member.certificates]
        ends.append(("health", self.member.health_certificate))
        return tuple(sorted(((kind, day) for kind, day in ends if day), key=lambda each: each[1]))

    @property
    def needs_care(self) -> bool:
        """Whether a certificate has run out, is about to, or there is none."""
        if not self.here:
            return False
        ends = self.ends()
        return not self.member.certificates or bool(ends and ends[0][1] <= self.today + timedelta(days=SOON))


class StaffWords(QObject):
    """Words of one language for staff."""

    def __init__(self, labels: Labels, formats: Formats) -> None:
        super().__init__()
        self._labels = labels
        self._formats = formats

    def columns(self) -> tuple[Column[StaffLine], ...]:
        """The roster."""
        return (
            Column(
                self.tr("Name"),
                lambda line: line.member.name,
                88,
                bold=True,
                sort=lambda line: line.member.name,
            ),
            Column(
                self.tr("Number"), lambda line: line.member.staff, 84, sort=lambda line: line.member.staff
            ),
            Column(
                self.tr("Id number"),
                lambda line: self._formats.masked_id(line.member.id_number),
                180,
                muted=True,
            ),
            Column(self.tr("Post"), lambda line: line.member.post, 96),
            Column(self.tr("Certificates"), self.certificates, 0, tip=self.certificates),
            Column(
                self.tr("Next to expire"),
                lambda line: self.expiry(line).text,
                216,
                chip=self.expiry,
                sort=lambda line: (line.ends()[0][1] if line.ends() else date.max).toordinal(),
            ),
            Column(self.tr("Leave"), self.leave, 132, muted=True),
            Column(self.tr("Roster"), self.roster, 120, muted=True),
        )

    def certificate(self, kind: str) -> str:
        """The name of a kind of certificate."""
        return self.tr("Health certificate") if kind == "health" else self._labels.word("certificate", kind)

    def certificates(self, line: StaffLine) -> str:
        """Every certificate by name."""
        return "、".join(self.certificate(each.kind.value) for each in line.member.certificates) or "–"

    def expiry(self, line: StaffLine) -> Chip:
        """What runs out next, and whether that is soon."""
        if not line.here:
            return Chip(Tone.NONE, self.tr("Not on the roster"))
        if not line.member.certificates:
            return Chip(Tone.RED, self.tr("No certificate"))
        ends = line.ends()
        if not ends:
            return Chip(Tone.GREEN, self.tr("Does not expire"))
        kind, day = ends[0]
        name = self.certificate(kind)
        if day < line.today:
            sentence = self.tr("{certificate} expired {day}")
            return Chip(Tone.RED, sentence.format(certificate=name, day=self._formats.full_day(day)))
        tone = Tone.YELLOW if line.needs_care else Tone.GREEN
        sentence = self.tr("{certificate} {day}")
        return Chip(tone, sentence.format(certificate=name, day=self._formats.full_day(day)))

    def leave(self, line: StaffLine) -> str:
        """The leave that runs now, or the next one."""
        present = line.member.on_leave(line.today)
        if present is not None:
            if present.until is None:
                return self.tr("on leave")
            return self.tr("until {day}").format(day=self._formats.spoken_day(present.until))
        coming = sorted(each.since for each in line.member.leave if each.since > line.today)
        return self.tr("from {day}").format(day=self._formats.spoken_day(coming[0])) if coming else ""

    def roster(self, line: StaffLine) -> str:
        """Since when somebody is on the roster, or until when."""
        member = line.member
        if member.last_day is not None:
            return self.tr("left {day}").format(day=self._formats.full_day(member.last_day))
        return self.tr("since {day}").format(day=self._formats.full_day(member.first_day))
