"""Which fields the form of each kind of record has, in their order, and where each value lives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from PySide6.QtCore import QObject

from provider_desktop.domain.cases import CaseKind, Content
from provider_desktop.domain.complaints import About, Channel, ComplaintState
from provider_desktop.domain.followups import Confirmed, FollowupMethod
from provider_desktop.domain.incidents import IncidentKind, Informed, Severity
from provider_desktop.domain.needs import Dimension, Urgency
from provider_desktop.ui.cases.editors import (
    ChoiceEditor,
    DayEditor,
    Editor,
    LineEditor,
    MomentEditor,
    PersonEditor,
    StaffEditor,
    TextEditor,
    TickEditor,
    TicksEditor,
)
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.widgets.search_popup import SearchPopup

#: Shown only while somebody is described who is no recipient.
OF_STRANGERS = frozenset({"name", "id_number", "phone", "township", "address"})


@dataclass(frozen=True, slots=True)
class CaseField:
    """A field: ``path`` into the record (``person.name``), its label, and how it is edited.

    ``wide`` ones take the whole row. ``hint`` stands below while nothing is wrong.
    """

    path: str
    label: str
    editor: Editor
    wide: bool = False
    hint: str = ""

    @property
    def pointer(self) -> str:
        """Where findings about it point to."""
        return "/" + self.path.replace(".", "/")


@dataclass(frozen=True, slots=True)
class FieldWorld:
    """What fields need to know: staff by id, names of recipients known already, the day, the popup."""

    labels: Labels
    formats: Formats
    today: date
    staff: Mapping[str, str]
    names: Mapping[str, str]
    popup: SearchPopup


def read_path(content: Content, path: str) -> Any:
    """The value at a path."""
    value: Any = content
    for part in path.split("."):
        value = getattr(value, part)
    return value


def with_path(content: Any, path: str, value: Any) -> Any:
    """The record with another value at a path."""
    head, _, rest = path.partition(".")
    return replace(content, **{head: with_path(getattr(content, head), rest, value) if rest else value})


class CaseFields(QObject):
    """Makes the fields of a kind; ``further`` adds those of a record that is under way already."""

    def __init__(self, world: FieldWorld) -> None:
        super().__init__()
        self._world = world
        self._labels = world.labels

    def of(self, kind: CaseKind, *, further: bool = False) -> tuple[CaseField, ...]:
        """The fields in the order they are filled in."""
        make: Mapping[CaseKind, Callable[[], tuple[CaseField, ...]]] = {
            CaseKind.NEED: self._need,
            CaseKind.FOLLOWUP: self._followup,
            CaseKind.COMPLAINT: lambda: self._complaint(further),
            CaseKind.INCIDENT: self._incident,
            CaseKind.RECTIFICATION: self._rectification,
        }
        return make[kind]()

    def _need(self) -> tuple[CaseField, ...]:
        return (
            self._person(self.tr("Recipient"), self.tr("Leave empty for somebody who is no recipient yet.")),
            CaseField("person.name", self.tr("Name"), LineEditor(100)),
            CaseField("person.phone", self.tr("Phone"), LineEditor(40)),
            CaseField("person.id_number", self.tr("Id number"), LineEditor(18)),
            CaseField("person.township", self.tr("Township"), LineEditor(100)),
            CaseField("person.address", self.tr("Address"), LineEditor(300), wide=True),
            CaseField(
                "dimensions",
                self.tr("What is needed"),
                TicksEditor(self._words("need_dimension", Dimension)),
                wide=True,
            ),
            CaseField("found_at", self.tr("Found"), self._moment()),
            CaseField("found_by", self.tr("Found by"), StaffEditor(self._world.staff, many=False)),
            CaseField("urgency", self.tr("Urgency"), ChoiceEditor(self._words("need_urgency", Urgency))),
            CaseField(
                "refer_to",
                self.tr("Pass on to"),
                LineEditor(),
                hint=self.tr("Another body, such as the health station; empty for none."),
            ),
            CaseField("text", self.tr("What was seen"), TextEditor(), wide=True),
            CaseField(
                "consent", self.tr("Consent"), TickEditor(self.tr("The person agrees to be named")), wide=True
            ),
        )

    def _followup(self) -> tuple[CaseField, ...]:
        rated = [(self._labels.word("satisfaction", str(number)), number) for number in range(5)]
        return (
            self._person(self.tr("Recipient")),
            CaseField("at", self.tr("Called"), self._moment()),
            CaseField("method", self.tr("How"), ChoiceEditor(self._words("followup_method", FollowupMethod))),
            CaseField(
                "confirmed",
                self.tr("Service took place as recorded"),
                ChoiceEditor(self._words("followup_confirmed", Confirmed)),
            ),
            CaseField("satisfaction", self.tr("Satisfaction"), ChoiceEditor(rated)),
            CaseField("text", self.tr("What was said"), TextEditor(), wide=True),
        )

    def _complaint(self, further: bool) -> tuple[CaseField, ...]:
        ending = (
            CaseField(
                "state", self.tr("State"), ChoiceEditor(self._words("complaint_state", ComplaintState))
            ),
            CaseField("closed_at", self.tr("Closed"), self._moment()),
            CaseField("result", self.tr("How it ended"), TextEditor(), wide=True),
        )
        return (
            self._person(self.tr("Recipient"), self.tr("Empty where nobody wants to be named.")),
            CaseField("received_at", self.tr("Received"), self._moment()),
            CaseField("due", self.tr("Answer by"), DayEditor(self._world.formats)),
            CaseField(
                "channel", self.tr("How it came"), ChoiceEditor(self._words("complaint_channel", Channel))
            ),
            CaseField("about", self.tr("About"), ChoiceEditor(self._words("complaint_about", About))),
            CaseField("text", self.tr("What it is about"), TextEditor(), wide=True),
            *(ending if further else ()),
        )

    def _incident(self) -> tuple[CaseField, ...]:
        return (
            self._person(self.tr("Recipient"), self.tr("Empty where no recipient is concerned.")),
            CaseField(
                "kind", self.tr("What happened"), ChoiceEditor(self._words("incident_kind", IncidentKind))
            ),
            CaseField(
                "severity", self.tr("How bad"), ChoiceEditor(self._words("incident_severity", Severity))
            ),
            CaseField("happened_at", self.tr("When it happened"), self._moment()),
            CaseField("reported_at", self.tr("When it is reported"), self._moment()),
            CaseField(
                "staff", self.tr("Staff who were there"), StaffEditor(self._world.staff, many=True), wide=True
            ),
            CaseField("text", self.tr("What happened, in words"), TextEditor(), wide=True),
            CaseField("measures", self.tr("What was done"), TextEditor(64), wide=True),
            CaseField(
                "informed",
                self.tr("Who was told"),
                TicksEditor(self._words("incident_informed", Informed), 3),
                wide=True,
            ),
        )

    def _rectification(self) -> tuple[CaseField, ...]:
        return (
            CaseField("cause", self.tr("Cause"), TextEditor(), wide=True),
            CaseField("measures", self.tr("Measures"), TextEditor(), wide=True),
            CaseField("done_by", self.tr("Done by"), DayEditor(self._world.formats)),
            CaseField("responsible", self.tr("Who answers for it"), LineEditor(100)),
        )

    def _person(self, label: str, hint: str = "") -> CaseField:
        return CaseField(
            "recipient", label, PersonEditor(self._world.popup, self._world.names), wide=True, hint=hint
        )

    def _moment(self) -> MomentEditor:
        return MomentEditor(self._world.formats, self._world.today)

    def _words(self, group: str, values: type[StrEnum]) -> Sequence[tuple[str, Enum]]:
        return [(self._labels.word(group, value), value) for value in values]
