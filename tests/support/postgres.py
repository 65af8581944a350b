"""A PostgreSQL cluster of the tests' own: in a temporary folder, on loopback, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

#: A plain role, as an administrator would make for the receiver: row security binds it.
ROLE = "care"
_NUMBERS = count(1)


def installed() -> Path | None:
    """Where the server's programs lie; None where there is no server."""
    places = ("lib/postgresql/*/bin/initdb", "pgsql-*/bin/initdb")
    found = sorted(path for place in places for path in Path("/usr").glob(place))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@dataclass
class Cluster:
    """A running server."""

    port: int
    admin: str
    run: Callable[..., None]
    _start: tuple[str, ...]
    _stop: tuple[str, ...]
    _made: list[str] = field(default_factory=list)

    def new_database(self, role: str = ROLE, like: str = "template1") -> str:
        """The URL of an empty database that belongs to a role, or of a copy of another."""
        name = f"care_{next(_NUMBERS)}"
        with psycopg.connect(self._address("postgres", self.admin), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" OWNER "{role}" TEMPLATE "{like}"'.encode())
        self._made.append(name)
        return self.url(name, role)

    def put_in_place(self, url: str, backup: str) -> None:
        """Let a database be what another is: as after a restore. Nobody is connected to either."""
        name, other = (each.rpartition("/")[2] for each in (url, backup))
        with psycopg.connect(self._address("postgres", self.admin), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}"'.encode())
            connection.execute(f'ALTER DATABASE "{other}" RENAME TO "{name}"'.encode())

    def stop(self) -> None:
        """Stop as a crash does: what was under way is cut off."""
        self.run(*self._stop)

    def start(self) -> None:
        """Start again; what was committed is there."""
        self.run(*self._start)

    def url(self, database: str, role: str = ROLE) -> str:
        """The address of a database for a role."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def _address(self, database: str, role: str) -> str:
        return f"host=127.0.0.1 port={self.port} dbname={database} user={role}"


@contextmanager
def a_cluster() -> Iterator[Cluster]:
    """Start a server that forgets what it holds when the machine loses power: the tests do not test that."""
    programs = installed()
    assert programs is not None, "there is no PostgreSQL here"
    # The server refuses to run as root, and cannot enter folders that only root may.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="provider-receiver-pg-", dir=_fast_place()))
    try:
        if user is not None:
            owner = pwd.getpwnam(user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        port = _free_port()
        data, log = folder / "data", folder / "log"

        def run(*words: str) -> None:
            subprocess.run(
                [str(programs / words[0]), *words[1:]],
                user=user, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(folder)},
            )  # fmt: skip

        run(
            "initdb",
            "-D",
            str(data),
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "-U",
            "chief",
            "-N",
        )
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} "
            "-c fsync=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=32MB"
        )
        start = ("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-t", "60", "-o", options, "start")
        stop = ("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        run(*start)
        try:
            cluster = Cluster(port, "chief", run, start, stop)
            with psycopg.connect(cluster._address("postgres", "chief"), autocommit=True) as connection:
                connection.execute(f"CREATE ROLE {ROLE} LOGIN".encode())
            yield cluster
        finally:
            if (data / "postmaster.pid").exists():
                run(*stop)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fast_place() -> str | None:
    """The memory's own file system where there is room in it: dozens of databases are made and dropped."""
    memory = Path("/dev/shm")  # a folder of our own is made in it
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 << 30:
        return str(memory)
    return None


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
