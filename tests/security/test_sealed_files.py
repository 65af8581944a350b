"""Encrypted files: shut without the key, and no one of them passes for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.sealed_files import SealedFiles

KEY = bytes(range(32))


def test_what_is_put_is_got_and_lies_encrypted(tmp_path: Path) -> None:
    files = SealedFiles(tmp_path, KEY, "evidence")
    content = b"a door, a hand, a basin" * 50
    files.put("ab12", content)
    assert files.get("ab12") == content
    assert files.has("ab12")
    (path,) = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert b"a door" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    files.remove("ab12")
    files.remove("ab12")
    assert not files.has("ab12")


def test_another_key_or_purpose_does_not_open(tmp_path: Path) -> None:
    SealedFiles(tmp_path, KEY, "evidence").put("ab", b"x")
    for other in (SealedFiles(tmp_path, bytes(32), "evidence"), SealedFiles(tmp_path, KEY, "else")):
        with pytest.raises(AppError) as told:
            other.get("ab")
        assert told.value.code is ErrorCode.FILE_UNREADABLE


def test_a_changed_bit_and_an_exchanged_file_are_noticed(tmp_path: Path) -> None:
    files = SealedFiles(tmp_path, KEY, "evidence")
    files.put("ab", b"one")
    files.put("abc", b"two")
    one, two = tmp_path / "ab" / "ab", tmp_path / "ab" / "abc"
    kept = one.read_bytes()
    for place in (0, 15, len(kept) - 1):
        one.write_bytes(kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :])
        with pytest.raises(AppError):
            files.get("ab")
    one.write_bytes(two.read_bytes())
    with pytest.raises(AppError):
        files.get("ab")


def test_what_is_not_there_is_missing_and_a_path_is_no_name(tmp_path: Path) -> None:
    files = SealedFiles(tmp_path, KEY, "evidence")
    with pytest.raises(AppError) as told:
        files.get("ab")
    assert told.value.code is ErrorCode.FILE_MISSING
    for name in ("", "../ab", "AB"):
        with pytest.raises(ValueError, match="hex"):
            files.put(name, b"")
