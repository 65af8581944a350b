"""A regulator's receiver on this PC, in a process of its own: for the sample county and for tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
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
            self._process = subprocess.Popen(
                self._command("serve", "--port", port), stdout=subprocess.PIPE, stderr=log, text=True
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
        if process.stdout:
            process.stdout.close()

    def call(self, *arguments: str) -> Mapping[str, Any]:
        """Run a command of the receiver beside the serving process; its JSON answer.

        Raises ``AppError`` ``ReceiverRefused`` when the command did not do what it was told.
        """
        done = subprocess.run(
            self._command(*arguments, "--json"), capture_output=True, text=True, check=False
        )
        if done.returncode not in (0, 1):
            raise AppError(ErrorCode.RECEIVER_REFUSED, problem=arguments[0], status=done.returncode)
        answer: Mapping[str, Any] = json.loads(done.stdout) if done.stdout.strip() else {}
        return answer

    def give(self, name: str, document: Mapping[str, Any]) -> Path:
        """Write a document for a command to read; its path."""
        path = self.folder / name
        write_atomically(path, json.dumps(document, ensure_ascii=False).encode())
        return path

    def _command(self, *arguments: str) -> list[str]:
        places = ["--data-dir", str(self.folder / "data"), "--clock", str(self._clock)]
        return [sys.executable, "-m", "provider_desktop.receiver", *arguments, *places]
