"""Takes the pictures of the window: every named state in both languages and both looks, into docs/screens/.

    python installer/screens.py                      all of them
    python installer/screens.py visits window_help   those whose name begins so
    python installer/screens.py --text-size 150      at another text size, to look at
    python installer/screens.py --folder DIRECTORY   somewhere else

The states are listed beside the pages' tests: each module of ``tests/screens`` has a tuple ``SCREENS``.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
# before anything imports Qt, and so before the imports below
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication  # noqa: E402

import tests.screens  # noqa: E402
from provider_desktop import wording  # noqa: E402
from provider_desktop.ui.application import prepare_application  # noqa: E402
from tests.screens.screen import Screen  # noqa: E402
from tests.support.window import DressedApplication  # noqa: E402

SIZE = (1366, 768)
THEMES = ("light", "dark")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0: all pictures were taken; 1: no state has such a name."""
    options = _parse(arguments)
    chosen = [screen for screen in all_screens() if _is_wanted(screen, options.names)]
    if not chosen:
        print(f"no screen begins with {' or '.join(options.names)}", file=sys.stderr)
        return 1
    application = prepare_application(["screens"])
    options.folder.mkdir(parents=True, exist_ok=True)
    dressed = DressedApplication(application)
    for screen in chosen:
        for language in options.languages:
            for theme in options.themes:
                dressed.wear(language, theme, options.text_size)
                path = options.folder / f"{screen.name}-{language}-{theme}.png"
                take(application, dressed, screen, path)
                print(path.name)
    return 0


def all_screens() -> Iterator[Screen]:
    """Every state listed in a module of ``tests/screens``, by module and then as listed."""
    for found in sorted(pkgutil.iter_modules(tests.screens.__path__), key=lambda module: module.name):
        module = importlib.import_module(f"tests.screens.{found.name}")
        yield from getattr(module, "SCREENS", ())


def take(application: QApplication, dressed: DressedApplication, screen: Screen, path: Path) -> None:
    """Open one state in the look that is on and write its picture."""
    window = dressed.window(screen.services(), section=screen.section)
    window.resize(*SIZE)
    window.show()
    application.processEvents()
    screen.prepare(window)
    application.processEvents()
    if not window.grab().save(str(path)):
        raise SystemExit(f"cannot write {path}")
    window.close()
    window.deleteLater()
    application.processEvents()


def _is_wanted(screen: Screen, names: Sequence[str]) -> bool:
    return not names or any(screen.name.startswith(name) for name in names)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="screens.py", description="Takes the pictures of the window.")
    parser.add_argument("names", nargs="*", help="beginnings of the names wanted; all without")
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screens")
    parser.add_argument("--text-size", type=int, default=100, help="per cent")
    parser.add_argument("--languages", nargs="+", choices=wording.LANGUAGES, default=wording.LANGUAGES)
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=THEMES)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
