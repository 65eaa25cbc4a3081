"""What people may do in rooms, and servers for them, drawn by chance."""

from typing import Any, Final

from hypothesis import strategies as st

from phantom_core import rooms as r
from phantom_core.catalog import (
    AddArtist,
    AddGenre,
    AddSong,
    Artist,
    Genre,
    SetFavouriteArtists,
    SetFavouriteGenres,
    Track,
)
from phantom_core.kernel import (
    EPOCH,
    Command,
    Cursor,
    Milliseconds,
    Page,
    PageRequest,
    Query,
    person,
    uuid7,
)
from phantom_core.rooms import RoomId
from tests.agreement.identity_operations import NOBODY, Known, one_of
from tests.agreement.worlds import Worlds

__all__ = ["begin", "commands", "learn", "queries"]

_NAMES: Final = st.sampled_from(["Hall", "Blaue Höhle"])
_PUBLIC, _PRIVATE = st.sampled_from([True]), st.sampled_from([False])
_FLAGS: Final = st.sampled_from([None, True, False])
_SERVERS: Final = st.sampled_from([uuid7(EPOCH, number) for number in (1, 2)])
_LENGTHS: Final = (25, 600, 700, 900)


def begin(worlds: Worlds, known: Known) -> None:
    """There is an artist with songs, whom all who are here like, and rooms in which they are."""
    office = person(known.users[0], is_admin=True)
    genre: Genre = worlds.do(AddGenre(name="House"), office)
    artist: Artist = worlds.do(AddArtist(name="Hallers", genre_id=genre.id), office)
    for number, seconds in enumerate(_LENGTHS):
        length = Milliseconds(1000 * seconds)
        adding = AddSong(title=f"Song {number}", artist_id=artist.id, duration_ms=length)
        track: Track = worlds.do(adding, office)
        known.songs.append(track.song.id)
    known.artists.append(artist.id)
    known.genres.append(genre.id)
    known.playlists.append(artist.default_playlist_id)
    for user_id in known.users:
        worlds.do(SetFavouriteGenres(ids=(genre.id,)), person(user_id))
        worlds.do(SetFavouriteArtists(ids=(artist.id,)), person(user_id))
    _open(worlds, known, artist)


def _open(worlds: Worlds, known: Known, artist: Artist) -> None:
    """There are rooms, so that most of what follows means one."""
    host, *guests = known.users
    public = r.CreateRoom(name="Hall", is_public=True, artist_id=artist.id)
    private = r.CreateRoom(name="Den", is_public=False, invites=tuple(guests))
    for opening in (public, private):
        learn(known, worlds.do(opening, person(host)))
        worlds.do(r.JoinRoom(room_id=RoomId(known.rooms[-1])), person(guests[0]))
    learn(known, worlds.ask(r.ListMyInvites(), person(guests[1])))


def commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    """Any command about rooms; the more often, the more often it is given."""
    rooms, users, songs = one_of(known.rooms), one_of(known.users), one_of(known.songs)
    creating = _creating(known)
    playing = _playing(known)
    return st.one_of(
        creating,
        st.builds(
            r.ChangeRoom,
            room_id=rooms,
            name=st.sampled_from([None, "Loft"]),
            allow_voice_chat=_FLAGS,
            playlist_id=st.none() | one_of(known.playlists),
            version=st.sampled_from([None, None, 3]),
        ),
        st.builds(r.CloseRoom, room_id=rooms),
        *[st.builds(kind, room_id=rooms) for kind in (r.JoinRoom, r.JoinRoom, r.LeaveRoom)],
        st.builds(r.KickMember, room_id=rooms, user_id=users),
        st.builds(r.ExpelMember, room_id=rooms, user_id=users),
        st.builds(r.ExpelFromRooms, user_id=users),
        st.builds(r.DiscardRoom, room_id=rooms),
        st.builds(r.CastVote, room_id=rooms, song_id=songs),
        st.builds(r.CastVote, room_id=rooms, song_id=songs),
        st.builds(r.WaiveVotes, room_id=rooms, waived=st.booleans()),
        playing,
        playing,
        _inviting(known),
        _listening(known),
        st.builds(r.AdvanceRoom, room_id=rooms),
    )


def _creating(known: Known) -> st.SearchStrategy[Command[Any]]:
    users = one_of(known.users)
    common = {
        "artist_id": st.sampled_from([*known.artists, *known.artists, None, NOBODY]),
        "playlist_id": st.none() | one_of(known.playlists),
        "allow_voice_chat": st.booleans(),
    }
    public = st.builds(r.CreateRoom, name=_NAMES, is_public=_PUBLIC, **common)
    invites = st.lists(users, max_size=3, unique=True).map(tuple)
    private = st.builds(r.CreateRoom, name=_NAMES, is_public=_PRIVATE, invites=invites, **common)
    return public | private | private


def _playing(known: Known) -> st.SearchStrategy[Command[Any]]:
    rooms, entries = one_of(known.rooms), st.sampled_from([None, None, *known.entries])
    simple = (r.Play, r.Pause, r.Stop, r.Skip, r.Previous)
    return st.one_of(
        *[st.builds(kind, room_id=rooms, entry_id=entries) for kind in simple],
        st.builds(
            r.Seek,
            room_id=rooms,
            entry_id=entries,
            position_ms=st.sampled_from([Milliseconds(each) for each in (0, 24_000, 590_000)]),
        ),
        st.builds(
            r.SetModes, room_id=rooms, shuffle=_FLAGS, repeat=st.sampled_from([None, *r.Repeat])
        ),
        st.builds(r.QueueSong, room_id=rooms, song_id=one_of(known.songs)),
    )


def _inviting(known: Known) -> st.SearchStrategy[Command[Any]]:
    invites, users = one_of(known.invites), one_of(known.users)
    answers = (r.AcceptInvite, r.AcceptInvite, r.DeclineInvite, r.RevokeInvite)
    return st.one_of(
        st.builds(r.InviteToRoom, room_id=one_of(known.rooms), user_id=users),
        *[st.builds(kind, invite_id=invites) for kind in answers],
        st.builds(r.PartInvites, one=users, other=users),
    )


def _listening(known: Known) -> st.SearchStrategy[Command[Any]]:
    rooms, users = one_of(known.rooms), one_of(known.users)
    return st.one_of(
        st.builds(r.AttachMember, room_id=rooms, user_id=users, server_id=_SERVERS),
        st.builds(r.DetachMember, room_id=rooms, user_id=users, server_id=_SERVERS),
        st.builds(r.DropServers, alive=st.lists(_SERVERS, max_size=1).map(tuple)),
    )


def queries(known: Known) -> st.SearchStrategy[Query[Any]]:
    """Any query about rooms, a page at a time."""
    rooms = one_of(known.rooms)
    cursors = st.none() | st.sampled_from([*known.cursors, Cursor("bm8")])
    pages = st.builds(PageRequest, limit=st.integers(1, 3), cursor=cursors)
    return st.one_of(
        *[st.builds(kind, room_id=rooms) for kind in (r.GetRoom, r.GetPlayback, r.GetVoteResults)],
        st.builds(r.ListMembers, room_id=rooms, page=pages),
        st.builds(r.ListHistory, room_id=rooms, page=pages),
        st.builds(
            r.ListRooms,
            artist_id=st.none() | one_of(known.artists),
            genre_id=st.none() | one_of(known.genres),
            query=st.sampled_from(["", "ha", "hohle", "x"]),
            page=pages,
        ),
        st.builds(r.ListMyRooms, page=pages),
        st.builds(r.ListMyInvites, page=pages),
        st.builds(r.DueRooms, limit=st.integers(1, 3)),
    )


def learn(known: Known, answer: Any) -> None:
    """Take what later operations need out of an answer."""
    if isinstance(answer, r.RoomView):
        _add(known.rooms, answer.card.id)
        learn(known, answer.playback)
    if isinstance(answer, r.PlaybackView) and answer.entry_id is not None:
        _add(known.entries, answer.entry_id)
    if isinstance(answer, r.InviteView):
        _add(known.invites, answer.id)
    if isinstance(answer, Page):
        for item in answer.items:
            learn(known, item)


def _add(ids: list[Any], identifier: Any) -> None:
    if identifier not in ids:
        ids.append(identifier)
