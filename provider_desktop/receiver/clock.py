"""The receiver's clock: the machine's, or a file's where a month of history is replayed for training."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from provider_desktop.domain.clock import Clock, SystemClock
from provider_desktop.errors import AppError, ErrorCode

#: What stands in the file once the replay has caught up with the present.
LIVE = "live"


class FileClock:
    """Tells the moment written in a file (RFC 3339 with offset, or ``live``), read anew each time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """The moment in the file. Raises ``AppError`` ``FileUnreadable``."""
        try:
            written = self._path.read_text(encoding="ascii").strip()
            if written == LIVE:
                return SystemClock().now()
            moment = datetime.fromisoformat(written)
        except (OSError, ValueError) as error:
            reason = type(error).__name__
            raise AppError(ErrorCode.FILE_UNREADABLE, path=str(self._path), reason=reason) from error
        if moment.tzinfo is None:
            raise AppError(ErrorCode.FILE_UNREADABLE, path=str(self._path), reason="offset")
        return moment.astimezone(UTC)


def clock_from(path: Path | None) -> Clock:
    """The clock of a process: of a file where one is named."""
    return SystemClock() if path is None else FileClock(path)
