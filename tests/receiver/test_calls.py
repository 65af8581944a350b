"""Who may call, and what everybody else is told: signatures, clock, replay, revocation, foreign streams."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.invitations import enrolment_request
from provider_desktop.exchange.packages import write_batch
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.receipts import verify_receipt
from provider_desktop.exchange.signing import Ed25519Signer
from provider_desktop.exchange.statements import Kind
from provider_desktop.exchange.trust import verify_time
from provider_desktop.receiver.enrolment import INVITATION_LIFE
from provider_desktop.receiver.storage import agencies
from tests.support.receiver import (
    AGENCY,
    NOW,
    OTHER_AGENCY,
    AgencyPc,
    HttpAnswer,
    ServedReceiver,
    call,
    enrolled,
    served,
)


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedReceiver]:
    with served(tmp_path_factory.mktemp("receiver")) as running:
        yield running


@pytest.fixture
def pc(receiver: ServedReceiver) -> AgencyPc:
    receiver.clock.at = NOW
    return receiver.pc()


def _enrol(receiver: ServedReceiver, body: bytes) -> HttpAnswer:
    return call(receiver.url, "POST", "/v1/enrolments", body)


# ---- enrolment


def test_the_same_code_and_key_get_the_same_answer_again(receiver: ServedReceiver) -> None:
    invitation = receiver.invitation()
    body = enrolment_request(Ed25519Signer(bytes([1]) * 32), invitation, "Front desk")
    first, second = _enrol(receiver, body), _enrol(receiver, body)
    assert (first.status, second.status) == (201, 201)
    assert first.json == second.json
    assert set(first.json) == {"device", "agency", "stream", "feed_head", "server_time"}


def test_a_code_works_for_one_key_only(receiver: ServedReceiver) -> None:
    invitation = receiver.invitation()
    assert _enrol(receiver, enrolment_request(Ed25519Signer(bytes([2]) * 32), invitation, "")).status == 201
    answer = _enrol(receiver, enrolment_request(Ed25519Signer(bytes([3]) * 32), invitation, ""))
    assert (answer.status, answer.problem) == (403, "invitation")


def test_a_key_enrols_one_installation_only(receiver: ServedReceiver) -> None:
    signer = Ed25519Signer(bytes([4]) * 32)
    assert _enrol(receiver, enrolment_request(signer, receiver.invitation(), "")).status == 201
    answer = _enrol(receiver, enrolment_request(signer, receiver.invitation(), ""))
    assert (answer.status, answer.problem) == (403, "invitation")


def test_every_bad_enrolment_looks_the_same(receiver: ServedReceiver) -> None:
    receiver.clock.at = NOW
    signer = Ed25519Signer(bytes([5]) * 32)
    invitation = receiver.invitation()
    wrong_code = replace(invitation, code="x" * 27)
    for_another = replace(invitation, agency=OTHER_AGENCY)  # the proof is over another agency
    good = json.loads(enrolment_request(signer, invitation, ""))
    bodies = [
        enrolment_request(signer, wrong_code, ""),
        enrolment_request(signer, for_another, ""),
        encode({**good, "public_key": Ed25519Signer(bytes([6]) * 32).public_key.hex()}),
        encode({name: value for name, value in good.items() if name != "proof"}),
        encode({**good, "code": 7}),
        b"[]",
        b"\xff",
        b"",
    ]
    answers = {_enrol(receiver, body).body for body in bodies}
    receiver.clock.at = NOW + INVITATION_LIFE + timedelta(seconds=1)
    answers.add(_enrol(receiver, enrolment_request(signer, invitation, "")).body)
    receiver.clock.at = NOW
    assert len(answers) == 1
    assert json.loads(answers.pop())["type"] == "urn:care:invitation"


def test_an_enormous_enrolment_is_not_read(receiver: ServedReceiver) -> None:
    assert _enrol(receiver, b"a" * 100_000).problem == "size"


# ---- signatures


def _spoilt(headers: dict[str, str], how: str) -> dict[str, str]:
    given = dict(headers)
    name, text = {
        "none": ("", ""),
        "other tag": ("Signature-Input", given["Signature-Input"].replace("care-v1", "care-v2")),
        "other algorithm": ("Signature-Input", given["Signature-Input"].replace("ed25519", "rsa")),
        "path not covered": ("Signature-Input", given["Signature-Input"].replace(' "@path"', "")),
        "another key": ("Signature-Input", given["Signature-Input"].replace('keyid="', 'keyid="0')),
        "two signatures": ("Signature", given["Signature"] + ", " + given["Signature"]),
        "other bytes": ("Signature", "care=:" + "A" * 86 + "==:"),
    }[how]
    if not name:
        return {}
    given[name] = text
    return given


@pytest.mark.parametrize(
    "how",
    [
        "none",
        "other tag",
        "other algorithm",
        "path not covered",
        "another key",
        "two signatures",
        "other bytes",
    ],
)
def test_anything_wrong_with_the_signature_is_one_problem(pc: AgencyPc, how: str) -> None:
    headers = _spoilt(pc.headers_for("GET", "/v1/streams"), how)
    answer = call(pc.url, "GET", "/v1/streams", headers=headers)
    assert (answer.status, answer.problem) == (401, "signature")


def test_a_signature_is_for_its_method_path_query_and_body(pc: AgencyPc) -> None:
    pc.seal()
    body = write_batch(1, [pc.sealed[0].to_line()])
    target = f"/v1/streams/{pc.stream}/entries"
    signed = pc.headers_for("POST", target, body)
    assert call(pc.url, "GET", target, headers=signed).problem == "signature"
    assert call(pc.url, "POST", target, body + b"\n", signed).problem == "signature"
    assert call(pc.url, "POST", target, b"", signed).problem == "signature"
    feed = pc.headers_for("GET", "/v1/feed?after=0&wait=0")
    assert call(pc.url, "GET", "/v1/feed?after=1&wait=0", headers=feed).problem == "signature"
    assert call(pc.url, "GET", "/v1/streams", headers=feed).problem == "signature"
    other_host = {**pc.headers_for("GET", "/v1/streams"), "Host": "elsewhere.example"}
    assert call(pc.url, "GET", "/v1/streams", headers=other_host).problem == "signature"


@pytest.mark.parametrize("seconds", [-301, 301, -400_000])
def test_a_clock_that_is_off_is_told_the_time(pc: AgencyPc, seconds: int) -> None:
    created, nonce = NOW + timedelta(seconds=seconds), "a-nonce-of-mine"
    answer = pc.call("GET", "/v1/streams", created=created, nonce=nonce)
    assert (answer.status, answer.problem) == (401, "clock")
    told = verify_time(encode(answer.json["signed"]), trust=pc.trust(), nonce=nonce)
    assert told == NOW


@pytest.mark.parametrize("seconds", [-299, 299])
def test_five_minutes_are_forgiven(pc: AgencyPc, seconds: int) -> None:
    assert pc.call("GET", "/v1/streams", created=NOW + timedelta(seconds=seconds)).status == 200


def test_a_signature_that_has_expired_is_a_matter_of_the_clock(pc: AgencyPc) -> None:
    created = NOW - timedelta(seconds=60)
    assert pc.call("GET", "/v1/streams", created=created, lifetime=timedelta(seconds=30)).problem == "clock"


def test_the_time_is_told_to_who_holds_the_key_only(pc: AgencyPc) -> None:
    headers = _spoilt(pc.headers_for("GET", "/v1/streams", created=NOW - timedelta(days=1)), "other bytes")
    assert call(pc.url, "GET", "/v1/streams", headers=headers).problem == "signature"


def test_a_write_is_not_replayed(pc: AgencyPc) -> None:
    pc.seal()
    body = write_batch(1, [pc.sealed[0].to_line()])
    target = f"/v1/streams/{pc.stream}/entries"
    headers = pc.headers_for("POST", target, body)
    assert call(pc.url, "POST", target, body, headers).status == 200
    answer = call(pc.url, "POST", target, body, headers)
    assert (answer.status, answer.problem) == (401, "replay")
    assert pc.send().status == 200, "sending again with a new signature is safe"


def test_a_read_may_be_repeated(pc: AgencyPc) -> None:
    headers = pc.headers_for("GET", "/v1/streams")
    assert [call(pc.url, "GET", "/v1/streams", headers=headers).status for _ in range(2)] == [200, 200]


def test_nonces_are_forgotten_when_their_life_is_over(receiver: ServedReceiver, pc: AgencyPc) -> None:
    pc.seal()
    assert pc.send().status == 200
    receiver.clock.at = NOW + timedelta(hours=1)
    assert pc.send().status == 200
    with receiver.office.database.read() as connection:
        left = connection.exec_driver_sql("SELECT count(*) FROM nonces").scalar()
    receiver.clock.at = NOW
    assert left == 1


def test_a_revoked_device_is_out(receiver: ServedReceiver, pc: AgencyPc) -> None:
    with receiver.office.database.write() as connection:
        agencies.revoke(connection, pc.device, NOW)
    for method, target in (
        ("GET", "/v1/streams"),
        ("GET", "/v1/feed"),
        ("GET", f"/v1/streams/{pc.stream}/head"),
    ):
        answer = pc.call(method, target)
        assert (answer.status, answer.problem) == (403, "revoked")
    pc.seal()
    assert pc.send().problem == "revoked"


# ---- agencies among themselves


def test_a_foreign_stream_and_none_look_the_same(receiver: ServedReceiver, pc: AgencyPc) -> None:
    other = receiver.pc(OTHER_AGENCY)
    other.seal()
    assert other.send().status == 200
    answers = set()
    for stream in (other.stream, "01JD5E8Z4K7Q9W2M3N5P6R8T0V", "..", "%00", "x" * 300):
        for method, target, body in (
            ("GET", f"/v1/streams/{stream}/head", b""),
            ("GET", f"/v1/streams/{stream}/entries?after=0", b""),
            ("POST", f"/v1/streams/{stream}/entries", write_batch(1, [other.sealed[0].to_line()])),
        ):
            answer = pc.call(method, target, body)
            answers.add((answer.status, answer.problem, answer.body))
    assert len(answers) == 1
    assert answers.pop()[:2] == (404, "none")
    assert other.head()["seq"] == 1


def test_streams_and_feed_are_the_agencys_own(receiver: ServedReceiver) -> None:
    one, other = receiver.pc(), receiver.pc(OTHER_AGENCY)
    theirs = {each["stream"] for each in other.call("GET", "/v1/streams").json["streams"]}
    ours = {each["stream"] for each in one.call("GET", "/v1/streams").json["streams"]}
    assert other.stream in theirs
    assert one.stream in ours
    assert not theirs & ours
    assert {statement.agency for statement in one.feed()} == {AGENCY}


# ---- answers


def test_the_head_carries_a_receipt_over_exactly_it(pc: AgencyPc) -> None:
    empty = pc.head()
    assert (empty["seq"], empty["hash"], empty["epoch"]) == (0, "", 1)
    assert "receipt" not in empty
    pc.seal()
    pc.seal()
    assert pc.send(pc.sealed[:1]).status == 200
    assert pc.send().status == 200
    head = pc.head()
    receipt = verify_receipt(encode(head["receipt"]), trust=pc.trust(), agency=AGENCY, stream=pc.stream)
    assert (receipt.seq, receipt.hash) == (head["seq"], head["hash"]) == (2, pc.sealed[1].hash)


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", "/"),
        ("GET", "/v1"),
        ("GET", "/v1/trust/"),
        ("DELETE", "/v1/trust"),
        ("PUT", "/v1/feed"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/v1/feed%3Fafter=0"),
    ],
)
def test_what_does_not_exist_is_a_problem_and_never_html(
    receiver: ServedReceiver, method: str, target: str
) -> None:
    answer = call(receiver.url, method, target)
    assert (answer.status, answer.problem) == (404, "none")
    assert b"<" not in answer.body


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=0&wait=%31%00", "after=" + "9" * 40, "after=%EF%BC%91"]
)
def test_a_place_that_is_no_number_does_not_exist(pc: AgencyPc, query: str) -> None:
    assert pc.call("GET", f"/v1/feed?{query}").problem == "none"


def test_a_fault_of_ours_is_told_as_such(receiver: ServedReceiver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: Any) -> None:
        raise RuntimeError("a planted mistake with 张三 in it")

    monkeypatch.setattr("provider_desktop.receiver.office.Office.trust", fails)
    answer = call(receiver.url, "GET", "/v1/trust")
    assert (answer.status, answer.problem) == (500, "internal")
    assert "张三" not in answer.body.decode()


def test_the_titles_cover_every_problem() -> None:
    from provider_desktop.receiver.answers import Refused

    for problem in Problem:
        answer = Refused(problem).answer()
        assert json.loads(answer.body)["type"] == f"urn:care:{problem.value}"
        assert answer.media_type == "application/problem+json"


# ---- the feed


def test_an_empty_feed_page_is_200_without_a_line(pc: AgencyPc) -> None:
    head = len(pc.feed())
    answer = pc.call("GET", f"/v1/feed?after={head}")
    assert (answer.status, answer.body) == (200, b"")


def test_a_long_poll_ends_with_the_statement(receiver: ServedReceiver, pc: AgencyPc) -> None:
    head = len(pc.feed())
    answers: list[HttpAnswer] = []
    waiting = threading.Thread(
        target=lambda: answers.append(pc.call("GET", f"/v1/feed?after={head}&wait=20"))
    )
    started = time.monotonic()
    waiting.start()
    time.sleep(0.4)
    assert not answers
    with receiver.office.database.write() as connection:
        notice = {"title": "T", "text": "t", "at": "2026-11-23T00:00:00+08:00"}
        receiver.office.state(connection, AGENCY, Kind.NOTICE, notice)
    waiting.join(timeout=10)
    assert len(answers[0].body.splitlines()) == 1
    assert time.monotonic() - started < 5


def test_a_long_poll_ends_with_its_time(pc: AgencyPc) -> None:
    head, started = len(pc.feed()), time.monotonic()
    assert pc.call("GET", f"/v1/feed?after={head}&wait=1").body == b""
    assert 0.9 < time.monotonic() - started < 5


def test_a_feed_comes_in_pages(receiver: ServedReceiver) -> None:
    pc = receiver.pc(OTHER_AGENCY)
    with receiver.office.database.write() as connection:
        for number in range(600):
            notice = {"title": f"{number}", "text": "t", "at": "2026-11-23T00:00:00+08:00"}
            receiver.office.state(connection, OTHER_AGENCY, Kind.NOTICE, notice)
    assert len(pc.call("GET", "/v1/feed?after=0").body.splitlines()) == 500
    assert len(pc.feed("notice")) == 600


# ---- bodies


def test_a_body_beyond_all_measure_is_cut_off(pc: AgencyPc) -> None:
    answer = pc.send_raw(b"x" * (9 * 1024 * 1024))
    assert (answer.status, answer.problem) == (413, "size")


def test_a_sender_that_goes_away_disturbs_nobody(receiver: ServedReceiver, pc: AgencyPc) -> None:
    parts = urlsplit(receiver.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    connection.putrequest("POST", f"/v1/streams/{pc.stream}/entries")
    connection.putheader("Content-Length", "1000000")
    connection.endheaders(b"only a little")
    connection.close()
    pc.seal()
    assert pc.send().status == 200


def test_an_invitation_joins_with_the_real_words(receiver: ServedReceiver) -> None:
    """The file as written is the invitation as read."""
    from provider_desktop.exchange.invitations import read_invitation

    invitation = receiver.invitation()
    assert read_invitation(invitation.to_bytes(), NOW) == invitation
    assert enrolled(invitation, receiver.clock).agency == AGENCY
