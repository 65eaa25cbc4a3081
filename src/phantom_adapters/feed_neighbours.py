"""Where rooms and the catalogue answer the narrower questions of recommendations."""

from collections.abc import Collection, Mapping, Sequence

from phantom_core.catalog.ports import Artists, Genres, Tastes
from phantom_core.kernel import ArtistId, GenreId, Id, PageRequest, UserId
from phantom_core.matching.feed_ports import FeedCatalogue, OpenRoom, OpenRooms
from phantom_core.matching.feeds import Favourites
from phantom_core.rooms.listing import RoomFilter
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.ports import Plays, Rooms
from phantom_core.rooms.room import Room

__all__ = ["CataloguedFeed", "KeptOpenRooms"]

_MOST_AROUND = 10


class KeptOpenRooms(OpenRooms):
    """Takes them from the rooms that are kept."""

    def __init__(self, rooms: Rooms, plays: Plays) -> None:
        self._rooms = rooms
        self._plays = plays

    def near(
        self, artists: Sequence[ArtistId], genres: Sequence[GenreId], limit: int
    ) -> Sequence[OpenRoom]:
        """Those that are near to a taste first."""
        wanted = RoomFilter(liked_artists=tuple(artists), liked_genres=tuple(genres))
        found = self._rooms.discover(wanted, PageRequest(limit=limit))
        return [_open(room) for room in found.items]

    def around(self, user_id: UserId) -> Sequence[OpenRoom]:
        """Those in which somebody is."""
        found = self._rooms.of_member(user_id, PageRequest(limit=_MOST_AROUND))
        return [_open(room) for room in found.items if room.is_public]

    def heard(self, room_id: Id, limit: int) -> Sequence[ArtistId]:
        """Whose songs a room has heard last."""
        played = self._plays.list(RoomId(room_id), PageRequest(limit=limit))
        return [play.song.artist_id for play in played.items]


class CataloguedFeed(FeedCatalogue):
    """Takes it from the catalogue."""

    def __init__(self, artists: Artists, genres: Genres, tastes: Tastes) -> None:
        self._artists = artists
        self._genres = genres
        self._tastes = tastes

    def favourites(self, user_id: UserId) -> Favourites:
        """What somebody has chosen of what lives."""
        taste = self._tastes.of([user_id])[user_id]
        genres_of = self.genres_of(taste.artist_ids)
        genres = self._genres.of(taste.genre_ids)
        return Favourites(
            artists=tuple(each for each in taste.artist_ids if each in genres_of),
            genres=tuple(each for each in taste.genre_ids if genres[each].lives),
            genres_of=genres_of,
        )

    def names(self, ids: Collection[Id]) -> Mapping[Id, str]:
        """What artists and genres are called."""
        artists = self._artists.of([ArtistId(each) for each in ids])
        genres = self._genres.of([GenreId(each) for each in ids])
        named = {artist.id: artist.name for artist in artists.values() if artist.lives}
        return named | {genre.id: genre.name for genre in genres.values() if genre.lives}

    def genres_of(self, artist_ids: Collection[ArtistId]) -> Mapping[ArtistId, GenreId]:
        """The genre of each artist that lives."""
        found = self._artists.of(artist_ids)
        return {artist.id: artist.genre_id for artist in found.values() if artist.lives}

    def genres(self, limit: int) -> Sequence[GenreId]:
        """Some genres, by name."""
        return [genre.id for genre in self._genres.all(PageRequest(limit=limit)).items]

    def artists_in(self, genre_id: GenreId, begin: int, limit: int) -> Sequence[ArtistId]:
        """Artists of a genre by lot."""
        return [artist.id for artist in self._artists.drawn(genre_id, begin, limit)]


def _open(room: Room) -> OpenRoom:
    return OpenRoom(
        id=room.id,
        artist_id=room.artist_id,
        genre_id=room.genre_id,
        people_present=room.people_present,
        hosts=(room.created_by, room.host_user_id),
    )
