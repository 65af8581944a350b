"""The session: is this PC set up, joined, and who works at it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SessionState:
    """What the program knows of itself when it starts. ``needs`` is ``setup``, ``passphrase``,
    ``sign_in``, ``join`` or empty when everything is ready.

    ``must_rejoin``: what is here can be read, but nothing sealed or sent before this PC is enrolled anew.
    ``may_rejoin``: that, or the receiver does not know this PC any more; a new invitation is taken.
    """

    needs: str
    agency: str = ""
    agency_name: str = ""
    device: str = ""
    stream: str = ""
    operator: str = ""
    receiver_url: str = ""
    must_rejoin: bool = False
    may_rejoin: bool = False
