"""The sync engine: one pure state machine that pushes the stream, then pulls the feed.

``step(state, event)`` gives the next state and commands. Commands are carried out in order, each
durably before the next; only the last of them is answered, by an event with the same ticket (``Done``
by none). Whoever drives it may die between any two commands: a new ``Start`` goes on from what is on
disk. There is no clock, no random number and no I/O in here, so the code that ships is the code that
is simulated.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from provider_desktop.exchange import shapes
from provider_desktop.exchange.canonical import FormError, decode_plain, encode
from provider_desktop.exchange.engine_messages import (
    AdoptEpoch,
    Alarm,
    AlarmCode,
    Answered,
    Command,
    EntryFound,
    Event,
    LookUpEntry,
    Outcome,
    ReceiptBrought,
    Sent,
    Start,
    StoreReceipt,
    StoreStatements,
    StoreTrust,
    Waited,
)
from provider_desktop.exchange.engine_state import (
    Claim,
    Phase,
    State,
    Turn,
    end_push,
    enter,
    finish,
    go_on,
    stop,
    stop_alarmed,
    take_refusal,
    try_again,
)
from provider_desktop.exchange.packages import split_lines
from provider_desktop.exchange.problems import ProblemReport, Reaction
from provider_desktop.exchange.receipts import Receipt, ReceiptError, verify_receipt
from provider_desktop.exchange.regulator import AnswerKind
from provider_desktop.exchange.statements import NOWHERE, Position, verify_page
from provider_desktop.exchange.trust import TrustError, verify_trust

ENTRY_TRIES: Final = 3
"""How often an entry is sent before its refusal counts."""
GAPS_IN_A_ROW: Final = 3
"""How often a gap is answered at once by taking the head; then there is a wait before the next try."""
_HEAD_LIMIT: Final = 64 * 1024
_HEAD = shapes.record(
    {"epoch": shapes.integer(0), "seq": shapes.integer(0), "hash": shapes.hash_or_empty},
    {"receipt": shapes.any_object},
)


def step(state: State | None, event: Event) -> Turn:
    """The next state and what to do; ``state`` is None, and the event a ``Start``, to begin a run.

    An event with an old ticket (an answer come twice, or late) changes nothing. Raises ``TypeError``
    for an event that does not answer the last command: a mistake of the driver; and ``ReceiptError`` for
    a receipt brought by hand that proves nothing.
    """
    if isinstance(event, Start):
        return enter(State(event.snapshot, event.now, event.patience, event.poll), Phase.TRUST)
    if isinstance(event, ReceiptBrought):
        return _on_receipt_brought(event)
    if state is None:
        raise TypeError("a run begins with Start")
    if event.ticket != state.ticket or state.phase is Phase.OVER:
        return state, ()
    match state.phase, event:
        case Phase.TRUST, Answered():
            return _on_trust(state, event)
        case Phase.HEAD, Answered():
            return _on_head(state, event)
        case Phase.COMPARE, EntryFound():
            return _settle(state, event.hash)
        case Phase.SEND, Sent():
            return _on_sent(state, event)
        case Phase.FEED, Answered():
            return _on_feed(state, event)
        case Phase.PAUSE, Waited():
            return enter(state, state.after_pause)
    raise TypeError(f"{type(event).__name__} answers nothing in phase {state.phase}")


# ---------------------------------------------------------------- trust and head


def _on_trust(state: State, event: Answered) -> Turn:
    answer = event.answer
    if answer.kind is not AnswerKind.OURS:
        return take_refusal(state, event, Phase.TRUST)
    snapshot, envelope = state.snapshot, answer.body.strip()
    try:
        known = verify_trust(snapshot.trust, root=snapshot.root) if snapshot.trust else None
        trust = verify_trust(envelope, root=snapshot.root, now=state.now, known=known)
    except TrustError as error:
        if error.code == "older":
            return stop_alarmed(state, Alarm(AlarmCode.TRUST_OLDER, {}, envelope))
        if error.code == "expired":
            return stop(state, "trust_expired")
        return try_again(state, Phase.TRUST, event, "not_ours")
    if snapshot.epoch is not None and trust.epoch < snapshot.epoch:
        return stop_alarmed(state, Alarm(AlarmCode.TRUST_OLDER, {}, envelope))
    commands: list[Command] = []
    if envelope != snapshot.trust:
        commands.append(StoreTrust(envelope))
        snapshot = replace(snapshot, trust=envelope)
    if trust.epoch != snapshot.epoch:
        commands.append(AdoptEpoch(trust.epoch))
        snapshot = replace(snapshot, epoch=trust.epoch, acknowledged=0, feed=NOWHERE)
    return enter(replace(state, trust=trust, snapshot=snapshot), Phase.HEAD, *commands)


def _on_head(state: State, event: Answered) -> Turn:
    answer = event.answer
    if answer.kind is not AnswerKind.OURS:
        return take_refusal(state, event, Phase.HEAD)
    try:
        value = decode_plain(answer.body, _HEAD_LIMIT)
        shapes.require(_HEAD, value)
    except FormError:
        return try_again(state, Phase.HEAD, event, "not_ours")
    snapshot = state.snapshot
    if value["epoch"] != snapshot.epoch:
        # the epoch may have risen since the trust was fetched; what was learnt must be learnt anew
        return try_again(state, Phase.TRUST, event, "not_ours")
    if value["seq"] == 0 and not value["hash"] and "receipt" not in value:
        if snapshot.acknowledged:
            return _gone_backwards(state, 0)
        return go_on(state)
    try:
        envelope = encode(value.get("receipt", {}))
        receipt = _receipt(state, envelope)
    except (FormError, ReceiptError):
        return try_again(state, Phase.HEAD, event, "not_ours")
    if (receipt.seq, receipt.hash) != (value["seq"], value["hash"]):
        return try_again(state, Phase.HEAD, event, "not_ours")
    if receipt.seq < snapshot.acknowledged:
        return _gone_backwards(state, receipt.seq, envelope)
    return _compare(state, Claim(envelope, receipt, from_head=True))


def _gone_backwards(state: State, seq: int, evidence: bytes = b"") -> Turn:
    """Same epoch, yet the receiver has less than it gave receipts for."""
    params: dict[str, str | int] = {"seq": seq, "acknowledged": state.snapshot.acknowledged}
    return stop_alarmed(state, Alarm(AlarmCode.RECEIVER_BACKWARDS, params, evidence))


# ---------------------------------------------------------------- receipts


def _receipt(state: State, envelope: bytes) -> Receipt:
    """A receipt of this stream in this epoch; raises ``ReceiptError``."""
    if state.trust is None:
        raise ReceiptError("key")
    snapshot = state.snapshot
    receipt = verify_receipt(envelope, trust=state.trust, agency=snapshot.agency, stream=snapshot.stream)
    if receipt.epoch != snapshot.epoch:
        raise ReceiptError("epoch")
    return receipt


def _on_receipt_brought(event: ReceiptBrought) -> Turn:
    """The receipt as if it had just answered a batch: stored if it fits our chain, else an alarm."""
    snapshot, commands = event.snapshot, list[Command]()
    try:
        trust = verify_trust(snapshot.trust, root=snapshot.root)
    except TrustError as error:
        raise ReceiptError("key") from error
    if snapshot.epoch is None:
        # an office that has never been on the line: its trust came with the enrolment
        commands.append(AdoptEpoch(trust.epoch))
        snapshot = replace(snapshot, epoch=trust.epoch)
    state = State(snapshot, event.now, trust=trust, receipt_only=True)
    receipt = _receipt(state, event.envelope)
    state, following = _compare(state, Claim(event.envelope, receipt, from_head=False))
    return state, (*commands, *following)


def _compare(state: State, claim: Claim, known: Position = NOWHERE) -> Turn:
    """Hold a receipt against our own entry at its seq, looked up where the hash is not at hand."""
    seq = claim.receipt.seq
    state = replace(state, claim=claim)
    for position in (known, state.snapshot.head):
        if position.seq == seq:
            return _settle(state, position.hash)
    state = replace(state, phase=Phase.COMPARE, ticket=state.ticket + 1)
    return state, (LookUpEntry(state.ticket, seq),)


def _settle(state: State, ours: str) -> Turn:
    """Store a receipt whose hash is that of our entry; anything else is an alarm, never a delivery.

    A receipt may reach beyond the head that the run began with: sealed meanwhile, and carried by another
    PC of the agency. Only what was never sealed here is an alarm.
    """
    claim, snapshot = state.claim, state.snapshot
    if claim is None:
        raise TypeError("nothing to compare")
    receipt = claim.receipt
    if not ours:
        return stop_alarmed(state, Alarm(AlarmCode.LOCAL_BEHIND, {"seq": receipt.seq}, claim.envelope))
    if ours != receipt.hash:
        code = AlarmCode.EQUIVOCATION if claim.from_head else AlarmCode.RECEIPT_MISMATCH
        return stop_alarmed(state, Alarm(code, {"seq": receipt.seq}, claim.envelope))
    if receipt.seq > snapshot.head.seq:
        snapshot = replace(snapshot, head=Position(receipt.seq, receipt.hash))
    state = replace(state, claim=None, snapshot=snapshot)
    if receipt.seq <= snapshot.acknowledged:
        return go_on(state)
    state = replace(
        state,
        snapshot=replace(snapshot, acknowledged=receipt.seq),
        pushed=state.pushed + (0 if claim.from_head else receipt.seq - snapshot.acknowledged),
        receipts=state.receipts + 1,
        failures=0,
        gaps=0,
    )
    store = StoreReceipt(claim.envelope, receipt)
    if receipt.feed_head == snapshot.feed.seq and receipt.feed_hash != snapshot.feed.hash:
        alarm = Alarm(AlarmCode.FEED_REWRITTEN, {"seq": receipt.feed_head}, claim.envelope)
        return stop_alarmed(state, alarm, store)
    return go_on(state, store)


# ---------------------------------------------------------------- push


def _on_sent(state: State, event: Sent) -> Turn:
    answer = event.answer
    report = answer.problem
    if answer.kind is AnswerKind.PROBLEM and report is not None:
        return _on_push_problem(state, event, report)
    if answer.kind is not AnswerKind.OURS:
        return take_refusal(state, event, Phase.HEAD)
    envelope = answer.body.strip()
    try:
        receipt = _receipt(state, envelope)
    except ReceiptError as error:
        phase = Phase.TRUST if error.code in {"epoch", "key"} else Phase.HEAD
        return try_again(state, phase, event, "not_ours")
    if receipt.seq <= state.snapshot.acknowledged:
        # a true receipt, but an older one: it says nothing of what was just sent
        return try_again(state, Phase.HEAD, event, "not_ours")
    return _compare(state, Claim(envelope, receipt, from_head=False), event.last)


def _on_push_problem(state: State, event: Sent, report: ProblemReport) -> Turn:
    first = state.snapshot.acknowledged + 1
    match report.reaction:
        case Reaction.ALARM:
            return end_push(state, Alarm(AlarmCode(report.problem.value), {"seq": report.seq or first}))
        case Reaction.HALVE:
            if event.count <= 1:
                return end_push(state, Alarm(AlarmCode.ENTRY_TOO_LARGE, {"seq": first}))
            return enter(replace(state, batch_limit=event.count // 2), Phase.SEND)
        case Reaction.ENTRY:
            return _on_refusal(state, report, first)
        case Reaction.GAP if state.gaps < GAPS_IN_A_ROW:
            return enter(replace(state, gaps=state.gaps + 1), Phase.HEAD)
    return take_refusal(state, event, Phase.HEAD)


def _on_refusal(state: State, report: ProblemReport, first: int) -> Turn:
    """An entry was refused. Those before it are stored, so the head comes next; and after the third
    refusal of the same entry an incident, while the run goes on to pull."""
    seq = report.seq or first
    refusals = state.refusals + 1 if seq == state.refused_seq else 1
    if refusals < ENTRY_TRIES:
        return enter(replace(state, refused_seq=seq, refusals=refusals), Phase.HEAD)
    params: dict[str, str | int] = {"seq": seq, "code": report.code, "pointer": report.pointer}
    return end_push(state, Alarm(AlarmCode.ENTRY_REFUSED, params))


# ---------------------------------------------------------------- pull


def _on_feed(state: State, event: Answered) -> Turn:
    answer = event.answer
    if answer.kind is not AnswerKind.OURS or state.trust is None:
        return take_refusal(state, event, Phase.FEED)
    lines = split_lines(answer.body)
    if not lines:
        return finish(state, Outcome.STOPPED if state.push_over else Outcome.DONE)
    snapshot = state.snapshot
    page = verify_page(lines, after=snapshot.feed, trust=state.trust, agency=snapshot.agency)
    commands: list[Command] = []
    if page.statements:
        commands.append(StoreStatements(page.statements))
        snapshot = replace(snapshot, feed=page.statements[-1].position)
        state = replace(
            state, snapshot=snapshot, pulled=state.pulled + len(page.statements), failures=0, doubts=0
        )
    if not page.problem:
        return enter(state, Phase.FEED, *commands)
    if page.problem == "envelope":
        return try_again(state, Phase.FEED, event, "not_ours", *commands)
    if not state.doubts:
        # once more, with the receiver's keys as they are now: a flaw of the line heals, forgery does not
        return enter(replace(state, doubts=1), Phase.TRUST, *commands)
    params: dict[str, str | int] = {"seq": snapshot.feed.seq + 1, "code": page.problem}
    evidence = lines[len(page.statements)]
    return stop_alarmed(state, Alarm(AlarmCode.STATEMENT_TAMPERED, params, evidence), *commands)
