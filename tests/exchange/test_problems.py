"""Problems: a closed list, told by type and status, with one reaction each."""

import pytest

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.problems import (
    Problem,
    ProblemReport,
    Reaction,
    read_problem,
    status_of,
    write_problem,
)

REACTIONS = {
    Problem.INVITATION: Reaction.STOP,
    Problem.SIGNATURE: Reaction.STOP,
    Problem.CLOCK: Reaction.CLOCK,
    Problem.REPLAY: Reaction.STOP,
    Problem.REVOKED: Reaction.STOP,
    Problem.NONE: Reaction.STOP,
    Problem.SIZE: Reaction.HALVE,
    Problem.ENTRY: Reaction.ENTRY,
    Problem.EQUIVOCATION: Reaction.ALARM,
    Problem.FROZEN: Reaction.ALARM,
    Problem.CLOSED: Reaction.ALARM,
    Problem.GAP: Reaction.GAP,
    Problem.OFFSET: Reaction.AGAIN,
    Problem.DIGEST: Reaction.AGAIN,
    Problem.BUSY: Reaction.AGAIN,
    Problem.INTERNAL: Reaction.AGAIN,
}


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_comes_back_with_its_reaction(problem: Problem) -> None:
    body = encode(write_problem(problem, "words for people"))
    report = read_problem(status_of(problem), body)
    assert report == ProblemReport(problem, status_of(problem))
    assert report is not None
    assert report.reaction is REACTIONS[problem]


def test_the_members_of_a_problem() -> None:
    envelope = {"body": "", "key": "0123456789abcdef", "signature": ""}
    members = {
        "seq": 7,
        "code": "header",
        "pointer": "/op",
        "head": {"seq": 6, "hash": "e" * 64},
        "signed": envelope,
        "offset": 10,
    }
    report = read_problem(422, encode(write_problem(Problem.ENTRY, "refused", **members)))
    assert report == ProblemReport(Problem.ENTRY, 422, 7, "header", "/op", 6, "e" * 64, encode(envelope), 10)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (422, b"<html>"),
        (422, b"[]"),
        (422, b"{}"),
        (422, b'{"type":"entry"}'),
        (422, b'{"type":"urn:care:weather"}'),
        (422, b'{"type":"about:blank"}'),
        (422, b'{"type":null}'),
        (409, b'{"type":"urn:care:entry"}'),
        (200, b'{"type":"urn:care:busy"}'),
        (404, b'{"type":"urn:care:internal"}'),
    ],
)
def test_what_is_no_problem_of_ours(status: int, body: bytes) -> None:
    assert read_problem(status, body) is None


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
def test_busy_is_a_family(status: int) -> None:
    assert read_problem(status, b'{"type":"urn:care:busy"}') is not None


def test_members_of_the_wrong_kind_count_as_absent() -> None:
    body = (
        b'{"type":"urn:care:gap","seq":"x","code":5,"pointer":null,"head":[],"signed":"x","offset":true,'
        b'"detail":1.5}'
    )
    assert read_problem(409, body) == ProblemReport(Problem.GAP, 409)
    body = b'{"type":"urn:care:gap","seq":-1,"head":{"seq":1.5,"hash":null},"signed":{"a":1.5}}'
    assert read_problem(409, body) == ProblemReport(Problem.GAP, 409)
