"""Sets are put together by those in office, and seen by everybody once they are public."""

from typing import Any

import pytest

from phantom_core.identity import ListAudit
from phantom_core.kernel import Command, Forbidden, Invalid, NotFound, Outdated, Visibility
from phantom_core.media.sets import (
    MOST_TRACKS,
    ChangeMusicSet,
    CreateMusicSet,
    DeleteMusicSet,
    GetMusicSet,
    ListMusicSets,
    MusicSet,
    OrderTracks,
    SetId,
    TooManyTracks,
    TrackId,
)
from tests.use_cases.media.house import House


async def titles(house: House, **narrowed: Any) -> dict[str, list[str]]:
    found = {}
    for name, actor in (("root", house.root), ("eve", house.eve)):
        page = await house.studio.phantom.ask(ListMusicSets(**narrowed), actor=actor)
        found[name] = [listed.music_set.title for listed in page.items]
    return found


async def test_a_private_set_is_there_for_those_in_office_only(house: House) -> None:
    private = await house.made(public=False)

    assert await titles(house) == {"root": ["Dawn"], "eve": []}
    with pytest.raises(NotFound, match="There is no set"):
        await house.shown(private.id, house.eve)
    assert await titles(house, visibility=Visibility.PRIVATE) == {"root": ["Dawn"], "eve": []}

    shown = ChangeMusicSet(set_id=private.id, visibility=Visibility.PUBLIC)
    await house.do(shown)

    assert await titles(house) == {"root": ["Dawn"], "eve": ["Dawn"]}
    assert (await house.shown(private.id, house.eve)).music_set.version == 2


async def test_what_is_not_given_stays_and_nothing_changed_is_no_version(house: House) -> None:
    made = await house.made()
    said = ChangeMusicSet(set_id=made.id, description="By the sea.", version=1)

    first = (await house.do(said)).music_set
    again = (await house.do(ChangeMusicSet(set_id=made.id, title="Dawn"))).music_set
    gone = (await house.do(ChangeMusicSet(set_id=made.id, description=None))).music_set

    assert (first.title, first.description, first.version) == ("Dawn", "By the sea.", 2)
    assert again == first
    assert (gone.description, gone.version) == (None, 3)
    with pytest.raises(Outdated):
        await house.do(said)
    with pytest.raises(Invalid, match="title"):
        await house.do(ChangeMusicSet(set_id=made.id, title=" "))


async def test_only_those_in_office_put_sets_together(house: House) -> None:
    made = await house.made()
    commands: list[Command[Any]] = [
        CreateMusicSet(title="Mine"),
        ChangeMusicSet(set_id=made.id, title="Mine"),
        OrderTracks(set_id=made.id, track_ids=()),
        DeleteMusicSet(set_id=made.id),
    ]
    for command in commands:
        with pytest.raises(Forbidden):
            await house.do(command, house.eve)

    assert (await house.shown(made.id)).music_set == made


async def test_tracks_are_put_in_order_all_of_them(house: House) -> None:
    made, other = await house.made(), await house.made()
    one, two, three = [(await house.take(made.id)).track.id for _ in range(3)]
    foreign = (await house.take(other.id)).track.id

    ordered = await house.do(OrderTracks(set_id=made.id, track_ids=(three, one, two)))

    assert [placed.track.id for placed in ordered.tracks] == [three, one, two]
    assert [placed.position for placed in ordered.tracks] == [1, 2, 3]
    assert ordered == await house.shown(made.id)
    version = ordered.music_set.version
    same = await house.do(OrderTracks(set_id=made.id, track_ids=(three, one, two)))
    assert same.music_set.version == version
    with pytest.raises(Invalid) as refused:
        await house.do(OrderTracks(set_id=made.id, track_ids=(one, foreign, one)))
    assert [(fault.path, fault.message) for fault in refused.value.faults] == [
        ("track_ids[1]", "is no track of this set"),
        ("track_ids[2]", "must not stand twice"),
        ("track_ids", f"must name every track of the set, and leaves out {three} and 1 more"),
    ]
    stale = OrderTracks(set_id=made.id, track_ids=(one, two, three), version=1)
    with pytest.raises(Outdated):
        await house.do(stale)


async def test_a_set_goes_with_its_tracks_and_all_that_is_on_its_way(house: House) -> None:
    made = await house.made()
    await house.take(made.id)
    data = b"RIFF" * 1000
    await house.send(await house.plan(made.id, data), data)

    await house.do(DeleteMusicSet(set_id=made.id))
    house.studio.clock.advance(hours=2)

    assert await house.studio.is_empty()
    assert [each async for each in house.studio.multipart.list_open()] == []
    with pytest.raises(NotFound):
        await house.shown(made.id)


async def test_what_is_done_with_sets_is_written_down(house: House) -> None:
    made = await house.made()
    taken = (await house.take(made.id, name="Larks.wav")).track.id
    await house.do(ChangeMusicSet(set_id=made.id, title="Dusk"))
    await house.do(DeleteMusicSet(set_id=made.id))

    page = await house.studio.phantom.ask(ListAudit(), actor=house.root)
    acts = [(act.action, act.detail) for act in page.items if act.target_id == made.id]

    assert sorted(acts) == [
        ("set.changed", "title"),
        ("set.created", "Dawn"),
        ("set.deleted", "Dusk, 1 tracks"),
        ("track.added", f"track {taken}: Larks"),
    ]


async def test_a_set_has_room_for_a_thousand_tracks(house: House) -> None:
    made = await house.made()
    full = tuple(TrackId(made.id) for _ in range(MOST_TRACKS))
    now = house.studio.clock.now

    with pytest.raises(TooManyTracks):
        MusicSet(
            id=SetId(made.id), title="Full", track_ids=full, created_at=now, updated_at=now
        ).with_track(TrackId(made.id), now)


async def test_lists_tell_how_much_can_be_heard_and_never_ask_the_store(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await house.made()
    await house.take(made.id)
    await house.take(made.id)
    data = b"RIFF" * 1000
    await house.plan(made.id, data)

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("the store was asked")

    for name in ("put", "stat", "read", "delete", "list", "local"):
        monkeypatch.setattr(house.studio.store, name, fail)
    page = await house.studio.phantom.ask(ListMusicSets(), actor=house.eve)
    seen = await house.studio.phantom.ask(GetMusicSet(set_id=made.id), actor=house.eve)

    assert [(listed.tally.tracks, listed.tally.duration_ms) for listed in page.items] == [(2, 200)]
    assert seen.tally == page.items[0].tally
    assert [placed.position for placed in seen.tracks] == [1, 2]
