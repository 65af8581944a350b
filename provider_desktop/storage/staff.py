"""Staff members: the roster as the agency keeps it, and which version of each was sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, select, update

from provider_desktop.domain.staff import StaffMember
from provider_desktop.domain.topics import Topic
from provider_desktop.storage.encoding import decode, encode
from provider_desktop.storage.search_text import contains_all, rank, search_text
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import staff

_PUT = put(staff, "staff")


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member with its place in the stream: its record (a ULID) and the version sealed by ``entry_hash``."""

    member: StaffMember
    record: str
    version: int
    entry_hash: str


class StaffRepository:
    """Staff by id and name; every change is sealed, since the regulator judges by the roster."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save(self, row: StaffRow) -> None:
        """Write a member as its latest sealed version says."""
        self._changed(Topic.STAFF)
        member = row.member
        values = {
            "staff": member.staff,
            "name": member.name,
            "record": row.record,
            "version": row.version,
            "entry_hash": row.entry_hash or None,
            "search": search_text(member.name, (member.id_number, member.phone, member.staff)),
            "content": encode(member),
        }
        self._connection.execute(_PUT, values)

    def repoint(self, record: str, old: str, new: str) -> None:
        """Let the member sealed by entry *old* stand on entry *new*, which says the same elsewhere."""
        self._changed(Topic.STAFF)
        sealed = (staff.c.record == record, staff.c.entry_hash == old)
        self._connection.execute(update(staff).where(*sealed).values(entry_hash=new))

    def get(self, member: str) -> StaffRow | None:
        """The member of that id."""
        query = select(staff).where(staff.c.staff == member)
        row = self._connection.execute(query).mappings().one_or_none()
        return _row(row) if row else None

    def many(self, wanted: Iterable[str]) -> Mapping[str, StaffMember]:
        """Those of the members that are known, by id."""
        return {member.staff: member for member in load_staff(self._connection, tuple(wanted))}

    def all(self) -> tuple[StaffMember, ...]:
        """Everyone, leavers included, in order of ids."""
        query = select(staff.c.content).order_by(staff.c.staff)
        return tuple(decode(StaffMember, content) for content in self._connection.execute(query).scalars())

    def named(self, name: str) -> tuple[StaffMember, ...]:
        """Everyone of exactly that name."""
        query = select(staff.c.content).where(staff.c.name == name).order_by(staff.c.staff)
        return tuple(decode(StaffMember, content) for content in self._connection.execute(query).scalars())

    def search(self, typed: str, limit: int = 20) -> tuple[StaffMember, ...]:
        """The best fits for what was typed, best first; nothing typed finds nobody."""
        if not typed.strip():
            return ()
        query = select(staff.c.content).where(contains_all(staff.c.search, typed))
        query = query.order_by(rank(staff.c.search, typed), staff.c.name, staff.c.staff).limit(limit)
        return tuple(decode(StaffMember, content) for content in self._connection.execute(query).scalars())


def load_staff(connection: Connection, wanted: tuple[str, ...]) -> tuple[StaffMember, ...]:
    """Those of the members that are known, in order of their ids."""
    query = select(staff.c.content).where(staff.c.staff.in_(wanted)).order_by(staff.c.staff)
    return tuple(decode(StaffMember, content) for content in connection.execute(query).scalars())


def _row(row: RowMapping) -> StaffRow:
    member = decode(StaffMember, row["content"])
    return StaffRow(member, row["record"], row["version"], row["entry_hash"] or "")
