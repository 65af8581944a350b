"""The invented county is valid, repeatable, and has something of everything."""

from datetime import date, timedelta

from provider_desktop.domain.assignments import Assignment
from provider_desktop.domain.identifiers import credit_code, id_number, phone_number
from provider_desktop.domain.recipients import SelfCare
from provider_desktop.sample.county import sample_county

TODAY = date(2026, 11, 23)


def everybody() -> list[Assignment]:
    return [each for agency in sample_county(TODAY).agencies for each in (*agency.assignments, *agency.inbox)]


def test_the_same_day_and_seed_give_the_same_people() -> None:
    assert sample_county(TODAY) == sample_county(TODAY)
    assert sample_county(TODAY, seed=1) != sample_county(TODAY, seed=2)


def test_every_number_has_a_valid_check_digit() -> None:
    for agency in sample_county(TODAY).agencies:
        assert credit_code(agency.code) == agency.code
        for member in agency.staff:
            assert id_number(member.id_number) == member.id_number
    for each in everybody():
        assert id_number(each.recipient.id_number) == each.recipient.id_number
        assert phone_number(each.recipient.phone)


def test_ids_are_unique_across_agencies() -> None:
    ids = [each.recipient.recipient for each in everybody()]
    assert len(set(ids)) == len(ids)


def test_there_is_something_of_everything_to_show() -> None:
    county = sample_county(TODAY)
    ours = county.agencies[0]
    assert len(county.agencies) == 3
    assert {each.recipient.self_care for each in ours.assignments} == set(SelfCare)
    assert any(each.states for each in ours.assignments)
    assert ours.inbox
    assert any(member.leave for member in ours.staff)
    assert any(member.last_day for member in ours.staff)
    soon = TODAY + timedelta(days=30)
    assert any(member.health_certificate and member.health_certificate <= soon for member in ours.staff)
    names = [each.recipient.name for each in ours.assignments]
    assert len(set(names)) < len(names)  # two people of one name
