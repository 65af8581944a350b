"""A desktop whose disk fails while it seals, sends and tidies up.

Run as ``python -m tests.simulation.io_desk FOLDER SEED FAILURES`` with the library ``failing``, and with
the variable ``FAIL_CONTROL``. Again and again the disk fails for a while: each deed then is either done and
told, or refused by an ``AppError`` that says what is wrong. After each while the disk works again, and what
was told must be there.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import traceback
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from provider_desktop.errors import AppError, ErrorCode
from tests.simulation.kill_desk import FAULTS, TOLD, a_desktop, tell
from tests.simulation.violation import require
from tests.support.builders import a_staff_member

FAILED, CODES = "failed.json", "codes.json"
OFF, SOMETIMES, ONCE, FULL = range(4)
CALLS: Final = ("open", "read", "write", "sync", "truncate", "unlink", "rename")
#: mode, one in so many, state of the random numbers; then how many of each call have failed.
_ORDERS: Final = struct.Struct("=3Q")
_FAILED: Final = struct.Struct(f"={len(CALLS)}Q")
CONTROL_BYTES: Final = _ORDERS.size + _FAILED.size
#: What may be said of a disk that fails. Anything else would send people looking in the wrong place.
_CLEAR: Final = frozenset(
    {
        ErrorCode.DISK_FULL,
        ErrorCode.DATA_FOLDER_UNUSABLE,
        ErrorCode.FILE_UNWRITABLE,
        ErrorCode.FILE_UNREADABLE,
        ErrorCode.KEY_UNAVAILABLE,
        # What SQLite makes of a page that the disk would not give; it has to pass once the disk works.
        ErrorCode.DATABASE_DAMAGED,
    }
)


class Failing:
    """The disk's orders, in memory shared with the library that carries them out."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), CONTROL_BYTES)

    def order(self, mode: int, one_in: int, random: Random) -> None:
        """From now on fail like this."""
        _ORDERS.pack_into(self._memory, 0, mode, one_in, random.randrange(1, 2**63))

    def stop(self) -> None:
        """From now on work."""
        _ORDERS.pack_into(self._memory, 0, OFF, 1, 1)

    def failed(self) -> Counter[str]:
        """How many calls have failed by now."""
        return Counter(dict(zip(CALLS, _FAILED.unpack_from(self._memory, _ORDERS.size), strict=True)))


class Desk:
    """One desktop after another, on one disk."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._random, self._seed = folder, Random(seed), seed
        self._disk = Failing(Path(os.environ["FAIL_CONTROL"]))
        self._told = os.open(folder / TOLD, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._services = a_desktop(folder)
        self._number = 0
        self.codes: Counter[str] = Counter()

    def live(self, failures: int) -> Counter[str]:
        """Work until so many calls have failed; how many of each."""
        while (failed := self._disk.failed()).total() < failures:
            self._bad_while()
            self._look()
        self._services.session.close()
        return failed

    def _bad_while(self) -> None:
        mode = self._random.choice((SOMETIMES, SOMETIMES, ONCE, FULL))
        one_in = self._random.choice((3, 10, 30)) if mode == SOMETIMES else self._random.randrange(1, 120)
        self._disk.order(mode, one_in, self._random)
        try:
            for _ in range(self._random.randrange(1, 8)):
                if (
                    self._services.workspace.database is not None
                ):  # else it would not open, and is tried below
                    self._one_thing()
        finally:
            self._disk.stop()

    def _one_thing(self) -> None:
        try:
            draw = self._random.random()
            if draw < 0.08:
                self._services.workspace.opened().checkpoint()
            elif draw < 0.11:  # seldom: a passphrase takes its time
                self._services.session.close()
                self._services = a_desktop(self._folder)
            elif draw < 0.14:
                self._services.backups.own()
                self._services.backups.rotate()
            else:
                if draw < 0.4:
                    self._services.sync.run()
                else:
                    self._seal()
                tell(self._services, self._told)
        except AppError as error:
            self.codes[error.code.value] += 1
            require(error.code in _CLEAR, f"told {error.code.value} of a disk that fails")

    def _seal(self) -> None:
        self._number += 1
        member = a_staff_member(f"S{self._random.randrange(50)}")
        self._services.staff.update(replace(member, name=f"王{self._seed}{self._number}"))

    def _look(self) -> None:
        """The disk works again: what was told is there, and now and then everything is looked at."""
        if self._services.workspace.database is None:
            self._services.session.close()
            self._services = a_desktop(self._folder)
        lines = os.pread(self._told, 200, max(0, os.fstat(self._told).st_size - 200)).decode().splitlines()
        if lines:
            seq, hash_, _ = lines[-1].split()
            with self._services.workspace.reading() as reading:
                own = reading.stream.own()
                entry = reading.stream.at(own.stream, int(seq)) if own else None
            require(int(seq) == 0 or (entry is not None and entry.hash == hash_), "what was told is lost")
        if self._random.random() < 0.02:
            problems = self._services.system.verify().problems
            require(not problems, f"verify: {problems}")


def main(words: list[str]) -> None:
    """The words of the command line."""
    folder, seed, failures = Path(words[0]), int(words[1]), int(words[2])
    try:
        desk = Desk(folder, seed)
        failed = desk.live(failures)
        (folder / FAILED).write_text(json.dumps(failed))
        (folder / CODES).write_text(json.dumps(desk.codes))
    except BaseException:  # noqa: BLE001 - anything that ends a desktop by itself is a finding
        (folder / FAULTS).write_text(traceback.format_exc(), encoding="utf-8")
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
