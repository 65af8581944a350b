"""An agency at work: one recipient with a plan, two members of staff, one plain item."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_desktop.domain.plans import PlanLine
from provider_desktop.services.workspace import Workspace
from tests.support.builders import ITEM, a_catalogue, a_recipient, a_staff_member, an_assignment, local
from tests.support.workspace import Bureau, a_workspace, hire

#: Monday, 2 November 2026, 18:00: when visits of that day are entered.
EVENING = local("2026-11-02 18:00")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """That agency on the evening of 2 November."""
    with a_workspace(tmp_path, EVENING) as workspace:
        bureau = Bureau(workspace)
        bureau.catalogue(a_catalogue())
        bureau.rules()
        bureau.assign([an_assignment(a_recipient(), plan=(PlanLine(ITEM, 12),))])
        hire(workspace, a_staff_member(), a_staff_member("S2", "赵敏"))
        yield workspace


@pytest.fixture
def bureau(workspace: Workspace) -> Bureau:
    """The regulator of that agency."""
    return Bureau(workspace)
