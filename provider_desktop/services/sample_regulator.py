"""The sample county's regulator as signatures only: its keys, and what it says to one agency."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from provider_desktop.domain.findings import Finding
from provider_desktop.exchange.entries import Header
from provider_desktop.exchange.receipts import Receipt, seal_receipt
from provider_desktop.exchange.signing import SEED_BYTES, Ed25519Signer
from provider_desktop.exchange.statements import (
    NOWHERE,
    Kind,
    Position,
    SealedStatement,
    Statement,
    seal_statement,
)
from provider_desktop.exchange.trust import ReceiverKey, Trust, seal_trust
from provider_desktop.files import write_atomically
from provider_desktop.storage.verdicts import VerdictRow
from provider_desktop.wording import finding_sentence

#: The epoch of a receiver that was never restored.
EPOCH = 1
_LIFE = timedelta(days=366)
#: The wire's names of the languages, and those of the wording.
_LANGUAGES = {"zh": "zh_CN", "en": "en"}


class SampleRegulator:
    """Signs statements in one chain, and receipts, as a receiver with these keys would.

    For the bulk path of the sample county only, where years pass in minutes. Everything it signs can be
    verified, and a receiver that is given its keys goes on where it ends.
    """

    def __init__(self, agency: str, since: datetime) -> None:
        """New keys, trusted from *since* (aware) on."""
        self._agency = agency
        self._seeds = {"root.key": os.urandom(SEED_BYTES), "signing.key": os.urandom(SEED_BYTES)}
        self._root = Ed25519Signer(self._seeds["root.key"])
        self._signer = Ed25519Signer(self._seeds["signing.key"])
        self._since = since
        #: Where the feed ends.
        self.feed: Position = NOWHERE

    @property
    def root(self) -> bytes:
        """The public root key, as an invitation carries it."""
        return self._root.public_key

    def trust(self) -> bytes:
        """The root's word that the signing key is a receiver's."""
        key = ReceiverKey(self._signer.public_key, self._since)
        trust = Trust((key,), EPOCH, int(self._since.timestamp()), self._since + _LIFE)
        return seal_trust(self._root, trust)

    def state(self, kind: Kind, body: Mapping[str, Any], at: datetime) -> SealedStatement:
        """The next statement of the feed."""
        statement = Statement(self._agency, self.feed.seq + 1, self.feed.hash, at, kind.value, dict(body))
        sealed = seal_statement(self._signer, statement)
        self.feed = sealed.position
        return sealed

    def judge(
        self, entry: str, header: Header, outcome: str, said: Sequence[Mapping[str, Any]], at: datetime
    ) -> tuple[SealedStatement, VerdictRow]:
        """A verdict on the entry of that hash: the statement, and the row that follows from it."""
        body = {
            "entry": entry, "stream": header.stream, "seq": header.seq, "record": header.record,
            "version": header.version, "outcome": outcome, "findings": list(said),
        }  # fmt: skip
        sealed = self.state(Kind.VERDICT, body, at)
        row = VerdictRow(
            entry, header.stream, header.seq, header.record, header.version, outcome, at,
            sealed.statement.seq, tuple(said),
        )  # fmt: skip
        return sealed, row

    def receipt(self, stream: str, head: Position, count: int, at: datetime) -> tuple[Receipt, bytes]:
        """A receipt over a head, and its envelope."""
        receipt = Receipt(
            EPOCH, self._agency, stream, head.seq, head.hash, count, at, self.feed.seq, self.feed.hash
        )
        return receipt, seal_receipt(self._signer, receipt)

    def hand_over(self, folder: Path) -> None:
        """Put the keys where ``provider-receiver`` keeps its own, before its first start."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name, seed in self._seeds.items():
            write_atomically(folder / name, seed.hex().encode(), private=True)


def as_told(finding: Finding) -> dict[str, Any]:
    """A finding as a verdict carries it: rule, place, figures, and a sentence in both languages."""
    return {
        "rule": finding.rule,
        "action": finding.action.value,
        "pointer": finding.pointer,
        "values": dict(finding.values),
        "text": {
            name: finding_sentence(finding.rule, finding.values, language)
            for name, language in _LANGUAGES.items()
        },
    }
