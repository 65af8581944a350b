"""Pictures of the section of visits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest

from provider_desktop.domain.visits import VisitState
from provider_desktop.services.sharing import KeptDraft
from provider_desktop.services.visits import VisitFilter
from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.visits.fields import Field
from provider_desktop.ui.visits.kept_panel import KeptPanel
from provider_desktop.ui.visits.visit_view import VisitView
from provider_desktop.ui.visits.visits_page import CORRECTIONS, RECORDS, TO_DEAL, VisitsPage
from tests.screens.screen import Screen
from tests.support.desk import Desk, a_desk, a_history, a_morning
from tests.support.workspace import DATA, huimin

#: Desks live as long as the process that takes the pictures.
_DESKS = ExitStack()
_DESK: list[Desk] = []


def _nothing() -> Desk:
    _DESK.append(
        _DESKS.enter_context(a_desk(language=QLocale().name() if QLocale().name() == "zh_CN" else "en"))
    )
    return _DESK[-1]


def _morning() -> Desk:
    desk = _nothing()
    a_history(desk)
    a_morning(desk)
    return desk


def _town() -> Desk:
    desk = _nothing()
    huimin(desk.workspace)
    desk.imports.run(desk.imports.open(DATA / "staff_roster.xlsx", "staff"))
    return desk


def _page(window: MainWindow) -> VisitsPage:
    page = window.open_page
    assert isinstance(page, VisitsPage)
    return page


def _typing(window: MainWindow) -> None:
    table = _page(window).entry.table
    table.go_to(5, Field.RECIPIENT)
    QTest.keyClicks(table, "l")
    QTest.keyClicks(table.focusWidget(), "xy")


def _expected(window: MainWindow) -> None:
    """Where typing goes on, with the next expected visit in grey."""
    table = _page(window).entry.table
    table.go_to(5, Field.RECIPIENT)


def _finding(window: MainWindow) -> None:
    _page(window).entry.table.go_to(3, Field.TIME_IN)


def _reason(window: MainWindow) -> None:
    page = _page(window)
    page.entry.table.go_to(2, Field.TIME_IN)
    page.entry.panel.ask_reason()


def _view(window: MainWindow, record: str) -> VisitView:
    page = _page(window)
    page.show_visit(record)
    assert isinstance(page.front, VisitView)
    return page.front


def _detail(window: MainWindow) -> None:
    _view(window, _DESK[-1].visits.corrections(1)[0][0])


def _correct(window: MainWindow) -> None:
    returned = _DESK[-1].visits.page(VisitFilter(state=VisitState.RETURNED), 0, 1).rows[0].record
    view = _view(window, returned)
    view.correct()
    assert view.form is not None
    view.form.preview()


def _alike(window: MainWindow) -> None:
    returned = _DESK[-1].visits.page(VisitFilter(state=VisitState.RETURNED), 0, 1).rows[0].record
    verdict = _DESK[-1].visits.detail(returned).versions[0].verdict
    assert verdict is not None
    _page(window).start_alike(verdict.findings[0].rule)


def _import(window: MainWindow) -> None:
    _page(window).start_import(str(DATA / "visits_2026-10_town_ledger.xlsx"))


def _import_empty(window: MainWindow) -> None:
    page = _page(window)
    page.start_import(choose=False)


def _tab(tab: int) -> Callable[[MainWindow], None]:
    return lambda window: _page(window).show_tab(tab)


def _two_changed(window: MainWindow) -> None:
    """A draft that was changed on this PC and on another at the same time."""
    (mine, *_), desk = _DESK[-1].entry.lines([row.record for row in _DESK[-1].entry.drafts()]), _DESK[-1]
    person = desk.recipients.options("李秀英")[0]
    theirs = replace(mine, remarks="老人午睡，晚到十分钟", satisfaction=1)
    names = {mine.recipient: person.name}
    kept = KeptDraft(
        mine.record, replace(mine, satisfaction=2), theirs, False, ("satisfaction", "remarks"), names
    )
    panel = _page(window).entry.findChild(KeptPanel)
    assert isinstance(panel, KeptPanel)
    panel.show_kept((kept,))


SCREENS = (
    Screen("visits_quick_entry", "visits", services=_morning, prepare=_typing),
    Screen("visits_expected", "visits", services=_morning, prepare=_expected),
    Screen("visits_finding", "visits", services=_morning, prepare=_finding),
    Screen("visits_reason", "visits", services=_morning, prepare=_reason),
    Screen("visits_two_changed", "visits", services=_morning, prepare=_two_changed),
    Screen("visits_empty", "visits", services=_nothing),
    Screen("visits_records", "visits", services=_morning, prepare=_tab(RECORDS)),
    Screen("visits_to_deal", "visits", services=_morning, prepare=_tab(TO_DEAL)),
    Screen(
        "visits_corrections",
        "visits",
        services=_morning,
        prepare=_tab(CORRECTIONS),
    ),
    Screen("visits_detail", "visits", services=_morning, prepare=_detail),
    Screen("visits_correct", "visits", services=_morning, prepare=_correct),
    Screen("visits_alike", "visits", services=_morning, prepare=_alike),
    Screen("visits_import_start", "visits", services=_nothing, prepare=_import_empty),
    Screen("visits_import", "visits", services=_town, prepare=_import),
)
