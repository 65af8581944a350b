"""The closed list of error codes: each has words in both languages, and none is made up on the way."""

import pytest

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.wording import LANGUAGES, groups, sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", ["error", "error_step"])
def test_every_code_has_a_sentence(group, language):
    assert set(groups(language)[group]) == {code.value for code in ErrorCode}


def test_the_sentence_is_filled_from_the_parameters():
    error = AppError(ErrorCode.DATABASE_TOO_NEW, found=9, known=4)
    words = sentence("error", error.code, "en", error.params)
    assert words == "The database was written by a newer release (version 9; this one knows 4)."


def test_a_code_that_is_not_on_the_list_is_our_mistake():
    with pytest.raises(ValueError, match="NoSuchCode"):
        AppError("NoSuchCode")  # type: ignore[arg-type]


def test_an_error_shows_code_and_parameters_where_no_words_are_at_hand():
    assert (
        str(AppError(ErrorCode.OFFLINE, url="https://receiver.example"))
        == "Offline(url=https://receiver.example)"
    )
