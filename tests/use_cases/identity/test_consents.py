"""What is done with one's data is one's own to allow."""

from datetime import date

import attrs
import pytest

from phantom_core.identity import (
    ChangeUser,
    ConsentGranted,
    ConsentRevoked,
    ListConsents,
    Purpose,
    SetConsent,
    TooYoung,
)
from phantom_core.kernel import Event
from tests.use_cases.identity.town import Town


@pytest.mark.parametrize("purpose", list(Purpose))
async def test_a_consent_stands_until_it_is_revoked_and_its_history_stays(
    town: Town, purpose: Purpose
) -> None:
    ada = await town.somebody("ada")
    granted_at = town.clock.now
    await town.do(SetConsent(purpose=purpose, granted=True), ada)
    revoked_at = town.clock.advance(days=1)
    await town.do(SetConsent(purpose=purpose, granted=False), ada)
    again_at = town.clock.advance(days=1)
    await town.do(SetConsent(purpose=purpose, granted=True), ada)
    history = await town.ask(ListConsents(), ada)

    assert [(each.granted_at, each.revoked_at, each.stands) for each in history.items] == [
        (again_at, None, True),
        (granted_at, revoked_at, False),
    ]


async def test_both_are_told_and_repeating_is_not(town: Town) -> None:
    ada = await town.somebody("ada")
    told: list[list[Event]] = [
        await town.told(SetConsent(purpose=Purpose.MATCHING, granted=granted), ada)
        for granted in (False, True, True, False, False)
    ]
    (consent,) = (await town.ask(ListConsents(), ada)).items

    assert told == [
        [],
        [ConsentGranted(user_id=ada.person, consent=attrs.evolve(consent, revoked_at=None))],
        [],
        [ConsentRevoked(user_id=ada.person, consent=consent)],
        [],
    ]


async def test_consents_are_apart(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    await town.do(SetConsent(purpose=Purpose.MATCHING, granted=True), ada)
    await town.do(SetConsent(purpose=Purpose.AUDIO_ANALYSIS, granted=False), ada)

    assert [each.purpose for each in (await town.ask(ListConsents(), ada)).items] == [
        Purpose.MATCHING
    ]
    assert not (await town.ask(ListConsents(), eve)).items


async def test_nobody_known_to_be_under_18_is_matched(town: Town) -> None:
    ada = await town.somebody("ada")
    today = town.clock.now.date()
    matching = SetConsent(purpose=Purpose.MATCHING, granted=True)
    almost = date(today.year - 18, today.month, today.day + 1)
    await town.do(ChangeUser(birth_date=almost), ada)
    with pytest.raises(TooYoung):
        await town.do(matching, ada)

    await town.do(SetConsent(purpose=Purpose.AUDIO_ANALYSIS, granted=True), ada)
    town.clock.advance(days=1)
    await town.do(matching, ada)


async def test_who_says_that_they_are_under_18_is_matched_no_longer(town: Town) -> None:
    ada = await town.somebody("ada")
    for purpose in Purpose:
        await town.do(SetConsent(purpose=purpose, granted=True), ada)
    today = town.clock.now.date()
    grown = await town.told(ChangeUser(birth_date=date(today.year - 18, 1, 1)), ada)
    young = await town.told(ChangeUser(birth_date=date(today.year - 17, 1, 1)), ada)
    history = (await town.ask(ListConsents(), ada)).items
    standing = [each.purpose for each in history if each.stands]

    assert [event.name for event in grown] == ["user.changed"]
    assert [event.name for event in young] == ["user.changed", "consent.revoked"]
    assert standing == [Purpose.AUDIO_ANALYSIS]


async def test_an_age_that_nobody_knows_any_more_changes_no_consent(town: Town) -> None:
    ada = await town.somebody("ada")
    await town.do(ChangeUser(birth_date=date(1990, 1, 1)), ada)
    await town.do(SetConsent(purpose=Purpose.MATCHING, granted=True), ada)
    told = await town.told(ChangeUser(birth_date=None), ada)

    assert [event.name for event in told] == ["user.changed"]
