"""Entries of other streams carried to the receiver: earlier streams of this PC, and other PCs' packages."""

from __future__ import annotations

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.engine_messages import AlarmCode, Outcome
from provider_desktop.exchange.entries import EntryError, SealedEntry
from provider_desktop.exchange.packages import PackageError, read_batch
from provider_desktop.exchange.regulator import Regulator
from provider_desktop.exchange.restoring import read_page
from provider_desktop.exchange.statements import Position
from provider_desktop.services.exchange_run import EPOCH, Cancelled, ExchangeRun
from provider_desktop.services.recovery_service import OFFERED
from provider_desktop.services.stream_sources import PackagedStream, StoredStream
from provider_desktop.services.workspace import Workspace


def offer_others(workspace: Workspace, regulator: Regulator, cancelled: Cancelled | None = None) -> None:
    """Offer every other stream that is known here as far as both sides once held it alike.

    There is something to do right after a recovery, when receipts for them are still to be fetched, and
    when the receiver came back in a new epoch with less than it had.
    """
    with workspace.reading() as reading:
        offered = dict(reading.settings.get(OFFERED, {}))
        epoch = reading.settings.get(EPOCH, 0)
        due = [
            (stream, seq)
            for stream, seq in offered.items()
            if reading.receipts.acknowledged(stream, epoch) < seq
        ]
    for stream, seq in due:
        ExchangeRun(workspace, regulator, None, cancelled, StoredStream(workspace, stream, seq)).run()


def carry(workspace: Workspace, regulator: Regulator, package: bytes) -> bytes:
    """Send another PC's package; the receipt over the stream's head, for that PC to take home.

    Nothing of it is stored here. Raises ``AppError``: ``PackageInvalid`` for what is no package of this
    agency, or begins behind what the receiver holds, or was refused; ``Offline`` when nobody answers.
    """
    membership, _ = workspace.joined()
    try:
        batch = read_batch(package)
        first = SealedEntry.from_line(batch.lines[0]).header()
    except (PackageError, EntryError, FormError) as error:
        raise AppError(ErrorCode.PACKAGE_INVALID, reason=str(getattr(error, "code", "line"))) from error
    page = read_page(
        batch.lines,
        agency=membership.agency,
        stream=first.stream,
        after=Position(batch.from_seq - 1, first.prev),
    )
    if page.problem:
        raise AppError(ErrorCode.PACKAGE_INVALID, reason=page.problem)
    source = PackagedStream(first.stream, batch.from_seq, first.prev, page.entries)
    summary = ExchangeRun(workspace, regulator, None, None, source).run()
    if summary is None or summary.outcome is Outcome.UNREACHABLE:
        raise AppError(ErrorCode.OFFLINE, url=membership.url)
    if not source.receipt or summary.remaining:
        # Entries between what the receiver holds and the package are in nobody's hands here.
        is_gap = summary.alarm in ("", AlarmCode.LOCAL_BEHIND.value) and not source.receipt
        reason = "gap" if is_gap else summary.alarm or summary.reason
        raise AppError(ErrorCode.PACKAGE_INVALID, reason=reason)
    return source.receipt
