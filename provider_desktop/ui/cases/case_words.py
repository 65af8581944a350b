"""Cells, chips and facts about small records, and the columns of their two lists."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from PySide6.QtCore import QObject

from provider_desktop.domain.cases import CaseKind, Content
from provider_desktop.domain.complaints import Complaint
from provider_desktop.domain.followups import Followup
from provider_desktop.domain.incidents import Incident
from provider_desktop.domain.needs import Need
from provider_desktop.domain.rectifications import Rectification
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.cases import CallExpected, CaseRow
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.painting import BarValue, Chip
from provider_desktop.ui.widgets.rows_model import Column

_STATE_TONES = {
    VisitState.DRAFT: Tone.NONE,
    VisitState.ACCEPTED: Tone.GREEN,
    VisitState.RETURNED: Tone.RED,
    VisitState.CONFLICT: Tone.RED,
    VisitState.HELD: Tone.YELLOW,
}
#: Days before the last one from which a clock is marked.
_SOON = 2


class CaseWords(QObject):
    """Words of one language for small records."""

    def __init__(self, labels: Labels, formats: Formats) -> None:
        super().__init__()
        self._labels = labels
        self._formats = formats

    def columns(self, today: date) -> tuple[Column[CaseRow], ...]:
        """The list of records."""
        return (
            Column(
                self.tr("When"),
                lambda row: self._formats.moment(row.at, today),
                116,
                muted=True,
                sort=lambda row: row.at,
            ),
            Column(self.tr("Kind"), lambda row: self.kind(row.kind), 124, sort=lambda row: row.kind),
            Column(self.tr("Who"), lambda row: row.who or "–", 92, bold=True, sort=lambda row: row.who),
            Column(self.tr("About"), lambda row: row.title or "–", 168, tip=lambda row: row.title),
            Column(
                self.tr("In words"), lambda row: " ".join(row.detail.split()), 0, muted=True,
                tip=lambda row: row.detail,
            ),
            Column(
                self.tr("Last day"),
                lambda row: self.clock(row).text if row.due else "",
                176,
                chip=lambda row: self.clock(row) if row.due else None,
                sort=lambda row: row.days_left if row.days_left is not None else 10_000,
            ),
            Column(
                self.tr("State"),
                lambda row: self.state(row.state).text,
                104,
                chip=lambda row: self.state(row.state),
                sort=lambda row: row.state,
            ),
        )  # fmt: skip

    def call_columns(self, today: date) -> tuple[Column[CallExpected], ...]:
        """The list of calls that the plans still ask for."""
        return (
            Column(self.tr("Who"), lambda call: call.name, 104, bold=True, sort=lambda call: call.name),
            Column(self.tr("Phone"), lambda call: call.phone, 140, muted=True),
            Column(self.tr("Item"), lambda call: call.item_name, 0),
            Column(
                self.tr("Made"), lambda call: self._formats.of(call.made, call.planned), 84, right=True,
                sort=lambda call: call.made / call.planned,
            ),
            Column(
                "", lambda _call: "", 132,
                bar=lambda call: BarValue(call.made / call.planned, Tone.ACCENT),
            ),
            Column(
                self.tr("Last call"),
                lambda call: self._formats.moment(call.last, today) if call.last else "–",
                128,
                muted=True,
            ),
            Column(self.tr("Until"), lambda call: self._formats.spoken_day(call.until), 108, muted=True),
        )  # fmt: skip

    def kind(self, kind: CaseKind) -> str:
        """The name of a kind."""
        return self._labels.word("case_kind", kind)

    def state(self, state: VisitState) -> Chip:
        """Where a record stands."""
        return Chip(_STATE_TONES.get(state, Tone.ACCENT), self._labels.word("state", state))

    def clock(self, row: CaseRow) -> Chip:
        """How long its clock still runs."""
        left = row.days_left
        if row.due is None or left is None:
            return Chip(Tone.NONE, "")
        day = self._formats.spoken_day(row.due)
        if left < 0:
            return Chip(Tone.RED, self.tr("%n day(s) overdue", "", -left))
        if left == 0:
            return Chip(Tone.YELLOW, self.tr("today"))
        tone = Tone.YELLOW if left <= _SOON else Tone.NONE
        return Chip(tone, self.tr("{day}, {left}").format(day=day, left=self.tr("%n day(s) left", "", left)))

    def new_title(self, kind: CaseKind) -> str:
        """The title of an empty form."""
        return {
            CaseKind.NEED: self.tr("Report a need"),
            CaseKind.FOLLOWUP: self.tr("Record a call"),
            CaseKind.COMPLAINT: self.tr("Record a complaint"),
            CaseKind.INCIDENT: self.tr("Report an incident"),
        }.get(kind, self.kind(kind))

    def sealed(self, row: CaseRow) -> str:
        """What is said once a record is sealed."""
        sentence = self.tr("{kind} sealed. It goes with the next upload.")
        return sentence.format(kind=self.kind(row.kind))

    def facts(self, content: Content) -> tuple[tuple[str, str], ...]:
        """Names and values of a record, in the order of its form; what is empty is left out."""
        if isinstance(content, Need):
            found = self._need(content)
        elif isinstance(content, Followup):
            found = self._followup(content)
        elif isinstance(content, Complaint):
            found = self._complaint(content)
        elif isinstance(content, Incident):
            found = self._incident(content)
        elif isinstance(content, Rectification):
            found = self._rectification(content)
        else:
            found = ()
        return tuple((name, value) for name, value in found if value)

    def _need(self, need: Need) -> tuple[tuple[str, str], ...]:
        person = need.person
        return (
            (self.tr("Name"), person.name),
            (self.tr("Phone"), person.phone),
            (self.tr("Id number"), person.id_number),
            (self.tr("Address"), f"{person.township} {person.address}".strip()),
            (self.tr("What is needed"), self._joined("need_dimension", need.dimensions)),
            (self.tr("Found"), self._formats.moment(need.found_at) if need.found_at else ""),
            (self.tr("Urgency"), self._labels.word("need_urgency", need.urgency)),
            (self.tr("Pass on to"), need.refer_to),
            (self.tr("What was seen"), need.text),
            (self.tr("Consent"), self.tr("given") if need.consent else self.tr("not given")),
        )

    def _followup(self, call: Followup) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Called"), self._formats.moment(call.at) if call.at else ""),
            (self.tr("By"), call.by),
            (self.tr("How"), self._labels.word("followup_method", call.method)),
            (
                self.tr("Service took place as recorded"),
                self._labels.word("followup_confirmed", call.confirmed),
            ),
            (self.tr("Satisfaction"), self._labels.word("satisfaction", str(call.satisfaction))),
            (self.tr("What was said"), call.text),
        )

    def _complaint(self, complaint: Complaint) -> tuple[tuple[str, str], ...]:
        received, closed = complaint.received_at, complaint.closed_at
        return (
            (self.tr("Received"), self._formats.moment(received) if received else ""),
            (self.tr("How it came"), self._labels.word("complaint_channel", complaint.channel)),
            (self.tr("About"), self._labels.word("complaint_about", complaint.about)),
            (self.tr("What it is about"), complaint.text),
            (self.tr("Answer by"), self._formats.full_day(complaint.due) if complaint.due else ""),
            (self.tr("State"), self._labels.word("complaint_state", complaint.state)),
            (self.tr("Closed"), self._formats.moment(closed) if closed else ""),
            (self.tr("How it ended"), complaint.result),
        )

    def _incident(self, incident: Incident) -> tuple[tuple[str, str], ...]:
        happened, told = incident.happened_at, incident.reported_at
        return (
            (self.tr("What happened"), self._labels.word("incident_kind", incident.kind)),
            (self.tr("How bad"), self._labels.word("incident_severity", incident.severity)),
            (self.tr("When it happened"), self._formats.moment(happened) if happened else ""),
            (self.tr("When it is reported"), self._formats.moment(told) if told else ""),
            (self.tr("What happened, in words"), incident.text),
            (self.tr("What was done"), incident.measures),
            (self.tr("Who was told"), self._joined("incident_informed", incident.informed)),
        )

    def _rectification(self, reply: Rectification) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("Cause"), reply.cause),
            (self.tr("Measures"), reply.measures),
            (self.tr("Done by"), self._formats.full_day(reply.done_by) if reply.done_by else ""),
            (self.tr("Who answers for it"), reply.responsible),
        )

    def _joined(self, group: str, values: tuple[StrEnum, ...]) -> str:
        return "、".join(self._labels.word(group, each) for each in values)
