"""What services ask of a database that is open, be it this PC's encrypted file or the agency's server."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from provider_desktop.storage.unit_of_work import Reading, UnitOfWork


class OpenDatabase(Protocol):
    """One open database. Threads may share it: reads see one moment each, writes wait for each other."""

    @property
    def path(self) -> Path:
        """The file, or server and name, for messages."""
        ...

    @property
    def schema_version(self) -> str:
        """The revision of the schema, as ``0001``."""
        ...

    def reading(self) -> AbstractContextManager[Reading]:
        """Repositories that see one moment of the database; a write through them raises."""
        ...

    def unit_of_work(self) -> AbstractContextManager[UnitOfWork]:
        """One transaction, alone in writing. Only ``commit()`` makes it last, not leaving the block."""
        ...

    def export(self, path: Path, key: bytes) -> None:
        """Write everything as it is at one moment into a new encrypted file under another key."""
        ...

    def compact(self) -> None:
        """Give back the room of what was removed."""
        ...

    def checkpoint(self) -> None:
        """Tidy up in an idle moment."""
        ...

    def problems(self) -> tuple[str, ...]:
        """What a full check finds, without personal data; empty when all is well."""
        ...

    def close(self) -> None:
        """Let go of everything; the object is of no use afterwards."""
        ...
