"""The main loop from nothing, as an administrator runs it: own processes, counts of both sides."""

import json
import os
import subprocess
import sys
from pathlib import Path


def test_the_demo_walks_the_loop_and_both_sides_agree(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "provider_desktop", "demo", "--headless", "--json", "--lang", "en"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["agree"]
    steps = {step["step"]: step for step in told["steps"]}
    names = [
        "join",
        "accept",
        "enter",
        "import",
        "checks",
        "offline",
        "upload",
        "returned",
        "corrected",
        "rating",
        "report",
    ]
    assert list(steps) == names
    assert steps["join"]["desktop"]["recipients"] == steps["join"]["receiver"]["recipients"] > 0
    imported = steps["import"]["desktop"]
    assert imported["imported_again"] == 0
    assert imported["error_sheet"]
    assert imported["rows"] == imported["imported"] + imported["refused"] + imported["duplicates"]
    assert imported["refused"] >= 4
    assert steps["checks"]["desktop"]["blocked"] > 0 == steps["checks"]["desktop"]["blocked_after"]
    assert steps["offline"]["desktop"]["offline"]
    assert steps["upload"]["desktop"]["receipts_verified"]
    assert steps["returned"]["desktop"]["returned"] == steps["returned"]["receiver"]["returned"] > 0
    assert steps["corrected"]["desktop"]["returned"] == 0
    assert steps["rating"]["desktop"]["light"] == steps["rating"]["receiver"]["light"] != ""
    report = steps["report"]
    assert report["desktop"]["minutes"] == report["receiver"]["minutes"] > 0
    assert report["desktop"]["problems"] == 0
    assert not list(tmp_path.glob("provider-desktop-*")), "the demo leaves nothing behind"


def test_commands_never_import_qt() -> None:
    code = (
        "import sys; from provider_desktop.__main__ import main; main(['doctor', '--json']); "
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
