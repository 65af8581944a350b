"""Which rule set holds on a day is the same on both sides, in whatever order they were published."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from provider_desktop.domain.clock import day_start
from provider_desktop.exchange.canonical import encode
from provider_desktop.receiver.storage.feed import Publication
from provider_desktop.receiver.world import in_force
from provider_desktop.storage.rulesets import RulesetRow
from tests.support.workspace import a_workspace

FIRST = date(2026, 1, 1)


@pytest.mark.parametrize("seed", range(12))
def test_receiver_and_desktop_choose_the_same(tmp_path, seed):
    chance = Random(seed)
    published = []
    with a_workspace(tmp_path) as workspace:
        for number in range(6):
            first = FIRST + timedelta(days=chance.randrange(4) * 30)
            last = first + timedelta(days=chance.randrange(90)) if chance.random() < 0.5 else None
            version = f"{chance.choice('abc')}-{number}"
            body = {"version": version, "from": first.isoformat(), "to": last.isoformat() if last else ""}
            published.append(Publication(number, "", "ruleset", version, encode(body), day_start(first)))
            with workspace.writing() as work:
                work.rulesets.save(RulesetRow(version, first, last, body))
        held = 0
        with workspace.reading() as reading:
            for offset in range(0, 200, 7):
                day = FIRST + timedelta(days=offset)
                row = reading.rulesets.on(day)
                if row is not None:
                    held += 1
                    assert in_force(published, day) == row.body
        assert held > 5


def test_where_no_day_is_asked_for_the_one_published_last_is_meant():
    bodies = [
        {"version": version, "from": day, "to": ""}
        for version, day in (("b", "2026-05-01"), ("a", "2026-01-01"))
    ]
    published = [
        Publication(number, "", "ruleset", str(body["version"]), encode(body), day_start(FIRST))
        for number, body in enumerate(bodies)
    ]
    assert in_force(published, None) == bodies[1]
    assert in_force(published, date(2025, 1, 1)) == bodies[1]
    assert in_force(published, date(2026, 6, 1)) == bodies[0]
    assert in_force((), date(2026, 6, 1)) is None
