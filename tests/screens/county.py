"""Services over the sample county for pictures: one copy a process and language, its regulator away."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale

from tests.support.county import a_county

#: Counties live as long as the process that takes the pictures.
_COUNTIES = ExitStack()


def county() -> Any:
    """A county of its own, in the language of the window."""
    folder = Path(_COUNTIES.enter_context(tempfile.TemporaryDirectory()))
    language = "zh_CN" if QLocale().name() == "zh_CN" else "en"
    return _COUNTIES.enter_context(a_county(folder, language))
