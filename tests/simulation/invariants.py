"""What must always hold (exchange.md, I1 to I8), seen by a witness who stands beside both sides."""

from __future__ import annotations

from collections.abc import Sequence

from provider_desktop.exchange.entries import SealedEntry
from provider_desktop.exchange.scalars import chain_hash
from provider_desktop.receiver.storage.streams import EntryRow
from tests.simulation.desktop import Pc
from tests.simulation.memory_storage import MemoryDatabase
from tests.simulation.violation import require


class Witness:
    """Knows every entry ever sealed, and every head ever committed, whatever the sides forget."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database
        self._sealed: dict[tuple[str, int], set[SealedEntry]] = {}
        #: (epoch, stream, seq) → hash, at the moment it was durable at the receiver.
        self._durable: dict[tuple[int, str, int], str] = {}
        #: Entries of each stream that the receiver held when last looked at, and were found good.
        self.committed: dict[str, int] = {}
        self._said: dict[str, int] = {}
        self._receipts_seen: dict[str, int] = {}
        self.epoch = 1
        #: The receiver hid a restore: what it gave receipts for may be gone.
        self.lied = False

    def sealed(self, entry: SealedEntry) -> None:
        """Somebody sealed this."""
        header = entry.header()
        self._sealed.setdefault((header.stream, header.seq), set()).add(entry)

    def restored(self, pcs: Sequence[Pc], *, honest: bool) -> None:
        """The receiver's tables were put back."""
        self.committed.clear()
        self._said.clear()
        if not honest:
            self.lied = True
            for pc in pcs:
                pc.may_alarm |= {"receiver_backwards", "feed_rewritten", "statement_tampered",
                                 "receipt_mismatch", "equivocation", "trust_older"}  # fmt: skip
        self.look()

    def new_epoch(self, epoch: int) -> None:
        """What an honestly restored receiver still holds counts in its new epoch."""
        self.epoch = epoch
        for stream, rows in self._database.tables.entries.items():
            for row in rows:
                self._durable[epoch, stream, row.seq] = row.hash

    # ------------------------------------------------------------ the receiver, after each commit

    def look(self) -> None:
        """I1, I4 at the receiver: only what was sealed, byte for byte, dense, each following the last."""
        for stream, rows in self._database.tables.entries.items():
            known = self.committed.get(stream, 0)
            require(len(rows) >= known, "the receiver lost entries")
            for place in range(known, len(rows)):
                self._look_at(rows, place)
            self.committed[stream] = len(rows)

    def _look_at(self, rows: list[EntryRow], place: int) -> None:
        row = rows[place]
        entry = SealedEntry(row.header, row.signature, row.salt, row.payload)
        require(entry in self._sealed.get((row.stream, row.seq), ()), "held, yet never sealed like this (I1)")
        require(row.seq == place + 1, "not dense at the receiver (I4)")
        before = rows[place - 1].hash if place else ""
        require(entry.header().prev == before, "does not follow the one before (I4)")
        self._durable[self.epoch, row.stream, row.seq] = row.hash

    # ------------------------------------------------------------ the desktops, after each step

    def check(self, pcs: Sequence[Pc]) -> None:
        """I2, I4, I5 at the desktops, and no alarm without a cause."""
        for pc in pcs:
            self._check_receipts(pc)
            for alarm in pc.alarms:
                require(alarm.code.value in pc.may_alarm, f"{pc.name}: false alarm {alarm}")

    def _check_receipts(self, pc: Pc) -> None:
        """I2: a receipt on a PC's disk was preceded by a commit of exactly those entries."""
        seen = self._receipts_seen.get(pc.name, 0)
        receipts = pc.disk.receipts
        for receipt in receipts[min(seen, len(receipts)) :]:
            held = self._durable.get((receipt.epoch, pc.stream, receipt.seq))
            require(held == receipt.hash, f"{pc.name}: delivered, yet not held (I2)")
            own = pc.disk.chain[receipt.seq - 1] if receipt.seq <= len(pc.disk.chain) else None
            require(own is not None and own.hash == receipt.hash, f"{pc.name}: a receipt for others (I5)")
        self._receipts_seen[pc.name] = len(receipts)

    def check_both_kept(self, stream: str, entries: Sequence[SealedEntry]) -> None:
        """Where the receiver was shown the other entry of a position, it has kept both and is frozen."""
        rows = self._database.tables.entries[stream]
        for entry in entries:
            seq = entry.header().seq
            if seq <= len(rows) and rows[seq - 1].hash != entry.hash:
                kept = any(
                    (other["stream"], other["seq"]) == (stream, seq) for other in self._database.tables.others
                )
                require(kept, "shown two histories, and nothing was kept of it (I4)")
                return

    # ------------------------------------------------------------ in peace

    def check_after_run(self, pc: Pc) -> None:
        """A run that says it is done has sent and fetched everything, and a revoked device never is."""
        require(not pc.is_revoked, f"{pc.name}: revoked, and served all the same")
        if self.is_whole(pc):
            self._check_whole(pc)

    def is_whole(self, pc: Pc) -> bool:
        """Whether nothing happened to this PC or to the receiver that only people can put right."""
        return not (pc.is_copy or pc.is_revoked or self.lied or (pc.alarms and self._shaken(pc)))

    @staticmethod
    def _shaken(pc: Pc) -> bool:
        return (
            any(alarm.code.value != "statement_tampered" for alarm in pc.alarms) and "frozen" in pc.may_alarm
        )

    def check_peace(self, pcs: Sequence[Pc]) -> None:
        """I1, I4, I5, I6 once faults are off."""
        self.check(pcs)
        for pc in pcs:
            self._check_chain(pc)
            self._check_agreement(pc)
            if self.is_whole(pc):
                self._check_whole(pc)
        for stream in {pc.stream for pc in pcs if pc.is_copy}:
            self._check_copies([pc for pc in pcs if pc.stream == stream])

    def _check_chain(self, pc: Pc) -> None:
        before = ""
        for place, entry in enumerate(pc.disk.chain):
            header = entry.header()
            require((header.seq, header.prev) == (place + 1, before), f"{pc.name}: chain broken (I4)")
            before = chain_hash(entry.header_bytes)

    def _check_agreement(self, pc: Pc) -> None:
        """I5: receipts hold against what the receiver has now, or an alarm is up."""
        rows = self._database.tables.entries[pc.stream]
        good = all(
            receipt.seq <= len(rows) and rows[receipt.seq - 1].hash == receipt.hash
            for receipt in pc.disk.receipts
            if receipt.epoch == self.epoch or self.is_whole(pc)
        )
        require(
            good or bool(pc.alarms) or self._is_shut_out(pc),
            f"{pc.name}: receipts do not hold, no alarm (I5)",
        )

    def _is_shut_out(self, pc: Pc) -> bool:
        """Told that its key counts no more: revoked, itself or its twin with the same key, or forgotten by
        a receiver that hides a restore. Then it gets no further, and hears nothing of other entries."""
        return pc.is_revoked or pc.reason == "revoked" or (self.lied and pc.reason == "signature")

    def _check_whole(self, pc: Pc) -> None:
        rows = self._database.tables.entries[pc.stream]
        held = [SealedEntry(row.header, row.signature, row.salt, row.payload) for row in rows]
        require(held == pc.disk.chain, f"{pc.name}: not exactly once (I1)")
        require(pc.disk.acknowledged == len(pc.disk.chain), f"{pc.name}: held, yet not delivered")
        said = [head.hash for head, _ in self._database.tables.statements.get(pc.agency, [])]
        require([each.hash for each in pc.disk.feed] == said, f"{pc.name}: another feed (I6)")

    def _check_copies(self, twins: Sequence[Pc]) -> None:
        """Two histories of one stream never both pass for delivered without anybody being told."""
        chains = [pc.disk.chain[: pc.disk.acknowledged] for pc in twins]
        longest = max(chains, key=len)
        agree = all(chain == longest[: len(chain)] for chain in chains)
        told = any(pc.alarms for pc in twins) or bool(self._database.tables.alarms)
        require(agree or told, "two histories, and nobody was told (I4)")
        rows = self._database.tables.entries[twins[0].stream]
        for pc in twins:
            split = any(row.hash != own.hash for row, own in zip(rows, pc.disk.chain, strict=False))
            behind = len(rows) > len(pc.disk.chain)
            quiet = not pc.alarms and not self._is_shut_out(pc)
            require(not (quiet and (split or behind)), f"{pc.name}: a copy was not told (I4)")
