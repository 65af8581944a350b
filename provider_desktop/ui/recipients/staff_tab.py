"""The roster of staff: certificates with what runs out next, leave, and who is on it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.pinyin import matches, name_keys
from provider_desktop.domain.staff import StaffMember
from provider_desktop.ui.recipients.staff_words import StaffLine, StaffWords
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.data_table import DataTable
from provider_desktop.ui.widgets.rows_model import RowsModel
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import EmptyState, words


class StaffTab(QWidget):
    """Everyone on the roster. ``member_chosen`` gives whom to open, ``counted`` how many need care."""

    member_chosen = Signal(object)
    counted = Signal(int)
    import_wanted = Signal()

    def __init__(self, context: PageContext, words_of: StaffWords) -> None:
        super().__init__()
        self._context = context
        self._members: tuple[StaffMember, ...] = ()
        self._wanted = ""
        self.table = DataTable(self.tr("Staff"))
        self.table.setModel(RowsModel(words_of.columns(), lambda line: line.member.staff, self.table))
        self.table.row_opened.connect(lambda line: self.member_chosen.emit(line.member))
        self._nobody = EmptyState(
            "people",
            self.tr("No staff yet"),
            self.tr(
                "Import the roster from a spreadsheet, or add people one by one. Checks of visits and the "
                "rating look at their certificates and leave."
            ),
            self.tr("Import a roster…"),
        )
        self._nobody.action_chosen.connect(self.import_wanted)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nobody)
        self._text = QLineEdit()
        self._text.setPlaceholderText(self.tr("Name, initials or number"))
        self._text.setAccessibleName(self.tr("Find a staff member"))
        self._text.setClearButtonEnabled(True)
        self._text.textChanged.connect(lambda _text: self._show())
        self._left = QCheckBox(self.tr("Also those who left"))
        self._left.toggled.connect(lambda _on: self._show())
        self._count = words("", "small")
        head = QHBoxLayout()
        scale_layout(self, head, spacing=12)
        head.addWidget(self._text, 2)
        head.addWidget(self._left)
        head.addStretch(3)
        foot = QHBoxLayout()
        scale_layout(self, foot, spacing=8)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(
            words(self.tr("Enter opens somebody, to renew a certificate or record leave"), "small")
        )
        box = QVBoxLayout(self)
        scale_layout(self, box, spacing=12)
        box.addLayout(head)
        box.addWidget(self._stack, 1)
        box.addLayout(foot)

    @property
    def members(self) -> tuple[StaffMember, ...]:
        """Everyone known, leavers included."""
        return self._members

    def reload(self) -> None:
        """Ask for the roster anew."""
        services = self._context.services
        self._context.tasks.run(services.staff.all, owner=self, on_done=self._take)

    def focus_search(self) -> None:
        """Put the cursor into the field for names."""
        self._text.setFocus()
        self._text.selectAll()

    def open_member(self, staff: str) -> None:
        """Open a staff member, now or as soon as the roster is there."""
        self._wanted = staff
        self._open_wanted()

    def _take(self, members: tuple[StaffMember, ...]) -> None:
        self._members = members
        self._show()
        self._open_wanted()

    def _show(self) -> None:
        today = local_day(self._context.clock.now())
        lines = [StaffLine(member, today) for member in self._members]
        self.counted.emit(sum(line.needs_care for line in lines))
        typed = self._text.text().strip()
        shown = [
            line
            for line in lines
            if (self._left.isChecked() or line.here or line.member.first_day > today)
            and (not typed or _fits(line.member, typed))
        ]
        shown.sort(key=lambda line: (not line.needs_care, line.member.staff))
        self.table.show_rows(shown)
        self._stack.setCurrentWidget(self.table if self._members else self._nobody)
        self._count.setText(self.tr("%n on the list", "", len(shown)))
        if shown and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.model().index(0, 0))

    def _open_wanted(self) -> None:
        member = next((each for each in self._members if each.staff == self._wanted), None)
        if member is not None:
            self._wanted = ""
            self.table.select_key(member.staff)
            self.member_chosen.emit(member)


def _fits(member: StaffMember, typed: str) -> bool:
    return typed.lower() in member.staff.lower() or matches(typed, name_keys(member.name))
