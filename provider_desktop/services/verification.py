"""Proof that what this PC holds is whole: every signature, hash and link, verified from the bytes."""

from __future__ import annotations

from dataclasses import dataclass, field

from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.entries import (
    EntryError,
    SealedEntry,
    check_entry,
    next_public_key,
    payload_hash,
)
from provider_desktop.exchange.receipts import ReceiptError, verify_receipt
from provider_desktop.exchange.scalars import from_base64url
from provider_desktop.exchange.signing import key_id
from provider_desktop.exchange.statements import StatementError, open_statement
from provider_desktop.exchange.trust import Trust, TrustError, verify_trust
from provider_desktop.services.exchange_run import TRUST
from provider_desktop.services.workspace import Membership, Workspace
from provider_desktop.storage.feed import StatementRow
from provider_desktop.storage.stream import StreamHead
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
            if (receipt.seq, receipt.hash) != (row.seq, row.hash) or not entry or entry.hash != receipt.hash:
                self._say("receipt_of_other", seq=row.seq)

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
        """The audit trail's own chain."""
        for line in self.reading.audit.broken():
            self._say("audit", line=line)

    def check_sums(self) -> None:
        """Sums kept for lists against a full count."""
        for difference in self.reading.summaries.differences():
            self._say("sums", difference=difference)

    def _check_stream(self, head: StreamHead) -> None:
        membership = self.workspace.membership
        key = self._key_of(head)
        seq, prev = 0, ""
        for entry in self.reading.stream.chain(head.stream):
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
            seq, prev = seq + 1, entry.hash
        if (seq, prev) != (head.seq, head.hash):
            self._say("head", stream=head.stream, seq=head.seq)

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
    follows = (statement.seq, statement.prev, sealed.hash) == (seq + 1, prev, row.hash)
    return "" if follows else "chain"


def _check_content(entry: SealedEntry, membership: Membership | None) -> None:
    """What can be said of an entry without its key; raises ``EntryError``."""
    header = entry.header()
    if membership is not None and header.agency != membership.agency:
        raise EntryError("agency")
    if not entry.is_erased and payload_hash(entry.salt, entry.payload) != header.payload_hash:
        raise EntryError("payload")
