"""Finding the files shipped with the program, be it a checkout, a wheel or a frozen bundle."""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any


@cache
def root() -> Path:
    """The folder with ``fonts``, ``icons``, ``i18n``, ``catalogue``, ``rulesets`` and ``wording``."""
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [
        *([Path(frozen) / "resources"] if frozen else []),
        package / "_resources",  # a wheel
        package.parent / "resources",  # a checkout
    ]
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"resources are missing, looked in {', '.join(map(str, places))}")


def resource_path(*parts: str) -> Path:
    """The path of a shipped file, as in ``resource_path("fonts", "NotoSansSC-Regular.ttf")``.

    Raises ``FileNotFoundError`` where it is not shipped: a mistake of ours, not of the user.
    """
    path = root().joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"not among the shipped resources: {'/'.join(parts)}")
    return path


def read_text(*parts: str) -> str:
    """A shipped text file, UTF-8."""
    return resource_path(*parts).read_text(encoding="utf-8")


def read_json(*parts: str) -> Any:
    """A shipped JSON file, parsed."""
    return json.loads(read_text(*parts))
