"""Drafts that cannot go into the agency's database now: kept here, encrypted, and brought in afterwards."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final, TypeVar, cast

from provider_desktop.domain.findings import Finding
from provider_desktop.domain.topics import Topic
from provider_desktop.domain.visits import Visit
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.shared_database import SharedDatabase
from provider_desktop.services.sharing import KeptDraft
from provider_desktop.services.visit_rows import item_name, line_of
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.encoding import encode
from provider_desktop.storage.unit_of_work import Reading, UnitOfWork
from provider_desktop.storage.visit_rows import StoredVisit

T = TypeVar("T")

#: Settings of the local file, one for each draft in it: ``bases`` and whether it is ``kept``.
_NOTE: Final = "spool/"
#: Away, or busy with another PC's large import: in both cases typing goes on here.
_NOT_NOW: Final = frozenset({ErrorCode.DATABASE_AWAY, ErrorCode.DATABASE_LOCKED})

Check = Callable[[Reading, Visit], tuple[Finding, ...]]


class DraftSpool:
    """Writes drafts where they can be written, and lets nobody's words be overwritten unseen.

    A draft here remembers its *bases*: marks of what it may replace over there, which is what this PC
    saw last and what it wrote itself. Where something else stands there, the draft is *kept*. Since
    records have their ids from the start, bringing one in twice comes to the same.
    """

    def __init__(self, workspace: Workspace, check: Check) -> None:
        """*check* finds what is wrong with a draft, by what the database given knows."""
        self._workspace = workspace
        self._check = check
        self._lock = threading.RLock()
        self._seen: dict[str, Visit] = {}

    def saw(self, stored: Sequence[StoredVisit]) -> None:
        """Remember what somebody here is shown to go on with: that is what she changes."""
        self._seen.update({each.visit.record: each.visit for each in stored})

    def write(self, records: Sequence[str], do: Callable[[UnitOfWork], T]) -> T:
        """Do something to drafts in one transaction, over there or here.

        Raises ``AppError`` ``RecordChanged`` (``fields``) where somebody else changed a draft that was seen
        here otherwise: hers stands, and what *do* would have made of it is kept here.
        """
        shared = self._workspace.shared
        if shared is None:
            with self._workspace.writing() as work:
                return do(work)
        with self._lock:
            try:
                return self._write_there(shared, records, do)
            except AppError as error:
                if error.code not in _NOT_NOW:
                    raise
                return self._write_here(shared, records, do, error)

    def bring_in(self) -> int:
        """Bring what waits here into the agency's database; how many drafts went. Raises ``AppError``
        ``DatabaseAway`` where it goes again meanwhile: then the rest waits on."""
        shared = self._workspace.shared
        if shared is None:
            return 0
        with self._lock:
            went = 0
            for visit, note in _noted(shared):
                if not note["kept"]:
                    went += self._bring_one(shared, visit, note["bases"])
        if went:
            self._workspace.changes.tell(frozenset({Topic.VISITS}))
        return went

    def counts(self) -> tuple[int, int]:
        """How many drafts wait here, and how many are kept."""
        shared = self._workspace.shared
        notes = [note for _visit, note in _noted(shared)] if shared is not None else []
        kept = sum(note["kept"] for note in notes)
        return len(notes) - kept, kept

    def kept(self) -> tuple[KeptDraft, ...]:
        """Drafts that two people changed. Raises ``AppError`` ``DatabaseAway``."""
        shared = self._workspace.shared
        if shared is None:
            return ()
        mine = [visit for visit, note in _noted(shared) if note["kept"]]
        with self._workspace.reading() as reading:
            there = {each.visit.record: each for each in reading.visits.many(visit.record for visit in mine)}
            both = [*mine, *(each.visit for each in there.values())]
            names = _names(reading, both, self._workspace.language)
        return tuple(_side_by_side(visit, there.get(visit.record), names) for visit in mine)

    def take_mine(self, record: str) -> None:
        """Let the draft kept here replace what stands. Raises ``AppError`` ``RecordUnknown``, or
        ``StateForbids`` where it was sealed meanwhile."""
        visit = self._kept_one(record)
        with self._lock, self._workspace.writing() as work:
            there = work.visits.get(record)
            if there is not None and there.entry_hash:
                raise AppError(ErrorCode.STATE_FORBIDS, record=record, state=there.state.value, action="save")
            work.visits.save_draft(visit, self._check(work, visit), self._workspace.now())
            self._seen[record] = visit
        self._forget(record)

    def drop_mine(self, record: str) -> None:
        """Throw the draft kept here away; what stands over there stays. Raises as :meth:`take_mine`."""
        self._kept_one(record)
        self._seen.pop(record, None)
        self._forget(record)

    def _write_there(
        self, shared: SharedDatabase, records: Sequence[str], do: Callable[[UnitOfWork], T]
    ) -> T:
        changed: dict[str, str] = {}
        with self._workspace.writing() as work:
            there = {each.visit.record: each for each in work.visits.many(records)}
            for record, stored in there.items():
                if what := self._changed_by_others(stored):
                    changed[record] = what
            result = None if changed else do(work)
            if not changed:
                self.saw(work.visits.many(records))
        if not changed:
            for record in records:
                self._forget(record)
            return cast("T", result)
        with shared.local.unit_of_work() as work:
            self._lay_out(work, records)
            do(work)
            for record in records:
                _note(work, record, _bases(work, record), kept=record in changed)
            work.commit()
        self.bring_in()
        self._workspace.changes.tell(frozenset({Topic.VISITS}))
        record, what = next(iter(changed.items()))
        raise AppError(ErrorCode.RECORD_CHANGED, record=record, fields=what)

    def _write_here(
        self,
        shared: SharedDatabase,
        records: Sequence[str],
        do: Callable[[UnitOfWork], T],
        away: AppError,
    ) -> T:
        with shared.local.unit_of_work() as work:
            bases = {record: _bases(work, record) for record in records}
            self._lay_out(work, records)
            try:
                result = do(work)
            except AppError as error:
                if error.code is ErrorCode.RECORD_UNKNOWN:
                    raise away from error  # it is over there
                raise
            for record in records:
                stored = work.visits.get(record)
                if stored is None:
                    if record in self._seen:
                        raise away  # what stands over there cannot be thrown away from here
                    work.settings.remove(_NOTE + record)
                    continue
                seen = [draft_mark(self._seen[record])] if record in self._seen else []
                # It may have arrived before the line broke: then this is what stands there.
                _note(work, record, [*bases[record], *seen, draft_mark(stored.visit)], kept=False)
            work.commit()
        self._workspace.changes.tell(frozenset({Topic.VISITS}))
        return result

    def _lay_out(self, work: UnitOfWork, records: Sequence[str]) -> None:
        """Put what was seen over there here first: lines that are typed tell only a part of a draft."""
        known = {each.visit.record for each in work.visits.many(records)}
        for record in records:
            if record in self._seen and record not in known:
                work.visits.save_draft(self._seen[record], (), self._workspace.now())

    def _changed_by_others(self, there: StoredVisit) -> str:
        """What others made of a draft since it was seen here, '' for nothing: field names, or ``sealed``."""
        seen = self._seen.get(there.visit.record)
        if seen is None:
            return ""
        return "sealed" if there.entry_hash else ",".join(_differing(seen, there.visit))

    def _bring_one(self, shared: SharedDatabase, visit: Visit, bases: Sequence[str]) -> bool:
        """Bring one draft in, or keep it where something else stands; whether it is over there now."""
        with shared.server.unit_of_work() as work:
            there = work.visits.get(visit.record)
            is_there = there is not None and there.visit == visit
            may_go = there is None or (not there.entry_hash and draft_mark(there.visit) in bases)
            if may_go and not is_there:
                work.visits.save_draft(visit, self._check(work, visit), self._workspace.now())
                work.commit()
        if may_go or is_there:
            self._seen[visit.record] = visit
            self._forget(visit.record)
            return True
        with shared.local.unit_of_work() as work:
            _note(work, visit.record, bases, kept=True)
            work.commit()
        return False

    def _kept_one(self, record: str) -> Visit:
        shared = self._workspace.shared
        for visit, note in _noted(shared) if shared is not None else ():
            if visit.record == record and note["kept"]:
                return visit
        raise AppError(ErrorCode.RECORD_UNKNOWN, record=record)

    def _forget(self, record: str) -> None:
        """Remove a draft from here, where there is one."""
        shared = self._workspace.shared
        if shared is None:
            return
        with shared.local.reading() as reading:
            known = reading.settings.get(_NOTE + record)
        if known is not None:
            with shared.local.unit_of_work() as work:
                if work.visits.get(record) is not None:
                    work.visits.discard(record)
                work.settings.remove(_NOTE + record)
                work.commit()


def draft_mark(visit: Visit) -> str:
    """A short mark that differs where anything of a draft differs."""
    return hashlib.sha256(encode(visit).encode()).hexdigest()[:20]


def _noted(shared: SharedDatabase) -> list[tuple[Visit, dict[str, Any]]]:
    """Drafts in the local file with their notes."""
    with shared.local.reading() as reading:
        drafts = reading.visits.drafts()
        return [
            (each.visit, reading.settings.get(_NOTE + each.visit.record, {"bases": [], "kept": False}))
            for each in drafts
        ]


def _note(work: UnitOfWork, record: str, bases: Sequence[str], *, kept: bool) -> None:
    work.settings.set(_NOTE + record, {"bases": list(dict.fromkeys(bases)), "kept": kept})


def _bases(work: UnitOfWork, record: str) -> list[str]:
    note = work.settings.get(_NOTE + record)
    return list(note["bases"]) if note else []


def _differing(one: Visit, other: Visit) -> list[str]:
    return [each.name for each in fields(Visit) if getattr(one, each.name) != getattr(other, each.name)]


def _names(reading: Reading, visits: Sequence[Visit], language: str) -> dict[str, str]:
    """Names of everybody and everything in visits, by id."""
    people = reading.recipients.many({visit.recipient for visit in visits})
    staff = reading.staff.many({member for visit in visits for member in visit.staff})
    catalogues = reading.catalogues.all()
    items = {item.item for visit in visits for item in visit.items}
    return {
        **{key: person.name for key, person in people.items()},
        **{key: member.name for key, member in staff.items()},
        **{item: item_name(item, catalogues, language) for item in items},
    }


def _side_by_side(mine: Visit, there: StoredVisit | None, names: Mapping[str, str]) -> KeptDraft:
    one, other = line_of(mine), line_of(there.visit) if there is not None else None
    differing = (
        tuple(each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name))
        if other is not None
        else ()
    )
    return KeptDraft(mine.record, one, other, bool(there is not None and there.entry_hash), differing, names)
