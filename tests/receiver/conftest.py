"""Both databases of the receiver, a bureau to judge in, and an agency's PC that has just joined it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from provider_desktop.domain.clock import FixedClock
from provider_desktop.exchange.entries import Op
from provider_desktop.receiver.office import open_office
from tests.support import postgres
from tests.support.bureau import NOW, Bureau
from tests.support.receiver import AgencyPc, ServedReceiver, served

SQLITE, SERVER = "sqlite", "postgresql"
NewDatabase = Callable[[], str]


@pytest.fixture(scope="module", params=[SQLITE, SERVER])
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """Gives the address of a fresh database: '' for the receiver's own file, or a server's."""
    if request.param == SQLITE:
        return lambda: ""
    cluster: postgres.Cluster = request.getfixturevalue("cluster")
    return cluster.new_database


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[ServedReceiver]:
    """A receiver served on loopback, on each database in turn."""
    with served(tmp_path_factory.mktemp("receiver"), database=new_database()) as running:
        yield running


@pytest.fixture
def bureau(tmp_path: Path, new_database: NewDatabase) -> Iterator[Bureau]:
    """An office without a line, on each database in turn."""
    office = open_office(tmp_path / "receiver", FixedClock(NOW), url=new_database(), create=True)
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
