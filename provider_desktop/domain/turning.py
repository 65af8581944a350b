"""The smallest list of things to do that turns the light green, and since when there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from provider_desktop.domain.outlook import Action, ActionKind, Outlook
from provider_desktop.domain.ratings.smallest import Delta, Group, is_green, smallest


@dataclass(frozen=True, slots=True)
class Turning:
    """A list that turns the light; no shorter one does, unless ``is_smallest`` is false."""

    actions: tuple[Action, ...]
    is_smallest: bool


@dataclass(frozen=True, slots=True)
class _Alike:
    """Actions that move the same; of visits, the next one to each recipient comes before the one after."""

    delta: Delta
    serves: bool
    actions: tuple[Action, ...]


def turn(outlook: Outlook, first: date) -> Turning | None:
    """The smallest list of actions that makes the light of a period begun on ``first`` green as of the
    outlook's day; None where nothing does."""
    if is_green(outlook.rules, outlook.base, first):
        return Turning((), is_smallest=True)
    alike = _grouped(outlook)
    groups = [Group(each.delta, len(each.actions), each.serves) for each in alike]
    carried_out: dict[tuple[int, ...], tuple[Action, ...]] = {}

    def holds(counts: tuple[int, ...]) -> bool:
        carried_out[counts] = actions = _carry_out(outlook, alike, counts)
        return is_green(outlook.rules, outlook.figures(actions), first)

    open_visits = sum(outlook.still_due(recipient) for recipient in outlook.recipients())
    found = smallest(outlook.rules, outlook.base, groups, first, holds, open_visits)
    return Turning(carried_out[found.counts], found.is_smallest) if found else None


def first_day_without(can_turn: Callable[[date], bool], first: date, today: date) -> date:
    """The first day from which on nothing turned the light any more, given that nothing does today.

    What is lost in a period stays lost, so the days are halved rather than walked.
    """
    low, high = first, today
    while low < high:
        middle = low + timedelta(days=(high - low).days // 2)
        if can_turn(middle):
            low = middle + timedelta(days=1)
        else:
            high = middle
    return low


def _grouped(outlook: Outlook) -> list[_Alike]:
    found: dict[tuple[Delta, bool, bool], list[Action]] = defaultdict(list)
    for action in outlook.actions():
        delta = outlook.delta(action)
        is_visit = action.kind is ActionKind.VISIT
        serves = action.is_due if is_visit else outlook.serves(action)
        if _moves(delta):
            found[delta, serves, is_visit].append(action)
    return [
        _Alike(delta, serves, tuple(actions if is_visit else _spread(outlook, actions)))
        for (delta, serves, is_visit), actions in found.items()
    ]


def _moves(delta: Delta) -> bool:
    return any(above or below for above, below in delta.sums) or any(delta.counts)


def _spread(outlook: Outlook, actions: Sequence[Action]) -> list[Action]:
    """Corrections of records of different recipients first: two of one may serve the same visit due."""
    taken: dict[str, int] = defaultdict(int)
    ranked = []
    for action in actions:
        recipient = outlook.recipient_of(action.key)
        beyond = taken[recipient] >= outlook.still_due(recipient)
        ranked.append((bool(recipient) and beyond, action))
        taken[recipient] += 1
    return [action for _, action in sorted(ranked, key=lambda pair: pair[0])]


def _carry_out(outlook: Outlook, alike: Sequence[_Alike], counts: Sequence[int]) -> tuple[Action, ...]:
    """Actions for so many of each kind, chosen so that no two serve the same visit due."""
    chosen: list[Action] = []
    wanted: list[tuple[_Alike, int]] = []
    filled: dict[str, int] = defaultdict(int)
    for each, count in zip(alike, counts, strict=True):
        if each.actions[0].kind is ActionKind.VISIT:
            wanted.append((each, count))
            continue
        chosen += each.actions[:count]
        if each.serves:
            for action in each.actions[:count]:
                filled[outlook.recipient_of(action.key)] += 1
    return (*chosen, *_visits(wanted, filled))


def _visits(wanted: Iterable[tuple[_Alike, int]], filled: dict[str, int]) -> list[Action]:
    """So many visits of each kind: to each recipient one after the other, those due first; what corrections
    have filled is passed over. Where too few of a kind are left, visits of another take their place."""
    queues: dict[str, list[Action]] = defaultdict(list)
    wanted = list(wanted)
    for each, _ in wanted:
        for action in each.actions:
            queues[action.key].append(action)
    taken: dict[str, int] = {}
    for recipient, queue in queues.items():
        queue.sort(key=lambda action: action.number)
        due = sum(action.is_due for action in queue)
        taken[recipient] = 0
        del queue[: min(filled[recipient], due)]
    missing = 0
    numbered: list[Action] = []

    def take(queue: list[Action]) -> None:
        action = queue.pop(0)
        taken[action.key] += 1
        number = taken[action.key]
        numbered.append(Action(action.kind, action.key, number, action.is_due, action.items))

    for each, count in sorted(wanted, key=lambda pair: (not pair[0].serves, -len(pair[0].actions[0].items))):
        members = set(each.actions)
        left = count
        for recipient in dict.fromkeys(action.key for action in each.actions):
            queue = queues[recipient]
            while left and queue and queue[0] in members:
                take(queue)
                left -= 1
        missing += left
    for queue in queues.values():
        while missing and queue:
            take(queue)
            missing -= 1
    return numbered
