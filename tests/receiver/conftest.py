"""A bureau to judge in, and an agency's PC that has just joined it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provider_desktop.domain.clock import FixedClock
from provider_desktop.exchange.entries import Op
from provider_desktop.receiver.office import open_office
from tests.support.bureau import NOW, Bureau
from tests.support.receiver import AgencyPc


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    office = open_office(tmp_path / "receiver", FixedClock(NOW), create=True)
    yield Bureau(office)
    office.close()


@pytest.fixture
def pc(bureau: Bureau) -> AgencyPc:
    """A PC of an agency with a plain world."""
    made = bureau.pc()
    made.seal(Op.NEED_REPORT, {})  # returned; it only opens the stream
    bureau.take(made)
    bureau.plain_world()
    return made
