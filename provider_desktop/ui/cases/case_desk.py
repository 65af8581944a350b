"""Carries a small record through: its form or card in a panel, drafts kept, sealing, what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from provider_desktop.domain.cases import CaseKind, Content
from provider_desktop.domain.clock import local_day
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visits import VisitState
from provider_desktop.services.cases import CaseDetail, CaseRow
from provider_desktop.ui.cases.case_card import CaseCard
from provider_desktop.ui.cases.case_fields import FieldWorld
from provider_desktop.ui.cases.case_form import CaseForm
from provider_desktop.ui.cases.case_words import CaseWords
from provider_desktop.ui.shell.pages import Destination, PageContext
from provider_desktop.ui.widgets.search_popup import Choice, SearchPopup
from provider_desktop.ui.widgets.side_panel import SidePanel, scrolled


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a form begins with: a record that is new or known, and names to show for ids."""

    record: str
    content: Content
    staff: dict[str, str]
    names: dict[str, str]
    is_draft: bool


class CaseDesk(QObject):
    """Works in a side panel of its page. Nothing typed is lost: a draft is kept whenever typing pauses and
    when the panel closes."""

    def __init__(self, context: PageContext, panel: SidePanel) -> None:
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self.words = CaseWords(context.labels, context.formats)
        self.form: CaseForm | None = None
        self.card: CaseCard | None = None
        self._record = ""
        self._further = False
        panel.closed.connect(self.leave)

    def begin(self, kind: CaseKind, recipient: str = "", visit: str = "", who: str = "") -> None:
        """Open an empty form; of a recipient, or about one visit. ``who`` is the name to show."""
        services = self._context.services

        def work() -> _Opened:
            content = services.cases.blank(kind, recipient, visit)
            name = who or (services.recipients.detail(recipient).row.name if recipient else "")
            names = {recipient: name} if name else {}
            return _Opened(services.cases.new_record(), content, self._staff(), names, is_draft=False)

        self._context.tasks.run(
            work, owner=self, on_done=lambda opened: self._show_form(opened, self.words.new_title(kind))
        )

    def open(self, record: str, reveal: str = "") -> None:
        """Open a record: its draft to go on with, or the card of what is sealed."""
        services = self._context.services

        def work() -> tuple[CaseDetail, dict[str, str]]:
            return services.cases.detail(record, reveal), self._staff()

        self._context.tasks.run(work, owner=self, on_done=lambda loaded: self._show(*loaded))

    def refresh(self) -> None:
        """Bring an open card up to date; a form being typed is left alone."""
        if self.card is not None and self._panel.isVisible() and self.card.reveal.isHidden():
            self.open(self._record)

    # showing

    def _show(self, detail: CaseDetail, staff: dict[str, str]) -> None:
        names = {detail.row.recipient: detail.row.who}
        if detail.row.state is VisitState.DRAFT:
            opened = _Opened(detail.row.record, detail.content, staff, names, is_draft=True)
            self._show_form(opened, self.words.new_title(detail.row.kind))
            return
        card = CaseCard(detail, self._context.labels, self._context.formats, self.words)
        opened = _Opened(detail.row.record, detail.content, staff, names, is_draft=False)
        title = self.words.kind(detail.row.kind)
        card.update_wanted.connect(lambda: self._show_form(opened, title, further=True))
        card.closing_wanted.connect(lambda: self._close_complaint(opened, title))
        card.again_wanted.connect(lambda: self._again(detail.row.record))
        card.reveal_wanted.connect(lambda reason: self.open(detail.row.record, reason))
        card.person_wanted.connect(lambda key: self._context.open(Destination("recipients", key)))
        card.visit_wanted.connect(lambda key: self._context.open(Destination("visits", key)))
        self._leave_form()
        self.card, self._record = card, detail.row.record
        heading = self._context.formats.joined(title, detail.row.who)
        self._panel.show_content(heading, scrolled(card, heading))
        card.setFocus()

    def _show_form(self, opened: _Opened, title: str, *, further: bool = False) -> None:
        context = self._context
        self._leave_form()
        world = FieldWorld(
            labels=context.labels,
            formats=context.formats,
            today=local_day(context.clock.now()),
            staff=opened.staff,
            names=opened.names,
            popup=SearchPopup(self.tr("Recipients found"), self._panel),
        )
        form = CaseForm(opened.content, world, further=further, is_draft=opened.is_draft)
        form.rested.connect(self._keep)
        form.sent.connect(self._send)
        form.given_up.connect(self._panel.close_panel)
        form.discarded.connect(self._discard)
        form.person_asked.connect(self._find_people)
        self.form, self.card = form, None
        self._record, self._further = opened.record, further
        self._panel.show_content(title, scrolled(form, title))
        form.setFocus()
        if opened.is_draft:
            self._look()

    def _close_complaint(self, opened: _Opened, title: str) -> None:
        self._show_form(opened, title, further=True)
        if self.form is not None:
            self.form.close_complaint(self._context.clock.now())
            self.form.setFocus()

    # typing

    def _keep(self) -> None:
        """Typing has paused: keep the draft and say what the rules find."""
        form = self.form
        if form is None:
            return
        if self._further:
            self._look()
            return
        services, content, record = self._context.services, form.content(), self._record
        now = self._context.formats.time(self._context.clock.now())

        def work() -> tuple[Finding, ...]:
            services.cases.save(content, record)
            found: tuple[Finding, ...] = services.cases.check(content, record)
            return found

        def done(findings: tuple[Finding, ...]) -> None:
            if self.form is form:
                form.show_findings(findings)
                form.show_saved(now)

        self._context.tasks.run(work, owner=form, on_done=done)

    def _look(self) -> None:
        form = self.form
        if form is not None:
            services, content, record = self._context.services, form.content(), self._record
            self._context.tasks.run(
                lambda: services.cases.check(content, record), owner=form, on_done=form.show_findings
            )

    def _send(self) -> None:
        form = self.form
        if form is None:
            return
        services, content, record = self._context.services, form.content(), self._record
        further, unreadable = self._further, form.problems()

        def work() -> tuple[tuple[Finding, ...], CaseRow | None]:
            findings = services.cases.check(content, record)
            if unreadable or any(each.action is Action.BLOCK for each in findings):
                return findings, None
            act = services.cases.update if further else services.cases.submit
            return findings, act(record, content) if further else act(content, record)

        def done(result: tuple[tuple[Finding, ...], CaseRow | None]) -> None:
            findings, row = result
            if row is None:
                form.show_findings(findings, tried=True)
                return
            self.form = None
            self._panel.close_panel()
            upload = Destination("upload")
            self._context.messages.say_done(
                self.words.sealed(row), self.tr("To upload"), lambda: self._context.open(upload)
            )

        self._context.tasks.run(work, owner=form, on_done=done)

    def _discard(self) -> None:
        services, record = self._context.services, self._record
        form, self.form = self.form, None
        if form is not None:
            form.stop_resting()
            self._context.tasks.run(
                lambda: services.cases.discard(record),
                owner=self,
                on_done=lambda _done: self._panel.close_panel(),
            )

    def _again(self, record: str) -> None:
        services = self._context.services
        self._context.tasks.run(lambda: services.cases.again(record), owner=self, on_done=self.open)

    def _find_people(self, typed: str) -> None:
        form, services = self.form, self._context.services
        if form is None:
            return

        def show(hits: tuple[Choice, ...]) -> None:
            if self.form is form:
                form.offer_people(hits)

        def work() -> tuple[Choice, ...]:
            return tuple(
                Choice(hit.name, hit.id_number, hit.detail, "person", hit.key)
                for hit in (services.recipients.options(typed) if typed else ())
            )

        self._context.tasks.run(work, owner=form, on_done=show)

    # leaving

    def leave(self) -> None:
        """Let go of what is open: its panel is closed, or about to show something else."""
        self._leave_form()
        self.card = None

    def _leave_form(self) -> None:
        """Keep what was typed since the last pause."""
        form, self.form = self.form, None
        if form is None:
            return
        form.stop_resting()
        if form.touched and not self._further:
            services, content, record = self._context.services, form.content(), self._record
            self._context.tasks.run(lambda: services.cases.save(content, record), owner=self)

    def _staff(self) -> dict[str, str]:
        """Everybody on the roster by id; called on the worker's thread."""
        today = local_day(self._context.clock.now())
        members = self._context.services.staff.all()
        return {each.staff: each.name for each in members if each.on_roster(today)}


def kind_named(text: str) -> CaseKind | None:
    """The kind that a destination's field names, None for any other word."""
    return CaseKind(text) if text in set(CaseKind) else None
