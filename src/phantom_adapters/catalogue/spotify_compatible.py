"""A music service behind a Web API like Spotify's, with client credentials."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

import anyio
import attrs

from phantom_adapters.catalogue.spotify_shapes import (
    field,
    first_artist_id,
    items,
    text,
    track_row,
)
from phantom_adapters.catalogue.spotify_tokens import ClientTokens
from phantom_adapters.web.calls import Answer, Patience, WebCalls
from phantom_adapters.web.circuit import Circuit
from phantom_adapters.web.origins import origin
from phantom_core.catalog.importing import Row
from phantom_core.catalog.music_service import (
    MOST_TRACKS,
    ByArtist,
    InPlaylist,
    MatchingQuery,
    Selection,
)
from phantom_core.catalog.music_service_ports import MusicService
from phantom_core.kernel import NotFound, Unavailable, search_key

__all__ = ["SpotifyCompatible", "SpotifySettings"]

_GOOD: Final = 200
_UNAUTHORIZED: Final = 401
_NO_SUCH: Final = frozenset({400, 404})
_NAME: Final = "The music service"
_PAGE: Final = 50
_MOST_PAGES: Final = MOST_TRACKS // _PAGE


@attrs.frozen(kw_only=True)
class SpotifySettings:
    """Where the service is, and who we are to it.

    Attributes:
        url: what the addresses of the API begin with.
        token_url: where tokens are given out.
    """

    url: str
    token_url: str
    client_id: str
    client_secret: str = attrs.field(repr=False)
    patience: Patience = Patience()


class SpotifyCompatible(MusicService):
    """Asks for a page at a time; of artists, for each once."""

    def __init__(
        self,
        settings: SpotifySettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        self._url = settings.url.rstrip("/")
        places = (settings.url, settings.token_url)
        patience = settings.patience
        self._calls = WebCalls(_NAME, within=places, patience=patience, clock=clock, sleep=sleep)
        client = (settings.client_id, settings.client_secret)
        self._tokens = ClientTokens(self._calls, settings.token_url, client, clock)

    @property
    def circuit(self) -> Circuit:
        """What leaves the service alone when it fails again and again."""
        return self._calls.circuit

    async def close(self) -> None:
        """Close the connections."""
        await self._calls.close()

    async def rows(self, selection: Selection) -> AsyncIterator[Row]:
        """The songs that are meant."""
        count = 0
        async for row in self._meant(selection):
            yield row
            count += 1
            if count >= MOST_TRACKS:
                return

    def _meant(self, selection: Selection) -> AsyncIterator[Row]:
        match selection:
            case MatchingQuery(query=query):
                return self._matching(query)
            case InPlaylist(playlist_id=playlist_id):
                return self._in_playlist(playlist_id)
            case ByArtist(artist_id=artist_id):
                return self._by_artist(artist_id)

    async def _matching(self, query: str) -> AsyncIterator[Row]:
        artists = _Artists(self)
        first = f"search?type=track&limit={_PAGE}&q={quote(query, safe='')}"
        number = 0
        async for track in self.pages(first, "tracks"):
            number += 1
            yield track_row(f"result {number}", track, await artists.of(track))

    async def _in_playlist(self, playlist_id: str) -> AsyncIterator[Row]:
        artists, path = _Artists(self), f"playlists/{playlist_id}"
        name = text(await self.found(f"{path}?fields=name", "playlist", playlist_id), "name")
        number = 0
        async for entry in self.pages(f"{path}/tracks?limit={_PAGE}"):
            number += 1
            track = field(entry, "track")
            yield track_row(
                f"track {number}", track, await artists.of(track), playlist=name or playlist_id
            )

    async def _by_artist(self, artist_id: str) -> AsyncIterator[Row]:
        artist = await self.found(f"artists/{artist_id}", "artist", artist_id)
        albums = f"artists/{artist_id}/albums?include_groups=album,single&limit={_PAGE}"
        titles: set[str] = set()
        async for album in self.pages(albums):
            tracks = f"albums/{quote(text(album, 'id'), safe='')}/tracks?limit={_PAGE}"
            async for track in self.pages(tracks):
                title = search_key(text(track, "name"))
                if first_artist_id(track) == artist_id and title not in titles:
                    titles.add(title)
                    place = f"{text(album, 'name')}: {text(track, 'name')}"
                    yield track_row(place, track, artist, album=album)

    async def pages(self, path: str, *within: str) -> AsyncIterator[Any]:
        """The entries of a list, over all its pages. Raises: Unavailable."""
        address = f"{self._url}/{path}"
        for _ in range(_MOST_PAGES):
            page = field(_expect(await self._get(address)), *within)
            for entry in items(page, "items"):
                yield entry
            address = text(page, "next")
            if not address:
                return
            # Our token goes to where the API is, and to none of the other places we call.
            if origin(address) != origin(self._url):
                raise Unavailable(f"{_NAME} sends us to another host.", retry_after=60)

    async def found(self, path: str, kind: str, identifier: str) -> Mapping[str, Any]:
        """Something by its id. Raises: NotFound, Unavailable."""
        answer = await self._get(f"{self._url}/{path}")
        if answer.status in _NO_SUCH:
            raise NotFound(kind, identifier)
        return _expect(answer)

    async def _get(self, address: str) -> Answer:
        """Ask with a token, and once more with a new one if that is not accepted."""
        token = await self._tokens.token()
        answer = await self._calls.call("GET", address, headers=_bearer(token))
        if answer.status == _UNAUTHORIZED:
            token = await self._tokens.token(instead_of=token)
            answer = await self._calls.call("GET", address, headers=_bearer(token))
        return answer


class _Artists:
    """The artists that were asked for in one import, each once."""

    def __init__(self, service: SpotifyCompatible) -> None:
        self._service = service
        self._known: dict[str, Mapping[str, Any]] = {}

    async def of(self, track: Any) -> Mapping[str, Any]:
        """The artist of a track; one that the service does not know is empty."""
        artist_id = first_artist_id(track)
        if not artist_id.isalnum() or not artist_id.isascii():
            return {}
        if artist_id not in self._known:
            try:
                found = await self._service.found(f"artists/{artist_id}", "artist", artist_id)
            except NotFound:
                found = {}
            self._known[artist_id] = found
        return self._known[artist_id]


def _bearer(token: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _expect(answer: Answer) -> Mapping[str, Any]:
    if answer.status != _GOOD:
        raise Unavailable(f"{_NAME} refuses the call ({answer.status}).", retry_after=60)
    return answer.body
