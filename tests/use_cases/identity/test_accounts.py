"""What one changes about oneself, and what others read."""

from datetime import date
from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import audio_file
from phantom_core.audio import AudioFileId, DeleteAudioFile
from phantom_core.identity import (
    AgeRange,
    ChangeUser,
    Gender,
    GetMe,
    GetPublicProfile,
    Profile,
    ProfileChanged,
    ReplaceProfile,
    Seeking,
    UserChanged,
    UsernameTaken,
)
from phantom_core.kernel import Actor, Bpm, Invalid, Invocation, NotFound, Outdated, UserId
from tests.use_cases.identity.town import Town


async def keep_audio(town: Town, owner: Actor, number: int = 1) -> Any:
    """Store a recording of somebody's."""
    recording = audio_file(number, owner_id=owner.person)

    def body(work: Any) -> None:
        work.audio_files.add(recording)

    await town.storage.write(Invocation(owner, number), body)
    return recording.id


async def test_what_is_not_named_stays(town: Town) -> None:
    ada = await town.somebody("ada")
    await town.do(ChangeUser(gender=Gender.OTHER, birth_date=date(1990, 2, 28)), ada)
    town.clock.advance(minutes=1)
    user = await town.do(ChangeUser(display_name="Ada L.", default_tempo=Bpm(96)), ada)

    assert (user.display_name, user.gender, user.birth_date) == (
        "Ada L.",
        Gender.OTHER,
        date(1990, 2, 28),
    )
    assert user.preferences.default_tempo == Bpm(96)
    assert user.preferences.collaboration_notifications
    assert (user.version, user.updated_at) == (3, town.clock.now)


async def test_what_is_set_to_nothing_is_gone(town: Town) -> None:
    ada = await town.somebody("ada")
    await town.do(ChangeUser(gender=Gender.OTHER, birth_date=date(1990, 2, 28)), ada)
    user = await town.do(ChangeUser(gender=None, birth_date=None), ada)

    assert (user.gender, user.birth_date) == (None, None)


async def test_a_change_is_told_to_the_user_and_no_change_is_not(town: Town) -> None:
    ada = await town.somebody("ada")
    change = ChangeUser(display_name="Ada L.")

    told = await town.told(change, ada)
    user = (await town.ask(GetMe(), ada)).user

    assert told == [UserChanged(user_id=ada.person, user=user)]
    assert await town.told(change, ada) == []
    assert await town.told(ChangeUser(), ada) == []
    assert (await town.ask(GetMe(), ada)).user == user


async def test_a_change_to_an_old_version_is_refused(town: Town) -> None:
    ada = await town.somebody("ada")
    await town.do(ChangeUser(display_name="A", version=1), ada)

    with pytest.raises(Outdated) as refusal:
        await town.do(ChangeUser(display_name="B", version=1), ada)
    assert (refusal.value.current, refusal.value.expected) == (2, 1)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (ChangeUser(username="a b"), "username"),
        (ChangeUser(display_name=""), "display_name"),
        (ChangeUser(display_name="x" * 65), "display_name"),
        (ChangeUser(display_name="nul\0"), "display_name"),
        (ChangeUser(birth_date=date(2999, 1, 1)), "birth_date"),
        (ChangeUser(birth_date=date(1800, 1, 1)), "birth_date"),
        (ChangeUser(default_tempo=Bpm(19.9)), "default_tempo"),
        (ChangeUser(default_tempo=Bpm(float("nan"))), "default_tempo"),
    ],
)
async def test_bad_values_are_refused_by_their_path(
    town: Town, change: ChangeUser, path: str
) -> None:
    ada = await town.somebody("ada")

    with pytest.raises(Invalid, match=f"^{path}: ") as refusal:
        await town.do(change, ada)
    assert {fault.path for fault in refusal.value.faults} == {path}


async def test_a_name_can_be_changed_to_one_that_nobody_has(town: Town) -> None:
    ada = await town.somebody("ada")
    await town.somebody("bob")
    await town.do(ChangeUser(username="ADA"), ada)

    with pytest.raises(UsernameTaken):
        await town.do(ChangeUser(username="Bob"), ada)
    assert (await town.log_in("ada")).user.username == "ADA"


async def test_a_profile_is_replaced_whole(town: Town) -> None:
    ada = await town.somebody("ada")
    said = ReplaceProfile(
        bio="Drums.",
        roles=("drummer",),
        instruments=("drums",),
        region="London",
        tags=("jazz",),
        seeking=Seeking(genders=(Gender.FEMALE,), ages=AgeRange(lowest=20, highest=30)),
        discoverable=False,
    )
    first = await town.do(said, ada)
    second = await town.do(ReplaceProfile(bio="Bass."), ada)

    assert (first.bio, first.roles, first.region, first.version) == (
        "Drums.",
        ("drummer",),
        "London",
        2,
    )
    assert second == Profile(user_id=ada.person, updated_at=town.clock.now, bio="Bass.", version=3)


async def test_saying_the_same_again_changes_nothing(town: Town) -> None:
    ada = await town.somebody("ada")
    said = ReplaceProfile(bio="Drums.")

    told = await town.told(said, ada)
    profile = (await town.ask(GetMe(), ada)).profile

    assert told == [ProfileChanged(user_id=ada.person, profile=profile)]
    assert await town.told(said, ada) == []


async def test_a_profile_made_from_an_old_version_is_refused(town: Town) -> None:
    ada = await town.somebody("ada")
    await town.do(ReplaceProfile(bio="A", version=1), ada)

    with pytest.raises(Outdated):
        await town.do(ReplaceProfile(bio="B", version=1), ada)


@pytest.mark.parametrize(
    ("said", "path"),
    [
        (ReplaceProfile(bio="x" * 2001), "bio"),
        (ReplaceProfile(roles=("drummer", "")), r"roles\[1\]"),
        (ReplaceProfile(tags=("jazz", "jazz")), "tags"),
        (ReplaceProfile(instruments=tuple(map(str, range(21)))), "instruments"),
        (ReplaceProfile(region="\ud800"), "region"),
    ],
)
async def test_bad_profiles_are_refused_by_the_path(
    town: Town, said: ReplaceProfile, path: str
) -> None:
    with pytest.raises(Invalid, match=f"{path}: "):
        await town.do(said, await town.somebody("ada"))


async def test_samples_are_recordings_of_ones_own(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    mine, hers = await keep_audio(town, ada, 1), await keep_audio(town, eve, 2)
    profile = await town.do(ReplaceProfile(samples=(mine,)), ada)
    nothing = AudioFileId(eve.person)

    assert profile.samples == (mine,)
    with pytest.raises(Invalid) as refusal:
        await town.do(ReplaceProfile(samples=(mine, hers, nothing)), ada)
    assert [fault.path for fault in refusal.value.faults] == ["samples[1]", "samples[2]"]


async def test_a_recording_that_is_deleted_leaves_the_profile(town: Town) -> None:
    ada = await town.somebody("ada")
    first, second = await keep_audio(town, ada, 1), await keep_audio(town, ada, 2)
    await town.do(ReplaceProfile(samples=(first, second)), ada)
    await town.do(DeleteAudioFile(audio_file_id=first), ada)

    assert (await town.ask(GetMe(), ada)).profile.samples == (second,)


async def test_others_read_what_is_meant_for_them(town: Town) -> None:
    ada, eve = await town.somebody("ada"), await town.somebody("eve")
    await town.do(ReplaceProfile(bio="Drums.", seeking=Seeking(roles=("singer",))), ada)
    read = await town.ask(GetPublicProfile(user_id=ada.person), eve)

    assert (read.person.username, read.bio) == ("ada", "Drums.")
    assert not hasattr(read, "seeking")
    assert not hasattr(read.person, "email")


async def test_who_is_not_there_has_no_profile(town: Town) -> None:
    ada = await town.somebody("ada")
    nobody = UserId(await keep_audio(town, ada))

    with pytest.raises(NotFound, match=f"There is no user {nobody}"):
        await town.ask(GetPublicProfile(user_id=nobody), ada)
