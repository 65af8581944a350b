"""One visit whole: its versions, evidence, receipt and verdict, and who did what when."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.visits import VersionView, VisitDetail
from provider_desktop.ui.evidence.evidence_strip import EvidenceStrip
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.shortcuts import action
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits.correct_view import CorrectView
from provider_desktop.ui.visits.version_table import VersionTable
from provider_desktop.ui.visits.visit_words import VisitWords
from provider_desktop.ui.visits.withdraw_strip import WithdrawStrip
from provider_desktop.ui.widgets.buttons import DangerButton, PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.side_panel import scrolled
from provider_desktop.ui.widgets.surfaces import Card, PageHead, page_box, words

_CLOSED = frozenset({VisitState.DRAFT, VisitState.WITHDRAWN})


class VisitView(QWidget):
    """Shows a record and leads to its correction. ``back_wanted`` puts it away; ``draft_wanted`` names a
    draft, which is typed on in the grid."""

    back_wanted = Signal()
    draft_wanted = Signal(str)

    def __init__(self, context: PageContext, record: str, *, correct: bool = False) -> None:
        super().__init__()
        self._correct_at_once = correct
        self._context = context
        self._record = record
        self._detail: VisitDetail | None = None
        self._names: dict[str, str] = {}
        self._words = VisitWords(context.labels, context.formats)
        self._layers = QStackedWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._layers)
        self._ground = QWidget()
        box = page_box(self._ground)
        self._head = PageHead("")
        self._back = self._head.add_back(self.tr("Back to the list"))
        self._back.clicked.connect(self.back_wanted)
        self._state = Badge(Tone.NONE, "")
        self._withdraw = DangerButton(self.tr("Withdraw…"))
        self._withdraw.clicked.connect(self._ask_withdrawal)
        self._correct = PrimaryButton(self.tr("Correct"), hint="Ctrl+R")
        self._correct.clicked.connect(self.correct)
        self._call = SecondaryButton(self.tr("Record a call…"))
        self._call.clicked.connect(self._record_call)
        for part in (self._state, self._withdraw, self._call, self._correct):
            self._head.add_action(part)
        self._strip = WithdrawStrip(context.labels)
        self._strip.given.connect(self._take_back)
        self._body = QVBoxLayout()
        box.addWidget(self._head)
        box.addWidget(self._strip)
        box.addLayout(self._body, 1)
        self._layers.addWidget(self._ground)
        self.setFocusProxy(self._correct)
        self._shown: QWidget | None = None
        self._form: CorrectView | None = None
        self._escape: QAction = action(self, self.tr("Back"), self._step_back, "Esc")
        self._escape.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(self._escape)
        self.reload()

    @property
    def form(self) -> CorrectView | None:
        """The correction being typed, if any."""
        return self._form

    def reload(self) -> None:
        """Ask for the record; a correction being typed is left alone."""
        services, record, day = self._context.services, self._record, local_day(self._context.clock.now())

        def load() -> tuple[VisitDetail, dict[str, str]]:
            names = {option.staff: option.name for option in services.entry.staff_options(day)}
            names.update({option.item: option.name for option in services.entry.item_options(day)})
            return services.visits.detail(record), names

        self._context.tasks.run(load, owner=self, on_done=self._show)

    def correct(self) -> None:
        """Open the form that makes a new version."""
        if self._detail is None or self._form is not None or self._detail.row.state in _CLOSED:
            return
        form = CorrectView(self._context, self._detail)
        form.done.connect(self._close_form)
        self._form = form
        self._layers.addWidget(form)
        self._layers.setCurrentWidget(form)
        form.begin()

    def _close_form(self) -> None:
        if self._form is not None:
            self._layers.removeWidget(self._form)
            self._form.deleteLater()
            self._form = None
            self._layers.setCurrentWidget(self._ground)
            self._correct.setFocus()
            self.reload()

    def _step_back(self) -> None:
        if self._form is not None:
            self._close_form()
        elif self._strip.isVisible():
            self._strip.hide()
        else:
            self.back_wanted.emit()

    def _show(self, loaded: tuple[VisitDetail, dict[str, str]]) -> None:
        detail, self._names = loaded
        row = detail.row
        self._detail = detail
        self._names.update(zip(row.staff, row.staff_names, strict=True))
        self._names.update(zip((item.item for item in row.items), row.item_names, strict=True))
        self._names[row.recipient] = self._words.recipient(row)
        self._head.set_title(self._words.recipient(row))
        self._head.set_note(
            self._context.formats.joined(
                self._words.full_day(row), self._words.times(row), self._words.items(row)
            )
        )
        self._state.show_chip(self._words.state(row))
        open_ = row.state not in _CLOSED
        self._correct.setVisible(open_)
        self._withdraw.setVisible(open_)
        self._call.setVisible(open_)
        content = self._content(detail)
        if self._shown is not None:
            self._body.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = content
        self._body.addWidget(content)
        if self._correct_at_once:
            self._correct_at_once = False
            self.correct()
        if open_ and not self._strip.isVisible() and self._form is None:
            self._correct.setFocus()

    def _content(self, detail: VisitDetail) -> QWidget:
        inside = QWidget()
        row = QHBoxLayout(inside)
        scale_layout(inside, row, spacing=14)
        left, right = QVBoxLayout(), QVBoxLayout()
        scale_layout(inside, left, spacing=14)
        scale_layout(inside, right, spacing=14)
        left.addWidget(self._versions(detail))
        left.addWidget(self._history(detail))
        left.addStretch(1)
        right.addWidget(self._exchange(detail))
        right.addWidget(self._evidence(detail))
        if detail.row.acknowledged:
            right.addWidget(self._acknowledged(detail))
        right.addStretch(1)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        return scrolled(inside, self.tr("The visit"))

    def _versions(self, detail: VisitDetail) -> QWidget:
        card = Card(self.tr("As captured and as it counts"))
        table = VersionTable(
            detail.versions,
            self._name,
            self._context.labels,
            self._context.formats,
            lambda version: self._words.state_chip(version.state),
        )
        card.box.addWidget(table)
        return card

    def _name(self, key: str) -> str:
        return self._names.get(key, key)

    def _exchange(self, detail: VisitDetail) -> QWidget:
        card = Card(self.tr("Receipt and verdict"), spacing=10)
        formats = self._context.formats
        for version in detail.versions:
            card.box.addWidget(
                words(self.tr("Version {number}").format(number=version.visit.version), "strong")
            )
            facts = [(self.tr("Sealed"), formats.moment(version.recorded_at))]
            facts.append((self.tr("Entry"), f"#{version.seq}  {version.entry_hash[:16]}…"))
            received = (
                formats.moment(version.received_at) if version.received_at else self.tr("no receipt yet")
            )
            facts.append((self.tr("Receipt"), received))
            card.box.addLayout(_facts(card, facts))
            self._add_verdict(card, version)
        return card

    def _add_verdict(self, card: Card, version: VersionView) -> None:
        verdict = version.verdict
        if verdict is None:
            card.box.addWidget(words(self.tr("The regulator has not answered yet."), "muted", wrap=True))
            return
        head = QHBoxLayout()
        scale_layout(card, head, spacing=8)
        tone = Tone.GREEN if verdict.outcome == "accepted" else Tone.RED
        head.addWidget(Badge(tone, self._context.labels.word("state", verdict.outcome)))
        head.addWidget(words(self._context.formats.moment(verdict.at), "small"))
        head.addStretch(1)
        card.box.addLayout(head)
        for text in verdict.texts:
            card.box.addWidget(words(text, wrap=True))

    def _evidence(self, detail: VisitDetail) -> QWidget:
        card = Card(self.tr("Evidence"))
        newest = max(detail.versions, key=lambda each: each.visit.version, default=None)
        evidence = newest.visit.evidence if newest else ()
        if not evidence:
            card.box.addWidget(
                words(self.tr("No scan or photo is bound to this record."), "muted", wrap=True)
            )
        if evidence:
            card.box.addWidget(EvidenceStrip(self._context, evidence, self))
        return card

    def _acknowledged(self, detail: VisitDetail) -> QWidget:
        card = Card(self.tr("Reasons given"))
        labels = self._context.labels
        for each in detail.row.acknowledged:
            reason = self._context.formats.joined(labels.word("acknowledge_reason", each.reason), each.note)
            card.box.addLayout(_facts(card, [(labels.word("rule_name", each.rule), reason)]))
        return card

    def _history(self, detail: VisitDetail) -> QWidget:
        card = Card(self.tr("Who did what"))
        for line in sorted(detail.history, key=lambda each: each.at, reverse=True):
            what = self._context.formats.joined(
                line.actor,
                self._context.labels.word("audit_action", line.action),
                self._context.labels.word("correction_reason", line.reason),
            )
            card.box.addLayout(_facts(card, [(self._context.formats.moment(line.at), what)]))
        return card

    def _record_call(self) -> None:
        """Ask the recipient how it was: the form of a call, about this visit."""
        if self._detail is not None:
            key = f"{self._detail.row.recipient}/{self._record}"
            self._context.open(Destination("recipients", key, "followup"))

    def _ask_withdrawal(self) -> None:
        self._strip.begin()

    def _take_back(self, reason: str, memo: str) -> None:
        services, record = self._context.services, self._record
        self._context.tasks.run(
            lambda: services.finalising.withdraw(record, reason, memo),
            owner=self,
            on_done=lambda _row: self._withdrawn(),
        )

    def _withdrawn(self) -> None:
        self._strip.hide()
        self._context.messages.say_done(
            self.tr("The record is withdrawn; the regulator hears of it with the next upload.")
        )
        self.reload()


def _facts(card: Card, facts: list[tuple[str, str]]) -> QGridLayout:
    """Names and values in two columns."""
    grid = QGridLayout()
    scale_layout(card, grid, spacing=6)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 5)
    for line, (name, value) in enumerate(facts):
        grid.addWidget(words(name, "muted", wrap=True), line, 0, Qt.AlignmentFlag.AlignTop)
        shown = words(value, wrap=True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(shown, line, 1)
    return grid
