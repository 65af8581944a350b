"""The page that covers the window where the data do not open: what it means, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.ui.first_start.restoring import Restoring
from provider_desktop.ui.first_start.sheet import Sheet
from provider_desktop.ui.shell.pages import PageContext
from provider_desktop.ui.widgets.buttons import SecondaryButton
from provider_desktop.ui.widgets.surfaces import Card, words

#: What is wrong with a data folder that a backup puts right.
DAMAGES: Final = frozenset(
    {
        ErrorCode.DATABASE_DAMAGED,
        ErrorCode.KEY_WRONG,
        ErrorCode.KEY_FILE_DAMAGED,
        ErrorCode.KEY_UNAVAILABLE,
    }
)


def damaged(error: AppError) -> Callable[[PageContext, Callable[[], None]], QWidget]:
    """Makes the page for why the data do not open."""
    return lambda context, done: DamagedPage(context, done, error)


class DamagedPage(Sheet):
    """Nothing was changed: one can try again, or go back to a backup; the damaged file is kept aside."""

    def __init__(self, context: PageContext, done: Callable[[], None], error: AppError) -> None:
        super().__init__(context.language, "", "")
        self.say(
            self.tr("The data of this PC do not open"),
            self.tr("Nothing was changed, and no new database was made in their place."),
        )
        self.show_error(error)
        again = Card(spacing=10)
        again.box.addWidget(
            words(
                self.tr(
                    "A disk that was not ready, or another program at the file, goes by: try again first. "
                    "If it stays, go back to a backup. What was uploaded since comes back from the "
                    "platform; the file that does not open is kept aside."
                ),
                "muted",
                wrap=True,
            )
        )
        self.again = SecondaryButton(self.tr("Try again"))
        self.again.clicked.connect(done)
        line = QHBoxLayout()
        line.addWidget(self.again)
        line.addStretch(1)
        again.box.addLayout(line)
        self.restoring = Restoring(context, context.services)
        self.restoring.back.hide()
        self.restoring.restored.connect(done)
        self.restoring.failed.connect(self.show_error)
        self.add(again)
        self.add(self.restoring)
        self.restoring.begin()
        self.language_chosen.connect(lambda language: context.remember(language=language))
        self.setFocusProxy(self.again)
