"""Messages: the newest first, lasting ones come back, errors with the step that belongs to them."""

from __future__ import annotations

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.ui.messages import Messages
from provider_desktop.ui.theme import Tone


def _shown(messages: Messages) -> str | None:
    return messages.current.text if messages.current is not None else None


def test_a_passing_message_gives_way_and_a_lasting_one_comes_back() -> None:
    messages = Messages("zh_CN")
    messages.say("锁定还剩 2 天", tone=Tone.YELLOW, lasting=True)
    messages.say_done("已保存")
    assert _shown(messages) == "已保存"
    messages.dismiss()
    assert _shown(messages) == "锁定还剩 2 天"
    messages.dismiss()
    assert _shown(messages) is None
    messages.dismiss()


def test_the_same_again_is_not_piled_up() -> None:
    messages = Messages("zh_CN")
    for _ in range(3):
        messages.say("离线", lasting=True)
    messages.dismiss()
    assert messages.current is None


def test_an_error_has_a_sentence_and_its_step_only_where_something_can_do_it() -> None:
    messages = Messages("en")
    messages.say_error(AppError(ErrorCode.DISK_FULL, path="records.db"))
    assert messages.current is not None
    assert "records.db" in messages.current.text
    assert messages.current.action == ""
    messages.say_error(AppError(ErrorCode.DISK_FULL, path="records.db"), lambda: None)
    assert messages.current.action != ""


def test_another_language_is_spoken_from_then_on() -> None:
    messages = Messages("en")
    messages.set_language("zh_CN")
    messages.say_error(AppError(ErrorCode.DISK_FULL, path="x"))
    assert messages.current is not None
    assert "磁盘" in messages.current.text
