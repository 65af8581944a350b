"""How a harness says that something which must always hold did not."""

from __future__ import annotations


class Violation(AssertionError):  # noqa: N818 - says what it is
    """Something that must always hold did not."""


def require(holds: bool, what: str) -> None:
    """Raise ``Violation`` unless it holds; unlike ``assert`` also where Python runs optimised."""
    if not holds:
        raise Violation(what)
