"""What the list under a cell offers, and what "same as above" takes over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QCoreApplication

from provider_desktop.domain.text import folded
from provider_desktop.services.recipients import PersonHit
from provider_desktop.services.visits import EntryLine, ExpectedVisit, Suggestion
from provider_desktop.ui.visits import signers
from provider_desktop.ui.visits.entry_text import CellText, on_day
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.widgets.search_popup import Choice

_MOST = 8


def of_people(people: Sequence[PersonHit]) -> tuple[Choice, ...]:
    """Recipients: name, masked id, and where and how."""
    return tuple(Choice(hit.name, hit.id_number, hit.detail, value=hit) for hit in people[:_MOST])


def of_expected(visits: Sequence[ExpectedVisit], cells: CellText, day: date) -> tuple[Choice, ...]:
    """Expected visits: name, when planned and by whom, what; the day where it is another than the line's."""
    choices = []
    for visit in visits[: _MOST + 1]:
        names = "、".join(cells.directory.name(member) for member in visit.staff)
        items = "、".join(cells.directory.name(item) for item in visit.items)
        on = cells.formats.day(visit.day) if visit.day != day else ""
        detail = "  ".join(part for part in (visit.id_tail, on, visit.start, names) if part)
        choices.append(Choice(visit.recipient_name, detail, items, value=visit))
    return tuple(choices)


def of_cell(
    cells: CellText, field: Field, part: str, usual: Sequence[tuple[str, ...]] = ()
) -> tuple[Choice, ...]:
    """Choices for what was typed in a cell; ``value`` is the text that the cell then takes.

    ``usual`` are sets of items that are often done together: they are offered whole.
    """
    if field is Field.STAFF:
        options = cells.directory.staff_matching(part)[:_MOST]
        return tuple(Choice(option.name, "", option.detail, value=option.name) for option in options)
    if field is Field.ITEMS:
        return _of_items(cells, part, usual)
    if field is Field.EVIDENCE:
        answers = signers.matching(signers.signers(cells.labels), part)
        return tuple(Choice(answer.words, note=answer.digit, value=answer.words) for answer in answers)
    if field is Field.SATISFACTION:
        degrees = signers.matching(signers.degrees(cells.labels), part)
        return tuple(Choice(degree.words, note=degree.digit, value=degree.words) for degree in degrees)
    return ()


def quota(suggestion: Suggestion) -> str:
    """How much of the plan is left, for the foot of the list."""
    if not suggestion.allowed:
        return ""
    text = QCoreApplication.translate("Choices", "{left} of {allowed} left this month")
    return text.format(left=suggestion.left, allowed=suggestion.allowed)


def copied(above: EntryLine, line: EntryLine, field: Field, day: date) -> EntryLine:
    """The line with one cell of the line above; times keep their time of day."""
    if field is Field.DAY:
        return replace(line, day=above.day)
    if field is Field.RECIPIENT:
        return replace(line, recipient=above.recipient)
    if field is Field.STAFF:
        return replace(line, staff=above.staff)
    if field is Field.TIME_IN:
        return replace(line, time_in=on_day(above.time_in, line.day or day))
    if field is Field.TIME_OUT:
        return replace(line, time_out=on_day(above.time_out, line.day or day))
    if field is Field.ITEMS:
        return replace(line, items=above.items, outcome=above.outcome)
    if field is Field.EVIDENCE:
        return replace(line, signer=above.signer)
    if field is Field.SATISFACTION:
        return replace(line, satisfaction=above.satisfaction)
    return line


def _of_items(cells: CellText, part: str, usual: Sequence[tuple[str, ...]]) -> tuple[Choice, ...]:
    """An item named exactly comes first, then what is usual, then the rest of the catalogue."""
    typed = re.sub(r"\s*\d{1,3}$", "", part) if " " in part else part
    minutes = part[len(typed) :].strip()
    options = cells.directory.items_matching(typed)
    exact = [option for option in options if folded(typed) in map(folded, (option.item, option.name))]
    singles = {
        option.item: Choice(
            option.name,
            option.item,
            cells.formats.minutes(option.reference) if option.reference else "",
            value=f"{option.name} {minutes}".strip(),
        )
        for option in options
    }
    found: dict[tuple[str, ...], Choice] = {(option.item,): singles[option.item] for option in exact}
    for items in usual:
        if not items or items[0] not in singles or items in found:
            continue
        if len(items) == 1:
            found[items] = singles[items[0]]
        elif not minutes:
            names = "、".join(cells.directory.name(item) for item in items)
            found[items] = Choice(names, value=names)
    for option in options:
        found.setdefault((option.item,), singles[option.item])
    failed = signers.matching(signers.failures(cells.labels), typed) if typed else ()
    others = tuple(Choice(each.words, value=each.words) for each in failed)
    return (*list(found.values())[: _MOST - len(others)], *others)
