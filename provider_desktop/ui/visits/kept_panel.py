"""Drafts that two people changed: both sides beside each other, and a button for each to say which stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from provider_desktop.domain.topics import Topic
from provider_desktop.errors import AppError
from provider_desktop.services.sharing import KeptDraft
from provider_desktop.services.visits import EntryLine
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits.signers import signer_words
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import Banner, Card, words


class KeptPanel(QWidget):
    """Hidden while nobody's words stand against another's. Shows one draft at a time, the oldest first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._box = QVBoxLayout(self)
        scale_layout(self, self._box, spacing=8)
        self._notice = Banner(Tone.YELLOW, "", icon="people")
        self._box.addWidget(self._notice)
        self._card: QWidget | None = None
        self.hide()

    def watch(self, page: QWidget) -> None:
        """Look anew whenever visits change while the page is shown."""
        self._context.changes.watch(page, (Topic.VISITS.value,), self.reload)

    def reload(self) -> None:
        """Ask which drafts are kept."""
        services = self._context.services
        self._context.tasks.run(
            lambda: services.sharing.kept() if services.sharing.state().kept else (),
            owner=self,
            on_done=self.show_kept,
            on_error=self._say,
        )

    def show_kept(self, kept: Sequence[KeptDraft]) -> None:
        """Show the first of them."""
        if self._card is not None:
            self._box.removeWidget(self._card)
            self._card.deleteLater()
            self._card = None
        if kept:
            text = self.tr("%n draft(s) changed by two people. Say which stands.", "", len(kept))
            self._notice.show_notice(Tone.YELLOW, text, icon="people")
            self._card = self._side_by_side(kept[0])
            self._box.addWidget(self._card)
        self.setVisible(bool(kept))

    def _side_by_side(self, kept: KeptDraft) -> QWidget:
        labels, top = self._context.labels, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        card = Card()
        box = card.box
        box.addWidget(words(self._title(kept), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        titles = (self.tr("Typed here"), self._their_title(kept))
        for column, title in enumerate(titles, 1):
            grid.addWidget(words(title, "muted"), 0, column, top)
            grid.setColumnStretch(column, 1)
        for line, name in enumerate(kept.fields, 1):
            grid.addWidget(words(labels.word("draft_field", name), "muted"), line, 0, top)
            grid.addWidget(words(self._words(kept, kept.mine, name), wrap=True), line, 1, top)
            theirs = self._words(kept, kept.theirs, name) if kept.theirs is not None else ""
            grid.addWidget(words(theirs, wrap=True), line, 2, top)
        box.addLayout(grid)
        box.addLayout(self._buttons(kept))
        return card

    def _buttons(self, kept: KeptDraft) -> QHBoxLayout:
        services, record = self._context.services, kept.record
        row = QHBoxLayout()
        if not kept.sealed:
            mine = SecondaryButton(self.tr("Keep what was typed here"))
            mine.clicked.connect(lambda: self._settle(lambda: services.sharing.take_mine(record)))
            row.addWidget(mine)
        theirs = SecondaryButton(self.tr("Keep the other"))
        theirs.clicked.connect(lambda: self._settle(lambda: services.sharing.drop_mine(record)))
        row.addWidget(theirs)
        if kept.sealed:
            row.addWidget(words(self.tr("The visit is sealed; a change is a correction now."), "muted"))
        row.addStretch(1)
        return row

    def _settle(self, do: Callable[[], None]) -> None:
        self._context.tasks.run(do, owner=self, on_done=lambda _nothing: self.reload(), on_error=self._say)

    def _say(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._context.messages.say_error(error)

    def _title(self, kept: KeptDraft) -> str:
        line, formats = kept.mine, self._context.formats
        at = formats.moment(line.time_in) if line.time_in else formats.day(line.day) if line.day else ""
        return formats.joined(kept.names.get(line.recipient, line.recipient), at)

    def _their_title(self, kept: KeptDraft) -> str:
        if kept.theirs is None:
            return self.tr("On the other PC: thrown away")
        return self.tr("On the other PC: sealed") if kept.sealed else self.tr("On the other PC")

    def _words(self, kept: KeptDraft, line: EntryLine, name: str) -> str:
        """The value of a field for people."""
        labels, formats = self._context.labels, self._context.formats
        value = getattr(line, name)
        if not value and name != "satisfaction":
            return "–"
        match name:
            case "recipient":
                return kept.names.get(line.recipient, line.recipient)
            case "staff":
                return "、".join(kept.names.get(member, member) for member in line.staff)
            case "items":
                shown = ((kept.names.get(each.item, each.item), each.minutes) for each in line.items)
                return "、".join(f"{item} {minutes}" if minutes else item for item, minutes in shown)
            case "day":
                return formats.full_day(value)
            case "time_in" | "time_out":
                return formats.moment(value)
            case "outcome" | "source":
                return labels.word(name, value)
            case "satisfaction":
                return labels.word("satisfaction", str(value))
            case "signer":
                return signer_words(line.signer, labels)
            case "evidence":
                return str(len(line.evidence))
            case "acknowledged":
                return "、".join(labels.word("rule_name", each.rule) for each in line.acknowledged)
            case _:
                return str(value)
