"""What the regulator publishes: the feed in its chain, catalogues, rule sets, calendars, ratings."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from provider_desktop.domain.findings import Action
from provider_desktop.storage.feed import FeedBrokenError, StatementRow
from provider_desktop.storage.ratings import OfficialRating
from provider_desktop.storage.rulesets import RulesetRow
from tests.support.builders import a_catalogue, an_item, default_catalogue
from tests.support.storage import NOW, a_database

FIRST = StatementRow(1, "a1" * 32, "agency", NOW, b"one")
SECOND = StatementRow(2, "a2" * 32, "catalogue", NOW, b"two")


@pytest.mark.parametrize(
    ("statement", "prev"),
    [(FIRST, ""), (SECOND, "b0" * 32), (replace(SECOND, seq=3), FIRST.hash)],
    ids=["known", "other chain", "gap"],
)
def test_what_does_not_follow_is_refused(tmp_path: Path, statement: StatementRow, prev: str) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.feed.append(FIRST, "")
        with pytest.raises(FeedBrokenError):
            work.feed.append(statement, prev)
        assert work.feed.head() == (1, FIRST.hash)


def test_the_feed_is_kept_as_received(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        assert work.feed.head() == (0, "")
        work.feed.append(FIRST, "")
        work.feed.append(SECOND, FIRST.hash)
        assert work.feed.after(0) == (FIRST, SECOND)
        assert work.feed.after(0, limit=1) == (FIRST,)
        assert work.feed.of_kind("catalogue") == (SECOND,)


def test_catalogues_by_version_and_day(tmp_path: Path) -> None:
    shipped = default_catalogue()
    special = an_item("T-30", checks={"TIME-SHORT": Action.BLOCK}, evidence=("photo_after", "value:pulse"))
    later = a_catalogue(special, version="test-2", first_day=date(2027, 1, 1))
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        for catalogue in (shipped, later, later):
            work.catalogues.save(catalogue)
        assert work.catalogues.get(shipped.version) == shipped
        assert work.catalogues.get("test-2") == later
        assert work.catalogues.get("none") is None
        assert work.catalogues.on(date(2025, 12, 31)) is None
        assert work.catalogues.on(date(2026, 11, 23)) == shipped
        assert work.catalogues.on(date(2027, 1, 1)) == later
        assert len(work.catalogues.all()) == 2


def test_rule_sets_and_calendars(tmp_path: Path) -> None:
    old = RulesetRow("v1", date(2026, 1, 1), None, {"limits": {"late_after_hours": 48}})
    new = RulesetRow("v2", date(2026, 11, 1), date(2026, 11, 30), {"checks": {}})
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        assert work.rulesets.calendar() is None
        for ruleset in (old, new):
            work.rulesets.save(ruleset)
        assert work.rulesets.on(date(2025, 12, 31)) is None
        assert work.rulesets.on(date(2026, 11, 30)) == new
        assert work.rulesets.on(date(2026, 12, 1)) == old
        assert work.rulesets.get("v2") == new
        assert work.rulesets.get("v3") is None
        work.rulesets.save_calendar(7, {"locks": [{"month": "2026-11", "at": "2026-12-05T24:00:00+08:00"}]})
        work.rulesets.save_calendar(3, {"locks": []})
        assert work.rulesets.calendar() == {
            "locks": [{"month": "2026-11", "at": "2026-12-05T24:00:00+08:00"}]
        }


def test_of_several_ratings_of_a_period_the_last_counts(tmp_path: Path) -> None:
    october = OfficialRating(4, "2026-10", "v1", "green", NOW, {"indicators": []})
    revised = replace(october, statement=9, light="yellow", issued_at=NOW + timedelta(days=1))
    september = replace(october, statement=11, period="2026-09")
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        assert work.ratings.newest() is None
        for rating in (october, revised, september):
            work.ratings.save(rating)
        assert work.ratings.of_period("2026-10") == revised
        assert work.ratings.of_period("2026-08") is None
        assert work.ratings.newest() == september
        assert work.ratings.all() == (revised, september)
