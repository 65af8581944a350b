"""Pictures of the small records: their list, calls to make, a form with findings, a complaint whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provider_desktop.domain.complaints import Complaint
from provider_desktop.domain.followups import Confirmed, Followup
from provider_desktop.domain.incidents import Incident, IncidentKind, Informed, Severity
from provider_desktop.domain.needs import Dimension, Need, Person, Urgency
from provider_desktop.ui.main_window import MainWindow
from provider_desktop.ui.recipients.recipients_page import RecipientsPage
from provider_desktop.ui.shell.pages import Destination
from tests.screens.county import county
from tests.screens.screen import Screen

_WHO = "R371621100003"


def _busy_county() -> Any:
    """The sample county with a few days of calls, and a complaint whose last day is near."""
    services = county()
    cases, now = services.cases, services.workspace.now()
    cases.submit(
        Need(
            person=Person("李福来", "371621195207150025", "13905430001", "石庙镇", "石庙镇第9号"),
            dimensions=(Dimension.HOUSING, Dimension.HEALTH),
            found_at=now - timedelta(days=2),
            urgency=Urgency.URGENT,
            text="独居，屋顶漏雨，近一月未见子女。",
            refer_to="石庙镇卫生院",
            consent=True,
        )
    )
    cases.submit(
        Followup(_WHO, at=now - timedelta(hours=3), satisfaction=1, text="对服务满意，希望下午上门。")
    )
    cases.submit(Followup("R371621100004", at=now - timedelta(hours=2), confirmed=Confirmed.UNREACHED))
    cases.submit(
        Complaint(
            _WHO,
            received_at=now - timedelta(days=6),
            text="连续两次迟到半小时以上。",
            due=(now + timedelta(days=1)).date(),
        )
    )
    cases.submit(
        Incident(
            "R371621100004",
            kind=IncidentKind.FALL,
            severity=Severity.MINOR,
            happened_at=now - timedelta(hours=20),
            reported_at=now - timedelta(hours=19),
            measures="扶起，测血压，通知家属。",
            informed=(Informed.FAMILY,),
            text="下床时滑倒，右手擦伤。",
        )
    )
    cases.save(Need(recipient=_WHO, dimensions=(Dimension.EMPLOYMENT,), found_at=now, text="想学编织。"))
    return services


def _page(window: MainWindow, key: str, field: str) -> RecipientsPage:
    window.open(Destination("recipients", key, field))
    return window.findChildren(RecipientsPage)[0]


def _list(window: MainWindow) -> None:
    _page(window, "all", "cases")


def _need(window: MainWindow) -> None:
    page = _page(window, "new", "need")
    form = page.desk.form
    assert form is not None
    form._send()


def _incident(window: MainWindow) -> None:
    _page(window, _WHO, "incident")


def _complaint(window: MainWindow) -> None:
    page = _page(window, "complaint", "cases")
    page.cases.table.row_opened.emit(page.cases.table.current_row)


SCREENS = (
    Screen("cases", "recipients", services=_busy_county, prepare=_list),
    Screen("cases_need", "recipients", services=_busy_county, prepare=_need),
    Screen("cases_incident", "recipients", services=_busy_county, prepare=_incident),
    Screen("cases_complaint", "recipients", services=_busy_county, prepare=_complaint),
)
