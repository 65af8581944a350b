"""Taking back from the receiver what the agency's streams hold: after a restore, or on another PC."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from provider_desktop.domain.cases import kind_of_op
from provider_desktop.domain.staff_payload import from_payload
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.entries import Op, SealedEntry
from provider_desktop.exchange.packages import split_lines
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.regulator import Answer, Regulator
from provider_desktop.exchange.restoring import RemoteStream, common_length, read_page, read_streams
from provider_desktop.exchange.statements import Position
from provider_desktop.exchange.trust import Trust, TrustError, verify_time
from provider_desktop.services.enrolling import require_ours
from provider_desktop.services.statements import answer_key, apply_answer
from provider_desktop.services.workspace import Membership, Workspace
from provider_desktop.storage.staff import StaffRow
from provider_desktop.storage.unit_of_work import UnitOfWork

_log = logging.getLogger(__name__)

_PAGE: Final = 500
_VISITS: Final = frozenset({Op.VISIT_CREATE, Op.VISIT_CORRECT, Op.VISIT_WITHDRAW})


@dataclass(frozen=True, slots=True)
class PulledStream:
    """A stream after pulling: both sides hold the same up to ``common``. ``forked`` where the receiver
    has other entries behind it than this PC, which cannot stand beside ours at the same places."""

    stream: str
    common: int
    restored: int
    forked: bool


class Pulling:
    """Pulls with one line to the receiver. Every page is one transaction; broken off, it goes on later."""

    def __init__(
        self, workspace: Workspace, regulator: Regulator, membership: Membership, trust: Trust
    ) -> None:
        self._workspace = workspace
        self._regulator = regulator
        self._membership = membership
        self._trust = trust

    def run(self) -> tuple[PulledStream, ...]:
        """Pull every stream of the agency but the membership's new one. Raises ``AppError`` ``Offline``,
        ``ReceiverNotOurs``, ``ReceiverBusy``, ``ReceiverRefused``; what was pulled until then stays."""
        answer = self._ask(self._regulator.streams)
        try:
            remotes = read_streams(answer.body)
        except FormError as error:
            raise AppError(
                ErrorCode.RECEIVER_NOT_OURS, url=self._membership.url, reason=error.code.value
            ) from error
        return tuple(self._pull(remote) for remote in remotes if remote.stream != self._membership.stream)

    def _pull(self, remote: RemoteStream) -> PulledStream:
        with self._workspace.reading() as reading:
            known, own = reading.stream.head(remote.stream), reading.stream.own()
            kept = reading.stream.at(remote.stream, remote.head.seq)
        if known is None:
            with self._workspace.writing() as work:
                work.stream.add_other(remote.stream, remote.device, self._workspace.now())
        ours = Position(known.seq, known.hash) if known else Position()
        if remote.head.seq <= ours.seq:
            if remote.head.seq == 0 or (kept is not None and kept.hash == remote.head.hash):
                return PulledStream(remote.stream, remote.head.seq, 0, forked=False)
            return PulledStream(remote.stream, self._fork(remote), 0, forked=True)
        is_anothers = known is not None and known.own and own is not None and own.stream != known.stream
        restored = 0
        while ours.seq < remote.head.seq:
            entries, problem = self._page(remote.stream, ours)
            if problem == "chain" and not entries:
                return PulledStream(remote.stream, self._fork(remote), restored, forked=True)
            if not entries:
                raise AppError(
                    ErrorCode.RECEIVER_NOT_OURS, url=self._membership.url, reason=problem or "empty"
                )
            with self._workspace.writing() as work:
                for entry in entries:
                    header = work.stream.restore(entry)
                    if is_anothers:
                        # That PC sealed it and goes on behind it, but its line in the trail is lost.
                        told = {"version": header.version, "seq": header.seq}
                        self._workspace.audit(work, header.op.value, header.record, "restored", **told)
                for entry in entries:
                    take_back(work, entry)
            restored += len(entries)
            ours = Position(ours.seq + len(entries), entries[-1].hash)
        return PulledStream(remote.stream, ours.seq, restored, forked=False)

    def _page(self, stream: str, after: Position) -> tuple[tuple[SealedEntry, ...], str]:
        answer = self._ask(lambda: self._regulator.entries(stream, after.seq))
        page = read_page(split_lines(answer.body), agency=self._membership.agency, stream=stream, after=after)
        return page.entries, page.problem

    def _fork(self, remote: RemoteStream) -> int:
        """How many entries from the first on both sides hold alike, told by the hashes alone."""
        common = 0
        for theirs in self._hashes(remote):
            with self._workspace.reading() as reading:
                ours = [entry.hash for entry in reading.stream.after(remote.stream, common, len(theirs))]
            same = common_length(ours, theirs)
            common += same
            if same < len(theirs):
                break
        return common

    def _hashes(self, remote: RemoteStream) -> Iterator[list[str]]:
        after = Position()
        while after.seq < remote.head.seq:
            entries, _problem = self._page(remote.stream, after)
            if not entries:
                return
            yield [entry.hash for entry in entries]
            after = Position(after.seq + len(entries), entries[-1].hash)

    def _ask(self, call: Callable[[], Answer]) -> Answer:
        """One call; where only the clock is off, once more with the receiver's signed time."""
        answer = call()
        report = answer.problem
        if report is not None and report.problem is Problem.CLOCK and answer.sent_at is not None:
            try:
                theirs = verify_time(report.signed, trust=self._trust, nonce=answer.nonce)
            except TrustError:
                _log.warning("a time that the receiver did not sign was not taken")
            else:
                offset = round((theirs - answer.sent_at).total_seconds())
                self._workspace.clock_offset = self._regulator.clock_offset = offset
                answer = call()
        require_ours(answer, self._membership.url)
        return answer


def take_back(work: UnitOfWork, entry: SealedEntry) -> None:
    """Let a restored entry count: the row of the visit or small record, the roster, the answer.

    A draft that is open stays, unless it is of a version that was sealed since: that came of it.
    """
    if entry.is_erased:
        return
    header = entry.header()
    if header.op in _VISITS:
        stored = work.visits.get(header.record)
        if stored is None or stored.entry_hash or stored.visit.version <= header.version:
            work.visits.project(header.record)
    elif header.op is Op.STAFF_UPDATE:
        _take_back_member(work, entry)
    elif header.op is Op.ASSIGNMENT_ANSWER:
        assignment = apply_answer(work, entry.payload)
        if assignment:
            work.settings.set(answer_key(assignment), header.record)
    elif kind_of_op(header.op.value) is not None:
        case = work.cases.get(header.record)
        if case is None or case.version <= header.version:
            work.cases.project(header.record)


def _take_back_member(work: UnitOfWork, entry: SealedEntry) -> None:
    header = entry.header()
    member, _ = from_payload(json.loads(entry.payload))
    if member is None:
        return
    known = work.staff.get(member.staff)
    if known is not None:
        if known.record == header.record and known.version > header.version:
            return
        member = replace(member, phone=known.member.phone)  # it never left this PC
    work.staff.save(StaffRow(member, header.record, header.version, entry.hash))
