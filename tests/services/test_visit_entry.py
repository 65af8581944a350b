"""Drafts: nothing typed is lost, nothing sealed is touched, and findings say what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from provider_desktop.domain.topics import Topic
from provider_desktop.domain.visits import ItemDone, Source
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.services.visit_entry import VisitEntryService
from provider_desktop.services.visit_finalising import VisitFinalisingService
from provider_desktop.services.visits import EntryLine
from tests.support.builders import ITEM, a_staff_member, a_visit, local
from tests.support.workspace import hire, save

DAY = date(2026, 11, 2)
LINE = EntryLine(
    recipient="R1",
    staff=("S1",),
    day=DAY,
    time_in=local("2026-11-02 09:00"),
    time_out=local("2026-11-02 09:30"),
    items=(ItemDone(ITEM),),
)


def test_what_is_not_a_draft_is_not_changed(workspace):
    entry = VisitEntryService(workspace)
    (record,) = save(workspace, a_visit())
    assert VisitFinalisingService(workspace).finalise().sealed == (record,)
    for action in (
        lambda: entry.save_draft(replace(LINE, record=record)),
        lambda: entry.discard(record),
        lambda: entry.acknowledge(record, "EVID-MISSING", "paper_lost"),
    ):
        with pytest.raises(AppError) as raised:
            action()
        assert raised.value.code is ErrorCode.STATE_FORBIDS
    with pytest.raises(AppError) as raised:
        entry.discard("01JD5E8Z4K0000000000000000")
    assert raised.value.code is ErrorCode.RECORD_UNKNOWN
    assert entry.lines([record]) == ()


def test_a_line_is_kept_at_each_cell_whatever_is_missing(workspace):
    entry = VisitEntryService(workspace)
    row = entry.save_draft(EntryLine(day=DAY))
    assert row.day == DAY
    assert [each.record for each in entry.drafts(DAY)] == [row.record]
    (line,) = entry.lines([row.record])
    assert line.day == DAY
    for typed in (
        replace(line, recipient="R1"),
        replace(line, recipient="R1", staff=("S1",)),
        replace(LINE, record=row.record, time_out=None, items=()),
        replace(LINE, record=row.record),
    ):
        entry.save_draft(typed)
        (line,) = entry.lines([row.record])
        assert line == typed
    with workspace.reading() as reading:
        stored = reading.visits.get(row.record)
    assert stored is not None
    assert stored.visit.extra == {}


def test_a_line_without_times_is_never_sealed(workspace):
    entry = VisitEntryService(workspace)
    row = entry.save_draft(replace(LINE, time_in=None, time_out=None))
    done = VisitFinalisingService(workspace).finalise([row.record])
    assert done.sealed == ()
    assert [held.record for held in done.held_back] == [row.record]


def test_checking_saves_nothing(workspace):
    entry = VisitEntryService(workspace)
    late = replace(LINE, time_out=local("2026-11-02 08:30"))
    assert "TIME-ORDER" in {finding.rule for finding in entry.check(late)}
    assert entry.drafts() == ()
    told: list[Topic] = []
    workspace.changes.subscribe(told.extend)
    entry.check(late)
    assert told == []
    entry.save_draft(late)
    assert told == [Topic.VISITS]


def test_a_line_does_not_collide_with_itself_but_with_others(workspace):
    entry = VisitEntryService(workspace)
    row = entry.save_draft(LINE)
    assert "OVER-STAFF" not in {finding.rule for finding in row.findings}
    again = entry.save_draft(replace(LINE, record=row.record, remarks="门口等候"))
    assert "OVER-STAFF" not in {finding.rule for finding in again.findings}
    other = replace(LINE, time_in=local("2026-11-02 09:15"), time_out=local("2026-11-02 09:45"))
    assert "OVER-STAFF" in {finding.rule for finding in entry.check(other)}


def test_the_day_decides_on_the_catalogue_in_local_time(workspace):
    """Half past midnight here is still the day before in UTC; the catalogue begins on 1 January here."""
    entry = VisitEntryService(workspace)
    row = entry.save_draft(
        replace(LINE, day=None, time_in=local("2026-01-01 00:30"), time_out=local("2026-01-01 01:00"))
    )
    with workspace.reading() as reading:
        stored = reading.visits.get(row.record)
    assert stored is not None
    assert stored.visit.catalogue == "test-1"


def test_a_discarded_line_comes_back_under_its_number(workspace):
    entry = VisitEntryService(workspace)
    row = entry.save_draft(LINE)
    (line,) = entry.lines([row.record])
    entry.discard(row.record)
    assert entry.drafts() == ()
    assert entry.save_draft(line).record == row.record


def test_lines_of_one_stroke_are_all_stored_or_none(workspace):
    entry = VisitEntryService(workspace)
    (sealed,) = save(workspace, a_visit())
    assert VisitFinalisingService(workspace).finalise().sealed == (sealed,)
    first, second = replace(LINE, record=workspace.new_ulid()), replace(LINE, record=workspace.new_ulid())
    with pytest.raises(AppError):
        entry.save_drafts((first, replace(LINE, record=sealed), second))
    assert entry.drafts() == ()
    rows = entry.save_drafts((first, second))
    assert [row.record for row in rows] == [first.record, second.record]
    assert "OVER-STAFF" in {finding.rule for finding in rows[1].findings}


def test_captures_keep_their_source_while_other_cells_change(workspace):
    entry = VisitEntryService(workspace)
    (record,) = save(workspace, a_visit(source=Source.PHONE))
    (line,) = entry.lines([record])
    entry.save_draft(replace(line, remarks="已告知家属"))
    with workspace.reading() as reading:
        stored = reading.visits.get(record)
    assert stored is not None
    assert stored.visit.sign_in.source is Source.PHONE


def test_an_acknowledgement_is_kept_once_for_each_rule(workspace):
    entry = VisitEntryService(workspace)
    (record,) = save(workspace, a_visit(evidence=()))
    entry.acknowledge(record, "EVID-MISSING", "paper_lost")
    row = entry.acknowledge(record, "EVID-MISSING", "other", "另行补交")
    assert [(each.rule, each.reason, each.note) for each in row.acknowledged] == [
        ("EVID-MISSING", "other", "另行补交")
    ]


def test_staff_and_items_are_suggested_but_never_times(workspace):
    entry = VisitEntryService(workspace)
    fresh = entry.suggest("R1", DAY)
    assert (fresh.source, fresh.staff, fresh.items) == ("plan", (), (ITEM,))
    assert (fresh.left, fresh.allowed) == (12, 12)
    save(workspace, a_visit())
    after = entry.suggest("R1", date(2026, 11, 3))
    assert (after.source, after.staff, after.items, after.left) == ("last", ("S1",), (ITEM,), 11)
    assert not hasattr(after, "time_in")
    assert entry.suggest("R9", DAY).items == ()


def test_options_are_those_of_the_day(workspace):
    hire(workspace, a_staff_member("S3", "孟庆华", last_day=date(2026, 10, 31)))
    entry = VisitEntryService(workspace)
    assert [option.staff for option in entry.staff_options(DAY)] == ["S1", "S2"]
    assert [option.staff for option in entry.staff_options(date(2026, 10, 1))] == ["S3", "S1", "S2"]
    (wang,) = [option for option in entry.staff_options(DAY) if option.name == "王芳"]
    assert {"S1", "王芳", "wf"} <= set(wang.keys)
    assert [option.item for option in entry.item_options(DAY)] == [ITEM]
    assert entry.item_options(date(2025, 12, 31)) == ()
