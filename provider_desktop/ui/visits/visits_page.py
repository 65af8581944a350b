"""The section of visits: five tabs, and in front of them a visit, its correction or an import."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.topics import Topic
from provider_desktop.services.visits import VisitCounts, VisitRow
from provider_desktop.ui.evidence.evidence_tab import EvidenceTab
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.visits.alike_view import AlikeView
from provider_desktop.ui.visits.correction_list import CorrectionList
from provider_desktop.ui.visits.fields import Field, field_of
from provider_desktop.ui.visits.import_page import ImportPage
from provider_desktop.ui.visits.quick_entry import QuickEntry
from provider_desktop.ui.visits.record_list import RecordList
from provider_desktop.ui.visits.to_deal import ToDeal
from provider_desktop.ui.visits.visit_view import VisitView
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.surfaces import PageHead, page_box
from provider_desktop.ui.widgets.tabs import SegmentedTabs

ENTRY, RECORDS, TO_DEAL, CORRECTIONS, PICTURES = range(5)
#: The field of a destination that asks for the form of a correction.
CORRECT = "correct"


class VisitsPage(QWidget):
    """Leads between the lists and what lies in front of them; asks nothing itself but the counts."""

    topics = frozenset(
        {
            Topic.VISITS.value,
            Topic.STREAM.value,
            Topic.STAFF.value,
            Topic.CATALOGUE.value,
            Topic.EVIDENCE.value,
        }
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.title = context.labels.word("section", "visits")
        self.setAcceptDrops(True)
        self._layers = QStackedWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._layers)
        self._entry = QuickEntry(context)
        self._records = RecordList(context)
        self._to_deal = ToDeal(context)
        self._corrections = CorrectionList(context)
        self._pictures = EvidenceTab(context)
        self._lists = (self._entry, self._records, self._to_deal, self._corrections, self._pictures)
        self._front: QWidget | None = None
        self._layers.addWidget(self._build())
        self._actions = self._make_actions()
        self._open_at: Destination | None = None
        self._tabs.currentChanged.connect(self._open_tab)
        self._entry.ready_changed.connect(self._show_ready)
        self._entry.other_wanted.connect(self.show_visit)
        self._records.row_opened.connect(self._open_row)
        self._to_deal.row_opened.connect(self._open_row)
        self._to_deal.correct_wanted.connect(lambda record: self.show_visit(record, CORRECT))
        self._to_deal.alike_wanted.connect(self.start_alike)
        self._corrections.record_opened.connect(self.show_visit)
        self._pictures.counted.connect(lambda count: self._tabs.set_count(PICTURES, count))
        self._show_ready(0)

    @property
    def entry(self) -> QuickEntry:
        """The first tab."""
        return self._entry

    @property
    def records(self) -> RecordList:
        """The second tab."""
        return self._records

    @property
    def to_deal(self) -> ToDeal:
        """The third tab."""
        return self._to_deal

    @property
    def corrections(self) -> CorrectionList:
        """The fourth tab."""
        return self._corrections

    @property
    def pictures(self) -> EvidenceTab:
        """The fifth tab."""
        return self._pictures

    @property
    def front(self) -> QWidget | None:
        """What lies in front of the tabs, if anything."""
        return self._front

    def reload(self) -> None:
        """Bring the counts and what is shown up to date."""
        services = self._context.services
        self._context.tasks.run(services.visits.counts, owner=self, on_done=self._show_counts)
        front: QWidget = self._front or self._lists[self._tabs.currentIndex()]
        front.reload()  # type: ignore[attr-defined]  # every part of the page has it

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def open_record(self, destination: Destination) -> None:
        """Show a visit; a draft in the grid with the cursor in its field; ``import`` opens an import."""
        if destination.key == "import":
            self.start_import()
        elif destination.key == "alike":
            self.start_alike(destination.field)
        elif destination.key in _TABS:
            self.show_tab(_TABS[destination.key])
        else:
            self.show_visit(destination.key, destination.field)

    def show_tab(self, tab: int) -> None:
        """Show one of the five lists."""
        self._close_front()
        self._tabs.setCurrentIndex(tab)

    def show_visit(self, record: str, pointer: str = "") -> None:
        """Open one visit, or put the cursor into its line while it is a draft."""
        if self._entry.open_draft(record, field_of(pointer) if pointer else Field.DAY):
            self.show_tab(ENTRY)
            return
        view = VisitView(self._context, record, correct=pointer == CORRECT)
        view.back_wanted.connect(self._close_front)
        view.draft_wanted.connect(self._open_draft)
        self._put_front(view)

    def start_alike(self, rule: str) -> None:
        """Correct all that came back for a rule by one statement."""
        page = AlikeView(self._context, rule)
        page.done.connect(self._close_front)
        self._put_front(page)

    def start_import(self, path: str = "", *, choose: bool = True) -> None:
        """Open the import, with a file where one was dropped; otherwise one is asked for."""
        page = ImportPage(self._context)
        page.back_wanted.connect(self._close_front)
        self._put_front(page)
        if path:
            page.open_file(path)
        elif choose:
            page.choose_file()

    # building

    def _build(self) -> QWidget:
        ground = QWidget()
        box = page_box(ground)
        head = PageHead(self.title)
        self._import = SecondaryButton(self.tr("Import a table…"))
        self._import.clicked.connect(self._choose_table)
        self._seal = PrimaryButton(self.tr("Check and seal"))
        self._seal.clicked.connect(self._entry.finalise)
        head.add_action(self._import)
        head.add_action(self._seal)
        self._tabs = SegmentedTabs(
            self.tr("Visits"),
            (
                self.tr("Quick entry"),
                self.tr("All records"),
                self.tr("To deal with"),
                self.tr("Corrections"),
                self.tr("Pictures"),
            ),
        )
        self._stack = QStackedWidget()
        for part in self._lists:
            self._stack.addWidget(part)
        box.addWidget(head)
        box.addWidget(self._tabs)
        box.addWidget(self._stack, 1)
        return ground

    def _make_actions(self) -> tuple[QAction, ...]:
        return (
            action(self, self.tr("Log a visit"), self._log, Key.NEW),
            action(self, self.tr("Check and seal what is ready"), self._entry.finalise, Key.FINALISE),
            action(self, self.tr("Import a table"), self._choose_table, Key.IMPORT),
            action(self, self.tr("Find in the list"), self._find, Key.FIND),
            action(self, self.tr("Quick entry"), lambda: self.show_tab(ENTRY), "Alt+1"),
            action(self, self.tr("All records"), lambda: self.show_tab(RECORDS), "Alt+2"),
            action(self, self.tr("To deal with"), lambda: self.show_tab(TO_DEAL), "Alt+3"),
            action(self, self.tr("Corrections"), lambda: self.show_tab(CORRECTIONS), "Alt+4"),
            action(self, self.tr("Pictures"), lambda: self.show_tab(PICTURES), "Alt+5"),
            action(self, self.tr("Back to the list"), self._close_front, Key.BACK),
            action(self, self.tr("Correct this visit"), self._correct, Key.CORRECT),
            *self._entry.actions_offered(),
            *self._records.actions_offered(),
            *self._to_deal.actions_offered(),
        )

    # doing

    def _choose_table(self) -> None:
        self.start_import()

    def _log(self) -> None:
        self.show_tab(ENTRY)
        self._entry.start_line()

    def _find(self) -> None:
        self.show_tab(RECORDS)
        self._records.focus_search()

    def _correct(self) -> None:
        if isinstance(self._front, VisitView):
            self._front.correct()

    def _open_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self._seal.setVisible(tab == ENTRY)
        self._lists[tab].reload()
        if tab == ENTRY:
            self._entry.table.setFocus()

    def _open_row(self, row: VisitRow, pointer: str = "") -> None:
        self.show_visit(row.record, pointer)

    def _open_draft(self, record: str) -> None:
        self.show_tab(ENTRY)
        self._entry.open_draft(record, Field.DAY)

    def _put_front(self, page: QWidget) -> None:
        self._close_front()
        self._front = page
        self._layers.addWidget(page)
        self._layers.setCurrentWidget(page)
        page.setFocus()

    def _close_front(self) -> None:
        if self._front is not None:
            self._layers.removeWidget(self._front)
            self._front.deleteLater()
            self._front = None
            self._lists[self._tabs.currentIndex()].reload()

    def _show_counts(self, counts: VisitCounts) -> None:
        states = {state.value: count for state, count in counts.by_state.items()}
        waiting = counts.drafts_asking + counts.drafts_blocked
        self._tabs.set_count(TO_DEAL, waiting + states.get("returned", 0) + states.get("conflict", 0))

    def _show_ready(self, count: int) -> None:
        self._seal.setText(self.tr("Check and seal %n", "", count) if count else self.tr("Check and seal"))
        self._seal.setEnabled(count > 0)

    # a file dropped on the page

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := _dropped(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.start_import(path)


_TABS = {
    "entry": ENTRY,
    "records": RECORDS,
    "to_deal": TO_DEAL,
    "corrections": CORRECTIONS,
    "pictures": PICTURES,
}


def _dropped(event: QDropEvent) -> str:
    """The table among what is dragged, or ""."""
    for url in event.mimeData().urls():
        path = url.toLocalFile()
        if path.lower().endswith((".xlsx", ".xls", ".csv", ".txt")):
            return path
    return ""
