"""The fields of lists of staff, recipients and plans, and the headings under which offices keep them."""

from __future__ import annotations

from provider_desktop.domain.ledger.field_spec import SERIAL, Content, field

STAFF_FIELDS = (
    SERIAL,
    field(
        "staff",
        "工号 员工编号 人员编号 员工号 staffid employeeid staffno",
        hints="工号",
    ),
    field(
        "name",
        "姓名 服务人员 员工姓名 护理员 人员姓名 name staffname",
        hints="姓名",
    ),
    field(
        "id_number",
        "身份证号 身份证 身份证号码 证件号码 idnumber id",
        hints="身份证 证件号",
        content=Content.ID,
    ),
    field(
        "phone",
        "手机号 手机 电话 联系电话 联系方式 手机号码 phone mobile",
        hints="电话 手机",
    ),
    field(
        "post",
        "岗位 职务 工种 职位 post position job",
        hints="岗位",
    ),
    field(
        "certificates",
        "持证情况 证书 资格证书 证书名称 职业资格 证件 资质 certificate certificates qualification",
        hints="持证 资格证 证书名称",
    ),
    field(
        "certificate_number",
        "证书编号 证书号 证书号码 certificatenumber",
        hints="证书编号 证书号",
    ),
    field(
        "certificate_until",
        "证书有效期 证书有效期至 资格证有效期 证书到期 证书到期日期 certificateexpiry certificateuntil",
        hints="证书有效 证书到期 资格证有效",
        content=Content.DATE,
    ),
    field(
        "health_until",
        "健康证有效期 健康证 健康证有效期至 健康证到期 健康证到期日期 healthcertificate "
        "healthcertificateexpiry",
        hints="健康证",
        content=Content.DATE,
    ),
    field(
        "first_day",
        "入职日期 入职时间 入职 到岗日期 上岗日期 hiredate startdate from",
        hints="入职 上岗",
        content=Content.DATE,
    ),
    field(
        "last_day",
        "离职日期 离职时间 离职 离岗日期 enddate to leavedate",
        hints="离职 离岗",
        content=Content.DATE,
    ),
    field(
        "leave",
        "请假 请假日期 请假时间 休假 请假记录 leave",
        hints="请假 休假",
    ),
    field(
        "remarks",
        "备注 说明 remarks notes",
        hints="备注",
    ),
)

RECIPIENT_FIELDS = (
    SERIAL,
    field(
        "recipient",
        "对象编号 救助对象编号 档案号 档案编号 recipientid clientid",
        hints="对象编号 档案",
    ),
    field(
        "name",
        "姓名 救助对象 对象姓名 服务对象 服务对象姓名 老人姓名 救助对象姓名 name recipient client",
        hints="姓名",
    ),
    field(
        "id_number",
        "身份证号 身份证 身份证号码 证件号码 idnumber id",
        hints="身份证 证件号",
        content=Content.ID,
    ),
    field(
        "category",
        "类别 救助类别 对象类别 人员类别 救助类型 对象类型 category",
        hints="类别 救助类型",
    ),
    field(
        "self_care",
        "自理能力 自理等级 护理等级 自理情况 能力等级 selfcare carelevel",
        hints="自理 护理等级",
    ),
    field(
        "township",
        "乡镇 镇街 街道 乡镇街道 所属乡镇 township town",
        hints="乡镇 镇街 街道",
    ),
    field(
        "address",
        "地址 住址 家庭住址 家庭地址 详细地址 居住地址 address",
        hints="地址 住址",
    ),
    field(
        "phone",
        "手机号 手机 电话 联系电话 联系方式 phone mobile",
        hints="电话 手机",
    ),
    field(
        "lat",
        "纬度 latitude lat",
        hints="纬度",
    ),
    field(
        "lon",
        "经度 longitude lon lng",
        hints="经度",
    ),
    field(
        "first_day",
        "开始日期 服务开始日期 派单日期 起始日期 from startdate",
        hints="开始日 起始日",
        content=Content.DATE,
    ),
    field(
        "last_day",
        "结束日期 服务结束日期 终止日期 to enddate",
        hints="结束日 终止日",
        content=Content.DATE,
    ),
    field(
        "plan",
        "服务计划 计划 服务项目 套餐 plan",
        hints="计划",
    ),
    field(
        "remarks",
        "备注 说明 remarks notes",
        hints="备注",
    ),
)

PLAN_FIELDS = (
    SERIAL,
    field(
        "recipient",
        "对象编号 救助对象编号 档案号 recipientid",
        hints="对象编号",
    ),
    field(
        "name",
        "救助对象 服务对象 姓名 对象姓名 老人姓名 服务对象姓名 救助对象姓名 name recipient client",
        hints="姓名",
        content=Content.RECIPIENT,
        spreads=True,
    ),
    field(
        "id_number",
        "身份证号 身份证 身份证号码 证件号码 idnumber id",
        hints="身份证",
        content=Content.ID,
        spreads=True,
    ),
    field(
        "item",
        "服务项目 项目 服务内容 计划项目 item service",
        hints="项目",
        content=Content.ITEMS,
    ),
    field(
        "count",
        "次数 数量 每月次数 计划次数 月次数 额度 每月额度 count amount visits",
        hints="次数 额度 数量",
        content=Content.NUMBER,
    ),
    field(
        "unit",
        "单位 计量单位 unit",
        hints="单位",
    ),
    field(
        "period",
        "周期 频次 频率 period frequency",
        hints="周期 频次",
    ),
    field(
        "remarks",
        "备注 说明 remarks notes",
        hints="备注",
    ),
)
