"""The sentences of the way to green: actions, groups of them, states of the list, lights to come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from provider_desktop.services.rating_plans import ActionRow, CaseIndicator, Forecast, Obstacle, ToGreen
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels, tone_of
from provider_desktop.ui.ratings.rating_words import NOTHING, Expiry
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.theme import Tone
from provider_desktop.ui.widgets.painting import Chip

#: Names that fit into a sentence about several.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class ActionGroup:
    """Actions of one kind that move the same indicator first."""

    kind: str
    moves: str
    indicator: str
    actions: tuple[ActionRow, ...]


def groups_of(actions: Iterable[ActionRow]) -> tuple[ActionGroup, ...]:
    """Actions by kind and what they move, in the order in which they first come."""
    found: dict[tuple[str, str], list[ActionRow]] = {}
    for row in actions:
        found.setdefault((row.kind, row.moves), []).append(row)
    return tuple(
        ActionGroup(kind, moves, next(iter(rows[0].indicators), ""), tuple(rows))
        for (kind, moves), rows in found.items()
    )


def place_of_action(row: ActionRow) -> Destination:
    """Where an action is done."""
    if row.kind == "visit":
        return Destination("recipients", row.key, "arrange")
    if row.kind == "correct":
        return Destination("visits", row.key)
    if row.kind == "renew":
        return Destination("recipients", row.key, "staff")
    return Destination("recipients", row.key, "case")


class PlanWords(QObject):
    """Words of one language for what :mod:`~provider_desktop.services.rating_plans` gives."""

    def __init__(self, labels: Labels, formats: Formats) -> None:
        super().__init__()
        self._labels = labels
        self._formats = formats
        self.expiries: Mapping[str, Expiry] = {}

    def action(self, row: ActionRow) -> str:
        """What to do, with whom."""
        if row.kind == "visit":
            if row.is_due:
                return self.tr("{name}: make up one visit that was due").format(name=row.name)
            return self.tr("{name}: make one planned visit").format(name=row.name)
        if row.kind == "renew":
            return self.tr("{name}: renew {certificate}").format(
                name=row.name, certificate=self._certificate(row.key)
            )
        if row.kind == "close":
            return self.tr("{name}: close the overdue complaint").format(name=row.name or row.key)
        day = self._formats.day(row.visit.day) if row.visit and row.visit.day else ""
        who = " ".join(part for part in (row.name, day) if part)
        return self.tr("{who}: complete or correct the record").format(who=who)

    def kind(self, row: ActionRow) -> str:
        """The kind of an action in one word."""
        return {
            "visit": self.tr("Visit"),
            "correct": self.tr("Correction"),
            "renew": self.tr("Certificate"),
        }.get(row.kind, self.tr("Complaint"))

    def until(self, row: ActionRow) -> str:
        """The day for which it holds: that of the list, or else the last on which it still counts."""
        return self._formats.spoken_day(row.due_day) if row.due_day else NOTHING

    def go(self, row: ActionRow) -> str:
        """The word on the button that leads there."""
        return {
            "visit": self.tr("Arrange"),
            "correct": self.tr("Correct"),
            "renew": self.tr("Record it"),
        }.get(row.kind, self.tr("Close it"))

    def group(self, group: ActionGroup) -> str:
        """Several actions of a kind as one sentence with count, day and people."""
        count = len(group.actions)
        if count == 1 and group.kind != "visit":
            return self.action(group.actions[0])
        sentence = {
            "visit": lambda: self.tr("%n more visit(s) by {day}: {who}", "", count),
            "correct": lambda: self.tr("Complete or correct %n record(s): {who}", "", count),
            "renew": lambda: self.tr("Renew the certificates of %n person(s): {who}", "", count),
        }.get(group.kind, lambda: self.tr("Close %n overdue complaint(s): {who}", "", count))()
        days = [row.due_day for row in group.actions if row.due_day]
        day = self._formats.spoken_day(min(days)) if days else NOTHING
        return sentence.format(day=day, who=self.people(row.name for row in group.actions))

    def people(self, names: Iterable[str]) -> str:
        """The first few names, each once, and how many more."""
        known = tuple(dict.fromkeys(name for name in names if name))
        shown = "、".join(known[:_NAMED])
        if len(known) <= _NAMED:
            return shown
        return self.tr("{names} and %n more", "", len(known) - _NAMED).format(names=shown)

    def title(self, plan: ToGreen) -> str:
        """What the list comes to."""
        return {
            "green": lambda: self.tr("Green: nothing is missing"),
            "no_data": lambda: self.tr("Too little data for a light yet"),
            "unreachable": lambda: self.tr("Green is out of reach in this period"),
            "over": lambda: self.tr("This period has ended"),
        }.get(plan.state, lambda: self.tr("%n thing(s) to do to turn green", "", len(plan.actions)))()

    def detail(self, plan: ToGreen) -> str:
        """What the list means, in a sentence."""
        if plan.state == "green":
            return self.tr("Keep logging visits and sending them in time.")
        if plan.state == "no_data":
            return self.tr("The light appears once enough visits of the period are recorded.")
        if plan.state == "over":
            return self.tr("What is sealed late or corrected now changes the estimate only.")
        if plan.state == "unreachable":
            why = "；".join(self.obstacle(each) for each in plan.obstacles[:_NAMED])
            if plan.since is None:
                return why
            since = self.tr("Since {day}").format(day=self._formats.spoken_day(plan.since))
            return f"{since} · {why}" if why else since
        if not plan.is_smallest:
            return self.tr("These turn it; there may be a shorter list.")
        return self.tr(
            "The fewest things that turn it as of {day}; keep to the schedule afterwards. "
            "Tick what you mean to do."
        ).format(day=self._formats.spoken_day(plan.horizon))

    def obstacle(self, obstacle: Obstacle) -> str:
        """Why nothing leads to green."""
        sentence = {
            "veto": self.tr("{name}: the bureau's finding has to be withdrawn first"),
            "condition": self.tr("{name}: its second condition cannot be met any more"),
            "score": self.tr("{name}: too many points are lost already"),
        }.get(obstacle.reason, self.tr("{name}: too much has failed already"))
        return sentence.format(name=obstacle.name)

    def light(self, light: str) -> str:
        """A light in one short word."""
        return {
            "green": self.tr("Green"),
            "yellow": self.tr("Yellow"),
            "red": self.tr("Red"),
        }.get(light, self.tr("No data"))

    def chip(self, light: str) -> Chip:
        """A light as a chip."""
        return Chip(tone_of(light), self.light(light))

    def moved(self, rows: Sequence[CaseIndicator]) -> tuple[tuple[Tone, str], ...]:
        """Indicators whose value changes, as ``计划完成率 92.75 → 95.65 %``."""
        return tuple(
            (
                tone_of(row.light),
                f"{row.name} {row.value_now or NOTHING} → {row.value or NOTHING} {row.unit}".strip(),
            )
            for row in rows
            if (row.value, row.light) != (row.value_now, row.light_now)
        )

    def forecast(self, forecast: Forecast) -> tuple[str, str]:
        """What the two forecasts suppose: nothing done, and plan or schedule kept."""
        kept = self.tr("On schedule") if forecast.source == "schedule" else self.tr("On plan")
        return self.tr("Left alone"), kept

    def forecast_tip(self, forecast: Forecast) -> str:
        """The forecast in whole sentences."""
        last = self._formats.spoken_day(forecast.last_day)
        left = self.tr("On {day}, if nothing more is done: {light}").format(
            day=last, light=self._labels.light(forecast.nothing.light)
        )
        if forecast.turns_on is not None:
            left += self.tr("; it turns on {day}").format(day=self._formats.spoken_day(forecast.turns_on))
        kept = self.tr("With the %n visit(s) still to come done: {light}", "", forecast.visits_planned)
        return f"{left}\n{kept.format(light=self._labels.light(forecast.kept.light))}"

    def _certificate(self, staff: str) -> str:
        expiry = self.expiries.get(staff)
        if expiry is None:
            return self.tr("certificates")
        if expiry.kind == "health":
            word = self.tr("health certificate")
        else:
            word = self._labels.word("certificate", expiry.kind)
        return self.tr("{certificate} ({day})").format(
            certificate=word, day=self._formats.spoken_day(expiry.until)
        )
