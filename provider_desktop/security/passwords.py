"""Passwords of users: how one is kept so that it can be told again, but not read."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from typing import Any, Final

from provider_desktop.security import algorithms
from provider_desktop.security.algorithms import Cost

PASSWORD_VARIABLE: Final = "PROVIDER_DESKTOP_PASSWORD"  # noqa: S105 - a name, no secret


def keep_password(password: str, cost: Cost | None = None) -> str:
    """What may be stored: Argon2id with a salt of its own, and what it cost, as JSON."""
    cost = cost or Cost()
    salt = algorithms.new_secret(algorithms.SALT_BYTES)
    stretched = algorithms.stretch(password, salt, cost)
    kept = {"kind": algorithms.STRETCHING, **asdict(cost), "salt": _text(salt), "hash": _text(stretched)}
    return json.dumps(kept, sort_keys=True)


def is_password(password: str, kept: str, usual: Cost | None = None) -> bool:
    """Whether it is the one that was kept. Nothing kept ('', nobody of that name) is nobody's password, and
    takes as long to find out at the *usual* cost."""
    found: dict[str, Any] = json.loads(kept) if kept else _nobody(usual or Cost())
    cost = Cost(found["iterations"], found["lanes"], found["memory_kib"])
    if found["kind"] != algorithms.STRETCHING or not cost.is_sane():
        return False
    stretched = algorithms.stretch(password, base64.b64decode(found["salt"]), cost)
    return algorithms.same(stretched, base64.b64decode(found["hash"])) and bool(kept)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _nobody(cost: Cost) -> dict[str, Any]:
    """What is compared with where there is no such user."""
    salt, stretched = bytes(algorithms.SALT_BYTES), bytes(algorithms.KEY_BYTES)
    return {"kind": algorithms.STRETCHING, **asdict(cost), "salt": _text(salt), "hash": _text(stretched)}
