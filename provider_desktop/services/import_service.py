"""Importing spreadsheets: opened and mapped, judged row by row, good rows taken, bad rows handed back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from provider_desktop.domain.ledger.directory import Directory
from provider_desktop.domain.ledger.fields import FIELDS, Kind
from provider_desktop.domain.ledger.row_cells import CellFinding, entries
from provider_desktop.domain.ledger.sheet import Sheet
from provider_desktop.domain.ledger.structure import Layout, find_layout
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.files import write_atomically
from provider_desktop.security.users import Permission
from provider_desktop.services.import_people import ListComparison, RosterImport
from provider_desktop.services.import_rows import needed_fields, sheet_preview
from provider_desktop.services.import_visits import VisitImport
from provider_desktop.services.imports import ImportPreview, ImportReport, RowVerdict
from provider_desktop.services.permissions import needs, require
from provider_desktop.services.workspace import Workspace
from provider_desktop.spreadsheets.error_sheet import ErrorRow, write_error_sheet
from provider_desktop.spreadsheets.mapping import (
    ColumnMapping,
    apply_mapping,
    mapping_of,
    read_mapping,
    with_columns,
    write_mapping,
)
from provider_desktop.spreadsheets.reading import read_sheets
from provider_desktop.storage.imports import ImportedFile
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.wording import sentence

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

#: Rows that are judged and written in one go: saving elsewhere waits no longer than one of these takes.
CHUNK = 200


@dataclass(frozen=True, slots=True)
class _Opened:
    """A sheet with the layout that its preview says."""

    sheet: Sheet
    layout: Layout
    digest: str


class ImportService:
    """Visits come in as drafts, staff are sealed; recipients and plans are compared, for the regulator
    assigns them (what differs is handed back, nothing is changed)."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @needs(Permission.ENTER)
    def open(
        self,
        path: Path,
        kind: str = "",
        sheet: str = "",
        mapping: Mapping[int, str] | Path | None = None,
    ) -> ImportPreview:
        """Read a file and say what each column seems to be.

        Without ``kind`` the headings tell it; without ``sheet`` the first sheet that is a table of
        that kind is taken; without ``mapping`` (field by 0-based column, or a file that
        ``write_mapping`` made) the one remembered for the same headings, else the best guess. Raises
        ``AppError``: what ``read_sheets`` raises, ``HeadingsUnknown``, ``ValueInvalid`` for a kind or
        sheet that is not there, ``MappingInvalid``.
        """
        wanted = _kind(kind)
        sheets = read_sheets(path)
        if sheet and all(each.name != sheet for each in sheets):
            raise AppError(ErrorCode.VALUE_INVALID, name="sheet", value=sheet)
        digest = _digest(path)
        with self._workspace.reading() as reading:
            names = _directory(reading)
            layouts = {each.name: find_layout(each, wanted, names, path.stem) for each in sheets}
            chosen = sheet or next((name for name, found in layouts.items() if found), sheets[0].name)
            if (layout := layouts.get(chosen)) is None:
                if wanted is None or mapping is None:
                    raise AppError(ErrorCode.HEADINGS_UNKNOWN, path=str(path))
                layout = Layout(wanted, 0, (), {})
            remembered = reading.imports.mapping(layout.signature, layout.kind.value)
            before = any(file.imported for file in reading.imports.files(digest))
        is_remembered = mapping is None and bool(layout.signature) and remembered is not None
        if isinstance(mapping, Path):
            layout = apply_mapping(layout, _mapping_in(mapping))
        elif mapping is not None:
            layout = with_columns(layout, mapping)
        elif is_remembered and remembered is not None:
            layout = with_columns(layout, remembered)
        layouts[chosen] = layout
        return ImportPreview(
            path=path,
            kind=layout.kind.value,
            sheet=chosen,
            sheets=tuple(sheet_preview(each, layouts[each.name]) for each in sheets),
            fields=tuple(spec.name for spec in FIELDS[layout.kind] if spec.name != "serial"),
            remembered=is_remembered,
            imported_before=before,
        )

    @needs(Permission.ENTER)
    def check(
        self, preview: ImportPreview, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> ImportReport:
        """What an import would make of each row; nothing is written.

        Raises ``AppError`` as :meth:`open` does, ``MappingInvalid`` where a needed column has no field.
        """
        return self._work(preview, progress, cancelled, write=False)

    @needs(Permission.ENTER)
    def run(
        self, preview: ImportPreview, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> ImportReport:
        """Import: good rows are taken in portions, each whole; the columns' meaning is remembered.

        Cancelling keeps the portions written so far; the same file brings the rest later. Raises
        ``AppError`` as :meth:`check` does, ``NotJoined`` for staff, which the regulator must hear of.
        """
        if preview.kind == Kind.STAFF.value:
            require(self._workspace, Permission.STAFF)
        return self._work(preview, progress, cancelled, write=True)

    @needs(Permission.ENTER)
    def write_errors(
        self, preview: ImportPreview, report: ImportReport, out: Path, language: str = ""
    ) -> None:
        """Write the refused rows with the reasons beside the cells, ready to be mended and imported again.

        Names stand there in full: it is the office's own sheet that goes back to the office. Raises
        ``AppError`` ``FileUnwritable`` or ``DiskFull``, or as ``read_sheets`` when the file has gone.
        """
        opened = self._opened(preview)
        refused = [row for row in report.rows if row.outcome == "refused"]
        rows = [
            ErrorRow(row.row, row.values, [CellFinding(each.column, each.finding) for each in row.verdicts])
            for row in refused
        ]
        write_error_sheet(
            out,
            opened.sheet,
            opened.layout,
            rows,
            language or self._workspace.language,
            names=self._names(refused),
        )

    @needs(Permission.ENTER)
    def write_mapping(self, preview: ImportPreview, out: Path) -> None:
        """Write what the columns mean as a file, for scheduled imports of the same sheets.

        Raises ``AppError`` ``FileUnwritable`` or ``DiskFull``.
        """
        write_atomically(out, write_mapping(mapping_of(self._opened(preview).layout)).encode())

    def _work(
        self,
        preview: ImportPreview,
        progress: Progress | None,
        cancelled: Cancelled | None,
        *,
        write: bool,
    ) -> ImportReport:
        opened = self._opened(preview)
        if opened.layout.missing:
            needed = " / ".join(
                sentence("sheet_field", f"{preview.kind}.{field}", self._workspace.language)
                for field in needed_fields(opened.layout)
            )
            raise AppError(ErrorCode.MAPPING_INVALID, reason=needed)
        total = sum(1 for _ in entries(opened.sheet, opened.layout))
        tell, stopped = progress or (lambda _done, _total: None), cancelled or (lambda: False)
        tell(0, total)
        rows: list[RowVerdict] = []
        is_cancelled = stopped()
        for portion in () if is_cancelled else self._portions(opened, write=write):
            rows += portion
            tell(len(rows), total)
            if stopped() and len(rows) < total:
                is_cancelled = True
                break
        counts = {
            outcome: sum(row.outcome == outcome for row in rows)
            for outcome in ("imported", "refused", "duplicate")
        }
        report = ImportReport(
            kind=preview.kind,
            columns=preview.chosen.columns,
            rows=tuple(rows),
            imported=counts["imported"],
            refused=counts["refused"],
            duplicates=counts["duplicate"],
            written=write,
            cancelled=is_cancelled,
        )
        if write:
            self._remember(preview, opened, report)
        return report

    def _portions(self, opened: _Opened, *, write: bool) -> Iterator[list[RowVerdict]]:
        """Rows judged and, for a real import, written: a portion at a time."""
        with self._workspace.reading() as reading:
            directory = _directory(reading)
        rows: Iterator[RowVerdict]
        if opened.layout.kind is Kind.VISITS:
            visits = VisitImport(self._workspace, opened.sheet, opened.layout, directory)
            while portion := visits.judge(CHUNK):
                if write:
                    visits.write()
                yield portion
            return
        if opened.layout.kind is Kind.STAFF:
            rows = RosterImport(self._workspace, opened.sheet, opened.layout).rows(write=write)
        else:
            rows = ListComparison(self._workspace, opened.sheet, opened.layout, directory).rows()
        while portion := list(islice(rows, CHUNK)):
            yield portion

    def _opened(self, preview: ImportPreview) -> _Opened:
        sheet = next((each for each in read_sheets(preview.path) if each.name == preview.sheet), None)
        if sheet is None:
            raise AppError(ErrorCode.VALUE_INVALID, name="sheet", value=preview.sheet)
        kind = Kind(preview.kind)
        with self._workspace.reading() as reading:
            found = find_layout(sheet, kind, _directory(reading), preview.path.stem)
        layout = with_columns(found or Layout(kind, 0, (), {}), preview.chosen.mapping)
        return _Opened(sheet, layout, _digest(preview.path))

    def _remember(self, preview: ImportPreview, opened: _Opened, report: ImportReport) -> None:
        now = self._workspace.now()
        with self._workspace.writing() as work:
            if opened.layout.signature:
                fields = {column: field for field, column in opened.layout.columns.items()}
                work.imports.remember(opened.layout.signature, preview.kind, fields, now)
            work.imports.add_file(
                ImportedFile(
                    sha256=opened.digest,
                    name=preview.path.name,
                    kind=preview.kind,
                    at=now,
                    imported=report.imported,
                    refused=report.refused,
                    duplicates=report.duplicates,
                )
            )
            self._workspace.audit(
                work,
                "import",
                opened.digest[:16],
                kind=preview.kind,
                imported=report.imported,
                refused=report.refused,
                duplicates=report.duplicates,
            )

    def _names(self, rows: list[RowVerdict]) -> dict[str, str]:
        """Names for the ids in findings."""
        values = [verdict.finding.values for row in rows for verdict in row.verdicts]
        with self._workspace.reading() as reading:
            people = reading.recipients.many(
                {str(each["recipient"]) for each in values if "recipient" in each}
            )
            staff = reading.staff.many({str(each["staff"]) for each in values if "staff" in each})
        names = {key: person.name for key, person in people.items()}
        return names | {key: member.name for key, member in staff.items()}


def _kind(text: str) -> Kind | None:
    try:
        return Kind(text) if text else None
    except ValueError as error:
        raise AppError(ErrorCode.VALUE_INVALID, name="kind", value=text[:40]) from error


def _mapping_in(path: Path) -> ColumnMapping:
    try:
        return read_mapping(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AppError(ErrorCode.FILE_MISSING, path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(path), reason=type(error).__name__) from error


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise AppError(ErrorCode.FILE_MISSING, path=str(path)) from error


def _directory(reading: Reading) -> Directory:
    return Directory(reading.recipients.all(), reading.staff.all(), reading.catalogues.all())
