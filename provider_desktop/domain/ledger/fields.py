"""The fields that sheets of each kind may have, and the headings under which offices keep them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from provider_desktop.domain.ledger.text import folded


class Kind(StrEnum):
    """What a sheet is a list of."""

    VISITS = "visits"
    STAFF = "staff"
    RECIPIENTS = "recipients"
    PLANS = "plans"


class Content(StrEnum):
    """What the cells of a field look like; columns without a telling heading are known by it."""

    ANY = ""
    DATE = "date"
    TIME = "time"
    PERIOD = "period"
    NUMBER = "number"
    ID = "id"
    RECIPIENT = "recipient"
    STAFF = "staff"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: ``headings`` say it outright, ``hints`` are parts of headings that suggest it, and
    ``shared`` are headings that fit several fields, so that the cells decide; a heading with a part
    of ``unless`` is never meant. ``spreads``: merged cells say it of each of their rows."""

    name: str
    headings: tuple[str, ...]
    hints: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    content: Content = Content.ANY
    spreads: bool = False
    unless: tuple[str, ...] = ()


#: Known and left out: a column is not asked about that only counts lines.
SERIAL = FieldSpec("serial", ("序号", "编号", "行号", "no", "#", "serial", "序"))

VISIT_FIELDS = (
    SERIAL,
    FieldSpec(
        "date",
        ("服务日期", "日期", "上门日期", "年月日", "探访日期", "date", "servicedate", "visitdate", "day"),
        ("日期", "date"), ("时间", "服务时间", "上门时间"), Content.DATE, spreads=True,
        unless=("出生", "签", "制表", "到期", "birth"),
    ),
    FieldSpec(
        "recipient",
        ("救助对象", "服务对象", "对象", "对象姓名", "老人姓名", "服务对象姓名", "救助对象姓名", "受助人", "受助对象", "老人", "客户",
         "客户姓名", "被服务人", "recipient", "client", "clientname", "recipientname", "participant", "member"),
        ("对象姓名", "老人姓名", "客户"), ("姓名", "name"), Content.RECIPIENT, spreads=True,
    ),
    FieldSpec(
        "recipient_id",
        ("身份证号", "身份证", "身份证号码", "证件号", "证件号码", "对象身份证", "对象身份证号", "身份证后四位", "身份证尾号", "idnumber",
         "id", "idno", "nationalid"),
        ("身份证", "证件号", "尾号"), (), Content.ID, spreads=True, unless=("服务人员", "护理员", "员工", "staff"),
    ),
    FieldSpec("category", ("类别", "救助类别", "人员类别", "对象类别", "对象类型", "救助类型", "category"), ("类别",), spreads=True),
    FieldSpec(
        "staff",
        ("服务人员", "护理员", "服务员", "工作人员", "上门人员", "服务人", "护理人员", "服务人员姓名", "员工", "照护人员", "助老员", "staff",
         "carer", "caregiver", "worker", "aide", "staffname", "employee"),
        ("护理员", "服务人员", "工作人员", "上门人员"), (), Content.STAFF, spreads=True,
    ),
    FieldSpec(
        "in",
        ("开始", "开始时间", "签到", "签到时间", "到达", "到达时间", "起", "服务开始时间", "入户时间", "进门时间", "起始时间", "上门",
         "timein", "in", "start", "starttime", "signin", "clockin", "checkin", "arrival", "from"),
        ("开始", "签到", "到达", "入户", "起始"), ("上门时间", "时间", "服务时间"), Content.TIME,
    ),
    FieldSpec(
        "out",
        ("结束", "结束时间", "签退", "签退时间", "离开", "离开时间", "止", "服务结束时间", "离户时间", "出门时间", "终止时间", "完成时间",
         "timeout", "out", "end", "endtime", "signout", "clockout", "checkout", "departure", "to"),
        ("结束", "签退", "离开", "离户", "终止"), (), Content.TIME,
    ),
    FieldSpec(
        "period",
        ("起止时间", "服务时段", "时段", "时间段", "起止", "服务起止时间", "period", "timespan", "hours(from-to)"),
        ("起止", "时段"), ("时间", "服务时间", "上门时间", "time"), Content.PERIOD,
    ),
    FieldSpec(
        "items",
        ("服务项目", "项目", "服务内容", "内容", "服务项", "服务项目名称", "服务项目及内容", "item", "items", "service", "services",
         "servicecode", "tasks"),
        ("服务项目", "服务内容", "项目"), (), Content.ITEMS,
    ),
    FieldSpec(
        "minutes",
        ("时长", "服务时长", "分钟", "时长分钟", "用时", "工时", "服务分钟", "分钟数", "minutes", "duration", "mins", "min", "hours",
         "服务小时", "小时"),
        ("时长", "分钟", "duration"), (), Content.NUMBER,
    ),
    FieldSpec(
        "signed",
        ("对象签字", "签字", "签名", "对象签名", "签字确认", "老人签字", "对象确认", "家属签字", "对象或家属签字", "服务对象签字", "服务对象签名",
         "签字情况", "signature", "signed", "clientsignature"),
        ("对象签", "老人签", "家属签", "signature"), spreads=True,
    ),
    FieldSpec(
        "satisfaction",
        ("满意度", "评价", "满意情况", "服务评价", "对象评价", "满意程度", "satisfaction", "rating"),
        ("满意", "评价", "satisfaction"), spreads=True,
    ),
    FieldSpec("outcome", ("服务结果", "结果", "完成情况", "服务情况", "是否完成", "outcome", "status", "result"), ("结果", "完成情况")),
    FieldSpec("remarks", ("备注", "说明", "附注", "remarks", "remark", "note", "notes", "comments"), ("备注",)),
)  # fmt: skip

STAFF_FIELDS = (
    SERIAL,
    FieldSpec("staff", ("工号", "员工编号", "人员编号", "员工号", "staffid", "employeeid", "staffno"), ("工号",)),
    FieldSpec("name", ("姓名", "服务人员", "员工姓名", "护理员", "人员姓名", "name", "staffname"), ("姓名",)),
    FieldSpec("id_number", ("身份证号", "身份证", "身份证号码", "证件号码", "idnumber", "id"), ("身份证", "证件号"), (), Content.ID),
    FieldSpec("phone", ("手机号", "手机", "电话", "联系电话", "联系方式", "手机号码", "phone", "mobile"), ("电话", "手机")),
    FieldSpec("post", ("岗位", "职务", "工种", "职位", "post", "position", "job"), ("岗位",)),
    FieldSpec(
        "certificates",
        ("持证情况", "证书", "资格证书", "证书名称", "职业资格", "证件", "资质", "certificate", "certificates", "qualification"),
        ("持证", "资格证", "证书名称"),
    ),
    FieldSpec("certificate_number", ("证书编号", "证书号", "证书号码", "certificatenumber"), ("证书编号", "证书号")),
    FieldSpec(
        "certificate_until",
        ("证书有效期", "证书有效期至", "资格证有效期", "证书到期", "证书到期日期", "certificateexpiry", "certificateuntil"),
        ("证书有效", "证书到期", "资格证有效"), (), Content.DATE,
    ),
    FieldSpec(
        "health_until",
        ("健康证有效期", "健康证", "健康证有效期至", "健康证到期", "健康证到期日期", "healthcertificate", "healthcertificateexpiry"),
        ("健康证",), (), Content.DATE,
    ),
    FieldSpec("first_day", ("入职日期", "入职时间", "入职", "到岗日期", "上岗日期", "hiredate", "startdate", "from"), ("入职", "上岗"), (), Content.DATE),
    FieldSpec("last_day", ("离职日期", "离职时间", "离职", "离岗日期", "enddate", "to", "leavedate"), ("离职", "离岗"), (), Content.DATE),
    FieldSpec("leave", ("请假", "请假日期", "请假时间", "休假", "请假记录", "leave"), ("请假", "休假")),
    FieldSpec("remarks", ("备注", "说明", "remarks", "notes"), ("备注",)),
)  # fmt: skip

RECIPIENT_FIELDS = (
    SERIAL,
    FieldSpec("recipient", ("对象编号", "救助对象编号", "档案号", "档案编号", "recipientid", "clientid"), ("对象编号", "档案")),
    FieldSpec("name", ("姓名", "救助对象", "对象姓名", "服务对象", "服务对象姓名", "老人姓名", "救助对象姓名", "name", "recipient", "client"), ("姓名",)),
    FieldSpec("id_number", ("身份证号", "身份证", "身份证号码", "证件号码", "idnumber", "id"), ("身份证", "证件号"), (), Content.ID),
    FieldSpec("category", ("类别", "救助类别", "对象类别", "人员类别", "救助类型", "对象类型", "category"), ("类别", "救助类型")),
    FieldSpec("self_care", ("自理能力", "自理等级", "护理等级", "自理情况", "能力等级", "selfcare", "carelevel"), ("自理", "护理等级")),
    FieldSpec("township", ("乡镇", "镇街", "街道", "乡镇街道", "所属乡镇", "township", "town"), ("乡镇", "镇街", "街道")),
    FieldSpec("address", ("地址", "住址", "家庭住址", "家庭地址", "详细地址", "居住地址", "address"), ("地址", "住址")),
    FieldSpec("phone", ("手机号", "手机", "电话", "联系电话", "联系方式", "phone", "mobile"), ("电话", "手机")),
    FieldSpec("lat", ("纬度", "latitude", "lat"), ("纬度",)),
    FieldSpec("lon", ("经度", "longitude", "lon", "lng"), ("经度",)),
    FieldSpec("first_day", ("开始日期", "服务开始日期", "派单日期", "起始日期", "from", "startdate"), ("开始日", "起始日"), (), Content.DATE),
    FieldSpec("last_day", ("结束日期", "服务结束日期", "终止日期", "to", "enddate"), ("结束日", "终止日"), (), Content.DATE),
    FieldSpec("plan", ("服务计划", "计划", "服务项目", "套餐", "plan"), ("计划",)),
    FieldSpec("remarks", ("备注", "说明", "remarks", "notes"), ("备注",)),
)  # fmt: skip

PLAN_FIELDS = (
    SERIAL,
    FieldSpec("recipient", ("对象编号", "救助对象编号", "档案号", "recipientid"), ("对象编号",)),
    FieldSpec(
        "name", ("救助对象", "服务对象", "姓名", "对象姓名", "老人姓名", "服务对象姓名", "救助对象姓名", "name", "recipient", "client"),
        ("姓名",), (), Content.RECIPIENT, spreads=True,
    ),
    FieldSpec("id_number", ("身份证号", "身份证", "身份证号码", "证件号码", "idnumber", "id"), ("身份证",), (), Content.ID, spreads=True),
    FieldSpec("item", ("服务项目", "项目", "服务内容", "计划项目", "item", "service"), ("项目",), (), Content.ITEMS),
    FieldSpec("count", ("次数", "数量", "每月次数", "计划次数", "月次数", "额度", "每月额度", "count", "amount", "visits"), ("次数", "额度", "数量"), (), Content.NUMBER),
    FieldSpec("unit", ("单位", "计量单位", "unit"), ("单位",)),
    FieldSpec("period", ("周期", "频次", "频率", "period", "frequency"), ("周期", "频次")),
    FieldSpec("remarks", ("备注", "说明", "remarks", "notes"), ("备注",)),
)  # fmt: skip

FIELDS: Mapping[Kind, tuple[FieldSpec, ...]] = {
    Kind.VISITS: VISIT_FIELDS,
    Kind.STAFF: STAFF_FIELDS,
    Kind.RECIPIENTS: RECIPIENT_FIELDS,
    Kind.PLANS: PLAN_FIELDS,
}

#: What a sheet must have to be of a kind: at least one field of each group.
REQUIRED: Mapping[Kind, tuple[frozenset[str], ...]] = {
    Kind.VISITS: (
        frozenset({"recipient", "recipient_id"}),
        frozenset({"staff"}),
        frozenset({"in", "period"}),
        frozenset({"items"}),
    ),
    Kind.STAFF: (
        frozenset({"name"}),
        frozenset({"id_number", "staff"}),
        frozenset({"post", "certificates", "health_until", "first_day", "certificate_until"}),
    ),
    Kind.RECIPIENTS: (frozenset({"name"}), frozenset({"id_number"}), frozenset({"category", "self_care"})),
    Kind.PLANS: (frozenset({"name", "id_number", "recipient"}), frozenset({"item"}), frozenset({"count"})),
}

_BRACKETS = re.compile(r"[(\[<].*?[)\]>]")
_PUNCTUATION = re.compile(r"[\s:*·.,、_/\\\-]+")


def heading_key(heading: object) -> str:
    """A heading without spaces, punctuation and brackets, in lower case: what synonyms are compared by."""
    text = folded(str(heading) if heading is not None else None)
    bare = _PUNCTUATION.sub("", _BRACKETS.sub("", text))
    return bare or _PUNCTUATION.sub("", text)


def says_hours(heading: str) -> bool:
    """Whether a heading of a duration gives its unit as hours."""
    text = folded(heading)
    return "分" not in text and ("小时" in text or "hour" in text or "(h)" in text)


def spec(kind: Kind, name: str) -> FieldSpec:
    """The field of that name; ``KeyError`` where the kind has none."""
    for field in FIELDS[kind]:
        if field.name == name:
            return field
    raise KeyError(name)
