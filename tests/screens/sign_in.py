"""Pictures of the page while nobody sits at the PC."""

from __future__ import annotations

from dataclasses import replace

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.recipients.recipients_page import RecipientsPage
from provider_desktop.ui.sign_in.sign_in_page import SignInPage
from tests.screens.county import county
from tests.screens.screen import Screen


class FreeSeat:
    """Three people to choose from; whoever tries has tried too often."""

    def __init__(self, code: ErrorCode = ErrorCode.SIGN_IN_LOCKED) -> None:
        self._code = code

    def names(self) -> tuple[str, ...]:
        return ("孙会计", "周敏", "钱稽核")

    def sign_in(self, _name: str, _password: str, _passphrase: str) -> None:
        raise AppError(self._code, **({"seconds": 30} if self._code is ErrorCode.SIGN_IN_LOCKED else {}))


def _page(window: MainWindow, seat: FreeSeat) -> SignInPage:
    page = SignInPage(replace(window._context, services=seat), lambda: None)
    window.cover(page)
    return page


def _free(window: MainWindow) -> None:
    _page(window, FreeSeat())


def _waiting(window: MainWindow) -> None:
    page = _page(window, FreeSeat())
    page.password.setText("wrong")
    page.sign_in()


def _phrase(window: MainWindow) -> None:
    page = _page(window, FreeSeat(ErrorCode.PASSPHRASE_NEEDED))
    page.password.setText("not told")
    page.sign_in()


def _rights(window: MainWindow) -> None:
    page = window.open_page
    assert isinstance(page, RecipientsPage)
    page.people.table.selectRow(0)
    row = page.people.table.current_row
    page.open_person(row.recipient)
    card = page._card
    assert card is not None
    card.rights_wanted.emit()


SCREENS = (
    Screen("sign_in", "today", services=county, prepare=_free),
    Screen("sign_in_waiting", "today", services=county, prepare=_waiting),
    Screen("sign_in_passphrase", "today", services=county, prepare=_phrase),
    Screen("recipients_rights", "recipients", services=county, prepare=_rights),
)
