"""The process is killed, not asked, while it enrols anew: whenever that was, the next start goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from tests.support.installation import PHRASE, Installation, joined, seal
from tests.support.receiver import served

_RECOVER = """
import sys
from pathlib import Path
from provider_desktop.bootstrap import open_services
from provider_desktop.domain.clock import FixedClock
from tests.support.receiver import NOW
with open_services(Path(sys.argv[1]), "zh_CN", FixedClock(NOW), keyring=lambda: None) as services:
    services.session.open(sys.argv[3])
    print("begins", flush=True)
    if services.session.state().must_rejoin:
        services.session.join(Path(sys.argv[2]).read_bytes())
    services.sync.run()
    print("done", flush=True)
"""


def recovering(pc: Installation, invitation: Path) -> subprocess.Popen[str]:
    """A process that enrols the folder anew; it says when it begins and when it is done."""
    root = str(Path(__file__).resolve().parents[2])
    words = [sys.executable, "-c", _RECOVER, str(pc.folder), str(invitation), PHRASE]
    environment = {**os.environ, "PYTHONPATH": root}
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment)


def test_killed_at_any_moment_it_goes_on_and_says_nothing_twice(tmp_path: Path) -> None:
    random = Random(7)
    with served(tmp_path / "receiver") as receiver:
        pc = joined(tmp_path / "pc", receiver)
        image = pc.image("image")
        with pc.opened() as services:
            kept = [seal(services, f"2026-11-{day} 09:00") for day in range(10, 22)]
            services.sync.run()
        pc.put_back(image, "records.db")
        invitation = tmp_path / "again.careinvite"
        invitation.write_bytes(pc.invitation())
        killed = 0
        for attempt in range(8):
            process = recovering(pc, invitation)
            assert process.stdout is not None
            assert process.stdout.readline() == "begins\n"
            time.sleep(random.uniform(0.0, 0.06 * (attempt + 1)))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                killed += 1
            process.wait(timeout=30)
            process.stdout.close()
        assert killed, "nothing was ever killed"
        last = recovering(pc, invitation)
        assert last.communicate(timeout=60)[0] == "begins\ndone\n"
        with pc.opened() as services:
            assert not services.session.state().must_rejoin
            assert services.sync.run().remaining == 0
            assert services.system.verify().problems == ()
            with services.workspace.reading() as reading:
                assert all(reading.visits.get(record) for record in kept)
        rows = [row for held in pc.held().values() for row in held]
        assert len({(row.record, row.version) for row in rows}) == len(rows)
        assert [row.op for row in rows].count("stream.open") == 1
