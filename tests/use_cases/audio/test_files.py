"""Recordings are shown to whom they may be, changed by their owners, and deleted whole."""

from datetime import timedelta
from typing import Any

import pytest

from phantom_adapters.blobs import SignedBlobLinks
from phantom_core.audio import (
    AnalysisStatus,
    Annotate,
    AudioFile,
    ChangeAudioFile,
    DeleteAudioFile,
    DiscardAudioFile,
    GetAnnotation,
    GetAudioFile,
    GetReport,
    ListAudioFiles,
    ListReports,
    MusicWords,
    OpenAudioFile,
    RequestAnalysis,
    UploadDetails,
    Visibility,
)
from phantom_core.audio.events import AudioChanged
from phantom_core.audio.flows import LinkUse, link
from phantom_core.blobs import KeyRing, SigningKey
from phantom_core.identity import BlockUser, SetUserStatus, UserStatus
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    Command,
    Cursor,
    Forbidden,
    Invalid,
    NotFound,
    Outdated,
    PageRequest,
    Query,
    person,
)
from tests.use_cases.audio.studio import Studio

PUBLIC = UploadDetails(visibility=Visibility.PUBLIC)


async def see(studio: Studio, actor: Actor, file: AudioFile) -> AudioFile:
    return await studio.phantom.ask(GetAudioFile(audio_file_id=file.id), actor=actor)


async def block(studio: Studio, blocker: Actor, blocked: Actor) -> None:
    await studio.phantom.do(BlockUser(user_id=blocked.person), actor=blocker)


async def test_a_private_recording_does_not_exist_for_others(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    file = await studio.upload(ada)

    assert await see(studio, ada, file) == file
    with pytest.raises(NotFound) as refusal:
        await see(studio, eve, file)
    assert refusal.value.detail == f"There is no audio file {file.id}."


async def test_a_public_recording_is_for_everybody_who_is_signed_in(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    file = await studio.upload(ada, details=PUBLIC)

    assert await see(studio, eve, file) == file


@pytest.mark.parametrize("by_owner", [True, False])
async def test_a_block_hides_public_recordings_in_both_directions(
    studio: Studio, *, by_owner: bool
) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    file = await studio.upload(ada, details=PUBLIC)
    await (block(studio, ada, eve) if by_owner else block(studio, eve, ada))

    with pytest.raises(NotFound):
        await see(studio, eve, file)
    listed = await studio.phantom.ask(ListAudioFiles(owner_id=ada.person), actor=eve)
    assert (listed.items, listed.next) == ((), None)


async def test_admins_may_look_at_everything_and_delete_it(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    admin = person(eve.person, is_admin=True)
    file = await studio.upload(ada)

    assert await see(studio, admin, file) == file
    with pytest.raises(Forbidden):
        await studio.phantom.do(ChangeAudioFile(audio_file_id=file.id, title="x"), actor=admin)
    await studio.phantom.do(DeleteAudioFile(audio_file_id=file.id), actor=admin)
    with pytest.raises(NotFound):
        await see(studio, ada, file)


async def test_a_list_shows_ones_own_newest_first_a_page_at_a_time(studio: Studio) -> None:
    ada = await studio.somebody()
    files = []
    for _ in range(5):
        files.append(await studio.upload(ada))
        studio.clock.advance(seconds=1)
    await studio.upload(await studio.somebody())

    first = await studio.phantom.ask(ListAudioFiles(page=PageRequest(limit=3)), actor=ada)
    rest = PageRequest(limit=3, cursor=first.next)
    second = await studio.phantom.ask(ListAudioFiles(page=rest), actor=ada)

    assert [*first.items, *second.items] == files[::-1]
    assert second.next is None


async def test_a_list_of_somebody_else_shows_what_is_public(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    await studio.upload(ada)
    public = await studio.upload(ada, details=PUBLIC)

    listed = await studio.phantom.ask(ListAudioFiles(owner_id=ada.person), actor=eve)

    assert listed.items == [public]


@pytest.mark.parametrize("cursor", ["x", "WyJhdWRpbyIsIngiXQ", "WyJhdWRpbyIsM10"])
async def test_a_made_up_cursor_is_refused(studio: Studio, cursor: str) -> None:
    page = PageRequest(cursor=Cursor(cursor))
    ada = await studio.somebody()
    file = await studio.upload(ada)

    with pytest.raises(Invalid, match="cursor"):
        await studio.phantom.ask(ListAudioFiles(page=page), actor=ada)
    with pytest.raises(Invalid, match="cursor"):
        await studio.phantom.ask(ListReports(audio_file_id=file.id, page=page), actor=ada)


async def test_a_change_sets_what_it_names_and_counts(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada, details=UploadDetails(title="Dawn", tags=("a",)))
    studio.clock.advance(seconds=1)

    change = ChangeAudioFile(audio_file_id=file.id, tags=("b", "c"), version=1)
    changed = (await studio.phantom.do(change, actor=ada)).value

    assert (changed.title, changed.tags, changed.version) == ("Dawn", ("b", "c"), 2)
    assert changed.updated_at > file.updated_at
    assert await see(studio, ada, file) == changed
    assert (await studio.told(ada, "audio.changed"))[0].event == AudioChanged(file=changed)


async def test_a_change_to_what_it_is_already_is_none(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada)

    change = ChangeAudioFile(audio_file_id=file.id, title=file.title)
    outcome = await studio.phantom.do(change, actor=ada)

    assert (outcome.value, outcome.events) == (file, ())


async def test_a_change_based_on_an_older_version_is_refused(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada)
    await studio.phantom.do(ChangeAudioFile(audio_file_id=file.id, title="One"), actor=ada)

    with pytest.raises(Outdated) as refusal:
        await studio.phantom.do(
            ChangeAudioFile(audio_file_id=file.id, title="Two", version=1), actor=ada
        )

    assert (refusal.value.current, refusal.value.expected) == (2, 1)


async def test_an_analysis_is_no_change_that_an_edit_could_clash_with(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    await studio.work()

    change = ChangeAudioFile(audio_file_id=file.id, title="Two", version=file.version)
    changed = (await studio.phantom.do(change, actor=ada)).value

    assert (changed.version, changed.analysis_status) == (2, AnalysisStatus.DONE)


async def test_a_change_that_breaks_rules_names_each(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada)

    with pytest.raises(Invalid) as refusal:
        ChangeAudioFile(audio_file_id=file.id, title="", tags=("x", "x\0"))

    assert [fault.path for fault in refusal.value.faults] == ["title", "tags[1]"]


async def test_only_its_owner_changes_a_recording(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    private, public = await studio.upload(ada), await studio.upload(ada, details=PUBLIC)

    with pytest.raises(NotFound):
        await studio.phantom.do(ChangeAudioFile(audio_file_id=private.id, title="x"), actor=eve)
    with pytest.raises(Forbidden):
        await studio.phantom.do(ChangeAudioFile(audio_file_id=public.id, title="x"), actor=eve)
    with pytest.raises(Forbidden):
        await studio.phantom.do(DeleteAudioFile(audio_file_id=public.id), actor=eve)


async def test_deleting_leaves_nothing_of_a_recording(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    await studio.phantom.do(
        Annotate(audio_file_id=file.id, words=MusicWords(mood="calm")), actor=ada
    )
    await studio.work()

    await studio.phantom.do(DeleteAudioFile(audio_file_id=file.id), actor=ada)
    assert set((await studio.lines()).values()) == {"doomed"}
    await studio.work()

    assert await studio.keys() == []
    assert await studio.lines() == {}
    assert (await studio.told(ada, "a"))[-1].event.name == "audio.deleted"
    queries: list[Query[Any]] = [
        kind(audio_file_id=file.id) for kind in (GetAudioFile, GetReport, GetAnnotation)
    ]
    for query in queries:
        with pytest.raises(NotFound):
            await studio.phantom.ask(query, actor=ada)


async def test_what_is_condemned_goes_even_twice(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada)
    discard = DiscardAudioFile(audio_file_id=file.id)

    await studio.phantom.do(discard, actor=SYSTEM)
    await studio.phantom.do(discard, actor=SYSTEM)
    await studio.work()

    assert await studio.keys() == []


async def test_the_recordings_of_who_is_suspended_are_hidden_as_they_are(studio: Studio) -> None:
    ada, eve, root = await studio.somebody(), await studio.somebody(), await studio.somebody()
    admin = person(root.person, is_admin=True)
    file = await studio.upload(ada, details=PUBLIC)
    theirs = ListAudioFiles(owner_id=ada.person)
    status = UserStatus.SUSPENDED
    await studio.phantom.do(SetUserStatus(user_id=ada.person, status=status), actor=admin)
    queries: list[Query[Any]] = [
        kind(audio_file_id=file.id)
        for kind in (GetAudioFile, GetReport, ListReports, GetAnnotation)
    ]
    for query in queries:
        with pytest.raises(NotFound, match="There is no audio file"):
            await studio.phantom.ask(query, actor=eve)
    commands: list[Command[Any]] = [
        kind(audio_file_id=file.id)
        for kind in (ChangeAudioFile, DeleteAudioFile, RequestAnalysis, OpenAudioFile)
    ]
    for command in commands:
        with pytest.raises(NotFound, match="There is no audio file"):
            await studio.phantom.do(command, actor=eve)

    assert not (await studio.phantom.ask(theirs, actor=eve)).items
    assert await see(studio, admin, file) == file
    assert (await studio.phantom.ask(theirs, actor=admin)).items == [file]
    active = SetUserStatus(user_id=ada.person, status=UserStatus.ACTIVE)
    await studio.phantom.do(active, actor=admin)
    assert await see(studio, eve, file) == file


async def _acts(studio: Studio) -> list[tuple[Any, ...]]:
    page = await studio.look(lambda work: work.audit_trail.page(PageRequest()))
    return [(act.action, act.actor_id, act.target_id, act.detail) for act in page.items]


async def test_what_an_admin_deletes_of_somebody_elses_is_written_down(studio: Studio) -> None:
    ada, root = await studio.somebody(), await studio.somebody()
    admin = person(root.person, is_admin=True)
    hers, his = await studio.upload(ada), await studio.upload(root)
    gone = await studio.upload(ada)
    await studio.phantom.do(DeleteAudioFile(audio_file_id=gone.id), actor=ada)
    await studio.phantom.do(DeleteAudioFile(audio_file_id=his.id), actor=admin)
    before = await _acts(studio)
    with pytest.raises(Outdated):
        await studio.phantom.do(DeleteAudioFile(audio_file_id=hers.id, version=7), actor=admin)
    refused = await _acts(studio)
    await studio.phantom.do(DeleteAudioFile(audio_file_id=hers.id), actor=admin)

    assert (before, refused) == ([], [])
    assert await _acts(studio) == [("audio.deleted", root.person, hers.id, f"of user {ada.person}")]


async def test_what_an_admin_hears_only_by_being_one_is_written_down(studio: Studio) -> None:
    ada, root = await studio.somebody(), await studio.somebody()
    admin = person(root.person, is_admin=True)
    private, public = await studio.upload(ada), await studio.upload(ada, details=PUBLIC)
    links = SignedBlobLinks("/blobs", KeyRing((SigningKey(kid="k", secret=b"s" * 32),)))
    until = studio.clock.now + timedelta(minutes=5)
    for file, actor in ((public, admin), (private, ada), (await studio.upload(root), admin)):
        await link(studio.phantom, links, file.id, actor=actor, expires_at=until)
    before = await _acts(studio)
    await link(studio.phantom, links, private.id, actor=admin, expires_at=until)

    assert before == []
    assert await _acts(studio) == [
        ("audio.opened", root.person, private.id, f"of user {ada.person}")
    ]


async def test_its_owners_words_replace_those_before(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    file = await studio.upload(ada, details=PUBLIC)
    first = MusicWords(description="At dawn.\nBy the sea.", mood="calm", instruments=("oud",))
    before = (
        await studio.phantom.do(Annotate(audio_file_id=file.id, words=first), actor=ada)
    ).value
    studio.clock.advance(seconds=1)

    second = MusicWords(genre="folk")
    await studio.phantom.do(Annotate(audio_file_id=file.id, words=second), actor=ada)

    after = await studio.phantom.ask(GetAnnotation(audio_file_id=file.id), actor=eve)
    assert (after.id, after.words, after.created_at) == (before.id, second, before.created_at)
    assert after.updated_at > before.updated_at
    assert len(await studio.told(ada, "audio.annotated")) == 2


async def test_nobody_speaks_for_a_recordings_owner(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    file = await studio.upload(ada, details=PUBLIC)

    with pytest.raises(Forbidden):
        await studio.phantom.do(
            Annotate(audio_file_id=file.id, words=MusicWords(mood="sad")), actor=eve
        )
    with pytest.raises(NotFound):
        await studio.phantom.ask(GetAnnotation(audio_file_id=file.id), actor=ada)


async def test_a_link_is_made_for_who_may_hear_the_recording(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    file = await studio.upload(ada, details=UploadDetails(title="A/B"))
    ring = KeyRing((SigningKey(kid="k", secret=b"s" * 32),))
    links = SignedBlobLinks("/blobs", ring)
    until = studio.clock.now + timedelta(minutes=5)

    play = await link(studio.phantom, links, file.id, actor=ada, expires_at=until)
    save = await link(studio.phantom, links, file.id, actor=ada, expires_at=until, use=LinkUse.SAVE)

    assert play.expires_at == until
    assert play.url.startswith(f"/blobs/{file.blob}?")
    assert "inline=1" in play.url
    assert "inline=1" not in save.url
    assert "name=A_B.wav" in save.url
    with pytest.raises(NotFound):
        await link(studio.phantom, links, file.id, actor=eve, expires_at=until)
