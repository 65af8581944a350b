"""What one person may ask for: everything kept of them, what they agreed to, what is due to be removed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from provider_desktop.domain.clock import LOCAL, local_day
from provider_desktop.domain.consents import ByWhom, Consent, Form, Purpose, standing
from provider_desktop.domain.identifiers import mask_name
from provider_desktop.domain.recipients import Recipient
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.files import write_atomically
from provider_desktop.reports.person_file import PersonFile, write_person_file
from provider_desktop.security.sealed_files import SealedFiles
from provider_desktop.security.users import Permission
from provider_desktop.services.key_changing import past_keys
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.cases import CaseQuery
from provider_desktop.storage.encoding import encode
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.storage.visit_lists import VisitQuery
from provider_desktop.wording import sentence

#: Years for which records are kept after the last of them: our choice. A county may want more.
KEPT_YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class DueRow:
    """Somebody whose last visit and assignment are longer ago than records are kept; the name is masked."""

    recipient: str
    name: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Retention:
    """The clock of keeping: ``before`` is the last day that is due now, ``due`` whom it has come to, and
    ``next_day`` when the next comes to it (None while nobody's time runs)."""

    before: date
    due: tuple[DueRow, ...]
    next_day: date | None


@dataclass(frozen=True, slots=True)
class PersonExport:
    """What was written: visits in all versions, other records, files of evidence."""

    visits: int
    cases: int
    files: int


class PersonService:
    """The rights of the people the records are about."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @everyone
    def consents(self, recipient: str) -> tuple[Consent, ...]:
        """What a person agreed to or took back, oldest first."""
        with self._workspace.reading() as reading:
            return reading.consents.of_recipient(recipient)

    @needs(Permission.CARE)
    def note_consent(
        self, recipient: str, purpose: Purpose, given: bool, day: date, by_whom: ByWhom, form: Form
    ) -> None:
        """Write down that somebody agreed, or took it back. Nothing noted is ever changed.

        Raises ``AppError`` ``RecordUnknown``; ``ValueInvalid`` for a day to come, ``StateForbids`` for taking
        back what was never given.
        """
        workspace = self._workspace
        now = workspace.now()
        if day > local_day(now):
            raise AppError(ErrorCode.VALUE_INVALID, name="day", value=day.isoformat())
        consent = Consent(recipient, purpose, given, day, by_whom, form, workspace.actor, now)
        with workspace.writing() as work:
            if work.recipients.get(recipient) is None:
                raise AppError(ErrorCode.RECORD_UNKNOWN, record=recipient)
            before = standing(work.consents.of_recipient(recipient)).get(purpose)
            if not given and (before is None or not before.given):
                raise AppError(
                    ErrorCode.STATE_FORBIDS, record=recipient, state="none", action="consent.withdraw"
                )
            work.consents.add(consent)
            workspace.audit(
                work, "consent" if given else "consent.withdraw", recipient, "", purpose=purpose.value
            )

    @needs(Permission.EXPORT_PERSON)
    def export(self, recipient: str, out: Path, reason: str, language: str = "") -> PersonExport:
        """Everything kept of one person as a zip: ``data.json`` for programs, ``person.pdf`` for people, and
        the files of evidence. It is not encrypted: the person shall be able to open it.

        Raises ``AppError`` ``ValueInvalid`` without a reason, ``RecordUnknown``, ``FileUnwritable``,
        ``DiskFull``.
        """
        workspace, language = self._workspace, language or self._workspace.language
        if not reason.strip():
            raise AppError(ErrorCode.VALUE_INVALID, name="reason", value="")
        with workspace.reading() as reading:
            person = reading.recipients.get(recipient)
            if person is None:
                raise AppError(ErrorCode.RECORD_UNKNOWN, record=recipient)
            told = _everything(reading, person)
        files = dict(self._evidence(told))
        paper = io.BytesIO()
        write_person_file(paper, self._paper(person, told, language), language)
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1))
            archive.writestr("person.pdf", paper.getvalue())
            for name, found in files.items():
                archive.writestr(f"evidence/{name}", found)
        # The line comes first: what is written without one could not be told afterwards.
        done = PersonExport(len(told["visits"]), len(told["cases"]), len(files))
        with workspace.writing() as work:
            workspace.audit(
                work, "export.person", recipient, reason.strip()[:200], visits=done.visits, files=done.files
            )
        write_atomically(out, content.getvalue(), private=True)
        return done

    @everyone
    def retention(self) -> Retention:
        """Whose records have been kept long enough, told from last visits and assignments."""
        today = local_day(self._workspace.now())
        before = _years_back(today, KEPT_YEARS)
        with self._workspace.reading() as reading:
            lasts = reading.consents.last_days()
            people = reading.recipients.many(lasts)
        due = sorted((day, key) for key, day in lasts.items() if day <= before)
        running = [day for day in lasts.values() if before < day <= today]
        rows = tuple(DueRow(key, mask_name(people[key].name), day) for day, key in due if key in people)
        return Retention(before, rows, _years_on(min(running), KEPT_YEARS) if running else None)

    def _evidence(self, told: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
        """The files that visits name and this PC still has."""
        vault = self._workspace.vault
        if vault is None:
            return
        older = past_keys(self._workspace)
        files = SealedFiles(self._workspace.paths.evidence, vault.database_key, "evidence", older)
        names = {
            each["sha256"]
            for visit in told["visits"]
            for each in (visit["content"] or {}).get("evidence", ())
        }
        for name in sorted(names):
            if files.has(name):
                found = files.get(name)
                yield f"{name}.{'pdf' if found.startswith(b'%PDF-') else 'jpg'}", found

    def _paper(self, person: Recipient, told: dict[str, Any], language: str) -> PersonFile:
        workspace, member = self._workspace, self._workspace.membership

        def word(group: str, code: str) -> str:
            return sentence(group, code, language)

        return PersonFile(
            name=person.name,
            id_number=person.id_number,
            phone=person.phone,
            address=person.address,
            category=word("category", person.category.value),
            agency_name=member.agency_name if member else "",
            made_at=workspace.now().astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"),
            made_by=workspace.actor,
            consents=tuple(
                (
                    each["day"],
                    word("consent_purpose", each["purpose"]),
                    word("consent_given", "yes" if each["given"] else "no"),
                    word("consent_form", each["form"]),
                )
                for each in told["consents"]
            ),
            visits=tuple(
                (each["day"] or "", str(each["version"]), word("op", each["op"]), each["actor"])
                for each in told["visits"]
            ),
            accesses=tuple(
                (each["at"], each["actor"], word("audit_action", each["action"]), each["reason"])
                for each in told["trail"]
            ),
        )


def _everything(reading: Reading, person: Recipient) -> dict[str, Any]:
    """All that names the person, as plain values."""
    key = person.recipient
    visits: list[dict[str, Any]] = []
    for row in reading.visit_lists.each(VisitQuery(recipient=key)):
        versions = reading.visits.versions(row.visit.record)
        visits += [
            {
                "record": row.visit.record, "version": each.version, "op": each.op, "actor": each.actor,
                "at": each.recorded_at.isoformat(), "state": each.state.value, "reason": each.reason,
                "day": _day(each.visit), "content": json.loads(encode(each.visit)) if each.visit else None,
            }
            for each in versions
        ] or [
            {
                "record": row.visit.record, "version": 0, "op": "draft", "actor": "", "at": "",
                "state": "draft", "reason": "", "day": _day(row.visit),
                "content": json.loads(encode(row.visit)),
            }
        ]  # fmt: skip
    return {
        "person": json.loads(encode(person)),
        "assignments": [json.loads(encode(each)) for each in reading.assignments.of_recipient(key)],
        "consents": [json.loads(encode(each)) for each in reading.consents.of_recipient(key)],
        "visits": visits,
        "cases": [
            {
                "record": case.record, "kind": case.kind.value, "version": case.version,
                "content": json.loads(encode(case.content)) if case.content else None,
            }
            for case in reading.cases.page(CaseQuery(recipient=key), 0, 100_000)
        ],
        "trail": [
            {
                "at": line.at.astimezone(LOCAL).isoformat(timespec="minutes"), "actor": line.actor,
                "action": line.action, "reason": line.reason,
            }
            for line in reading.audit.of_subject(key)
        ],
    }  # fmt: skip


def _day(visit: Any) -> str | None:
    day = visit.day if visit is not None else None
    return day.isoformat() if day else None


def _years_back(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _years_on(day: date, years: int) -> date:
    return _years_back(day, -years)
