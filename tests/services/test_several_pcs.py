"""Several PCs on one agency database: streams of their own, drafts that two type, a server that goes away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from provider_desktop.bootstrap import Services
from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.invitations import Invitation
from provider_desktop.exchange.regulator import Regulator
from provider_desktop.exchange.scalars import from_base64url
from provider_desktop.exchange.statements import open_statement
from provider_desktop.exchange.trust import verify_trust
from provider_desktop.services.exchange_run import ExchangeRun
from provider_desktop.services.visits import EntryLine
from provider_desktop.storage.database import Database
from provider_desktop.storage.visit_lists import VisitQuery
from provider_desktop.wording import sentence
from tests.support import postgres
from tests.support.builders import a_recipient, a_staff_member, local
from tests.support.installation import draft, seal
from tests.support.receiver import AGENCY, OTHER_AGENCY, ServedReceiver, served
from tests.support.several_pcs import Agency, held, take_up_work, until

EACH = 8
#: Nothing is asked of it.
UNREACHABLE = cast("Regulator", None)
RECIPIENT = a_recipient().recipient
STAFF = a_staff_member()


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Cluster]:
    """A database server of this module's own: it is stopped and started."""
    if postgres.installed() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.a_cluster() as running:
        yield running


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[ServedReceiver]:
    with served(tmp_path / "receiver") as running:
        yield running


@pytest.fixture
def agency(tmp_path: Path, receiver: ServedReceiver, server: postgres.Cluster) -> Agency:
    made = Agency(tmp_path, receiver, server.new_database())
    made.publish()
    return made


@pytest.fixture
def one(agency: Agency) -> Iterator[Services]:
    with agency.pc("one") as services:
        take_up_work(services)
        yield services


@pytest.fixture
def two(agency: Agency, one: Services) -> Iterator[Services]:
    with agency.pc("two") as services:
        yield services


def line_of(services: Services, record: str) -> EntryLine:
    (line,) = services.entry.lines([record])
    return line


def setting(services: Services, key: str) -> Any:
    with services.workspace.reading() as reading:
        return reading.settings.get(key)


def test_each_pc_has_a_stream_of_its_own_and_both_show_all(
    one: Services, two: Services, receiver: ServedReceiver
) -> None:
    assert one.session.state().stream != two.session.state().stream
    assert (one.session.state().operator, two.session.state().operator) == ("one", "two")
    together = threading.Barrier(2)

    def work(services: Services, hour: int) -> None:
        together.wait()
        for day in range(EACH):
            seal(services, f"2026-11-{10 + day} {hour:02}:00")
        services.sync.run(patience=30)

    with ThreadPoolExecutor(2) as pool:
        for running in [pool.submit(work, one, 9), pool.submit(work, two, 14)]:
            running.result()
    heads: dict[str, int] = {}
    for services in (one, two):
        services.sync.run()
        assert services.system.verify().problems == ()
        assert services.visits.counts().by_state == one.visits.counts().by_state
        with services.workspace.reading() as reading:
            assert reading.visit_lists.count(VisitQuery()) == 2 * EACH
            assert reading.stream.waiting_count() == 0
            heads = {head.stream: head.seq for head in reading.stream.all()}
        assert heads == held(receiver)
    assert heads[two.session.state().stream] == EACH


def test_what_one_pc_changes_is_told_on_the_other(one: Services, two: Services) -> None:
    heard: set[Topic] = set()
    two.workspace.changes.subscribe(heard.update)
    two.sharing.watch()
    until(lambda: (draft(one), Topic.VISITS in heard)[1])
    assert Topic.STREAM not in heard


def test_a_pc_of_another_agency_is_not_let_in(
    agency: Agency, one: Services, receiver: ServedReceiver
) -> None:
    from provider_desktop.bootstrap import open_services
    from provider_desktop.domain.clock import FixedClock
    from tests.support.receiver import NOW

    with open_services(agency.folder / "three", "zh_CN", FixedClock(NOW), keyring=lambda: None) as services:
        services.session.set_up("correct horse battery", agency.url)
        invitation: Invitation = replace(receiver.invitation(), agency=OTHER_AGENCY)
        with pytest.raises(AppError) as raised:
            services.session.join(invitation.to_bytes())
    assert raised.value.code is ErrorCode.ALREADY_JOINED
    assert raised.value.params == {"agency": AGENCY}


def test_of_two_who_change_one_draft_the_second_is_told_and_loses_nothing(
    one: Services, two: Services
) -> None:
    record = draft(one)
    mine, theirs = line_of(one, record), line_of(two, record)
    two.entry.save_draft(replace(theirs, remarks="she was asleep"))
    with pytest.raises(AppError) as raised:
        one.entry.save_draft(replace(mine, satisfaction=2))
    assert raised.value.code is ErrorCode.RECORD_CHANGED
    assert raised.value.params == {"record": record, "fields": "remarks"}
    assert "备注" in sentence("error", "RecordChanged", "zh_CN", raised.value.params)
    (kept,) = one.sharing.kept()
    assert (kept.mine.satisfaction, kept.fields) == (2, ("satisfaction", "remarks"))
    assert kept.theirs is not None
    assert kept.theirs.remarks == "she was asleep"
    assert line_of(two, record).remarks == "she was asleep"
    assert one.sharing.state().kept == 1

    one.sharing.take_mine(record)
    assert one.sharing.kept() == ()
    assert (line_of(one, record).satisfaction, line_of(one, record).remarks) == (2, "")
    one.entry.save_draft(replace(line_of(one, record), satisfaction=3))  # and she goes on
    assert one.sharing.state().kept == 0


def test_who_gives_way_sees_the_others_and_goes_on_from_there(one: Services, two: Services) -> None:
    record = draft(one)
    mine = line_of(one, record)
    two.entry.save_draft(replace(line_of(two, record), remarks="theirs"))
    with pytest.raises(AppError):
        one.entry.save_draft(replace(mine, remarks="mine"))
    one.sharing.drop_mine(record)
    one.entry.save_draft(replace(line_of(one, record), satisfaction=1))
    assert (line_of(two, record).remarks, line_of(two, record).satisfaction) == ("theirs", 1)
    with pytest.raises(AppError) as raised:
        one.sharing.take_mine(record)
    assert raised.value.code is ErrorCode.RECORD_UNKNOWN


def test_what_is_typed_into_a_visit_sealed_meanwhile_is_kept(one: Services, two: Services) -> None:
    record = draft(one)
    mine = line_of(one, record)
    reasons = dict.fromkeys(("EVID-MISSING", "TIME-LATE", "OVER-RECIPIENT", "SCOPE-QUOTA"), "as_recorded")
    assert two.finalising.finalise([record], reasons).sealed == (record,)
    with pytest.raises(AppError) as raised:
        one.entry.save_draft(replace(mine, remarks="too late"))
    assert raised.value.params["fields"] == "sealed"
    (kept,) = one.sharing.kept()
    assert (kept.sealed, kept.mine.remarks) == (True, "too late")
    with pytest.raises(AppError) as raised:
        one.sharing.take_mine(record)
    assert raised.value.code is ErrorCode.STATE_FORBIDS


def test_typing_goes_on_while_the_server_is_away_and_all_goes_in_once(
    agency: Agency, one: Services, two: Services, server: postgres.Cluster
) -> None:
    one.sharing.watch()
    before = draft(one, "2026-11-20 09:00")
    shown = line_of(one, before)
    until(lambda: not one.sharing.state().away)
    server.stop()
    try:
        new = [
            one.entry.save_draft(
                replace(shown, record="", time_in=local(f"2026-11-{day} 09:00"),
                        time_out=local(f"2026-11-{day} 09:45"), day=None)
            ).record
            for day in range(10, 15)
        ]  # fmt: skip
        changed = one.entry.save_draft(replace(shown, remarks="typed while away"))
        assert (changed.record, changed.recipient_name) == (before, a_recipient().name)
        assert {row.record for row in one.entry.drafts()} == {*new, before}
        state = one.sharing.state()
        assert (state.away, state.waiting, state.kept) == (True, 6, 0)
        assert one.entry.suggest(RECIPIENT, local("2026-11-20 09:00").date()).items
        one.entry.discard(new.pop())
        for refused in (lambda: one.finalising.finalise(new), lambda: one.entry.discard(before)):
            with pytest.raises(AppError) as raised:
                refused()
            assert raised.value.code is ErrorCode.DATABASE_AWAY
        assert not one.session.state().must_rejoin
    finally:
        server.start()
    until(lambda: one.sharing.state() == replace(state, away=False, waiting=0))
    assert {row.record for row in two.entry.drafts()} == {*new, before}
    assert line_of(two, before).remarks == "typed while away"
    assert (
        len(one.finalising.finalise(None, {"EVID-MISSING": "as_recorded"}).sealed) + len(one.entry.drafts())
        == len(new) + 1
    )
    assert one.system.verify().problems == ()


def test_a_backup_of_the_shared_database_is_whole_and_could_be_gone_on_with_alone(
    one: Services, two: Services, tmp_path: Path
) -> None:
    for services, hour in ((one, "08:00"), (two, "15:00")):
        seal(services, f"2026-11-18 {hour}")
        services.sync.run()
    waiting = draft(one)
    made = one.backups.backup(tmp_path / "all.carebackup")
    assert made.verified
    content = one.backups.try_out(made.file)
    assert (content.drafts, content.entries) == (1, one.system.verify().entries)
    key = bytes(range(32))
    assert one.workspace.database is not None
    one.workspace.database.export(tmp_path / "copy.db", key)
    with closing(Database.open(tmp_path / "copy.db", key)) as database, database.reading() as reading:
        own = reading.stream.own()
        assert own is not None
        assert own.stream == one.session.state().stream
        assert reading.settings.get("membership")["stream"] == own.stream
        assert reading.settings.of_every_pc("membership") == ()
        assert [stored.visit.record for stored in reading.visits.drafts()] == [waiting]
        assert (reading.summaries.differences(), reading.audit.broken()) == ((), ())
        others = [head for head in reading.stream.all() if head.stream != own.stream]
        assert [(head.own, head.seq) for head in others] == [(False, 1)]
        assert database.problems() == ()
    with pytest.raises(AppError) as raised:
        one.backups.restore(made.file, b"")
    assert raised.value.code is ErrorCode.STATE_FORBIDS


def test_who_is_erased_on_one_pc_is_gone_for_all(one: Services, two: Services) -> None:
    for services, hour in ((one, "08:00"), (two, "15:00")):
        seal(services, f"2026-11-18 {hour}")
    one.sync.run()
    with pytest.raises(AppError) as raised:  # what the other PC has not sent yet would be lost
        one.erasure.erase(RECIPIENT)
    assert raised.value.code is ErrorCode.STATE_FORBIDS
    two.sync.run()
    done = one.erasure.erase(RECIPIENT, "contract ended")
    assert done.records == 2
    assert two.recipients.options("张秀英") == ()
    assert (one.system.verify().problems, two.system.verify().problems) == ((), ())


def test_what_another_pc_read_of_the_feed_is_not_done_over(
    agency: Agency, one: Services, receiver: ServedReceiver
) -> None:
    """The slower of two that pull at once stores nothing twice, and nothing of an epoch that is over."""
    with agency.pc("two") as two:
        with one.workspace.reading() as reading:
            stored = reading.feed.after(0)
        assert len(stored) > 3
        run = ExchangeRun(one.workspace, UNREACHABLE, None, None)
        run._snapshot()
        trust = verify_trust(from_base64url(setting(one, "trust")), root=one.workspace.joined()[0].root)
        again = [open_statement(row.envelope, trust=trust, agency=AGENCY) for row in stored]
        assert run._take(again) == 0
        with two.workspace.writing() as work:
            work.settings.set("feed_position", (2, stored[1].hash))
        assert run._take(again[:1]) == 0
        assert run._take(again[1:]) == len(again) - 2
        assert setting(one, "feed_position") == [stored[-1].seq, stored[-1].hash]
        with two.workspace.writing() as work:
            work.settings.set("feed_position", (0, ""))
            work.settings.set("epoch", 9)
        assert run._take(again) == 0


def test_after_the_server_went_back_to_a_backup_one_enrols_anew_and_nothing_is_lost(
    agency: Agency, one: Services, receiver: ServedReceiver, server: postgres.Cluster
) -> None:
    with agency.pc("two") as two:
        seal(two, "2026-11-18 15:00")
        two.sync.run()
    seal(one, "2026-11-18 08:00")
    one.sync.run()
    one.session.close()
    backup = server.new_database(like=agency.url.rpartition("/")[2])
    with agency.pc("one", new=False) as services:
        delivered = seal(services, "2026-11-19 08:00")
        services.sync.run()
    with agency.pc("two", new=False) as services:
        delivered_too = seal(services, "2026-11-19 15:00")
        services.sync.run()
    server.put_in_place(agency.url, backup)
    before = held(receiver)
    with agency.pc("one", new=False) as services:
        assert services.session.state().must_rejoin
        record = draft(services, "2026-11-20 08:00")
        with pytest.raises(AppError) as raised:
            services.finalising.finalise([record])
        assert raised.value.code is ErrorCode.STREAM_DIVERGED
        services.session.join(receiver.invitation().to_bytes())
        assert not services.session.state().must_rejoin
        assert services.finalising.finalise([record], {"TIME-LATE": "as_recorded"}).sealed == (record,)
        services.sync.run()
        assert services.system.verify().problems == ()
    with agency.pc("two", new=False) as services:
        # What the first took back from the regulator was the second's stream, too: it goes on in it.
        assert not services.session.state().must_rejoin
        seal(services, "2026-11-20 15:00")
        services.sync.run()
        assert services.system.verify().problems == ()
    after = held(receiver)
    assert all(after[stream] >= count for stream, count in before.items())
    with agency.pc("one", new=False) as services:
        services.sync.run()
        with services.workspace.reading() as reading:
            assert {head.stream: head.seq for head in reading.stream.all()} == held(receiver)
            assert reading.visits.get(delivered) is not None
            assert reading.visits.get(delivered_too) is not None
            assert reading.visit_lists.count(VisitQuery()) == 6


def test_a_pc_that_starts_while_the_server_is_away_takes_drafts_and_brings_them_in_later(
    agency: Agency, one: Services, server: postgres.Cluster
) -> None:
    record = draft(one)
    one.session.close()
    server.stop()
    try:
        with agency.pc("one", new=False) as services:
            assert (services.session.state().needs, services.session.state().operator) == ("", "one")
            row = services.entry.save_draft(
                EntryLine(recipient=RECIPIENT, time_in=local("2026-11-21 10:00"), staff=(STAFF.staff,))
            )
            assert row.staff_names == (STAFF.name,)
        with agency.pc("one", new=False) as services:
            assert services.sharing.state().waiting == 1
    finally:
        server.start()
    with agency.pc("one", new=False) as services:
        assert services.sharing.state().waiting == 0
        assert {each.record for each in services.entry.drafts()} == {record, row.record}
        assert seal(services, "2026-11-19 15:00")


def test_what_two_typed_while_one_was_cut_off_is_both_there(
    one: Services, two: Services, server: postgres.Cluster
) -> None:
    record = draft(one)
    mine, theirs = line_of(one, record), line_of(two, record)
    server.stop()
    try:
        one.entry.save_draft(replace(mine, remarks="typed while away"))
    finally:
        server.start()
    two.workspace.opened()
    until(lambda: bool(two.entry.save_draft(replace(theirs, remarks="typed meanwhile"))))
    until(lambda: one.workspace.shared is not None and one.workspace.shared.connect())
    (kept,) = one.sharing.kept()
    assert kept.mine.remarks == "typed while away"
    assert kept.theirs is not None
    assert kept.theirs.remarks == "typed meanwhile"
