"""The list of visits as a table to take along: what is shown, in its order, masked but for a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from provider_desktop.domain.clock import LOCAL
from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.domain.visits import Outcome
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Permission
from provider_desktop.services.permissions import needs
from provider_desktop.services.visit_rows import rows_of
from provider_desktop.services.visit_service import visit_query
from provider_desktop.services.visits import VisitFilter, VisitRow
from provider_desktop.services.workspace import Workspace
from provider_desktop.spreadsheets.writing import Table, write_tables
from provider_desktop.wording import sentence

#: Rows of one file: more is no list that anybody reads, and would not fit beside the window in memory.
MOST_ROWS = 100_000
_PORTION = 500
_COLUMNS = (
    "day", "recipient", "id_tail", "staff", "in", "out", "minutes", "items", "satisfaction", "state",
    "record",
)  # fmt: skip

#: Told how many rows of how many are written; may raise to stop.
Report = Callable[[int, int], None]


class VisitExportService:
    """Writes lists to files; each file leaves a line in the audit trail."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @needs(Permission.PRINT)
    @needs(Permission.REVEAL, if_given="reveal")
    def write(
        self, wanted: VisitFilter, out: Path, reveal: str = "", report: Report = lambda _done, _total: None
    ) -> int:
        """Write the list as .xlsx; the number of rows. Names are whole where a reason is given, and
        remarks are there only then.

        Raises ``AppError`` ``TooManyRows``, ``FileUnwritable`` or ``DiskFull``.
        """
        query = visit_query(wanted)
        with self._workspace.reading() as reading:
            total = reading.visit_lists.count(query)
            if total > MOST_ROWS:
                raise AppError(ErrorCode.TOO_MANY_ROWS, count=total, limit=MOST_ROWS)
            records = reading.visit_lists.records(query)
            rows: list[list[Cell]] = []
            for start in range(0, len(records), _PORTION):
                report(start, len(records))
                stored = reading.visits.many(records[start : start + _PORTION])
                shown = rows_of(reading, stored, self._workspace.language, masked=not reveal)
                rows.extend(self._row(row, whole=bool(reveal)) for row in shown)
        headings = list(self._headings(whole=bool(reveal)))
        write_tables(out, [Table(self._word("visits_table"), headings, rows)])
        with self._workspace.writing() as work:
            self._workspace.audit(work, "export.visits", "visits", reveal, rows=len(rows))
        report(len(rows), len(rows))
        return len(rows)

    def _headings(self, *, whole: bool) -> Iterator[str]:
        yield from (self._word(column) for column in _COLUMNS)
        if whole:
            yield self._word("remarks")

    def _row(self, row: VisitRow, *, whole: bool) -> list[Cell]:
        language = self._workspace.language
        failed = row.outcome is not Outcome.DONE
        cells: list[Cell] = [
            row.day,
            row.recipient_name,
            row.id_tail,
            "、".join(row.staff_names),
            row.started.astimezone(LOCAL).time() if row.started else None,
            row.ended.astimezone(LOCAL).time() if row.ended else None,
            row.minutes or None,
            sentence("outcome", row.outcome.value, language) if failed else "、".join(row.item_names),
            sentence("satisfaction", str(row.satisfaction), language) if row.satisfaction else "",
            sentence("state", row.state.value, language),
            row.record,
        ]
        return [*cells, row.remarks] if whole else cells

    def _word(self, code: str) -> str:
        return sentence("visit_column", code, self._workspace.language)
