"""Services over the sample county for pictures: one copy a process and language, its regulator away."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale

from provider_desktop.bootstrap import build_services
from tests.support.county import a_county, no_keyring
from tests.support.workspace import a_workspace

#: Counties live as long as the process that takes the pictures.
_COUNTIES = ExitStack()


def county() -> Any:
    """A county of its own, in the language of the window."""
    folder = Path(_COUNTIES.enter_context(tempfile.TemporaryDirectory()))
    language = "zh_CN" if QLocale().name() == "zh_CN" else "en"
    return _COUNTIES.enter_context(a_county(folder, language))


def before_joining() -> Any:
    """A new installation that no regulator has told anything yet, in the language of the window."""
    folder = Path(_COUNTIES.enter_context(tempfile.TemporaryDirectory()))
    language = "zh_CN" if QLocale().name() == "zh_CN" else "en"
    workspace = _COUNTIES.enter_context(a_workspace(folder, joined=False, language=language))
    return build_services(workspace, no_keyring)
