"""Faults planted into the shipped code, one line at a time, which the simulation must find."""

from __future__ import annotations
import __future__

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

from provider_desktop.exchange import engine, engine_state, entries, packages, receipts, statements, trust
from provider_desktop.receiver import calls, intake, ledger, office
from tests.simulation.chance import remembering
from tests.simulation.seed import simulate
from tests.simulation.violation import Violation, require


@dataclass(frozen=True)
class Fault:
    """A function of the shipped code, the text in it that is changed, and what it becomes.

    ``seed`` is one that finds it soon, for those in a hurry.
    """

    name: str
    where: Callable[..., Any]
    old: str
    new: str
    seed: int = 0


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """The fault is in the running code until the block ends.

    The function keeps its identity and gets other code, so that whoever has imported it has the fault.
    Raises ``ValueError`` where the shipped text is no longer there: a fault must stay a fault.
    """
    function = fault.where
    if not isinstance(function, FunctionType):
        raise TypeError(f"{fault.name}: no plain function")
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(fault.old) != 1:
        raise ValueError(f"{fault.name}: {fault.old!r} is there {source.count(fault.old)} times")
    flags = __future__.annotations.compiler_flag
    module = compile(source.replace(fault.old, fault.new), f"<{fault.name}>", "exec", flags=flags)
    before = function.__code__
    function.__code__ = next(
        each for each in module.co_consts if isinstance(each, CodeType) and each.co_name == function.__name__
    )
    try:
        yield
    finally:
        function.__code__ = before


def seeds_until_found(fault: Fault, most: int, first: int = 0) -> tuple[int, str]:
    """How many seeds it takes until something breaks (0: none of ``most`` does), and what breaks.

    A crash of the shipped code counts as found, too: nobody would overlook it. Raises ``Violation`` where
    the seed breaks without the fault as well, since then it shows nothing.
    """
    for number in range(most):
        with planted(fault):
            what = _broken(first + number)
        if what:
            require(not _broken(first + number), f"seed {first + number} breaks by itself")
            return number + 1, what
    return 0, ""


def _broken(seed: int) -> str:
    try:
        with remembering():
            simulate(seed)
    except Violation as violation:
        return str(violation)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is seen
        return f"{type(error).__name__}: {error}"
    return ""


FAULTS = (
    Fault(
        "the desktop believes an unsigned receipt",
        receipts.verify_receipt,
        "body = envelope.verified(RECEIPT_TYPE, trust.public_keys())",
        "body = envelope.body",
        seed=17,
    ),
    Fault(
        "the desktop does not compare a receipt with its own entry",
        engine._settle,
        "if ours != receipt.hash:",
        "if False:",
        seed=3,
    ),
    Fault(
        "a receipt of any stream will do",
        receipts.verify_receipt,
        "if receipt.stream != stream:",
        "if False:",
        seed=7,
    ),
    Fault(
        "a receipt of another epoch will do",
        engine._receipt,
        "if receipt.epoch != snapshot.epoch:",
        "if False:",
        seed=67,
    ),
    Fault(
        "what an old epoch acknowledged still counts in a new one",
        engine._on_trust,
        "acknowledged=0, feed=NOWHERE)",
        "feed=NOWHERE)",
        seed=1,
    ),
    Fault(
        "the feed is not read anew in a new epoch",
        engine._on_trust,
        "acknowledged=0, feed=NOWHERE)",
        "acknowledged=0)",
        seed=1,
    ),
    Fault(
        "a receiver gone backwards is believed",
        engine._on_head,
        "if receipt.seq < snapshot.acknowledged:",
        "if False:",
        seed=23,
    ),
    Fault(
        "an empty receiver is not noticed",
        engine._on_head,
        "if snapshot.acknowledged:",
        "if False:",
        seed=23,
    ),
    Fault(
        "a trust older than one seen is taken",
        trust.verify_trust,
        "if known is not None and (trust.version < known.version or trust.epoch < known.epoch):",
        "if False:",
        seed=39,
    ),
    Fault(
        "the batch begins one entry too late",
        engine_state.enter,
        "snapshot.acknowledged + 1, count)",
        "snapshot.acknowledged + 2, count)",
    ),
    Fault(
        "a batch too large is sent again as it is, for ever",
        engine._on_push_problem,
        "event.count // 2",
        "event.count",
    ),
    Fault(
        "a statement need not follow the one before",
        statements.verify_page,
        'if sealed.statement.seq != after.seq + 1:\n            return Page(tuple(taken), "seq")\n'
        '        if sealed.statement.prev != after.hash:\n            return Page(tuple(taken), "prev")\n',
        "pass\n",
        seed=3,
    ),
    Fault(
        "an old answer is taken for the present one",
        engine.step,
        "if event.ticket != state.ticket or state.phase is Phase.OVER:",
        "if state.phase is Phase.OVER:",
    ),
    Fault(
        "the receiver's signed time is not kept",
        engine_state._on_clock,
        "seconds = round((theirs - answer.sent_at).total_seconds())",
        "seconds = 0",
        seed=5,
    ),
    Fault(
        "an answer that is not ours ends the feed",
        engine._on_feed,
        "if answer.kind is not AnswerKind.OURS or state.trust is None:",
        "if state.trust is None:",
        seed=7,
    ),
    Fault(
        "the receiver does not verify signatures of entries",
        entries.check_entry,
        "if not is_signed_body(public_key, ENTRY_TYPE, entry.header_bytes, entry.signature):",
        "if False:",
        seed=18,
    ),
    Fault(
        "the receiver does not hold payloads against their hash",
        entries.check_entry,
        "if not entry.is_erased and not _is_payload_of(header, entry):",
        "if False:",
        seed=9,
    ),
    Fault(
        "the receiver looks into payloads before it keeps them",
        intake.examine,
        "entry = SealedEntry.from_line(line)",
        "entry = SealedEntry.from_line(line)\n"
        "            if b'answer\":7' in entry.payload:\n"
        "                raise EntryError('payload')",
    ),
    Fault(
        "the receiver keeps what it has once more",
        intake._place,
        'if kept == checked.hash:\n            return ""',
        'if kept == checked.hash:\n            ledger.append(checked)\n            return ""',
    ),
    Fault(
        "the receiver lets gaps pass",
        intake._place,
        "if header.seq != progress.head.seq + 1 or header.prev != progress.head.hash:",
        "if False:",
        seed=1,
    ),
    Fault(
        "the receiver does not look at the previous hash",
        intake._place,
        " or header.prev != progress.head.hash:",
        ":",
        seed=3,
    ),
    Fault(
        "the second entry of a position is taken for the first",
        intake._place,
        'ledger.keep_other(checked, kept)\n        return "equivocation"',
        'return ""',
        seed=55,
    ),
    Fault(
        "two histories of one stream, and the receiver forgets the second",
        ledger.StreamLedger.keep_other,
        "if streams.keep_equivocation(self._connection, values):",
        "if False:",
        seed=55,
    ),
    Fault(
        "good entries before a bad one are dropped",
        intake.examine,
        'return Examined(keys, tuple(entries), Refusal("entry", seq, error.code, error.pointer))',
        'return Examined(keys, (), Refusal("entry", seq, error.code, error.pointer))',
        seed=5,
    ),
    Fault(
        "a receipt over what was sent, not over what is kept",
        calls.Calls._submit,
        "if refusal is None:",
        "outcome = type(outcome)(type(outcome.head)(outcome.head.seq + 1, outcome.head.hash), 1, None)\n"
        "    if refusal is None or refusal.problem == 'gap':",
    ),
    Fault(
        "now and then an entry is receipted and not kept",
        intake._place,
        "ledger.append(checked)",
        "header.seq % 7 and ledger.append(checked)",
    ),
    Fault(
        "a receipt names a head that was before the last entry",
        office.Office.receipt,
        "head.seq, head.hash, count",
        "head.seq, '0' * 64, count",
    ),
    Fault(
        "a new key signs from its own rotation on",
        ledger.StreamLedger.append,
        "from_seq=header.seq + 1",
        "from_seq=header.seq",
        seed=5,
    ),
    Fault(
        "statements forget their predecessor",
        office.Office.state,
        "last.seq + 1, last.hash, now",
        "last.seq + 1, '', now",
    ),
    Fault(
        "another agency's stream can be asked for",
        calls.Calls._own,
        "if streams.agency_of(connection, stream) != device.agency:",
        "if streams.agency_of(connection, stream) is None:",
        seed=1,
    ),
    Fault(
        "a revoked device may go on",
        calls.Calls.authenticate,
        "if device.revoked:",
        "if False:",
    ),
    Fault(
        "batches hold one entry less than they count",
        packages.fitting,
        "if place >= min(limit, MAX_ENTRIES) or room < 0:",
        "if place >= 1 or room < 0:",
        seed=5,
    ),
)
