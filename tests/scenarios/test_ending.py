"""The program ends when the system asks: whatever it was doing, nothing of the sample county stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.receiver import wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="asks by a signal")


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_a_demo_that_is_told_to_end_leaves_no_folder_and_no_receiver(
    tmp_path: Path, asked: signal.Signals
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "provider_desktop", "demo", "--data-dir", str(tmp_path / "data")]
    with subprocess.Popen(command, env=environment) as program:
        # amid the filling: the receiver runs, and the replay has begun
        wait_until(lambda: any(temporary.rglob("serve.log")), seconds=60)
        program.send_signal(asked)
        assert program.wait(60) == 0
    assert not list(temporary.glob("provider-desktop-*"))
    assert not [name for name in _commands() if str(temporary) in name]


def _commands() -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue  # it ended meanwhile
    return found
