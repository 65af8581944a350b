"""Runs what the repositories promise on both databases: the encrypted file, and a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from provider_desktop.storage.server_address import ServerAddress
from provider_desktop.storage.server_database import ServerDatabase
from tests.support.postgres import Cluster
from tests.support.storage import INSTALLATION, ON_SERVER

FILE, SERVER = "file", "server"
#: Modules whose tests hold for either database.
BOTH = frozenset(
    {
        "test_bulk", "test_facts", "test_house_data", "test_people", "test_regulator_data", "test_schedule",
        "test_stream", "test_unit_of_work", "test_visit_context", "test_visit_lists", "test_visits",
    }
)  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both databases for the tests of the modules above."""
    if metafunc.module.__name__.rpartition(".")[2] in BOTH:
        metafunc.fixturenames.append("_kept_in")
        metafunc.parametrize("_kept_in", [FILE, SERVER], indirect=True)


@pytest.fixture(scope="session")
def new_url(cluster: Cluster) -> Callable[[], str]:
    """Gives the address of a database with the schema and nothing in it."""
    pattern = cluster.new_database()
    ServerDatabase.open(ServerAddress.read(pattern), INSTALLATION, new=True).close()
    return lambda: cluster.new_database(like=pattern.rpartition("/")[2])


@pytest.fixture
def _kept_in(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.param == FILE:
        yield
        return
    token = ON_SERVER.set(request.getfixturevalue("new_url"))
    yield
    ON_SERVER.reset(token)
