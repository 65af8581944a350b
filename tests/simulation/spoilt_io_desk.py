"""The desktop on a failing disk with a planted fault, named by ``PLANTED``, for the harness to find.

``deaf``: errors of the library reach people as they are. ``boastful``: a save that failed is told as done.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any, cast

from provider_desktop.errors import AppError
from provider_desktop.storage import failures
from tests.simulation import io_desk


def plant(fault: str) -> None:
    """Put the fault into the running code."""
    if fault == "deaf":
        cast("Any", failures).app_error = lambda _error, _path: None
        return
    seal = io_desk.Desk._seal

    def boast(desk: io_desk.Desk) -> None:
        with suppress(AppError):
            seal(desk)
            return
        os.write(desk._told, f"{10**6} {'0' * 64} 0\n".encode())

    cast("Any", io_desk.Desk)._seal = boast


if __name__ == "__main__":
    plant(os.environ["PLANTED"])
    io_desk.main(sys.argv[1:])
