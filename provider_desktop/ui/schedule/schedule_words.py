"""Sentences of the schedule: an order in words, what speaks against it, why something falls short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject

from provider_desktop.domain.findings import Action, Finding, worst
from provider_desktop.domain.schedule_orders import OrderState
from provider_desktop.services.schedule import Copied, Made, Missing, OrderView
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.visits.finding_words import FindingWords

#: How many conflicts a sentence names before it counts the rest.
_NAMED = 2

_STATE_TONES = {
    OrderState.PLANNED: Tone.ACCENT,
    OrderState.DONE: Tone.GREEN,
    OrderState.NOT_MET: Tone.NONE,
    OrderState.MISSED: Tone.RED,
}


def tone_of_findings(findings: Sequence[Finding], otherwise: Tone = Tone.GREEN) -> Tone:
    """Red where something blocks, yellow where it asks or is worth a notice."""
    action = worst(findings)
    if action is None:
        return otherwise
    return Tone.RED if action is Action.BLOCK else Tone.YELLOW


def tone_of_order(view: OrderView) -> Tone:
    """The tone of an order: what speaks against it, else what became of it."""
    return tone_of_findings(view.findings, _STATE_TONES[view.state])


class ScheduleWords(QObject):
    """Puts values into words; one for the page and its parts."""

    def __init__(self, labels: Labels, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.labels = labels
        self.formats = formats
        self._names: dict[str, str] = {}
        self._findings = FindingWords(labels, self._names)

    def know(self, views: Iterable[OrderView], names: Mapping[str, str]) -> None:
        """Learn the names behind ids, so that sentences of findings can use them."""
        self._names.update(names)
        for view in views:
            self._names[view.order.recipient] = view.recipient_name
            self._names.update(zip(view.order.staff, view.staff_names, strict=True))
            self._names.update(zip(view.order.items, view.item_names, strict=True))

    def finding(self, finding: Finding) -> str:
        """What speaks against an order, in a sentence."""
        return self._findings.sentence(finding)

    def items(self, view: OrderView) -> str:
        """The items of an order in one line."""
        comma = "、" if self.labels.language == "zh_CN" else ", "
        return comma.join(view.item_names)

    def span(self, view: OrderView) -> str:
        """From when to when: ``09:00–09:30``."""
        return f"{self.formats.time(view.order.start)}–{self.formats.time(view.order.end)}"

    def state(self, view: OrderView) -> str:
        """What became of it, in one word."""
        return self.labels.word("order_state", view.state)

    def order(self, view: OrderView) -> str:
        """The whole order in one line, as a screen reader says it."""
        staff = "、".join(view.staff_names) or self.tr("nobody yet")
        parts = (self.span(view), view.recipient_name, self.items(view), staff, self.state(view))
        return self.formats.joined(*parts, self.against(view.findings))

    def tip(self, view: OrderView) -> str:
        """The order line by line, with everything that speaks against it."""
        lines = [
            self.formats.joined(self.span(view), self.formats.minutes(view.order.minutes), self.state(view)),
            self.formats.joined(view.recipient_name, view.detail),
            self.items(view),
            "、".join(view.staff_names) or self.tr("nobody yet"),
            view.order.note,
            *(self.finding(finding) for finding in view.findings),
        ]
        return "\n".join(line for line in lines if line)

    def against(self, findings: Sequence[Finding]) -> str:
        """What speaks against an order, short; empty where nothing does."""
        first = {finding.rule: finding for finding in reversed(findings)}
        gravest = sorted(first.values(), key=lambda finding: -finding.action.severity)
        named = [self._findings.short(finding) for finding in gravest[:_NAMED]]
        more = len(gravest) - _NAMED
        return self.formats.joined(*named, f"+{more}" if more > 0 else "")

    def place(self, findings: Sequence[Finding], name: str, day: date, time: str) -> str:
        """What would be if an order were put to a place: one sentence for the strip below the week."""
        where = self.tr("{name} · {day} {time}").format(
            name=name or self.tr("nobody yet"), day=self.formats.long_day(day), time=time
        )
        if not findings:
            return self.tr("{place}: nothing speaks against it").format(place=where)
        told = self.finding(max(findings, key=lambda finding: finding.action.severity))
        more = len(findings) - 1
        rest = self.tr(" (and %n more)", "", more) if more else ""
        return f"{where}: {told}{rest}"

    def lacking(self, visits: int, recipients: int) -> str:
        """What the month still lacks of the regulator's plan."""
        return self.tr("{visits} of the plan are neither made nor scheduled this month ({people}).").format(
            visits=self.tr("%n visit(s)", "", visits), people=self.tr("%n recipient(s)", "", recipients)
        )

    def made(self, made: Made) -> str:
        """What making a month added."""
        if not made.orders:
            return self.tr("Nothing had to be added.")
        return self.tr("{visits} added for {people}, {time} in all.").format(
            visits=self.tr("%n visit(s)", "", len(made.orders)),
            people=self.tr("%n recipient(s)", "", made.recipients),
            time=self.formats.minutes(made.minutes),
        )

    def missing(self, missing: Missing) -> str:
        """Why visits of one recipient found no place."""
        lack = self.labels.word("lack", missing.lack)
        return self.formats.joined(self.tr("%n visit(s)", "", missing.count), lack)

    def copied(self, copied: Copied) -> str:
        """What copying a week did."""
        added = self.tr("%n visit(s) copied.", "", len(copied.orders))
        if not copied.left_out:
            return added
        first = copied.left_out[0]
        why = self.tr("{name} {day} {time}: {why}").format(
            name=first.name,
            day=self.formats.spoken_day(first.start.date()),
            time=self.formats.time(first.start),
            why=self.against(first.findings),
        )
        left = self.tr("%n left out, such as {example}", "", len(copied.left_out)).format(example=why)
        return f"{added} {left}"
