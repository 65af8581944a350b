"""Staff members: certificates and their expiry, the contract's roster, leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CertificateKind(StrEnum):
    """Certificates that qualify for service items (domain.md, "Qualifications")."""

    CARE_WORKER = "care_worker"  # 养老护理员证
    NURSE = "nurse"  # 护士执业证
    REHABILITATION = "rehabilitation"  # 康复
    SOCIAL_WORKER = "social_worker"  # 社工
    PSYCHOLOGY = "psychology"  # 心理
    ASSESSOR = "assessor"  # 评估员
    OTHER = "other"


class Qualification(StrEnum):
    """What a service item asks of the person who does it."""

    NONE = ""
    CARE = "care"  # 护理员: a care worker's or a nurse's certificate
    NURSE = "nurse"  # 护士执业证
    REHABILITATION_OR_CARE = "rehabilitation_or_care"  # 康复或持证护理员
    SOCIAL_WORK = "social_work"  # 社工
    SOCIAL_OR_PSYCHOLOGY = "social_or_psychology"  # 社工或心理
    ASSESSOR = "assessor"  # 评估员
    HEALTH = "health"  # 健康证


#: Certificates of which one is enough, for each qualification that is shown by certificate.
SUFFICIENT: dict[Qualification, frozenset[CertificateKind]] = {
    Qualification.CARE: frozenset({CertificateKind.CARE_WORKER, CertificateKind.NURSE}),
    Qualification.NURSE: frozenset({CertificateKind.NURSE}),
    Qualification.REHABILITATION_OR_CARE: frozenset(
        {CertificateKind.REHABILITATION, CertificateKind.CARE_WORKER, CertificateKind.NURSE}
    ),
    Qualification.SOCIAL_WORK: frozenset({CertificateKind.SOCIAL_WORKER}),
    Qualification.SOCIAL_OR_PSYCHOLOGY: frozenset(
        {CertificateKind.SOCIAL_WORKER, CertificateKind.PSYCHOLOGY}
    ),
    Qualification.ASSESSOR: frozenset({CertificateKind.ASSESSOR}),
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate, valid up to and including ``until`` (None = does not expire)."""

    kind: CertificateKind
    number: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Leave:
    """Days of leave, both inclusive; ``until`` None = open."""

    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether that day is a day of leave."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person on the contract's roster from a day to a day (inclusive; None = open)."""

    staff: str
    name: str
    id_number: str
    post: str
    certificates: tuple[Certificate, ...]
    health_certificate: date | None
    first_day: date
    last_day: date | None
    leave: tuple[Leave, ...] = ()
    phone: str = ""

    def on_roster(self, day: date) -> bool:
        """Whether the contract's roster names the person on that day (leave left aside)."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def on_leave(self, day: date) -> Leave | None:
        """The leave that covers that day, if any."""
        return next((leave for leave in self.leave if leave.covers(day)), None)

    def qualified(self, need: Qualification, day: date) -> bool:
        """Whether certificates valid on that day satisfy a qualification. The post proves nothing."""
        if need is Qualification.NONE:
            return True
        if need is Qualification.HEALTH:
            return self.health_certificate is not None and day <= self.health_certificate
        return any(
            certificate.kind in SUFFICIENT[need] and (certificate.until is None or day <= certificate.until)
            for certificate in self.certificates
        )
