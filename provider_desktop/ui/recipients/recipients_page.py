"""The section of people: recipients with their cards, assignments, needs and calls, and staff."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import isValid

from provider_desktop.domain.cases import CaseKind
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.topics import Topic
from provider_desktop.services.recipients import (
    AssignmentRow,
    RecipientDetail,
    RecipientFilter,
    TimelineEntry,
)
from provider_desktop.ui.cases.case_desk import CaseDesk, kind_named
from provider_desktop.ui.cases.cases_tab import CasesTab
from provider_desktop.ui.recipients.decline_form import DeclineForm
from provider_desktop.ui.recipients.inbox_tab import InboxTab
from provider_desktop.ui.recipients.people_tab import PeopleTab
from provider_desktop.ui.recipients.people_words import PeopleWords
from provider_desktop.ui.recipients.person_card import PersonCard
from provider_desktop.ui.recipients.rights_form import RightsForm
from provider_desktop.ui.recipients.staff_form import StaffForm
from provider_desktop.ui.recipients.staff_tab import StaffTab
from provider_desktop.ui.recipients.staff_words import StaffWords
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import Key, action
from provider_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.side_panel import SidePanel, scrolled
from provider_desktop.ui.widgets.surfaces import PageHead, page_box
from provider_desktop.ui.widgets.tabs import SegmentedTabs

PEOPLE, INBOX, STAFF, CASES = range(4)


class RecipientsPage(QWidget):
    """Four tabs, and a panel at the side for the person, answer, record or staff member in hand."""

    topics = frozenset(
        {Topic.RECIPIENTS, Topic.ASSIGNMENTS, Topic.PLANS, Topic.STAFF, Topic.VISITS, Topic.CASES}
    )

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._words = PeopleWords(context.labels, context.formats)
        self._staff_words = StaffWords(context.labels, context.formats)
        self._shown = ""
        self._card: PersonCard | None = None
        self.title = context.labels.word("section", "recipients")
        self.people = PeopleTab(context, self._words)
        self.inbox = InboxTab(context, self._words)
        self.staff = StaffTab(context, self._staff_words)
        self.tabs = SegmentedTabs(
            self.tr("Parts"),
            (
                self.tr("Recipients"),
                self.tr("Assignments"),
                self.tr("Staff"),
                self.tr("Needs, calls, complaints"),
            ),
        )
        self.panel = SidePanel(self, width=520)
        self.desk = CaseDesk(context, self.panel)
        self.cases = CasesTab(context, self.desk.words)
        self._stack = QStackedWidget()
        for tab in (self.people, self.inbox, self.staff, self.cases):
            self._stack.addWidget(tab)
        self._build()
        self.panel.raise_()
        self._actions = self._make_actions()
        self._show_buttons()

    def reload(self) -> None:
        """Bring all tabs and the open card up to date."""
        for tab in (self.people, self.inbox, self.staff, self.cases):
            tab.reload()
        self.desk.refresh()
        if self._card is not None and self.panel.isVisible() and self._card.is_idle:
            self.open_person(self._shown)

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here."""
        return self._actions

    def open_record(self, destination: Destination) -> None:
        """Show a recipient's card, an assignment, a staff member, or everybody behind plan.

        ``field`` says which where it is known (``staff``, ``accept``, ``filter``, ``case``); else the key is
        looked up. ``cases`` with the key ``all`` or a kind lists small records; a kind of them begins one,
        about ``recipient/visit`` or, with ``new``, about nobody yet.
        """
        key, field = destination.key, destination.field
        if field == "filter":
            self.tabs.setCurrentIndex(PEOPLE)
            self.people.show_filter(RecipientFilter(behind_only=key == "behind"))
        elif field in ("staff", "register"):
            self._open_staff(key)
        elif field in ("accept", "assignments"):
            self._open_assignment(key)
        elif field == "cases":
            self.tabs.setCurrentIndex(CASES)
            self.cases.show_kind(key)
        elif field == "case":
            self.tabs.setCurrentIndex(CASES)
            self._open_case(key)
        elif (kind := kind_named(field)) is not None:
            self.tabs.setCurrentIndex(CASES)
            recipient, _, visit = key.partition("/")
            self._begin_case(kind, "" if key == "new" else recipient, visit)
        else:
            self._look_up(key)

    # building

    def _build(self) -> None:
        head = PageHead(self.title)
        self._accept = PrimaryButton(self.tr("Accept"), icon="check")
        self._decline = SecondaryButton(self.tr("Decline…"))
        self._import = SecondaryButton(self.tr("Import a roster…"), icon="import")
        self._add = PrimaryButton(self.tr("Add staff"), icon="plus")
        self._begin = {
            kind: (PrimaryButton if kind is CaseKind.FOLLOWUP else SecondaryButton)(text)
            for kind, text in (
                (CaseKind.INCIDENT, self.tr("Report an incident")),
                (CaseKind.COMPLAINT, self.tr("Record a complaint")),
                (CaseKind.NEED, self.tr("Report a need")),
                (CaseKind.FOLLOWUP, self.tr("Record a call")),
            )
        }
        for kind, button in self._begin.items():
            head.add_action(button)
            button.clicked.connect(lambda _checked=False, kind=kind: self._begin_case(kind))
        for button, act in (
            (self._decline, self.ask_to_decline),
            (self._accept, self.accept_selected),
            (self._import, self._import_roster),
            (self._add, self._add_staff),
        ):
            head.add_action(button)
            button.clicked.connect(lambda _checked=False, do=act: do())
        box = page_box(self)
        for part in (head, self.tabs):
            box.addWidget(part)
        box.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._change_tab)
        self.people.person_chosen.connect(self.open_person)
        self.people.upload_wanted.connect(lambda: self._context.open(Destination("upload")))
        self.inbox.person_chosen.connect(self.open_person)
        self.inbox.counted.connect(lambda count: self.tabs.set_count(INBOX, count))
        self.inbox.selection_changed.connect(lambda _count: self._show_buttons())
        self.staff.member_chosen.connect(self._edit_staff)
        self.staff.counted.connect(lambda count: self.tabs.set_count(STAFF, count))
        self.staff.import_wanted.connect(self._import_roster)
        self.cases.record_chosen.connect(self._open_case)
        self.cases.call_chosen.connect(
            lambda call: self._begin_case(CaseKind.FOLLOWUP, call.recipient, who=call.name)
        )
        self.cases.start_wanted.connect(lambda: self._begin_case(CaseKind.FOLLOWUP))
        self.cases.counted.connect(lambda count: self.tabs.set_count(CASES, count))

    def _make_actions(self) -> tuple[QAction, ...]:
        self._accept_action = action(
            self, self.tr("Accept the selected assignments"), self.accept_selected, Key.FINALISE
        )
        self._decline_action = action(
            self, self.tr("Decline the selected assignments"), self.ask_to_decline, "Ctrl+Shift+Return"
        )
        return (
            action(self, self.tr("Find"), self._find, Key.FIND),
            action(self, self.tr("Only those behind plan"), self._toggle_behind, "Alt+B"),
            action(self, self.tr("Recipients"), lambda: self.tabs.setCurrentIndex(PEOPLE), "Alt+1"),
            action(self, self.tr("Assignments"), lambda: self.tabs.setCurrentIndex(INBOX), "Alt+2"),
            action(self, self.tr("Staff"), lambda: self.tabs.setCurrentIndex(STAFF), "Alt+3"),
            action(
                self, self.tr("Needs, calls, complaints"), lambda: self.tabs.setCurrentIndex(CASES), "Alt+4"
            ),
            *self._case_actions(),
            self._accept_action,
            self._decline_action,
            action(self, self.tr("Add staff"), self._add_staff, Key.NEW),
            action(self, self.tr("Import a roster"), self._import_roster, Key.IMPORT),
        )

    def _case_actions(self) -> Sequence[QAction]:
        """Beginning a small record, from wherever one is: the menu and Ctrl+K list them."""
        return [
            action(self, self.desk.words.new_title(kind), partial(self._begin_case, kind), key)
            for kind, key in (
                (CaseKind.FOLLOWUP, "Ctrl+Shift+C"),
                (CaseKind.NEED, "Ctrl+Shift+N"),
                (CaseKind.COMPLAINT, "Ctrl+Shift+P"),
                (CaseKind.INCIDENT, "Ctrl+Shift+I"),
            )
        ]

    # tabs

    def _change_tab(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Only what belongs to the tab shown; accepting says how many."""
        tab, waiting = self.tabs.currentIndex(), len(self.inbox.selected)
        self._accept.setText(self.tr("Accept %n", "", waiting) if waiting else self.tr("Accept"))
        for button in (self._accept, self._decline):
            button.setVisible(tab == INBOX)
            button.setEnabled(waiting > 0)
        for button in (self._import, self._add):
            button.setVisible(tab == STAFF)
        for button in self._begin.values():
            button.setVisible(tab == CASES)
        for act in (self._accept_action, self._decline_action):
            act.setEnabled(tab == INBOX and waiting > 0)

    def _find(self) -> None:
        if self.tabs.currentIndex() == STAFF:
            self.staff.focus_search()
        else:
            self.tabs.setCurrentIndex(PEOPLE)
            self.people.focus_search()

    def _toggle_behind(self) -> None:
        self.tabs.setCurrentIndex(PEOPLE)
        self.people.toggle_behind()

    # recipients

    def open_person(self, recipient: str, reason: str = "") -> None:
        """Open the card of a recipient; with a reason it shows personal data in full."""
        services = self._context.services
        self._context.tasks.run(
            lambda: services.recipients.detail(recipient, reason), owner=self, on_done=self._show_card
        )

    def _show_card(self, detail: RecipientDetail) -> None:
        recipient = detail.row.recipient
        today = local_day(self._context.clock.now())
        card = PersonCard(detail, today, self._context.labels, self._words)
        card.reveal_wanted.connect(lambda reason: self.open_person(recipient, reason))
        card.entry_chosen.connect(self._open_entry)
        card.rights_wanted.connect(
            lambda: self._open_panel(detail.row.name, RightsForm(self._context, recipient))
        )
        card.case_wanted.connect(lambda kind: self._begin_case(kind, recipient, who=detail.row.name))
        focus: QWidget | None = self.window().focusWidget()
        is_renewed = self._shown == recipient and self.panel.isVisible()
        self.desk.leave()
        self._shown, self._card = recipient, card
        self.people.table.select_key(recipient)
        self.panel.show_content(detail.row.name, scrolled(card, detail.row.name))
        if is_renewed and focus is not None and isValid(focus) and not self.panel.isAncestorOf(focus):
            # brought up to date behind the user's back: the keyboard stays where it was
            focus.setFocus()

    def _open_entry(self, entry: TimelineEntry) -> None:
        if kind_named(entry.kind) is not None:
            self._open_case(entry.record)
        else:
            self._context.open(Destination("visits", entry.record))

    # needs, calls, complaints, incidents

    def _begin_case(self, kind: CaseKind, recipient: str = "", visit: str = "", who: str = "") -> None:
        self._shown, self._card = "", None
        self.desk.begin(kind, recipient, visit, who)

    def _open_case(self, record: str) -> None:
        self._shown, self._card = "", None
        self.desk.open(record)

    def _look_up(self, key: str) -> None:
        """Lead to whatever has this id."""
        services = self._context.services

        def find() -> str:
            if any(member.staff == key for member in services.staff.all()):
                return "staff"
            if any(row.assignment == key for row in services.recipients.assignments(False)):
                return "accept"
            return "recipient"

        def show(kind: str) -> None:
            if kind == "recipient":
                self.tabs.setCurrentIndex(PEOPLE)
                self.open_person(key)
            else:
                self.open_record(Destination("recipients", key, kind))

        self._context.tasks.run(find, owner=self, on_done=show)

    # assignments

    def accept_selected(self) -> None:
        """Accept every selected assignment that waits."""
        rows, services = self.inbox.selected, self._context.services
        if rows:
            wanted = [row.assignment for row in rows]
            self._context.tasks.run(
                lambda: services.recipients.accept(wanted),
                owner=self,
                on_done=lambda _done: self._answered(self.tr("%n assignment(s) accepted.", "", len(wanted))),
            )

    def ask_to_decline(self) -> None:
        """Ask why the selected assignments are declined."""
        rows = self.inbox.selected
        if not rows:
            return
        form = DeclineForm(rows)
        form.declined.connect(lambda reason: self._decline_all(rows, reason))
        form.given_up.connect(self.panel.close_panel)
        self._open_panel(self.tr("Decline %n assignment(s)", "", len(rows)), form)

    def _decline_all(self, rows: Sequence[AssignmentRow], reason: str) -> None:
        services = self._context.services

        def work() -> None:
            for row in rows:
                services.recipients.decline(row.assignment, reason)

        self._context.tasks.run(
            work,
            owner=self,
            on_done=lambda _done: self._answered(self.tr("%n assignment(s) declined.", "", len(rows))),
        )

    def _answered(self, sentence: str) -> None:
        self.panel.close_panel()
        upload = Destination("upload")
        self._context.messages.say_done(sentence, self.tr("To upload"), lambda: self._context.open(upload))
        self.reload()

    def _open_assignment(self, assignment: str) -> None:
        self.tabs.setCurrentIndex(INBOX)
        self.inbox.show_assignment(assignment)

    # staff

    def _open_staff(self, staff: str) -> None:
        self.tabs.setCurrentIndex(STAFF)
        self.staff.open_member(staff)

    def _add_staff(self) -> None:
        self.tabs.setCurrentIndex(STAFF)
        self._edit_staff(None)

    def _edit_staff(self, member: StaffMember | None) -> None:
        taken = [each.staff for each in self.staff.members]
        today = local_day(self._context.clock.now())
        form = StaffForm(member, taken, today, self._context.labels, self._context.formats)
        form.saved.connect(self._save_staff)
        form.given_up.connect(self.panel.close_panel)
        self._open_panel(member.name if member else self.tr("Add staff"), form)

    def _save_staff(self, member: StaffMember) -> None:
        services = self._context.services

        def saved(changed: bool) -> None:
            self.panel.close_panel()
            sentence = self.tr("{name} saved.") if changed else self.tr("{name}: nothing changed.")
            self._context.messages.say_done(sentence.format(name=member.name))
            self.staff.reload()

        self._context.tasks.run(lambda: services.staff.update(member), owner=self, on_done=saved)

    def _import_roster(self) -> None:
        self._context.open(Destination("visits", "import", "staff"))

    def _open_panel(self, title: str, form: QWidget) -> None:
        self.desk.leave()
        self._shown, self._card = "", None
        self.panel.show_content(title, scrolled(form, title))
        form.setFocus()
