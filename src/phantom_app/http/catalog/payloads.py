"""The catalogue, on the wire."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from zlib import crc32

import msgspec

from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber, instant
from phantom_core.catalog import (
    Artist,
    Favourites,
    Generated,
    Genre,
    Playlist,
    ReasonKind,
    Tag,
    TagKind,
    Taste,
    Track,
    Tracklist,
)

__all__ = [
    "ArtistNamePayload",
    "ArtistPayload",
    "FavouritesPayload",
    "GeneratedPayload",
    "GenrePayload",
    "PlaylistPayload",
    "ReasonPayload",
    "SongPayload",
    "TagPayload",
    "TastePayload",
    "TracklistPayload",
    "artist_of",
    "favourites_of",
    "generated_of",
    "genre_of",
    "playlist_of",
    "rest_of",
    "tag_of",
    "taste_of",
    "track_of",
    "tracklist_of",
]

_DeletedAt = Annotated[
    InstantText | None,
    msgspec.Meta(description="Since when it is only remembered, for what points at it."),
]


class GenrePayload(Payload):
    """A genre."""

    id: IdText
    name: str
    created_at: InstantText
    updated_at: InstantText
    version: VersionNumber


class ArtistPayload(Payload):
    """An artist."""

    id: IdText
    name: str
    genre_id: IdText
    default_playlist_id: IdText
    spotify_artist_id: str | None = None
    image_url: str | None = None
    created_at: InstantText
    updated_at: InstantText
    deleted_at: _DeletedAt = None
    version: VersionNumber


class ArtistNamePayload(Payload):
    """Whom a song is by."""

    id: IdText
    name: str


class SongPayload(Payload):
    """A song."""

    id: IdText
    title: str
    artist: ArtistNamePayload
    artist_id: IdText
    duration_ms: int
    album_name: str | None = None
    album_cover_url: str | None = None
    preview_url: str | None = None
    spotify_track_id: str | None = None
    audio_file_id: IdText | None = None
    streamable: Annotated[bool, msgspec.Meta(description="Whether it has a recording to be heard.")]
    created_at: InstantText
    updated_at: InstantText
    deleted_at: _DeletedAt = None
    version: VersionNumber


class PlaylistPayload(Payload):
    """A playlist, as it stands in a list."""

    id: IdText
    name: str
    artist_id: IdText | None = None
    created_by: Annotated[
        IdText | None, msgspec.Meta(description="Whose it is; absent, if its artist's default.")
    ] = None
    is_default: bool
    song_count: Annotated[
        int,
        msgspec.Meta(description="Songs that were deleted count until the playlist is changed."),
    ]
    created_at: InstantText
    updated_at: InstantText
    version: VersionNumber


class TracklistPayload(PlaylistPayload):
    """A playlist with its songs in their order, but for those that were deleted."""

    songs: Sequence[SongPayload]


class ReasonPayload(Payload):
    """Why a song was chosen."""

    song_id: IdText
    kind: ReasonKind
    text: str


class GeneratedPayload(TracklistPayload):
    """A playlist that was made, and why it is as it is."""

    seed: Annotated[
        int, msgspec.Meta(description="Brings the same songs while the catalogue is the same.")
    ]
    reasons: Sequence[ReasonPayload]


class TagPayload(Payload):
    """A tag."""

    id: IdText
    name: str
    kind: TagKind
    created_at: InstantText


class TastePayload(Payload):
    """What one likes best, by ids, the dearest first; deleted ones too."""

    genre_ids: Sequence[IdText]
    artist_ids: Sequence[IdText]


class FavouritesPayload(Payload):
    """What one likes best, the dearest first, but for what was deleted."""

    genres: Sequence[GenrePayload]
    artists: Sequence[ArtistPayload]


def genre_of(genre: Genre) -> GenrePayload:
    """A genre."""
    return GenrePayload(
        id=genre.id,
        name=genre.name,
        created_at=instant(genre.created_at),
        updated_at=instant(genre.updated_at),
        version=genre.version,
    )


def artist_of(artist: Artist) -> ArtistPayload:
    """An artist."""
    return ArtistPayload(
        id=artist.id,
        name=artist.name,
        genre_id=artist.genre_id,
        default_playlist_id=artist.default_playlist_id,
        spotify_artist_id=artist.spotify_artist_id,
        image_url=artist.image_url,
        created_at=instant(artist.created_at),
        updated_at=instant(artist.updated_at),
        deleted_at=_maybe(artist.deleted_at),
        version=artist.version,
    )


def track_of(track: Track) -> SongPayload:
    """A song."""
    song = track.song
    return SongPayload(
        id=song.id,
        title=song.title,
        artist=ArtistNamePayload(id=track.artist.id, name=track.artist.name),
        artist_id=song.artist_id,
        duration_ms=song.duration_ms,
        album_name=song.album_name,
        album_cover_url=song.album_cover_url,
        preview_url=song.preview_url,
        spotify_track_id=song.spotify_track_id,
        audio_file_id=song.audio_file_id,
        streamable=song.playable,
        created_at=instant(song.created_at),
        updated_at=instant(song.updated_at),
        deleted_at=_maybe(song.deleted_at),
        version=song.version,
    )


def playlist_of(playlist: Playlist) -> PlaylistPayload:
    """A playlist without its songs."""
    return PlaylistPayload(**_fields(playlist))


def tracklist_of(tracklist: Tracklist) -> TracklistPayload:
    """A playlist with its songs."""
    return TracklistPayload(
        **_fields(tracklist.playlist), songs=[track_of(track) for track in tracklist.tracks]
    )


def generated_of(made: Generated) -> GeneratedPayload:
    """A playlist that was made."""
    tracks = made.tracklist.tracks
    return GeneratedPayload(
        **_fields(made.tracklist.playlist),
        songs=[track_of(track) for track in tracks],
        seed=made.seed,
        reasons=[
            ReasonPayload(song_id=track.song.id, kind=reason.kind, text=reason.text)
            for track, reason in zip(tracks, made.reasons, strict=True)
        ],
    )


def tag_of(tag: Tag) -> TagPayload:
    """A tag."""
    return TagPayload(id=tag.id, name=tag.name, kind=tag.kind, created_at=instant(tag.created_at))


def taste_of(taste: Taste) -> TastePayload:
    """A taste, by ids."""
    return TastePayload(genre_ids=taste.genre_ids, artist_ids=taste.artist_ids)


def favourites_of(favourites: Favourites) -> FavouritesPayload:
    """A taste, with what it names."""
    return FavouritesPayload(
        genres=[genre_of(genre) for genre in favourites.genres],
        artists=[artist_of(artist) for artist in favourites.artists],
    )


def rest_of(tracks: Sequence[Track]) -> str:
    """What stands in a tag for songs and artists, whose versions no other version counts."""
    versions = [(each.song.id, each.song.version, each.artist.version) for each in tracks]
    return f"{crc32(repr(versions).encode()):x}"


def _fields(playlist: Playlist) -> dict[str, Any]:
    return {
        "id": playlist.id,
        "name": playlist.name,
        "artist_id": playlist.artist_id,
        "created_by": playlist.created_by,
        "is_default": playlist.is_default,
        "song_count": playlist.song_count,
        "created_at": instant(playlist.created_at),
        "updated_at": instant(playlist.updated_at),
        "version": playlist.version,
    }


def _maybe(moment: datetime | None) -> str | None:
    return None if moment is None else instant(moment)
