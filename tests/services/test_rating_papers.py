"""Papers of the light on the sample county: what they answer, what they prove, what they leave out."""

from __future__ import annotations

import json
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from provider_desktop.bootstrap import Services
from provider_desktop.domain.identifiers import mask_name
from provider_desktop.domain.rectifications import Rectification
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import SealedEntry
from provider_desktop.security.users import Role
from tests.support.county import a_county
from tests.support.papers import words_on

OCTOBER = "2026-10"
REPLY = Rectification(
    notice=0,
    cause="两名护理员请假未调班",
    measures="增加一名替班护理员",
    done_by=date(2026, 11, 30),
    responsible="孙玉芬",
)


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Services]:
    with a_county(tmp_path / "county") as services:
        yield services


@pytest.mark.parametrize("file", ["a.xlsx", "pdf", "a.zip"])
def test_a_morning_sheet_is_pdf_and_nothing_else(county: Services, tmp_path: Path, file: str) -> None:
    with pytest.raises(AppError) as raised:
        county.rating_papers.write_morning(tmp_path / file)
    assert raised.value.code is ErrorCode.VALUE_INVALID
    assert not (tmp_path / file).exists()


def test_the_morning_sheet_is_the_list_of_the_page_in_its_order(county: Services, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    pages = county.rating_papers.write_morning(out)
    sheet, today = county.rating_papers.morning(), county.today.today()
    assert pages >= 1
    assert [line.affects for line in sheet.lines] == [row.affects_name for row in today.rows]
    assert [line.reason for line in sheet.lines] == [row.reason for row in today.rows]
    shown = words_on(out).replace("\n", "").replace(" ", "")
    assert f"{today.stats.month_done}/{today.stats.month_due}" in shown
    assert "本机估算" in shown
    assert "晨会单" in shown


def test_the_morning_sheet_hangs_on_a_wall_and_names_nobody_in_full(county: Services) -> None:
    with county.workspace.reading() as reading:
        people = {person.name for person in reading.recipients.all()}
    said = " ".join(line.sentence for line in county.rating_papers.morning().lines)
    assert not [name for name in people if name in said]
    assert any(mask_name(name) in said for name in people)


@pytest.mark.parametrize("period", ["2026-09", "", "2026-11"])
def test_a_period_without_a_published_light_has_nothing_to_answer(
    county: Services, tmp_path: Path, period: str
) -> None:
    for ask in (
        lambda: county.rating_papers.reply_basis(period),
        lambda: county.rating_papers.write_reply(period, REPLY, tmp_path / "a.pdf"),
        lambda: county.rating_papers.write_appeal(period, "", tmp_path / "a.zip"),
    ):
        with pytest.raises(AppError) as raised:
            ask()
        assert raised.value.code is ErrorCode.VALUE_INVALID
    assert list(tmp_path.glob("a.*")) == []


def test_a_reply_answers_what_was_not_green_and_names_the_bureaus_own_statement(county: Services) -> None:
    basis = county.rating_papers.reply_basis(OCTOBER)
    overview = county.ratings.overview(OCTOBER)
    assert overview.official is not None
    low = [row.id for row in overview.official.indicators if row.light in {"yellow", "red"}]
    assert basis.light == overview.official.light != "green"
    assert [row.id for row in basis.indicators] == low != []
    assert all(row.kind == "visit" and row.visit for row in basis.records)
    with county.workspace.reading() as reading:
        (statement,) = reading.feed.after(basis.notice - 1, 1)
    assert statement.kind == "rating"


def test_the_reply_is_a_paper_that_can_be_sent_as_well(county: Services, tmp_path: Path) -> None:
    basis = county.rating_papers.reply_basis(OCTOBER)
    reply = Rectification(
        basis.notice,
        tuple(row.key for row in basis.records),
        REPLY.cause,
        REPLY.measures,
        REPLY.done_by,
        "孙玉芬",
    )
    out = tmp_path / "reply.pdf"
    county.rating_papers.write_reply(OCTOBER, reply, out)
    assert "尚未封存" in words_on(out)
    row = county.cases.submit_rectification(reply)
    (sent, content), *_ = county.cases.replies(basis.notice)
    assert (sent.record, content) == (row.record, reply)
    with county.workspace.reading() as reading:
        entry = reading.stream.latest_of(row.record)
    assert entry is not None
    assert entry.op == "rectification.submit"
    county.rating_papers.write_reply(OCTOBER, reply, out, entry=entry.hash)
    shown = words_on(out).replace("\n", "").replace(" ", "")
    assert entry.hash in shown
    assert "通知第" in shown
    assert basis.indicators[0].name in shown


def test_a_reply_without_a_day_is_no_paper(county: Services, tmp_path: Path) -> None:
    with pytest.raises(AppError) as raised:
        county.rating_papers.write_reply(OCTOBER, Rectification(cause="a"), tmp_path / "a.pdf")
    assert raised.value.params["name"] == "done_by"


def test_the_evidence_proves_itself_and_names_nobody(county: Services, tmp_path: Path) -> None:
    out = tmp_path / "appeal.zip"
    county.rating_papers.write_appeal(OCTOBER, "签字单已补传", out)
    with zipfile.ZipFile(out) as archive:
        assert set(archive.namelist()) == {"appeal.pdf", "records.xlsx", "proofs.json"}
        archive.extractall(tmp_path)
    proofs = json.loads((tmp_path / "proofs.json").read_text(encoding="utf-8"))
    assert proofs["entries"], "the county's lights differ in some visit"
    for entry in proofs["entries"]:
        assert "payload" not in entry
        sealed = SealedEntry(b64decode(entry["header"]), b64decode(entry["signature"]), b"", b"")
        assert sealed.hash == entry["hash"]
        assert sealed.header().record == entry["record"]
    covered = {(each["stream"]): each["seq"] for each in proofs["receipts"]}
    assert all(covered.get(entry["stream"], 0) >= entry["seq"] for entry in proofs["entries"])
    notice = json.loads(b64decode(proofs["notice"]["envelope"]))
    assert notice, "the regulator's own words, signed"
    paper = words_on(tmp_path / "appeal.pdf")
    assert "签字单已补传" in paper
    assert proofs["notice"]["hash"] in paper.replace("\n", "").replace(" ", "")
    with county.workspace.reading() as reading:
        people = {person.name for person in reading.recipients.all()}
    assert not [name for name in people if name in paper]


def test_names_and_content_need_a_reason_that_the_trail_keeps(county: Services, tmp_path: Path) -> None:
    out = tmp_path / "appeal.zip"
    county.rating_papers.write_appeal(OCTOBER, "", out, reveal="民政局要求提供原始记录")
    with zipfile.ZipFile(out) as archive:
        archive.extractall(tmp_path)
    proofs = json.loads((tmp_path / "proofs.json").read_text(encoding="utf-8"))
    assert all(json.loads(b64decode(entry["payload"])) for entry in proofs["entries"])
    with county.workspace.reading() as reading:
        people = {person.name for person in reading.recipients.all()}
        (line,) = [each for each in reading.audit.newest(5) if each.subject == f"evidence_pack/{OCTOBER}"]
    assert [name for name in people if name in words_on(tmp_path / "appeal.pdf")]
    assert line.reason == "民政局要求提供原始记录"


def test_who_may_not_reveal_gets_no_names_but_may_appeal(county: Services, tmp_path: Path) -> None:
    county.workspace.role = None
    with pytest.raises(AppError) as raised:
        county.rating_papers.write_appeal(OCTOBER, "", tmp_path / "a.zip", reveal="curious")
    assert raised.value.code is ErrorCode.SIGN_IN_NEEDED
    county.workspace.role = Role.CLERK
    county.rating_papers.write_appeal(OCTOBER, "", tmp_path / "a.zip")
    assert (tmp_path / "a.zip").exists()
