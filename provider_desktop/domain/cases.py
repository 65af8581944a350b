"""The small records under one name: needs, calls, complaints, incidents, replies and settlements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from provider_desktop.domain import (
    complaints,
    followups,
    incidents,
    needs,
    rectifications,
    settlements,
)
from provider_desktop.domain.case_rules import CaseWorld, Names, Outline
from provider_desktop.domain.complaints import Complaint
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.followups import Followup
from provider_desktop.domain.incidents import Incident
from provider_desktop.domain.needs import Need
from provider_desktop.domain.rectifications import Rectification
from provider_desktop.domain.settlements import Settlement

Content: TypeAlias = Need | Followup | Complaint | Incident | Rectification | Settlement


class CaseKind(StrEnum):
    """What kind of small record; the word before the dot of its operation (exchange.md)."""

    NEED = "need"
    FOLLOWUP = "followup"
    COMPLAINT = "complaint"
    INCIDENT = "incident"
    RECTIFICATION = "rectification"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class _Form:
    """The functions of one kind."""

    content: type[Any]
    write: Callable[[Any], dict[str, Any]]
    read: Callable[[object], tuple[Any | None, tuple[Finding, ...]]]
    outline: Callable[[Any], Outline]
    names: Callable[[Any], Names]
    check: Callable[[Any, CaseWorld], Iterator[Finding]]
    first: str
    next: str


def _form(content: type[Any], module: Any, first: str, following: str = "") -> _Form:
    return _Form(
        content, module.to_payload, module.from_payload, module.outline, module.names, module.check,
        first, following,
    )  # fmt: skip


#: Operations of a first version and of a later one, '' where there is no later one: what was returned of a
#: need or call is told again as a new record.
_FORMS: Mapping[CaseKind, _Form] = {
    CaseKind.NEED: _form(Need, needs, "need.report"),
    CaseKind.FOLLOWUP: _form(Followup, followups, "followup.create"),
    CaseKind.COMPLAINT: _form(Complaint, complaints, "complaint.create", "complaint.update"),
    CaseKind.INCIDENT: _form(Incident, incidents, "incident.report", "incident.report"),
    CaseKind.RECTIFICATION: _form(
        Rectification, rectifications, "rectification.submit", "rectification.submit"
    ),
    CaseKind.SETTLEMENT: _form(Settlement, settlements, "settlement.confirm", "settlement.confirm"),
}


def kind_of(content: Content) -> CaseKind:
    """The kind of a record by its content."""
    return next(kind for kind, form in _FORMS.items() if isinstance(content, form.content))


def kind_of_op(op: str) -> CaseKind | None:
    """The kind that an operation belongs to, None for those of other records."""
    family = op.partition(".")[0]
    return CaseKind(family) if family in set(CaseKind) else None


def op_of(kind: CaseKind, version: int) -> str:
    """The operation of a version, '' where this kind has no later versions."""
    return _FORMS[kind].first if version == 1 else _FORMS[kind].next


def write_case(content: Content) -> dict[str, Any]:
    """A record as its payload."""
    return _FORMS[kind_of(content)].write(content)


def read_case(kind: CaseKind, payload: object) -> tuple[Content | None, tuple[Finding, ...]]:
    """The record behind a payload, and every fault as SCHEMA; None where nothing can be read."""
    return _FORMS[kind].read(payload)


def outline_of(content: Content) -> Outline:
    """What lists show of it."""
    return _FORMS[kind_of(content)].outline(content)


def names_of(content: Content) -> Names:
    """What has to be looked up before it is checked."""
    return _FORMS[kind_of(content)].names(content)


def check_case(content: Content, world: CaseWorld) -> tuple[Finding, ...]:
    """Every finding, in the order of the form; one that blocks keeps the record from being sealed."""
    return tuple(_FORMS[kind_of(content)].check(content, world))
