"""A window driven as by a person with a screen reader: by names, roles and keys, in a process of its own."""

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_DRIVER = Path(__file__).with_name("accessibility_driver.py")
_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
#: The system's Python: the accessibility library is a Debian package, not one of PyPI.
_SYSTEM_PYTHON = "/usr/bin/python3"


class AccessibleWindow:
    """What can be seen and done; every method fails the test when it cannot be done in time."""

    def __init__(self, driver: "subprocess.Popen[str]", environment: Mapping[str, str]) -> None:
        self._driver = driver
        self._environment = dict(environment)

    def sees(self, name: str, role: str = "", seconds: float = 20) -> bool:
        """Whether something with these words shows within so many seconds."""
        return bool(self._ask(do="wait", role=role, name=name, seconds=seconds))

    def expect(self, name: str, role: str = "", seconds: float = 30) -> None:
        """Something with these words shows; else the test fails and tells what does."""
        if not self.sees(name, role, seconds):
            shown = "\n".join(self._ask(do="shown"))
            raise AssertionError(f"nothing shows {role} {name!r}; there is:\n{shown}")

    def expect_gone(self, name: str, role: str = "", seconds: float = 30) -> None:
        """What shows these words goes away."""
        assert self._ask(do="wait_gone", role=role, name=name, seconds=seconds), f"{name!r} still shows"

    def press(self, name: str, role: str = "push button") -> None:
        """Press a button, or whatever has an action."""
        self.expect(name, role)
        assert self._ask(do="press", role=role, name=name), f"{role} {name!r} cannot be pressed"

    def focus(self, name: str, role: str = "") -> None:
        """Put the keyboard on something."""
        self.expect(name, role)
        assert self._ask(do="focus", role=role, name=name), f"{role} {name!r} takes no keys"

    def write(self, name: str, text: str, role: str = "text") -> None:
        """Put a text into a field by its name."""
        self.expect(name, role)
        assert self._ask(do="set_text", role=role, name=name, text=text), f"{name!r} takes no text"

    def activate(self, title: str) -> None:
        """Give the keyboard to the window of that title: a bare screen has nobody else to do it."""
        self._keys("search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync")

    def type(self, text: str) -> None:
        """Type characters of the keyboard, one by one."""
        self._keys("type", "--delay", "15", text)

    def key(self, *keys: str) -> None:
        """Press keys one after the other: ``ctrl+3``, ``Return``."""
        for key in keys:
            self._keys("key", key)
            time.sleep(0.1)

    def shown(self) -> list[str]:
        """Everything that shows, as ``role: words``."""
        found: list[str] = self._ask(do="shown")
        return found

    def reach(self, name: str, role: str = "") -> None:
        """Go with Tab to something, as one without a mouse does."""
        been: list[str] = []
        while not any(
            each.startswith(f"{role}:" if role else "") and name in each for each in self.focused()
        ):
            been += self.focused()
            assert len(been) < 200, f"Tab never comes to {role} {name!r}, only to {been}"
            self.key("Tab")

    def focused(self) -> list[str]:
        """What holds the keyboard, as ``role: words``."""
        found: list[str] = self._ask(do="focused")
        return found

    def unnamed(self, *roles: str) -> list[str]:
        """What shows in one of these roles and has no name that could be read out."""
        found: list[str] = self._ask(do="unnamed", roles=roles)
        return found

    def _keys(self, *command: str) -> None:
        done = subprocess.run(["xdotool", *command], env=self._environment, capture_output=True, timeout=30)
        assert done.returncode == 0, done.stderr

    def _ask(self, **command: Any) -> Any:
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write(json.dumps(command) + "\n")
        self._driver.stdin.flush()
        told = json.loads(self._driver.stdout.readline() or '{"error": "the driver ended"}')
        assert "error" not in told, told["error"]
        return told["answer"]


@contextlib.contextmanager
def accessible_program(
    environment: Mapping[str, str], *arguments: str, log: Path
) -> Iterator[AccessibleWindow]:
    """Run the program with its window in a session (``desktop_session``) and look at it from outside."""
    launcher = next(path for path in _LAUNCHERS if Path(path).exists())
    with contextlib.ExitStack() as running:
        running.enter_context(_process([launcher, "--launch-immediately", "--a11y=1"], environment, log))
        program = [sys.executable, "-m", "provider_desktop", *arguments]
        running.enter_context(_process(program, environment, log))
        driver = running.enter_context(_process([_SYSTEM_PYTHON, str(_DRIVER)], environment, log))
        yield AccessibleWindow(driver, environment)


@contextlib.contextmanager
def _process(
    command: list[str], environment: Mapping[str, str], log: Path
) -> Iterator["subprocess.Popen[str]"]:
    with log.open("ab") as told:
        process = subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()
