"""What the database library reports is told apart by what a person can do about it."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from provider_desktop.errors import ErrorCode
from provider_desktop.storage.failures import app_error

Usage = namedtuple("Usage", "total used free")


def a_fault(code: int) -> sqlcipher.OperationalError:
    fault = sqlcipher.OperationalError("disk I/O error")
    fault.sqlite_errorcode = code
    fault.sqlite_errorname = "SQLITE_IOERR"
    return fault


@pytest.mark.parametrize(
    ("code", "free", "expected"),
    [
        (10, 0, ErrorCode.DISK_FULL),
        (10 | 19 << 8, 4096, ErrorCode.DISK_FULL),  # SQLITE_IOERR_SHMSIZE
        (14, 0, ErrorCode.DISK_FULL),
        (13, 10**9, ErrorCode.DISK_FULL),
        (10, 10**9, ErrorCode.DATA_FOLDER_UNUSABLE),
        (14, 10**9, ErrorCode.DATA_FOLDER_UNUSABLE),
        (5, 0, ErrorCode.DATABASE_LOCKED),
        (26, 0, ErrorCode.DATABASE_DAMAGED),
    ],
)
def test_a_full_disk_is_called_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, free: int, expected: ErrorCode
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**9, 10**9 - free, free))
    told = app_error(a_fault(code), tmp_path / "records.db")
    assert told is not None
    assert told.code is expected


def test_a_folder_that_is_gone_is_not_called_full(tmp_path: Path) -> None:
    told = app_error(a_fault(14), tmp_path / "gone" / "records.db")
    assert told is not None
    assert told.code is ErrorCode.DATA_FOLDER_UNUSABLE


def test_mistakes_of_ours_are_left_alone(tmp_path: Path) -> None:
    assert app_error(ValueError("ours"), tmp_path) is None
    assert app_error(a_fault(1), tmp_path) is None
