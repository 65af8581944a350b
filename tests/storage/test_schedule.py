"""Orders in the database: written over, found by day and recipient, gone with whom they are about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from provider_desktop.domain.topics import Topic
from tests.support.schedules import an_order
from tests.support.storage import NOW, a_database

DAY = date(2026, 11, 2)


def test_orders_come_back_as_they_were_in_order_of_time(tmp_path: Path) -> None:
    late, early = (
        an_order("2026-11-02 15:00", order=1, note="带血压计"),
        an_order("2026-11-02 09:00", order=2),
    )
    nobody = an_order("2026-11-03 09:00", order=3, staff=(), items=("A", "B"))
    with a_database(tmp_path) as database:
        with database.unit_of_work() as work:
            work.schedule.save((late, early, nobody), NOW)
            assert Topic.SCHEDULE in work.commit()
        with database.reading() as reading:
            assert reading.schedule.between(DAY, DAY) == (early, late)
            assert reading.schedule.between(DAY, date(2026, 11, 3)) == (early, late, nobody)
            assert reading.schedule.between(date(2026, 11, 4), date(2026, 12, 1)) == ()
            assert reading.schedule.get(late.order) == late
            assert reading.schedule.get("nothing") is None
            assert reading.schedule.count_on(DAY) == 2
            assert reading.schedule.of_recipient("R1", DAY, DAY) == (early, late)
            assert reading.schedule.of_recipient("R2", DAY, DAY) == ()


def test_a_day_is_local(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.schedule.save((an_order("2026-11-02 00:10"), an_order("2026-11-02 23:50", order=2)), NOW)
        assert work.schedule.count_on(DAY) == 2


def test_saving_again_writes_over_and_deleting_says_how_many(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.schedule.save((an_order(),), NOW)
        moved = an_order("2026-11-03 10:00", staff=("S2",))
        work.schedule.save((moved,), NOW)
        assert work.schedule.between(DAY, date(2026, 11, 30)) == (moved,)
        assert work.schedule.delete((moved.order, "unknown")) == 1
        assert work.schedule.delete(()) == 0
        assert work.schedule.get(moved.order) is None


def test_nothing_is_written_while_reading(tmp_path: Path) -> None:
    with (
        a_database(tmp_path) as database,
        database.reading() as reading,
        pytest.raises(RuntimeError, match="while reading"),
    ):
        reading.schedule.save((an_order(),), NOW)


def test_wishes_are_kept_and_taken_back(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.schedule.prefer("R1", ("S2", "S1"))
        work.schedule.prefer("R2", ("S1",))
        assert work.schedule.preferred() == {"R1": ("S2", "S1"), "R2": ("S1",)}
        work.schedule.prefer("R1", ())
        assert work.schedule.preferred() == {"R2": ("S1",)}


def test_who_is_forgotten_leaves_no_order_behind(tmp_path: Path) -> None:
    other = an_order(recipient="R2", order=2)
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.schedule.save((an_order(), other), NOW)
        work.schedule.prefer("R1", ("S1",))
        work.erasure.forget_recipient("R1")
        assert work.schedule.between(DAY, DAY) == (other,)
        assert work.schedule.preferred() == {}
        work.erasure.forget_everybody()
        assert work.schedule.between(DAY, DAY) == ()
