"""What this PC holds, whether it is fit, whether every byte is whole, and which program this is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from provider_desktop import __version__
from provider_desktop.errors import AppError
from provider_desktop.services.system import DoctorCheck, Holdings, VerifyReport
from provider_desktop.ui.settings.facts import FactCard
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.tasks import Lane
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.progress_strip import ProgressStrip
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, Card, words

#: Problems named on the page; the command line names all.
_MOST = 20


class MachinePart(QWidget):
    """Figures come by themselves; both looks are taken when asked for."""

    def __init__(self, context: PageContext, folder: str) -> None:
        super().__init__()
        self._context, self._folder = context, folder
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(0, 0, 8, 0), spacing=14)
        self._holds = FactCard(
            self.tr("What this PC holds"),
            (
                self.tr("Folder"),
                self.tr("Visits"),
                self.tr("Recipients and staff"),
                self.tr("Sealed entries and receipts"),
                self.tr("Statements of the regulator"),
                self.tr("Size"),
            ),
        )
        self.verify = SecondaryButton(self.tr("Verify every byte"), icon="shield")
        self.verify.clicked.connect(self.start_verify)
        self.doctor = SecondaryButton(self.tr("Check this PC"), icon="system")
        self.doctor.clicked.connect(self.start_doctor)
        buttons = QHBoxLayout()
        scale_layout(self._holds, buttons, spacing=10)
        buttons.addWidget(self.verify)
        buttons.addWidget(self.doctor)
        buttons.addStretch(1)
        self._holds.box.addLayout(buttons)
        self._strip = ProgressStrip()
        self.verified = Banner(Tone.GREEN, "", icon="shield")
        self.verified.hide()
        self._problems = words("", wrap=True)
        self._problems.hide()
        self._checks = Card(self.tr("Check of this PC"), spacing=10)
        self._lines = QGridLayout()
        scale_layout(self._checks, self._lines, spacing=8)
        self._lines.setColumnStretch(2, 1)
        self._checks.box.addLayout(self._lines)
        self._checks.hide()
        self._shown: list[QWidget] = []
        about = FactCard(self.tr("About"), (self.tr("Program"), self.tr("Version"), self.tr("Licence")))
        about.show_values(
            (self.tr("Agency desk for home care services"), __version__, self.tr("see the file LICENSE"))
        )
        for part in (self._holds, self._strip, self.verified, self._problems, self._checks, about):
            box.addWidget(part)
        box.addStretch(1)

    def show_holdings(self, holdings: Holdings) -> None:
        """Show what is held."""
        formats = self._context.formats
        count = formats.count
        size = (holdings.database_bytes + holdings.evidence_bytes) / 1_048_576
        self._holds.show_values(
            (
                self._folder,
                self.tr("{visits} sealed, {drafts} drafts").format(
                    visits=count(holdings.visits), drafts=count(holdings.drafts)
                ),
                formats.joined(count(holdings.recipients), count(holdings.staff)),
                formats.joined(count(holdings.entries), count(holdings.receipts)),
                count(holdings.statements),
                self.tr("{size} MB, encrypted").format(size=f"{size:.1f}"),
            )
        )

    def start_verify(self) -> None:
        """Verify everything, beside other work."""
        self.verify.setEnabled(False)
        self._strip.begin(self.tr("Verifying chain, receipts, audit trail and database"), cancellable=False)
        self._context.tasks.run(
            self._context.services.system.verify,
            owner=self,
            on_done=self.show_verified,
            on_error=self._on_error,
            lane=Lane.LONG,
        )

    def start_doctor(self) -> None:
        """Look at this PC; the line to the platform is tried, too."""
        self.doctor.setEnabled(False)
        self._strip.begin(self.tr("Checking this PC"), cancellable=False)
        self._context.tasks.run(
            self._context.services.system.doctor,
            owner=self,
            on_done=self.show_checks,
            on_error=self._on_error,
            lane=Lane.NETWORK,
        )

    def show_verified(self, report: VerifyReport) -> None:
        """What the verification found."""
        self._end()
        figures = self.tr("{entries} entries and {receipts} receipts verified").format(
            entries=self._context.formats.count(report.entries),
            receipts=self._context.formats.count(report.receipts),
        )
        if report.problems:
            found = self.tr(
                "%n problem(s) found; tell the regulator before going on", "", len(report.problems)
            )
            self.verified.show_notice(Tone.RED, found, icon="alarm")
        else:
            whole = self.tr("{figures}: everything is whole").format(figures=figures)
            self.verified.show_notice(Tone.GREEN, whole, icon="shield")
        self.verified.show()
        self._problems.setText("\n".join(report.problems[:_MOST]))
        self._problems.setVisible(bool(report.problems))

    def show_checks(self, checks: Sequence[DoctorCheck]) -> None:
        """What the look at this PC found."""
        self._end()
        for old in self._shown:
            old.deleteLater()
        self._shown = []
        for place, check in enumerate(checks):
            badge = (
                Badge(Tone.GREEN, self.tr("Fine")) if check.ok else Badge(Tone.YELLOW, self.tr("Look here"))
            )
            name = words(self._context.labels.word("doctor", check.name))
            detail = words(check.detail, "muted", wrap=True)
            for column, part in enumerate((badge, name, detail)):
                self._lines.addWidget(part, place, column)
                self._shown.append(part)
        self._checks.show()

    def _on_error(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error)

    def _end(self) -> None:
        self._strip.end()
        self.verify.setEnabled(True)
        self.doctor.setEnabled(True)
