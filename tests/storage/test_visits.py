"""Visits one by one: drafts, sealed versions, and the state that follows from receipts and verdicts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.histories import VerdictOutcome
from provider_desktop.domain.visit_payload import fingerprint
from provider_desktop.domain.visits import Acknowledgement, Capture, CorrectionNote, Visit, VisitState
from provider_desktop.exchange.entries import Op
from provider_desktop.storage.unit_of_work import UnitOfWork
from provider_desktop.storage.verdicts import VerdictRow
from provider_desktop.storage.visit_lists import VisitQuery
from provider_desktop.storage.visits import DraftMissingError
from tests.support.builders import a_record, a_visit, local
from tests.support.exchange import STREAM
from tests.support.storage import NOW, a_database, judge, receive_up_to, seal_visit

RECORD = a_record(1)
ASK = Finding("TIME-LATE", Action.ASK, "/out/at", {"hours": 50, "why": "late"})
BLOCK = Finding("STAFF-QUALIFIED", Action.BLOCK, "/staff/0", {})


def a_correction(visit: Visit, version: int = 2) -> Visit:
    return replace(
        visit,
        version=version,
        reason="wrong_time",
        adjusted_out=local("2026-11-02 09:40"),
        correction=CorrectionNote("phoned_recipient", "", "王芳"),
    )


def test_a_draft_keeps_all_that_was_typed_and_all_that_is_missing(tmp_path: Path) -> None:
    half = Visit(RECORD, 1, "", (), Capture(), Capture(), (), remarks="", extra={"later": [1, {"a": "b"}]})
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        for visit in (a_visit(), half):
            work.visits.save_draft(visit, (ASK, BLOCK), NOW)
            stored = work.visits.get(RECORD)
            assert stored is not None
            assert stored.visit == visit
            assert stored.findings == (ASK, BLOCK)
            assert (stored.state, stored.entry_hash, stored.saved_at) == (VisitState.DRAFT, "", NOW)
        assert len(work.visits.drafts()) == 1
        assert work.visit_lists.records(VisitQuery(month="2026-11")) == (RECORD,)


def test_a_sealed_visit_comes_back_from_its_entry(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.visits.save_draft(a_visit(), (BLOCK,), NOW)
        sealed = seal_visit(work, a_visit(), (ASK,))
        stored = work.visits.get(RECORD)
        assert stored is not None
        assert stored.visit == a_visit()
        assert stored.findings == (ASK,)
        assert stored.entry_hash == sealed.hash
        assert work.visits.drafts() == ()


def test_only_what_has_an_entry_can_be_sealed(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        sealed = seal_visit(work, a_visit())
        for visit, entry_hash in ((a_visit(record=2), sealed.hash), (a_visit(), "ab" * 32)):
            with pytest.raises(DraftMissingError):
                work.visits.seal(visit, (), entry_hash, NOW)


def test_a_discarded_correction_uncovers_what_was_sealed(
    tmp_path: Path,
) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.visits.save_draft(a_visit(), (ASK,), NOW)
        work.visits.discard(RECORD)
        assert work.visits.get(RECORD) is None
        assert work.visits.findings((RECORD,)) == {}
        with pytest.raises(DraftMissingError):
            work.visits.discard(RECORD)

        seal_visit(work, a_visit())
        with pytest.raises(DraftMissingError):
            work.visits.discard(RECORD)
        work.visits.save_draft(a_correction(a_visit()), (), NOW)
        draft = work.visits.get(RECORD)
        assert draft is not None
        assert (draft.state, draft.visit.version, draft.visit.minutes) == (VisitState.DRAFT, 2, 40)
        work.visits.discard(RECORD)
        stored = work.visits.get(RECORD)
        assert stored is not None
        assert (stored.state, stored.visit) == (VisitState.TO_SEND, a_visit())
        assert work.summaries.differences() == ()


Case = tuple[Callable[[UnitOfWork], None], VisitState]


def _sealed(work: UnitOfWork) -> None:
    seal_visit(work, a_visit())


def _received(work: UnitOfWork) -> None:
    seal_visit(work, a_visit())
    receive_up_to(work, 1)


def _judged(outcome: str, *, receipt: bool = True, op: Op | None = None) -> Callable[[UnitOfWork], None]:
    def steps(work: UnitOfWork) -> None:
        sealed = seal_visit(work, a_visit(), op=op)
        if receipt:
            receive_up_to(work, 1)
        judge(work, sealed, outcome, ("TIME-LATE",))

    return steps


def _withdrawn(outcome: str) -> Callable[[UnitOfWork], None]:
    def steps(work: UnitOfWork) -> None:
        _received(work)
        taken_back = replace(a_visit(), version=2, reason="other")
        sealed = seal_visit(work, taken_back, op=Op.VISIT_WITHDRAW)
        receive_up_to(work, 2)
        judge(work, sealed, outcome)

    return steps


def _corrected(work: UnitOfWork) -> None:
    judge(work, seal_visit(work, a_visit()), "returned", ("EVID-MISSING",))
    seal_visit(work, a_correction(a_visit()))


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (lambda work: work.visits.save_draft(a_visit(), (), NOW), VisitState.DRAFT),
        (_sealed, VisitState.TO_SEND),
        (_received, VisitState.DELIVERED),
        (_judged("accepted"), VisitState.ACCEPTED),
        (_judged("returned"), VisitState.RETURNED),
        (_judged("held"), VisitState.HELD),
        (_judged("conflict"), VisitState.CONFLICT),
        (_judged("accepted", receipt=False), VisitState.ACCEPTED),
        (_withdrawn("accepted"), VisitState.WITHDRAWN),
        (_withdrawn("withdrawn"), VisitState.WITHDRAWN),
        (_withdrawn("returned"), VisitState.RETURNED),
        (_corrected, VisitState.TO_SEND),
    ],
)
def test_the_state_follows_from_entry_receipt_and_verdict(
    tmp_path: Path, steps: Callable[[UnitOfWork], None], state: VisitState
) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        steps(work)
        stored = work.visits.get(RECORD)
        assert stored is not None
        assert stored.state is state
        counts = work.visit_lists.counts()
        assert {each: count for each, count in counts.items() if count} == {state: 1}
        assert work.visit_lists.counts_of_month("2026-11") == counts
        for each in VisitState:
            found = [row.state for row in work.visit_lists.page(VisitQuery(state=each), 0, 9)]
            assert found == ([state] if each is state else [])
        if state is not VisitState.DRAFT:
            [history] = work.facts.histories((RECORD,))
            assert history.state is state


def test_versions_tell_their_own_story(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        _corrected(work)
        receive_up_to(work, 2)
        newest, oldest = work.visits.versions(RECORD)
        assert (newest.version, newest.state, newest.reason) == (2, VisitState.DELIVERED, "wrong_time")
        assert (oldest.version, oldest.state, oldest.received_at) == (1, VisitState.CORRECTED, NOW)
        assert oldest.visit == a_visit()
        assert newest.visit == a_correction(a_visit())
        assert work.visit_lists.corrected() == ((RECORD, 1),)
        [history] = work.facts.histories((RECORD,))
        assert [version.outcome for version in history.versions] == [
            VerdictOutcome.RETURNED,
            VerdictOutcome.NONE,
        ]
        seal_visit(work, replace(a_correction(a_visit(), 3), reason="other"), op=Op.VISIT_WITHDRAW)
        assert work.visits.versions(RECORD)[1].state is VisitState.WITHDRAWN


def test_a_verdict_that_is_older_than_the_known_one_changes_nothing(tmp_path: Path) -> None:
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        sealed = seal_visit(work, a_visit())
        accepted = judge(work, sealed, "accepted", statement=9)
        judge(work, sealed, "returned", ("TIME-LATE",), statement=4)
        assert work.verdicts.get(sealed.hash) == accepted
        assert work.verdicts.counts() == {"accepted": 1}
        later = judge(work, sealed, "returned", ("TIME-LATE",), statement=11)
        assert work.verdicts.of_record(RECORD) == (later,)
        assert work.verdicts.with_outcome("returned") == (later,)
        assert work.verdicts.with_outcome("accepted") == ()


def test_a_verdict_may_arrive_before_its_entry(tmp_path: Path) -> None:
    with a_database(made(tmp_path, "one")) as database, database.unit_of_work() as work:
        sealed = seal_visit(work, a_visit())
    with a_database(made(tmp_path, "two")) as database, database.unit_of_work() as work:
        work.verdicts.save(VerdictRow(sealed.hash, STREAM, 1, RECORD, 1, "accepted", NOW, 1, ()))
        seal_visit(work, a_visit())
        stored = work.visits.get(RECORD)
        assert stored is not None
        assert stored.state is VisitState.ACCEPTED
        assert work.visit_lists.counts()[VisitState.ACCEPTED] == 1


def test_a_visit_pulled_back_is_shown_again(tmp_path: Path) -> None:
    corrected = a_correction(a_visit())
    with a_database(made(tmp_path, "before")) as database, database.unit_of_work() as work:
        sealed = (seal_visit(work, a_visit()), seal_visit(work, corrected))
    with a_database(made(tmp_path, "after"), joined=False) as database, database.unit_of_work() as work:
        work.stream.add_other(STREAM, "0123456789abcdef", NOW)
        assert work.visits.project(RECORD) is False
        for entry in sealed:
            work.stream.restore(entry)
        assert work.visits.project(RECORD) is True
        stored = work.visits.get(RECORD)
        assert stored is not None
        assert stored.visit == corrected
        work.stream.erase(sealed[1].hash)
        assert work.visits.project(RECORD) is False


def made(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def test_fingerprints_of_what_came_in_are_kept_however_it_is_edited(tmp_path: Path) -> None:
    imported, edited = a_visit(), a_visit(recipient="R2")
    typed = a_visit(record=2, recipient="R3")
    retyped = a_visit(record=2, recipient="R4")
    prints = {visit.recipient: fingerprint(visit) for visit in (imported, edited, typed, retyped)}
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.visits.save_draft(imported, (), NOW, imported=True)
        work.visits.save_draft(edited, (), NOW)
        work.visits.save_draft(typed, (), NOW)
        work.visits.save_draft(retyped, (), NOW)
        known = work.visits.known_fingerprints(prints.values())
        assert known == {
            prints["R1"]: a_record(1),
            prints["R2"]: a_record(1),
            prints["R4"]: a_record(2),
        }
        seal_visit(work, edited)
        correction = replace(a_correction(edited), recipient="R9")
        work.visits.save_draft(correction, (), NOW)
        assert set(work.visits.known_fingerprints(prints.values())) == {prints[r] for r in ("R1", "R2", "R4")}
        work.visits.discard(a_record(2))
        assert prints["R4"] not in work.visits.known_fingerprints(prints.values())


def test_what_holds_a_draft_back_is_counted(tmp_path: Path) -> None:
    answered = replace(a_visit(record=3), acknowledged=(Acknowledgement("TIME-LATE", "weak_network"),))
    with a_database(tmp_path) as database, database.unit_of_work() as work:
        work.visits.save_draft(a_visit(record=1), (ASK, BLOCK), NOW)
        work.visits.save_draft(a_visit(record=2), (ASK,), NOW)
        work.visits.save_draft(answered, (ASK,), NOW)
        work.visits.save_draft(a_visit(record=4), (), NOW)
        counts = work.visit_lists.draft_counts()
        assert (counts.ready, counts.asking, counts.blocked) == (2, 1, 1)
        work.visits.set_findings(a_record(1), ())
        assert work.visit_lists.draft_counts().blocked == 0
        assert work.visits.findings((a_record(1),)) == {}
        with pytest.raises(DraftMissingError):
            work.visits.set_findings(a_record(99), ())
