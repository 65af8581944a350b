"""Cells and short sentences about recipients and assignments, and the columns of their tables."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from provider_desktop.domain.assignments import Answer, Assignment, AssignmentStatus
from provider_desktop.domain.plans import Entitlement, Unit
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.recipients import AssignmentRow, RecipientRow, TimelineEntry
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.painting import BarValue, Chip
from provider_desktop.ui.widgets.rows_model import Column

_STATE_TONES = {
    VisitState.ACCEPTED: Tone.GREEN,
    VisitState.RETURNED: Tone.RED,
    VisitState.CONFLICT: Tone.RED,
    VisitState.HELD: Tone.YELLOW,
}


class PeopleWords(QObject):
    """Words of one language for people."""

    def __init__(self, labels: Labels, formats: Formats) -> None:
        super().__init__()
        self._labels = labels
        self._formats = formats

    def columns(self) -> tuple[Column[RecipientRow], ...]:
        """The list of recipients."""
        labels = self._labels
        return (
            Column(self.tr("Name"), lambda row: row.name, 84, bold=True, sort=lambda row: row.name),
            Column(self.tr("Id number"), lambda row: row.id_number, 180, muted=True),
            Column(
                self.tr("Category"),
                lambda row: labels.word("category", row.category),
                0,
                tip=lambda row: labels.word("category", row.category),
                sort=lambda row: row.category,
            ),
            Column(
                self.tr("Self-care"),
                lambda row: labels.word("self_care", row.self_care),
                130,
                sort=lambda row: row.self_care,
            ),
            Column(self.tr("Township"), lambda row: row.township, 108, sort=lambda row: row.township),
            Column(self.tr("Done / month"), self.progress, 104, muted=True),
            Column("", lambda _row: "", 124, bar=self.bar, tip=self.progress_words),
            Column(
                self.tr("Last visit"),
                lambda row: self._formats.day(row.last_visit) if row.last_visit else "–",
                84,
                sort=lambda row: row.last_visit.toordinal() if row.last_visit else 0,
            ),
            Column(
                self.tr("State"),
                lambda row: self.state(row).text,
                132,
                chip=self.state,
                sort=lambda row: (row.due - row.done, row.name),
            ),
        )

    def progress(self, row: RecipientRow) -> str:
        """``9 / 12``: done of what the plan asks for this month."""
        return self._formats.of(row.done, row.planned) if row.planned else "–"

    def progress_words(self, row: RecipientRow) -> str:
        """The same as a sentence, with what is due by today."""
        sentence = self.tr("{done} done this month, {due} due by today, {planned} in the plan")
        return sentence.format(done=row.done, due=row.due, planned=row.planned)

    def bar(self, row: RecipientRow) -> BarValue | None:
        """Done of the month's plan, with a tick at what is due by today."""
        if not row.planned:
            return BarValue(0.0, Tone.NONE)
        tone = Tone.YELLOW if row.done < row.due else Tone.GREEN
        tick = row.due / row.planned if row.due else None
        return BarValue(row.done / row.planned, tone, tick)

    def state(self, row: RecipientRow) -> Chip:
        """What matters about a recipient now, in a word."""
        if row.answer is Answer.NONE:
            return Chip(Tone.ACCENT, self._labels.word("assignment_answer", "none"))
        if row.answer is Answer.DECLINED:
            return Chip(Tone.NONE, self._labels.word("assignment_answer", row.answer))
        if row.absent_state is not None:
            return Chip(Tone.NONE, self._labels.word("recipient_state", row.absent_state.state))
        if row.done < row.due:
            return Chip(Tone.YELLOW, self.tr("%n visit(s) behind", "", row.due - row.done))
        return Chip(Tone.GREEN, self.tr("On plan"))

    def absence(self, row: RecipientRow) -> str:
        """A state in which nobody is to be visited, with its days; empty without one."""
        state = row.absent_state
        if state is None:
            return ""
        word = self._labels.word("recipient_state", state.state)
        since = self._formats.spoken_day(state.since)
        if state.until is None:
            return self.tr("{state} since {since}: nothing is due").format(state=word, since=since)
        sentence = self.tr("{state} from {since} to {until}: nothing is due")
        return sentence.format(state=word, since=since, until=self._formats.spoken_day(state.until))

    def term(self, assignment: Assignment) -> str:
        """From when to when somebody is assigned."""
        first = self._formats.full_day(assignment.first_day)
        if assignment.last_day is None:
            return self.tr("since {first}").format(first=first)
        return self.tr("{first} to {last}").format(
            first=first, last=self._formats.full_day(assignment.last_day)
        )

    def entitlement(self, entitlement: Entitlement) -> str:
        """``9 / 12 · 3 left``; hours are counted in minutes, as they are used."""
        sentence = (
            self.tr("{used}, {left} left")
            if entitlement.line.unit is Unit.VISIT
            else self.tr("{used} min, {left} left")
        )
        used = self._formats.of(entitlement.used, entitlement.allowed)
        return sentence.format(used=used, left=self._formats.count(entitlement.left))

    def entitlement_bar(self, entitlement: Entitlement) -> BarValue:
        """Used of what is allowed; grey, since what is used is neither good nor bad."""
        share = entitlement.used / entitlement.allowed if entitlement.allowed else 0.0
        return BarValue(share, Tone.ACCENT)

    def timeline_columns(self, today: date) -> tuple[Column[TimelineEntry], ...]:
        """The time line of a recipient."""
        return (
            Column(self.tr("When"), lambda entry: self._formats.moment(entry.at, today), 112, muted=True),
            Column(self.tr("What"), self._what, 0, tip=self._what),
            Column(self.tr("Who"), lambda entry: entry.detail, 92, muted=True),
            Column(
                self.tr("State"), lambda entry: self._entry_state(entry).text, 106, chip=self._entry_state
            ),
        )

    def _what(self, entry: TimelineEntry) -> str:
        if entry.kind == "correction":
            return self.tr("{items} (corrected)").format(items=entry.title)
        return entry.title

    def _entry_state(self, entry: TimelineEntry) -> Chip:
        state = VisitState(entry.state)
        return Chip(_STATE_TONES.get(state, Tone.NONE), self._labels.word("state", state))

    def assignment_columns(self) -> tuple[Column[AssignmentRow], ...]:
        """The inbox."""
        labels = self._labels
        return (
            Column(self.tr("Name"), lambda row: row.name, 96, bold=True, sort=lambda row: row.name),
            Column(self.tr("Category"), lambda row: labels.word("category", row.category), 148),
            Column(self.tr("Self-care"), lambda row: labels.word("self_care", row.self_care), 132),
            Column(self.tr("Township"), lambda row: row.township, 120, sort=lambda row: row.township),
            Column(self.tr("From"), lambda row: self._formats.full_day(row.first_day), 118),
            Column(
                self.tr("Until"),
                lambda row: self._formats.full_day(row.last_day) if row.last_day else self.tr("open"),
                118,
                muted=True,
            ),
            Column(self.tr("Visits a month"), lambda row: str(row.planned or "–"), 116, right=True),
            Column(self.tr("Issued"), lambda row: self._formats.moment(row.issued_at), 0, muted=True),
            Column(
                self.tr("State"),
                lambda row: self.assignment_state(row).text,
                128,
                chip=self.assignment_state,
                tip=lambda row: row.answer_reason,
            ),
        )

    def assignment_state(self, row: AssignmentRow) -> Chip:
        """Whether it waits for an answer, and if so, whether it is new; else what was answered."""
        if row.status is AssignmentStatus.ENDED:
            return Chip(Tone.NONE, self._labels.word("assignment_status", row.status))
        if row.answer is Answer.NONE:
            return Chip(Tone.ACCENT, self._labels.word("assignment_status", row.status))
        tone = Tone.GREEN if row.answer is Answer.ACCEPTED else Tone.NONE
        return Chip(tone, self._labels.word("assignment_answer", row.answer))
