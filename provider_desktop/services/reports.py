"""Papers as values: what a paper shows is also what is looked at before it is written."""

from __future__ import annotations

from provider_desktop.reports.month_summary import MonthSummary, SummaryLine

__all__ = ["MonthSummary", "SummaryLine"]
