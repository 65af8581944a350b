"""The receiver's program with one planted fault, named by ``PLANTED``, for harnesses to find."""

from __future__ import annotations

import os
import sys

from provider_desktop.receiver.commands import main
from tests.simulation.planted import FAULTS, planted

if __name__ == "__main__":
    fault = next(each for each in FAULTS if each.name == os.environ["PLANTED"])
    with planted(fault):
        sys.exit(main())
