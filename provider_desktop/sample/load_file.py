"""What the regulator knows of a sample agency, as a file for ``provider-receiver load``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from provider_desktop.domain.assignment_payload import assignment_body
from provider_desktop.domain.assignments import Assignment
from provider_desktop.sample.county import SampleAgency


def load_file(agency: SampleAgency, assignments: Iterable[Assignment]) -> dict[str, Any]:
    """The agency with the default catalogue, the starter rules and the given assignments."""
    return {
        "agency": {"code": agency.code, "name": agency.name},
        "catalogue": "default",
        "ruleset": "starter",
        "recipients": [_person(assignment) for assignment in assignments],
    }


def _person(assignment: Assignment) -> dict[str, Any]:
    body = assignment_body(assignment)
    terms = {key: body[key] for key in ("assignment", "from", "to", "states", "plan")}
    return {**body["recipient"], **terms}
