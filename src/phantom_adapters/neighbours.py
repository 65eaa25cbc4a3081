"""Where one context's repository answers the narrower question of another."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from phantom_core.audio import AnalysisConsents, AudioFile, AudioFileId, Visibility
from phantom_core.audio.ports import AudioFiles, Blocks, People, Standings
from phantom_core.calls.ports import CallRooms, RoomStanding
from phantom_core.catalog import Artist, Artists, Playlists, Song, Songs, Tastes
from phantom_core.catalog.ports import Listeners
from phantom_core.chat import (
    ChatKind,
    ChatMembers,
    ChatMessages,
    LinkedRooms,
    MessageId,
    ReceiptPreferences,
    Usernames,
)
from phantom_core.identity import Purpose
from phantom_core.identity.ports import AudioOwners, Consents, MessageOwners, RoomOwners, Users
from phantom_core.kernel import MAX_PAGE, Actor, Bpm, Id, NotFound, PageRequest, UserId, person
from phantom_core.rooms.names import ArtistId, GenreId, PlaylistId, RoomId, SongId
from phantom_core.rooms.ports import Bans, Library, Members, Rooms, RoomTastes, Taste
from phantom_core.rooms.song import RoomSong
from phantom_core.studio import DefaultTempos, ProjectBans, ProjectId, Projects
from phantom_core.studio.arrangement.keeping import Recording
from phantom_core.studio.document_ports import Recordings

__all__ = [
    "CataloguedLibrary",
    "ChatBans",
    "ChosenTastes",
    "KeptAudioOwners",
    "KeptCallRooms",
    "KeptDefaultTempos",
    "KeptLinkedRooms",
    "KeptMessageOwners",
    "KeptReceiptPreferences",
    "KeptRecordings",
    "KeptRoomOwners",
    "KeptStandings",
    "KeptUsernames",
    "PresentListeners",
    "ProjectChatBans",
    "StandingAnalysisConsents",
]


class StandingAnalysisConsents(AnalysisConsents):
    """Takes it from the consents that stand."""

    def __init__(self, consents: Consents) -> None:
        self._consents = consents

    def allows_analysis(self, user_id: UserId) -> bool:
        """Whether somebody's consent to the analysis of audio stands; it is held."""
        return self._consents.standing(user_id, Purpose.AUDIO_ANALYSIS) is not None


class KeptAudioOwners(AudioOwners):
    """Takes it from the recordings that are kept."""

    def __init__(self, files: AudioFiles) -> None:
        self._files = files

    def owner_of(self, audio_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who owns a recording, if it may be known; it is held."""
        found = self._files.find(AudioFileId(audio_id))
        if found is None:
            return None
        known = found.owner_id == seen_by or found.visibility is Visibility.PUBLIC
        return found.owner_id if known else None


class KeptRecordings(Recordings):
    """Takes them from the recordings that are kept, as far as they may be heard."""

    def __init__(self, files: AudioFiles, blocks: Blocks, people: People) -> None:
        self._files = files
        self._blocks = blocks
        self._people = people

    def find(self, recording_id: Id, *, seen_by: UserId) -> Recording | None:
        """A recording, if it may be heard."""
        file = self._files.find(AudioFileId(recording_id))
        return _placed(file) if file is not None and self._may_hear(seen_by, file) else None

    def _may_hear(self, user_id: UserId, file: AudioFile) -> bool:
        if user_id == file.owner_id:
            return True
        blocked = self._blocks.between(user_id, file.owner_id)
        shown = not blocked and self._people.active(file.owner_id)
        return shown and file.visibility is Visibility.PUBLIC


def _placed(file: AudioFile) -> Recording:
    return Recording(
        id=file.id,
        blob=file.blob,
        original_file_name=file.original_file_name,
        duration_ms=file.duration_ms,
        sample_rate=file.sample_rate,
        channels=file.channels,
        format=file.format.value,
    )


class KeptStandings(Standings):
    """Takes them from the accounts that are kept."""

    def __init__(self, users: Users) -> None:
        self._users = users

    def of(self, user_id: UserId) -> Actor | None:
        """Somebody as they stand now."""
        try:
            user = self._users.get(user_id)
        except NotFound:
            return None
        return person(user_id, is_admin=user.is_admin) if user.active else None


class KeptCallRooms(CallRooms):
    """Takes them from the rooms that are kept."""

    def __init__(self, rooms: Rooms, members: Members) -> None:
        self._rooms = rooms
        self._members = members

    def standing(self, room_id: Id, user_id: UserId) -> RoomStanding | None:
        """What somebody is to a room, which is held."""
        named = RoomId(room_id)
        try:
            room = self._rooms.get(named)
        except NotFound:
            return None
        member = self._members.find(named, user_id)
        return RoomStanding(
            is_public=room.is_public,
            allow_voice_chat=room.allow_voice_chat,
            present=room.is_active and member is not None and member.present,
        )


class KeptLinkedRooms(LinkedRooms):
    """Takes them from the rooms and projects that are kept."""

    def __init__(self, rooms: Rooms, projects: Projects) -> None:
        self._rooms = rooms
        self._projects = projects

    def hold(self, kind: ChatKind, linked_id: Id) -> None:
        """Hold one, if there is such a one."""
        with suppress(NotFound):
            if kind is ChatKind.ROOM:
                self._rooms.get(RoomId(linked_id))
            else:
                self._projects.get(ProjectId(linked_id))


class ChatBans(Bans):
    """Keeps out of a room who is banned in its chat."""

    def __init__(self, members: ChatMembers) -> None:
        self._members = members

    def banned_until(self, room_id: RoomId, user_id: UserId, now: datetime) -> datetime | None:
        """Until when somebody is banned there."""
        return self._members.banned_until(ChatKind.ROOM, room_id, user_id, now)


class CataloguedLibrary(Library):
    """Takes what rooms play from the catalogue: of songs, artists and playlists what lives."""

    def __init__(self, songs: Songs, artists: Artists, playlists: Playlists) -> None:
        self._songs = songs
        self._artists = artists
        self._playlists = playlists

    def songs(self, song_ids: Collection[SongId]) -> Mapping[SongId, RoomSong]:
        """Those of the songs named that there are."""
        found = [song for song in self._songs.of(song_ids).values() if song.lives]
        artists = self._artists.of({song.artist_id for song in found})
        return {song.id: _room_song(song, artists[song.artist_id]) for song in found}

    def order(self, playlist_id: PlaylistId) -> Sequence[SongId]:
        """The songs of a playlist in its order."""
        try:
            return self._playlists.songs_of(playlist_id)
        except NotFound:
            return ()

    def has_playlist(self, playlist_id: PlaylistId) -> bool:
        """Whether there is such a playlist."""
        try:
            return self._playlists.get(playlist_id).lives
        except NotFound:
            return False

    def default_playlist(self, artist_id: ArtistId) -> PlaylistId | None:
        """The default playlist of an artist."""
        artist = self._artist(artist_id)
        return None if artist is None else artist.default_playlist_id

    def genre_of(self, artist_id: ArtistId) -> GenreId | None:
        """The genre of an artist."""
        artist = self._artist(artist_id)
        return None if artist is None else artist.genre_id

    def _artist(self, artist_id: ArtistId) -> Artist | None:
        artist = self._artists.of([artist_id]).get(artist_id)
        return artist if artist is not None and artist.lives else None


class PresentListeners(Listeners):
    """Takes them from the members of rooms."""

    def __init__(self, members: Members) -> None:
        self._members = members

    def beside(self, user_id: UserId, room_id: Id) -> Sequence[UserId]:
        """Who is in a room with somebody, if they are in it."""
        named = RoomId(room_id)
        member = self._members.find(named, user_id)
        if member is None or not member.present:
            return ()
        page = self._members.present(named, PageRequest(limit=MAX_PAGE))
        return [each.user_id for each in page.items]


class ChosenTastes(RoomTastes):
    """Takes them from what people have chosen in the catalogue."""

    def __init__(self, tastes: Tastes) -> None:
        self._tastes = tastes

    def of(self, user_id: UserId) -> Taste:
        """Somebody's favourite artists and genres."""
        taste = self._tastes.of([user_id])[user_id]
        return Taste(artist_ids=taste.artist_ids, genre_ids=taste.genre_ids)


def _room_song(song: Song, artist: Artist) -> RoomSong:
    return RoomSong(
        id=song.id,
        title=song.title,
        artist_id=artist.id,
        artist_name=artist.name,
        duration_ms=song.duration_ms,
        album_name=song.album_name,
        album_cover_url=song.album_cover_url,
        preview_url=song.preview_url,
        streamable=song.playable,
    )


class KeptMessageOwners(MessageOwners):
    """Takes it from the messages that are kept, and from who is in their chat rooms."""

    def __init__(self, messages: ChatMessages, members: ChatMembers) -> None:
        self._messages = messages
        self._members = members

    def owner_of(self, message_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who sent a message, if it may be known."""
        found = self._messages.find(MessageId(message_id))
        if found is None or found.deleted:
            return None
        known = self._members.among(found.chat_room_id, [seen_by])
        return found.sender_id if known and found.notice is None else None


class KeptRoomOwners(RoomOwners):
    """Takes it from the rooms that are kept, and from who is in them."""

    def __init__(self, rooms: Rooms, members: Members) -> None:
        self._rooms = rooms
        self._members = members

    def owner_of(self, room_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who is a room's host, if it may be known."""
        try:
            room = self._rooms.get(RoomId(room_id))
        except NotFound:
            return None
        if not room.is_active:
            return None
        member = None if room.is_public else self._members.find(room.id, seen_by)
        known = room.is_public or (member is not None and member.present)
        return room.host_user_id if known else None


class KeptUsernames(Usernames):
    """Takes them from the accounts that are kept."""

    def __init__(self, users: Users) -> None:
        self._users = users

    def of(self, names: Collection[str]) -> Mapping[str, UserId]:
        """Whose the user names are."""
        found = {name: self._users.named(name) for name in names if "@" not in name}
        return {name: user.id for name, user in found.items() if user is not None}


class KeptReceiptPreferences(ReceiptPreferences):
    """Takes them from the accounts that are kept."""

    def __init__(self, users: Users) -> None:
        self._users = users

    def are_private(self, user_id: UserId) -> bool:
        """Whether somebody's account says so; it is held."""
        return self._users.get(user_id).preferences.private_receipts


class KeptDefaultTempos(DefaultTempos):
    """Takes them from the accounts that are kept."""

    def __init__(self, users: Users) -> None:
        self._users = users

    def of(self, user_id: UserId) -> Bpm:
        """The tempo that somebody prefers; their account is held."""
        return self._users.get(user_id).preferences.default_tempo


class ProjectChatBans(ProjectBans):
    """Keeps out of a project who is banned in its chat."""

    def __init__(self, members: ChatMembers) -> None:
        self._members = members

    def banned_until(
        self, project_id: ProjectId, user_id: UserId, now: datetime
    ) -> datetime | None:
        """Until when somebody is banned there."""
        return self._members.banned_until(ChatKind.PROJECT, project_id, user_id, now)
