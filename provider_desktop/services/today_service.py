"""The page of a day: figures at the top, and what to do, by what is at stake and how few days are left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from provider_desktop.domain.clock import day_start, local_day
from provider_desktop.services.key_service import KeyService
from provider_desktop.services.people import StaffService
from provider_desktop.services.permissions import everyone
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.sync_service import SyncService
from provider_desktop.services.today import Today
from provider_desktop.services.today_book import MonthBooks
from provider_desktop.services.today_cases import case_today
from provider_desktop.services.today_plan import MonthPlan
from provider_desktop.services.today_rows import ONE_BY_ONE, DayPage, WeighedRow
from provider_desktop.services.upkeep_service import UpkeepService
from provider_desktop.services.workspace import Workspace
from provider_desktop.wording import sentence

#: Rows on the page; what weighs least is left out.
ROWS = 200
#: Days within which certificates that expire are told.
EXPIRY_DAYS = 30


class TodayService:
    """What to do today."""

    def __init__(
        self,
        workspace: Workspace,
        ratings: RatingService | None = None,
        upkeep: UpkeepService | None = None,
        keys: KeyService | None = None,
    ) -> None:
        """``ratings`` is shared with whoever else shows the estimate, so that it is worked out once;
        ``upkeep`` reminds of backups and ``keys`` of the passphrase, where they are given."""
        self._workspace = workspace
        self._ratings = ratings or RatingService(workspace)
        self._upkeep, self._keys = upkeep, keys
        self._books = MonthBooks(workspace)
        self._sync = SyncService(workspace)
        self._staff = StaffService(workspace)

    @everyone
    def today(self) -> Today:
        """The page as it stands now. Names of recipients are masked."""
        now = self._workspace.now()
        with self._workspace.reading() as reading, self._books.lock:
            page = DayPage(
                reading=reading,
                now=now,
                language=self._workspace.language,
                standing=self._ratings.standing(reading, local_day(now)),
                plan=MonthPlan(reading, self._books.open(reading, local_day(now))),
                catalogues=reading.catalogues.all(),
            )
            weighed = [
                *page.rows(),
                *case_today(page),
                *self._returned(page),
                *self._certificates(page),
                *self._keeping(page),
            ]
            stats = page.stats()
        ordered = sorted(weighed, key=lambda each: (-each.weight, each.row.kind, each.row.key))
        rows = tuple(each.row for each in ordered)
        return Today(local_day(now), stats, rows[:ROWS], max(0, len(rows) - ROWS))

    def _returned(self, page: DayPage) -> Iterator[WeighedRow]:
        """Records that came back, by what is wrong with them.

        The first pass is lost already; but until it is corrected, the visit does not count as done.
        """
        for group in self._sync.returned(self._workspace.language):
            first = group.rows[0]
            reason = _first_sentence(first.texts[0]) if first.texts else group.rule
            deadlines = [row.free_until for row in group.rows if row.free_until]
            if len(group.rows) > ONE_BY_ONE:
                values: dict[str, str | int] = {"count": len(group.rows), "reason": reason}
                yield page.weighed(
                    "returned_group", values, "plan_completion", "returned", stake=len(group.rows),
                    severity="red", deadline=min(deadlines, default=None), target="upload",
                    key=group.rule, action="view",
                )  # fmt: skip
                continue
            for row in group.rows:
                told = _first_sentence(row.texts[0]) if row.texts else group.rule
                day = row.row.day.strftime("%m-%d") if row.row.day else ""
                values = {"name": row.row.recipient_name, "day": day, "reason": told}
                yield page.weighed(
                    "returned", values, "plan_completion", "returned", severity="red",
                    deadline=row.free_until, target="visits", key=row.row.record, action="correct",
                )  # fmt: skip

    def _certificates(self, page: DayPage) -> Iterator[WeighedRow]:
        """Certificates that expire soon, or have."""
        for member, kind, until in self._staff.expiring(EXPIRY_DAYS):
            expired = until < page.today
            values: dict[str, str | int] = {
                "name": member.name,
                "certificate": sentence(
                    "qualification" if kind == "health" else "certificate", kind, page.language
                ),
                "day": until.isoformat(),
            }
            yield page.weighed(
                "certificate_expired" if expired else "certificate", values, "certificates_valid",
                "certificate", severity="red" if expired else "yellow",
                deadline=day_start(until + timedelta(days=1)), target="recipients", key=member.staff,
                action="register",
            )  # fmt: skip

    def _keeping(self, page: DayPage) -> Iterator[WeighedRow]:
        """Backups that are overdue or were not tried out for long, and a disk that fills."""
        for each in self._upkeep.reminders() if self._upkeep else ():
            severity = "none" if each.kind == "backup_drill" else "yellow"
            yield page.weighed(
                each.kind, {"figure": each.figure}, "", "keeping", severity=severity, target="settings",
                key="pc" if each.kind == "disk_low" else "backups", action="view",
            )  # fmt: skip
        told = self._keys.reminder() if self._keys else None
        if told is not None:
            yield page.weighed(
                told[0], {"figure": told[1]}, "", "keeping", severity="yellow", target="settings",
                key="keys", action="view",
            )  # fmt: skip


def _first_sentence(text: str) -> str:
    """What is wrong; what to do about it follows where the row leads."""
    return re.split(r"[。；]|[.;]\s", text, maxsplit=1)[0].rstrip(".")
