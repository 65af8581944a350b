"""A receiver that lost everything, and got it back from its agency, is the receiver that it was."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from provider_desktop.domain.clock import SystemClock
from provider_desktop.errors import AppError
from provider_desktop.receiver import judge
from provider_desktop.receiver.office import Office, open_office
from provider_desktop.receiver.restoring import restore
from provider_desktop.receiver.self_audit import examine_all
from provider_desktop.receiver.storage import records, tables
from provider_desktop.sample.county import sample_agency
from provider_desktop.services.sample_bulk import SampleBulk
from provider_desktop.services.sample_regulator import SampleRegulator
from provider_desktop.services.stream_archive import archive_lines
from tests.support.county_bulk import a_bulk_workspace

LAST = date(2026, 11, 22)
FIRST = LAST - timedelta(days=24)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[bytes], Path]:
    """An archive of 25 days, and a folder with the keys of the receiver that signed it."""
    folder = tmp_path_factory.mktemp("agency")
    agency = sample_agency(LAST, 24)
    with a_bulk_workspace(folder) as workspace:
        regulator = SampleRegulator(agency.code, workspace.now() - timedelta(days=300))
        SampleBulk(workspace, regulator).run(agency, FIRST, LAST)
        regulator.hand_over(folder / "receiver")
        return list(archive_lines(workspace)), folder / "receiver"


@contextmanager
def an_office(tmp_path: Path, keys: Path) -> Iterator[Office]:
    """A receiver with those keys and nothing else."""
    for file in ("root.key", "signing.key"):
        (tmp_path / file).write_bytes((keys / file).read_bytes())
    office = open_office(tmp_path, SystemClock(), create=True)
    try:
        yield office
    finally:
        office.close()


def told(office: Office, *names: str) -> dict[str, list[Any]]:
    with office.database.read() as connection:
        return {
            name: sorted(
                (tuple(row) for row in connection.execute(select(tables.metadata.tables[name]))), key=repr
            )
            for name in names
        }


def test_every_chain_is_whole_and_everything_is_judged(
    given: tuple[list[bytes], Path], tmp_path: Path
) -> None:
    lines, keys = given
    with an_office(tmp_path, keys) as office:
        restored = restore(office, lines)
        found = examine_all(office)
    assert found.problems == []
    assert (found.entries, found.statements, found.receipts) == (
        restored.entries, restored.statements, restored.receipts,
    )  # fmt: skip
    assert restored.entries == sum(line.startswith(b'{"entry"') for line in lines)


def test_it_stands_as_if_each_verdict_had_taken_effect_by_itself(
    given: tuple[list[bytes], Path], tmp_path: Path
) -> None:
    lines, keys = given
    standing = []
    for name in ("together", "one by one"):
        folder = tmp_path / name
        folder.mkdir()
        with an_office(folder, keys) as office:
            restore(office, lines)
            if name == "one by one":
                _take_effect_anew(office)
            standing.append(
                told(office, "records", "visits", "visit_staff", "visit_marks", "staff", "answers")
            )
    assert standing[0] == standing[1]
    outcomes = {row[4] for row in standing[0]["records"]}
    assert outcomes == {"accepted", "returned"}
    assert max(row[3] for row in standing[0]["records"]) > 1, "some were corrected"


def _take_effect_anew(office: Office) -> None:
    """Empty what follows from verdicts, and let the judge's own steps make it again."""
    with office.database.write() as connection:
        for name in ("visit_marks", "visit_staff", "visits", "records", "staff", "answers"):
            connection.execute(tables.metadata.tables[name].delete())
        for entry in connection.execute(select(tables.entries.c.id).order_by(tables.entries.c.id)).scalars():
            row = records.entry(connection, entry)
            said = records.latest_verdict(connection, entry)
            assert said is not None
            judge.take_effect(connection, row, said.outcome)


def test_given_twice_it_is_taken_once(given: tuple[list[bytes], Path], tmp_path: Path) -> None:
    lines, keys = given
    everything = tuple(name for name in tables.metadata.tables if name != "nonces")
    with an_office(tmp_path, keys) as office:
        restore(office, lines)
        before = told(office, *everything)
        again = restore(office, lines)
        assert (again.entries, again.receipts, again.statements) == (0, 0, 0)
        assert told(office, *everything) == before


def test_broken_off_it_goes_on_where_it_was(given: tuple[list[bytes], Path], tmp_path: Path) -> None:
    lines, keys = given
    with an_office(tmp_path, keys) as office:
        cut = (
            next(place for place in range(len(lines) // 2, len(lines)) if lines[place].startswith(b'{"rec'))
            + 1
        )
        first = restore(office, lines[:cut])
        second = restore(office, lines)
        assert first.entries + second.entries == sum(line.startswith(b'{"entry"') for line in lines)
        assert examine_all(office).problems == []


def test_without_the_verdicts_the_entries_wait_for_the_judge(
    given: tuple[list[bytes], Path], tmp_path: Path
) -> None:
    lines, keys = given
    verdict = next(place for place, line in enumerate(lines) if line.startswith(b'{"receipt"')) + 1
    with an_office(tmp_path, keys) as office:
        restored = restore(office, lines[:verdict])
        with office.database.write() as connection:
            records.wait_for_unjudged(connection)
            assert records.waiting_count(connection) == restored.entries
        assert judge.judge_all(office) == restored.entries


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda lines: [b"{}\n", *lines[1:]], "heading 1"),
        (lambda lines: [*lines[:1], b"nothing\n"], "line 0"),
        (lambda lines: [line for line in lines if not line.startswith(b'{"receipt"')], "entry 1"),
        (lambda lines: _without(lines, b'{"entry"', 3), "entry 5"),
        (lambda lines: _without(lines, b'{"statement"', 2), "statement 4"),
        (lambda lines: _spoilt(lines, b'{"statement"', 1), "statement 2"),
        (lambda lines: _spoilt(lines, b'{"entry"', 1), "entry 2"),
        (lambda lines: _spoilt(lines, b'{"receipt"', 0), "receipt 0"),
    ],
)
def test_what_is_not_authentic_or_does_not_follow_is_refused(
    given: tuple[list[bytes], Path], tmp_path: Path, change: Any, name: str
) -> None:
    lines, keys = given
    with an_office(tmp_path, keys) as office, pytest.raises(AppError) as refused:
        restore(office, change(list(lines)))
    assert refused.value.params["name"] == name


def test_another_receivers_word_counts_for_nothing(given: tuple[list[bytes], Path], tmp_path: Path) -> None:
    lines, _ = given
    office = open_office(tmp_path, SystemClock(), create=True)
    try:
        with pytest.raises(AppError) as refused:
            restore(office, lines)
        assert refused.value.params["value"] == "key"
        assert told(office, "entries", "statements") == {"entries": [], "statements": []}
    finally:
        office.close()


def _places(lines: list[bytes], prefix: bytes) -> list[int]:
    return [place for place, line in enumerate(lines) if line.startswith(prefix)]


def _without(lines: list[bytes], prefix: bytes, number: int) -> list[bytes]:
    place = _places(lines, prefix)[number]
    return lines[:place] + lines[place + 1 :]


def _spoilt(lines: list[bytes], prefix: bytes, number: int) -> list[bytes]:
    """One signature, of the right form and over something else."""
    place, other = _places(lines, prefix)[number], _places(lines, prefix)[-1]
    kind = prefix[2:-1].decode()
    value, theirs = json.loads(lines[place]), json.loads(lines[other])
    if place == other:
        value[kind]["signature"] = "A" * 86
    else:
        value[kind]["signature"] = theirs[kind]["signature"]
    lines[place] = prefix + b":" + json.dumps(value[kind], separators=(",", ":")).encode() + b"}\n"
    return lines
