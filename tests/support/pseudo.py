"""A language that nobody speaks: every string of the window marked, and half as long again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QTranslator

OPENING, CLOSING = "⟦", "⟧"


class PseudoTranslator(QTranslator):
    """Gives the source text back, longer and between marks; places for values stay."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        del disambiguation, n
        if context.startswith("Q"):
            return ""
        return f"{OPENING}{source}{'·' * (len(source) // 2)}{CLOSING}"

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's own name
        return False


@contextmanager
def pseudo_language(application: QCoreApplication | None) -> Iterator[None]:
    """Windows built inside speak the language that nobody speaks."""
    assert application is not None, "there is no application to speak"
    translator = PseudoTranslator(application)
    application.installTranslator(translator)
    try:
        yield
    finally:
        application.removeTranslator(translator)
        translator.deleteLater()
