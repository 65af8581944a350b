"""Names what stands behind a rating: visits, recipients and staff for keys, and the rules in plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from provider_desktop.domain.identifiers import mask_name
from provider_desktop.domain.ratings.describe import describe_bands, describe_measure
from provider_desktop.domain.ratings.engine import Rating
from provider_desktop.domain.ratings.explain import Behind, By, costs
from provider_desktop.domain.ratings.rules import Light, RuleSet
from provider_desktop.services.rating_past import CostIndicator, CostRow
from provider_desktop.services.ratings import BehindRow, RulesText, RuleText
from provider_desktop.services.visit_rows import rows_of
from provider_desktop.storage.rulesets import RulesetRow
from provider_desktop.storage.unit_of_work import Reading


def behind_rows(reading: Reading, behind: Sequence[Behind], language: str) -> tuple[BehindRow, ...]:
    """Everything below the line of an indicator with its names, in the order given."""
    named = {row.key: row for row in key_rows(reading, [each.key for each in behind], language)}
    return tuple(
        BehindRow(
            key=each.key,
            kind=(row := named[each.key]).kind,
            name=row.name,
            failing=each.failing,
            part=each.part,
            whole=each.whole,
            missing=each.missing,
            visit=row.visit,
        )
        for each in behind
    )


def key_rows(reading: Reading, keys: Iterable[str], language: str) -> tuple[BehindRow, ...]:
    """What keys of an indicator stand for, in their order: a visit's record, a recipient's or staff member's
    id; visits due of one item have the key ``recipient/item``."""
    wanted = tuple(keys)
    visits = {row.record: row for row in rows_of(reading, reading.visits.many(wanted), language)}
    left = [key for key in wanted if key not in visits]
    people = reading.recipients.many({key.partition("/")[0] for key in left})
    staff = reading.staff.many(set(left))
    rows = []
    for key in wanted:
        person = people.get(key.partition("/")[0])
        if visit := visits.get(key):
            rows.append(BehindRow(key, "visit", visit.recipient_name, visit=visit))
        elif person:
            rows.append(BehindRow(key, "recipient", mask_name(person.name)))
        elif member := staff.get(key):
            rows.append(BehindRow(key, "staff", member.name))
        else:
            rows.append(BehindRow(key, "other", ""))
    return tuple(rows)


def cost_rows(
    reading: Reading,
    rules: RuleSet,
    rating: Rating,
    behind: Mapping[str, Sequence[Behind]],
    by: By,
    language: str,
) -> tuple[CostRow, ...]:
    """What each staff member or recipient costs the indicators given, dearest first.

    Only indicators that are off green count towards the sum: what fails of a green one costs nothing yet.
    """
    found: dict[str, list[CostIndicator]] = defaultdict(list)
    for indicator, given in behind.items():
        name = rules.indicator(indicator).name.in_language(language)
        keys: dict[str, list[str]] = defaultdict(list)
        for each in given:
            if each.missing:
                for who in each.staff if by is By.STAFF else filter(None, (each.recipient,)):
                    keys[who].append(each.key)
        for cost in costs(given, by):
            found[cost.who].append(CostIndicator(indicator, name, cost.missing, tuple(keys[cost.who])))
    off_green = {each.id for each in rating.indicators if each.light not in (Light.GREEN, Light.NONE)}
    people = reading.recipients.many(found) if by is By.RECIPIENT else {}
    staff = reading.staff.many(found) if by is By.STAFF else {}
    rows = []
    for who, indicators in found.items():
        name = mask_name(people[who].name) if who in people else staff[who].name if who in staff else ""
        missing = sum(each.missing for each in indicators if each.id in off_green)
        rows.append(CostRow(who, by.value, name, missing, tuple(indicators)))
    everything = {row.who: sum(each.missing for each in row.indicators) for row in rows}
    return tuple(sorted(rows, key=lambda row: (-row.missing, -everything[row.who], row.who)))


def rules_text(rules: RuleSet, stored: RulesetRow, language: str) -> RulesText:
    """A rule set in plain words, with the days for which it was published."""
    return RulesText(
        version=stored.version,
        first_day=stored.first_day,
        last_day=stored.last_day,
        indicators=tuple(
            RuleText(
                id=indicator.id,
                name=indicator.name.in_language(language),
                measure=describe_measure(rules, indicator, language),
                note=indicator.note.in_language(language),
                bands=tuple(
                    (rules.band(band).light.value, text)
                    for band, text in describe_bands(rules, indicator, language)
                ),
            )
            for indicator in rules.indicators
        ),
    )
