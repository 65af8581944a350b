"""A desktop session of a test's own: an X screen, a session bus and a keyring, on nobody's real desktop."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

_PATIENCE = 10
"""Seconds a part may take to come up, or to end after it was asked to."""


@contextlib.contextmanager
def desktop_session(folder: Path, *, screen: bool = True, keyring: bool = True) -> Iterator[dict[str, str]]:
    """Start the parts asked for, give the environment in which programs find them, and end them all.

    *folder* becomes the home of everything that runs in the session; it must be the test's own.
    """
    home = folder / "session"
    runtime = home / "run"
    runtime.mkdir(parents=True, mode=0o700)
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("XDG_", "DBUS_", "WAYLAND_"))
        },
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(home / "cache"),
    }
    with contextlib.ExitStack() as parts:
        environment["DBUS_SESSION_BUS_ADDRESS"] = parts.enter_context(_bus(environment))
        if screen:
            environment["DISPLAY"] = parts.enter_context(_screen(environment))
            environment["QT_QPA_PLATFORM"] = "xcb"
            environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        if keyring:
            parts.enter_context(_keyring(environment))
        yield environment


@contextlib.contextmanager
def _bus(environment: dict[str, str]) -> Iterator[str]:
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with _running(command, environment) as daemon:
        yield _first_line(daemon)


@contextlib.contextmanager
def _screen(environment: dict[str, str]) -> Iterator[str]:
    # The server itself picks a free number and tells it once it answers.
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with _running(command, environment) as server:
        yield f":{_first_line(server)}"


@contextlib.contextmanager
def _keyring(environment: dict[str, str]) -> Iterator[None]:
    command = ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"]
    with _running(command, environment) as daemon:
        assert daemon.stdin is not None
        daemon.stdin.write("password of a keyring that ends with the test")
        daemon.stdin.close()
        _wait_for_name("org.freedesktop.secrets", environment)
        yield


def _wait_for_name(name: str, environment: dict[str, str]) -> None:
    """Until *name* is on the bus: who asks earlier starts a second daemon, which wants a password."""
    ask = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
    ask += ["org.freedesktop.DBus.GetNameOwner", f"string:{name}"]
    last = time.monotonic() + _PATIENCE
    while subprocess.run(ask, env=environment, capture_output=True).returncode:
        assert time.monotonic() < last, f"{name} did not come up"
        time.sleep(0.02)


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
            process.kill()


def _first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, f"{process.args!r} ended before it was ready"
    return line
