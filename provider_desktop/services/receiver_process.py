"""A regulator's receiver on this PC, in a process of its own: for the sample county and for tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.files import write_atomically

#: The word by which the receiver's clock file says that time is the machine's again.
LIVE = "live"
_STOP_SECONDS = 10


class ReceiverProcess:
    """Starts and stops ``provider-receiver serve``, and runs its commands beside it."""

    def __init__(self, folder: Path) -> None:
        """``folder`` keeps the receiver's data, its clock file and its log; it is made if need be."""
        self.folder = folder
        self.url = ""
        self._clock = folder / "clock"
        self._process: subprocess.Popen[str] | None = None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.set_clock(None)

    def set_clock(self, moment: datetime | None) -> None:
        """Have the receiver believe it is ``moment`` (aware), or let it follow the machine's clock."""
        text = moment.isoformat() if moment else LIVE
        write_atomically(self._clock, text.encode())

    def start(self) -> str:
        """Start serving on loopback, on the port it had before if it had one; the address.

        Raises ``AppError`` ``ReceiverNotOurs`` when it does not come up.
        """
        port = self.url.rpartition(":")[2] or "0"
        log = (self.folder / "serve.log").open("ab")
        try:
            # Its input is a pipe that only this process holds: it ends when this one does, however it does.
            self._process = subprocess.Popen(
                self._command("serve", "--port", port, "--while-input-open"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        finally:
            log.close()
        line = self._process.stdout.readline() if self._process.stdout else ""
        try:
            self.url = str(json.loads(line)["url"])
        except (ValueError, KeyError) as error:
            raise AppError(ErrorCode.RECEIVER_NOT_OURS, url="http://127.0.0.1", reason="start") from error
        return self.url

    def stop(self) -> None:
        """Stop serving; what was committed stays. Stopped already: nothing happens."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    @property
    def data(self) -> Path:
        """The folder of its keys and its database."""
        return self.folder / "data"

    def call(self, *arguments: str, lines: Iterable[bytes] = ()) -> Mapping[str, Any]:
        """Run a command of the receiver beside the serving process, *lines* on its input; its JSON answer.

        Raises ``AppError`` ``ReceiverRefused`` when the command did not do what it was told.
        """
        with (
            # a file, since nobody reads while lines are still being written
            (self.folder / "command.log").open("ab") as log,
            subprocess.Popen(
                self._command(*arguments, "--json"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            ) as running,
        ):
            assert running.stdin is not None  # noqa: S101 - it is a pipe, as asked for
            with suppress(BrokenPipeError):  # it refused before the last line: its status says why
                for line in lines:
                    running.stdin.write(line)
                running.stdin.flush()
            told, _ = running.communicate()
        if running.returncode not in (0, 1):
            raise AppError(ErrorCode.RECEIVER_REFUSED, problem=arguments[0], status=running.returncode)
        answer: Mapping[str, Any] = json.loads(told) if told.strip() else {}
        return answer

    def give(self, name: str, document: Mapping[str, Any]) -> Path:
        """Write a document for a command to read; its path."""
        path = self.folder / name
        write_atomically(path, json.dumps(document, ensure_ascii=False).encode())
        return path

    def _command(self, *arguments: str) -> list[str]:
        places = ["--data-dir", str(self.data), "--clock", str(self._clock)]
        return [sys.executable, "-m", "provider_desktop.receiver", *arguments, *places]
