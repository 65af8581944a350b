"""Open an old workbook in a process of its own, which may die of it: the reader aborts on some damaged files.

Run as ``python -m provider_desktop.spreadsheets.try_reading FILE``; it says by its exit status alone whether
reading the file is safe. What is wrong with a file that only has an error in it, ``reading`` tells itself.
"""

from __future__ import annotations

import sys

from python_calamine import CalamineError, CalamineWorkbook

#: Address space for the largest file we take; a damaged one asks for hundreds of gigabytes.
_MEMORY = 3 * 1024 * 1024 * 1024


def main(path: str) -> None:
    """Parse every sheet; return when the process has lived through it."""
    _limit_memory()
    try:
        CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError):
        return


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: a giant's memory is refused there all the same
        return
    for what, limit in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CORE, 0)):
        try:
            hard = resource.getrlimit(what)[1]
            most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(what, (most, hard))
        except (OSError, ValueError):  # macOS knows the limit but may not take it
            continue


if __name__ == "__main__":
    main(sys.argv[1])
