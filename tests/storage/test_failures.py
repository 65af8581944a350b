"""What the database library reports is told apart by what a person can do about it."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2 as sqlcipher

from provider_desktop.errors import ErrorCode
from provider_desktop.storage.failures import app_error, is_lost

Usage = namedtuple("Usage", "total used free")


def a_fault(code: int, text: str = "disk I/O error") -> sqlcipher.OperationalError:
    fault = sqlcipher.OperationalError(text)
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
    assert app_error(a_fault(1, "no such column: x"), tmp_path) is None
    assert not is_lost(ValueError("ours"))
    assert not is_lost(a_fault(1, "no such column: x"))


def test_a_log_that_cannot_be_made_is_the_disks_fault_and_a_write_while_reading_is_ours(
    tmp_path: Path,
) -> None:
    fault = a_fault(8, "attempt to write a readonly database")
    beginning = app_error(OperationalError("BEGIN IMMEDIATE", None, fault), tmp_path / "records.db")
    assert beginning is not None
    assert beginning.code is ErrorCode.DATA_FOLDER_UNUSABLE
    assert is_lost(fault, "BEGIN IMMEDIATE")
    assert app_error(OperationalError("INSERT …", None, fault), tmp_path / "records.db") is None
    assert not is_lost(fault, "INSERT …")


def test_what_an_export_met_is_told_by_its_text(tmp_path: Path) -> None:
    full = app_error(a_fault(1, "database or disk is full"), tmp_path / "copy.db")
    assert full is not None
    assert full.code is ErrorCode.DISK_FULL


@pytest.mark.parametrize(
    ("code", "expected"), [(10, True), (11, True), (14, True), (26, True), (13, True), (5, False)]
)
def test_a_connection_that_met_a_failing_disk_is_let_go(code: int, expected: bool) -> None:
    assert is_lost(a_fault(code)) is expected
