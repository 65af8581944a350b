"""Files of evidence: taken in cleaned and encrypted, uploaded once the visits that name them have arrived."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from provider_desktop.domain.visits import Evidence, EvidenceKind
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.blobs import MAX_BYTES, BlobCarrier, Fate, Look, Put, Upload, next_move
from provider_desktop.files import read_small_file
from provider_desktop.security.photos import Cleaned, NotAPictureError, cleaned
from provider_desktop.security.sealed_files import SealedFiles
from provider_desktop.security.users import Permission
from provider_desktop.services.exchange_run import EPOCH, Cancelled, Progress
from provider_desktop.services.key_changing import past_keys
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.sync import SyncProgress
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.evidence import EvidenceRow

#: What a camera may bring; it is made smaller before it is kept.
_LARGEST_GIVEN: Final = 3 * MAX_BYTES


class EvidenceService:
    """Photos, scans and signatures of visits."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @needs(Permission.ENTER)
    def add(self, path: Path, kind: EvidenceKind) -> Evidence:
        """Keep a photo or PDF, and give what a draft names it by.

        The position and everything else that the camera wrote is left out, and large pictures are made
        smaller; the original is not touched. Raises ``AppError``: ``FileMissing``, ``FileUnreadable``
        (``reason``: ``kind heic damaged pixels pages``), ``FileTooLarge``, ``FileEmpty``, ``DiskFull``.
        """
        return self.take_in(path, kind)[0]

    @needs(Permission.ENTER)
    def take_in(self, path: Path, kind: EvidenceKind) -> tuple[Evidence, Cleaned]:
        """The same, with what the picture told of itself before it was cleaned. Raises as :meth:`add`."""
        given = read_small_file(path, _LARGEST_GIVEN)
        if not given:
            raise AppError(ErrorCode.FILE_EMPTY, path=str(path))
        try:
            kept = cleaned(given)
        except NotAPictureError as error:
            raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=error.reason) from error
        if len(kept.content) > MAX_BYTES:
            raise AppError(ErrorCode.FILE_TOO_LARGE, path=str(path), limit=f"{MAX_BYTES >> 20} MiB")
        sha256 = hashlib.sha256(kept.content).hexdigest()
        # The bytes first: a row never names a file that a power cut took.
        self._files().put(sha256, kept.content)
        with self._workspace.writing() as work:
            work.evidence.add(sha256, len(kept.content), self._workspace.now())
            self._workspace.audit(work, "evidence.add", sha256, kind=kind.value)
        return Evidence(kind, sha256, len(kept.content), kept.taken_at), kept

    @everyone
    def content(self, sha256: str) -> bytes:
        """The bytes of a file, JPEG or PDF. Raises ``AppError`` ``FileMissing`` or ``FileUnreadable``."""
        return self._files().get(sha256)

    @everyone
    def waiting(self) -> int:
        """Files that sealed visits name and that the receiver does not hold yet."""
        with self._workspace.reading() as reading:
            return reading.evidence.waiting_count(reading.settings.get(EPOCH) or 1)

    @everyone
    def upload(
        self, carrier: BlobCarrier, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> int:
        """Bring what is due to the receiver, each file from where it stands there; how many went through.

        No transaction is open during a call, and nothing but "whole" is remembered: a run that ends at
        any point is taken up by the next.
        """
        with self._workspace.reading() as reading:
            epoch = reading.settings.get(EPOCH) or 1
            due = reading.evidence.due(epoch)
        total, done, delivered = sum(row.size for row in due), 0, 0
        for row in due:
            fate = self._upload_one(carrier, row, (done, total), progress, cancelled or (lambda: False))
            done += row.size
            if fate is Fate.WHOLE:
                with self._workspace.writing() as work:
                    work.evidence.deliver(row.sha256, epoch, self._workspace.now())
                delivered += 1
            elif fate is not Fate.REFUSED:
                break
        return delivered

    def _upload_one(
        self,
        carrier: BlobCarrier,
        row: EvidenceRow,
        place: tuple[int, int],
        progress: Progress | None,
        cancelled: Cancelled,
    ) -> Fate:
        try:
            content = self.content(row.sha256)
        except AppError:
            return Fate.REFUSED  # lost or damaged here: the others go on, and this one goes on waiting
        upload = Upload(row.size)
        move: Look | Put = Look()
        while not cancelled():
            if isinstance(move, Look):
                answer = carrier.look(row.sha256)
            else:
                piece = content[move.offset : move.offset + move.length]
                answer = carrier.put(row.sha256, move.offset, piece, last=move.last)
            upload, following = next_move(upload, answer)
            if isinstance(following, Fate):
                return following
            move = following
            if progress is not None and isinstance(move, Put):
                done, total = place
                progress(SyncProgress("evidence", done + move.offset, total))
        return Fate.LATER

    def _files(self) -> SealedFiles:
        vault = self._workspace.open_vault()
        older = past_keys(self._workspace)
        return SealedFiles(self._workspace.paths.evidence, vault.database_key, "evidence", older)
