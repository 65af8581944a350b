"""Compiles the translations when a wheel is built, so that installing it needs no Qt tools."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """Hatchling finds it by this name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile .ts to .qm before hatchling gathers the files."""
        del version, build_data
        from installer import translations

        translations.compile_all(Path(self.root) / "resources" / "i18n")
