"""A music service on this machine, behind a Web API of Spotify's shapes, for the tests."""

import base64
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlsplit

import attrs

from phantom_adapters.contracts.music_examples import MIXTAPE, TRACKS
from phantom_core.catalog.importing import ImportedTrack
from phantom_core.kernel import search_key

__all__ = ["CLIENT", "Scripted", "SpotifyServer", "spotify_server"]

CLIENT: Final = ("an-id", "a-secret")
"""The client that tokens are given to."""

_BASIC: Final = "Basic " + base64.b64encode(":".join(CLIENT).encode()).decode()


@attrs.frozen
class Scripted:
    """An answer that was arranged beforehand.

    Attributes:
        before: runs before it is sent; it may take its time.
    """

    status: int
    body: bytes = b"{}"
    headers: Mapping[str, str] = attrs.field(factory=dict)
    before: Callable[[], object] = lambda: None


class SpotifyServer(ThreadingHTTPServer):
    """Has what `music_examples` tells of.

    Attributes:
        script: answers to the next calls of the API, tokens apart.
        token_script: answers to the next requests for a token.
        life: seconds that it says a token lives.
        given: how many tokens were given out; the newest is the only one that is good.
        asked: the paths of all calls, in order.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.script: deque[Scripted] = deque()
        self.token_script: deque[Scripted] = deque()
        self.life = 3600
        self.given = 0
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """What the addresses of the API begin with."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def token_url(self) -> str:
        """Where tokens are given out."""
        return f"http://127.0.0.1:{self.server_address[1]}/api/token"

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a client go that does not wait for the answer."""


class _Talk(BaseHTTPRequestHandler):
    """One client."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: SpotifyServer

    def log_message(self, *_: object) -> None:
        """Write nothing."""

    def do_POST(self) -> None:
        """Give out a token."""
        form = self.rfile.read(int(self.headers["content-length"])).decode()
        self.server.asked.append(self.path)
        if self.server.token_script:
            self._say(self.server.token_script.popleft())
        elif self.headers["authorization"] != _BASIC or form != "grant_type=client_credentials":
            self._say(Scripted(400, b'{"error": "invalid_client"}'))
        else:
            self.server.given += 1
            self._tell(
                {"access_token": f"token{self.server.given}", "expires_in": self.server.life}
            )

    def do_GET(self) -> None:
        """Answer what is asked."""
        self.server.asked.append(self.path)
        if self.server.script:
            self._say(self.server.script.popleft())
        elif self.headers["authorization"] != f"Bearer token{self.server.given}":
            self._say(Scripted(401))
        else:
            found = _answer(self.server.url, self.path)
            self._say(Scripted(404)) if found is None else self._tell(found)

    def _tell(self, value: Any) -> None:
        self._say(Scripted(200, json.dumps(value).encode()))

    def _say(self, answer: Scripted) -> None:
        answer.before()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)


@contextmanager
def spotify_server() -> Iterator[SpotifyServer]:
    """Serve until the block ends."""
    with SpotifyServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _answer(base: str, path: str) -> Any:
    parts = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    names = parts.path.removeprefix("/v1/").split("/")
    if names == ["playlists", MIXTAPE.id]:
        return {"name": MIXTAPE.name}
    if len(names) == 2 and names[0] == "artists":
        return _artist(names[1])
    whole = _list(names, query.get("q", ""))
    page = None if whole is None else _page(f"{base}/{'/'.join(names)}", query, whole)
    return {"tracks": page} if names == ["search"] else page


def _list(names: Sequence[str], words: str) -> Sequence[Any] | None:
    match names:
        case ["search"]:
            return [_track(each) for each in TRACKS if _matches(each, words)]
        case ["artists", artist_id, "albums"]:
            return _albums(artist_id)
        case ["albums", album_id, "tracks"]:
            return [_bare(_track(each)) for each in TRACKS if _album_id(each) == album_id]
        case ["playlists", MIXTAPE.id, "tracks"]:
            return [*({"track": _track(each)} for each in MIXTAPE.tracks), {"track": None}]
        case _:
            return None


def _page(address: str, query: Mapping[str, str], whole: Sequence[Any]) -> Any:
    start, limit = int(query.get("offset", 0)), int(query["limit"])
    end = start + limit
    others = "&".join(f"{k}={quote(v)}" for k, v in query.items() if k != "offset")
    more = f"{address}?{others}&offset={end}" if end < len(whole) else None
    return {"items": whole[start:end], "next": more, "total": len(whole)}


def _matches(track: ImportedTrack, query: str) -> bool:
    return search_key(query) in search_key(f"{track.artist} {track.title}")


def _track(track: ImportedTrack) -> dict[str, Any]:
    return {
        "type": "track",
        "id": track.spotify_track_id,
        "name": track.title,
        "duration_ms": track.duration_ms,
        "preview_url": track.preview_url,
        "artists": [{"id": track.spotify_artist_id, "name": track.artist}, {"name": "a guest"}],
        "album": _album(track),
    }


def _bare(track: dict[str, Any]) -> dict[str, Any]:
    """A track as an album lists it: without saying which album that is."""
    return {name: value for name, value in track.items() if name != "album"}


def _album(track: ImportedTrack) -> dict[str, Any]:
    images = [{"url": track.album_cover_url}, {"url": "https://images.example/small.jpg"}]
    return {"id": _album_id(track), "name": track.album, "images": images}


def _album_id(track: ImportedTrack) -> str:
    return f"{track.spotify_artist_id}{(track.album or '').replace(' ', '')}"


def _albums(artist_id: str) -> list[Any]:
    theirs = [each for each in TRACKS if each.spotify_artist_id == artist_id]
    return list({_album_id(each): _album(each) for each in theirs}.values())


def _artist(artist_id: str) -> Any:
    for each in TRACKS:
        if each.spotify_artist_id == artist_id:
            images = [{"url": each.image_url}]
            return {
                "id": artist_id,
                "name": each.artist,
                "genres": [each.genre, "x"],
                "images": images,
            }
    return None
