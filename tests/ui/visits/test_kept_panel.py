"""What two people typed, beside each other, on two PCs with one database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from provider_desktop.bootstrap import Services
from provider_desktop.errors import AppError
from provider_desktop.services.visits import EntryLine
from provider_desktop.ui.visits.kept_panel import KeptPanel
from tests.support.installation import draft
from tests.support.postgres import Cluster
from tests.support.receiver import served
from tests.support.several_pcs import Agency, take_up_work
from tests.support.window import DressedApplication
from tests.ui.accessibility import nameless


@pytest.fixture
def pcs(tmp_path: Path, cluster: Cluster) -> Iterator[tuple[Services, Services]]:
    with served(tmp_path / "receiver") as receiver:
        agency = Agency(tmp_path, receiver, cluster.new_database())
        agency.publish()
        with agency.pc("one") as one:
            take_up_work(one)
            with agency.pc("two") as two:
                yield one, two


def line_of(services: Services, record: str) -> EntryLine:
    return services.entry.lines([record])[0]


def buttons(panel: KeptPanel) -> dict[str, QPushButton]:
    return {button.text(): button for button in panel.findChildren(QPushButton) if button.text()}


def said(panel: KeptPanel) -> str:
    return " ".join(label.text() for label in panel.findChildren(QLabel))


def test_both_sides_are_shown_and_one_is_chosen(
    pcs: tuple[Services, Services], dressed: DressedApplication, qtbot: QtBot
) -> None:
    one, two = pcs
    panel = KeptPanel(dressed.context(one))
    qtbot.addWidget(panel)
    panel.reload()
    assert panel.isHidden()
    records = [draft(one, "2026-11-20 09:00"), draft(one, "2026-11-21 15:00")]
    for record in records:
        mine, theirs = line_of(one, record), line_of(two, record)
        two.entry.save_draft(replace(theirs, remarks="老人午睡"))
        with pytest.raises(AppError):
            one.entry.save_draft(replace(mine, satisfaction=2))
    panel.reload()
    assert not panel.isHidden()
    assert "2 条草稿" in said(panel)
    assert "老人午睡" in said(panel)
    assert nameless(panel) == []
    buttons(panel)["以本机为准"].click()
    assert (line_of(one, records[0]).satisfaction, line_of(one, records[0]).remarks) == (2, "")
    buttons(panel)["以对方为准"].click()
    assert line_of(one, records[1]).remarks == "老人午睡"
    assert panel.isHidden()
    assert one.sharing.state().kept == 0


def test_a_sealed_visit_leaves_nothing_to_choose_but_the_other(
    pcs: tuple[Services, Services], dressed: DressedApplication, qtbot: QtBot
) -> None:
    one, two = pcs
    record = draft(one)
    mine = line_of(one, record)
    two.finalising.finalise([record], {"EVID-MISSING": "as_recorded", "TIME-LATE": "as_recorded"})
    with pytest.raises(AppError):
        one.entry.save_draft(replace(mine, remarks="too late"))
    panel = KeptPanel(dressed.context(one))
    qtbot.addWidget(panel)
    panel.reload()
    assert "已封存" in said(panel)
    assert "too late" in said(panel)
    assert set(buttons(panel)) == {"以对方为准"}
