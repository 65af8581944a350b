"""A month as an office keeps it: each row as expected, twice adds nothing, refused rows can be mended."""

from __future__ import annotations

import json
from collections import Counter

import openpyxl  # noqa: TID251 - another reader and writer than ours
import pytest

from provider_desktop.domain.ledger.row_cells import passed_over
from provider_desktop.domain.ledger.structure import RowRole, find_layout
from provider_desktop.domain.ledger.verdicts import RowOutcome
from provider_desktop.spreadsheets.error_sheet import ErrorRow, write_error_sheet
from provider_desktop.spreadsheets.reading import read_sheets
from tests.support.ledgers import DATA, LEDGER, huimin, layout_of, rules_of

EXPECTED = json.loads((DATA / "visits_2026-10_town_ledger.expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def imported():
    """The ledger judged once: office, sheet, layout, verdicts."""
    office = huimin()
    sheet = read_sheets(LEDGER)[0]
    layout = layout_of(sheet, names=office.directory)
    return office, sheet, layout, office.judge(sheet, layout)


def write_refused(path, imported, language="zh_CN", **options):
    office, sheet, layout, verdicts = imported
    refused = [one for one in verdicts if one.outcome is RowOutcome.REFUSED]
    rows = [ErrorRow(one.row, one.cells, one.findings) for one in refused]
    names = {member.staff: member.name for member in office.staff}
    write_error_sheet(path, sheet, layout, rows, language, names=names, **options)
    return refused


def test_the_sheet_of_entries_is_found_and_the_other_is_not_one(imported):
    entries, notes = read_sheets(LEDGER)
    assert entries.name == EXPECTED["sheet"]
    assert find_layout(notes, names=imported[0].directory) is None


def test_every_row_comes_out_as_expected(imported):
    verdicts = {str(verdict.row): verdict for verdict in imported[3]}
    assert verdicts.keys() == EXPECTED["rows"].keys()
    wrong = {}
    for number, expected in EXPECTED["rows"].items():
        verdict = verdicts[number]
        found, must = rules_of(verdict), set(expected["findings"])
        allowed = must | set(expected.get("may", ()))
        if verdict.outcome.value != expected["outcome"] or not must <= found <= allowed:
            wrong[number] = (verdict.outcome.value, found, expected)
    assert wrong == {}


def test_the_counts_agree(imported):
    counts = Counter(verdict.outcome.value for verdict in imported[3])
    expected = EXPECTED["counts"]
    assert counts == {name: expected[name] for name in ("imported", "refused", "duplicate")}
    assert len(imported[3]) == expected["rows"]


def test_totals_and_signatures_are_passed_over(imported):
    total, note = RowRole.TOTAL, RowRole.NOTE
    assert list(passed_over(imported[1], imported[2])) == [
        (79, total),
        (154, total),
        (260, total),
        (261, note),
    ]


def test_every_accepted_row_is_a_record_of_october(imported):
    visits = [verdict.visit for verdict in imported[3] if verdict.visit]
    assert len(visits) == len({visit.record for visit in visits}) == 230
    assert {visit.day.strftime("%Y-%m") for visit in visits} == {"2026-10"}


def test_the_second_import_adds_nothing(imported):
    office, sheet, layout, _ = imported
    before = len(office.index)
    again = Counter(verdict.outcome for verdict in office.judge(sheet, layout))
    assert again == {RowOutcome.DUPLICATE: 234, RowOutcome.REFUSED: 17}
    assert len(office.index) == before


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_refused_rows_come_back_with_reasons_beside_the_cells(tmp_path, imported, language):
    path = tmp_path / "退回.xlsx"
    refused = write_refused(path, imported, language)
    sheet = openpyxl.load_workbook(path)["10月台账"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "惠民县暖心居家服务中心2026年10月上门服务台账"
    assert rows[2][:13] == list(imported[2].headings)
    assert len(rows) == 3 + len(refused)
    by_source = {row[15]: (number, row) for number, row in enumerate(rows[3:], start=4)}
    assert by_source.keys() == {verdict.row for verdict in refused}
    number, row = by_source[249]
    assert row[6] == "25:70"
    assert "25:70" in row[13]
    assert sheet.cell(number, 7).fill.fgColor.rgb == "FFFBE6E4"
    assert "25:70" in sheet.cell(number, 7).comment.text
    number, row = by_source[232]
    assert "刘洋" in row[13], "a staff number means nothing to the clerk"
    assert sheet.cell(number, 6).fill.fgColor.rgb == "FFFBE6E4"
    assert all(row[13] and "{" not in row[13] for _, row in by_source.values())


def test_what_no_sheet_can_mend_is_not_noted(tmp_path, imported):
    write_refused(tmp_path / "a.xlsx", imported)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    noted = {
        sheet.cell(number, 16).value: sheet.cell(number, 15).value for number in range(4, sheet.max_row + 1)
    }
    assert {source for source, text in noted.items() if text} == {239}, "the item outside the plan"


def test_no_cell_of_the_error_sheet_is_a_formula(tmp_path, imported):
    _, sheet, layout, verdicts = imported
    texts = ("=1+1", "@SUM(A1)", "+86", "-2", "http://example.com", "x" * 40_000)
    row = ErrorRow(9, texts, verdicts[-1].findings)
    write_error_sheet(tmp_path / "a.xlsx", sheet, layout, [row], "zh_CN")
    written = openpyxl.load_workbook(tmp_path / "a.xlsx").active[4]
    assert [cell.data_type for cell in written[:6]] == ["s"] * 6
    assert [cell.value for cell in written[:4]] == ["=1+1", "@SUM(A1)", "+86", "-2"]


def test_what_came_back_can_be_mended_and_imported(tmp_path, imported):
    path = tmp_path / "退回.xlsx"
    write_refused(path, imported)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    rows = {sheet.cell(number, 16).value: number for number in range(4, sheet.max_row + 1)}
    sheet.cell(rows[249], 7).value = "11:00"  # 25:70
    sheet.cell(rows[250], 2).value = "10月31日"  # 10月32日
    sheet.cell(rows[251], 8).value = "16:30"  # missing
    sheet.cell(rows[252], 4).value = "0973"  # two of one name
    sheet.cell(rows[240], 6).value = "陈静"  # health certificate expired
    sheet.cell(rows[228], 8).value = "9:30"  # signed out before signing in
    book.save(path)
    office = huimin()
    original = read_sheets(LEDGER)[0]
    office.judge(original, layout_of(original, names=office.directory))
    (mended,) = read_sheets(path)
    layout = layout_of(mended, names=office.directory)
    assert layout.columns == imported[2].columns
    assert (layout.year, layout.month) == (2026, 10)
    again = {verdict.row: verdict for verdict in office.judge(mended, layout)}
    taken = {source for source, number in rows.items() if again[number].outcome is RowOutcome.IMPORTED}
    assert taken == {228, 240, 249, 250, 251, 252}
    assert Counter(verdict.outcome for verdict in again.values())[RowOutcome.REFUSED] == 11


def test_a_second_error_sheet_has_its_columns_once(tmp_path, imported):
    write_refused(tmp_path / "first.xlsx", imported)
    office = huimin()
    (sheet,) = read_sheets(tmp_path / "first.xlsx")
    layout = layout_of(sheet, names=office.directory)
    verdicts = [one for one in office.judge(sheet, layout) if one.outcome is RowOutcome.REFUSED]
    rows = [ErrorRow(one.row, one.cells, one.findings) for one in verdicts]
    write_error_sheet(tmp_path / "second.xlsx", sheet, layout, rows, "en")
    headings = [cell.value for cell in openpyxl.load_workbook(tmp_path / "second.xlsx").active[3]]
    assert headings == [*imported[2].headings, "Why not taken", "Also noted", "Row in the original"]


def test_names_and_numbers_are_hidden_where_asked(tmp_path, imported):
    path = tmp_path / "masked.xlsx"
    write_refused(path, imported, mask=True)
    text = "\n".join(
        str(value)
        for row in openpyxl.load_workbook(path).active.iter_rows(min_row=4, values_only=True)
        for value in row[:14]
        if value
    )
    office = imported[0]
    people = [one.recipient for one in office.assignments]
    assert not [one.name for one in [*people, *office.staff] if one.name in text]
    assert not [one.id_number for one in people if one.id_number in text]
    assert "371621********" in text
