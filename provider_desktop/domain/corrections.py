"""Corrections and withdrawals: reasons, actions taken, attestation, and the next version of a visit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum, unique
from typing import TypeVar

from provider_desktop.domain.checks.rules import SCHEMA
from provider_desktop.domain.findings import Action, Finding
from provider_desktop.domain.visits import (
    Acknowledgement,
    CorrectionNote,
    Evidence,
    ItemDone,
    Outcome,
    Signer,
    Visit,
)


@unique
class CorrectionReason(StrEnum):
    """Why a record is corrected or withdrawn (domain.md, "Corrections")."""

    FORGOT_SIGN_IN = "forgot_sign_in"  # 忘签到
    FORGOT_SIGN_OUT = "forgot_sign_out"  # 忘签退
    WRONG_TIME = "wrong_time"  # 时间录错
    WRONG_STAFF = "wrong_staff"  # 人员录错
    WRONG_RECIPIENT = "wrong_recipient"  # 对象录错
    WRONG_ITEM = "wrong_item"  # 项目录错
    DEVICE_FAULT = "device_fault"  # 设备或网络故障
    RECIPIENT_RESCHEDULED = "recipient_rescheduled"  # 对象要求改时间
    RECIPIENT_AWAY = "recipient_away"  # 对象临时外出或住院
    EMERGENCY = "emergency"  # 紧急情况
    STAFF_REPLACED = "staff_replaced"  # 换人服务
    EVIDENCE_ADDED = "evidence_added"  # 补传凭证
    REGULATOR_RETURNED = "regulator_returned"  # 监管退回更正
    OTHER = "other"  # 其他


@unique
class CorrectionAction(StrEnum):
    """What was done to find out how it really was."""

    PHONED = "phoned"  # 电话核实对象
    VISITED = "visited"  # 现场核实
    CHECKED_SHEET = "checked_sheet"  # 核对纸质单
    CHECKED_PHOTOS = "checked_photos"  # 核对照片
    CONFIRMED_BY_MANAGER = "confirmed_by_manager"  # 负责人确认


def unasked(reason: str) -> bool:
    """Whether a correction came without the regulator asking for it (for 手工更正率)."""
    return reason != CorrectionReason.REGULATOR_RETURNED


@dataclass(frozen=True, slots=True)
class Changes:
    """What a correction changes; None leaves a field as it was.

    ``time_in`` and ``time_out`` become adjusted times: what was captured stays.
    """

    recipient: str | None = None
    staff: tuple[str, ...] | None = None
    time_in: datetime | None = None
    time_out: datetime | None = None
    items: tuple[ItemDone, ...] | None = None
    outcome: Outcome | None = None
    evidence: tuple[Evidence, ...] | None = None
    signer: Signer | None = None
    satisfaction: int | None = None
    remarks: str | None = None
    catalogue: str | None = None
    acknowledged: tuple[Acknowledgement, ...] | None = None


def reason_faults(reason: str, note: CorrectionNote | None) -> tuple[Finding, ...]:
    """What a correction's reason, action and attestation lack, as SCHEMA findings with pointers.

    A withdrawal has no note: only its reason is asked. ``other`` needs a memo that says which.
    """
    faults = []
    if reason not in set(CorrectionReason):
        faults.append(_fault("/reason", "value" if reason else "missing"))
    if note is not None:
        if note.action not in set(CorrectionAction):
            faults.append(_fault("/correction/action", "value" if note.action else "missing"))
        if not note.attested_by.strip():
            faults.append(_fault("/correction/attested_by", "missing"))
        if reason == CorrectionReason.OTHER and not note.memo.strip():
            faults.append(_fault("/correction/memo", "memo"))
    return tuple(faults)


def apply_correction(visit: Visit, changes: Changes, reason: str, note: CorrectionNote) -> Visit:
    """The next version of a visit. Captured times are never changed.

    An adjusted time equal to the one captured is no adjustment. Acknowledgements of the version
    before are kept unless the changes bring their own.
    """
    outcome = visit.outcome if changes.outcome is None else changes.outcome
    items = visit.items if changes.items is None else changes.items
    return replace(
        visit,
        version=visit.version + 1,
        recipient=_changed(changes.recipient, visit.recipient),
        staff=_changed(changes.staff, visit.staff),
        adjusted_in=_adjusted(changes.time_in, visit.adjusted_in, visit.sign_in.at),
        adjusted_out=_adjusted(changes.time_out, visit.adjusted_out, visit.sign_out.at),
        items=items if outcome is Outcome.DONE else (),
        outcome=outcome,
        evidence=_changed(changes.evidence, visit.evidence),
        signer=_changed(changes.signer, visit.signer),
        satisfaction=_changed(changes.satisfaction, visit.satisfaction),
        remarks=_changed(changes.remarks, visit.remarks),
        catalogue=_changed(changes.catalogue, visit.catalogue),
        acknowledged=_changed(changes.acknowledged, visit.acknowledged),
        reason=reason,
        correction=note,
    )


def withdraw(visit: Visit, reason: str) -> Visit:
    """The version that withdraws a visit: the same content, numbered on, with the reason."""
    return replace(visit, version=visit.version + 1, reason=reason, correction=None)


T = TypeVar("T")


def _changed(new: T | None, old: T) -> T:
    return old if new is None else new


def _adjusted(new: datetime | None, old: datetime | None, captured: datetime | None) -> datetime | None:
    adjusted = _changed(new, old)
    return None if adjusted == captured else adjusted


def _fault(pointer: str, why: str) -> Finding:
    return Finding(SCHEMA, Action.BLOCK, pointer, {"why": why})
