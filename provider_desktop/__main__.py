"""Where the program starts: with a command it stays without a display, without one it opens the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    # imports stand where they are needed: commands do without Qt, and the first frame without the database
    from provider_desktop.cli.parser import parse

    options = parse(sys.argv[1:] if arguments is None else arguments)
    wants_window = options.command is None or (options.command == "demo" and not options.headless)
    if wants_window and not display_is_missing(sys.platform, os.environ):
        from provider_desktop.window import run_window

        return run_window(options)
    from provider_desktop.cli.main import run

    return run(options)


def display_is_missing(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether there is nowhere to show a window; a Qt platform that was chosen needs no display."""
    if platform in {"win32", "darwin"}:
        return False
    names = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
    return not any(environment.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
