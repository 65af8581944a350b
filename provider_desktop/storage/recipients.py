"""Recipients: who they are, as the regulator's assignments say; found as they are typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from provider_desktop.domain.recipients import Category, Recipient, SelfCare
from provider_desktop.domain.topics import Topic
from provider_desktop.storage.encoding import decode, encode
from provider_desktop.storage.search_text import contains_all, rank, search_text
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import recipients

_PUT = put(recipients, "recipient")


@dataclass(frozen=True, slots=True)
class RecipientQuery:
    """What a list shows; empty fields do not restrict."""

    text: str = ""
    township: str = ""
    category: Category | None = None
    self_care: SelfCare | None = None


class RecipientRepository:
    """Recipients by id, by name, and in lists in order of their names."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def save(self, recipient: Recipient) -> None:
        """Write what is known of a recipient now."""
        self._changed(Topic.RECIPIENTS)
        row = {
            "recipient": recipient.recipient,
            "name": recipient.name,
            "township": recipient.township,
            "category": recipient.category.value,
            "self_care": recipient.self_care.value,
            "search": search_text(
                recipient.name, (recipient.id_number, recipient.phone, recipient.recipient)
            ),
            "content": encode(recipient),
        }
        self._connection.execute(_PUT, row)

    def get(self, recipient: str) -> Recipient | None:
        """The recipient of that id."""
        return next(iter(load_recipients(self._connection, (recipient,))), None)

    def many(self, wanted: Iterable[str]) -> Mapping[str, Recipient]:
        """Those of the recipients that are known, by id."""
        found = load_recipients(self._connection, tuple(wanted))
        return {recipient.recipient: recipient for recipient in found}

    def all(self) -> tuple[Recipient, ...]:
        """Every recipient, in order of names; for imports and reports."""
        query = select(recipients.c.content).order_by(recipients.c.name, recipients.c.recipient)
        return tuple(decode(Recipient, content) for content in self._connection.execute(query).scalars())

    def named(self, name: str) -> tuple[Recipient, ...]:
        """Everyone of exactly that name."""
        query = select(recipients.c.content).where(recipients.c.name == name)
        rows = self._connection.execute(query.order_by(recipients.c.recipient))
        return tuple(decode(Recipient, content) for content in rows.scalars())

    def search(self, typed: str, limit: int = 20) -> tuple[Recipient, ...]:
        """The best fits for what was typed, best first; nothing typed finds nobody."""
        if not typed.strip():
            return ()
        query = select(recipients.c.content).where(contains_all(recipients.c.search, typed))
        query = query.order_by(rank(recipients.c.search, typed), recipients.c.name, recipients.c.recipient)
        rows = self._connection.execute(query.limit(limit))
        return tuple(decode(Recipient, content) for content in rows.scalars())

    def page(self, query: RecipientQuery, offset: int, limit: int) -> tuple[Recipient, ...]:
        """Rows *offset* … of a list in order of names."""
        rows = select(recipients.c.content).where(*_conditions(query))
        rows = rows.order_by(recipients.c.name, recipients.c.recipient).offset(offset).limit(limit)
        return tuple(decode(Recipient, content) for content in self._connection.execute(rows).scalars())

    def count(self, query: RecipientQuery) -> int:
        """How many rows a list has."""
        rows = select(func.count()).select_from(recipients).where(*_conditions(query))
        return self._connection.execute(rows).scalar_one()

    def townships(self) -> tuple[str, ...]:
        """Every township that somebody lives in, in order."""
        query = select(recipients.c.township).where(recipients.c.township != "").distinct()
        return tuple(self._connection.execute(query.order_by(recipients.c.township)).scalars())


def load_recipients(connection: Connection, wanted: tuple[str, ...]) -> tuple[Recipient, ...]:
    """Those of the recipients that are known, in order of their ids."""
    query = select(recipients.c.content).where(recipients.c.recipient.in_(wanted))
    rows = connection.execute(query.order_by(recipients.c.recipient)).scalars()
    return tuple(decode(Recipient, content) for content in rows)


def _conditions(query: RecipientQuery) -> list[ColumnElement[bool]]:
    conditions = [contains_all(recipients.c.search, query.text)]
    if query.township:
        conditions.append(recipients.c.township == query.township)
    if query.category is not None:
        conditions.append(recipients.c.category == query.category.value)
    if query.self_care is not None:
        conditions.append(recipients.c.self_care == query.self_care.value)
    return conditions
