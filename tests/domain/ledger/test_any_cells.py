"""Whatever stands in the cells becomes a value, a finding or a refusal; a visit is one however written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from provider_desktop.domain.ledger.sheet import shown
from provider_desktop.domain.ledger.structure import find_layout
from provider_desktop.domain.ledger.verdicts import RowOutcome
from provider_desktop.domain.visit_payload import fingerprint
from tests.support.ledgers import GOOD, HEADINGS, a_ledger, a_sheet, huimin

OFFICE = huimin()
_PIECES = st.sampled_from(
    [
        *"年月日号点分半时至-/.:：，、;；()（）+×√ 　０９次日上午下午合计小计\n=①",
        "2026",
        "10",
        "8:30",
        "赵长顺",
        "ZH-01",
    ]
)
_CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**19), 10**19),
    st.floats(),
    st.text(max_size=12),
    st.lists(_PIECES, max_size=8).map("".join),
    st.datetimes(datetime(1900, 1, 1), datetime(9999, 1, 1)),  # noqa: DTZ001 - a spreadsheet's have no zone
    st.dates(date(1900, 1, 1)),
    st.times(),
    st.timedeltas(timedelta(days=-400), timedelta(days=400)),
)


@given(st.dictionaries(st.sampled_from(HEADINGS), _CELLS, min_size=1))
def test_any_cells_in_a_row_have_an_outcome(changes):
    for verdict in OFFICE.judge(a_ledger(changes)):
        assert isinstance(verdict.outcome, RowOutcome)
        if verdict.outcome is RowOutcome.REFUSED:
            assert verdict.findings


@given(st.lists(st.lists(_CELLS, max_size=8), max_size=12))
def test_any_sheet_has_a_layout_or_none(rows):
    sheet = a_sheet(*rows)
    layout = find_layout(sheet, names=OFFICE.directory)
    if layout is not None:
        for verdict in OFFICE.judge(sheet, layout) if layout.kind == "visits" else ():
            assert verdict.cells


def _day_forms(day):
    return [
        day.isoformat(), f"{day.month}月{day.day}日", f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}", day,
        f"{day:%Y.%m.%d}", (day - date(1899, 12, 30)).days, f"{day:%Y-%m-%d}".translate(_WIDE),
        f"{day.day}日",
    ]  # fmt: skip


def _time_forms(hour, minute):
    forms = [
        f"{hour}:{minute:02d}", f"{hour:02d}{minute:02d}", f"{hour}点{minute:02d}分", time(hour, minute),
        (hour * 60 + minute) / 1440, f"{hour:02d}：{minute:02d}".translate(_WIDE),
        f"{hour:02d}:{minute:02d}:00",
    ]  # fmt: skip
    part = f"上午{hour}:{minute:02d}" if hour < 12 else f"下午{hour - 12 or 12}:{minute:02d}"
    return [*forms, part]


_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
_NAMES = [
    ("李秀英", "371621196611200973"),
    (" 李 秀 英", "0973"),
    ("李秀英(0973)", None),
    ("李秀英", "３７１６２１１９６６１１２００９７３"),
]
_ITEMS = ["ZH-16 ZH-05", "指/趾甲护理、生命体征监测", "生命体征监测+指/趾甲护理", "①生命体征监测②指/趾甲护理"]


_OCTOBER_DAYS = st.dates(date(2026, 10, 1), date(2026, 10, 28))


@given(st.data(), _OCTOBER_DAYS, st.integers(7, 19), st.integers(0, 59), st.integers(15, 90))
def test_a_visit_is_one_however_it_is_written(data, day, hour, minute, length):
    ended = datetime(2026, 1, 1, hour, minute, tzinfo=UTC) + timedelta(minutes=length)
    written = []
    for _ in range(2):
        name, digits = data.draw(st.sampled_from(_NAMES))
        written.append(
            {
                "服务日期": data.draw(st.sampled_from(_day_forms(day))),
                "救助对象": name,
                "身份证号": digits,
                "服务人员": data.draw(st.sampled_from(["陈静、刘洋", "刘 洋/陈静", "S003 S004"])),
                "开始": data.draw(st.sampled_from(_time_forms(hour, minute))),
                "结束": data.draw(st.sampled_from(_time_forms(ended.hour, ended.minute))),
                "服务项目": data.draw(st.sampled_from(_ITEMS)),
                "时长": None,
            }
        )
    first, second = huimin_once().judge(a_ledger(*written))
    assert first.visit is not None, [shown(cell) for cell in first.cells]
    assert first.visit.minutes == length
    assert second.outcome is RowOutcome.DUPLICATE
    assert first.fingerprint == second.fingerprint == fingerprint(first.visit)


def huimin_once():
    """The office without what earlier examples imported."""
    return type(OFFICE)(
        OFFICE.catalogue, OFFICE.assignments, OFFICE.staff, OFFICE.directory,
        type(OFFICE.index)((), [OFFICE.catalogue], OFFICE.assignments, OFFICE.staff),
    )  # fmt: skip


def test_the_ground_row_is_good():
    (verdict,) = huimin_once().judge(a_ledger(GOOD))
    assert verdict.outcome is RowOutcome.IMPORTED
