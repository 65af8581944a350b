"""The morning sheet's values: the day's list and figures in the words of a paper."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from provider_desktop.domain.clock import LOCAL
from provider_desktop.reports.morning_sheet import MorningSheet, SheetFigure, SheetLine
from provider_desktop.reports.style import paper_period
from provider_desktop.services.ratings import Lights
from provider_desktop.services.today import Today, TodayStats
from provider_desktop.wording import sentence


def morning_sheet(
    today: Today, lights: Lights, language: str, agency_name: str, made_at: str, made_by: str
) -> MorningSheet:
    """The sheet of a day: its rows in their order, as the window shows them."""
    return MorningSheet(
        agency_name=agency_name,
        day=today.day,
        made_at=made_at,
        made_by=made_by,
        light=_light(lights, language),
        figures=_figures(today.stats, language),
        lines=tuple(
            SheetLine(
                row.severity,
                sentence("today", row.kind, language, row.values),
                row.affects_name,
                row.days_left,
                row.reason,
            )
            for row in today.rows
        ),
        more=today.more,
    )


def _light(lights: Lights, language: str) -> str:
    """The two lights in one line; only those that there are."""
    said = []
    for code, light, period in (
        ("sheet_official", lights.official, lights.official_period),
        ("sheet_estimate", lights.estimate, lights.estimate_period),
    ):
        if light:
            values = {"period": paper_period(period, language), "light": sentence("light", light, language)}
            said.append(sentence("paper", code, language, values))
    return "　".join(said)


def _figures(stats: TodayStats, language: str) -> tuple[SheetFigure, ...]:
    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    month, share = f"{stats.month_done}", ""
    if stats.month_due:
        month = f"{stats.month_done} / {stats.month_due}"
        percent = (Decimal(100 * stats.month_done) / stats.month_due).quantize(Decimal("0.1"), ROUND_HALF_UP)
        share = f"{percent} %"
        if stats.completion_bound:
            share += "　" + say("sheet_green", bound=stats.completion_bound)
    lock, moment = "—", ""
    if stats.lock_at is not None and stats.lock_days is not None:
        lock = say("days", count=stats.lock_days)
        moment = stats.lock_at.astimezone(LOCAL).strftime("%m-%d %H:%M")
    missed = say("sheet_missed", count=stats.missed) if stats.missed else ""
    return (
        SheetFigure(say("sheet_due"), f"{stats.due_today}", missed),
        SheetFigure(say("sheet_month"), month, share),
        SheetFigure(say("sheet_upload"), f"{stats.to_send}", ""),
        SheetFigure(say("sheet_lock"), lock, moment),
    )
