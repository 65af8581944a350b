"""Runs of the exchange on a real database against a receiver in memory, honest or not."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from provider_desktop.exchange.engine_messages import Outcome, Summary
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.exchange.statements import open_statement
from provider_desktop.services.exchange_run import ALARM, ExchangeRun
from provider_desktop.services.sync import SyncProgress
from provider_desktop.services.sync_service import SyncService
from provider_desktop.services.system_service import SystemService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.workspace import Workspace
from tests.support.builders import a_staff_member, a_visit
from tests.support.exchange import AGENCY, NOW, STRANGER, a_statement, a_trust
from tests.support.toy_receiver import BadLine, ToyReceiver, ours
from tests.support.workspace import Bureau, a_workspace, hire, save, set_clock


def run(workspace: Workspace, receiver: ToyReceiver, **given: Any) -> Summary | None:
    """One run; its summary."""
    return ExchangeRun(workspace, receiver, given.pop("progress", None), given.pop("cancelled", None)).run(
        **given
    )


def waiting(workspace: Workspace) -> int:
    """Entries that no receipt covers."""
    with workspace.reading() as reading:
        return reading.stream.waiting_count()


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    """The agency at the receiver's own time, with two members of staff and a visit to send.

    What the bureau stated in the fixture is not in the toy's feed: the run begins with an empty one.
    """
    set_clock(workspace, NOW)
    (record,) = save(workspace, a_visit("2026-11-22 09:00"))
    assert VisitFinalisingService(workspace).finalise([record]).sealed == (record,)
    return workspace


def stated(workspace: Workspace) -> ToyReceiver:
    """A receiver whose feed is what this PC has of it already."""
    receiver = ToyReceiver()
    with workspace.reading() as reading:
        rows = reading.feed.after(0)

    receiver.statements = [open_statement(row.envelope, trust=a_trust(), agency=AGENCY) for row in rows]
    return receiver


def test_nobody_answers_and_nothing_is_lost(desk):
    receiver = stated(desk)
    receiver.trust = lambda: Answer(AnswerKind.OFFLINE)  # type: ignore[method-assign]
    summary = run(desk, receiver)
    assert summary is not None
    assert summary.outcome is Outcome.UNREACHABLE
    assert waiting(desk) == 3


def test_a_page_of_somebody_else_is_not_believed(desk):
    receiver = stated(desk)
    receiver.trust = lambda: ours(b"<html>Sign in</html>")  # type: ignore[method-assign]
    summary = run(desk, receiver)
    assert summary is not None
    assert summary.outcome is not Outcome.DONE
    assert waiting(desk) == 3


def test_entries_are_pushed_and_their_receipt_is_kept(desk):
    receiver = stated(desk)
    told: list[SyncProgress] = []
    summary = run(desk, receiver, progress=told.append)
    assert summary is not None
    assert (summary.pushed, summary.receipts) == (3, 1)
    assert waiting(desk) == 0
    assert told[0] == SyncProgress("push", 3, 3)
    assert [each.seq for each in SyncService(desk).batches()] == [3]
    assert SyncService(desk).batches()[0].verified
    assert SystemService(desk).verify().problems == ()
    again = run(desk, receiver)
    assert again is not None
    assert (again.pushed, again.receipts) == (0, 0)
    assert receiver.calls["send"] == 1


def test_progress_goes_on_over_several_batches(desk):
    receiver = stated(desk)
    receiver.takes = 1
    told: list[SyncProgress] = []
    run(desk, receiver, progress=told.append)
    pushed = [each.done for each in told if each.phase == "push"]
    assert pushed == sorted(pushed)
    assert pushed[-1] == 3
    assert len(receiver.entries_held) == 3


def test_what_was_taken_without_a_receipt_is_sent_again_and_stands_once(desk):
    receiver = stated(desk)
    send = receiver.send

    def silent(stream: str, batch: bytes) -> Answer:
        send(stream, batch)
        return Answer(AnswerKind.OFFLINE)

    receiver.send = silent  # type: ignore[method-assign]
    run(desk, receiver)
    receiver.send = send  # type: ignore[method-assign]
    run(desk, receiver)
    assert waiting(desk) == 0
    assert len(receiver.entries_held) == 3


def test_cancelling_leaves_what_was_done(desk):
    receiver = stated(desk)
    assert run(desk, receiver, cancelled=lambda: "send" in receiver.calls) is None
    assert len(receiver.entries_held) == 3
    assert run(desk, receiver) is not None
    assert waiting(desk) == 0


def test_statements_arrive_and_are_done(desk):
    receiver = stated(desk)
    receiver.publish()
    receiver.publish(
        kind="calendar",
        body={"locks": [{"month": "2026-11", "at": "2026-12-06T00:00:00+08:00"}], "periods": []},
    )
    summary = run(desk, receiver)
    assert summary is not None
    assert summary.pulled == 2
    assert SyncService(desk).status().lock_month == "2026-11"


def test_a_statement_signed_by_a_stranger_stops_the_feed_there(desk):
    receiver = stated(desk)
    receiver.publish()
    after = receiver.statements[-1].position
    receiver.statements.append(a_statement(after, STRANGER))
    run(desk, receiver)
    with desk.reading() as reading:
        assert reading.feed.head()[0] == len(receiver.statements) - 1
    assert SystemService(desk).verify().problems == ()


def test_a_receiver_that_holds_other_entries_raises_an_alarm(desk):
    receiver = stated(desk)
    run(desk, receiver)
    receiver.entries_held = receiver.entries_held[:1]
    summary = run(desk, receiver)
    assert summary is not None
    with desk.reading() as reading:
        alarm = reading.settings.get(ALARM)
    assert alarm is not None
    assert SyncService(desk).status().alarm == alarm["code"]
    SyncService(desk).clear_alarm("已与民政部门核实")
    assert SyncService(desk).status().alarm == ""


def test_after_a_restore_in_a_new_epoch_everything_is_sent_again(desk):
    receiver = stated(desk)
    backup = receiver.backup()
    run(desk, receiver)
    receiver.restore(backup, new_epoch=True)
    summary = run(desk, receiver)
    assert summary is not None
    assert summary.pushed == 3
    assert len(receiver.entries_held) == 3
    assert SyncService(desk).status().alarm == ""


def test_a_bad_line_only_delays(tmp_path):

    class Away(ToyReceiver):
        """A receiver behind a bad line."""

        line = BadLine(Random(7))

        def trust(self) -> Answer:
            return self.line.carry(super().trust)

        def head(self, stream: str) -> Answer:
            return self.line.carry(lambda: super(Away, self).head(stream))

        def send(self, stream: str, batch: bytes) -> Answer:
            return self.line.carry(lambda: super(Away, self).send(stream, batch))

        def feed(self, after: int, wait: int) -> Answer:
            return self.line.carry(lambda: super(Away, self).feed(after, wait))

    with a_workspace(tmp_path) as workspace:
        hire(workspace, *(a_staff_member(f"S{number}") for number in range(1, 6)))
        receiver = Away()
        receiver.publish()
        for _ in range(60):
            run(workspace, receiver)
        assert waiting(workspace) == 0
        assert len(receiver.entries_held) == 5
        with workspace.reading() as reading:
            assert reading.feed.head()[0] == 1
        assert SystemService(workspace).verify().problems == ()


def test_a_statement_of_no_use_does_not_hold_up_the_next(desk):
    receiver = stated(desk)
    receiver.publish(kind="catalogue", body={"version": 7})
    receiver.publish(kind="weather", body={"sunny": True})
    receiver.publish(
        kind="calendar",
        body={"locks": [{"month": "2026-11", "at": "2026-12-06T00:00:00+08:00"}], "periods": []},
    )
    run(desk, receiver)
    assert SyncService(desk).status().lock_month == "2026-11"
    with desk.reading() as reading:
        assert reading.feed.head()[0] == len(receiver.statements)
        assert [each.version for each in reading.catalogues.all()] == ["test-1"]


def test_a_statement_done_twice_changes_nothing_more(desk):
    """A receiver restored to the same feed in a new epoch states everything once more."""
    receiver = stated(desk)
    run(desk, receiver)
    with desk.reading() as reading:
        before = (reading.feed.head(), reading.assignments.all(), reading.catalogues.all())
    receiver.restore(receiver.backup(), new_epoch=True)
    run(desk, receiver)
    with desk.reading() as reading:
        assert (reading.feed.head(), reading.assignments.all(), reading.catalogues.all()) == before
    Bureau(desk).catalogue()
    with desk.reading() as reading:
        assert len(reading.catalogues.all()) == 2
