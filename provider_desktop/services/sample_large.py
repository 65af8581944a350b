"""The sample county in large: history written in bulk, handed to a receiver that then goes on live."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from provider_desktop.domain.clock import LOCAL, SystemClock
from provider_desktop.sample.county import SIZES, sample_agency
from provider_desktop.sample.defects import defective_drafts
from provider_desktop.services.receiver_process import ReceiverProcess
from provider_desktop.services.sample_bulk import BulkReport, SampleBulk
from provider_desktop.services.sample_regulator import SampleRegulator
from provider_desktop.services.stream_archive import archive_lines
from provider_desktop.services.sync_service import SyncService
from provider_desktop.services.visit_entry import VisitEntryService
from provider_desktop.services.workspace import Workspace

#: Days of history: with the sample's plans they make forty visits for each recipient.
DAYS = 175
#: How much longer writing a visit takes than handing it over, for the progress shown.
_WRITING, _HANDING = 2, 1

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LargeSample:
    """What was written, and what the receiver says it took: entries, receipts, statements."""

    written: BulkReport
    taken: dict[str, int]


def fill_large(
    workspace: Workspace,
    receiver: ReceiverProcess,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    recipients: int = SIZES["county"],
) -> LargeSample:
    """Fill an empty, set-up workspace and a receiver that never ran; both follow the machine's clock then.

    The regulator's keys are made here, since one program writes what both sides said; the receiver gets
    them before its first start, and verifies everything anew. Cancelled, what is written so far is handed
    over. Raises ``AppError`` when the receiver does not start or refuses the archive.
    """
    told = progress or (lambda _done, _total: None)
    today = workspace.now().astimezone(LOCAL).date()
    first = today - timedelta(days=DAYS)
    agency = sample_agency(today, recipients)
    regulator = SampleRegulator(agency.code, workspace.now() - timedelta(days=DAYS + 31))
    regulator.hand_over(receiver.data)
    url = receiver.start()
    total = DAYS * (_WRITING + _HANDING)
    bulk = SampleBulk(workspace, regulator, lambda done, _days: told(done * _WRITING, total), cancelled, url)
    written = bulk.run(agency, first, today - timedelta(days=1))
    workspace.clock = SystemClock()
    lines = _counted(
        archive_lines(workspace),
        lambda seq: told(DAYS * _WRITING + DAYS * _HANDING * seq // max(1, written.statements), total),
    )
    answer = receiver.call("restore", "-", lines=lines)
    with workspace.reading() as reading:
        catalogue = reading.catalogues.all()[-1]
    entry = VisitEntryService(workspace)
    for _, visit in defective_drafts(agency, catalogue, today):
        entry.save_visit(visit)
    SyncService(workspace).run()
    told(total, total)
    return LargeSample(written, {name: int(answer[name]) for name in ("entries", "receipts", "statements")})


def _counted(lines: Iterable[bytes], told: Callable[[int], None]) -> Iterator[bytes]:
    """The lines; every so often how many statements have passed is told."""
    statements = 0
    for line in lines:
        if line.startswith(b'{"statement"'):
            statements += 1
            if statements % 1000 == 0:
                told(statements)
        yield line
