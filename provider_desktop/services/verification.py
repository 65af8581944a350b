"""Proof that what this PC holds is whole: every signature, hash and link, verified from the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.entries import (
    EntryError,
    Header,
    SealedEntry,
    check_entry,
    next_public_key,
    payload_hash,
)
from provider_desktop.exchange.receipts import Receipt, ReceiptError, verify_receipt
from provider_desktop.exchange.scalars import from_base64url
from provider_desktop.exchange.signing import key_id
from provider_desktop.exchange.statements import StatementError, open_statement
from provider_desktop.exchange.trust import Trust, TrustError, verify_trust
from provider_desktop.services.exchange_run import TRUST
from provider_desktop.services.workspace import Membership, Workspace
from provider_desktop.storage.feed import StatementRow
from provider_desktop.storage.receipts import ReceiptRow
from provider_desktop.storage.stream import EntryRow, StreamHead
from provider_desktop.storage.unit_of_work import Reading
from provider_desktop.wording import sentence

#: Receipts looked at: all of them, whatever the list on the page shows.
_ALL = 10_000_000
#: Statements verified in one portion.
_PORTION = 500


@dataclass(slots=True)
class Verification:
    """One pass over one moment of the database; ``problems`` gathers sentences."""

    workspace: Workspace
    reading: Reading
    entries: int = 0
    receipts: int = 0
    unsigned: int = 0
    problems: list[str] = field(default_factory=list)

    def check_streams(self) -> None:
        """Every entry of every stream: dense, chained, its content as committed to, and signed."""
        for head in self.reading.stream.all():
            self._check_stream(head)

    def check_receipts(self) -> None:
        """Every receipt: signed by a key that the regulator's root vouches for, and of what was sent."""
        membership, trust = self.workspace.membership, self._trust()
        for row in self.reading.receipts.all(_ALL):
            self.receipts += 1
            if membership is None or trust is None:
                self._say("receipt_untrusted", seq=row.seq)
                continue
            try:
                receipt = verify_receipt(
                    row.envelope, trust=trust, agency=membership.agency, stream=row.stream
                )
            except ReceiptError as error:
                self._say("receipt", seq=row.seq, reason=error.code)
                continue
            entry = self.reading.stream.at(row.stream, receipt.seq)
            if not _is_told(row, receipt) or not entry or entry.hash != receipt.hash:
                self._say("receipt_of_other", seq=row.seq)
        for stream in self.reading.receipts.miscounted():
            self._say("acknowledged", stream=stream)

    def check_feed(self) -> None:
        """Every statement: signed, of this agency, dense, and naming the one before."""
        membership, trust = self.workspace.membership, self._trust()
        if membership is None or trust is None:
            return
        for epoch in self.reading.feed.epochs():
            self._check_epoch(epoch, trust, membership.agency)

    def _check_epoch(self, epoch: int, trust: Trust, agency: str) -> None:
        """One chain of statements. Of an erased one the hash is left, which the one behind it names."""
        seq, prev = 0, ""
        while portion := self.reading.feed.after(seq, _PORTION, epoch):
            for row in portion:
                reason = _flaw_of(row, seq, prev, trust, agency)
                if reason:
                    self._say("statement", seq=row.seq, reason=reason)
                seq, prev = row.seq, row.hash

    def check_audit(self) -> None:
        """The audit trail's own chain, and a line in it for every entry that was sealed here."""
        for line in self.reading.audit.broken():
            self._say("audit", line=line)
        told, own = self.reading.audit.sealings(), self.reading.stream.own()
        for row in self._facts(own.stream) if own else ():
            if (row.op, row.record, row.seq) not in told:
                self._say("unaudited", seq=row.seq)

    def check_sums(self) -> None:
        """Sums kept for lists, and facts kept for ratings, against what the entries say."""
        for difference in (*self.reading.summaries.differences(), *self.reading.facts.differences()):
            self._say("sums", difference=difference)

    def _check_stream(self, head: StreamHead) -> None:
        membership = self.workspace.membership
        key = self._key_of(head)
        if not key and (head.public_key or (head.own and self.workspace.signer)):
            # whoever changes the name of the key must not get away without any signature being looked at
            self._say("stream_key", stream=head.stream)
        seq, prev = 0, ""
        chain = self.reading.stream.chain(head.stream)
        for entry, row in zip(chain, self._facts(head.stream), strict=True):
            self.entries += 1
            try:
                header = entry.header()
                if key and membership:
                    check_entry(entry, agency=membership.agency, stream=head.stream, public_key=key)
                    key = next_public_key(header, entry.payload, key)
                else:
                    self.unsigned += 1
                    _check_content(entry, membership)
            except (EntryError, FormError) as error:
                reason = error.code if isinstance(error, EntryError) else "header"
                self._say("entry", seq=seq + 1, stream=head.stream, reason=reason)
                seq, prev = seq + 1, entry.hash
                continue
            if (header.seq, header.prev) != (seq + 1, prev):
                self._say("entry", seq=seq + 1, stream=head.stream, reason="chain")
            elif not _is_of(row, header, entry):
                self._say("entry", seq=seq + 1, stream=head.stream, reason="columns")
            seq, prev = seq + 1, entry.hash
        if (seq, prev) != (head.seq, head.hash):
            self._say("head", stream=head.stream, seq=head.seq)

    def _facts(self, stream: str) -> Iterator[EntryRow]:
        seq = 0
        while portion := self.reading.stream.facts(stream, seq, _PORTION):
            yield from portion
            seq = portion[-1].seq

    def _key_of(self, head: StreamHead) -> bytes:
        """The public key that a stream began with, b'' where this PC does not have it."""
        if head.public_key:
            return head.public_key if key_id(head.public_key) == head.device else b""
        signer = self.workspace.signer
        if signer is None or not head.own:
            return b""
        return signer.public_key if key_id(signer.public_key) == head.device else b""

    def _trust(self) -> Trust | None:
        membership = self.workspace.membership
        text = self.reading.settings.get(TRUST, "")
        if membership is None or not text:
            return None
        try:
            return verify_trust(from_base64url(text), root=membership.root)
        except (TrustError, ValueError):
            return None

    def _say(self, code: str, **values: object) -> None:
        self.problems.append(sentence("verify", code, self.workspace.language, values))


def _flaw_of(row: StatementRow, seq: int, prev: str, trust: Trust, agency: str) -> str:
    """What is wrong with a statement that should follow ``seq`` with hash ``prev``; '' for nothing."""
    if not row.envelope:
        return "" if row.seq == seq + 1 else "chain"
    try:
        sealed = open_statement(row.envelope, trust=trust, agency=agency)
    except StatementError as error:
        return error.code
    statement = sealed.statement
    if (statement.seq, statement.prev, sealed.hash) != (seq + 1, prev, row.hash):
        return "chain"
    told = (statement.seq, statement.kind, statement.issued_at)
    return "" if told == (row.seq, row.kind, row.issued_at) else "columns"


def _is_told(row: ReceiptRow, receipt: Receipt) -> bool:
    """Whether the columns of a receipt say what is signed in it."""
    columns = (row.epoch, row.seq, row.hash, row.count, row.received_at)
    return columns == (receipt.epoch, receipt.seq, receipt.hash, receipt.count, receipt.received_at)


def _is_of(row: EntryRow, header: Header, entry: SealedEntry) -> bool:
    """Whether the columns of an entry, by which lists and searches go, say what is signed in it."""
    columns = (row.seq, row.hash, row.op, row.record, row.version, row.reason, row.actor, row.recorded_at)
    return columns == (
        header.seq, entry.hash, header.op.value, header.record, header.version, header.reason, header.actor,
        header.recorded_at,
    )  # fmt: skip


def _check_content(entry: SealedEntry, membership: Membership | None) -> None:
    """What can be said of an entry without its key; raises ``EntryError``."""
    header = entry.header()
    if membership is not None and header.agency != membership.agency:
        raise EntryError("agency")
    if not entry.is_erased and payload_hash(entry.salt, entry.payload) != header.payload_hash:
        raise EntryError("payload")
