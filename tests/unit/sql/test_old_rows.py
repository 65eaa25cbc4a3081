"""What earlier versions have written is read by this one, once the database is up to date."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Final

import pytest
from alembic import command
from hypothesis import settings

from phantom_adapters.sql.migrations import REVISIONS, migrate_database
from phantom_adapters.sql.migrations.upgrading import configuration
from phantom_adapters.sql.session import Database
from phantom_adapters.sql.storage import storage_on
from phantom_core.audio import AudioFileId, GetAnnotation, GetAudioFile, GetReport, ListAudioFiles
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
    ChatFileId,
    ChatRoomId,
    GetFile,
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
from tests.unit.sql.old_bookings import OLD_BOOKINGS, read_the_bookings
from tests.unit.sql.old_catalog_rows import CATALOG_ROWS, OLD_ARTIST, OLD_PLAYLIST
from tests.unit.sql.old_chat import BAND, LYRICS, OLD_CHAT, OLD_CHAT_FILES
from tests.unit.sql.old_erasures import OLD_ERASURES, read_the_erasures
from tests.unit.sql.old_exports import OLD_EXPORTS, read_the_exports
from tests.unit.sql.old_images import OLD_IMAGES, read_the_images
from tests.unit.sql.old_keeping import OLD_DOCUMENTS, read_the_documents
from tests.unit.sql.old_matches import (
    OLD_MATCHES,
    OLD_TASTES,
    read_the_matches,
    read_the_tastes,
)
from tests.unit.sql.old_music import OLD_MUSIC, read_the_music
from tests.unit.sql.old_notifications import OLD_NOTIFICATIONS, read_the_notifications
from tests.unit.sql.old_rooms import OLD_ROOMS
from tests.unit.sql.old_rows import ADA, BOB, JOB, OLD_ROWS, ROOM, SONG, THEN, insert_rows
from tests.unit.sql.old_sets import OLD_SETS, read_the_sets
from tests.unit.sql.old_studio import (
    OLD_ARRANGEMENTS,
    OLD_PROJECTS,
    read_the_arrangements,
    read_the_projects,
)
from tests.unit.sql.old_sweeps import OLD_SWEEPS, read_the_sweeps
from tests.unit.sql.old_taste_index import OLD_TASTE_INDEX, find_the_people
from tests.unit.sql.schema import differences, tables

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
    assert len((await ask(FindUsers(role="Singer"))).items) == 2
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
    sought = ListAudioFiles(query="dawn calm", tag="SEA")

    assert (file.title, file.tags, file.size_bytes) == ("Dawn", ("sea",), 1644)
    assert (report.result.key.tonic, report.result.loudness.integrated_lufs) == ("C", -14.5)
    assert annotation.words.mood == "calm"
    assert (await phantom.ask(sought, actor=ME)).items == [file]


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


async def read_the_files(storage: Storage) -> None:
    file = await Phantom(storage).ask(GetFile(file_id=ChatFileId(Id(LYRICS))), actor=ME)

    assert (file.name, file.size_bytes, file.expires_at) == ("lyrics.pdf", 3, None)


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
    "0031_data_exports": OLD_EXPORTS,
    **OLD_ROWS,
    "0009_catalog": CATALOG_ROWS,
    "0010_rooms": OLD_ROOMS,
    "0011_chat": OLD_CHAT,
    "0014_studio_projects": OLD_PROJECTS,
    "0015_studio_arrangement": OLD_ARRANGEMENTS,
    "0016_studio_keeping": OLD_DOCUMENTS,
    "0018_composing": OLD_MUSIC,
    "0019_media_images": OLD_IMAGES,
    "0021_sweep_runs": OLD_SWEEPS,
    "0022_sets": OLD_SETS,
    "0026_matches": OLD_MATCHES,
    "0028_bookings": OLD_BOOKINGS,
    "0029_taste_index": OLD_TASTE_INDEX,
    "0030_erasures": OLD_ERASURES,
    "0032_tastes": OLD_TASTES,
    "0033_notifications": OLD_NOTIFICATIONS,
    "0037_chat_files": OLD_CHAT_FILES,
}
READERS: Final[dict[str, Callable[[Storage], Awaitable[None]]]] = {
    "0031_data_exports": read_the_exports,
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
    "0018_composing": read_the_music,
    "0019_media_images": read_the_images,
    "0021_sweep_runs": read_the_sweeps,
    "0022_sets": read_the_sets,
    "0026_matches": read_the_matches,
    "0028_bookings": read_the_bookings,
    "0029_taste_index": find_the_people,
    "0030_erasures": read_the_erasures,
    "0032_tastes": read_the_tastes,
    "0033_notifications": read_the_notifications,
    "0037_chat_files": read_the_files,
}


def left_by(database: Database, revisions: Sequence[str]) -> None:
    """Make a database what those earlier versions left, with a few rows in every table."""
    for each in revisions:
        with database.engine().begin() as connection:
            command.upgrade(configuration(connection), each)
            insert_rows(connection, ROWS.get(each, {}))
    filled = {name for each in revisions for name in ROWS.get(each, {})}

    assert tables(database) == {*filled, "alembic_version"}


# Each begins a way of its own to the newest, so that there are as many steps as its square.
IN_SHORT: Final = [*REVISIONS[::8], REVISIONS[-1]]
AT_LENGTH: Final = settings.get_current_profile_name() == "long"


@pytest.mark.parametrize("revision", REVISIONS if AT_LENGTH else IN_SHORT)
async def test_what_any_earlier_version_wrote_is_brought_up_to_date_and_read(
    database: Database, revision: str
) -> None:
    revisions = REVISIONS[: REVISIONS.index(revision) + 1]
    left_by(database, revisions)
    migrate_database(database)
    assert differences(database) == []

    storage = storage_on(database, registry=REGISTRY)
    try:
        for each in revisions:
            if each in READERS:
                await READERS[each](storage)
    finally:
        await storage.close()
