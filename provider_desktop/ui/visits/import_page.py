"""Import of a table: choose it, see every cell judged, take the good rows, hand the others back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Event

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.imports import ImportPreview, ImportReport, RowVerdict
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.tasks import Lane, Report
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits.finding_words import FindingWords
from provider_desktop.ui.visits.import_mapping import ImportMapping
from provider_desktop.ui.visits.import_model import ImportWords, import_columns
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.rows_model import RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Card, EmptyState, PageHead, page_box, words

_KINDS = ("visits", "staff", "recipients", "plans")


class ImportPage(QWidget):
    """Leads one table through. ``back_wanted`` puts the page away."""

    back_wanted = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._preview: ImportPreview | None = None
        self._report: ImportReport | None = None
        self._stop = Event()
        self._names: dict[str, str] = {}
        self._asked = 0
        self._words = ImportWords(context.labels, FindingWords(context.labels, self._names))
        box = page_box(self)
        self._head = PageHead(self.tr("Import a table"))
        self._head.add_back(self.tr("Back to the visits")).clicked.connect(self.back_wanted)
        self._other = SecondaryButton(self.tr("Choose a file…"), hint="Ctrl+I")
        self._other.clicked.connect(self.choose_file)
        self._take = PrimaryButton(self.tr("Import"))
        self._take.clicked.connect(self.import_rows)
        self._head.add_action(self._other)
        self._head.add_action(self._take)
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._stop.set)
        self._layers = QStackedWidget()
        self._empty = EmptyState(
            "import",
            self.tr("Bring in a ledger or a roster"),
            self.tr(
                "Drop an Excel or CSV file here. Any headings will do: columns are guessed, "
                "you confirm them. Nothing is written before you say so."
            ),
            self.tr("Choose a file…"),
        )
        self._empty.action_chosen.connect(self.choose_file)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self._build_work())
        box.addWidget(self._head)
        box.addWidget(self._strip)
        box.addWidget(self._layers, 1)
        if self._empty.button is not None:
            self.setFocusProxy(self._empty.button)
        self._show_state()

    @property
    def table(self) -> DataTable:
        """The rows with their verdicts."""
        return self._table

    @property
    def report(self) -> ImportReport | None:
        """What the last check or import made of the rows."""
        return self._report

    @property
    def mapping(self) -> ImportMapping:
        """What the columns mean."""
        return self._mapping

    def reload(self) -> None:
        """The file on the disk is what it is: nothing to load."""

    def choose_file(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self, self.tr("Choose a table"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Tables ({patterns})").format(patterns="*.xlsx *.xls *.csv *.txt"))
        dialog.fileSelected.connect(self.open_file)
        dialog.open()

    def open_file(
        self, path: str, kind: str = "", sheet: str = "", mapping: Mapping[int, str] | None = None
    ) -> None:
        """Read a file and judge its rows; nothing is written."""
        services, folder = self._context.services, Path(path)
        self._context.tasks.run(
            lambda: services.imports.open(folder, kind, sheet, mapping),
            owner=self,
            on_done=self._opened,
            on_error=lambda error: self._not_opened(error, path, kind or _KINDS[0], sheet),
            lane=Lane.LONG,
        )

    def import_rows(self) -> None:
        """Take the good rows."""
        if self._report is not None and not self._report.written and self._report.imported:
            self._work(write=True)

    def save_errors(self) -> None:
        """Ask where the rows that were refused go."""
        if self._preview is None:
            return
        name = self.tr("{name}_to_mend.xlsx").format(name=self._preview.path.stem)
        dialog = QFileDialog(self, self.tr("Save the refused rows"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(str(self._preview.path.with_name(name)))
        dialog.fileSelected.connect(self.write_errors)
        dialog.open()

    def write_errors(self, out: str) -> None:
        """Write the refused rows with their reasons."""
        preview, report, services = self._preview, self._report, self._context.services
        if preview is None or report is None:
            return
        self._context.tasks.run(
            lambda: services.imports.write_errors(preview, report, Path(out), self._context.language),
            owner=self,
            on_done=lambda _nothing: self._context.messages.say_done(
                self.tr("The refused rows stand in {file}, with the reasons beside the cells.").format(
                    file=Path(out).name
                )
            ),
            on_error=self._failed,
            lane=Lane.LONG,
        )

    # what comes back

    def _opened(self, preview: ImportPreview) -> None:
        self._preview, self._report = preview, None
        self._head.set_note(preview.path.name)
        self._layers.setCurrentIndex(1)
        self._mapping.show_preview(preview)
        self._fill_choices(preview)
        if preview.imported_before:
            self._context.messages.say(
                self.tr("This very file was imported before. Rows that came in then are not taken twice.")
            )
        missing = [
            self._context.labels.word("sheet_field", f"{preview.kind}.{field}")
            for field in preview.chosen.missing
        ]
        self._missing.setText(
            self.tr("Still needed: {fields}. Say which column holds it.").format(fields="、".join(missing))
            if missing
            else ""
        )
        self._missing.setVisible(bool(missing))
        if missing:
            self._show_state()
        else:
            self._work(write=False)

    def _not_opened(self, error: Exception, path: str, kind: str, sheet: str) -> None:
        """A table whose headings say nothing is shown all the same: the user says what its columns hold."""
        if not isinstance(error, AppError) or error.code is not ErrorCode.HEADINGS_UNKNOWN:
            self._failed(error)
            return
        self._context.messages.say(
            self.tr("No headings are recognised. Say at the left what the columns hold.")
        )
        self.open_file(path, kind, sheet, {})

    def _work(self, *, write: bool) -> None:
        preview, services, stop = self._preview, self._context.services, self._stop
        if preview is None:
            return
        stop.clear()
        self._asked += 1
        asked = self._asked
        day = local_day(self._context.clock.now())

        def work(report: Report) -> tuple[ImportReport, dict[str, str]]:
            do = services.imports.run if write else services.imports.check
            names = {option.staff: option.name for option in services.entry.staff_options(day)}
            names.update({option.item: option.name for option in services.entry.item_options(day)})
            return do(preview, report, stop.is_set), names

        self._strip.begin(self.tr("Importing") if write else self.tr("Looking at the rows"))
        self._context.tasks.run(
            work,
            owner=self,
            on_done=lambda found: self._judged(asked, *found),
            on_error=self._failed,
            lane=Lane.LONG,
            progress=self._strip.show_progress,
        )
        self._show_state()

    def _judged(self, asked: int, report: ImportReport, names: dict[str, str]) -> None:
        if asked != self._asked or self._preview is None:
            return
        self._strip.end()
        self._report = report
        self._names.update(names)
        columns = import_columns(self._words, self._preview, report, (self.tr("Row"), self.tr("Verdict")))
        old = self._table.model()
        self._table.setModel(RowsModel(columns, key=lambda row: str(row.row), parent=self))
        if old is not None:
            old.deleteLater()
        self._show_rows()
        self._show_state()
        if report.written:
            self._say_result(report)

    def _say_result(self, report: ImportReport) -> None:
        if not report.imported and not report.refused:
            self._context.messages.say_done(self.tr("Nothing new: every row of this table is in already."))
            return
        said = self.tr("%n row(s) imported.", "", report.imported)
        if report.kind == "visits" and report.imported:
            leave = self._context.open  # the message may outlive this page
            drafts = Destination("visits", "entry")
            self._context.messages.say_done(said, self.tr("Show the drafts"), lambda: leave(drafts))
        else:
            self._context.messages.say_done(said)

    def _failed(self, error: Exception) -> None:
        self._strip.end()
        self._show_state()
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error)

    # what is shown

    def _show_rows(self) -> None:
        report = self._report
        if report is None:
            return
        wanted = str(self._which.currentData() or "")
        self._table.show_rows([row for row in report.rows if not wanted or row.outcome == wanted])
        model = self._table.model()
        if model.rowCount() and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(model.index(0, 0))
        self._show_sentence(self._table.current_row)

    def _show_sentence(self, row: RowVerdict | None) -> None:
        text = self._words.sentence(row) if row is not None else ""
        if row is not None and not text:
            text = self.tr("Nothing stands against this row.")
        self._sentence.setText(text)

    def _show_state(self) -> None:
        report = self._report
        busy = self._strip.isVisibleTo(self)
        counted = report is not None
        good = report.imported if report is not None and not report.written else 0
        started = self._preview is not None
        self._other.setVisible(started)
        self._take.setVisible(started and (report is None or not report.written))
        self._take.setEnabled(good > 0 and not busy)
        self._take.setText(self.tr("Import %n good row(s)", "", good) if good else self.tr("Import"))
        self._errors.setVisible(report is not None and report.refused > 0)
        for badge in self._badges.values():
            badge.setVisible(counted)
        if report is not None:
            group = "row_outcome" if report.written else "row_outcome_before"
            for outcome, count, tone in (
                ("imported", report.imported, Tone.GREEN),
                ("refused", report.refused, Tone.RED),
                ("duplicate", report.duplicates, Tone.NONE),
            ):
                word = self._context.labels.word(group, outcome)
                text = self.tr("{word} {count}").format(word=word, count=count)
                self._badges[outcome].show_chip(Chip(tone, text))

    def _fill_choices(self, preview: ImportPreview) -> None:
        for box, values, chosen in (
            (
                self._kind,
                [(kind, self._context.labels.word("sheet_kind", kind)) for kind in _KINDS],
                preview.kind,
            ),
            (self._sheet, [(sheet.name, sheet.name) for sheet in preview.sheets], preview.sheet),
        ):
            box.blockSignals(True)
            box.clear()
            for key, name in values:
                box.addItem(name, key)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.blockSignals(False)

    def _open_again(self, mapping: Mapping[int, str] | None = None) -> None:
        if self._preview is not None:
            kind, sheet = str(self._kind.currentData() or ""), str(self._sheet.currentData() or "")
            self.open_file(str(self._preview.path), kind, sheet, mapping)

    # building

    def _build_work(self) -> QWidget:
        ground = QWidget()
        row = QHBoxLayout(ground)
        scale_layout(ground, row, spacing=14)
        self._mapping = ImportMapping(self._context.labels)
        self._mapping.changed.connect(self._open_again)
        row.addWidget(self._mapping, 2)
        right = QVBoxLayout()
        scale_layout(ground, right, spacing=12)
        right.addLayout(self._build_choices(ground))
        self._missing = words("", "problem", wrap=True)
        self._missing.hide()
        right.addWidget(self._missing)
        self._table = DataTable(self.tr("Rows of the table"))
        self._table.row_selected.connect(self._show_sentence)
        right.addWidget(self._table, 1)
        foot = Card("", spacing=4)
        self._sentence = words("", wrap=True)
        foot.box.addWidget(self._sentence)
        right.addWidget(foot)
        row.addLayout(right, 7)
        return ground

    def _build_choices(self, ground: QWidget) -> QVBoxLayout:
        line = QHBoxLayout()
        scale_layout(ground, line, spacing=8)
        self._kind, self._sheet, self._which = QComboBox(), QComboBox(), QComboBox()
        self._kind.setAccessibleName(self.tr("What the table holds"))
        self._sheet.setAccessibleName(self.tr("Sheet"))
        self._which.setAccessibleName(self.tr("Rows shown"))
        self._which.addItem(self.tr("All rows"), "")
        for outcome in ("refused", "imported", "duplicate"):
            self._which.addItem(self._context.labels.word("row_outcome_before", outcome), outcome)
        self._kind.currentIndexChanged.connect(lambda _index: self._open_again())
        self._sheet.currentIndexChanged.connect(lambda _index: self._open_again())
        self._which.currentIndexChanged.connect(lambda _index: self._show_rows())
        self._badges = {outcome: Badge(Tone.NONE, "") for outcome in ("imported", "refused", "duplicate")}
        self._errors = SecondaryButton(self.tr("Save the refused rows…"), small=True)
        self._errors.clicked.connect(self.save_errors)
        for box in (self._kind, self._sheet, self._which):
            line.addWidget(box)
        line.addStretch(1)
        line.addWidget(self._errors)
        counts = QHBoxLayout()
        scale_layout(ground, counts, spacing=8)
        for badge in self._badges.values():
            counts.addWidget(badge)
        counts.addStretch(1)
        both = QVBoxLayout()
        scale_layout(ground, both, spacing=8)
        both.addLayout(line)
        both.addLayout(counts)
        return both
