"""Whether a passphrase or password is hard enough to guess: a rough estimate of ours, and a plain reason.

The estimate counts length by the kinds of characters used, and takes off what repeats or runs on. It is no
measure of a determined attack; it turns away what people try first. Chinese characters count for themselves.
"""

from __future__ import annotations

import math
import secrets
import unicodedata
from collections.abc import Iterable
from typing import Final

from provider_desktop.errors import AppError, ErrorCode

#: Bits that the estimate must reach: what opens the data without this PC, and what opens a seat at it.
PASSPHRASE_BITS: Final = 45
PASSWORD_BITS: Final = 30
PASSWORD_MINIMUM: Final = 8

#: What people choose first, in pinyin and English; compared without digits and signs at the ends.
_COMMON_WORDS: Final = """
aaa aaaa abc abcabc abcd abcdef abcdefg admin administrator asdfgh asdfghjkl beijing binzhou
changeme china computer default demo diannao dragon fuwu guest hello huimin iloveyou jujia kaijimima
laoren letmein login master mima minzheng minzhengju monkey nuanxin office pass passw password
qazwsx qweasd qweasdzxc qwerty qwertyui qwertyuiop root secret shandong sunshine taobao test user
wechat weixin welcome woaini woaini1314 woaini520 wodemima yanglao zhongguo zxcvbn zxcvbnm
"""
_COMMON: Final = frozenset(_COMMON_WORDS.split())

#: No letter or digit that is taken for another one when read from paper.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 6, 4


def check_strength(secret: str, bits: int, minimum: int, words: Iterable[str] = ()) -> None:
    """Raises ``AppError`` ``PassphraseWeak`` with ``reason`` ``short``, ``common`` or ``simple``.

    *words* are what an attacker knows: the user's name, the agency.
    """
    if len(secret) < minimum:
        raise AppError(ErrorCode.PASSPHRASE_WEAK, minimum=minimum, reason="short")
    plain = secret.casefold()
    core = plain.strip("0123456789!@#$%^&*()_-+=.,。 ，")
    known = {word.casefold() for word in words if len(word) > 1}
    if core in _COMMON or core in known or plain in known:
        raise AppError(ErrorCode.PASSPHRASE_WEAK, minimum=minimum, reason="common")
    if strength(secret) < bits:
        raise AppError(ErrorCode.PASSPHRASE_WEAK, minimum=minimum, reason="simple")


def strength(secret: str) -> int:
    """Bits of the estimate."""
    typed = unicodedata.normalize("NFC", secret)
    counted = 0.0
    for place, sign in enumerate(typed):
        worth = _worth(sign)
        if place and (sign == typed[place - 1] or abs(ord(sign) - ord(typed[place - 1])) == 1):
            worth /= 4  # aaaa, 1234, dcba
        elif sign in typed[:place]:
            worth /= 1.5
        counted += worth
    for half in range(1, len(typed) // 2 + 1):
        if len(typed) % half == 0 and typed[:half] * (len(typed) // half) == typed:
            return int(counted * half / len(typed)) + 2  # one word over and over
    return int(counted)


def new_passphrase() -> str:
    """A fresh one that can be read aloud and typed from paper: six groups of four, 118 bits by chance."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _worth(sign: str) -> float:
    """Bits of one sign by its kind."""
    if sign.isdigit():
        return math.log2(10)
    if sign.isascii() and sign.isalpha():
        return math.log2(26)
    if ord(sign) >= 0x3400:
        return math.log2(3500)  # the characters that are in daily use
    return math.log2(33)
