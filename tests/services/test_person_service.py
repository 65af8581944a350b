"""The rights of the people the records are about: refusals first, then everything kept of one alone."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from provider_desktop.domain.consents import ByWhom, Form, Purpose, standing
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Role
from provider_desktop.services.people import RecipientService
from provider_desktop.services.person_service import PersonService
from provider_desktop.services.workspace import Workspace
from tests.support.builders import a_recipient, a_visit, an_assignment
from tests.support.workspace import Bureau, save, set_clock

DAY = date(2026, 11, 2)
HOW = (ByWhom.GUARDIAN, Form.PAPER)


@pytest.fixture
def persons(workspace: Workspace) -> PersonService:
    return PersonService(workspace)


def refused(persons: PersonService, *arguments: object) -> ErrorCode:
    with pytest.raises(AppError) as caught:
        persons.note_consent(*arguments)  # type: ignore[arg-type]
    return caught.value.code


def test_what_cannot_be_is_not_noted(persons: PersonService) -> None:
    assert refused(persons, "R1", Purpose.PHOTOS, True, DAY + timedelta(days=1), *HOW) is (
        ErrorCode.VALUE_INVALID
    )
    assert refused(persons, "nobody", Purpose.PHOTOS, True, DAY, *HOW) is ErrorCode.RECORD_UNKNOWN
    assert refused(persons, "R1", Purpose.PHOTOS, False, DAY, *HOW) is ErrorCode.STATE_FORBIDS
    assert persons.consents("R1") == ()


def test_the_line_noted_last_counts_and_none_goes(persons: PersonService, workspace: Workspace) -> None:
    persons.note_consent("R1", Purpose.PHOTOS, True, DAY, *HOW)
    persons.note_consent("R1", Purpose.HANDLING, True, DAY, *HOW)
    persons.note_consent("R1", Purpose.PHOTOS, False, DAY, ByWhom.SELF, Form.ORAL)
    lines = persons.consents("R1")
    assert len(lines) == 3
    assert {purpose: line.given for purpose, line in standing(lines).items()} == {
        Purpose.PHOTOS: False,
        Purpose.HANDLING: True,
    }
    assert lines[-1].noted_by == workspace.actor
    assert refused(persons, "R1", Purpose.PHOTOS, False, DAY, *HOW) is ErrorCode.STATE_FORBIDS
    with workspace.reading() as reading:
        said = [line.action for line in reading.audit.newest(3)]
    assert said == ["consent.withdraw", "consent", "consent"]


@pytest.mark.parametrize("change", ["UPDATE consents SET given = 1", "DELETE FROM consents"])
def test_a_consent_cannot_be_changed_in_the_database(
    persons: PersonService, workspace: Workspace, change: str
) -> None:
    persons.note_consent("R1", Purpose.PHOTOS, True, DAY, *HOW)
    database = workspace.opened()
    with (
        pytest.raises(Exception, match="append-only"),
        database._writing.begin() as connection,  # type: ignore[attr-defined]
    ):
        connection.exec_driver_sql(change)


def test_an_export_wants_a_reason_a_person_and_a_role(
    persons: PersonService, workspace: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "person.zip"
    for recipient, reason in (("R1", " "), ("nobody", "本人要求")):
        with pytest.raises(AppError):
            persons.export(recipient, out, reason)
    workspace.role = Role.CLERK
    with pytest.raises(AppError) as caught:
        persons.export("R1", out, "本人要求")
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert not out.exists()


def test_everything_of_one_person_is_in_the_export_and_nothing_of_another(
    persons: PersonService, workspace: Workspace, bureau: Bureau, tmp_path: Path
) -> None:
    other = a_recipient(recipient="R2", name="王桂兰", id_number="371621194001010021")
    bureau.assign([an_assignment(other, assignment="A2")])
    save(workspace, a_visit(record=""), a_visit("2026-11-02 15:00", record="", recipient="R2"))
    persons.note_consent("R1", Purpose.HANDLING, True, DAY, *HOW)
    RecipientService(workspace).detail("R1", "核对证件")
    out = tmp_path / "person.zip"
    done = persons.export("R1", out, "本人要求")
    assert done.visits == 1
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        raw = archive.read("data.json").decode()
        told, paper = json.loads(raw), archive.read("person.pdf")
    assert paper.startswith(b"%PDF")
    assert told["person"]["name"] == a_recipient().name
    assert [line["purpose"] for line in told["consents"]] == ["handling"]
    assert [line["reason"] for line in told["trail"] if line["action"] == "reveal"] == ["核对证件"]
    assert told["visits"][0]["content"]["recipient"] == "R1"
    assert told["assignments"]
    for strange in ("王桂兰", "371621194001010021", '"R2"'):
        assert strange not in raw
    assert out.stat().st_mode & 0o077 == 0
    with workspace.reading() as reading:
        line = reading.audit.newest(1)[0]
    assert (line.action, line.subject, line.reason) == ("export.person", "R1", "本人要求")


def test_evidence_goes_along(persons: PersonService, workspace: Workspace, tmp_path: Path) -> None:
    from provider_desktop.domain.visits import EvidenceKind
    from provider_desktop.security.keystore import WrappedFiles
    from provider_desktop.security.slots import KeySlots
    from provider_desktop.security.vault import Vault
    from provider_desktop.services.evidence_service import EvidenceService
    from tests.support.workspace import KEY

    workspace.vault = Vault(
        workspace.paths, KEY, KeySlots("test", ()), WrappedFiles(workspace.paths.root, KEY)
    )
    picture = tmp_path / "slip.png"
    picture.write_bytes(_png())
    kept = EvidenceService(workspace).add(picture, EvidenceKind.SHEET)
    save(workspace, a_visit(record="", evidence=(kept,)))
    out = tmp_path / "person.zip"
    assert persons.export("R1", out, "本人要求").files == 1
    with zipfile.ZipFile(out) as archive:
        assert f"evidence/{kept.sha256}.jpg" in archive.namelist()


def _png() -> bytes:
    from PIL import Image

    content = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "PNG")
    return content.getvalue()


def test_records_are_due_five_years_after_the_last_of_them(
    persons: PersonService, workspace: Workspace, bureau: Bureau
) -> None:
    assert persons.retention().due == ()
    assert persons.retention().next_day is None  # the one assignment is open
    gone = a_recipient(recipient="R9", name="王桂兰", id_number="371621194001010021")
    bureau.assign(
        [an_assignment(gone, assignment="A9", first_day=date(2026, 1, 1), last_day=date(2026, 10, 31))]
    )
    assert persons.retention().next_day == date(2031, 10, 31)
    set_clock(workspace, workspace.now().replace(year=2031, month=10, day=30))
    assert persons.retention().due == ()
    set_clock(workspace, workspace.now().replace(day=31))
    (row,) = persons.retention().due
    assert (row.recipient, row.last_day) == ("R9", date(2026, 10, 31))
    assert "桂兰" not in row.name


def test_a_leap_day_has_its_years(persons: PersonService, workspace: Workspace) -> None:
    set_clock(workspace, workspace.now().replace(year=2028, month=2, day=29))
    assert persons.retention().before == date(2023, 2, 28)
