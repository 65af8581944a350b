"""What was captured beside what counts: the versions of a visit side by side, changes marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from provider_desktop.domain.visits import Outcome, Visit
from provider_desktop.services.visits import VersionView
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits.signers import signer_words
from provider_desktop.ui.widgets.marks import Badge
from provider_desktop.ui.widgets.painting import Chip
from provider_desktop.ui.widgets.scaling import scale_layout
from provider_desktop.ui.widgets.surfaces import words

Show = Callable[[Visit], str]


class VersionTable(QWidget):
    """Fields as lines, versions as columns: the first as it was captured, the newest as it counts."""

    def __init__(
        self,
        versions: Sequence[VersionView],
        names: Callable[[str], str],
        labels: Labels,
        formats: Formats,
        state_chip: Callable[[VersionView], Chip],
    ) -> None:
        super().__init__()
        self._labels, self._formats, self._name = labels, formats, names
        ordered = sorted(versions, key=lambda each: each.visit.version)
        visits = [each.visit for each in ordered]
        grid = QGridLayout(self)
        scale_layout(self, grid, spacing=8)
        grid.setColumnStretch(0, 0)
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        for column, version in enumerate(ordered, 1):
            title = self.tr("Version {number}").format(number=version.visit.version)
            grid.addWidget(words(title, "strong"), 0, column, top)
            grid.addWidget(Badge(state_chip(version).tone, state_chip(version).text), 1, column, top)
            grid.setColumnStretch(column, 1)
        line = 2
        for title, show in self._fields(visits):
            grid.addWidget(words(title, "muted"), line, 0, top)
            before = ""
            for column, visit in enumerate(visits, 1):
                shown = show(visit)
                changed = column > 1 and shown != before
                grid.addWidget(self._cell(shown, changed=changed), line, column, top)
                before = shown
            line += 1

    def _cell(self, shown: str, *, changed: bool) -> QWidget:
        if not changed:
            return words(shown or "–", wrap=True)
        cell = Badge(Tone.ACCENT, shown or "–")
        cell.setToolTip(self.tr("Changed in this version"))
        cell.setAccessibleDescription(self.tr("Changed in this version"))
        return cell

    def _fields(self, visits: Sequence[Visit]) -> list[tuple[str, Show]]:
        labels, formats = self._labels, self._formats
        adjusted = any(visit.adjusted_in or visit.adjusted_out for visit in visits)
        fields: list[tuple[str, Show]] = [
            (self.tr("Recipient"), lambda visit: self._name(visit.recipient)),
            (self.tr("Staff"), lambda visit: "、".join(self._name(member) for member in visit.staff)),
            (self.tr("Captured in"), lambda visit: self._moment(visit, "in")),
            (self.tr("Captured out"), lambda visit: self._moment(visit, "out")),
        ]
        if adjusted:
            fields += [
                (self.tr("Corrected in"), lambda visit: self._moment(visit, "adjusted_in")),
                (self.tr("Corrected out"), lambda visit: self._moment(visit, "adjusted_out")),
            ]
        fields += [
            (self.tr("Duration"), lambda visit: formats.minutes(visit.minutes) if visit.minutes else ""),
            (self.tr("Items"), self._items),
            (self.tr("Signed"), lambda visit: signer_words(visit.signer, labels)),
            (self.tr("Evidence"), lambda visit: str(len(visit.evidence)) if visit.evidence else ""),
            (self.tr("Satisfaction"), lambda visit: labels.word("satisfaction", str(visit.satisfaction))),
            (self.tr("Remarks"), lambda visit: visit.remarks),
        ]
        if len(visits) > 1:
            fields += [
                (self.tr("Reason"), lambda visit: labels.word("correction_reason", visit.reason)),
                (self.tr("Found out by"), self._how),
                (
                    self.tr("Attested by"),
                    lambda visit: visit.correction.attested_by if visit.correction else "",
                ),
            ]
        return fields

    def _moment(self, visit: Visit, which: str) -> str:
        if which in ("in", "out"):
            capture = visit.sign_in if which == "in" else visit.sign_out
            if capture.at is None:
                return self.tr("not captured")
            return self._formats.joined(
                self._formats.moment(capture.at), self._labels.word("source", capture.source)
            )
        moment = visit.adjusted_in if which == "adjusted_in" else visit.adjusted_out
        return self._formats.moment(moment) if moment else ""

    def _items(self, visit: Visit) -> str:
        if visit.outcome is not Outcome.DONE:
            return self._labels.word("outcome", visit.outcome)
        shares = zip(visit.items, visit.item_minutes, strict=True)
        return "、".join(f"{self._name(item.item)} {minutes}" for item, minutes in shares)

    def _how(self, visit: Visit) -> str:
        if visit.correction is None:
            return ""
        action = self._labels.word("correction_action", visit.correction.action)
        return self._formats.joined(action, visit.correction.memo)
