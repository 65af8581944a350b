"""The reply to a yellow or red light: what was wrong, why, what is done about it, by when and by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from provider_desktop.reports.style import (
    Column,
    paper_day,
    paper_period,
    stamp_boxes,
    table,
    text,
    write_paper,
)
from provider_desktop.wording import sentence


@dataclass(frozen=True, slots=True)
class ReplyIndicator:
    """An indicator that was not green: name, figures, value and green line as text, its light as a word."""

    name: str
    figures: str
    value: str
    bound: str
    light: str


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """A record that the reply is about: its id, its day, whom it served (masked), what for, its state."""

    record: str
    day: str
    recipient: str
    items: str
    state: str


@dataclass(frozen=True, slots=True)
class RectificationReply:
    """What the paper shows. ``notice`` is the number of the regulator's statement that is answered, 0 for
    none; ``light`` the word of the light; ``published`` None where the day is not known; ``entry`` the hash
    of the entry that carries the reply, empty while it is not sealed."""

    agency: str
    agency_name: str
    period: str
    light: str
    ruleset: str
    notice: int
    published: date | None
    indicators: tuple[ReplyIndicator, ...]
    vetoes: tuple[str, ...]
    cause: str
    measures: str
    done_by: date
    responsible: str
    records: tuple[ReplyRecord, ...]
    made_at: str
    made_by: str
    entry: str = ""


def write_rectification_reply(out: Path, reply: RectificationReply, language: str) -> int:
    """Write the paper as PDF; the number of pages. Raises ``OSError`` where it cannot be written."""

    def say(code: str, **values: object) -> str:
        return sentence("paper", code, language, values)

    title = say("rectification_reply")
    period = paper_period(reply.period, language)
    answered = say("reply_answers", period=period, light=reply.light)
    if reply.published is not None:
        answered = say(
            "reply_answers_published",
            period=period,
            light=reply.light,
            day=paper_day(reply.published, language),
            notice=reply.notice,
        )
    story: list[Any] = [
        text(title, 16, bold=True, align="center"),
        Spacer(0, 3 * mm),
        text(say("agency_line", name=reply.agency_name, agency=reply.agency), 9.5),
        text(say("made_line", at=reply.made_at, by=reply.made_by or "—"), 9.5, muted=True),
        Spacer(0, 4 * mm),
        text(answered, 10.5),
        Spacer(0, 4 * mm),
        _heading(say("reply_problems")),
        *(text(say("reply_veto", reason=veto), 9.5) for veto in reply.vetoes),
        _indicators(say, reply.indicators, reply.ruleset),
        Spacer(0, 4 * mm),
    ]
    for heading, words in (("reply_cause", reply.cause), ("reply_measures", reply.measures)):
        story += [_heading(say(heading)), text(words, 10), Spacer(0, 4 * mm)]
    due = say("reply_due", day=paper_day(reply.done_by, language), name=reply.responsible)
    story += [_heading(say("reply_when")), text(due, 10), Spacer(0, 4 * mm)]
    if reply.records:
        story += [_heading(say("reply_records", count=len(reply.records)))]
        story += [_records(say, reply.records), Spacer(0, 4 * mm)]
    sent = say("reply_sealed", hash=reply.entry) if reply.entry else say("reply_not_sealed")
    story += [text(sent, 8.5, muted=True), Spacer(0, 5 * mm)]
    boxes = stamp_boxes([say("stamp_agency"), say("stamp_bureau_opinion")], say("date_line"))
    story.append(KeepTogether([boxes]))
    return write_paper(out, title, story, f"{reply.agency_name} · {title} · {period}", language)


def _heading(words: str) -> Any:
    return text(words, 11, bold=True)


def _indicators(say: Callable[..., str], indicators: tuple[ReplyIndicator, ...], ruleset: str) -> Any:
    if not indicators:
        return text(say("reply_no_indicator", ruleset=ruleset), 9.5)
    columns = [
        Column(say("indicator"), 30),
        Column(say("figures"), 20, figures=True),
        Column(say("value"), 16, figures=True),
        Column(say("green_line"), 16, figures=True),
        Column(say("light"), 18),
    ]
    rows = [[each.name, each.figures, each.value, each.bound, each.light] for each in indicators]
    return table(columns, rows)


def _records(say: Callable[..., str], records: tuple[ReplyRecord, ...]) -> Any:
    columns = [
        Column(say("number"), 7, figures=True),
        Column(say("visit_day"), 14),
        Column(say("recipient"), 16),
        Column(say("item"), 25),
        Column(say("record_state"), 13),
        Column(say("record_number"), 33),
    ]
    rows = [
        [str(number), each.day, each.recipient, each.items, each.state, each.record]
        for number, each in enumerate(records, 1)
    ]
    return table(columns, rows)
