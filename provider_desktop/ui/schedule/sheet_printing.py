"""Papers of the schedule: asks which, asks where, writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from provider_desktop.services.schedule import StaffRow
from provider_desktop.ui.schedule.print_form import PrintForm, Wanted
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.widgets.side_panel import SidePanel, scrolled


class SheetPrinting(QObject):
    """Works for one page, in its panel."""

    def __init__(self, context: PageContext, panel: SidePanel, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._panel = panel
        self._page = page

    def ask(self, day: date, staff: str, rows: Sequence[StaffRow]) -> None:
        """Ask which sheets of which day are wanted."""
        form = PrintForm(day, staff, rows, self._context.formats)
        form.wanted.connect(self.choose_file)
        form.given_up.connect(self._panel.close_panel)
        title = self.tr("Print sheets of a day")
        self._panel.show_content(title, scrolled(form, title))
        form.focus_first()

    def choose_file(self, wanted: Wanted) -> None:
        """Ask where the sheets go."""
        name = self._context.labels.word("paper", wanted.paper)
        dialog = QFileDialog(self._page, self.tr("Save the sheets"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter("*.pdf")
        dialog.selectFile(f"{name}_{wanted.day.isoformat()}.pdf")
        dialog.fileSelected.connect(lambda path: self.write(wanted, path))
        dialog.open()

    def write(self, wanted: Wanted, path: str) -> None:
        """Write the sheets to a file."""
        papers, out = self._context.services.schedule_papers, Path(path)

        def done(pages: int) -> None:
            self._panel.close_panel()
            size = self.tr("%n page(s)", "", pages)
            self._context.messages.say_done(self.tr("{name} saved, {size}").format(name=out.name, size=size))

        self._context.tasks.run(
            lambda: papers.write(wanted.paper, wanted.day, out, wanted.staff),
            owner=self._page,
            on_done=done,
            lane=Lane.LONG,
        )
