"""A disk that fails or is full, under a real desktop process; what was told afterwards is compared."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from tests.simulation.campaign import Tally
from tests.simulation.io_desk import CODES, CONTROL_BYTES, FAILED
from tests.simulation.kill import desk_in_peace, problems_with
from tests.simulation.kill_desk import FAULTS, INVITATION
from tests.simulation.power_cut import scratch
from tests.simulation.preload import ROOT, environment_with
from tests.support.receiver import AGENCY, ReceiverProcess

#: Failed calls under one desktop; then everything is compared, and the next begins anew.
_MOST_AT_ONCE: Final = 5000


def io_errors(budget: int, seed: int) -> Tally:
    """So many failed calls."""
    whole = Tally()
    while whole.count < budget and not whole.problems:
        with scratch() as folder:
            whole.add(one_disk(folder, min(_MOST_AT_ONCE, budget - whole.count), seed))
        seed += 1
    return whole


def one_disk(folder: Path, failures: int, seed: int, module: str = "tests.simulation.io_desk") -> Tally:
    """One desktop whose disk fails so many times; then it and its receiver are looked at in peace."""
    receiver = ReceiverProcess(folder / "receiver", log=folder / "receiver.log")
    receiver.start()
    try:
        words = ("--name", "机构", "--url", receiver.url, "--out", str(folder / INVITATION))
        receiver.json("invite", AGENCY, *words)
        desk_in_peace(folder, seed)  # sets up and joins
        control = folder / "control"
        control.write_bytes(bytes(CONTROL_BYTES))
        environment = environment_with(
            "failing", folder, FAIL_FOLDER=str(folder / "data"), FAIL_CONTROL=str(control)
        )
        desk = subprocess.run(
            [sys.executable, "-m", module, str(folder), str(seed), str(failures)], cwd=ROOT, env=environment
        )
        if desk.returncode:
            why = (folder / FAULTS).read_text(encoding="utf-8") if (folder / FAULTS).exists() else "killed"
            return Tally(Counter({"desktop ended": 1}), [f"seed {seed}: {why[-3000:]}"])
        desk_in_peace(folder, seed)
        audit = json.loads(receiver.run("verify", "--json").stdout)
        failed = json.loads((folder / FAILED).read_text())
        tally = Tally(Counter({f"{name} failed": count for name, count in failed.items()}))
        tally.said.update(json.loads((folder / CODES).read_text()))
        tally.problems = [f"seed {seed}: {each}" for each in problems_with(folder, audit)]
        return tally
    finally:
        receiver.kill()
