"""What is remembered about this PC and its user before any database is open."""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from provider_desktop.files import write_atomically

_log = logging.getLogger(__name__)

LANGUAGES = ("system", "zh_CN", "en")
THEMES = ("system", "light", "dark")
TEXT_SIZES = (100, 110, 125, 150, 175)
"""Per cent of the normal size."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a data folder; a new value is a new object (``dataclasses.replace``).

    ``proxy`` is a URL, or empty for none: the environment's proxies are not used unasked. ``backup_folder``
    is where a copy of each day's backup goes, empty for nowhere.
    """

    language: str = "system"
    theme: str = "system"
    text_size: int = 100
    proxy: str = ""
    backup_folder: str = ""


def load_settings(path: Path) -> Settings:
    """Read settings; a missing or damaged file, or an unknown value, costs the default and not the start."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        _log.warning("settings are unreadable, using defaults")
        return Settings()
    if not isinstance(found, dict):
        _log.warning("settings are no object, using defaults")
        return Settings()
    return Settings(**_understood(found))


def save_settings(path: Path, settings: Settings) -> None:
    """Write settings whole or not at all.

    Raises ``ValueError`` for a value outside the lists above (a mistake of ours), ``AppError`` ``DiskFull``
    or ``FileUnwritable`` where the disk refuses.
    """
    values = asdict(settings)
    if wrong := values.keys() - _understood(values).keys():
        raise ValueError(f"not a known setting: {', '.join(sorted(wrong))}")
    text = json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_atomically(path, text.encode())


def _understood(found: Mapping[str, Any]) -> dict[str, Any]:
    """The part of *found* that is known and allowed."""
    allowed: dict[str, Any] = {"language": LANGUAGES, "theme": THEMES, "text_size": TEXT_SIZES}
    kept: dict[str, Any] = {}
    for field in fields(Settings):
        value = found.get(field.name)
        # bool is an int to Python, but no text size
        if type(value) is not type(field.default):
            continue
        if field.name in allowed and value not in allowed[field.name]:
            continue
        kept[field.name] = value
    return kept
