"""Settings that belong to the data: what was agreed with the regulator, and what the office chose."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, delete, select

from provider_desktop.domain.topics import Topic
from provider_desktop.storage.statements import put
from provider_desktop.storage.tables import settings

_PUT = put(settings, "key")


class SettingRepository:
    """Values of JSON by key (such as ``invitation``, ``agency``, ``trust``)."""

    def __init__(self, connection: Connection, changed: Callable[[Topic], None]) -> None:
        self._connection = connection
        self._changed = changed

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key."""
        value = self._connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()
        return default if value is None else json.loads(value)

    def set(self, key: str, value: Any) -> None:
        """Write the value of a key."""
        self._changed(Topic.SETTINGS)
        row = {"key": key, "value": json.dumps(value, ensure_ascii=False)}
        self._connection.execute(_PUT, row)

    def remove(self, key: str) -> None:
        """Forget a key; one that is not there is nothing to forget."""
        self._changed(Topic.SETTINGS)
        self._connection.execute(delete(settings).where(settings.c.key == key))
