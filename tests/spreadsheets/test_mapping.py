"""Mappings as data: by letter, by heading, and what does not fit the sheet."""

from __future__ import annotations

import pytest

from provider_desktop.domain.ledger.fields import Kind
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.spreadsheets.mapping import (
    apply_mapping,
    letter,
    mapping_of,
    read_mapping,
    with_columns,
    write_mapping,
)
from tests.support.ledgers import a_ledger, a_sheet, huimin, layout_of

LAYOUT = layout_of(a_ledger({}), names=huimin().directory)


def test_a_mapping_survives_being_kept():
    assert apply_mapping(LAYOUT, read_mapping(write_mapping(mapping_of(LAYOUT)))) == LAYOUT


def test_columns_by_heading_and_by_letter():
    columns = '{"date": "服务日期", "recipient": "B", "staff": " 服务人员 ", "in": "e"}'
    layout = apply_mapping(LAYOUT, read_mapping(f'{{"kind": "visits", "columns": {columns}}}'))
    assert layout.columns == {"date": 0, "recipient": 1, "staff": 3, "in": 4}


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"columns": []}', '{"columns": {"date": 1}}', '{"kind": "hours", "columns": {}}',
        '{"columns": {"colour": "A"}}', '{"columns": {"serial": "A"}}',
    ],
)  # fmt: skip
def test_what_is_no_mapping(text):
    with pytest.raises(AppError) as caught:
        read_mapping(text)
    assert caught.value.code is ErrorCode.MAPPING_INVALID


@pytest.mark.parametrize(
    "columns",
    ['{"date": "签到"}', '{"date": "ZZ"}', '{"date": "A", "in": "服务日期"}', '{"date": "1"}'],
)
def test_a_mapping_that_does_not_fit_the_sheet(columns):
    mapping = read_mapping(f'{{"kind": "visits", "columns": {columns}}}')
    with pytest.raises(AppError) as caught:
        apply_mapping(LAYOUT, mapping)
    assert caught.value.code is ErrorCode.MAPPING_INVALID


def test_a_mapping_of_another_kind():
    with pytest.raises(AppError):
        apply_mapping(LAYOUT, read_mapping('{"kind": "staff", "columns": {"name": "A"}}'))


def test_columns_set_by_hand():
    layout = with_columns(LAYOUT, {0: "date", 1: "recipient", 2: ""})
    assert layout.columns == {"date": 0, "recipient": 1}
    assert layout.missing
    with pytest.raises(AppError):
        with_columns(LAYOUT, {0: "date", 1: "date"})


def test_the_same_headings_have_the_same_signature():
    spaced = a_sheet(["2026年10月"], [f" {heading} " for heading in LAYOUT.headings], ["10月3日"])
    assert layout_of(spaced, Kind.VISITS).signature == LAYOUT.signature
    other = layout_of(a_sheet(["日期", "救助对象", "服务人员", "开始", "服务项目"]), Kind.VISITS)
    assert other.signature != LAYOUT.signature


def test_letters():
    assert [letter(column) for column in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
