"""Recordings are found by what is said of them: one's own, and those of others that are public."""

import pytest

from phantom_core.audio import (
    Annotate,
    AudioFile,
    AudioOrder,
    DeleteAudioFile,
    ListAudioFiles,
    ListAudioTags,
    MusicWords,
    UploadDetails,
    Visibility,
)
from phantom_core.identity import BlockUser
from phantom_core.kernel import Actor, Invalid
from tests.use_cases.audio.studio import Studio


async def found(studio: Studio, actor: Actor, query: ListAudioFiles) -> list[str]:
    page = await studio.phantom.ask(query, actor=actor)
    return [file.title for file in page.items]


async def add(
    studio: Studio, owner: Actor, title: str, *tags: str, public: bool = False
) -> AudioFile:
    visibility = Visibility.PUBLIC if public else Visibility.PRIVATE
    details = UploadDetails(title=title, tags=tags, visibility=visibility)
    return await studio.upload(owner, details=details)


async def test_ones_own_are_found_by_word_and_tag_and_their_annotation(studio: Studio) -> None:
    ada = await studio.somebody()
    dawn = await add(studio, ada, "Dawn", "Sea")
    await add(studio, ada, "Dusk", "sea", "city")
    said = Annotate(audio_file_id=dawn.id, words=MusicWords(genre="Fado"))
    await studio.phantom.do(said, actor=ada)

    assert await found(studio, ada, ListAudioFiles(query="fado")) == ["Dawn"]
    both = ListAudioFiles(query="d", tag="SEA", order=AudioOrder.TITLE)
    assert await found(studio, ada, both) == ["Dawn", "Dusk"]


async def test_of_others_only_what_is_public_is_found(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    await add(studio, ada, "Open", "sea", public=True)
    await add(studio, ada, "Secret", "sea")
    theirs = ada.person

    assert await found(studio, eve, ListAudioFiles(owner_id=theirs, tag="sea")) == ["Open"]
    assert await found(studio, eve, ListAudioFiles(owner_id=theirs, query="secret")) == []
    hidden = ListAudioFiles(owner_id=theirs, visibility=Visibility.PRIVATE)
    assert await found(studio, eve, hidden) == []
    assert await found(studio, eve, ListAudioFiles(query="open")) == []
    await studio.phantom.do(BlockUser(user_id=eve.person), actor=ada)
    assert await found(studio, eve, ListAudioFiles(owner_id=theirs, query="open")) == []


async def test_tags_are_counted_as_recordings_come_and_go(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    gone = await add(studio, ada, "One", "sea", "sky")
    await add(studio, ada, "Two", "sea")
    await add(studio, eve, "Three", "sea")

    before = await studio.phantom.ask(ListAudioTags(), actor=ada)
    await studio.phantom.do(DeleteAudioFile(audio_file_id=gone.id), actor=ada)
    after = await studio.phantom.ask(ListAudioTags(), actor=ada)

    assert [(each.tag, each.count) for each in before.items] == [("sea", 2), ("sky", 1)]
    assert [(each.tag, each.count) for each in after.items] == [("sea", 1)]


def test_a_query_and_a_tag_are_of_one_line() -> None:
    with pytest.raises(Invalid, match="query"):
        ListAudioFiles(query="x" * 101)
    with pytest.raises(Invalid, match="tag"):
        ListAudioFiles(tag=" ")
