"""A stranger learns nothing of another agency; and where it would, the probes would say so."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.simulation.planted import FAULTS, planted
from tests.simulation.probes import a_scene, one_statement, probes, probes_on_postgres
from tests.support import postgres

needs_server = pytest.mark.skipif(postgres.installed() is None, reason="PostgreSQL is not installed")


def test_what_is_anothers_answers_as_what_is_nobodys() -> None:
    tally = probes(1000, seed=1)
    assert tally.problems == []
    assert tally.count == 1000


@needs_server
def test_the_database_server_itself_shows_a_stranger_nothing() -> None:
    tally = probes_on_postgres(1000, seed=2)
    assert tally.problems == []
    assert sum(count for what, count in tally.done.items() if what.startswith(("select", "update"))) > 100


def test_a_receiver_that_serves_any_agency_is_found() -> None:
    fault = next(each for each in FAULTS if each.name == "another agency's stream can be asked for")
    with planted(fault):
        assert probes(60, seed=3).problems


@needs_server
def test_a_table_open_to_strangers_is_found(tmp_path: Path) -> None:
    with postgres.a_cluster() as cluster, a_scene(tmp_path, cluster.new_database()) as scene:
        with scene.office.database.write() as connection:
            connection.exec_driver_sql("ALTER TABLE entries DISABLE ROW LEVEL SECURITY")
        random = Random(4)
        assert any(one_statement(scene, random)[1] for _ in range(200))
