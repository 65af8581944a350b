"""Short answers that are chosen by a digit: who signed the sheet, how content the recipient was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication

from provider_desktop.domain.pinyin import matches, name_keys
from provider_desktop.domain.visits import NOT_SIGNED, Outcome, Relation, Signer, SigningMethod
from provider_desktop.ui.labels import Labels

Value = TypeVar("Value")

_SIGNERS = (
    (Relation.SELF, SigningMethod.PAPER),
    (Relation.FAMILY, SigningMethod.PAPER),
    (Relation.SELF, SigningMethod.FINGERPRINT),
    (Relation.FAMILY, SigningMethod.FINGERPRINT),
    (Relation.NEIGHBOUR, SigningMethod.PAPER),
    (Relation.VILLAGE, SigningMethod.PAPER),
)


@dataclass(frozen=True, slots=True)
class Answer(Generic[Value]):
    """One answer: the digit that gives it at once, its words, and what typing is matched against."""

    digit: str
    words: str
    value: Value
    keys: tuple[str, ...]


def _answer(digit: str, words: str, value: Value) -> Answer[Value]:
    return Answer(digit, words, value, name_keys(words))


def signer_words(signer: Signer, labels: Labels) -> str:
    """Who signed and how, in a word or two; empty where nobody did."""
    if signer == NOT_SIGNED or signer.relation is Relation.NONE:
        return ""
    who = labels.word("relation", signer.relation)
    if signer.method is SigningMethod.FINGERPRINT:
        return QCoreApplication.translate("Answers", "{who}, fingerprint").format(who=who)
    return QCoreApplication.translate("Answers", "{who} signed").format(who=who)


def signers(labels: Labels) -> tuple[Answer[Signer], ...]:
    """Who may have signed, by digit; 0 for nobody."""
    found = [
        _answer(str(number), signer_words(Signer(*pair), labels), Signer(*pair))
        for number, pair in enumerate(_SIGNERS, 1)
    ]
    return (*found, _answer("0", labels.word("relation", Relation.NONE), NOT_SIGNED))


def degrees(labels: Labels) -> tuple[Answer[int], ...]:
    """How content the recipient was, 1 to 4; 0 for not rated."""
    return tuple(
        _answer(str(degree), labels.word("satisfaction", str(degree)), degree) for degree in (1, 2, 3, 4, 0)
    )


def failures(labels: Labels) -> tuple[Answer[Outcome], ...]:
    """What became of a visit that failed, for the cell of items."""
    return tuple(
        _answer("", labels.word("outcome", outcome), outcome) for outcome in (Outcome.ABSENT, Outcome.REFUSED)
    )


def matching(answers: tuple[Answer[Value], ...], text: str) -> tuple[Answer[Value], ...]:
    """The answers that a text may mean: exactly this one, those it begins, or all where it is empty."""
    typed = text.strip()
    if not typed:
        return answers
    exact = tuple(each for each in answers if typed in (each.digit, each.words))
    return exact or tuple(each for each in answers if matches(typed, each.keys))
