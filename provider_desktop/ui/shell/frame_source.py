"""Where the frame gets what it shows: agency, lights, counts, search hits and the run of the exchange."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from provider_desktop.domain.pinyin import name_keys
from provider_desktop.domain.visits import VisitState
from provider_desktop.ui.main_window import Frame
from provider_desktop.ui.shell.pages import Destination
from provider_desktop.ui.shell.state import SearchHit, ShellState

#: Kind of a hit → the section that shows it, and its icon.
_PLACES = {
    "recipient": ("recipients", "person"),
    "staff": ("recipients", "people"),
    "visit": ("visits", "visits"),
}


def frame_of(services: Any, *, is_sample: bool = False) -> Frame:
    """The frame of open services. ``is_sample`` has the window say so."""
    return Frame(
        state=_state(services),
        search=_search(services),
        exchange=services.sync.run,
        # the sample county is gone afterwards, and so would its backups be
        upkeep=None if is_sample else services.upkeep.run,
        spellings=name_keys,
        is_sample=is_sample,
    )


def no_frame() -> Frame:
    """The frame while nothing is open."""
    return Frame(state=ShellState, search=lambda _text: ())


def _state(services: Any) -> Callable[[], ShellState]:
    def state() -> ShellState:
        session, sharing = services.session.state(), services.sharing.state()
        if sharing.away:
            # Figures are over there; half of them from here would be wrong ones.
            return ShellState(agency_name=session.agency_name, operator=session.operator, sharing=sharing)
        visits = services.visits.counts()
        sync = services.sync.status()
        today = services.today.today()
        waiting = visits.drafts_asking + visits.drafts_blocked
        for state in (VisitState.RETURNED, VisitState.CONFLICT):
            waiting += visits.by_state.get(state, 0)
        return ShellState(
            agency_name=session.agency_name,
            operator=session.operator,
            lights=services.ratings.lights(),
            sync=sync,
            sharing=sharing,
            counts={
                "today": len(today.rows) + today.more,
                "recipients": len(services.recipients.assignments()),
                "schedule": services.schedule.waiting_today(),
                "visits": waiting,
                "upload": sync.to_send,
            },
        )

    return state


def _search(services: Any) -> Callable[[str], Sequence[SearchHit]]:
    def search(text: str) -> Sequence[SearchHit]:
        found = []
        for hit in services.search.search(text):
            section, icon = _PLACES[hit.kind]
            place = Destination(section, hit.key, hit.kind if hit.kind == "staff" else "")
            found.append(SearchHit(hit.title, hit.subtitle, "", icon, place))
        return found

    return search
