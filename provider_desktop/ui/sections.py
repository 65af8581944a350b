"""The sections of the window, in the order of the rail: adding one is adding a line here."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from provider_desktop.ui.shell.pages import PageContext, PageSpec


def _schedule(context: PageContext) -> QWidget:
    from provider_desktop.ui.schedule.schedule_page import SchedulePage

    return SchedulePage(context)


def _visits(context: PageContext) -> QWidget:
    from provider_desktop.ui.visits.visits_page import VisitsPage

    return VisitsPage(context)


def _recipients(context: PageContext) -> QWidget:
    from provider_desktop.ui.recipients.recipients_page import RecipientsPage

    return RecipientsPage(context)


def _today(context: PageContext) -> QWidget:
    from provider_desktop.ui.today.today_page import TodayPage

    return TodayPage(context)


def _upload(context: PageContext) -> QWidget:
    from provider_desktop.ui.uploads.upload_page import UploadPage

    return UploadPage(context)


def _reports(context: PageContext) -> QWidget:
    from provider_desktop.ui.reports.reports_page import ReportsPage

    return ReportsPage(context)


def _settings(context: PageContext) -> QWidget:
    from provider_desktop.ui.settings.settings_page import SettingsPage

    return SettingsPage(context)


def _rating(context: PageContext) -> QWidget:
    from provider_desktop.ui.ratings.rating_page import RatingPage

    return RatingPage(context)


def all_sections() -> tuple[PageSpec, ...]:
    """Every section; its page is imported and built when it is first opened."""
    return (
        PageSpec("today", "today", _today),
        PageSpec("recipients", "recipients", _recipients),
        PageSpec("schedule", "schedule", _schedule),
        PageSpec("visits", "visits", _visits),
        PageSpec("rating", "rating", _rating),
        PageSpec("upload", "upload", _upload),
        PageSpec("reports", "reports", _reports),
        PageSpec("settings", "settings", _settings, at_bottom=True),
    )
