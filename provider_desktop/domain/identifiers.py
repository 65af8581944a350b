"""Identifiers: resident ids, credit codes, phone numbers and ULIDs; checking, reading and masking."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

_ID_NUMBER = re.compile(r"[1-9]\d{16}[\dX]")
_CREDIT_CODE = re.compile(r"[1-9ANY][1-9A-HJ-NP-RTUW-Y]\d{6}[0-9A-HJ-NP-RTUW-Y]{10}")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def normalised(text: str) -> str:
    """Half width, without spaces, hyphens and apostrophes, upper case: how numbers are compared."""
    return re.sub(r"[\s\-'’]", "", unicodedata.normalize("NFKC", text)).upper()


def id_number(text: str) -> str | None:
    """The 18-character resident id number written in a text, or None where it is none (GB 11643).

    Check digit and date of birth are examined. The 15-digit numbers of before 1999 are refused. The
    region code is not looked up: counties are renamed and merged, and ids keep their old codes.
    """
    from stdnum.cn import ric

    number = normalised(text)
    if not _ID_NUMBER.fullmatch(number) or number[-1] != ric.calc_check_digit(number):
        return None
    return number if birth_date(number) else None


def birth_date(number: str) -> date | None:
    """The date of birth in a resident id number, or None where it is no date."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def credit_code(text: str) -> str | None:
    """The 18-character unified social credit code written in a text, or None (GB 32100).

    The registering authority may be a letter (villages' collectives begin with N), which the library
    that computes the check character does not know.
    """
    from stdnum.cn import uscc

    code = normalised(text)
    if not _CREDIT_CODE.fullmatch(code) or code[-1] != uscc.calc_check_digit(code):
        return None
    return code


def phone_number(text: str) -> str | None:
    """A phone number of mainland China as people dial it there, or None where it is none.

    Mobiles come as 11 digits, land lines with area code and a hyphen (``0543-5321234``).
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", text), "CN")
    except phonenumbers.NumberParseException:
        return None
    if number.country_code != 86 or not phonenumbers.is_valid_number(number):
        return None
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE:
        return national.replace(" ", "").removeprefix("0")
    return "-".join(national.split(" ", 1)).replace(" ", "")


def make_ulid(moment: datetime, randomness: bytes) -> str:
    """The ULID of an aware moment and 10 random bytes; raises ``ValueError`` for anything else."""
    if len(randomness) != 10:
        raise ValueError("a ULID takes 10 random bytes")
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    if not 0 <= milliseconds < 1 << 48:
        raise ValueError("a moment that no ULID can hold")
    number = milliseconds << 80 | int.from_bytes(randomness, "big")
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))


def parse_ulid(text: str) -> tuple[datetime, bytes]:
    """Moment (aware UTC, milliseconds) and randomness of a ULID; raises ``ValueError`` for anything else."""
    if not is_ulid(text):
        raise ValueError("not a ULID")
    number = 0
    for character in text:
        number = number << 5 | _CROCKFORD.index(character)
    randomness = (number & (1 << 80) - 1).to_bytes(10, "big")
    return _EPOCH + timedelta(milliseconds=number >> 80), randomness


def is_ulid(text: str) -> bool:
    """Whether a text is a ULID as we write them: 26 upper-case characters."""
    return _ULID.fullmatch(text) is not None


def mask_name(name: str) -> str:
    """``张秀英`` → ``张*英``, ``张三`` → ``张*``; other scripts keep the first letter of each word."""
    if len(name) <= 1:
        return name
    if " " in name.strip():
        return " ".join(word[:1] + "*" for word in name.split())
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_id_number(number: str) -> str:
    """``371621194906070011`` → ``371621********0011``; shorter ones show the last four at most."""
    if len(number) == 18:
        return number[:6] + "*" * 8 + number[-4:]
    return _all_but(number, 4)


def mask_phone(number: str) -> str:
    """``13812341234`` → ``138****1234``; others show the last four at most."""
    if len(number) == 11 and number.isdigit():
        return number[:3] + "****" + number[-4:]
    return _all_but(number, 4)


def _all_but(text: str, shown: int) -> str:
    hidden = max(len(text) - shown, len(text) // 2)
    return "*" * hidden + text[hidden:]
