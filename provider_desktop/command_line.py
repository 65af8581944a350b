"""What both command lines share: wrong usage is told in one line, and a month is a month."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
#: Exit status of wrong usage and broken input.
NOT_DONE = 2


class OneLineParser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong; ``--help`` shows the usage to those who ask."""

    def error(self, message: str) -> NoReturn:
        """End with status 2: one line on standard error, nothing on standard output."""
        sys.stderr.write(f"{self.prog}: {' '.join(message.split())}\n")
        raise SystemExit(NOT_DONE)


def month(text: str) -> str:
    """A calendar month written ``2026-11``, as the type of an option."""
    if not _MONTH.fullmatch(text) or text.startswith("0000"):
        raise argparse.ArgumentTypeError(f"not a month like 2026-11: {text!r}")
    return text
