"""What a rating counts of one record follows from its versions, receipts and verdicts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from provider_desktop.domain.catalogue import Catalogue, ItemClass, ServiceItem
from provider_desktop.domain.histories import (
    FactRules,
    RecordHistory,
    SealedVersion,
    VerdictOutcome,
    evidence_complete,
)
from provider_desktop.domain.ratings.facts import VisitFact
from provider_desktop.domain.traces import FactMaker, trace_of
from provider_desktop.domain.visits import (
    NOT_SIGNED,
    Capture,
    Evidence,
    EvidenceKind,
    ItemDone,
    Relation,
    Signer,
    SigningMethod,
    Source,
    Visit,
)

START = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)
HOME = ("37.483300", "117.510600")
CATALOGUE = Catalogue(
    "c1",
    date(2026, 1, 1),
    None,
    (
        ServiceItem("ZH-01", "上门探访", "Home call", ItemClass.CARE, 20, 30, 60),
        ServiceItem("GA-07", "电话", "Call", ItemClass.SUPPORT, 3, 10, 30, counts_as_visit=False),
    ),
)
PAPER = Visit(
    record="01",
    version=1,
    recipient="R1",
    staff=("S1",),
    sign_in=Capture(START, Source.PAPER),
    sign_out=Capture(START + timedelta(minutes=30), Source.PAPER),
    items=(ItemDone("ZH-01", 30),),
    evidence=(Evidence(EvidenceKind.SHEET, "a" * 64, 10),),
    signer=Signer(Relation.SELF, SigningMethod.PAPER),
)
PHONE = replace(
    PAPER,
    sign_in=Capture(START, Source.PHONE, *HOME),
    sign_out=Capture(START + timedelta(minutes=30), Source.PHONE, *HOME),
    evidence=(Evidence(EvidenceKind.PHOTO_AFTER, "b" * 64, 10),),
)


def fact(*versions: SealedVersion) -> VisitFact:
    trace = trace_of(RecordHistory(versions))
    assert trace is not None
    return FactMaker((CATALOGUE,), {"R1": HOME}, FactRules()).fact(trace, {})


def place_bad(visit: Visit, home: tuple[str, str], repeated: str = "") -> bool:
    trace = trace_of(RecordHistory((SealedVersion(visit),)))
    assert trace is not None
    return FactMaker((CATALOGUE,), {"R1": home}, FactRules()).fact(trace, {repeated: 2}).place_bad


@pytest.mark.parametrize(("minutes", "on_time"), [(48 * 60, True), (48 * 60 + 1, False)])
def test_late_is_more_than_48_hours_after_sign_out(minutes: int, on_time: bool) -> None:
    received = START + timedelta(minutes=30 + minutes)
    assert fact(SealedVersion(PAPER, received_at=received)).on_time is on_time


def test_timeliness_does_not_apply_before_anything_was_received() -> None:
    assert fact(SealedVersion(PAPER)).on_time is None
    assert fact(SealedVersion(PAPER)).state == "to_send"


def test_correction_of_a_returned_version_was_asked_for() -> None:
    returned = SealedVersion(PAPER, received_at=START, outcome=VerdictOutcome.RETURNED)
    second = SealedVersion(replace(PAPER, version=2), received_at=START, outcome=VerdictOutcome.ACCEPTED)
    both = fact(returned, second)
    assert (both.corrected_unasked, both.first_version_judged, both.first_version_accepted) == (
        False,
        True,
        False,
    )
    accepted = replace(returned, outcome=VerdictOutcome.ACCEPTED)
    assert fact(accepted, second).corrected_unasked


def test_withdrawn_records_are_no_fact() -> None:
    history = RecordHistory((SealedVersion(PAPER), SealedVersion(replace(PAPER, version=2), withdraws=True)))
    assert trace_of(history) is None


def test_visit_without_any_time_is_no_fact() -> None:
    timeless = replace(PAPER, sign_in=Capture(), sign_out=Capture())
    assert trace_of(RecordHistory((SealedVersion(timeless),))) is None


def test_below_minimum_and_telephone_calls() -> None:
    short = replace(PAPER, sign_out=Capture(START + timedelta(minutes=19)))
    assert fact(SealedVersion(short)).below_minimum
    assert not fact(SealedVersion(PAPER)).below_minimum
    call = replace(PAPER, items=(ItemDone("GA-07", 10),))
    assert not fact(SealedVersion(call)).counts_as_visit
    unknown = replace(PAPER, items=(ItemDone("XX-99", 10),))
    assert fact(SealedVersion(unknown)).counts_as_visit


def test_each_capture_asks_for_its_own_evidence() -> None:
    assert evidence_complete(PAPER)
    assert not evidence_complete(replace(PAPER, signer=NOT_SIGNED))
    assert not evidence_complete(replace(PAPER, evidence=()))
    assert evidence_complete(PHONE)
    assert not evidence_complete(replace(PHONE, evidence=PAPER.evidence))
    assert not evidence_complete(replace(PHONE, sign_out=Capture(START, Source.PHONE)))


def test_places_that_are_bad() -> None:
    assert not place_bad(PHONE, HOME)
    assert not place_bad(PAPER, HOME)
    assert not place_bad(PHONE, ("", ""))
    assert place_bad(PHONE, HOME, ",".join(HOME))
    far = replace(PHONE, sign_out=Capture(START, Source.PHONE, "37.493300", "117.510600"))
    assert place_bad(far, HOME)
    broken = replace(PHONE, sign_out=Capture(START, Source.PHONE, "north", "117.5"))
    assert place_bad(broken, HOME)
