"""The exchange by hand: sealed packages out to a USB stick, receipts back in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.packages import MAX_ENTRIES, PACKAGE_SUFFIX, fitting, write_batch
from provider_desktop.exchange.receipts import RECEIPT_LIMIT, ReceiptError
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.files import read_small_file, write_atomically
from provider_desktop.security.users import Permission
from provider_desktop.services.exchange_run import EPOCH, ExchangeRun
from provider_desktop.services.permissions import needs
from provider_desktop.services.stream_sources import StoredStream
from provider_desktop.services.workspace import Workspace

#: What is wrong with the file itself; anything else is wrong with what it proves.
_NOT_OURS = frozenset({"envelope", "form", "agency", "stream"})


_OFFLINE = Answer(AnswerKind.OFFLINE)


@dataclass(frozen=True, slots=True)
class Exported:
    """The files written, in the order in which the receiver must take them, and the entries in them."""

    files: tuple[Path, ...]
    entries: int


@dataclass(frozen=True, slots=True)
class ReceiptTaken:
    """A receipt taken in. ``seq`` is up to where entries are covered now, ``new`` how many it added;
    ``alarm`` is an alarm code: the receipt is genuine and covers other entries than ours."""

    seq: int
    new: int
    remaining: int
    alarm: str


class _NobodyThere:
    """The regulator of a run that calls nobody."""

    clock_offset = 0

    def trust(self) -> Answer:
        return _OFFLINE

    def enrol(self, _request: bytes) -> Answer:
        return _OFFLINE

    def streams(self) -> Answer:
        return _OFFLINE

    def head(self, _stream: str) -> Answer:
        return _OFFLINE

    def send(self, _stream: str, _batch: bytes) -> Answer:
        return _OFFLINE

    def entries(self, _stream: str, _after: int) -> Answer:
        return _OFFLINE

    def feed(self, _after: int, _wait: int) -> Answer:
        return _OFFLINE


class PackageService:
    """Packages hold exactly what the line would carry, and go through the same code on both sides."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @needs(Permission.CARRY)
    def export(self, out: Path) -> Exported:
        """Write what no receipt covers to ``out``; to ``out_1``, ``out_2``… where it does not fit into one.

        Nothing changes here: what was exported waits until its receipt comes, and may go over the line
        meanwhile. Raises ``AppError``: ``NotJoined``, ``FileUnwritable``, ``DiskFull``.
        """
        membership, _ = self._workspace.joined()
        source = StoredStream(self._workspace, membership.stream)
        done = first = source.acknowledged(self._epoch())
        batches: list[bytes] = []
        while entries := source.after(done, MAX_ENTRIES):
            lines = list(fitting(entry.to_line() for entry in entries))
            batches.append(write_batch(done + 1, lines))
            done += len(lines)
        if not out.suffix:
            out = out.with_suffix(PACKAGE_SUFFIX)
        paths = [out]
        if len(batches) != 1:
            paths = [out.with_stem(f"{out.stem}_{number}") for number in range(1, len(batches) + 1)]
        for path, batch in zip(paths, batches, strict=True):
            write_atomically(path, batch)
        if batches:
            with self._workspace.writing() as work:
                self._workspace.audit(
                    work, "package.export", membership.stream, after=first, entries=done - first
                )
        return Exported(tuple(paths), done - first)

    @needs(Permission.CARRY)
    def import_receipt(self, path: Path) -> ReceiptTaken:
        """Take in a receipt file by the rules of the line.

        One that is genuine but covers other entries raises an alarm, which stays up. Raises ``AppError``:
        ``FileMissing``, ``FileUnreadable``, ``FileTooLarge``, ``NotJoined``, ``PackageInvalid`` for what is
        no receipt of this stream, ``ReceiptTampered`` for one without a good signature or of another epoch.
        """
        envelope = read_small_file(path, 2 * RECEIPT_LIMIT).strip()
        run = ExchangeRun(self._workspace, _NobodyThere(), None, None)
        try:
            summary = run.take_receipt(envelope)
        except ReceiptError as error:
            code = ErrorCode.PACKAGE_INVALID if error.code in _NOT_OURS else ErrorCode.RECEIPT_TAMPERED
            raise AppError(code, reason=error.code) from error
        if summary is None:
            raise RuntimeError("nobody cancels this")
        membership, _ = self._workspace.joined()
        with self._workspace.reading() as reading:
            seq = reading.receipts.acknowledged(membership.stream, self._epoch())
            remaining = reading.stream.waiting_count()
        return ReceiptTaken(seq, summary.pushed, remaining, summary.alarm)

    def _epoch(self) -> int:
        with self._workspace.reading() as reading:
            return int(reading.settings.get(EPOCH) or 0)
