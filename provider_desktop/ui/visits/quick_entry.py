"""Quick entry: the grid with its panel, saved cell by cell, checked as typed, sealed in one go."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.findings import Finding
from provider_desktop.domain.identifiers import make_ulid
from provider_desktop.domain.visits import Acknowledgement, Outcome
from provider_desktop.errors import AppError
from provider_desktop.services.recipients import PersonHit
from provider_desktop.services.visits import EntryLine, Finalised, ItemOption, StaffOption, VisitRow
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.tasks import Lane, Report, Task
from provider_desktop.ui.visits.directory import Directory
from provider_desktop.ui.visits.entry_answers import EntryAnswers
from provider_desktop.ui.visits.entry_line import GridLine
from provider_desktop.ui.visits.entry_model import EntryModel
from provider_desktop.ui.visits.entry_paste import Pasted, names_in
from provider_desktop.ui.visits.entry_saving import EntrySaving, Stored
from provider_desktop.ui.visits.entry_table import EntryTable
from provider_desktop.ui.visits.entry_text import CellText
from provider_desktop.ui.visits.fields import Field, is_blank
from provider_desktop.ui.visits.finding_panel import FindingPanel, Reason
from provider_desktop.ui.visits.finding_words import FindingWords
from provider_desktop.ui.visits.kept_panel import KeptPanel
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.search_popup import SearchPopup

#: Expected visits named below the grid.
_MOST_NEXT = 9
#: Drafts sealed between two reports of progress.
_PORTION = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """What may be chosen, and the stored drafts; ``rows`` is None where those shown are still the same."""

    staff: tuple[StaffOption, ...]
    items: tuple[ItemOption, ...]
    usual: tuple[tuple[str, ...], ...] | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[VisitRow, ...] | None = None
    lines: tuple[EntryLine, ...] = ()


class QuickEntry(QWidget):
    """Types, saves and seals drafts. ``ready_changed`` says how many can be sealed, ``other_wanted`` names
    a record to open."""

    ready_changed = Signal(int)
    other_wanted = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._directory = Directory()
        words = FindingWords(context.labels, self._directory.names)
        today = local_day(context.clock.now())
        cells = CellText(self._directory, context.labels, context.formats, today)
        self._model = EntryModel(cells, words, self._new_record, self)
        self._sealing: Task[Finalised] | None = None
        self._saving = EntrySaving(context, self._model, self)
        self._loaded = False
        popup = SearchPopup(self.tr("Choices"), self)
        self._table = EntryTable(self.tr("Visits being entered"), self._model, popup)
        self._answers = EntryAnswers(context, self._model, self._table)
        self._panel = FindingPanel(context.labels, words)
        self._strip = ProgressStrip()
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=12)
        kept = KeptPanel(context)
        kept.watch(self)
        box.addWidget(kept)
        box.addWidget(self._strip)
        box.addWidget(self._table, 1)
        box.addWidget(self._panel)
        self._connect()
        self._actions = self._make_actions()

    @property
    def table(self) -> EntryTable:
        """The grid."""
        return self._table

    @property
    def panel(self) -> FindingPanel:
        """What is said of the current line."""
        return self._panel

    @property
    def model(self) -> EntryModel:
        """The lines."""
        return self._model

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done in the grid."""
        return self._actions

    def reload(self) -> None:
        """Show the drafts that are stored; lines being typed stay as they are."""
        services, today = self._context.services, self._model.cells.today
        # our own saves must not shake what is being typed: nothing is loaded while the drafts are those shown
        typing = self._loaded and self._saving.is_busy
        first = not self._loaded  # habits change slowly: each cell saved brings a reload
        shown = sum(1 for line in self._model.lines if not is_blank(line.line)) if self._loaded else -1

        def load() -> Loaded:
            options = (
                services.entry.staff_options(today),
                services.entry.item_options(today),
                services.entry.usual_items() if first else None,
                services.entry.reasons() if first else {},
            )
            counts = services.visits.counts()
            stored = counts.drafts_ready + counts.drafts_asking + counts.drafts_blocked
            # while a shared database is away only a part of the drafts is here: those shown stay
            is_part = shown >= 0 and services.sharing.state().away
            if typing or stored == shown or is_part:
                return Loaded(*options)
            rows = services.entry.drafts()
            return Loaded(*options, rows, services.entry.lines([row.record for row in rows]))

        self._context.tasks.run(load, owner=self, on_done=self._show)

    def start_line(self) -> None:
        """Put the cursor where the next line begins."""
        self._table.start_line()

    def open_draft(self, record: str, field: Field) -> bool:
        """Put the cursor into a draft; False where it is not in the grid."""
        row = self._model.row_of(record)
        if row >= 0:
            self._table.go_to(row, field)
        return row >= 0

    def finalise(self) -> None:
        """Check and seal everything that is ready; what is held back stays with its reasons."""
        records = self._model.ready
        if not records or self._sealing is not None:
            return
        services = self._context.services

        def seal(report: Report) -> Finalised:
            sealed: list[str] = []
            held = []
            for start in range(0, len(records), _PORTION):
                report(start, len(records))
                done = services.finalising.finalise(records[start : start + _PORTION])
                sealed.extend(done.sealed)
                held.extend(done.held_back)
            return Finalised(tuple(sealed), tuple(held))

        self._strip.begin(self.tr("Checking and sealing"))
        self._sealing = self._context.tasks.run(
            seal,
            owner=self,
            on_done=self._sealed,
            on_error=self._not_sealed,
            lane=Lane.LONG,
            progress=self._strip.show_progress,
        )

    # what comes back

    def _show(self, loaded: Loaded) -> None:
        habits = self._directory.usual if loaded.usual is None else loaded.usual
        self._directory.offer(loaded.staff, loaded.items, habits)
        self._panel.reasons.update(loaded.reasons)
        if loaded.rows is not None and self._may_lay_anew(loaded.lines):
            self._directory.learn(loaded.rows)
            findings = {row.record: row.findings for row in loaded.rows}
            self._lay_anew(loaded, findings)
        self._tell()

    def _lay_anew(self, loaded: Loaded, findings: Mapping[str, tuple[Finding, ...]]) -> None:
        """Put the stored drafts into the grid; the cursor stays in its line, wherever that stands now."""
        place = self._table.currentIndex()
        current = self._model.line_at(place.row()) if place.isValid() else None
        self._model.show_lines(GridLine(line, findings[line.record], checked=True) for line in loaded.lines)
        self._loaded = True
        if current is None:
            if self.isVisible():
                self._table.start_line()
            return
        row = self._model.row_of(current.key)
        if row < 0 and is_blank(current.line):
            row = next(at for at, line in enumerate(self._model.lines) if is_blank(line.line))
        row = row if row >= 0 else min(place.row(), self._model.rowCount() - 1)
        self._table.setCurrentIndex(self._model.index(row, place.column()))

    def _may_lay_anew(self, lines: Sequence[EntryLine]) -> bool:
        """Whether stored drafts may replace the lines shown: they were asked for a while ago, and typing
        has gone on since. What must wait comes with the reload that saving the cell brings about."""
        if not self._loaded:
            return True
        shown = {line.key for line in self._model.lines if not is_blank(line.line)}
        at_rest = not self._saving.is_busy and not self._table.is_editing
        return at_rest and shown != {line.record for line in lines}

    def _sealed(self, done: Finalised) -> None:
        self._sealing = None
        self._strip.end()
        self._model.drop(done.sealed)
        self._answers.forget_expected()
        for held in done.held_back:
            row = self._model.row_of(held.record)
            if row >= 0:
                self._model.show_checked(self._model.line_at(row).line, held.findings)
        text = self.tr("%n record(s) sealed.", "", len(done.sealed))
        if done.held_back:
            first = done.held_back[0].record
            held_text = self.tr("%n held back, the reasons stand in the lines.", "", len(done.held_back))
            both = self.tr("{sealed} {held}").format(sealed=text, held=held_text)
            self._context.messages.say(both, action=self.tr("Show the first"), act=lambda: self._go_to(first))
        else:
            self._context.messages.say_done(text)
        self._table.start_line()

    def _stop_sealing(self) -> None:
        """What is sealed so far stays sealed; the lines left are shown again."""
        if self._sealing is not None:
            self._sealing.cancel()
            self._sealing = None
            self._strip.end()
            self._loaded = False
            self.reload()

    def _not_sealed(self, error: Exception) -> None:
        self._sealing = None
        self._strip.end()
        self._loaded = False
        self.reload()
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error, self.finalise)

    def _go_to(self, record: str) -> None:
        self.open_draft(record, Field.DAY)

    # saving

    def _stored(self, stored: Stored) -> None:
        self._directory.learn([row for _line, row in stored])

    def _not_stored(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._loaded = False
        self._context.messages.say_error(error)
        self.reload()

    # pasting

    def _paste(self, table: Pasted) -> None:
        """Recipients are looked up by name before the lines are laid down."""
        services, names = self._context.services, names_in(table)
        self._context.tasks.run(
            lambda: [
                hit for name in names for hit in services.recipients.options(name, 20) if hit.name == name
            ],
            owner=self,
            on_done=lambda people: self._lay_down(table, people),
        )

    def _lay_down(self, table: Pasted, people: Sequence[PersonHit]) -> None:
        for hit in people:
            self._directory.learn_person(hit.key, hit.name, hit.id_number[-4:])
        lines, problems = self._table.paste(table)
        said = self.tr("%n line(s) pasted.", "", lines)
        if problems:
            first = problems[0][2]
            unread = self.tr(
                "%n cell(s) were not understood and left as they were; the first is “{text}”.",
                "",
                len(problems),
            )
            said = self.tr("{pasted} {unread}").format(pasted=said, unread=unread.format(text=first))
        self._context.messages.say(said, action=self.tr("Undo"), act=self._undo)

    # what the panel asks

    def _acknowledge(self, reason: Reason) -> None:
        rows = [
            row
            for row, line in enumerate(self._model.lines)
            if (row == self._table.row or reason.everywhere)
            and any(finding.rule == reason.rule for finding in line.open)
        ]
        changes = []
        for row in rows:
            line = self._model.line_at(row).line
            kept = tuple(each for each in line.acknowledged if each.rule != reason.rule)
            given = Acknowledgement(reason.rule, reason.reason, reason.note)
            changes.append((row, replace(line, acknowledged=(*kept, given))))
        self._model.change_many(changes)
        staff = tuple(dict.fromkeys(member for _, line in changes for member in line.staff))
        keys = (reason.rule, *(f"{reason.rule}/{member}" for member in staff))
        self._panel.reasons.update(dict.fromkeys(keys, reason.reason))
        services = self._context.services
        self._context.tasks.run(
            lambda: services.entry.remember_reason(reason.rule, staff, reason.reason), owner=self
        )

    def _fill_value(self, finding: Finding, text: str) -> None:
        """A value or note that an item asks for, typed in the panel."""
        _, _, number, kind, *rest = finding.pointer.split("/")
        line = self._model.line_at(self._table.row).line
        items = list(line.items)
        item = items[int(number)]
        if kind == "note":
            items[int(number)] = replace(item, note=text)
        else:
            items[int(number)] = replace(item, values={**item.values, rest[0]: text})
        self._model.change(self._table.row, replace(line, items=tuple(items)))

    def _fix(self, field: Field) -> None:
        self._table.go_to(self._table.row, field, edit=True)

    def _undo(self) -> None:
        self._step(self._model.undo)

    def _step(self, do: Callable[[], int]) -> None:
        row = do()
        if row >= 0:
            self._table.go_to(
                min(row, self._model.rowCount() - 1), Field(max(1, self._table.currentIndex().column()))
            )

    def _tell(self) -> None:
        self.ready_changed.emit(len(self._model.ready))
        row = self._table.row
        in_grid = 0 <= row < self._model.rowCount()
        self._panel.show_line(row + 1, self._model.line_at(row) if in_grid else None)
        if in_grid and self._model.is_next(row):
            self._panel.show_next(self._model.expected_from(row, _MOST_NEXT))

    def _connect(self) -> None:
        self._saving.stored.connect(self._stored)
        self._saving.failed.connect(self._not_stored)
        self._model.summary_changed.connect(self._tell)
        self._table.line_chosen.connect(lambda _row: self._tell())
        self._table.paste_wanted.connect(self._paste)
        self._panel.fix_wanted.connect(self._fix)
        self._panel.other_wanted.connect(self.other_wanted)
        self._panel.reason_given.connect(self._acknowledge)
        self._panel.value_given.connect(self._fill_value)
        self._panel.left.connect(self._table.setFocus)
        self._strip.cancelled.connect(self._stop_sealing)

    def _make_actions(self) -> tuple[QAction, ...]:
        return (
            action(self, self.tr("Same as above"), self._table.same_as_above, Key.SAME_AS_ABOVE),
            action(self, self.tr("Nobody at home"), lambda: self._table.fail(Outcome.ABSENT), "F7"),
            action(self, self.tr("Visit refused"), lambda: self._table.fail(Outcome.REFUSED), "F8"),
            action(self, self.tr("Undo"), self._undo, Key.UNDO),
            action(self, self.tr("Redo"), lambda: self._step(self._model.redo), Key.REDO),
            action(self, self.tr("Give a reason"), self._panel.ask_reason, "Alt+R"),
            action(self, self.tr("Same reason as last time"), self._panel.give_remembered, "Alt+Shift+R"),
            action(self, self.tr("Go to the finding"), self._panel.fix, "F4"),
            action(self, self.tr("Remove the line"), self._table.remove_line, "Ctrl+Delete"),
        )

    def _new_record(self) -> str:
        return make_ulid(self._context.clock.now(), os.urandom(10))
