"""Files of evidence: resumable, dropped when they are others than they say, and each agency's own."""

from __future__ import annotations

import hashlib
import os
import socket
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from provider_desktop.domain.visits import Evidence, EvidenceKind
from provider_desktop.exchange.blobs import MAX_BYTES, PIECE_BYTES
from provider_desktop.exchange.entries import Op
from provider_desktop.exchange.http_signatures import content_digest
from provider_desktop.receiver import app, judge
from provider_desktop.receiver.storage import blobs, tables
from tests.support.builders import a_visit
from tests.support.bureau import Bureau, a_sealed
from tests.support.receiver import (
    OTHER_AGENCY,
    AgencyPc,
    HttpAnswer,
    ServedReceiver,
    call,
    wait_until,
)


@pytest.fixture
def pc(receiver: ServedReceiver) -> AgencyPc:
    return receiver.pc()


def _file(size: int = 3000) -> tuple[bytes, str]:
    content = os.urandom(size)
    return content, hashlib.sha256(content).hexdigest()


def _put(pc: AgencyPc, name: str, offset: int, content: bytes, complete: str = "") -> HttpAnswer:
    headers = {"Upload-Offset": str(offset)}
    if complete:
        headers["Upload-Complete"] = complete
    return pc.call("PUT", f"/v1/blobs/{name}", content, headers)


def _look(pc: AgencyPc, name: str) -> HttpAnswer:
    return pc.call("HEAD", f"/v1/blobs/{name}")


def _held(receiver: ServedReceiver, pc: AgencyPc, name: str) -> bytes:
    with receiver.office.database.read() as connection:
        return b"".join(blobs.pieces(connection, pc.agency, name))


def test_a_file_in_one_go(receiver: ServedReceiver, pc: AgencyPc) -> None:
    content, name = _file()
    assert _look(pc, name).status == 404
    answer = _put(pc, name, 0, content)
    assert (answer.status, answer.headers["upload-offset"]) == (201, "3000")
    told = _look(pc, name)
    assert (told.status, told.headers["upload-offset"], told.headers["upload-complete"]) == (
        200, "3000", "?1",
    )  # fmt: skip
    assert _held(receiver, pc, name) == content


def test_a_file_in_parts_is_taken_up_where_it_stood(receiver: ServedReceiver, pc: AgencyPc) -> None:
    content, name = _file()
    assert _put(pc, name, 0, content[:1000], "?0").status == 200
    told = _look(pc, name)
    assert (told.status, told.headers["upload-offset"]) == (200, "1000")
    assert "upload-complete" not in told.headers
    assert _put(pc, name, 1000, content[1000:2000], "?0").status == 200
    assert _put(pc, name, 2000, content[2000:], "?1").status == 201
    assert _held(receiver, pc, name) == content


def test_the_end_may_be_said_by_itself(pc: AgencyPc) -> None:
    content, name = _file()
    assert _put(pc, name, 0, content, "?0").status == 200
    assert _put(pc, name, len(content), b"", "?1").status == 201


@pytest.mark.parametrize("offset", [0, 999, 1001, 5000])
def test_another_place_is_named(receiver: ServedReceiver, pc: AgencyPc, offset: int) -> None:
    content, name = _file()
    _put(pc, name, 0, content[:1000], "?0")
    answer = _put(pc, name, offset, content[offset:] or b"x")
    assert (answer.status, answer.problem, answer.json["offset"]) == (409, "offset", 1000)
    assert answer.headers["upload-offset"] == "1000"
    assert _held(receiver, pc, name) == content[:1000]


@pytest.mark.parametrize("offset", ["", "-1", "01", "1.0", "two", "9" * 20])
def test_an_offset_that_is_none_is_answered_with_the_right_one(pc: AgencyPc, offset: str) -> None:
    content, name = _file()
    answer = pc.call("PUT", f"/v1/blobs/{name}", content, {"Upload-Offset": offset})
    assert (answer.problem, answer.json["offset"]) == ("offset", 0)


@pytest.mark.parametrize("complete", ["", "?1"])
def test_another_file_is_dropped_whole(receiver: ServedReceiver, pc: AgencyPc, complete: str) -> None:
    content, name = _file()
    _put(pc, name, 0, content[:1000], "?0")
    answer = _put(pc, name, 1000, b"not the rest", complete)
    assert (answer.status, answer.problem) == (422, "digest")
    assert _look(pc, name).status == 404
    assert _held(receiver, pc, name) == b""
    assert _put(pc, name, 0, content).status == 201, "and it may come again"


def test_without_a_word_on_its_end_the_entry_that_names_the_file_tells(
    receiver: ServedReceiver, pc: AgencyPc
) -> None:
    content, name = _file()
    evidence = Evidence(EvidenceKind.PHOTO_AFTER, name, len(content))
    a_sealed(pc, a_visit(evidence=(evidence,)))
    assert pc.send().status == 200
    judge.judge_all(receiver.office)
    assert _put(pc, name, 0, content[:1000]).status == 200
    assert _put(pc, name, 1000, content[1000:]).status == 201


def test_what_is_whole_stays_whole(receiver: ServedReceiver, pc: AgencyPc) -> None:
    content, name = _file()
    _put(pc, name, 0, content)
    answer = _put(pc, name, 0, content)
    assert (answer.problem, answer.json["offset"]) == ("offset", len(content))
    assert _put(pc, name, len(content), b"", "?1").status == 201
    assert _put(pc, name, len(content), b"more", "?1").problem == "offset"
    parts = tables.blob_parts
    for change in (update(parts).values(content=b"x"), delete(parts)):
        with pytest.raises(DatabaseError, match="append-only"), receiver.office.database.write() as writing:
            writing.execute(change.where(parts.c.sha256 == name))


def test_another_agency_sees_nothing_of_it(receiver: ServedReceiver, pc: AgencyPc) -> None:
    content, name = _file()
    _put(pc, name, 0, content)
    stranger = receiver.pc(OTHER_AGENCY)
    nothing = _look(stranger, hashlib.sha256(b"nothing").hexdigest())
    told = _look(stranger, name)
    assert (told.status, told.headers.keys()) == (404, nothing.headers.keys())
    assert _put(stranger, name, 0, content).status == 201, "it has to bring its own"


@pytest.mark.parametrize("name", ["", "A" * 64, "f" * 63, "../" + "0" * 61])
def test_what_is_no_name_is_nothing(pc: AgencyPc, name: str) -> None:
    assert _look(pc, name).status == 404
    assert _put(pc, name, 0, b"x").problem == "none"


def test_more_than_twenty_mebibytes_are_refused(receiver: ServedReceiver, pc: AgencyPc) -> None:
    content, name = _file(10)
    big = pc.call("PUT", f"/v1/blobs/{name}", content, {"Upload-Offset": str(MAX_BYTES - 9)})
    assert (big.status, big.problem) == (413, "size")


def test_who_sends_far_too_much_reads_why_instead_of_a_broken_line(pc: AgencyPc) -> None:
    content, name = bytes(MAX_BYTES + (8 << 20)), "0" * 64
    assert _put(pc, name, 0, content).problem == "size"
    unsigned = pc.call("PUT", f"/v1/blobs/{name}", content[:MAX_BYTES], {"Signature": "sig=:AAAA:"})
    assert (unsigned.status, unsigned.problem) == (401, "signature")


def test_the_largest_file_is_taken(pc: AgencyPc) -> None:
    content = bytes(MAX_BYTES)
    name = hashlib.sha256(content).hexdigest()
    assert _put(pc, name, 0, content).status == 201


def test_a_stranger_and_a_body_other_than_signed_are_refused(receiver: ServedReceiver, pc: AgencyPc) -> None:
    content, name = _file()
    target = f"/v1/blobs/{name}"
    signed = pc.headers_for("PUT", target, content)
    other = content[:-1] + bytes([content[-1] ^ 1])
    assert call(receiver.url, "PUT", target, other, signed).problem == "signature"
    assert _look(pc, name).status == 404, "nothing of it is kept"
    unsigned = pc.headers_for("PUT", target)
    assert call(receiver.url, "PUT", target, content, unsigned).problem == "signature"
    lying = {**pc.headers_for("PUT", target, content), "Content-Digest": content_digest(other)}
    assert call(receiver.url, "PUT", target, other, lying).problem == "signature"
    assert _look(pc, name).status == 404


def _half_a_put(pc: AgencyPc, name: str, content: bytes, part: int) -> socket.socket:
    """A connection on which the first *part* bytes of a PUT have gone out."""
    parts = urlsplit(pc.url)
    headers = {
        "Host": parts.netloc,
        "Content-Length": str(len(content)),
        "Upload-Offset": "0",
        **pc.headers_for("PUT", f"/v1/blobs/{name}", content),
    }
    head = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    line = socket.create_connection((parts.hostname or "", parts.port or 0))
    line.sendall(f"PUT /v1/blobs/{name} HTTP/1.1\r\n{head}\r\n".encode() + content[:part])
    return line


def test_a_broken_line_costs_nothing_of_what_arrived(receiver: ServedReceiver, pc: AgencyPc) -> None:
    content, name = _file(3 * PIECE_BYTES)
    line = _half_a_put(pc, name, content, 2 * PIECE_BYTES + 500)
    wait_until(lambda: len(_held(receiver, pc, name)) >= PIECE_BYTES)
    line.close()
    wait_until(lambda: len(_held(receiver, pc, name)) >= 2 * PIECE_BYTES)
    at = int(_look(pc, name).headers["upload-offset"])
    assert _held(receiver, pc, name) == content[:at]
    assert _put(pc, name, at, content[at:]).status == 201


def test_a_slow_sender_is_told_to_come_back(
    receiver: ServedReceiver, pc: AgencyPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "_SILENCE", 0.3)
    content, name = _file()
    with _half_a_put(pc, name, content, 1000) as line:
        line.settimeout(10)
        answer = b""
        while piece := line.recv(4096):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"retry-after: 10" in answer
    assert b"urn:care:busy" in answer
    assert _look(pc, name).headers["upload-offset"] == "1000", "what came is kept"


def test_two_uploads_of_one_file_do_not_mix(receiver: ServedReceiver, pc: AgencyPc) -> None:
    content, name = _file(2 * PIECE_BYTES)
    line = _half_a_put(pc, name, content, PIECE_BYTES + 10)
    wait_until(lambda: len(_held(receiver, pc, name)) >= PIECE_BYTES)
    at = int(_look(pc, name).headers["upload-offset"])
    assert _put(pc, name, at, content[at:]).status == 201
    line.sendall(content[PIECE_BYTES + 10 :])
    line.settimeout(10)
    assert line.recv(4096).split(b" ")[1] in (b"201", b"409")
    line.close()
    assert _held(receiver, pc, name) == content


def test_missing_files_are_counted(bureau: Bureau) -> None:
    pc = bureau.pc()
    pc.seal(Op.NEED_REPORT, {})
    bureau.take(pc)
    bureau.plain_world()
    evidence = Evidence(EvidenceKind.SHEET, "ab" * 32, 10)
    visit = replace(a_visit(), evidence=(evidence,))
    bureau.take(pc, [a_sealed(pc, visit)])
    judge.judge_all(bureau.office)
    with bureau.read() as connection:
        assert blobs.missing(connection, pc.agency) == 1
        assert blobs.claimed(connection, pc.agency, "ab" * 32) == 10


def test_files_are_encrypted_on_disk(receiver: ServedReceiver, pc: AgencyPc) -> None:
    content = b"a photograph of a door, 12345678" * 400
    name = hashlib.sha256(content).hexdigest()
    assert _put(pc, name, 0, content).status == 201
    for file in Path(receiver.office.folder).glob("receiver.db*"):
        assert b"a photograph of a door" not in file.read_bytes()
