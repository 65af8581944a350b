"""Identifiers as people write them: what is taken, what is refused, what is shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.identifiers import (
    birth_date,
    credit_code,
    id_number,
    is_ulid,
    make_ulid,
    mask_id_number,
    mask_name,
    mask_phone,
    normalised,
    parse_ulid,
    phone_number,
)

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check_digit(stem: str) -> str:
    """GB 11643 as domain.md states it, computed here on its own."""
    return stem + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, stem, strict=True)) % 11]


def with_check_character(stem: str) -> str:
    """GB 32100: weights are powers of 3 modulo 31."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(stem))
    return stem + ALPHABET[-total % 31]


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.integers(0, 999))
def test_every_number_with_the_right_check_digit_is_taken(born: date, order: int) -> None:
    number = with_check_digit(f"371621{born:%Y%m%d}{order:03d}")
    assert id_number(number) == number
    assert birth_date(number) == born


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place: int, by: int) -> None:
    number = "371621194906070011"
    digit = (int(number[place]) + by) % 10
    assert id_number(number[:place] + str(digit) + number[place + 1 :]) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("371621194906070011", "371621194906070011"),
        ("３７１６２１１９６７０５１７９５２x", "37162119670517952X"),
        (" 371621 19520715 0025 ", "371621195207150025"),
        ("'371621195207150025", "371621195207150025"),
        ("371621-19520715-0025", "371621195207150025"),
        ("371621520715002", None),  # fifteen digits, from before 1999
        ("371621195207150026", None),
        ("071621195207150025", None),
        ("37162119520715002X", None),
        (with_check_digit("37162119521315002"), None),  # the thirteenth month
        (with_check_digit("37162119520230002"), None),
        ("", None),
        ("张秀英", None),
    ],
)
def test_resident_ids(written: str, read: str | None) -> None:
    assert id_number(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("52371621MJE12345X6", "52371621MJE12345X6"),
        ("５２３７１６２１ｍｊｅ１２３４５ｘ６", "52371621MJE12345X6"),
        (with_check_character("N2371621MJE00001X"), with_check_character("N2371621MJE00001X")),
        ("52371621MJE12345X7", None),
        ("52371621MJE12345I6", None),
        ("5237162MMJE12345X6", None),
        ("52371621", None),
    ],
)
def test_credit_codes(written: str, read: str | None) -> None:
    assert credit_code(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("13812341234", "13812341234"),
        ("１３８-1234 1234", "13812341234"),
        ("+86 138 1234 1234", "13812341234"),
        ("0543-5321234", "0543-5321234"),
        ("(0543) 5321234", "0543-5321234"),
        ("12345678901", None),
        ("+1 650 253 0000", None),
        ("110", None),
        ("", None),
        ("无", None),
    ],
)
def test_phone_numbers(written: str, read: str | None) -> None:
    assert phone_number(written) == read


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(3000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.binary(min_size=10, max_size=10),
)
def test_a_ulid_gives_back_what_it_was_made_of(moment: datetime, randomness: bytes) -> None:
    ulid = make_ulid(moment, randomness)
    when, rest = parse_ulid(ulid)
    assert is_ulid(ulid)
    assert rest == randomness
    assert timedelta() <= moment - when < timedelta(milliseconds=1)
    assert make_ulid(moment + timedelta(milliseconds=1), bytes(10)) > ulid


def test_a_ulid_known_from_its_specification() -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=1469918176385)
    assert make_ulid(moment, bytes(10)) == "01ARYZ6S410000000000000000"


@pytest.mark.parametrize(
    "text", ["", "01ARYZ6S41", "81ARYZ6S410000000000000000", "01ARYZ6S41000000000000000I", "0" * 25 + "a"]
)
def test_what_is_no_ulid(text: str) -> None:
    assert not is_ulid(text)
    with pytest.raises(ValueError, match="ULID"):
        parse_ulid(text)


def test_a_ulid_takes_ten_bytes_and_a_moment_it_can_hold() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        make_ulid(datetime(2026, 1, 1, tzinfo=UTC), bytes(9))
    with pytest.raises(ValueError, match="no ULID can hold"):
        make_ulid(datetime(1969, 12, 31, tzinfo=UTC), bytes(10))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张秀英", "张*英"),
        ("张三", "张*"),
        ("欧阳守义", "欧**义"),
        ("张", "张"),
        ("", ""),
        ("Anna Lee", "A* L*"),
    ],
)
def test_masked_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_masked_numbers() -> None:
    assert mask_id_number("371621194906070011") == "371621********0011"
    assert mask_id_number("0011") == "**11"
    assert mask_id_number("") == ""
    assert mask_phone("13812341234") == "138****1234"
    assert mask_phone("0543-5321234") == "********1234"
    assert normalised(" ａ-1'b ") == "A1B"
