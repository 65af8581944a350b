"""The address of an agency's database server, and that the line to it cannot be listened to."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from provider_desktop.errors import AppError, ErrorCode

#: The one mode of libpq in which both the certificate's issuer and its name are checked.
_VERIFIED = "verify-full"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A checked address. ``text`` may hold a password and is shown to nobody; ``name`` is for people."""

    url: URL

    @classmethod
    def read(cls, text: str) -> ServerAddress:
        """Check ``postgresql://user@host/name?sslmode=verify-full``.

        On the machine itself TLS may be left out. Raises ``AppError`` ``ValueInvalid`` for what is no
        such address, ``DatabaseLineOpen`` where personal data would cross a network unprotected.
        """
        try:
            url = make_url(text)
        except (ArgumentError, ValueError) as error:
            raise AppError(ErrorCode.VALUE_INVALID, name="--database", value="") from error
        if url.get_backend_name() != "postgresql" or not url.host or not url.database:
            # Of a wrong address only its kind is told: the rest may hold a password.
            raise AppError(ErrorCode.VALUE_INVALID, name="--database", value=url.drivername)
        for option in ("host", "hostaddr", "service"):
            if option in url.query:  # would lead elsewhere than what is checked here
                raise AppError(ErrorCode.VALUE_INVALID, name="--database", value=option)
        address = cls(url)
        if not _is_this_machine(url.host) and url.query.get("sslmode") != _VERIFIED:
            raise AppError(ErrorCode.DATABASE_LINE_OPEN, server=address.name)
        return address

    @property
    def text(self) -> str:
        """The whole address again, password included."""
        return self.url.render_as_string(hide_password=False)

    @property
    def name(self) -> str:
        """Server, port where it is not the usual one, and database."""
        port = f":{self.url.port}" if self.url.port else ""
        return f"{self.url.host}{port}/{self.url.database}"


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
