"""Passwords are kept so that they can be told again but not read; weak ones are turned away."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provider_desktop.errors import AppError
from provider_desktop.security.algorithms import Cost
from provider_desktop.security.passwords import is_password, keep_password
from provider_desktop.security.strength import (
    PASSPHRASE_BITS,
    check_strength,
    new_passphrase,
    strength,
)

CHEAP = Cost(1, 1, 64)


def test_only_the_password_itself_is_it() -> None:
    kept = keep_password("caf\u00e9 8 pots", CHEAP)
    assert is_password("cafe\u0301 8 pots", kept)  # typed on another keyboard
    assert not is_password("café 8 pot", kept)
    assert not is_password("", kept)


def test_the_same_password_is_kept_differently_each_time() -> None:
    assert keep_password("one", CHEAP) != keep_password("one", CHEAP)


def test_nobody_s_password_is_no_password() -> None:
    assert not is_password("", "")
    assert not is_password("anything", "")


def test_a_kept_password_may_not_ask_for_all_memory() -> None:
    kept = json.loads(keep_password("one", CHEAP))
    assert not is_password("one", json.dumps({**kept, "memory_kib": 2**30}))
    assert not is_password("one", json.dumps({**kept, "kind": "md5"}))


@pytest.mark.parametrize(
    "weak",
    ["", "1234567", "12345678", "aaaaaaaaaaaaaaaa", "abcabcabcabc", "password2026", "abcdefghij", "19491001"],
)
def test_what_people_try_first_is_turned_away(weak: str) -> None:
    with pytest.raises(AppError):
        check_strength(weak, PASSPHRASE_BITS, 8)


@pytest.mark.parametrize("strong", ["correct horse battery", "惠民养老院的钥匙", "Ri2-huW9-oop4"])
def test_what_takes_long_to_guess_is_taken(strong: str) -> None:
    check_strength(strong, PASSPHRASE_BITS, 8)


def test_words_that_everybody_knows_here_are_turned_away() -> None:
    with pytest.raises(AppError):
        check_strength("惠民县暖心居家服务中心2026", PASSPHRASE_BITS, 8, ["惠民县暖心居家服务中心"])


def test_a_made_passphrase_is_strong_and_never_the_same() -> None:
    made = {new_passphrase() for _ in range(50)}
    assert len(made) == 50
    for each in made:
        check_strength(each, PASSPHRASE_BITS, 8)
        assert not set(each) & set("il1o0O")


@given(st.text(min_size=1, max_size=12), st.integers(2, 6))
@settings(max_examples=60)
def test_saying_a_word_again_hardly_makes_it_stronger(word: str, times: int) -> None:
    assert strength(word * times) <= strength(word + word) + 2
