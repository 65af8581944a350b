"""Every code that the exchange can raise has a sentence in both languages."""

import pytest

from provider_desktop.exchange.engine_messages import AlarmCode
from provider_desktop.exchange.problems import Problem, ProblemReport, Reaction, status_of
from provider_desktop.wording import LANGUAGES, groups

STOPS = {
    problem.value
    for problem in Problem
    if ProblemReport(problem, status_of(problem)).reaction in {Reaction.STOP, Reaction.CLOCK}
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alarm_and_reason_has_a_sentence(language: str) -> None:
    assert set(groups(language)["alarm"]) == {code.value for code in AlarmCode}
    assert set(groups(language)["sync_problem"]) == STOPS | {"offline", "not_ours", "busy", "trust_expired"}
