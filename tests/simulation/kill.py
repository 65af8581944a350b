"""SIGKILL at any moment: a real desktop process, a real receiver process, and what was told afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.simulation.campaign import Tally
from tests.simulation.kill_desk import FAULTS, FINAL, INVITATION, TOLD
from tests.support.receiver import AGENCY, ReceiverProcess

_ROOT: Final = Path(__file__).resolve().parents[2]


def kills(budget: int, seed: int, lives: int = 12) -> Tally:
    """So many deaths, some two hundred for each desktop; then both sides are asked.

    After so many ``lives`` of the desktop the receiver dies once.
    """
    whole, started = Tally(), time.monotonic()
    while whole.count < budget:
        with TemporaryDirectory() as folder:
            whole.add(_one_pair(Path(folder), min(200, budget - whole.count), seed, lives))
        seed += 1
    whole.seconds = time.monotonic() - started
    return whole


def _one_pair(folder: Path, deaths: int, seed: int, between: int) -> Tally:
    """One desktop and one receiver, killed again and again, then left in peace."""
    random = Random(seed)
    receiver = ReceiverProcess(folder / "receiver")
    receiver.start()
    try:
        words = ("invite", AGENCY, "--name", "机构", "--url", receiver.url, "--out", str(folder / INVITATION))
        receiver.json(*words)
        desk_in_peace(folder, seed)  # sets up and joins, in peace
        done: Counter[str] = Counter()
        while done.total() < deaths:
            lives = min(between, deaths - done.total())
            desk = _started(folder, seed * 10_000 + done.total(), lives)
            done["desktop killed"] += lives
            if done.total() < deaths:
                time.sleep(random.uniform(0.2, 2.0))
                receiver.kill()
                receiver.start(int(receiver.url.rpartition(":")[2]))
                done["receiver killed"] += 1
            desk.wait(600)
        desk_in_peace(folder, seed)
        audit = receiver.json("verify")
        told = (folder / TOLD).read_text().count("\n") if (folder / TOLD).exists() else 0
        if told < deaths // 2:
            return Tally(done, [f"seed {seed}: killed too soon to be told anything"])
        return Tally(done, [f"seed {seed}: {each}" for each in problems_with(folder, audit)])
    finally:
        receiver.kill()


def _started(folder: Path, seed: int, lives: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "tests.simulation.kill_desk", str(folder), str(seed), str(lives)]
    return subprocess.Popen(words, cwd=_ROOT, env={**os.environ, "PYTHONPATH": str(_ROOT)})


def desk_in_peace(folder: Path, seed: int) -> None:
    """A desktop that opens, joins where it has not, sends everything, verifies, and says what is there."""
    if _started(folder, seed, 0).wait(600):
        raise RuntimeError("the desktop did not get along in peace")


def problems_with(folder: Path, audit: dict[str, Any]) -> list[str]:
    """What was told and is not so."""
    entries = len(json.loads((folder / FINAL).read_text(encoding="utf-8"))["chain"])
    problems = desk_problems(folder) + [f"verify: {each}" for each in audit["problems"]]
    if audit["entries"] != entries:
        problems.append(f"the receiver has {audit['entries']} entries of {entries}")
    return problems


def desk_problems(folder: Path) -> list[str]:
    """What a desktop told by and by that does not hold in the end, and what is half or not sent."""
    final = json.loads((folder / FINAL).read_text(encoding="utf-8"))
    faults, chain = folder / FAULTS, final["chain"]
    problems = [f"verify: {each}" for each in final["problems"]]
    if faults.exists():
        problems.append(f"ended by itself: {faults.read_text(encoding='utf-8')[-1500:]}")
    if final["remaining"] or final["alarm"]:
        problems.append(f"{final['remaining']} remain, alarm {final['alarm']!r}")
    if final["audit"] != len(chain) or final["stale"]:
        problems.append(f"half: {len(chain)} entries, {final['audit']} lines, stale {final['stale']}")
    highest = 0
    for line in (folder / TOLD).read_text().splitlines() if (folder / TOLD).exists() else ():
        seq, hash_, delivered = int(line.split()[0]), line.split()[1], int(line.split()[2])
        if seq > len(chain) or (seq and chain[seq - 1] != hash_):
            problems.append(f"lost: entry {seq} was told")
        if delivered < highest or delivered > seq:
            problems.append(f"delivered went from {highest} to {delivered} of {seq}")
        highest = delivered
    return problems
