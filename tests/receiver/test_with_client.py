"""The desktop's own client and the receiver, on a real line: what one writes, the other reads."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

import pytest

from provider_desktop.exchange.blobs import PIECE_BYTES, Fate, Look, Move, Put, Upload, next_move
from provider_desktop.exchange.entries import SealedEntry
from provider_desktop.exchange.packages import split_lines, write_batch
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.receipts import verify_receipt
from provider_desktop.exchange.regulator import AnswerKind, Place
from provider_desktop.exchange.statements import Position, verify_page
from provider_desktop.exchange.trust import verify_time, verify_trust
from provider_desktop.regulator.client import RegulatorClient
from tests.support.receiver import AgencyPc, ServedReceiver


@pytest.fixture
def pc(receiver: ServedReceiver) -> AgencyPc:
    return receiver.pc()


@pytest.fixture
def client(receiver: ServedReceiver, pc: AgencyPc) -> Iterator[RegulatorClient]:
    with RegulatorClient(receiver.url, pc.signer, clock=receiver.clock.now) as made:
        yield made


def test_push_and_pull(client: RegulatorClient, pc: AgencyPc) -> None:
    trust = verify_trust(client.trust().body, root=pc.root)
    for _ in range(5):
        pc.seal()
    sent = client.send(pc.stream, write_batch(1, [entry.to_line() for entry in pc.sealed]))
    assert sent.kind is AnswerKind.OURS
    assert verify_receipt(sent.body, trust=trust, agency=pc.agency, stream=pc.stream).seq == 5
    back = client.entries(pc.stream, 2)
    assert [SealedEntry.from_line(line) for line in split_lines(back.body)] == pc.sealed[2:]
    page = verify_page(split_lines(client.feed(0, 0).body), after=Position(), trust=trust, agency=pc.agency)
    assert page.problem == ""
    assert page.statements


def test_problems_are_understood(client: RegulatorClient, pc: AgencyPc) -> None:
    pc.seal()
    pc.seal()
    answer = client.send(pc.stream, write_batch(2, [pc.sealed[1].to_line()]))
    assert answer.problem is not None
    assert (answer.problem.problem, answer.problem.seq, answer.problem.head_seq) == (Problem.GAP, 2, 0)
    foreign = client.head("01JD5E8Z4K7Q9W2M3N5P6R8T0V")
    assert foreign.problem is not None
    assert foreign.problem.problem is Problem.NONE


def test_a_wrong_clock_is_put_right_and_the_second_try_goes_through(
    client: RegulatorClient, receiver: ServedReceiver, pc: AgencyPc
) -> None:
    client.clock_offset = 7200
    answer = client.streams()
    assert answer.problem is not None
    assert answer.problem.problem is Problem.CLOCK
    trust = verify_trust(client.trust().body, root=pc.root)
    assert verify_time(answer.problem.signed, trust=trust, nonce=answer.nonce) == receiver.clock.now()
    client.clock_offset = 0
    assert client.streams().kind is AnswerKind.OURS


def test_a_file_of_evidence_goes_through_in_pieces_after_a_broken_start(
    client: RegulatorClient, pc: AgencyPc
) -> None:
    content = random.Random(7).randbytes(2 * PIECE_BYTES + 100)
    name = hashlib.sha256(content).hexdigest()
    assert client.put(name, 0, content[:1000], last=False).place == Place(1000, whole=False)
    upload = Upload(len(content))
    move: Move = Look()
    asked = []
    while not isinstance(move, Fate):
        asked.append(move)
        if isinstance(move, Look):
            answer = client.look(name)
        else:
            answer = client.put(name, move.offset, content[move.offset :][: move.length], last=move.last)
        upload, move = next_move(upload, answer)
    assert move is Fate.WHOLE
    assert [each.offset for each in asked if isinstance(each, Put)] == [
        1000, 1000 + PIECE_BYTES,
    ]  # fmt: skip
    assert client.look(name).place == Place(len(content), whole=True)
    assert client.look("0" * 64).status == 404


def test_another_file_than_named_is_understood(client: RegulatorClient, pc: AgencyPc) -> None:
    answer = client.put("0" * 64, 0, b"another", last=True)
    assert answer.problem is not None
    assert answer.problem.problem is Problem.DIGEST
    answer = client.put("0" * 64, 5, b"another", last=True)
    assert answer.problem is not None
    assert (answer.problem.problem, answer.problem.offset) == (Problem.OFFSET, 0)
