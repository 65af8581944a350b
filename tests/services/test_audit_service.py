"""The trail to look at: filters, the export and that it leaves a line itself, roles."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import openpyxl  # noqa: TID251 - another reader than ours
import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.entries import Op
from provider_desktop.security.users import Role
from provider_desktop.services import audit_service
from provider_desktop.services.audit_service import AuditService, AuditWish
from provider_desktop.services.people import RecipientService
from provider_desktop.services.workspace import Workspace
from provider_desktop.wording import LANGUAGES, groups
from tests.support.workspace import set_clock


@pytest.fixture
def trail(workspace: Workspace) -> AuditService:
    """孙会计 hired two on 2 November and looked at a person; 李稽核 looked the day after."""
    people = RecipientService(workspace)
    people.detail("R1", "核对证件")
    set_clock(workspace, workspace.now() + timedelta(days=1))
    workspace.actor = "李稽核"
    people.detail("R1", "抽查")
    return AuditService(workspace)


def test_lines_come_newest_first_with_who_what_and_why(trail: AuditService) -> None:
    page = trail.page(limit=2)
    assert [(line.actor, line.action, line.subject, line.reason) for line in page.lines] == [
        ("李稽核", "reveal", "R1", "抽查"),
        ("孙会计", "reveal", "R1", "核对证件"),
    ]
    assert page.total > 2
    assert page.lines[0].number == page.total
    assert set(page.actors) == {"李稽核", "孙会计"}


@pytest.mark.parametrize(
    ("wanted", "reasons"),
    [
        (AuditWish(actor="李稽核"), ["抽查"]),
        (AuditWish(action="reveal"), ["抽查", "核对证件"]),
        (AuditWish(subject="R1", last=date(2026, 11, 2)), ["核对证件"]),
        (AuditWish(subject="R1", first=date(2026, 11, 3), last=date(2026, 11, 3)), ["抽查"]),
        (AuditWish(actor="谁也不是"), []),
    ],
)
def test_who_what_and_when_narrow_the_lines(
    trail: AuditService, wanted: AuditWish, reasons: list[str]
) -> None:
    page = trail.page(wanted)
    assert [line.reason for line in page.lines if line.action == "reveal"] == reasons
    assert page.total == len(page.lines)


def test_the_table_holds_every_line_and_says_why_it_was_made(
    trail: AuditService, workspace: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "trail.xlsx"
    with pytest.raises(AppError) as caught:
        trail.export(out, AuditWish(), "  ")
    assert caught.value.code is ErrorCode.VALUE_INVALID
    assert not out.exists()
    count = trail.export(out, AuditWish(), "年度检查")
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert len(rows) == count + 1
    assert rows[-1][2:6] == ("李稽核", "查看完整信息", "R1", "抽查")
    newest = trail.page(limit=1).lines[0]
    assert (newest.action, newest.reason, newest.details) == ("export.audit", "年度检查", f"rows={count}")
    with workspace.reading() as reading:
        assert reading.audit.broken() == ()


def test_a_clerk_does_not_look_at_the_trail(trail: AuditService, workspace: Workspace) -> None:
    workspace.role = Role.CLERK
    with pytest.raises(AppError) as caught:
        trail.page()
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    workspace.role = Role.AUDITOR
    assert trail.page().total


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_done_has_a_word(language: str) -> None:
    written = re.compile(r'\.audit\(\s*(?:self\.)?work,\s*"([a-z_.]+)"')
    folder = Path(audit_service.__file__).parent
    found = {code for file in folder.glob("*.py") for code in written.findall(file.read_text())}
    found |= {op.value for op in Op}
    assert len(found) > 30
    assert found - set(groups(language)["audit_action"]) == set()
