"""Set-up and every command of development, with nothing but Python's standard library.

    python3 installer/develop.py demo      the sample county in the window (without a display: a walk in text)
    python3 installer/develop.py test      the whole test suite

Every command sets up what it needs first: system packages (by apt-get, asking before sudo), ``.venv``, the
libraries by hash, the project itself, the compiled translations. The second start adds less than a second.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        f"Python 3.11, 3.12 or 3.13 is needed and this is {sys.version_info[0]}.{sys.version_info[1]}: "
        "start with another one, as in `python3.11 installer/develop.py demo`."
    )

from installer import environment, system_packages, translations
from installer.system_packages import SetupError

_LOCKED_FOR = "3.11"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status of the command; 2 where the set-up was not possible."""
    options, rest = _parse(arguments)
    command: Callable[[argparse.Namespace, list[str]], int] = options.run
    try:
        return command(options, rest)
    except SetupError as problem:
        print(f"develop.py: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parse(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="develop.py", description="Set-up and every command of development.", allow_abbrev=False
    )
    parser.add_argument("--yes", action="store_true", help="install system packages by sudo without asking")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, run, about in (
        ("setup", setup, "set up only; with --dev the tools of development too"),
        ("demo", demo, "open the sample county; arguments go to `provider-desktop demo`"),
        ("run", run_program, "run `provider-desktop` with the arguments that follow"),
        ("test", test, "run the test suite; arguments go to pytest"),
        ("campaign", campaign, "a reliability harness: NAME --budget N --seed N, see docs/reliability.md"),
        ("check", check, "style, types, layers, translations, house rules"),
        ("screens", screens, "make the pictures in docs/screens"),
        ("translations", collect_translations, "collect, fill in or check translations (see there)"),
        ("lock", lock, "for maintainers: resolve the pinned requirements anew (--upgrade for newer ones)"),
    ):
        commands.add_parser(name, help=about, add_help=False, prefix_chars="\0").set_defaults(run=run)
    options, rest = parser.parse_known_args(arguments)
    return options, rest


# ------------------------------------------------------------------ commands


def setup(options: argparse.Namespace, rest: list[str]) -> int:
    """Everything in place, nothing started."""
    if unknown := set(rest) - {"--dev"}:
        raise SetupError(f"setup knows --dev only, not {' '.join(sorted(unknown))}")
    _ready(options, environment.DEV if "--dev" in rest else environment.RUNTIME)
    print(f"Ready: {environment.program('provider-desktop')} and {environment.program('provider-receiver')}")
    return 0


def demo(options: argparse.Namespace, rest: list[str]) -> int:
    """The sample county, in the window where there is a display."""
    _ready(options, environment.RUNTIME)
    if "--headless" not in rest and not has_display(os.environ):
        print("There is no display here, so the demo walks the main loop as text.", flush=True)
        rest = ["--headless", *rest]
    return _run([str(environment.program("provider-desktop")), "demo", *rest])


def run_program(options: argparse.Namespace, rest: list[str]) -> int:
    """The program as an agency starts it."""
    _ready(options, environment.RUNTIME)
    return _run([str(environment.program("provider-desktop")), *rest])


def test(options: argparse.Namespace, rest: list[str]) -> int:
    """The whole suite on up to eight processors, or exactly what the arguments say."""
    _ready(options, environment.DEV, system_packages.TEST)
    # Many tests start receivers, databases and displays of their own: more workers than these gain nothing.
    arguments = rest or ["-q", "-n", "auto", "--maxprocesses", "8", "--dist", "worksteal"]
    # The developer's own screen, bus and keyring stay out of it: a test that needs one starts its own.
    foreign = {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}
    clean = {name: value for name, value in os.environ.items() if name not in foreign}
    return _run([*_python("-m", "pytest"), *arguments], clean)


def campaign(options: argparse.Namespace, rest: list[str]) -> int:
    """One of the harnesses under tests/simulation, for as long as its budget lasts."""
    _ready(options, environment.DEV, system_packages.TEST)
    return _run(_python("-m", "tests.simulation", *(rest or ["--help"])))


def check(options: argparse.Namespace, rest: list[str]) -> int:
    """Every rule that a machine can hold; all of them are run before the verdict."""
    _ready(options, environment.DEV)
    steps = {
        "style": _python("-m", "ruff", "check", "."),
        "format": _python("-m", "ruff", "format", "--check", "--quiet", "."),
        "types": _python("-m", "mypy"),
        "layers": [str(environment.program("lint-imports")), "--no-cache"],
        "translations": _python("installer/translations.py", "--check"),
        "house rules": _python("installer/house.py"),
    }
    chosen = {name: step for name, step in steps.items() if not rest or name in rest}
    if unknown := set(rest) - set(steps):
        raise SetupError(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(steps)}")
    failed = []
    for name, step in chosen.items():
        print(f"── {name}", flush=True)
        if _run(step):
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else f"Passed: {', '.join(chosen)}", flush=True)
    return 1 if failed else 0


def screens(options: argparse.Namespace, rest: list[str]) -> int:
    """Pictures of every page, drawn without a display."""
    _ready(options, environment.DEV)
    return _run(_python("installer/screens.py", *rest), {**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def collect_translations(options: argparse.Namespace, rest: list[str]) -> int:
    """The window's strings and their translations."""
    _ready(options, environment.RUNTIME)
    return _run(_python("installer/translations.py", *rest))


def lock(options: argparse.Namespace, rest: list[str]) -> int:
    """Write installer/requirements anew from pyproject.toml, for every platform and Python we take."""
    _ready(options, environment.DEV)
    if _run(_python("-m", "pip", "install", "--quiet", "uv")):
        raise SetupError("uv could not be installed, which resolves for all platforms at once")
    for profile, group in ((environment.RUNTIME, "build"), (environment.DEV, "dev")):
        target = f"installer/requirements/{profile}.txt"
        command = _python(
            *("-m", "uv", "pip", "compile", "pyproject.toml"),
            *("--extra", "receiver", "--extra", "postgresql", "--group", group),
            *(
                "--universal",
                "--python-version",
                _LOCKED_FOR,
                "--generate-hashes",
                "--no-annotate",
                "--quiet",
            ),
            *("--no-emit-index-url", "--no-emit-find-links", "--output-file", target),
            *("--custom-compile-command", "python3 installer/develop.py lock", *rest),
        )
        if status := _run(command):
            return status
    return 0


# ------------------------------------------------------------------ steps


def _ready(options: argparse.Namespace, profile: str, extra: tuple[system_packages.Need, ...] = ()) -> None:
    """Everything that *profile* needs is in place when this returns."""
    system_packages.install(
        system_packages.missing((*system_packages.RUN, *extra)),
        ask=lambda question: _agree(options, question),
    )
    if not environment.is_ready(profile):
        environment.prepare(profile)
    if translations.stale() and _run(_python("installer/translations.py", "--compile")):
        raise SetupError("the translations could not be compiled; see above")


def _agree(options: argparse.Namespace, question: str) -> bool:
    if options.yes:
        return True
    if not sys.stdin.isatty():
        return False
    return input(f"{question} [y/N] ").strip().lower() in {"y", "yes"}


def has_display(variables: os._Environ[str] | dict[str, str]) -> bool:
    """Whether a window can open here. A variable alone proves nothing: its server must answer."""
    if not sys.platform.startswith("linux"):
        return True
    if variables.get("WAYLAND_DISPLAY"):
        folder = Path(variables.get("XDG_RUNTIME_DIR", "/nonexistent"))
        if (folder / variables["WAYLAND_DISPLAY"]).exists():
            return True
    host, _, number = variables.get("DISPLAY", "").rpartition(":")
    number = number.split(".")[0]
    if not number.isdigit():
        return False
    if host in {"", "unix"}:
        return Path(f"/tmp/.X11-unix/X{number}").exists()
    try:
        with socket.create_connection((host, 6000 + int(number)), timeout=2):
            return True
    except OSError:
        return False


def _python(*arguments: str) -> list[str]:
    return [str(environment.PYTHON), *arguments]


def _run(command: Sequence[str], variables: dict[str, str] | None = None) -> int:
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
