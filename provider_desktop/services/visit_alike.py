"""Correcting records that came back for one reason: one statement, one attestation, each record by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visits import Acknowledgement, VisitState
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.security.users import Permission
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.visit_rows import rows_of
from provider_desktop.services.visits import CorrectionRequest, VisitRow
from provider_desktop.services.workspace import Workspace
from provider_desktop.storage.visit_lists import VisitQuery

#: Records corrected at one stroke: what one person can answer for at once.
MOST_ALIKE = 500

#: Told how many records of how many are done; may raise to stop.
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was left as it was, and why."""

    record: str
    error: AppError


@dataclass(frozen=True, slots=True)
class AlikeDone:
    """Records corrected, and those left as they were."""

    sealed: tuple[str, ...]
    refused: tuple[Refused, ...]


class VisitAlikeService:
    """Finds and corrects what was returned for one rule."""

    def __init__(self, workspace: Workspace, finalising: VisitFinalisingService) -> None:
        self._workspace = workspace
        self._finalising = finalising

    @everyone
    def returned(self, rule: str) -> tuple[VisitRow, ...]:
        """Returned records whose verdict names the rule first, newest first."""
        with self._workspace.reading() as reading:
            query = VisitQuery(state=VisitState.RETURNED, finding=rule)
            found = []
            for stored in reading.visit_lists.page(query, 0, MOST_ALIKE):
                verdict = reading.verdicts.get(stored.entry_hash)
                if verdict and verdict.findings and verdict.findings[0]["rule"] == rule:
                    found.append(stored)
            return rows_of(reading, found, self._workspace.language)

    @needs(Permission.CORRECT)
    def correct(
        self,
        records: Sequence[str],
        request: CorrectionRequest,
        explain: str = "",
        report: Report = lambda _done, _total: None,
    ) -> AlikeDone:
        """Seal a new version of each record with the same changes, reason, action and attestation.

        ``explain`` is the reason that answers every question of the checks (a code of
        ``acknowledge_reason``); empty answers none. Each record is sealed in a transaction of its own and
        has its lines in the audit trail, joined by one number. A record that cannot be sealed like this
        is left as it was. Raises ``AppError`` ``CorrectionIncomplete`` before anything is done.
        """
        batch = self._workspace.new_ulid()
        sealed: list[str] = []
        refused: list[Refused] = []
        for number, record in enumerate(records):
            report(number, len(records))
            try:
                self._finalising.correct(record, self._explained(record, request, explain), batch=batch)
            except AppError as error:
                if error.code is ErrorCode.CORRECTION_INCOMPLETE:
                    raise
                refused.append(Refused(record, error))
            else:
                sealed.append(record)
        report(len(records), len(records))
        return AlikeDone(tuple(sealed), tuple(refused))

    def _explained(self, record: str, request: CorrectionRequest, explain: str) -> CorrectionRequest:
        if not explain:
            return request
        with self._workspace.reading() as reading:
            _, findings, _ = self._finalising.corrected(reading, record, request)
        asked = dict.fromkeys(finding.rule for finding in findings if _asks(finding))
        given = tuple(Acknowledgement(rule, explain, request.memo) for rule in asked)
        return replace(request, acknowledged=(*request.acknowledged, *given))


def _asks(finding: Finding) -> bool:
    return finding.action is Action.ASK
