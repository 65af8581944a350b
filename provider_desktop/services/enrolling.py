"""Enrolling this PC with an invitation: a key that is kept before the code is sent, and what comes of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.invitations import Enrolment, Invitation, enrolment_request
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.regulator import Answer, AnswerKind
from provider_desktop.exchange.scalars import sha256_hex
from provider_desktop.exchange.signing import SEED_BYTES, Ed25519Signer, Signer, key_id
from provider_desktop.exchange.trust import TrustError, verify_trust
from provider_desktop.regulator.client import RegulatorClient
from provider_desktop.services.workspace import Membership, Workspace
from provider_desktop.settings import load_settings

LABEL = "provider-desktop"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What an enrolment gave. ``signer`` holds the key that waits in the vault as the next device key;
    ``trust`` is the receiver's verified trust envelope."""

    membership: Membership
    signer: Signer
    trust: bytes


def enrol(workspace: Workspace, invitation: Invitation) -> Enrolled:
    """Enrol with a new key, kept in the vault as the next one before the code is sent.

    An answer that was lost is asked for again with the same key: done twice with one invitation, the
    same stream comes of it. Raises ``AppError``: ``InvitationUsed``, ``Offline``, ``ReceiverNotOurs``,
    ``ReceiverBusy``, ``ReceiverRefused``.
    """
    vault = workspace.open_vault()
    purpose = f"invitation {sha256_hex(invitation.code.encode())}"
    seed = vault.next_device_key(purpose)
    if seed is None:
        seed = os.urandom(SEED_BYTES)
        vault.keep_next_device_key(seed, purpose)
    signer = Ed25519Signer(seed)
    with reach(workspace, invitation.url, signer) as regulator:
        trust = _trusted(workspace, regulator.trust(), invitation)
        answer = regulator.enrol(enrolment_request(signer, invitation, LABEL))
        enrolment = _enrolled(answer, invitation, key_id(signer.public_key))
    membership = Membership(
        agency=invitation.agency,
        agency_name=invitation.agency_name,
        url=invitation.url,
        root=invitation.root,
        device=enrolment.device,
        stream=enrolment.stream,
    )
    return Enrolled(membership, signer, trust)


@contextmanager
def reach(workspace: Workspace, url: str, signer: Signer) -> Iterator[RegulatorClient]:
    """The line to a receiver, with the office's proxy and the clock's known offset."""
    settings = load_settings(workspace.paths.settings)
    with RegulatorClient(
        url, signer, clock_offset=workspace.clock_offset, proxy=settings.proxy, clock=workspace.now
    ) as regulator:
        yield regulator


def require_ours(answer: Answer, url: str) -> None:
    """Raise the ``AppError`` for an answer that is not a receiver's good one: ``Offline``,
    ``ReceiverNotOurs``, ``ReceiverBusy``, ``DeviceRevoked``, ``ReceiverRefused``."""
    if answer.kind is AnswerKind.OFFLINE:
        raise AppError(ErrorCode.OFFLINE, url=url)
    if answer.kind is AnswerKind.FOREIGN:
        raise AppError(ErrorCode.RECEIVER_NOT_OURS, url=url, reason=str(answer.status))
    if answer.problem is not None:
        if answer.retry_after or answer.problem.problem is Problem.BUSY:
            raise AppError(ErrorCode.RECEIVER_BUSY, seconds=max(1, answer.retry_after))
        raise AppError(ErrorCode.RECEIVER_REFUSED, problem=answer.problem.problem.value, status=answer.status)


def _trusted(workspace: Workspace, answer: Answer, invitation: Invitation) -> bytes:
    """The receiver's trust, verified under the invitation's root, before the code is shown to anybody."""
    require_ours(answer, invitation.url)
    try:
        verify_trust(answer.body.strip(), root=invitation.root, now=workspace.now())
    except TrustError as error:
        raise AppError(ErrorCode.RECEIVER_NOT_OURS, url=invitation.url, reason=error.code) from error
    return answer.body.strip()


def _enrolled(answer: Answer, invitation: Invitation, device: str) -> Enrolment:
    if answer.problem is not None and answer.problem.problem is Problem.INVITATION:
        raise AppError(ErrorCode.INVITATION_USED)
    require_ours(answer, invitation.url)
    try:
        return Enrolment.from_bytes(answer.body, agency=invitation.agency, device=device)
    except FormError as error:
        raise AppError(ErrorCode.RECEIVER_NOT_OURS, url=invitation.url, reason=error.code.value) from error
