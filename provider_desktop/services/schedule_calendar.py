"""Days on which the office rests: weekends and public holidays, less the weekends worked in exchange."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from provider_desktop.domain.schedule_hours import days_between


def days_off(first: date, last: date, language: str, *, weekends: bool = False) -> Mapping[date, str]:
    """Days from ``first`` to ``last`` (inclusive) that are no working days, with the holiday's name.

    A plain weekend has the name ``""``. With ``weekends`` the office works on Saturdays and Sundays that are
    no holidays. As published by the State Council for the years that the library knows; later years have the
    holidays of the law without the days moved for them.
    """
    import holidays  # takes a tenth of a second, and only the schedule needs it

    calendar = holidays.country_holidays(
        "CN",
        years=range(first.year, last.year + 1),
        language="zh_CN" if language == "zh_CN" else "en_US",
    )
    working_weekends: set[date] = getattr(calendar, "weekend_workdays", set())
    found: dict[date, str] = {}
    for day in days_between(first, last):
        if day in calendar:
            found[day] = calendar[day]
        elif day.weekday() >= 5 and day not in working_weekends and not weekends:
            found[day] = ""
    return found
