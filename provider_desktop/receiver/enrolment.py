"""Letting a device in: the one-time code of an invitation, and the key that proves itself with it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection

from provider_desktop.domain.identifiers import make_ulid
from provider_desktop.exchange.canonical import FormError
from provider_desktop.exchange.invitations import Enrolment, EnrolmentRequest, Invitation
from provider_desktop.exchange.problems import Problem
from provider_desktop.exchange.scalars import from_base64url, public_key_bytes, sha256_hex
from provider_desktop.exchange.signing import is_enrolment_proof, key_id
from provider_desktop.receiver.answers import Refused
from provider_desktop.receiver.office import Office
from provider_desktop.receiver.storage import agencies, feed
from provider_desktop.receiver.storage.agencies import Device

#: 160 bits, twice what the exchange asks for.
_CODE_BYTES = 20
INVITATION_LIFE = timedelta(days=30)


def invite(office: Office, connection: Connection, agency: str, name: str, url: str) -> Invitation:
    """A new invitation for an agency, known from now on; only the hash of its code is kept.

    The regulator's root key must be here, since its public half goes into the invitation.
    """
    now = office.clock.now()
    agencies.add_agency(connection, agency, name, now)
    code = secrets.token_urlsafe(_CODE_BYTES)
    expires = (now + INVITATION_LIFE).replace(microsecond=0)
    agencies.add_invitation(connection, _hash(code), agency, now, expires)
    return Invitation(url, agency, name, office.root_public_key(), code, expires)


def enrol(office: Office, connection: Connection, body: bytes) -> Enrolment:
    """What the enrolling device is told. Raises ``Refused``: ``invitation``, or ``revoked``.

    Every reason for ``invitation`` looks the same from outside. The same code with the same key gets
    the same answer again, since an answer can be lost.
    """
    try:
        request = EnrolmentRequest.from_bytes(body)
        public_key = public_key_bytes(request.public_key)
        proof = from_base64url(request.proof)
    except (FormError, ValueError) as error:
        raise Refused(Problem.INVITATION) from error
    now = office.clock.now()
    office.database.lock_enrolling(connection)
    invitation = agencies.invitation(connection, _hash(request.code))
    if invitation is None or now > invitation.expires:
        raise Refused(Problem.INVITATION)
    if not is_enrolment_proof(invitation.agency, request.code, request.public_key, proof):
        raise Refused(Problem.INVITATION)
    device_id = key_id(public_key)
    if invitation.used_by not in ("", device_id):
        raise Refused(Problem.INVITATION)
    device = agencies.device(connection, device_id)
    if device is None:
        device = Device(device_id, invitation.agency, public_key, _new_ulid(now), request.label, False)
        agencies.enrol(connection, device, code_hash=invitation.code_hash, now=now)
    elif not invitation.used_by:
        raise Refused(Problem.INVITATION)  # a key is for one installation: it came by another invitation
    elif device.revoked:
        raise Refused(Problem.REVOKED)
    return Enrolment(
        device.device, device.agency, device.stream, feed.head(connection, device.agency).seq, now
    )


def _hash(code: str) -> str:
    return sha256_hex(code.encode())


def _new_ulid(now: datetime) -> str:
    return make_ulid(now, secrets.token_bytes(10))
