"""The command about the light: official and estimate, why, what turns it, and what if."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from provider_desktop.bootstrap import Services
from provider_desktop.cli.output import Answer
from provider_desktop.errors import AppError, ErrorCode
from provider_desktop.files import read_small_file
from provider_desktop.services.rating_past import DifferenceRow, IndicatorDifference
from provider_desktop.services.rating_plans import ActionRow, Case, ToGreen
from provider_desktop.services.ratings import IndicatorRow, RatingView
from provider_desktop.wording import sentence


def rating(services: Services, options: Namespace) -> Answer:
    """``rating``: official light and estimate side by side, where they differ, and what turns the light."""
    ratings, period = services.ratings, options.period
    # Read first: a file that cannot be used stops the command before it works anything out.
    ticked = _actions(options.what_if) if options.what_if else ()
    overview = ratings.overview(period)
    differences = ratings.differences(overview.estimate.period)
    way = ratings.to_green(period)
    coming = ratings.forecast(period)
    data: dict[str, Any] = {
        "official": _view(overview.official) if overview.official else None,
        "estimate": _view(overview.estimate),
        "differences": [_difference(each) for each in differences.indicators] if differences else [],
        "to_green": [_action(row) for row in way.actions],
        "way": {
            "state": way.state,
            "horizon": way.horizon,
            "since": way.since or "",
            "smallest": way.is_smallest,
            "obstacles": [{"id": each.id, "reason": each.reason} for each in way.obstacles],
            "others": [_action(row) for row in way.others],
        },
        "forecast": {
            "nothing": _case(coming.nothing),
            "kept": _case(coming.kept),
            "visits": coming.visits_planned,
            "source": coming.source,
        },
    }
    lines = [f"{overview.estimate.period}  {sentence('light', overview.estimate.light, options.lang)}"]
    lines += _indicator_lines(overview.estimate.indicators, explain=options.explain)
    lines += _way_lines(way, options.lang)
    if options.what_if:
        told = ratings.what_if(ticked, period)
        data["what_if"] = {**_case(told.case), "light_now": told.light_now, "unknown": list(told.unknown)}
        lines += _case_lines(told.case, options.lang)
    return Answer(data, lines)


def _actions(file: Path) -> tuple[str, ...]:
    """The ids in a file: a JSON list, the JSON that this command prints, or one a line."""
    text = read_small_file(file).decode("utf-8", "replace").lstrip("\ufeff")
    if not text.lstrip().startswith(("[", "{")):
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    try:
        found = json.loads(text)
    except ValueError as error:
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(file), reason="JSON") from error
    listed = found.get("to_green", ()) if isinstance(found, dict) else found
    ids: list[Any] = [each.get("id") if isinstance(each, dict) else each for each in listed]
    if not all(isinstance(each, str) for each in ids):
        raise AppError(ErrorCode.FILE_UNREADABLE, path=str(file), reason="JSON")
    return tuple(ids)


def _view(view: RatingView) -> dict[str, Any]:
    indicators = [
        {
            "id": row.id,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "value": row.value,
            "light": row.light,
            "entries": list(row.failing),
        }
        for row in view.indicators
    ]
    return {"period": view.period, "ruleset": view.ruleset, "light": view.light, "indicators": indicators}


def _difference(each: IndicatorDifference) -> dict[str, Any]:
    return {
        "indicator": each.indicator,
        "official": each.official,
        "recomputed": each.recomputed,
        "estimate": each.estimate,
        "unexplained": each.unexplained,
        "records": [_difference_row(row) for row in each.rows],
    }


def _difference_row(row: DifferenceRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "kind": row.kind,
        "official": row.official,
        "estimate": row.estimate,
        "reason": row.reason,
    }


def _action(row: ActionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "key": row.key,
        "until": row.due_day or "",
        "due": row.is_due,
        "indicators": list(row.indicators),
    }


def _case(case: Case) -> dict[str, Any]:
    indicators = [
        {
            "id": each.id,
            "numerator": each.numerator,
            "denominator": each.denominator,
            "value": each.value,
            "light": each.light,
        }
        for each in case.indicators
    ]
    return {"day": case.day, "light": case.light, "score": case.score, "indicators": indicators}


def _indicator_lines(rows: Iterable[IndicatorRow], *, explain: bool) -> Iterable[str]:
    for each in rows:
        yield f"{each.name}  {each.light}  {each.numerator} / {each.denominator}  {each.value}"
        if explain and each.failing:
            yield f"    {' '.join(each.failing)}"


def _way_lines(way: ToGreen, language: str) -> Iterable[str]:
    yield sentence("to_green", way.state, language) + (f"  {way.since}" if way.since else "")
    for obstacle in way.obstacles:
        yield f"    {obstacle.name}  {sentence('rating_obstacle', obstacle.reason, language)}"
    for row in way.actions:
        words = sentence("rating_action", row.kind, language)
        yield f"    {words}  {row.name or row.key}  {row.due_day or ''}  {row.id}"


def _case_lines(case: Case, language: str) -> Iterable[str]:
    yield f"→ {sentence('light', case.light, language)}"
    for each in case.indicators:
        if (each.value, each.light) != (each.value_now, each.light_now):
            yield f"    {each.name}  {each.value_now} → {each.value}  {each.light}"
