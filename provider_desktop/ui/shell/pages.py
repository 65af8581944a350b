"""What a page is to the window: a small protocol, the surroundings it gets, and where to go next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from provider_desktop.domain.clock import Clock
from provider_desktop.ui.changes import Changes
from provider_desktop.ui.exchange import Exchange
from provider_desktop.ui.formatting import Formats
from provider_desktop.ui.labels import Labels
from provider_desktop.ui.messages import Messages
from provider_desktop.ui.tasks import TaskRunner
from provider_desktop.ui.theme import Appearance


@dataclass(frozen=True, slots=True)
class Destination:
    """A place in the program: a section, a record in it, and the field to look at."""

    section: str
    key: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class PageContext:
    """What every page is built with. ``services`` is what ``bootstrap`` made, called through ``tasks`` only.

    ``open`` leads anywhere else in the program; ``exchange`` sends and fetches, and says how it
    goes. ``remember`` applies and keeps choices named like the members of ``settings.Settings``.
    """

    services: Any
    tasks: TaskRunner
    changes: Changes
    messages: Messages
    labels: Labels
    formats: Formats
    appearance: Appearance
    clock: Clock
    exchange: Exchange
    remember: Callable[..., None]
    open: Callable[[Destination], None]

    @property
    def language(self) -> str:
        """The language of the window: ``zh_CN`` or ``en``."""
        return self.labels.language


@runtime_checkable
class Page(Protocol):
    """A screen of the window; always a ``QWidget`` too.

    ``reload`` asks the services anew, through ``context.tasks``, and is called when the page is first shown
    and whenever one of its ``topics`` changed. ``actions_offered`` are listed in the menu with their keys.
    """

    title: str
    topics: frozenset[str]

    def reload(self) -> None:
        """Bring what is shown up to date."""
        ...

    def actions_offered(self) -> Sequence[QAction]:
        """What can be done here, for the menu; the keys work while the page is shown."""
        ...


@runtime_checkable
class Opens(Protocol):
    """A page that can lead to one of its records."""

    def open_record(self, destination: Destination) -> None:
        """Show a record, and put the cursor into its field where one is named."""
        ...


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A section of the window. ``factory`` makes its page when it is first opened."""

    key: str
    icon: str
    factory: Callable[[PageContext], QWidget]
    at_bottom: bool = False
