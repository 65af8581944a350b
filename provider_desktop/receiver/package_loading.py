"""Sealed packages that came on a USB stick: taken in by the code of the call, answered by a receipt file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from provider_desktop.exchange.packages import MAX_BYTES, PACKAGE_SUFFIX, RECEIPT_SUFFIX
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.receipts import RECEIPT, RECEIPT_LIMIT
from provider_desktop.exchange.signing import read_envelope
from provider_desktop.files import read_small_file, write_atomically
from provider_desktop.receiver.answers import Refused
from provider_desktop.receiver.calls import Calls
from provider_desktop.receiver.office import Office


@dataclass(frozen=True, slots=True)
class PackageTaken:
    """What became of a package: the receipt beside it, or the problem (``code`` with ``entry`` alone)."""

    file: str
    stream: str = ""
    seq: int = 0
    count: int = 0
    receipt: str = ""
    problem: str = ""
    code: str = ""


def is_package(path: Path) -> bool:
    """Whether a file is a sealed package, by its name."""
    return path.suffix.lower() == PACKAGE_SUFFIX


def load_packages(office: Office, paths: Sequence[Path]) -> list[PackageTaken]:
    """Take packages in, one after the other, each as if it had come over the line.

    The receipt is written beside the package, ``.carereceipt`` in the place of its ending, after the
    entries are durable. A package that is refused stops none behind it. Raises ``AppError`` where a file
    cannot be read or written.
    """
    calls = Calls(office)
    return [_take(calls, path) for path in paths]


def _take(calls: Calls, path: Path) -> PackageTaken:
    # What is a little too large is told as over the line; what is far too large is not even read.
    package = read_small_file(path, 2 * MAX_BYTES)
    try:
        stream, answer = calls.submit_package(package)
    except Refused as refused:
        seq = int(refused.members.get("seq", 0))
        code = str(refused.members.get("code", "")) if refused.problem is Problem.ENTRY else ""
        return PackageTaken(str(path), seq=seq, problem=refused.problem.value, code=code)
    out = path.with_suffix(RECEIPT_SUFFIX)
    write_atomically(out, answer.body)
    said = json.loads(read_envelope(answer.body, RECEIPT_LIMIT).body)
    if said["type"] != RECEIPT:
        raise TypeError("the call answered something else than a receipt")
    return PackageTaken(str(path), stream, said["seq"], said["count"], str(out))
