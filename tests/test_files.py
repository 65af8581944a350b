"""A file is written whole or not at all."""

import errno
import os
import sys

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.files import write_atomically


def test_a_new_file_and_its_folder_are_made(tmp_path):
    target = tmp_path / "new" / "file.json"
    write_atomically(target, "工单".encode())
    assert target.read_text(encoding="utf-8") == "工单"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_the_old_file_and_no_remains(tmp_path, monkeypatch, number):
    target = tmp_path / "file"
    target.write_bytes(b"old")

    def refuse(handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(AppError) as caught:
        write_atomically(target, b"new")
    assert caught.value.code is ErrorCode.DISK_FULL
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_place_that_refuses_is_named(tmp_path):
    (tmp_path / "plain").write_bytes(b"")
    target = tmp_path / "plain" / "below"
    with pytest.raises(AppError) as caught:
        write_atomically(target, b"")
    assert caught.value.code is ErrorCode.FILE_UNWRITABLE
    assert caught.value.params == {"path": str(target)}


@pytest.mark.skipif(sys.platform == "win32", reason="the profile folder is private there")
def test_a_private_file_is_for_its_owner_only(tmp_path):
    target = tmp_path / "secret"
    write_atomically(target, b"", private=True)
    assert target.stat().st_mode & 0o777 == 0o600
