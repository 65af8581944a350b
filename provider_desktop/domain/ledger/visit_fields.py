"""The fields of a ledger of visits and the headings under which offices keep them."""

from __future__ import annotations

from provider_desktop.domain.ledger.field_spec import SERIAL, Content, field

VISIT_FIELDS = (
    SERIAL,
    field(
        "date",
        "服务日期 日期 上门日期 年月日 探访日期 date servicedate visitdate day",
        hints="日期 date",
        shared="时间 服务时间 上门时间",
        unless="出生 签 制表 到期 birth",
        content=Content.DATE,
        spreads=True,
    ),
    field(
        "recipient",
        "救助对象 服务对象 对象 对象姓名 老人姓名 服务对象姓名 救助对象姓名 受助人 受助对象 老人 "
        "客户 客户姓名 被服务人 recipient client clientname recipientname participant member",
        hints="对象姓名 老人姓名 客户",
        shared="姓名 name",
        content=Content.RECIPIENT,
        spreads=True,
    ),
    field(
        "recipient_id",
        "身份证号 身份证 身份证号码 证件号 证件号码 对象身份证 对象身份证号 身份证后四位 "
        "身份证尾号 idnumber id idno nationalid",
        hints="身份证 证件号 尾号",
        unless="服务人员 护理员 员工 staff",
        content=Content.ID,
        spreads=True,
    ),
    field(
        "category",
        "类别 救助类别 人员类别 对象类别 对象类型 救助类型 category",
        hints="类别",
        spreads=True,
    ),
    field(
        "staff",
        "服务人员 护理员 服务员 工作人员 上门人员 服务人 护理人员 服务人员姓名 员工 照护人员 "
        "助老员 staff carer caregiver worker aide staffname employee",
        hints="护理员 服务人员 工作人员 上门人员",
        content=Content.STAFF,
        spreads=True,
    ),
    field(
        "in",
        "开始 开始时间 签到 签到时间 到达 到达时间 起 服务开始时间 入户时间 进门时间 起始时间 "
        "上门 timein in start starttime signin clockin checkin arrival from",
        hints="开始 签到 到达 入户 起始",
        shared="上门时间 时间 服务时间",
        content=Content.TIME,
    ),
    field(
        "out",
        "结束 结束时间 签退 签退时间 离开 离开时间 止 服务结束时间 离户时间 出门时间 终止时间 "
        "完成时间 timeout out end endtime signout clockout checkout departure to",
        hints="结束 签退 离开 离户 终止",
        content=Content.TIME,
    ),
    field(
        "period",
        "起止时间 服务时段 时段 时间段 起止 服务起止时间 period timespan hours(from-to)",
        hints="起止 时段",
        shared="时间 服务时间 上门时间 time",
        content=Content.PERIOD,
    ),
    field(
        "items",
        "服务项目 项目 服务内容 内容 服务项 服务项目名称 服务项目及内容 item items service "
        "services servicecode tasks",
        hints="服务项目 服务内容 项目",
        content=Content.ITEMS,
    ),
    field(
        "minutes",
        "时长 服务时长 分钟 时长分钟 用时 工时 服务分钟 分钟数 minutes duration mins min hours 服务小时 小时",
        hints="时长 分钟 duration",
        content=Content.NUMBER,
    ),
    field(
        "signed",
        "对象签字 签字 签名 对象签名 签字确认 老人签字 对象确认 家属签字 对象或家属签字 "
        "服务对象签字 服务对象签名 签字情况 signature signed clientsignature",
        hints="对象签 老人签 家属签 signature",
        spreads=True,
    ),
    field(
        "satisfaction",
        "满意度 评价 满意情况 服务评价 对象评价 满意程度 satisfaction rating",
        hints="满意 评价 satisfaction",
        spreads=True,
    ),
    field(
        "outcome",
        "服务结果 结果 完成情况 服务情况 是否完成 outcome status result",
        hints="结果 完成情况",
    ),
    field(
        "remarks",
        "备注 说明 附注 remarks remark note notes comments",
        hints="备注",
    ),
)
