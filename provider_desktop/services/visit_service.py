"""Reading visits: lists a page at a time, counts, one visit with its versions, previews of corrections."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace

from provider_desktop.domain.clock import local_day
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.histories import RecordHistory, SealedVersion, VerdictOutcome
from provider_desktop.domain.visits import VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Permission
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.rating_service import RatingService
from provider_desktop.services.sync_service import verdict_text
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.visit_rows import line_of, rows_of
from provider_desktop.services.visits import (
    AuditLine,
    CorrectionPreview,
    CorrectionRequest,
    VerdictView,
    VersionView,
    VisitCounts,
    VisitDetail,
    VisitFilter,
    VisitPage,
)
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.storage.verdicts import VerdictRow
from provider_desktop.storage.visit_lists import VisitQuery
from provider_desktop.storage.visits import StoredVersion

#: Rows up to which a list is put into an order that has to look at all of them.
MOST_ORDERED = 50_000


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What lists can be narrowed by: months newest first, and pairs of id and name."""

    months: tuple[str, ...]
    staff: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]


class VisitService:
    """What there is to see of visits."""

    def __init__(
        self, workspace: Workspace, finalising: VisitFinalisingService, ratings: RatingService
    ) -> None:
        self._workspace = workspace
        self._finalising = finalising
        self._ratings = ratings

    @needs(Permission.REVEAL, if_given="reveal_reason")
    def page(self, wanted: VisitFilter, offset: int, limit: int, reveal_reason: str = "") -> VisitPage:
        """Rows ``offset`` … of a list. With a reason names are shown in full, and the trail says so."""
        if reveal_reason and offset == 0:
            with self._workspace.writing() as work:
                self._workspace.audit(work, "reveal", "visits", reveal_reason)
        query = visit_query(wanted)
        with self._workspace.reading() as reading:
            total = reading.visit_lists.count(query)
            ordered = query.order == "time" or total <= MOST_ORDERED
            if not ordered:
                query = replace(query, order="time", backward=False)
            stored = reading.visit_lists.page(query, offset, limit)
            rows = rows_of(reading, stored, self._workspace.language, masked=not reveal_reason)
        return VisitPage(rows, offset, total, ordered)

    @everyone
    def counts(self) -> VisitCounts:
        """Visits by state, and drafts by what keeps them back; of what is on this PC while a shared
        database is away."""
        with self._workspace.entry_reading() as reading:
            drafts = reading.visit_lists.draft_counts()
            return VisitCounts(reading.visit_lists.counts(), drafts.ready, drafts.asking, drafts.blocked)

    @everyone
    def filter_choices(self) -> FilterChoices:
        """What the filters of the list offer."""
        with self._workspace.reading() as reading:
            months = reading.visit_lists.months()
            staff = tuple((member.staff, member.name) for member in reading.staff.all())
            catalogue = reading.catalogues.on(local_day(self._workspace.now()))
        chinese = self._workspace.language == "zh_CN"
        items = catalogue.items if catalogue else ()
        named = tuple(
            (item.code, item.name if chinese or not item.name_en else item.name_en) for item in items
        )
        return FilterChoices(months, staff, named)

    @everyone
    def records(self, wanted: VisitFilter) -> tuple[str, ...]:
        """The records of a list in its order; for work on all of them."""
        with self._workspace.reading() as reading:
            return reading.visit_lists.records(visit_query(wanted))

    @everyone
    def kept_filter(self) -> VisitFilter:
        """How whoever is at work left the list. It is kept with the data, since it may name somebody."""
        with self._workspace.reading() as reading:
            kept = reading.settings.get(self._filter_key(), {})
        known = {field.name: field for field in fields(VisitFilter)}
        values = {name: value for name, value in kept.items() if name in known}
        state = values.pop("state", "")
        try:
            return VisitFilter(**values, state=VisitState(state) if state else None)
        except ValueError:  # a state of another version of the program
            return VisitFilter()

    @everyone
    def keep_filter(self, wanted: VisitFilter) -> None:
        """Find the list like this next time."""
        with self._workspace.writing() as work:
            work.settings.set(self._filter_key(), asdict(wanted))

    @everyone
    def corrections(self, limit: int = 500) -> tuple[tuple[str, int], ...]:
        """Records that were corrected, newest first: record and number of versions."""
        with self._workspace.reading() as reading:
            return reading.visit_lists.corrected(limit)

    @everyone
    def detail(self, record: str) -> VisitDetail:
        """One visit whole. Raises ``AppError`` ``RecordUnknown``."""
        with self._workspace.reading() as reading:
            stored = reading.visits.get(record)
            if stored is None:
                raise AppError(ErrorCode.RECORD_UNKNOWN, record=record)
            versions = reading.visits.versions(record)
            verdicts = {row.entry_hash: row for row in reading.verdicts.of_record(record)}
            history = reading.audit.of_subject(record)
            return VisitDetail(
                row=rows_of(reading, [stored], self._workspace.language)[0],
                draft=None if stored.entry_hash else line_of(stored.visit),
                versions=tuple(
                    view
                    for version in versions
                    if (view := self._version(version, verdicts.get(version.entry_hash)))
                ),
                history=tuple(AuditLine(line.at, line.actor, line.action, line.reason) for line in history),
            )

    @everyone
    def preview(self, record: str, request: CorrectionRequest) -> CorrectionPreview:
        """What a correction would do to the checks and to the estimate; nothing is saved.

        Raises ``AppError`` ``RecordUnknown`` or ``StateForbids``.
        """
        with self._workspace.reading() as reading:
            visit, findings, _ = self._finalising.corrected(reading, record, request)
            history = self._history(reading, record)
            corrected = RecordHistory((*history.versions, SealedVersion(visit)))
            day = visit.day or local_day(self._workspace.now())
            before, after = self._ratings.estimate_with(reading, {record: corrected}, day)
        moves = tuple(
            (then.id, then.value, now.value, then.light.value, now.light.value)
            for then, now in zip(before.indicators, after.indicators, strict=True)
            if (then.numerator, then.denominator) != (now.numerator, now.denominator)
        )
        return CorrectionPreview(findings, before.light.value, after.light.value, moves)

    def _filter_key(self) -> str:
        return f"visits.list/{self._workspace.actor}"

    def _history(self, reading: Reading, record: str) -> RecordHistory:
        verdicts = {row.entry_hash: row.outcome for row in reading.verdicts.of_record(record)}
        return RecordHistory(
            tuple(
                SealedVersion(
                    version.visit,
                    version.op == "visit.withdraw",
                    version.received_at,
                    VerdictOutcome(verdicts.get(version.entry_hash, "")),
                )
                for version in reversed(reading.visits.versions(record))
                if version.visit is not None
            )
        )

    def _version(self, version: StoredVersion, verdict: VerdictRow | None) -> VersionView | None:
        if version.visit is None:
            return None
        return VersionView(
            visit=version.visit,
            seq=version.seq,
            entry_hash=version.entry_hash,
            recorded_at=version.recorded_at,
            actor=version.actor,
            state=version.state,
            received_at=version.received_at,
            verdict=self._verdict(verdict) if verdict else None,
        )

    def _verdict(self, row: VerdictRow) -> VerdictView:
        findings = tuple(
            Finding(each["rule"], Action(each["action"]), each["pointer"], each["values"])
            for each in row.findings
        )
        texts = tuple(verdict_text(dict(each), self._workspace.language) for each in row.findings)
        return VerdictView(row.outcome, row.issued_at, findings, texts)


def visit_query(wanted: VisitFilter) -> VisitQuery:
    return VisitQuery(**{field.name: getattr(wanted, field.name) for field in fields(VisitQuery)})
