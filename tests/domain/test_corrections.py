"""Corrections: what was captured stays, a reason and an attestation are asked, versions count on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provider_desktop.domain.corrections import (
    Changes,
    CorrectionAction,
    CorrectionReason,
    apply_correction,
    reason_faults,
    unasked,
    withdraw,
)
from provider_desktop.domain.visit_payload import from_payload, to_payload
from provider_desktop.domain.visits import Acknowledgement, Capture, CorrectionNote, ItemDone, Outcome, Signer
from provider_desktop.wording import LANGUAGES, groups
from tests.support.builders import a_visit, local

NOTE = CorrectionNote("phoned", "", "李主任")


def test_changed_times_are_adjusted_and_captured_ones_stay() -> None:
    visit = a_visit()
    later = local("2026-11-02 10:00")
    corrected = apply_correction(visit, Changes(time_out=later), "wrong_time", NOTE)
    assert corrected.version == 2
    assert corrected.sign_out == visit.sign_out
    assert (corrected.adjusted_in, corrected.adjusted_out) == (None, later)
    assert corrected.minutes == 60
    again = apply_correction(corrected, Changes(satisfaction=3), "other", replace(NOTE, memo="回访"))
    assert (again.version, again.adjusted_out, again.satisfaction) == (3, later, 3)
    assert visit.sign_out.at is not None
    back = apply_correction(again, Changes(time_out=visit.sign_out.at), "wrong_time", NOTE)
    assert back.adjusted_out is None


def test_a_forgotten_sign_out_is_given_beside_the_empty_capture() -> None:
    visit = a_visit(sign_out=Capture(None))
    corrected = apply_correction(visit, Changes(time_out=local("2026-11-02 09:40")), "forgot_sign_out", NOTE)
    assert corrected.sign_out.at is None
    assert corrected.minutes == 40


def test_only_what_is_named_changes() -> None:
    visit = a_visit(acknowledged=(Acknowledgement("TIME-LATE", "late_sheet"),))
    same = apply_correction(visit, Changes(), "other", NOTE)
    assert replace(same, version=1, reason="", correction=None) == visit
    changed = apply_correction(
        visit,
        Changes(
            recipient="R2",
            staff=("S2",),
            items=(ItemDone("T-20"),),
            evidence=(),
            signer=Signer(),
            remarks="x",
            catalogue="v2",
            acknowledged=(),
        ),
        "wrong_recipient",
        NOTE,
    )
    assert (changed.recipient, changed.staff, changed.items[0].item) == ("R2", ("S2",), "T-20")
    assert (changed.evidence, changed.signer, changed.remarks) == ((), Signer(), "x")
    assert (changed.catalogue, changed.acknowledged, changed.record) == ("v2", (), visit.record)


def test_a_visit_corrected_to_nobody_at_home_loses_its_items() -> None:
    corrected = apply_correction(a_visit(), Changes(outcome=Outcome.ABSENT), "wrong_item", NOTE)
    assert corrected.items == ()
    assert from_payload(corrected.record, 2, "wrong_item", to_payload(corrected)) == (corrected, ())


def test_a_withdrawal_repeats_the_content() -> None:
    corrected = apply_correction(a_visit(), Changes(satisfaction=2), "other", NOTE)
    gone = withdraw(corrected, "wrong_recipient")
    assert (gone.version, gone.reason, gone.correction, gone.satisfaction) == (3, "wrong_recipient", None, 2)


@pytest.mark.parametrize(
    ("reason", "note", "faults"),
    [
        ("wrong_time", NOTE, []),
        ("wrong_time", None, []),
        ("", NOTE, [("/reason", "missing")]),
        ("bored", None, [("/reason", "value")]),
        ("wrong_time", replace(NOTE, action=""), [("/correction/action", "missing")]),
        ("wrong_time", replace(NOTE, action="guessed"), [("/correction/action", "value")]),
        ("wrong_time", replace(NOTE, attested_by=" "), [("/correction/attested_by", "missing")]),
        ("other", NOTE, [("/correction/memo", "memo")]),
        ("other", replace(NOTE, memo="门牌写错"), []),
    ],
)
def test_reason_action_and_attestation(
    reason: str, note: CorrectionNote | None, faults: list[tuple[str, str]]
) -> None:
    assert [(each.pointer, each.values["why"]) for each in reason_faults(reason, note)] == faults


def test_only_what_the_regulator_returned_was_asked_for() -> None:
    assert not unasked("regulator_returned")
    assert all(unasked(reason) for reason in CorrectionReason if reason != "regulator_returned")


def test_every_code_has_a_word() -> None:
    for language in LANGUAGES:
        words = groups(language)
        assert set(words["correction_reason"]) == set(CorrectionReason)
        assert set(words["correction_action"]) == set(CorrectionAction)
