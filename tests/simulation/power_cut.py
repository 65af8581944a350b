"""Power cuts: states in which the disk may be found, opened with the code that ships (exchange.md, I3)."""

from __future__ import annotations

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
from typing import Final, TypeAlias

from provider_desktop.errors import AppError
from provider_desktop.storage.database import Database
from tests.simulation.campaign import Tally
from tests.simulation.contents import fingerprint
from tests.simulation.power_cut_work import FILE, TOLD
from tests.simulation.preload import ROOT, environment_with
from tests.support.storage import KEY

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


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder in memory where there is one: a power cut is played, so nothing has to last."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def record(folder: Path, seed: int, commits: int, pragmas: tuple[str, ...] = ()) -> list[Deed]:
    """Run the work in a process of its own and tell everything that it did to its files."""
    log, place = folder / "deeds", folder / "pc"
    place.mkdir()
    environment = environment_with("recorder", folder, RECORD_FOLDER=str(place), RECORD_LOG=str(log))
    words = [sys.executable, "-m", "tests.simulation.power_cut_work", str(place), str(seed), str(commits)]
    subprocess.run([*words, *pragmas], check=True, env=environment, cwd=ROOT)
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

    #: Tells two files apart that had one name after another.
    serial: int
    lasting: bytearray = field(default_factory=bytearray)
    pending: list[Deed] = field(default_factory=list)
    #: How often it was synced: with the pending deeds that survived, it names what would be found.
    version: int = 0
    #: Whether its name would be found: made or removed, but the folder not synced, it may go either way.
    named: bool = False
    removed: bool = False

    def sync(self) -> None:
        for deed in self.pending:
            _apply(self.lasting, deed)
        self.pending.clear()
        self.version += 1
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


#: Which of a file's pending deeds survived, by place: whole (True), or sector by sector.
Survivors: TypeAlias = tuple[tuple[int, bool | tuple[bool, ...]], ...]


@dataclass(frozen=True)
class Found:
    """A file as it may be found. Equal ones hold the same bytes, which are put together only when asked."""

    serial: int
    version: int
    survivors: Survivors
    file: _File = field(compare=False, repr=False)

    def content(self) -> bytes:
        """The bytes; ask before the file goes on."""
        content = bytearray(self.file.lasting)
        for place, survived in self.survivors:
            deed = self.file.pending[place]
            if survived is True:
                _apply(content, deed)
                continue
            for number, sector in enumerate(survived or ()):
                if sector:
                    start = number * _SECTOR
                    part = deed.data[start : start + _SECTOR]
                    _apply(content, Deed("w", deed.name, deed.offset + start, part))
        return bytes(content)


class Disk:
    """The disk under the recorded process, moment by moment."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}
        self._serial = 0
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
        file = self._files.get(deed.name) or self._new_file(deed.name)
        match deed.kind:
            case "c":
                if file.removed:
                    self._new_file(deed.name)
            case "s":
                file.sync()
            case "u":
                file.removed = True
            case "r":  # happens only while the database is made, before anything is told
                new = deed.data.decode().rpartition("/")[2]
                self._files[new] = self._files.pop(deed.name)
            case _:
                file.pending.append(deed)

    def _new_file(self, name: str) -> _File:
        self._serial += 1
        file = self._files[name] = _File(self._serial)
        return file

    def _sync_folder(self) -> None:
        for name in [name for name, file in self._files.items() if file.removed]:
            del self._files[name]
        for file in self._files.values():
            file.named = True

    def states(self, random: Random, count: int) -> Iterator[dict[str, Found]]:
        """Some of the states that a power cut now may leave: of what was pending nothing, all or a part."""
        for number in range(count):
            kept = (0.0, 1.0)[number] if number < 2 else random.choice((0.1, 0.5, 0.5, 0.9))
            state: dict[str, Found] = {}
            for name, file in self._files.items():
                gone = file.removed and (number == 1 or random.random() < 0.5)
                unnamed = not file.named and number != 1 and random.random() < 0.5
                if not (gone or unnamed):
                    survivors = self._perhaps(file, kept, random)
                    state[name] = Found(file.serial, file.version, survivors, file)
            yield state

    @staticmethod
    def _perhaps(file: _File, kept: float, random: Random) -> Survivors:
        survivors: list[tuple[int, bool | tuple[bool, ...]]] = []
        for place, deed in enumerate(file.pending):
            if random.random() >= kept:
                continue
            torn = kept < 1 and len(deed.data) > _SECTOR and random.random() < 0.2
            sectors = range(0, len(deed.data), _SECTOR)
            survivors.append((place, tuple(random.random() < 0.5 for _ in sectors) if torn else True))
        return tuple(survivors)


def cut(deeds: list[Deed], budget: int, seed: int, folder: Path) -> Tally:
    """Cut the power at so many random moments, and look at four states of each: one that was told, or the
    next one. A state that was seen before, with as much told, does not count again."""
    tally, random = Tally(), Random(seed)
    every = {line: place for place, line in enumerate(_told_in_all(deeds))}
    told = [place + 1 for place, deed in enumerate(deeds) if deed.name == TOLD and deed.kind == "w"]
    # Anywhere, and as often just after somebody was told that it lasts.
    anywhere = range(told[0], len(deeds) + 1)
    moments = sorted(random.choice(random.choice((told, anywhere))) for _ in range(budget))
    disk, place = Disk(), 0
    opened: dict[tuple[tuple[str, Found], ...], tuple[str, str]] = {}
    counted: set[tuple[object, int]] = set()
    for moment in moments:
        for deed in deeds[place:moment]:
            disk.do(deed)
        place = moment
        for state in disk.states(random, 4):
            key = tuple(sorted((name, found) for name, found in state.items() if name.startswith(FILE)))
            if (key, len(disk.told)) in counted:
                continue
            counted.add((key, len(disk.told)))
            if key not in opened:
                opened[key] = _opened(dict(key), folder)
            problem = _judged(*opened[key], len(disk.told), every)
            tally.done["lost, corrupt or half" if problem else "whole"] += 1
            if problem:
                tally.problems.append(f"seed {seed}, after {moment} of {len(deeds)}: {problem}")
    return tally


def _told_in_all(deeds: list[Deed]) -> list[str]:
    return [line for deed in deeds if deed.name == TOLD for line in deed.data.decode().split()]


def _opened(state: dict[str, Found], folder: Path) -> tuple[str, str]:
    """Open what a power cut left with the code that ships: what is wrong with it ('' for nothing), and
    the fingerprint of all its rows."""
    place = folder / "found"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, found in state.items():
        (place / name).write_bytes(found.content())
    try:
        database = Database.open(place / FILE, KEY)
    except AppError as error:
        return f"does not open: {error.code.value}", ""
    try:
        problems = database.problems()
        contents = fingerprint(database)
    except Exception as error:  # noqa: BLE001 - whatever it is, the database is not whole
        return f"cannot be read: {type(error).__name__}", ""
    finally:
        database.close()
    return f"damaged: {problems[0]}" if problems else "", contents


def _judged(problem: str, contents: str, told: int, every: dict[str, int]) -> str:
    """What is wrong with what was found, after so many things had been told; '' for nothing."""
    if problem:
        return problem
    if contents not in every:
        return "half of something"
    if every[contents] < told - 1:
        return f"lost: at {every[contents]}, and {told - 1} was told"
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
