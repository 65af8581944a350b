"""Below the grid: what the checks say of the line the cursor is in, and the ways to settle it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from provider_desktop import wording
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.services.visits import ExpectedVisit
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone, current_theme
from provider_desktop.ui.visits.entry_line import GridLine
from provider_desktop.ui.visits.fields import Field, field_of, is_blank
from provider_desktop.ui.visits.finding_words import FindingWords, is_gap
from provider_desktop.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words

#: Text size in per cent up to which the keys are shown.
_MOST_FOR_KEYS = 130


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finding stands, as the user gives it; ``everywhere`` for all lines with the same finding."""

    rule: str
    reason: str
    note: str
    everywhere: bool


class FindingPanel(QFrame):
    """Shows one :class:`GridLine`. Signals say what the user wants to do about its first finding.

    ``fix_wanted`` gives the :class:`Field` to type in, ``other_wanted`` the record of the other visit,
    ``reason_given`` a :class:`Reason`, ``value_given`` the finding and the value typed.
    """

    fix_wanted = Signal(object)
    other_wanted = Signal(str)
    reason_given = Signal(object)
    value_given = Signal(object, str)
    left = Signal()

    def __init__(self, labels: Labels, finding_words: FindingWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Findings of this line"))
        self._labels = labels
        self._words = finding_words
        self._line: GridLine | None = None
        self._findings: tuple[Finding, ...] = ()
        self._at = 0
        #: Reasons given before, by rule and by rule and staff member.
        self.reasons: dict[str, str] = {}
        self._asked_about: Finding | None = None
        box = QVBoxLayout(self)
        scale_layout(self, box, margins=(16, 10, 12, 10), spacing=6)
        box.addLayout(self._first_row())
        box.addWidget(self._build_asking())
        self._key_row = QWidget()
        self._key_row.setLayout(self._keys())
        box.addWidget(self._key_row)
        self._give_room()
        self.show_line(0, None)

    def show_line(self, number: int, line: GridLine | None) -> None:
        """Show what there is to say of a line (numbered from 1)."""
        same = line is not None and self._line is not None and line.key == self._line.key
        self._line = line
        self._number.setText(self.tr("Line {number}").format(number=number) if line else "")
        found = line.open if line else ()
        told = tuple(each for each in line.findings if each.action is Action.NOTICE) if line else ()
        self._findings = (*found, *told) if line is not None and line.checked else ()
        if not same or self._at >= len(self._findings):
            self._at = 0
        if not same:
            self.stop_asking()
        elif self._findings and self._asking.isVisible():
            self._stay_with_what_was_asked()
        self._show()

    def show_next(self, visits: Sequence[ExpectedVisit]) -> None:
        """Say of a blank line which visits are expected next, by the numbers that choose them."""
        if not visits or self._finding is not None:
            return
        names = [visit.recipient_name for visit in visits]
        named = "   ".join(
            " ".join(part for part in (str(number), visit.start, visit.recipient_name, tail) if part)
            for number, visit in enumerate(visits, 1)
            for tail in (visit.id_tail if names.count(visit.recipient_name) > 1 else "",)
        )
        self._sentence.setText(self.tr("Expected next:  {visits}").format(visits=named))
        self.setAccessibleDescription(self._sentence.text())

    def ask_reason(self) -> None:
        """Open the fields for a reason, or for the value that is missing."""
        finding = self._finding
        if finding is None or finding.action is not Action.ASK:
            return
        self._asked_about = finding
        self._asking.show()
        place = self._reason.findData(self.remembered())
        self._reason.setCurrentIndex(max(0, place))
        value = _wants_value(finding)
        self._reason.setVisible(not value)
        self._everywhere.setVisible(not value)
        self._note.setPlaceholderText(
            self._labels.word("need", str(finding.values["need"]))
            if value
            else self.tr("In your own words (may stay empty)")
        )
        (self._note if value else self._reason).setFocus()

    def remembered(self) -> str:
        """The reason last given where the rule asked of the same staff member, else of anybody; or ""."""
        finding, line = self._finding, self._line
        if finding is None or line is None or finding.action is not Action.ASK or _wants_value(finding):
            return ""
        of_staff = (self.reasons.get(f"{finding.rule}/{member}", "") for member in line.line.staff)
        return next((reason for reason in of_staff if reason), self.reasons.get(finding.rule, ""))

    def give_remembered(self) -> None:
        """Give the reason of last time again."""
        finding, reason = self._finding, self.remembered()
        if finding is None or not reason or reason == "other":
            self.ask_reason()  # nothing to repeat: what is "other" has to be said each time
            return
        self.reason_given.emit(Reason(finding.rule, reason, "", everywhere=False))

    def stop_asking(self) -> None:
        """Put the fields away."""
        if self._asking.isVisible():
            self._asking.hide()
            self.left.emit()
        self._note.clear()

    def _stay_with_what_was_asked(self) -> None:
        """A line checked anew while a reason is being given: the sentence goes on showing what it is for."""
        asked = self._asked_about
        same = [at for at, each in enumerate(self._findings) if asked and _is_about(each) == _is_about(asked)]
        if same:
            self._at = same[0]
        else:
            self.stop_asking()

    @property
    def _finding(self) -> Finding | None:
        return self._findings[self._at] if self._at < len(self._findings) else None

    def _show(self) -> None:
        finding, line = self._finding, self._line
        blank = line is None or is_blank(line.line)
        tone = self._words.tone(finding) if finding else Tone.GREEN
        if finding is not None and is_gap(finding):
            tone = Tone.NONE
        self._mark.setVisible(not blank and (finding is not None or (line is not None and line.checked)))
        self._mark.show_chip(Chip(tone, ""))
        self._sentence.setText(self._text(finding, blank=blank))
        self._sentence.setProperty("tone", "red" if tone is Tone.RED else "")
        self._sentence.style().unpolish(self._sentence)
        self._sentence.style().polish(self._sentence)
        count = len(self._findings)
        self._more.setVisible(count > 1)
        self._more.setText(self.tr("{at} of {count}").format(at=self._at + 1, count=count))
        asks = finding is not None and finding.action is Action.ASK
        under_way = line is not None and not line.checked
        self._fix.setVisible(finding is not None)
        if finding is not None:
            self._fix.setText(self._fix_words(field_of(finding.pointer)))
        self._other.setVisible(finding is not None and "record" in finding.values)
        self._explain.setVisible(asks)
        if finding is not None and asks:
            self._explain.setText(self.tr("Fill in") if _wants_value(finding) else self.tr("Give a reason"))
            self._explain.setToolTip("Alt+R")
        if not asks and not under_way:
            self.stop_asking()
        self.setAccessibleDescription(self._sentence.text())

    def _text(self, finding: Finding | None, *, blank: bool) -> str:
        if finding is not None:
            return self._words.sentence(finding)
        if blank:
            return self.tr("Type the recipient's initials, then the times from the sheet.")
        if self._line is not None and self._line.checked:
            return self.tr("Nothing stands against this record: it can be sent.")
        return ""

    def _fix_words(self, field: Field) -> str:
        return {
            Field.RECIPIENT: self.tr("Change recipient"),
            Field.STAFF: self.tr("Change staff"),
            Field.TIME_IN: self.tr("Change time"),
            Field.TIME_OUT: self.tr("Change time"),
            Field.ITEMS: self.tr("Change items"),
            Field.EVIDENCE: self.tr("Change evidence"),
        }.get(field, self.tr("Change"))

    # building

    def _first_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=10)
        self._number = words("", "strong")
        self._mark = Badge(Tone.GREEN, "")
        self._mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._sentence = words("", "finding", wrap=True)
        self._more = SecondaryButton("", small=True)
        self._more.setToolTip(self.tr("The next finding of this line"))
        self._fix, self._other, self._explain = (SecondaryButton("", small=True) for _ in range(3))
        self._other.setText(self.tr("Show the other"))
        self._more.clicked.connect(self._next)
        self._fix.clicked.connect(self.fix)
        self._other.clicked.connect(self._show_other)
        self._explain.clicked.connect(self.ask_reason)
        row.addWidget(self._number)
        row.addWidget(self._mark)
        row.addWidget(self._sentence, 1)
        for button in (self._more, self._explain, self._fix, self._other):
            row.addWidget(button)
        return row

    def _build_asking(self) -> QWidget:
        self._asking = QWidget()
        row = QHBoxLayout(self._asking)
        scale_layout(self._asking, row, spacing=8)
        self._reason = QComboBox()
        self._reason.setAccessibleName(self.tr("Reason"))
        for code in sorted(wording.groups(self._labels.language)["acknowledge_reason"], key=_other_last):
            self._reason.addItem(self._labels.word("acknowledge_reason", code), code)
        self._note = QLineEdit()
        self._note.setAccessibleName(self.tr("In your own words"))
        self._note.returnPressed.connect(self._give_here)
        self._everywhere = SecondaryButton(self.tr("For all alike"))
        self._everywhere.setToolTip(self.tr("Give this reason in every line with the same finding"))
        self._everywhere.clicked.connect(lambda: self._give(everywhere=True))
        give = PrimaryButton(self.tr("Give"))
        give.clicked.connect(self._give_here)
        close = IconButton("close", self.tr("Give no reason"))
        close.clicked.connect(self.stop_asking)
        row.addWidget(self._reason, 1)
        row.addWidget(self._note, 2)
        for button in (self._everywhere, give, close):
            row.addWidget(button)
        self._asking.hide()
        return self._asking

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_key_row"):
            self._give_room()

    def _give_room(self) -> None:
        """At large text lines matter more than reminders of keys, which the menu lists too."""
        self._key_row.setVisible(current_theme().text_size <= _MOST_FOR_KEYS)

    def _keys(self) -> QHBoxLayout:
        row = QHBoxLayout()
        scale_layout(self, row, spacing=6)
        for key, meaning in (
            ("Enter", self.tr("next")),
            ("Tab", self.tr("fill in")),
            ("F2", self.tr("edit")),
            ("Ctrl D", self.tr("as above")),
            ("Ctrl Z", self.tr("undo")),
            ("Del", self.tr("remove line")),
            ("Alt R", self.tr("reason")),
            ("F7", self.tr("nobody at home")),
            ("+", self.tr("next day")),
        ):
            row.addWidget(words(key, "keycap"))
            row.addWidget(words(meaning, "small"))
            row.addSpacing(6)
        row.addStretch(1)
        return row

    # doing

    def fix(self) -> None:
        """Go to the cell the finding speaks of."""
        if (finding := self._finding) is not None:
            self.fix_wanted.emit(field_of(finding.pointer))

    def _next(self) -> None:
        self.stop_asking()
        self._at = (self._at + 1) % max(1, len(self._findings))
        self._show()

    def _show_other(self) -> None:
        if (finding := self._finding) is not None:
            self.other_wanted.emit(str(finding.values["record"]))

    def _give_here(self) -> None:
        self._give()

    def _give(self, *, everywhere: bool = False) -> None:
        finding = self._asked_about  # the one asked about, even while the line is being checked anew
        if finding is None:
            return
        note = self._note.text().strip()
        if _wants_value(finding):
            if note:
                self.value_given.emit(finding, note)
                self.stop_asking()
            return
        reason = str(self._reason.currentData())
        if reason == "other" and not note:
            self._note.setPlaceholderText(self.tr("Say which other reason"))
            self._note.setFocus()
            return
        self.reason_given.emit(Reason(finding.rule, reason, note, everywhere))
        self.stop_asking()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._asking.isVisible():
            self.stop_asking()
            return
        super().keyPressEvent(event)


def _is_about(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.pointer


def _wants_value(finding: Finding) -> bool:
    """Whether a value or note of an item is missing, which can be typed here."""
    pointer = finding.pointer
    return finding.rule == "EVID-MISSING" and ("/values/" in pointer or pointer.endswith("/note"))


def _other_last(code: str) -> tuple[bool, int, str]:
    common = ("paper_kept", "as_recorded", "late_sheet")
    return code == "other", common.index(code) if code in common else len(common), code
