"""Settling a month: prices and deductions kept while it is open, confirmed once, locked from then on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from provider_desktop.domain.case_rules import MONTH, finding
from provider_desktop.domain.cases import CaseKind, check_case, op_of, write_case
from provider_desktop.domain.clock import LOCAL, local_day, month_days
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.identifiers import mask_name
from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.domain.settlements import Deduction, Prices, Settlement, settle
from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import PAYLOAD_LIMIT, Op
from provider_desktop.exchange.payloads import schema_of
from provider_desktop.reports.settlement_sheet import SettlementSheet, SheetLine, write_settlement
from provider_desktop.security.users import Permission
from provider_desktop.services.case_world import month_tally, world_of
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.sealing import seal_record
from provider_desktop.services.settlements import SettlementRow, SettlementView
from provider_desktop.services.workspace import Workspace
from provider_desktop.spreadsheets.writing import Table, write_tables
from provider_desktop.storage.cases import StoredCase
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.wording import sentence

_PRICES = "prices"
_OPEN = (VisitState.TO_SEND, VisitState.DELIVERED)
_LEFT_OUT = (VisitState.DRAFT, VisitState.RETURNED, VisitState.HELD, VisitState.CONFLICT)
#: Setting with the deductions of a month that is not confirmed yet.
_DEDUCTIONS = "deductions/"


class SettlementService:
    """Only what the regulator has accepted is settled, to the minute as it tallies itself."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @needs(Permission.REVEAL, if_given="reveal")
    def view(self, month: str, reveal: str = "") -> SettlementView:
        """A month (``2026-11``) as it would be settled, or was. Names are masked unless a reason to see them
        is given, which the trail keeps. Raises ``AppError`` ``ValueInvalid``."""
        _require_month(month)
        if reveal:
            with self._workspace.writing() as work:
                self._workspace.audit(work, "reveal", f"settlement/{month}", reveal)
        with self._workspace.reading() as reading:
            return self._view(reading, month, revealed=bool(reveal))

    @everyone
    def prices(self) -> Prices:
        """The contract's prices as entered last, all zero before."""
        with self._workspace.reading() as reading:
            return _prices(reading)

    @needs(Permission.SETTLE)
    def set_prices(self, prices: Prices) -> None:
        """Enter the contract's prices. Raises ``AppError`` ``ValueInvalid`` for one below zero."""
        if prices.per_visit < 0 or prices.per_hour < 0:
            raise AppError(ErrorCode.VALUE_INVALID, name="price", value="< 0")
        with self._workspace.writing() as work:
            work.settings.set(_PRICES, {"per_visit": prices.per_visit, "per_hour": prices.per_hour})
            self._workspace.audit(
                work, "settlement.prices", "", per_visit=prices.per_visit, per_hour=prices.per_hour
            )

    @needs(Permission.SETTLE)
    def deduct(self, month: str, recipient: str, deductions: tuple[Deduction, ...]) -> None:
        """Say what is taken off one recipient's month; none takes nothing off.

        Raises ``AppError`` ``MonthLocked`` once the month is settled, ``ValueInvalid`` for an amount that is
        not above zero or has no reason.
        """
        _require_month(month)
        for each in deductions:
            if each.amount <= 0 or not each.reason.strip():
                raise AppError(ErrorCode.VALUE_INVALID, name="deduction", value=str(each.amount))
        with self._workspace.writing() as work:
            self._require_open(work, month)
            kept = dict(work.settings.get(f"{_DEDUCTIONS}{month}") or {})
            kept.pop(recipient, None)
            if deductions:
                kept[recipient] = [[each.amount, each.reason.strip(), each.record] for each in deductions]
            work.settings.set(f"{_DEDUCTIONS}{month}", kept)
            self._workspace.audit(
                work, "settlement.deduct", recipient, amount=sum(each.amount for each in deductions)
            )

    @needs(Permission.SETTLE)
    def confirm(self, month: str) -> SettlementView:
        """Seal the month's settlement; nothing more can be recorded in the month then.

        After the regulator turned one down, the next version of it. Raises ``AppError``: ``NotJoined``,
        ``MonthLocked`` where it is settled, ``FindingsOpen`` where something blocks, ``ValueInvalid`` where
        there are more recipients than one record holds.
        """
        _require_month(month)
        with self._workspace.writing() as work:
            self._require_open(work, month)
            before = self._stored(work, month)
            record = before.record if before else self._workspace.new_ulid()
            version = before.version + 1 if before else 1
            content = self._settlement(work, month)
            blocking = [
                each.rule for each in self._findings(work, content, record) if each.action is Action.BLOCK
            ]
            if blocking:
                raise AppError(
                    ErrorCode.FINDINGS_OPEN, rules=", ".join(dict.fromkeys(blocking)), record=record
                )
            payload = write_case(content)
            if len(encode(payload)) > PAYLOAD_LIMIT:
                raise AppError(ErrorCode.VALUE_INVALID, name="lines", value=str(len(content.lines)))
            op = Op(op_of(CaseKind.SETTLEMENT, version))
            entry = seal_record(
                self._workspace, work, op, record, version, schema_of(op), payload,
                "updated" if version > 1 else "",
            )  # fmt: skip
            work.cases.seal(record, version, content, entry, self._workspace.now())
            view = self._view(work, month, revealed=False)
        self._workspace.remember_sealed()
        return view

    @needs(Permission.PRINT)
    def write(self, month: str, out: Path, language: str = "", reveal: str = "") -> int:
        """Write the settlement as ``.pdf`` or ``.xlsx``; the number of pages or sheets. Raises ``AppError``
        ``ValueInvalid``, ``FileUnwritable``, ``DiskFull``."""
        if out.suffix.lower() not in (".pdf", ".xlsx"):
            raise AppError(ErrorCode.VALUE_INVALID, name="file", value=out.name)
        language = language or self._workspace.language
        view = self.view(month, reveal) if reveal else self.view(month)
        sheet = self._sheet(view, language)
        if out.suffix.lower() == ".pdf":
            try:
                pages = write_settlement(out, sheet, language)
            except OSError as error:
                raise AppError(ErrorCode.FILE_UNWRITABLE, path=str(out)) from error
        else:
            write_tables(out, (_table(sheet, language),))
            pages = 1
        with self._workspace.writing() as work:
            self._workspace.audit(work, "report", f"settlement/{month}", reveal, pages=pages)
        return pages

    def _view(self, reading: Reading, month: str, *, revealed: bool) -> SettlementView:
        stored = self._stored(reading, month)
        locked = stored is not None and stored.state not in (VisitState.RETURNED, VisitState.CONFLICT)
        kept = stored.content if stored is not None and locked else None
        content = kept if isinstance(kept, Settlement) else self._settlement(reading, month)
        people = reading.recipients.many(line.recipient for line in content.lines)
        verdict = reading.verdicts.get(stored.entry_hash) if stored is not None else None
        rows = tuple(
            SettlementRow(
                recipient=line.recipient,
                name=_name(people[line.recipient].name if line.recipient in people else "", revealed)
                or line.recipient,
                visits=line.visits, minutes=line.minutes, gross=line.gross, deductions=line.deductions,
                amount=line.amount,
            )
            for line in content.lines
        )  # fmt: skip
        return SettlementView(
            month=month,
            prices=_prices(reading),
            catalogue=content.catalogue,
            rows=rows,
            total=content.total,
            deducted=sum(row.deducted for row in rows),
            findings=() if locked else self._findings(reading, content, stored.record if stored else ""),
            state=stored.state if stored is not None else None,
            record=stored.record if stored is not None else "",
            confirmed_by=content.confirmed_by if locked else "",
            returned=verdict.findings if verdict is not None else (),
        )

    def _settlement(self, reading: Reading, month: str) -> Settlement:
        """The month at the present prices, with what is taken off."""
        kept: Mapping[str, list[list[object]]] = reading.settings.get(f"{_DEDUCTIONS}{month}") or {}
        off = {
            recipient: tuple(Deduction(int(str(a)), str(reason), str(record)) for a, reason, record in some)
            for recipient, some in kept.items()
        }
        _, last = month_days(month)
        catalogue = reading.catalogues.on(last)
        return settle(
            month_tally(reading, month), _prices(reading), off, catalogue.version if catalogue else "-",
            self._workspace.actor,
        )  # fmt: skip

    def _findings(self, reading: Reading, content: Settlement, record: str) -> tuple[Finding, ...]:
        """What both sides find, and what only this PC knows: records that still wait, or are left out."""
        month, now = content.month, self._workspace.now()
        counts = reading.visit_lists.counts_of_month(month)
        found = list(check_case(content, world_of(reading, content, now, record)))
        if month_days(month)[1] >= local_day(now):
            found.append(finding(MONTH, "/month", "running", month=month))
        if waiting := sum(counts[state] for state in _OPEN):
            found.append(finding(MONTH, "/month", "waiting", month=month, count=waiting))
        if left := sum(counts[state] for state in _LEFT_OUT):
            values: dict[str, str | int] = {"why": "left_out", "month": month, "count": left}
            found.append(Finding(MONTH, Action.NOTICE, "/month", values))
        return tuple(found)

    def _stored(self, reading: Reading, month: str) -> StoredCase | None:
        """The settlement of the month: the one that stands, else the last that was turned down."""
        return reading.cases.settlement_of(month)

    def _require_open(self, reading: Reading, month: str) -> None:
        if month in reading.cases.settled_months():
            raise AppError(ErrorCode.MONTH_LOCKED, month=month)

    def _sheet(self, view: SettlementView, language: str) -> SettlementSheet:
        membership = self._workspace.membership

        def say(code: str, **values: object) -> str:
            return sentence("paper", code, language, values)

        state = say("settlement_open")
        if view.is_locked and view.state is not None:
            word = sentence("state", view.state.value, language)
            state = say("settlement_confirmed", by=view.confirmed_by, state=word)
        lines = tuple(
            SheetLine(
                name=row.name,
                visits=row.visits,
                minutes=row.minutes,
                gross=yuan(row.gross),
                deducted=yuan(row.deducted) if row.deducted else "",
                amount=yuan(row.amount),
                reasons="；".join(each.reason for each in row.deductions),
            )
            for row in view.rows
        )
        return SettlementSheet(
            agency=membership.agency if membership else "",
            agency_name=membership.agency_name if membership else "",
            month=view.month,
            made_at=self._workspace.now().astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"),
            made_by=self._workspace.actor,
            state=state,
            price=say("price_line", visit=yuan(view.prices.per_visit), hour=yuan(view.prices.per_hour)),
            lines=lines,
            visits=view.total.visits,
            minutes=view.total.minutes,
            gross=yuan(view.total.amount + view.deducted),
            deducted=yuan(view.deducted),
            amount=yuan(view.total.amount),
        )


def yuan(fen: int) -> str:
    """Fen as yuan with two places: ``1234.50``."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _table(sheet: SettlementSheet, language: str) -> Table:
    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    year, month = sheet.month.split("-")
    title: list[list[Cell]] = [
        [say("settlement", year=year, month=int(month))],
        [say("agency_line", name=sheet.agency_name, agency=sheet.agency)],
        [f"{sheet.price}　{sheet.state}"],
    ]
    rows: list[list[Cell]] = [
        [
            number, line.name, line.visits, line.minutes, float(line.gross), float(line.deducted or 0),
            float(line.amount), line.reasons,
        ]
        for number, line in enumerate(sheet.lines, 1)
    ]  # fmt: skip
    total: list[Cell] = [
        "", say("total"), sheet.visits, sheet.minutes, float(sheet.gross), float(sheet.deducted),
        float(sheet.amount), "",
    ]  # fmt: skip
    codes = ("number", "recipient", "visits", "minutes", "gross", "deducted", "amount", "deduction_reason")
    return Table(
        name=say("settlement_short"), headings=[say(code) for code in codes], rows=rows, title=title,
        total=total,
    )  # fmt: skip


def _prices(reading: Reading) -> Prices:
    kept = reading.settings.get(_PRICES) or {}
    return Prices(int(kept.get("per_visit", 0)), int(kept.get("per_hour", 0)))


def _name(name: str, revealed: bool) -> str:
    return name if revealed else mask_name(name)


def _require_month(month: str) -> None:
    try:
        month_days(month)
    except ValueError as error:
        raise AppError(ErrorCode.VALUE_INVALID, name="month", value=month[:40]) from error
