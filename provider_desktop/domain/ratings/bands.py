"""Bands and rounding: which band an exact value belongs to, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from provider_desktop.domain.ratings.rules import BandRule, Better, Condition, Rounding


@dataclass(frozen=True, slots=True)
class Rounded:
    """A value rounded to decimal places, and its text with exactly so many."""

    value: Fraction
    text: str


def reaches(value: Fraction, bound: Fraction, better: Better) -> bool:
    """Whether a value is as good as the bound. On the bound it is: a boundary belongs to the better band."""
    return value >= bound if better is Better.HIGHER else value <= bound


def band_for(
    bands: Sequence[BandRule],
    better: Better,
    value: Fraction,
    first: date,
    holds: Callable[[Condition], bool],
) -> str:
    """The best band whose bound the value reaches and whose conditions hold, in a period begun on ``first``.

    The last band takes what is left, as the reader of rule sets has made sure.
    """
    for rule in bands[:-1]:
        bound = rule.bound_on(first)
        if bound is not None and reaches(value, bound, better) and all(map(holds, rule.conditions)):
            return rule.band
    return bands[-1].band


def rounded(value: Fraction, places: int, how: Rounding = Rounding.HALF_UP) -> Rounded:
    """The value to so many decimal places. Half up is away from zero at exactly one half."""
    scale = 10**places
    scaled = value * scale
    if how is Rounding.HALF_UP:
        whole = int(abs(scaled) + Fraction(1, 2)) * (1 if scaled >= 0 else -1)
    else:
        whole = scaled.__floor__() if how is Rounding.DOWN else scaled.__ceil__()
    sign = "-" if whole < 0 else ""
    digits = str(abs(whole)).rjust(places + 1, "0")
    text = f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
    return Rounded(Fraction(whole, scale), text)
