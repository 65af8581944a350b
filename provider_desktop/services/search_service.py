"""The search box: recipients and staff by name, pinyin or digits; visits by day, by person, by number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from provider_desktop.domain.clock import LOCAL, local_day
from provider_desktop.domain.identifiers import mask_id_number, mask_name
from provider_desktop.domain.ledger.dates import Around, read_date
from provider_desktop.domain.recipients import Recipient
from provider_desktop.domain.staff import StaffMember
from provider_desktop.services.permissions import everyone
from provider_desktop.services.search import SearchHit
from provider_desktop.services.visit_rows import rows_of
from provider_desktop.services.visits import VisitRow
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.wording import sentence

#: A word that can only be a day: bare digits are the end of an id or a telephone number.
_DAY = re.compile(r"\d{1,4}[-/.年月]\d{1,2}([-/.月日号]\d{0,4}[日号]?)?")
_RECORD = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
#: People of a name whose visits on a day are looked for.
_NAMESAKES = 20


class SearchService:
    """Finds as people type; nothing typed finds nothing."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @everyone
    def search(self, text: str, limit: int = 12) -> tuple[SearchHit, ...]:
        """The best hits, people before visits; at most ``limit``.

        A day (``11-20``, ``2026-11-20``, ``11月20日``) finds its visits, with a name those of that person;
        a record's number finds the record.
        """
        words = text.split()
        today = local_day(self._workspace.now())
        days = [day for word in words if (day := _day(word, today))]
        rest = " ".join(word for word in words if _day(word, today) is None)
        with self._workspace.entry_reading() as reading:
            if days:
                return self._visits(reading, self._on_day(reading, rest, days[0], limit))
            if _RECORD.fullmatch(rest.upper()):
                return self._visits(reading, [rest.upper()])
            people = [_recipient_hit(person) for person in reading.recipients.search(rest, limit)]
            staff = [_staff_hit(member) for member in reading.staff.search(rest, limit)]
        if len(people) + len(staff) > limit:
            # a common name must not hide the colleague, nor the other way round
            kept = min(len(staff), max(limit - len(people), limit // 3))
            return (*people[: limit - kept], *staff[:kept])
        return (*people, *staff)

    def _on_day(self, reading: Reading, rest: str, day: date, limit: int) -> Sequence[str]:
        """Records of a day, of the people named where somebody is."""
        if not rest:
            return [visit.record for visit in reading.visit_context.on_days(day, day)[:limit]]
        records = [
            visit.record
            for person in reading.recipients.search(rest, _NAMESAKES)
            for visit in reading.visit_context.of_recipient(person.recipient, day, day)
        ]
        records += [
            visit.record
            for member in reading.staff.search(rest, _NAMESAKES)
            for visit in reading.visit_context.of_staff(member.staff, day, day)
        ]
        return list(dict.fromkeys(records))[:limit]

    def _visits(self, reading: Reading, records: Sequence[str]) -> tuple[SearchHit, ...]:
        language = self._workspace.language
        rows = rows_of(reading, reading.visits.many(records), language)
        return tuple(_visit_hit(row, language) for row in rows)


def _day(word: str, today: date) -> date | None:
    return read_date(word, Around(neighbour=today)) if _DAY.fullmatch(word) else None


def _recipient_hit(person: Recipient) -> SearchHit:
    subtitle = f"{mask_id_number(person.id_number)}  {person.township}".strip()
    return SearchHit("recipient", person.recipient, mask_name(person.name), subtitle)


def _staff_hit(member: StaffMember) -> SearchHit:
    return SearchHit("staff", member.staff, member.name, f"{member.staff}  {member.post}".strip())


def _visit_hit(row: VisitRow, language: str) -> SearchHit:
    times = "–".join(
        moment.astimezone(LOCAL).strftime("%H:%M") if moment else "?" for moment in (row.started, row.ended)
    )
    day = row.day.isoformat() if row.day else ""
    what = "、".join(row.item_names) or sentence("outcome", row.outcome.value, language)
    state = sentence("state", row.state.value, language)
    staff = "、".join(row.staff_names)
    return SearchHit(
        "visit", row.record, f"{day}  {row.recipient_name}", f"{times}  {what}  {staff}  {state}"
    )
