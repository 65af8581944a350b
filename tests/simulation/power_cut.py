"""Power cuts: states in which the disk may be found, opened with the code that ships (exchange.md, I3)."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from provider_desktop.errors import AppError
from provider_desktop.storage.database import Database
from tests.simulation.campaign import Tally
from tests.simulation.contents import fingerprint
from tests.simulation.power_cut_work import FILE, TOLD
from tests.support.storage import KEY

_ROOT: Final = Path(__file__).resolve().parents[2]
_HEAD: Final = struct.Struct("=c3Q")
#: What a disk writes whole; anything longer may be torn.
_SECTOR: Final = 512
#: Not of the disk: shared memory that is made anew.
_FLEETING: Final = "-shm"


@dataclass(frozen=True)
class Deed:
    """One thing done to a file: ``kind`` as in recorder.c."""

    kind: str
    name: str
    offset: int
    data: bytes


def has_compiler() -> bool:
    """Whether the recorder can be built here."""
    return sys.platform.startswith("linux") and shutil.which("cc") is not None


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder in memory where there is one: a power cut is played, so nothing has to last."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def record(folder: Path, seed: int, commits: int, pragmas: tuple[str, ...] = ()) -> list[Deed]:
    """Run the work in a process of its own and tell everything that it did to its files."""
    library, log, place = folder / "recorder.so", folder / "deeds", folder / "pc"
    place.mkdir()
    source = Path(__file__).with_name("recorder.c")
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl", "-lpthread"], check=True
    )
    environment = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "RECORD_FOLDER": str(place),
        "RECORD_LOG": str(log),
        "PYTHONPATH": str(_ROOT),
    }
    words = [sys.executable, "-m", "tests.simulation.power_cut_work", str(place), str(seed), str(commits)]
    subprocess.run([*words, *pragmas], check=True, env=environment, cwd=_ROOT)
    return list(_read(log.read_bytes(), place))


def _read(log: bytes, place: Path) -> Iterator[Deed]:
    at = 0
    while at < len(log):
        kind, path_length, offset, length = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        path, at = log[at : at + path_length].decode(), at + path_length
        data, at = log[at : at + length], at + length
        name = str(Path(path).relative_to(place)) if path != str(place) else "."
        if not name.endswith(_FLEETING):
            yield Deed(kind.decode(), name, offset, data)


@dataclass
class _File:
    """A file as the disk may have it: what lasts, and what was done since it was last synced."""

    lasting: bytearray = field(default_factory=bytearray)
    pending: list[Deed] = field(default_factory=list)
    #: Whether its name would be found: made or removed, but the folder not synced, it may go either way.
    named: bool = False
    removed: bool = False

    def sync(self) -> None:
        for deed in self.pending:
            _apply(self.lasting, deed)
        self.pending.clear()
        self.named = True


def _apply(content: bytearray, deed: Deed) -> None:
    if deed.kind == "t":
        if deed.offset <= len(content):
            del content[deed.offset :]
        else:
            content.extend(bytes(deed.offset - len(content)))
        return
    if deed.offset > len(content):
        content.extend(bytes(deed.offset - len(content)))
    content[deed.offset : deed.offset + len(deed.data)] = deed.data


class Disk:
    """The disk under the recorded process, moment by moment."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}
        #: What the process had told by now: one line a commit.
        self.told: list[str] = []

    def do(self, deed: Deed) -> None:
        """The next thing that was done."""
        if deed.name == TOLD:
            self.told += deed.data.decode().split()
            return
        if deed.kind == "d":
            self._sync_folder()
            return
        file = self._files.setdefault(deed.name, _File())
        match deed.kind:
            case "c":
                if file.removed:
                    self._files[deed.name] = _File()
            case "s":
                file.sync()
            case "u":
                file.removed = True
            case "r":  # happens only while the database is made, before anything is told
                new = deed.data.decode().rpartition("/")[2]
                self._files[new] = self._files.pop(deed.name)
            case _:
                file.pending.append(deed)

    def _sync_folder(self) -> None:
        for name in [name for name, file in self._files.items() if file.removed]:
            del self._files[name]
        for file in self._files.values():
            file.named = True

    def states(self, random: Random, count: int) -> Iterator[dict[str, bytes]]:
        """Some of the states that a power cut now may leave: of what was pending nothing, all or a part."""
        for number in range(count):
            kept = (0.0, 1.0)[number] if number < 2 else random.choice((0.1, 0.5, 0.5, 0.9))
            state: dict[str, bytes] = {}
            for name, file in self._files.items():
                gone = file.removed and (number == 1 or random.random() < 0.5)
                unnamed = not file.named and number != 1 and random.random() < 0.5
                if not (gone or unnamed):
                    state[name] = self._perhaps(file, kept, random)
            yield state

    @staticmethod
    def _perhaps(file: _File, kept: float, random: Random) -> bytes:
        content = bytearray(file.lasting)
        for deed in file.pending:
            if random.random() >= kept:
                continue
            torn = kept < 1 and len(deed.data) > _SECTOR and random.random() < 0.2
            if not torn:
                _apply(content, deed)
                continue
            for start in range(0, len(deed.data), _SECTOR):
                if random.random() < 0.5:
                    part = deed.data[start : start + _SECTOR]
                    _apply(content, Deed("w", deed.name, deed.offset + start, part))
        return bytes(content)


def cut(deeds: list[Deed], budget: int, seed: int, folder: Path) -> Tally:
    """Cut the power at random moments, and look what is found: a state that was told, or the next one."""
    tally, random = Tally(), Random(seed)
    every = _told_in_all(deeds)
    told = [place + 1 for place, deed in enumerate(deeds) if deed.name == TOLD and deed.kind == "w"]
    # Anywhere, and as often just after somebody was told that it lasts.
    anywhere = range(told[0], len(deeds) + 1)
    moments = sorted(random.choice(random.choice((told, anywhere))) for _ in range(max(1, budget // 4)))
    disk, place = Disk(), 0
    for moment in moments:
        for deed in deeds[place:moment]:
            disk.do(deed)
        place = moment
        for state in disk.states(random, 4):
            problem = _look(state, disk.told, every, folder)
            tally.done["lost, corrupt or half" if problem else "whole"] += 1
            if problem:
                tally.problems.append(f"seed {seed}, after {moment} of {len(deeds)}: {problem}")
    return tally


def _told_in_all(deeds: list[Deed]) -> list[str]:
    return [line for deed in deeds if deed.name == TOLD for line in deed.data.decode().split()]


def _look(state: dict[str, bytes], told: list[str], every: list[str], folder: Path) -> str:
    """What is wrong with what a power cut left; '' for nothing."""
    place = folder / "found"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, content in state.items():
        if name.startswith(FILE):
            (place / name).write_bytes(content)
    try:
        database = Database.open(place / FILE, KEY)
    except AppError as error:
        return f"does not open: {error.code.value}"
    try:
        problems = database.problems()
        found = fingerprint(database)
    except Exception as error:  # noqa: BLE001 - whatever it is, the database is not whole
        return f"cannot be read: {type(error).__name__}"
    finally:
        database.close()
    if problems:
        return f"damaged: {problems[0]}"
    if found not in every:
        return "half of something"
    if every.index(found) < len(told) - 1:
        return f"lost: at {every.index(found)}, and {len(told) - 1} was told"
    return ""


def power_cuts(budget: int, seed: int, pragmas: tuple[str, ...] = (), commits: int = 40) -> Tally:
    """So many states of the disk, some thousand for each recorded run of so many commits."""
    whole = Tally()
    while whole.count < budget:
        with scratch() as folder:
            deeds = record(folder, seed, commits, pragmas)
            whole.add(cut(deeds, min(2000, budget - whole.count), seed, folder))
        seed += 1
    return whole
