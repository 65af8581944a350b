"""Going back to a backup again and again, and migrations that die anywhere, lose nothing that was said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from provider_desktop.services import recovery_service
from provider_desktop.storage import schema
from tests.simulation.migrations import migrations, revisions
from tests.simulation.programs import programs


@pytest.mark.parametrize("seed", [10, 20])
def test_whatever_is_backed_up_and_gone_back_to_both_sides_agree(seed: int) -> None:
    tally = programs(30, seed)
    assert tally.problems == []
    assert tally.count == 30
    assert tally.said["restores"] > 10


def test_a_way_back_that_seals_again_what_was_sent_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: what the receiver holds is taken for unknown to it."""
    pulling: Any = recovery_service
    real = pulling.Pulling.run

    def forgets(self: Any) -> Any:
        return tuple(replace(each, common=0) for each in real(self))

    monkeypatch.setattr(pulling.Pulling, "run", forgets)
    assert programs(10, seed=1).problems


def test_a_migration_that_dies_after_any_statement_is_whole_afterwards() -> None:
    tally = migrations(150, seed=1)
    assert tally.problems == []
    assert tally.count == 150
    assert tally.done["from 0001"] > 60
    assert tally.done["from 0002"] > 40


def test_a_migration_that_commits_in_between_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    def in_pieces(name: str) -> None:
        script = (schema.SCRIPTS / "sql" / name).read_text(encoding="utf-8")
        for statement in schema.statements(script):
            op.get_bind().exec_driver_sql(statement)
            op.get_bind().exec_driver_sql("COMMIT")
            op.get_bind().exec_driver_sql("BEGIN IMMEDIATE")

    monkeypatch.setattr(schema, "run_script", in_pieces)
    assert migrations(8, seed=1).problems


def test_every_earlier_schema_is_tried() -> None:
    scripts = sorted(path.stem for path in Path(schema.SCRIPTS, "sql").glob("*.sql"))
    assert [name[:4] for name in scripts[:-1]] == list(revisions())
