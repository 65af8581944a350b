"""Short answers in cells: minutes, satisfaction, signatures, and words for a visit that failed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta

from provider_desktop.domain.ledger.sheet import Cell
from provider_desktop.domain.ledger.text import folded, with_digits
from provider_desktop.domain.visits import Outcome, Relation, Signer, SigningMethod

_LONGEST_MINUTES = 7 * 24 * 60
_HOURS_MINUTES = re.compile(
    r"(?:(?P<hours>\d{1,3}(?:\.\d+)?)(?:个?(?:半)?小时|钟头|h(?:ours?|rs?)?))?(?P<half>半)?"
    r"(?:(?P<minutes>\d{1,4}(?:\.0+)?)(?:分钟?|min(?:ute)?s?|m|')?)?"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SATISFACTION = {
    word: degree
    for degree, words in enumerate(
        (
            "非常满意 很满意 十分满意 特别满意 非常好 优 优秀 verysatisfied",
            "满意 比较满意 较满意 好 良 良好 satisfied",
            "一般 基本满意 尚可 中 合格 neutral fair",
            "不满意 不太满意 很不满意 非常不满意 差 不合格 dissatisfied unsatisfied",
        ),
        start=1,
    )
    for word in words.split()
}
_NOT_RATED = _words("未评 未评价 未填 无 弃权 0 none n/a notrated")

_SIGNED = _words(
    "√ ✓ ✔ ☑ v 是 有 已签 已签字 已签名 签字 签名 已签收 本人 本人签字 本人签名 对 签 已确认 确认 "
    "y yes true 1 signed ok"
)
_UNSIGNED = _words("× x ✗ ✘ ☐ 否 无 没有 没签 未签 未签字 未签名 拒签 漏签 缺 空 n no false 0 none unsigned")
_RELATIONS = (
    (
        re.compile("家属|子女|儿子|女儿|儿媳|女婿|配偶|老伴|丈夫|妻子|孙子|孙女|侄|亲属|family"),
        Relation.FAMILY,
    ),
    (re.compile("邻居|邻里|neighbou?r"), Relation.NEIGHBOUR),
    (re.compile("村委|村干部|村医|网格员|居委|社区|village"), Relation.VILLAGE),
)
_NOT_SIGNED = re.compile("[未没不拒待漏缺补][^签]{0,2}签|签[^签]{0,2}[缺无漏]|待补|后补")
_FINGERPRINT = re.compile("手印|指印|按印|指纹|fingerprint|thumb")
#: First characters of surnames that cover nearly everybody: tells a signed name from a word.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭"
    "廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎闫薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔汤温康施文牛樊葛邢安齐易乔伍庞颜"
    "倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁"
    "蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾"
    "隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊盖"
    "欧区上诸东"
)
_PERSON = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}")

_DONE = _words("完成 已完成 已服务 正常 正常完成 成功 done completed ok 是 √ ✓")
_PARTS = re.compile(r"[,;。!、\s]+")
_ABSENT = re.compile(
    r"(?:敲门|上门|到访|家中|家里|对象|老人|本人|户主)?(?:无人|没人|没有人|未有人)(?:在家|应答|应门|应|开门|接待)?"
    r"|(?:对象|老人|本人|户主|临时)*(?:不在家?|未在家|不在场|外出未归|外出未遇|未遇|未见面?|未见到本?人)"
    r"|absent|nobody(?:at)?home|notathome|noanswer"
)
_REFUSED = re.compile(
    r"(?:对象|老人|本人|家属)?(?:拒绝|拒|不接受|谢绝)(?:本次|此次|上门)?(?:服务|接受服务|入户|上门)?|refused|declined"
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The cell's text is none of the words known for its field."""


UNREADABLE = Unreadable()


def read_minutes(cell: Cell, *, hours: bool = False) -> int | None:
    """Whole minutes of a duration, or ``None``. ``hours`` where the heading says that the unit is hours."""
    found = _minutes(cell, 60 if hours else 1)
    return round(found) if found is not None and 0 <= found <= _LONGEST_MINUTES else None


def _minutes(cell: Cell, factor: int) -> float | None:
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 60
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute  # a duration typed as 1:40 becomes a time in the spreadsheet
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    if isinstance(cell, int | float):
        return cell * factor
    text = with_digits(folded(cell))
    if re.fullmatch(r"\d{1,2}:[0-5]\d(:[0-5]\d)?", text):
        return int(text.split(":")[0]) * 60 + int(text.split(":")[1])
    if re.fullmatch(r"\d{1,4}(\.\d+)?", text):
        return float(text) * factor
    if text in {"半小时", "半个小时", "半个钟头"}:
        return 30.0
    match = _HOURS_MINUTES.fullmatch(text)
    if match is None or not text or not (match["hours"] or match["minutes"]):
        return None
    halves = 30 if match["half"] or (match["hours"] and "个半小时" in text) else 0
    return float(match["hours"] or 0) * 60 + halves + float(match["minutes"] or 0)


def read_satisfaction(cell: Cell) -> int | Unreadable:
    """1 (very satisfied) to 4 (dissatisfied), 0 where the cell says that nobody rated."""
    text = folded(cell)
    if text in _NOT_RATED:
        return 0
    if text.rstrip("分级") in {"1", "2", "3", "4"}:
        return int(text[0])
    return _SATISFACTION.get(text.strip("。.!()"), UNREADABLE)


def read_signer(cell: Cell, name: str = "", relation: Relation = Relation.SELF) -> Signer | Unreadable:
    """Who signed the sheet. ``name`` is the recipient's, ``relation`` what the heading says of the column.

    A person's name in the column is a signature: the recipient's own, or one that we cannot place
    and take for what the heading says.
    """
    text = folded(cell).strip("。.()")
    if text in _UNSIGNED or _NOT_SIGNED.search(text):
        return Signer()
    for pattern, found in _RELATIONS:
        if pattern.search(text):
            relation = found
    if _FINGERPRINT.search(text):
        return Signer(relation, SigningMethod.FINGERPRINT)
    if text in _SIGNED or text == folded(name) or any(pattern.search(text) for pattern, _ in _RELATIONS):
        return Signer(relation, SigningMethod.PAPER)
    if _PERSON.fullmatch(text) and text[0] in _SURNAMES:
        return Signer(relation, SigningMethod.PAPER)
    return UNREADABLE


def read_outcome(cell: Cell) -> Outcome | Unreadable:
    """What a column of outcomes says."""
    text = folded(cell)
    if text in _DONE:
        return Outcome.DONE
    return remarked_outcome(cell) or UNREADABLE


def remarked_outcome(cell: Cell) -> Outcome | None:
    """Absent or refused where a remark says so in a sentence of its own; ``None`` for any other remark.

    "女儿不在家" says nothing of the recipient and does not count.
    """
    for part in _PARTS.split(folded(cell)):
        if _ABSENT.fullmatch(part):
            return Outcome.ABSENT
        if _REFUSED.fullmatch(part):
            return Outcome.REFUSED
    return None
