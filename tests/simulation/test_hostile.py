"""Hostile input: bad entries among good ones, damaged bytes, requests that no client makes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from provider_desktop.exchange import canonical, entries, problems, receipts, statements
from provider_desktop.receiver import app, bodies, intake
from tests.simulation.campaign import Tally
from tests.simulation.hostile_batches import SPOILT, batches, one_batch
from tests.simulation.hostile_bytes import PARSERS, one_part, parsers
from tests.simulation.hostile_requests import requests
from tests.simulation.planted import Fault, planted


def test_every_bad_entry_is_named_and_every_good_one_kept() -> None:
    tally = batches(1000, seed=0)
    assert tally.problems == []
    assert set(tally.done) == set(SPOILT), "not everything was tried"


def test_parsers_withstand_accidents_and_forgeries() -> None:
    tally = parsers(12_000, seed=0)
    assert tally.problems == []
    assert {name.partition(":")[0] for name in tally.done} == set(PARSERS), "not everything was tried"


def test_no_request_makes_the_receiver_fail() -> None:
    tally = requests(700, seed=0)
    assert tally.problems == []
    answered = {name.rpartition(" ")[2] for name in tally.done}
    assert {"200", "401", "404", "413", "422"} <= answered, "not every kind of answer was reached"


def _some_requests(seed: int) -> Tally:
    return requests(400, seed)


PLANTED: tuple[tuple[Fault, Callable[[int], Tally]], ...] = (
    (Fault("depth unchecked", canonical._gate, "if depth > MAX_DEPTH:", "if False:"), one_batch),
    (
        Fault("members twice", canonical._plain_object, "if len(members) == len(pairs):", "if True:"),
        one_batch,
    ),
    (
        Fault(
            "pointers lost",
            intake.examine,
            'Refusal("entry", seq, error.code, error.pointer)',
            'Refusal("entry", seq, error.code)',
        ),
        one_batch,
    ),
    (
        Fault(
            "lines counted from one",
            intake.examine,
            "seq = batch.from_seq + index",
            "seq = batch.from_seq + 1",
        ),
        one_batch,
    ),
    (
        Fault("payload length trusted", entries._is_payload_of, "<= PAYLOAD_LIMIT", "<= 10**9"),
        one_batch,
    ),
    (
        Fault(
            "any problem is ours", problems.read_problem, "except (FormError, ValueError):", "except OSError:"
        ),
        one_part,
    ),
    (
        Fault(
            "receipts unsigned",
            receipts.verify_receipt,
            "body = envelope.verified(RECEIPT_TYPE, trust.public_keys())",
            "body = envelope.body",
        ),
        one_part,
    ),
    (
        Fault(
            "statements unsigned",
            statements.open_statement,
            "body = envelope.verified(STATEMENT_TYPE, trust.public_keys())",
            "body = envelope.body",
        ),
        one_part,
    ),
    (
        Fault("bad packing passes", bodies.unpack, "except zlib.error as error:", "except OSError as error:"),
        one_part,
    ),
    (
        Fault(
            "any text is a number",
            app._whole,
            "if not (text.isascii() and text.isdigit() and len(text) <= 15):",
            "if False:",
        ),
        _some_requests,
    ),
)


@pytest.mark.parametrize(("fault", "part"), PLANTED, ids=[fault.name for fault, _ in PLANTED])
def test_a_planted_fault_is_found(fault: Fault, part: Callable[[int], Tally]) -> None:
    with planted(fault):
        assert any(part(seed).problems for seed in range(60))
