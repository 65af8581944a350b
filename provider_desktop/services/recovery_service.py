"""The way out: enrol anew, take everything back, open a stream that continues the one before."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import encode
from provider_desktop.exchange.entries import SALT_BYTES, Header, Op, SealedEntry, payload_hash, seal
from provider_desktop.exchange.invitations import read_invitation
from provider_desktop.exchange.payloads import schema_of
from provider_desktop.exchange.scalars import public_key_text, to_base64url
from provider_desktop.exchange.signing import SEED_BYTES, Ed25519Signer, Signer, key_id, rotation_message
from provider_desktop.exchange.trust import verify_trust
from provider_desktop.security.users import Permission
from provider_desktop.services.enrolling import Enrolled, enrol, reach
from provider_desktop.services.exchange_run import ALARM, TRUST
from provider_desktop.services.permissions import everyone, needs
from provider_desktop.services.pulling import PulledStream, Pulling
from provider_desktop.services.recovery import Recovery
from provider_desktop.services.sealing import seal_record
from provider_desktop.services.workspace import (
    MEMBERSHIP,
    STOPPED_BY,
    Membership,
    Workspace,
    membership_data,
)
from provider_desktop.storage.stream import StreamState
from provider_desktop.storage.unit_of_work import UnitOfWork

#: Setting that holds up to which place other streams are offered to the receiver: stream → seq.
OFFERED = "offered"
#: What the next device key was made for, where it is to follow by rotation.
ROTATION = "rotation"
#: Entries about the stream itself: a new stream has its own.
_OF_STREAMS = frozenset({Op.STREAM_OPEN, Op.STREAM_CLOSE, Op.KEY_ROTATE})


class RecoveryService:
    """Leaves a stream that can take no more, and changes keys. Broken off anywhere, it goes on from there."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @needs(Permission.JOIN)
    def recover(self, content: bytes) -> Recovery:
        """Enrol this PC anew with an invitation of the same agency and open a stream that continues the
        one before: after a restore, on a copied disk, after an alarm that ends the stream.

        Drafts stay. What the receiver holds comes back first; what it does not have is sealed again in
        the new stream: same records, versions, authors and times as they were. Nothing is sealed before
        all streams were pulled. Raises ``AppError``: ``NotJoined``, ``InvitationInvalid`` (``reason``
        ``agency``: of another agency), and as :func:`enrol` and :meth:`Pulling.run`; called again with
        the same invitation, it goes on where it was.
        """
        workspace = self._workspace
        before = workspace.membership
        if before is None:
            raise AppError(ErrorCode.NOT_JOINED)
        invitation = read_invitation(content, workspace.now())
        if invitation.agency != before.agency:
            raise AppError(ErrorCode.INVITATION_INVALID, reason="agency")
        enrolled = enrol(workspace, invitation)
        with workspace.writing() as work:
            # From here on there is no way back into the old stream, whatever happens.
            head = work.stream.own()
            if head is not None and head.state is StreamState.OPEN:
                work.stream.set_state(head.stream, StreamState.FROZEN)
        trust = verify_trust(enrolled.trust, root=invitation.root)
        with reach(workspace, invitation.url, enrolled.signer) as regulator:
            pulled = Pulling(workspace, regulator, enrolled.membership, trust).run()
        result = self._begin(before, enrolled, pulled)
        workspace.open_vault().promote_next_device_key()
        workspace.membership, workspace.signer, workspace.line_signer = (
            enrolled.membership, enrolled.signer, enrolled.signer,
        )  # fmt: skip
        workspace.signer_error = None
        workspace.remember_sealed()
        return result

    @needs(Permission.JOIN)
    def rotate(self) -> str:
        """Seal the change to a new device key; entries bear the new one from now on. The id of its device.

        Requests keep the old key until a receipt shows that the receiver knows the new one: both stay in
        the vault until then (:meth:`settle_rotation`). Raises ``AppError`` as :meth:`Workspace.joined`;
        ``StateForbids`` while an earlier change is not settled.
        """
        workspace = self._workspace
        membership, signer = workspace.joined()
        vault = workspace.open_vault()
        if workspace.line()[1].public_key != signer.public_key:
            raise AppError(
                ErrorCode.STATE_FORBIDS, record=membership.stream, state="rotating", action="rotate"
            )
        seed = vault.next_device_key(ROTATION)
        if seed is None:
            seed = os.urandom(SEED_BYTES)
            vault.keep_next_device_key(seed, ROTATION)
        following = Ed25519Signer(seed)
        text = public_key_text(following.public_key)
        proof = following.sign(rotation_message(membership.agency, membership.stream, text))
        payload = {"public_key": text, "proof": to_base64url(proof)}
        with workspace.writing() as work:
            record = workspace.new_ulid()
            seal_record(workspace, work, Op.KEY_ROTATE, record, 1, schema_of(Op.KEY_ROTATE), payload)
        workspace.signer, workspace.line_signer = following, signer
        workspace.remember_sealed()
        return key_id(following.public_key)

    @everyone
    def settle_rotation(self) -> bool:
        """Let go of the old key once a receipt covers the change; whether that was done now."""
        workspace = self._workspace
        membership, signer = workspace.joined()
        if workspace.line()[1].public_key == signer.public_key:
            return False
        with workspace.reading() as reading:
            rotated = reading.stream.last_of_op(membership.stream, Op.KEY_ROTATE.value)
            covered = reading.receipts.head(membership.stream)
        if rotated is None or rotated.header().seq > covered:
            return False
        device = key_id(signer.public_key)
        changed = Membership(
            membership.agency, membership.agency_name, membership.url, membership.root, device,
            membership.stream,
        )  # fmt: skip
        with workspace.writing() as work:
            work.settings.set(MEMBERSHIP, membership_data(changed))
            workspace.audit(work, "rotate", device, "", before=membership.device)
        workspace.open_vault().promote_next_device_key()
        workspace.membership, workspace.line_signer = changed, signer
        workspace.remember_sealed()
        return True

    def _begin(self, before: Membership, enrolled: Enrolled, pulled: tuple[PulledStream, ...]) -> Recovery:
        """The one transaction that leaves the old stream and begins the new."""
        workspace, membership = self._workspace, enrolled.membership
        common = {each.stream: each.common for each in pulled}
        last = common.get(before.stream, 0)
        with workspace.writing() as work:
            work.stream.start(
                membership.stream, membership.device, workspace.now(), enrolled.signer.public_key
            )
            alarm = work.settings.get(ALARM) or {}
            work.settings.set(MEMBERSHIP, membership_data(membership))
            work.settings.set(TRUST, to_base64url(enrolled.trust))
            work.settings.set(OFFERED, {**work.settings.get(OFFERED, {}), **common})
            work.settings.remove(ALARM)
            work.settings.remove(STOPPED_BY)
            again = _Resealing(workspace, work, membership, enrolled.signer, common)
            again.open(before.stream, last)
            again.say_again(before.stream, last)
            forked = tuple(each.stream for each in pulled if each.forked)
            workspace.audit(
                work, "recover", membership.stream, str(alarm.get("code", "")), continues=before.stream,
                last_seq=last, restored=sum(each.restored for each in pulled), resealed=again.count,
                left_out=len(again.left_out), forked=len(forked),
            )  # fmt: skip
        return Recovery(
            device=membership.device,
            stream=membership.stream,
            continues=before.stream,
            restored=sum(each.restored for each in pulled),
            resealed=again.count,
            left_out=tuple(again.left_out),
            forked=forked,
        )


@dataclass(slots=True)
class _Resealing:
    """Writes the first entries of a stream that continues another, within the caller's transaction."""

    workspace: Workspace
    work: UnitOfWork
    membership: Membership
    signer: Signer
    #: Up to which place the regulator holds each stream.
    held: Mapping[str, int]
    count: int = 0
    left_out: list[str] = field(default_factory=list)
    _renamed: dict[str, str] = field(default_factory=dict)

    def open(self, continues: str, last_seq: int) -> None:
        """The entry that says which stream this one continues."""
        self._append(
            op=Op.STREAM_OPEN,
            record=self.workspace.new_ulid(),
            version=1,
            parent="",
            reason="",
            actor=self.workspace.actor,
            schema=schema_of(Op.STREAM_OPEN),
            recorded_at=self.workspace.now(),
            payload=encode({"continues": continues, "last_seq": last_seq}),
        )

    def say_again(self, stream: str, after: int) -> None:
        """Everything behind a place in the stream before, in its order."""
        while portion := self.work.stream.after(stream, after):
            after += len(portion)
            for entry in portion:
                self._say_one(entry)

    def _say_one(self, entry: SealedEntry) -> None:
        header = entry.header()
        if header.op in _OF_STREAMS:
            return
        if entry.is_erased or payload_hash(entry.salt, entry.payload) != header.payload_hash:
            # Content that is gone, or is not what was once signed, is not signed now.
            self.left_out.append(header.record)
            return
        parent = self._renamed.get(header.parent, header.parent)
        new = self._said_elsewhere(entry, header, parent)
        if not new:
            self.count += 1
            new = self._append(
                op=header.op,
                record=header.record,
                version=header.version,
                parent=parent,
                reason=header.reason,
                actor=header.actor,
                schema=header.schema,
                recorded_at=header.recorded_at,
                payload=entry.payload,
            )
        self._renamed[entry.hash] = new
        self.work.visits.repoint(header.record, entry.hash, new)
        self.work.evidence.say_again(entry.hash, new)
        self.work.staff.repoint(header.record, entry.hash, new)
        self.work.cases.repoint(header.record, entry.hash, new)

    def _said_elsewhere(self, entry: SealedEntry, header: Header, parent: str) -> str:
        """The entry of another stream, held by the regulator, that says the very same; '' for none.

        Going back twice to one backup finds there what was said again the first time: the regulator holds
        it, under another hash, and saying it once more would double it.
        """
        for row in self.work.stream.of_record(header.record):
            if row.version != header.version or row.stream == header.stream:
                continue
            if row.seq > self.held.get(row.stream, 0):
                continue
            other = self.work.stream.entry(row.hash)
            if other is None or other.payload != entry.payload:
                continue
            said = other.header()
            if (said.op, said.parent, said.reason) == (header.op, parent, header.reason):
                return row.hash
        return ""

    def _append(self, **fields: object) -> str:
        head = self.work.stream.own()
        if head is None:
            raise RuntimeError("the new stream was just begun")
        entry = seal(
            self.signer,
            agency=self.membership.agency,
            stream=head.stream,
            seq=head.seq + 1,
            prev=head.hash,
            feed_seen=self.work.feed.head()[0],
            salt=os.urandom(SALT_BYTES),
            **fields,  # type: ignore[arg-type]
        )
        header = self.work.stream.append(entry)
        self.workspace.audit(
            self.work, header.op.value, header.record, header.reason, version=header.version, seq=header.seq
        )
        return entry.hash
