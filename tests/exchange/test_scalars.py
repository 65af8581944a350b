"""The small written forms of the wire."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.exchange.scalars import (
    ULID_PATTERN,
    chain_hash,
    from_base64url,
    from_wire_time,
    public_key_bytes,
    public_key_text,
    sha256_hex,
    to_base64url,
    to_wire_time,
)
from tests.support.exchange import DEVICE


@pytest.mark.parametrize("text", ["AA==", "A", "AB", "AAB", "a b", "a+b/", "AAAA\n", "é"])
def test_base64url_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match="base64url"):
        from_base64url(text)


@given(st.binary(max_size=80))
def test_base64url_comes_back(raw: bytes) -> None:
    text = to_base64url(raw)
    assert "=" not in text
    assert from_base64url(text) == raw


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T10:00:00",
        "2026-11-23 10:00:00Z",
        "2026-11-23",
        "2026-11-23T24:00:00Z",
        "2026-11-23T10:00Z",
        "2026-02-30T10:00:00Z",
        "2026-11-23T10:00:60Z",
        "2026-11-23T10:00:00+24:00",
        "2026-11-23T10:00:00+0800",
        "0001-01-01T00:00:00+23:59",
        "２026-11-23T10:00:00Z",
        "",
    ],
)
def test_times_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_wire_time(text)


def test_times_are_utc_inside() -> None:
    moment = from_wire_time("2026-11-23T10:00:00+08:00")
    assert moment == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert moment.tzinfo is UTC
    assert to_wire_time(moment.astimezone(timezone(timedelta(hours=8)))) == "2026-11-23T02:00:00+00:00"
    assert from_wire_time("2026-11-23T02:00:00.1234567Z").microsecond == 123456


def test_a_time_without_zone_is_never_written() -> None:
    with pytest.raises(ValueError, match="zone"):
        to_wire_time(datetime(2026, 11, 23))  # noqa: DTZ001 - the very fault


@given(st.datetimes(timezones=st.just(UTC)))
def test_times_come_back(moment: datetime) -> None:
    assert from_wire_time(to_wire_time(moment)) == moment


def test_public_keys_are_written_in_hex_and_read_in_both_ways() -> None:
    raw = DEVICE.public_key
    assert public_key_text(raw) == raw.hex()
    assert public_key_bytes(raw.hex()) == raw
    assert public_key_bytes(to_base64url(raw)) == raw


@pytest.mark.parametrize("text", ["", "00", "AAAA", "A" * 64, "g" * 64, "0" * 62])
def test_public_keys_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        public_key_bytes(text)


def test_links_and_files_have_different_hashes() -> None:
    assert chain_hash(b"x") == sha256_hex(b"\x00x") != sha256_hex(b"x")


@pytest.mark.parametrize(
    "text", ["81JD5E8Z4K7Q9W2M3N5P6R8T0V", "01jd5e8z4k7q9w2m3n5p6r8t0v", "01JD5E8Z4KIL0U", ""]
)
def test_ulids_that_are_none(text: str) -> None:
    assert not ULID_PATTERN.fullmatch(text)
