"""The cells of quick entry as text: read as typed, and shown as people write them on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from provider_desktop.domain.clock import LOCAL, local_day
from provider_desktop.domain.ledger.dates import Around, read_date
from provider_desktop.domain.ledger.marks import Unreadable, read_satisfaction, read_signer, remarked_outcome
from provider_desktop.domain.ledger.times import read_time
from provider_desktop.domain.visits import ItemDone, Outcome
from provider_desktop.services.visits import EntryLine
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.visits import signers
from provider_desktop.ui.visits.directory import Directory
from provider_desktop.ui.visits.fields import Field

SEPARATORS = "、,，;；+"
_SPLIT = re.compile(f"[{SEPARATORS}]")
_WITH_MINUTES = re.compile(r"(?P<item>.*?\D)\s*(?P<minutes>\d{1,3})\s*(?:分钟?|min|m|')?")
_SHORT_DAY = re.compile(r"(\d{2})(\d{2})")


def parts_of(text: str) -> list[str]:
    """The entries of a cell that takes several."""
    return [part.strip() for part in _SPLIT.split(text) if part.strip()]


@dataclass(frozen=True, slots=True)
class CellText:
    """Reads and writes cells with the names of a directory, in the words of one language."""

    directory: Directory
    labels: Labels
    formats: Formats
    today: date

    # shown

    def show(self, line: EntryLine, field: Field) -> str:
        """A cell as the grid shows it; empty where nothing was typed."""
        if field is Field.DAY:
            return self.formats.day(line.day) if line.day else ""
        if field is Field.RECIPIENT:
            return self.directory.person(line.recipient) if line.recipient else ""
        if field is Field.STAFF:
            return "、".join(self.directory.name(member) for member in line.staff)
        if field in (Field.TIME_IN, Field.TIME_OUT):
            return self._show_time(line, field)
        if field is Field.ITEMS:
            return self._show_items(line)
        if field is Field.EVIDENCE:
            return self._show_evidence(line)
        if field is Field.SATISFACTION and line.satisfaction:
            return self.labels.word("satisfaction", str(line.satisfaction))
        return ""

    def edited(self, line: EntryLine, field: Field) -> str:
        """A cell as text to edit: it reads back to the same."""
        if field is Field.RECIPIENT:
            return self.directory.name(line.recipient) if line.recipient else ""
        if field is Field.EVIDENCE:
            return signers.signer_words(line.signer, self.labels)
        if field is Field.ITEMS and line.outcome is Outcome.DONE:
            return "、".join(self._item(item, item.minutes) for item in line.items)
        return self.show(line, field)

    def minutes(self, line: EntryLine) -> int:
        """Whole minutes from sign-in to sign-out; 0 where that cannot be said."""
        if line.time_in is None or line.time_out is None or line.time_out <= line.time_in:
            return 0
        return int((line.time_out - line.time_in).total_seconds()) // 60

    def _show_time(self, line: EntryLine, field: Field) -> str:
        moment = line.time_in if field is Field.TIME_IN else line.time_out
        if moment is None:
            return ""
        later = line.day is not None and local_day(moment) > line.day
        return f"{self.formats.time(moment)} +1" if later else self.formats.time(moment)

    def _show_items(self, line: EntryLine) -> str:
        if line.outcome is not Outcome.DONE:
            return self.labels.word("outcome", line.outcome)
        if len(line.items) == 1:
            return self._item(line.items[0], line.items[0].minutes or self.minutes(line))
        return "、".join(self._item(item, item.minutes) for item in line.items)

    def _item(self, item: ItemDone, minutes: int) -> str:
        name = self.directory.name(item.item)
        return f"{name} {minutes}" if minutes else name

    def _show_evidence(self, line: EntryLine) -> str:
        signed = signers.signer_words(line.signer, self.labels)
        files = f"+{len(line.evidence)}" if line.evidence else ""
        return " ".join(part for part in (signed, files) if part)

    # read

    def read(self, text: str, line: EntryLine, field: Field, day: date | None = None) -> EntryLine | None:
        """The line with a cell as typed; ``None`` where the text says nothing that belongs there.

        ``day`` is taken for times of a line that has none. The empty text empties the cell.
        """
        text = text.strip()
        if field is Field.DAY:
            return self._read_day(text, line)
        if field in (Field.TIME_IN, Field.TIME_OUT):
            return self._read_time(text, line, field, day or self.today)
        if field is Field.STAFF:
            return self._read_staff(text, line)
        if field is Field.ITEMS:
            return self._read_items(text, line)
        if field is Field.EVIDENCE:
            return self._read_signer(text, line)
        if field is Field.SATISFACTION:
            return self._read_satisfaction(text, line)
        return replace(line, recipient="") if not text else None

    def _read_day(self, text: str, line: EntryLine) -> EntryLine | None:
        if short := _SHORT_DAY.fullmatch(text):
            text = f"{short[1]}-{short[2]}"
        day = read_date(text, Around(neighbour=line.day or self.today)) if text else None
        if text and day is None:
            return None
        if day is None or line.day is None:
            return replace(line, day=day)
        moved = day - line.day
        return replace(
            line, day=day, time_in=_moved(line.time_in, moved), time_out=_moved(line.time_out, moved)
        )

    def _read_time(self, text: str, line: EntryLine, field: Field, day: date) -> EntryLine | None:
        clock = read_time(text.replace(" +1", "+1")) if text else None
        if text and clock is None:
            return None
        on = line.day or day
        moment = clock.on(on) if clock else None
        if field is Field.TIME_IN:
            return replace(line, time_in=moment, day=on)
        return replace(line, time_out=moment, day=on)

    def _read_staff(self, text: str, line: EntryLine) -> EntryLine | None:
        found: list[str] = []
        known = {self.directory.name(member): member for member in line.staff}
        for part in parts_of(text):
            options = self.directory.staff_matching(part)
            exact = [option for option in options if part in (option.name, option.staff)]
            if part in known:
                found.append(known[part])
            elif len(exact) == 1 or len(options) == 1:
                found.append((exact or list(options))[0].staff)
            else:
                return None
        return replace(line, staff=tuple(dict.fromkeys(found)))

    def _read_items(self, text: str, line: EntryLine) -> EntryLine | None:
        outcome = remarked_outcome(text) if text else None
        failed = [each for each in signers.failures(self.labels) if text and text == each.words]
        if outcome is not None or failed:
            return replace(line, outcome=outcome or failed[0].value, items=())
        found: list[ItemDone] = []
        known = {item.item: item for item in line.items}
        for part in parts_of(text):
            code, minutes = self.item_in(part)
            if not code:
                return None
            found.append(replace(known.get(code, ItemDone(code)), minutes=minutes))
        return replace(line, items=tuple(found), outcome=Outcome.DONE)

    def item_in(self, part: str) -> tuple[str, int]:
        """The item that one entry names, with its minutes where they are stated; "" where it is in doubt."""
        known = {name: code for code, name in self.directory.names.items()}
        for text, minutes in _with_and_without_minutes(part):
            options = self.directory.items_matching(text)
            exact = [
                option for option in options if text.lower() in (option.name.lower(), option.item.lower())
            ]
            if exact or len(options) == 1:
                return (exact or list(options))[0].item, minutes
            if text in known:
                return known[text], minutes
        return "", 0

    def _read_signer(self, text: str, line: EntryLine) -> EntryLine | None:
        answers = signers.matching(signers.signers(self.labels), text) if text else ()
        if len(answers) == 1:
            return replace(line, signer=answers[0].value)
        signer = read_signer(text or "无", self.directory.name(line.recipient))
        return None if isinstance(signer, Unreadable) else replace(line, signer=signer)

    def _read_satisfaction(self, text: str, line: EntryLine) -> EntryLine | None:
        answers = signers.matching(signers.degrees(self.labels), text) if text else ()
        if len(answers) == 1:
            return replace(line, satisfaction=answers[0].value)
        degree = read_satisfaction(text or "0")
        return None if isinstance(degree, Unreadable) else replace(line, satisfaction=degree)


def _with_and_without_minutes(part: str) -> list[tuple[str, int]]:
    """The whole as a name, since codes end with digits too; then a name and minutes."""
    read = [(part, 0)]
    if match := _WITH_MINUTES.fullmatch(part):
        read.append((match["item"].strip(), int(match["minutes"])))
    return read


def _moved(moment: datetime | None, by: timedelta) -> datetime | None:
    return moment + by if moment else None


def on_day(moment: datetime | None, day: date) -> datetime | None:
    """The same time of day on another day."""
    return moment + (day - moment.astimezone(LOCAL).date()) if moment else None
