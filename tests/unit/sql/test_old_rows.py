"""What earlier versions have written is read by this one, once the database is up to date."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from alembic import command
from sqlalchemy import inspect

from phantom_adapters.sql.migrations import REVISIONS, migrate_database
from phantom_adapters.sql.migrations.upgrading import configuration
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.storage import storage_on
from phantom_core.audio import AudioFileId, GetAnnotation, GetAudioFile, GetReport
from phantom_core.catalog import (
    FindArtists,
    FindSongs,
    GetPlaylist,
    GetTaste,
    ListGenres,
    ListTags,
    PlaylistId,
    TagKind,
)
from phantom_core.chat import (
    ChatRoomId,
    ListChats,
    ListMessages,
    SearchMessages,
)
from phantom_core.identity import (
    FindCredential,
    FindUsers,
    GetMe,
    GetPublicProfile,
    ListAudit,
    ListBlocked,
    ListConsents,
    ListFollowers,
    ListReports,
    ListSessions,
    Purpose,
)
from phantom_core.jobs import GetJob
from phantom_core.kernel import (
    SYSTEM,
    Id,
    Invocation,
    JobId,
    NameQuery,
    PageRequest,
    Storage,
    UserId,
    person,
    topic,
)
from phantom_core.phantom import Phantom
from phantom_core.registry import REGISTRY
from phantom_core.rooms.listing import RoomFilter
from phantom_core.rooms.names import RoomId
from tests.unit.sql.old_catalog_rows import CATALOG_ROWS, OLD_ARTIST, OLD_PLAYLIST
from tests.unit.sql.old_chat import BAND, OLD_CHAT
from tests.unit.sql.old_keeping import OLD_DOCUMENTS, read_the_documents
from tests.unit.sql.old_rooms import OLD_ROOMS
from tests.unit.sql.old_rows import ADA, BOB, JOB, OLD_ROWS, ROOM, SONG, THEN, insert_rows
from tests.unit.sql.old_studio import (
    OLD_ARRANGEMENTS,
    OLD_PROJECTS,
    read_the_arrangements,
    read_the_projects,
)

ME: Final = person(UserId(Id(ADA)), is_admin=True)


async def read_the_log(storage: Storage) -> None:
    """All is read but a registration, which tells more now."""
    phantom = Phantom(storage)
    log = await storage.read(
        Invocation(SYSTEM, 0), lambda work: work.log.after(topic("user", Id(ADA)), 0, 9)
    )
    answer: Any = await storage.read(
        Invocation(SYSTEM, 0), lambda work: work.answers.recall(UserId(Id(ADA)), "k", "f", None)
    )
    job = await phantom.ask(GetJob(job_id=JobId(Id(JOB))), actor=SYSTEM)

    assert [(each.seq, each.at, each.event.name) for each in log] == [
        (1, THEN, "block.added"),
        (2, THEN, "unknown"),
    ]
    assert (answer.expires_at, answer.running) == (THEN + timedelta(days=1), False)
    assert (job.deferred.user_id, job.due_at) == (BOB, THEN)  # type: ignore[union-attr]


async def read_the_people(storage: Storage) -> None:
    phantom, bob = Phantom(storage), UserId(Id(BOB))

    async def ask(query: Any) -> Any:
        return await phantom.ask(query, actor=ME)

    me = await ask(GetMe())
    known = await phantom.ask(FindCredential(login="ADA"), actor=SYSTEM)

    assert (me.user.display_name, me.user.preferences.default_tempo) == ("Ada", 90)
    assert (me.profile.bio, me.profile.seeking.ages.highest) == ("Sings.", 30)
    assert known is not None
    assert [each.username for each in (await ask(FindUsers(query="ad"))).items] == ["ada"]
    assert [each.device for each in (await ask(ListSessions())).items] == ["desk"]
    assert [each.purpose for each in (await ask(ListConsents())).items] == [Purpose.AUDIO_ANALYSIS]
    assert [each.id for each in (await ask(ListBlocked())).items] == [BOB]
    assert [each.id for each in (await ask(ListFollowers(user_id=ME.person))).items] == [BOB]
    assert (await ask(GetPublicProfile(user_id=bob))).person.username == "bob"
    assert [each.reason for each in (await ask(ListReports())).items] == ["Rude."]
    assert [each.action for each in (await ask(ListAudit())).items] == ["admin.granted"]


async def read_the_recordings(storage: Storage) -> None:
    phantom, song = Phantom(storage), AudioFileId(Id(SONG))
    file = await phantom.ask(GetAudioFile(audio_file_id=song), actor=ME)
    report = await phantom.ask(GetReport(audio_file_id=song), actor=ME)
    annotation = await phantom.ask(GetAnnotation(audio_file_id=song), actor=ME)

    assert (file.title, file.tags, file.size_bytes) == ("Dawn", ("sea",), 1644)
    assert (report.result.key.tonic, report.result.loudness.integrated_lufs) == ("C", -14.5)
    assert annotation.words.mood == "calm"


async def read_the_catalog(storage: Storage) -> None:
    phantom = Phantom(storage)

    async def ask(query: Any) -> Any:
        return await phantom.ask(query, actor=ME)

    found = [(await ask(kind(query="drake"))).items for kind in (FindArtists, FindSongs)]
    shown = await ask(GetPlaylist(playlist_id=PlaylistId(Id(OLD_PLAYLIST))))
    liked = await ask(GetTaste())

    assert [each.id for each in found[0]] == [OLD_ARTIST]
    assert found[1] == list(shown.tracks)
    assert [track.song.title for track in shown.tracks] == ["One Dance"]
    assert [genre.name for genre in (await ask(ListGenres())).items] == ["Rap"]
    assert [tag.kind for tag in (await ask(ListTags())).items] == [TagKind.MOOD]
    assert ([each.name for each in liked.artists], liked.taste.version) == (["Drake"], 2)


async def read_the_rooms(storage: Storage) -> None:
    ada, bob, room_id = ME.person, UserId(Id(BOB)), RoomId(Id(ROOM))

    def look(work: Any) -> Any:
        wanted = RoomFilter(query=NameQuery.of("dawn"))
        (found,) = work.rooms.discover(wanted, PageRequest()).items
        (member,) = work.room_members.present(room_id, PageRequest()).items
        (play,) = work.room_plays.list(room_id, PageRequest()).items
        return found, member, play, work.room_plays.last_numbers(room_id)

    def look_further(work: Any) -> Any:
        (invite,) = work.room_invites.pending_of(bob, PageRequest()).items
        listens = work.room_attachments.any(room_id, ada)
        return invite, listens, work.room_ballots.tally(room_id, Id(JOB))

    found, member, play, numbers = await storage.read(Invocation(SYSTEM, 0), look)
    invite, listens, tally = await storage.read(Invocation(SYSTEM, 0), look_further)

    assert (found.playback.queue[0].added_by, found.playback.entry.number) == (ada, 7)
    assert (found.open_vote.candidates[0].title, found.version) == ("Dawn", 9)
    assert (member.user_id, member.is_muted) == (ada, True)
    assert (play.song.title, play.number, numbers) == ("Dawn", 6, {SONG: 6})
    assert (invite.invited_by, listens, tally) == (ada, True, {SONG: 1})


async def read_the_chat(storage: Storage) -> None:
    phantom, room = Phantom(storage), ChatRoomId(Id(BAND))
    (entry,) = (await phantom.ask(ListChats(), actor=ME)).items
    place = await storage.read(
        Invocation(SYSTEM, 0), lambda work: work.chat_members.find(room, UserId(Id(BOB)))
    )
    found = await phantom.ask(SearchMessages(chat_room_id=room, query="hel"), actor=ME)
    said, created = (await phantom.ask(ListMessages(chat_room_id=room), actor=ME)).items

    assert (entry.room.title, entry.unread, entry.me.role.value) == ("Band", 1, "admin")
    assert (place.present, place.banned_until) == (False, THEN)
    assert list(found.items) == [said]
    assert (said.message.mentions, said.message.client_id) == ((BOB,), "c1")
    assert [(each.emoji, each.user_ids) for each in said.message.reactions] == [("👍", (ADA,))]
    assert created.message.notice is not None
    assert created.message.notice.kind.value == "created"


async def read_the_servers(storage: Storage) -> None:
    (server,) = await storage.read(Invocation(SYSTEM, 0), lambda work: work.servers.all())

    assert (server.id, server.started_at, server.retired_at) == (JOB, THEN, THEN)


async def read_the_calls(storage: Storage) -> None:
    def look(work: Any) -> Any:
        (lasting,) = work.calls.all_lasting(Id(ROOM))
        (participant,) = work.call_participants.of(lasting.id)
        pair = work.call_participants.negotiation(lasting.id, ME.person, UserId(Id(BOB)))
        (mute,) = work.call_mutes.of(ME.person, 2)
        return lasting, participant, pair, mute

    lasting, participant, pair, mute = await storage.read(Invocation(SYSTEM, 0), look)

    assert (lasting.kind.value, lasting.started_at) == ("voice", THEN)
    assert (participant.user_id, participant.joined_at) == (ADA, THEN)
    assert (pair.offered_by, mute.muted_user_id) == (None, BOB)


ROWS: Final = {
    **OLD_ROWS,
    "0009_catalog": CATALOG_ROWS,
    "0010_rooms": OLD_ROOMS,
    "0011_chat": OLD_CHAT,
    "0014_studio_projects": OLD_PROJECTS,
    "0015_studio_arrangement": OLD_ARRANGEMENTS,
    "0016_studio_keeping": OLD_DOCUMENTS,
}
READERS: Final[dict[str, Callable[[Storage], Awaitable[None]]]] = {
    "0001_kernel": read_the_log,
    "0002_identity": read_the_people,
    "0003_audio": read_the_recordings,
    "0009_catalog": read_the_catalog,
    "0010_rooms": read_the_rooms,
    "0011_chat": read_the_chat,
    "0012_servers": read_the_servers,
    "0013_calls": read_the_calls,
    "0014_studio_projects": read_the_projects,
    "0015_studio_arrangement": read_the_arrangements,
    "0016_studio_keeping": read_the_documents,
}


@pytest.fixture
def old(database: Database, revision: str) -> Database:
    """A database as versions up to one of the earlier left it: a few rows in every table."""
    for each in _up_to(revision):
        with database.engine().begin() as connection:
            command.upgrade(configuration(connection), each)
            insert_rows(connection, ROWS.get(each, {}))
    return database


def _up_to(revision: str) -> list[str]:
    return REVISIONS[: REVISIONS.index(revision) + 1]


@pytest.mark.parametrize("revision", REVISIONS)
async def test_what_an_earlier_version_wrote_is_read_by_this_one(
    old: Database, revision: str
) -> None:
    migrate_database(old)
    storage = storage_on(old, registry=REGISTRY)
    try:
        for each in _up_to(revision):
            if each in READERS:
                await READERS[each](storage)
    finally:
        await storage.close()


@pytest.mark.parametrize("revision", REVISIONS)
def test_of_every_table_there_are_old_rows(old: Database, revision: str) -> None:
    tables = set(inspect(old.engine()).get_table_names()) - {"alembic_version"}

    assert {name for each in _up_to(revision) for name in ROWS.get(each, {})} == tables
