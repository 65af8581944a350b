"""Settings that belong to the data: what was agreed with the regulator, and what the office chose."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import settings

_PUT = put(settings, "key")

#: What each PC has of its own where several share a database: who it is, its line, who works at it, its keys
#: and copies.
OF_ONE_PC: Final = frozenset(
    {
        "membership", "operator", "clock_offset", "alarm", "last_contact", "stopped_by",
        "passphrase_checked", "backup_drill", "backup_elsewhere", "upkeep_since",
    }
)  # fmt: skip


class SettingRepository:
    """Values of JSON by key (such as ``invitation``, ``agency``, ``trust``)."""

    def __init__(
        self, connection: Connection, changed: Callable[[Topic], None], installation: str = ""
    ) -> None:
        """*installation* tells PCs that share a database apart, '' where one has it alone."""
        self._connection = connection
        self._changed = changed
        self._installation = installation

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key."""
        value = self._connection.execute(
            select(settings.c.value).where(settings.c.key == self._key(key))
        ).scalar()
        return default if value is None else json.loads(value)

    def set(self, key: str, value: Any) -> None:
        """Write the value of a key."""
        self._changed(Topic.SETTINGS)
        row = {"key": self._key(key), "value": json.dumps(value, ensure_ascii=False)}
        self._connection.execute(_PUT, row)

    def remove(self, key: str) -> None:
        """Forget a key; one that is not there is nothing to forget."""
        self._changed(Topic.SETTINGS)
        self._connection.execute(delete(settings).where(settings.c.key == self._key(key)))

    def of_every_pc(self, key: str) -> tuple[Any, ...]:
        """The values that the PCs sharing this database have of a key of :data:`OF_ONE_PC`."""
        query = select(settings.c.value).where(settings.c.key.like(f"pc/%/{key}")).order_by(settings.c.key)
        return tuple(json.loads(value) for value in self._connection.execute(query).scalars())

    def _key(self, key: str) -> str:
        return prefix_of(self._installation) + key if self._installation and key in OF_ONE_PC else key


def prefix_of(installation: str) -> str:
    """What the keys of one PC's own settings begin with in a database that several share."""
    return f"pc/{installation}/"
