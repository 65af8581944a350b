"""Erasing: one recipient, or everybody at the contract's end; every signature still verifies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.domain.clock import LOCAL
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.signing import EnvelopeError, read_envelope
from provider_desktop.exchange.statements import ENVELOPE_LIMIT, Kind
from provider_desktop.reports.erasure_certificate import (
    ErasureCertificate,
    StreamProof,
    write_erasure_certificate,
)
from provider_desktop.security.sealed_files import SealedFiles
from provider_desktop.security.users import Permission
from provider_desktop.services.backup_service import BackupService, own_backups
from provider_desktop.services.permissions import needs
from provider_desktop.services.system_service import SystemService
from provider_desktop.services.upkeep_service import copies_folder
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading

_PORTION = 500
#: The subject under which the trail keeps an erasing of everybody.
EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: ``payloads`` of entries, ``statements`` of the regulator that told of the people,
    ``records`` of visits, ``files`` of evidence. ``certificate`` is the paper about it."""

    recipient: str
    payloads: int
    statements: int
    records: int
    files: int
    certificate: Path


class ErasureService:
    """Removes contents for good, from the database and from the program's own backups."""

    def __init__(self, workspace: Workspace, backups: BackupService) -> None:
        self._workspace = workspace
        self._backups = backups

    @needs(Permission.ERASE)
    def erase(self, recipient: str = "", reason: str = "", language: str = "") -> Erased:
        """Erase a recipient's personal data, or everybody's where none is named, and write the certificate.

        What the regulator has no receipt for is never erased: it would be lost before it arrived. Done
        again, as after a power cut, it finishes what is left and writes the certificate anew. Raises
        ``AppError``: ``StateForbids`` while something still waits to be sent, ``RecordUnknown`` for a
        recipient that was never here, ``NotJoined``, ``DiskFull``, ``FileUnwritable``.
        """
        workspace = self._workspace
        workspace.opened()
        if workspace.membership is None:
            raise AppError(ErrorCode.NOT_JOINED)
        done, hashes = self._remove(recipient, reason)
        for sha256 in hashes:
            self._files().remove(sha256)
        workspace.opened().compact()
        self._renew_backups()
        certificate = self._certify(recipient, reason, done, language or workspace.language)
        return Erased(
            recipient,
            payloads=done["payloads"],
            statements=done["statements"],
            records=done["records"],
            files=done["files"],
            certificate=certificate,
        )

    def _remove(self, recipient: str, reason: str) -> tuple[Mapping[str, int], tuple[str, ...]]:
        """The one transaction: figures as the audit trail keeps them, and the files that have to go."""
        workspace, subject = self._workspace, recipient or EVERYBODY
        with workspace.writing() as work:
            before = next(
                (line for line in reversed(work.audit.of_subject(subject)) if line.action == "erase"), None
            )
            doomed = work.erasure.entries(recipient)
            waiting = next((each for each in doomed if each.is_waiting), None)
            if waiting is not None:
                raise AppError(
                    ErrorCode.STATE_FORBIDS, record=waiting.record, state="to_send", action="erase"
                )
            told = _statements_about(work, recipient)
            known = not recipient or work.recipients.get(recipient) is not None
            if not (known or doomed or told or before):
                raise AppError(ErrorCode.RECORD_UNKNOWN, record=recipient)
            work.erasure.empty(each.hash for each in doomed)
            work.erasure.empty_statements(told)
            records = work.erasure.blank_visits(sorted({each.record for each in doomed}), recipient)
            if recipient:
                work.cases.blank((each.record for each in doomed), recipient)
            else:
                work.cases.blank_all()
            hashes = work.erasure.unused_evidence()
            if recipient:
                work.erasure.forget_recipient(recipient)
            else:
                work.erasure.forget_everybody()
            if before is not None and not (doomed or told):
                return before.details, hashes
            figures: dict[str, int] = {
                "payloads": len(doomed),
                "statements": len(told),
                "records": records,
                "files": len(hashes),
            }
            workspace.audit(work, "erase", subject, reason, **figures)
        return figures, hashes

    def _renew_backups(self) -> None:
        """Own backups and their copies still hold what was erased: one is made anew, those before it go.

        Copies that are out of reach now stay: the certificate says that what lies elsewhere does.
        """
        copies = copies_folder(self._workspace)
        before = (*self._backups.list(), *(own_backups(copies) if copies is not None else ()))
        self._backups.own()
        for row in before:
            row.file.unlink(missing_ok=True)
        for aside in self._workspace.paths.root.glob("before_restore_*"):
            aside.unlink()

    def _certify(self, recipient: str, reason: str, done: Mapping[str, int], language: str) -> Path:
        workspace = self._workspace
        membership = workspace.membership
        if membership is None:
            raise AppError(ErrorCode.NOT_JOINED)
        now = workspace.now().astimezone(LOCAL)
        out = workspace.paths.certificates / f"erasure_{now:%Y%m%dT%H%M%S}.pdf"
        problems = SystemService(workspace).verify().problems
        with workspace.reading() as reading:
            proofs = _proofs(reading)
        paper = ErasureCertificate(
            agency=membership.agency,
            agency_name=membership.agency_name,
            recipient=recipient,
            reason=reason,
            erased_at=f"{now:%Y-%m-%d %H:%M}",
            erased_by=workspace.actor,
            problems=len(problems),
            streams=proofs,
            records=done["records"],
            payloads=done["payloads"],
            statements=done["statements"],
            files=done["files"],
        )
        try:
            out.parent.mkdir(exist_ok=True)
            write_erasure_certificate(out, paper, language)
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(out)) from error
        return out

    def _files(self) -> SealedFiles:
        vault = self._workspace.open_vault()
        return SealedFiles(self._workspace.paths.evidence, vault.database_key, "evidence")


def _statements_about(reading: Reading, recipient: str) -> list[tuple[int, int]]:
    """Epoch and seq of the assignments that tell of a recipient, or of anybody where none is named."""
    found = []
    for epoch in reading.feed.epochs():
        seq = 0
        while portion := reading.feed.after(seq, _PORTION, epoch):
            seq = portion[-1].seq
            found += [
                (epoch, row.seq)
                for row in portion
                if row.kind == Kind.ASSIGNMENT and row.envelope and _is_about(row.envelope, recipient)
            ]
    return found


def _is_about(envelope: bytes, recipient: str) -> bool:
    if not recipient:
        return True
    try:
        body = json.loads(read_envelope(envelope, ENVELOPE_LIMIT).body)["body"]
        return bool(body["recipient"]["recipient"] == recipient)
    except (EnvelopeError, ValueError, KeyError, TypeError):
        return False


def _proofs(reading: Reading) -> tuple[StreamProof, ...]:
    return tuple(
        StreamProof(
            head.stream,
            head.seq,
            sum(entry.is_erased for entry in reading.stream.chain(head.stream)),
            head.hash,
        )
        for head in reading.stream.all()
    )
