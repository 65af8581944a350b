"""Papers of the light: the morning sheet, the reply to a yellow or red light, the evidence of an appeal."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from provider_desktop.domain.clock import LOCAL, local_day
from provider_desktop.domain.rectifications import Rectification
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.files import write_atomically
from provider_desktop.reports.evidence_pack import EvidencePack, PackFile, PackIndicator, write_evidence_pack
from provider_desktop.reports.morning_sheet import MorningSheet, write_morning_sheet
from provider_desktop.reports.rectification_reply import (
    RectificationReply,
    ReplyIndicator,
    ReplyRecord,
    write_rectification_reply,
)
from provider_desktop.security.users import Permission
from provider_desktop.services.appeal_files import (
    pack_parts,
    pack_tables,
    proofs_file,
    proofs_of,
    statement_of,
)
from provider_desktop.services.morning import morning_sheet
from provider_desktop.services.permissions import everyone, needs, require
from provider_desktop.services.rating_past import Differences
from provider_desktop.services.ratings import BehindRow, IndicatorRow, RatingOverview, Ratings, RatingView
from provider_desktop.services.today_service import TodayService
from provider_desktop.services.workspace import Workspace
from provider_desktop.spreadsheets.writing import write_tables
from provider_desktop.storage.ratings import OfficialRating
from provider_desktop.wording import sentence

MORNING_SHEET, EVIDENCE_PACK = "morning_sheet", "evidence_pack"
#: Names of the papers that a command can ask for.
LIGHT_PAPERS = (MORNING_SHEET, EVIDENCE_PACK)

_PAPER, _SHEETS, _PROOFS = "appeal.pdf", "records.xlsx", "proofs.json"
#: A reply names no more records than its payload may hold.
_MOST_RECORDS = 500
_VISIT = "visit"


@dataclass(frozen=True, slots=True)
class ReplyBasis:
    """What a reply answers: the official light of a period, its statement (``notice``), the indicators that
    were not green, and the visits behind them that failed, as the bureau named them."""

    period: str
    light: str
    notice: int
    published: date
    indicators: tuple[IndicatorRow, ...]
    vetoes: tuple[str, ...]
    records: tuple[BehindRow, ...]


class RatingPaperService:
    """Makes papers of the light; each one written leaves a line in the audit trail."""

    def __init__(self, workspace: Workspace, ratings: Ratings, today: TodayService) -> None:
        self._workspace = workspace
        self._ratings = ratings
        self._today = today

    @everyone
    def morning(self, language: str = "") -> MorningSheet:
        """What the morning sheet says now: the day's list in its order, names masked."""
        today, lights = self._today.today(), self._ratings.lights()
        return morning_sheet(
            today, lights, language or self._workspace.language, self._name(), self._made_at(), self._actor()
        )

    @needs(Permission.PRINT)
    def write_morning(self, out: Path, language: str = "") -> int:
        """Write the morning sheet as PDF; the number of pages. Raises ``AppError`` ``FileUnwritable``,
        ``ValueInvalid`` for another ending."""
        _require_ending(out, ".pdf")
        sheet = self.morning(language)
        try:
            pages = write_morning_sheet(out, sheet, language or self._workspace.language)
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(out)) from error
        self._note(MORNING_SHEET, sheet.day.isoformat(), "", pages=pages)
        return pages

    @everyone
    def reply_basis(self, period: str) -> ReplyBasis:
        """What a reply to the light of a period answers.

        Raises ``AppError`` ``ValueInvalid`` where nothing was published for it.
        """
        stored, overview, official = self._published(period)
        low = tuple(row for row in official.indicators if row.light in {"yellow", "red"})
        keys = tuple(dict.fromkeys(key for row in low for key in row.failing))
        records = tuple(row for row in self._ratings.named(keys) if row.kind == _VISIT)
        return ReplyBasis(
            period=overview.estimate.period,
            light=official.light,
            notice=stored.statement,
            published=local_day(stored.issued_at),
            indicators=low,
            vetoes=official.vetoes,
            records=records[:_MOST_RECORDS],
        )

    @needs(Permission.PRINT)
    def write_reply(
        self, period: str, reply: Rectification, out: Path, language: str = "", entry: str = ""
    ) -> int:
        """Write the reply to the light of a period as PDF; the number of pages. ``entry`` is the hash of the
        entry that carries it, '' while it is not sealed.

        Raises ``AppError``: ``ValueInvalid`` where nothing was published for the period, the reply has no
        day, or for another ending; ``FileUnwritable``.
        """
        _require_ending(out, ".pdf")
        if reply.done_by is None:
            raise AppError(ErrorCode.VALUE_INVALID, name="done_by", value="")
        language = language or self._workspace.language
        paper = self._reply(self.reply_basis(period), reply, reply.done_by, language, entry)
        try:
            pages = write_rectification_reply(out, paper, language)
        except OSError as error:
            raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(out)) from error
        self._note("rectification_reply", period, "", pages=pages)
        return pages

    @needs(Permission.PRINT)
    def write_appeal(self, period: str, case: str, out: Path, language: str = "", reveal: str = "") -> int:
        """Write the evidence of an appeal against the light of a period as ``.zip``: the paper, what differs
        as a spreadsheet, and signed originals. The pages of the paper. ``case`` are the agency's own words.

        Names and the content of visits are left out unless a reason to show them is given, which the trail
        keeps. Raises ``AppError``: ``ValueInvalid`` where nothing was published for the period, or for
        another ending; ``FileUnwritable`` or ``DiskFull``; ``NotAllowed`` for a reason without the right.
        """
        _require_ending(out, ".zip")
        if reveal:
            require(self._workspace, Permission.REVEAL)
        language = language or self._workspace.language
        stored, overview, official = self._published(period)
        found = self._ratings.differences(period)
        pages, content = self._appeal(stored, overview, official, found, case, language, bool(reveal))
        write_atomically(out, content)
        self._note(EVIDENCE_PACK, period, reveal, pages=pages)
        return pages

    def _appeal(
        self,
        stored: OfficialRating,
        overview: RatingOverview,
        official: RatingView,
        found: Differences | None,
        case: str,
        language: str,
        revealed: bool,
    ) -> tuple[int, bytes]:
        """The pages of the paper, and the whole as a zip."""
        differing = {each.indicator for each in found.indicators} if found else set()
        rows = [row for each in found.indicators for row in each.rows] if found else []
        records = [row.key for row in rows if row.kind == _VISIT]
        membership = self._workspace.membership
        agency = membership.agency if membership else ""
        period = overview.estimate.period
        with self._workspace.reading() as reading:
            people = reading.recipients.many(
                row.visit.recipient if row.visit else row.key.partition("/")[0] for row in rows
            )
            names: Mapping[str, str] = {}
            if revealed:
                whose = {
                    row.key: row.visit.recipient if row.visit else row.key.partition("/")[0] for row in rows
                }
                names = {key: people[who].name for key, who in whose.items() if who in people}
            proofs = proofs_of(reading, records)
            statement = statement_of(reading, stored.statement)
            proofs_raw = proofs_file(
                reading, agency=agency, period=period, notice=stored.statement, records=records,
                with_content=revealed,
            )  # fmt: skip
            own = reading.stream.own()
        indicators = _indicators(official, overview, differing, language)
        parts = pack_parts(found, proofs, names, language) if found else ()
        with TemporaryDirectory(prefix="provider-desktop-appeal-") as folder:
            sheets = Path(folder) / _SHEETS
            write_tables(sheets, pack_tables(indicators, parts, language))
            sheets_raw = sheets.read_bytes()
        files = {_SHEETS: ("appeal_file_records", sheets_raw), _PROOFS: ("appeal_file_proofs", proofs_raw)}
        pack = EvidencePack(
            agency=agency,
            agency_name=self._name(),
            period=period,
            official_light=sentence("light", official.light, language),
            our_light=sentence("light", overview.estimate.light, language),
            ruleset=official.ruleset,
            notice=stored.statement,
            notice_hash=statement.hash if statement else "",
            published=local_day(stored.issued_at),
            case=case.strip(),
            indicators=indicators,
            parts=parts,
            stream=own.stream if own else "",
            entries=own.seq if own else 0,
            head=own.hash if own else "",
            files=tuple(
                PackFile(name, sentence("paper", code, language), hashlib.sha256(raw).hexdigest())
                for name, (code, raw) in files.items()
            ),
            made_at=self._made_at(),
            made_by=self._actor(),
            masked=not revealed,
        )
        paper, whole = io.BytesIO(), io.BytesIO()
        pages = write_evidence_pack(paper, pack, language)
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_PAPER, paper.getvalue())
            for name, (_, raw) in files.items():
                archive.writestr(name, raw)
        return pages, whole.getvalue()

    def _published(self, period: str) -> tuple[OfficialRating, RatingOverview, RatingView]:
        """The official rating of a period as stored, and beside the estimate."""
        with self._workspace.reading() as reading:
            stored = reading.ratings.of_period(period)
        if stored is None:
            raise AppError(ErrorCode.VALUE_INVALID, name="period", value=period[:40])
        overview = self._ratings.overview(period)
        if overview.official is None:
            raise AppError(ErrorCode.VALUE_INVALID, name="period", value=period[:40])
        return stored, overview, overview.official

    def _reply(
        self, basis: ReplyBasis, reply: Rectification, done_by: date, language: str, entry: str
    ) -> RectificationReply:
        def say(group: str, code: str) -> str:
            return sentence(group, code, language)

        membership = self._workspace.membership
        with self._workspace.reading() as reading:
            rating = reading.ratings.of_period(basis.period)
        return RectificationReply(
            agency=membership.agency if membership else "",
            agency_name=self._name(),
            period=basis.period,
            light=say("light", basis.light),
            ruleset=rating.ruleset if rating else "",
            notice=reply.notice,
            published=basis.published if reply.notice == basis.notice else None,
            indicators=tuple(
                ReplyIndicator(
                    row.name,
                    _figures(row),
                    _value(row),
                    row.threshold,
                    sentence("light", row.light, language),
                )
                for row in basis.indicators
            ),
            vetoes=basis.vetoes,
            cause=reply.cause,
            measures=reply.measures,
            done_by=done_by,
            responsible=reply.responsible,
            records=tuple(
                ReplyRecord(
                    record=row.key,
                    day=row.visit.day.isoformat() if row.visit and row.visit.day else "",
                    recipient=row.name,
                    items="、".join(row.visit.item_names) if row.visit else "",
                    state=say("state", row.visit.state.value) if row.visit else "",
                )
                for row in self._ratings.named(reply.records)
            ),
            made_at=self._made_at(),
            made_by=self._actor(),
            entry=entry,
        )

    def _name(self) -> str:
        membership = self._workspace.membership
        return membership.agency_name if membership else ""

    def _actor(self) -> str:
        return self._workspace.actor

    def _made_at(self) -> str:
        return self._workspace.now().astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")

    def _note(self, paper: str, subject: str, reason: str, **details: int) -> None:
        with self._workspace.writing() as work:
            self._workspace.audit(work, "report", f"{paper}/{subject}", reason, **details)


def _indicators(
    official: RatingView, overview: RatingOverview, differing: set[str], language: str
) -> tuple[PackIndicator, ...]:
    ours = {row.id: row for row in overview.estimate.indicators}
    found = []
    for row in official.indicators:
        mine = ours.get(row.id)
        found.append(
            PackIndicator(
                name=row.name,
                official=_figures(row),
                official_light=sentence("light", row.light, language),
                ours=_figures(mine) if mine else "—",
                our_light=sentence("light", mine.light, language) if mine else "—",
                differs=row.id in differing,
            )
        )
    return tuple(found)


def _figures(row: IndicatorRow) -> str:
    if not row.value:
        return "—"
    return f"{row.numerator} / {row.denominator}" if row.unit else row.numerator


def _value(row: IndicatorRow) -> str:
    return f"{row.value} {row.unit}".strip() or "—"


def _require_ending(out: Path, ending: str) -> None:
    if out.suffix.lower() != ending:
        raise AppError(ErrorCode.VALUE_INVALID, name="file", value=out.name)
