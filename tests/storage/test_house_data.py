"""The house's own: audit trail, settings, imported files and remembered mappings."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from provider_desktop.storage.audit import AuditEvent
from provider_desktop.storage.database import Database
from provider_desktop.storage.imports import ImportedFile
from tests.support.storage import NOW, a_database

EVENTS = tuple(
    AuditEvent(NOW + timedelta(seconds=number), "clerk", "seal", f"V{number % 2}", "reason", {"n": number})
    for number in range(5)
)


def with_trail(database: Database) -> None:
    with database.unit_of_work() as work:
        for event in EVENTS:
            work.audit.append(event)
        work.commit()


def test_the_trail_tells_who_did_what_when_and_why(tmp_path: Path) -> None:
    with a_database(tmp_path) as database:
        with_trail(database)
        with database.reading() as reading:
            assert reading.audit.newest() == EVENTS[::-1]
            assert reading.audit.newest(limit=1) == EVENTS[-1:]
            assert reading.audit.of_subject("V1") == (EVENTS[1], EVENTS[3])
            assert reading.audit.broken() == ()


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit SET actor = 'other' WHERE id = 2", 2),
        ("UPDATE audit SET at = at + 1 WHERE id = 5", 5),
        ("UPDATE audit SET details = '{}' WHERE id = 3", 3),
        ("DELETE FROM audit WHERE id = 3", 3),
        ("DELETE FROM audit WHERE id = 1", 1),
    ],
)
def test_what_gets_around_the_guards_breaks_the_chain(tmp_path: Path, tampering: str, broken: int) -> None:
    with a_database(tmp_path) as database:
        with_trail(database)
        with database._writing.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER audit_no_update")
            connection.exec_driver_sql("DROP TRIGGER audit_no_delete")
            connection.exec_driver_sql(tampering)
        with database.reading() as reading:
            assert broken in reading.audit.broken()


def test_settings_keep_values_of_json(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        assert work.settings.get("agency") is None
        assert work.settings.get("agency", "none") == "none"
        for value in ({"name": "惠民县阳光养老服务中心", "n": [1, None]}, False, 0, ""):
            work.settings.set("agency", value)
            assert work.settings.get("agency", "none") == value
        work.settings.remove("agency")
        work.settings.remove("agency")
        assert work.settings.get("agency") is None


def test_imports_and_mappings_are_remembered(tmp_path: Path) -> None:
    file = ImportedFile("ab" * 32, "十月.xlsx", "visits", NOW, 40, 3, 2)
    again = replace(file, imported=0, duplicates=42)
    other = replace(file, sha256="cd" * 32)
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        for each in (file, again, other):
            work.imports.add_file(each)
        assert work.imports.files() == (other, again, file)
        assert work.imports.files(file.sha256) == (again, file)
        assert work.imports.mapping("sig", "visits") is None
        work.imports.remember("sig", "visits", {0: "day", 3: "recipient"}, NOW)
        work.imports.remember("sig", "visits", {0: "day", 4: "recipient"}, NOW)
        assert work.imports.mapping("sig", "visits") == {0: "day", 4: "recipient"}
        assert work.imports.mapping("sig", "staff") is None
