"""Where the program starts: with a command it stays without a display, without one it opens the window."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence

from provider_desktop.cli import main as cli


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    options = cli.parse(sys.argv[1:] if arguments is None else arguments)
    if options.command is None or (options.command == "demo" and not options.headless):
        return _window(options)
    return cli.run(options)


def _window(options: Namespace) -> int:
    """The window, for one's own data or for the sample county. Qt is imported here and nowhere before."""
    from provider_desktop.ui.application import run_window

    return run_window(
        data_dir=options.data_dir,
        language=options.lang,
        sample=options.size if options.command == "demo" else "",
    )


if __name__ == "__main__":
    sys.exit(main())
