"""Importing catalogues."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, Literal

from litestar import Router, post

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.import_form import LIST_FORM, received_rows
from phantom_app.http.decoding import decode
from phantom_app.http.forms import FORM
from phantom_app.http.payloads import Payload
from phantom_app.http.problems import Malformed
from phantom_app.music import music_of
from phantom_core.blobs import BlobTooLarge
from phantom_core.catalog import ImportTracks
from phantom_core.catalog.flows import Importer, import_rows
from phantom_core.catalog.importing import ImportReport, Kind, Row, Tally
from phantom_core.catalog.music_service import (
    ByArtist,
    InPlaylist,
    MatchingQuery,
    MusicServiceUnconfigured,
    Selection,
)
from phantom_core.kernel import Fault, NotFound, TooLarge, UnsupportedMedia, admit

__all__ = [
    "ROUTES",
    "ImportReportPayload",
    "RefusedRowPayload",
    "ServiceImport",
    "TallyPayload",
    "import_songs",
    "report_of",
]

_CHOICES: Final = "must name one of query, playlistId and artistId"
_JSON: Final = "application/json"


class ServiceImport(Payload):
    """Songs of the music service: those found for words, those of a playlist, or an artist's."""

    source: Literal["spotify"]
    query: str | None = None
    playlist_id: str | None = None
    artist_id: str | None = None

    def selection(self) -> Selection:
        """Which songs are meant. Raises: Malformed, Invalid."""
        meant: list[Selection] = []
        if self.query is not None:
            meant.append(MatchingQuery(query=self.query))
        if self.playlist_id is not None:
            meant.append(InPlaylist(playlist_id=self.playlist_id))
        if self.artist_id is not None:
            meant.append(ByArtist(artist_id=self.artist_id))
        if len(meant) != 1:
            raise Malformed(Fault("", _CHOICES))
        return meant[0]


class TallyPayload(Payload):
    """How many things of one kind were added, given what they lacked, and found complete."""

    added: int
    updated: int
    unchanged: int


class RefusedRowPayload(Payload):
    """A row that was left out, and why."""

    place: str
    reason: str


class ImportReportPayload(Payload):
    """What an import did. Of the rows that were left out, the first 1,000 are named."""

    genres: TallyPayload
    artists: TallyPayload
    songs: TallyPayload
    playlists: TallyPayload
    refused: int
    refusals: list[RefusedRowPayload]


@post(
    "/import",
    status_code=200,
    allowance="upload",
    request_max_body_size=None,
    request_body={
        "required": True,
        "content": {
            **LIST_FORM,
            _JSON: {
                "schema": {
                    "type": "object",
                    "required": ["source"],
                    "additionalProperties": False,
                    "description": f"It {_CHOICES}.",
                    "properties": {
                        "source": {"const": "spotify"},
                        "query": {"type": "string", "minLength": 1, "maxLength": 200},
                        "playlistId": {"type": "string"},
                        "artistId": {"type": "string"},
                    },
                }
            },
        },
    },
    refuses=[BlobTooLarge, MusicServiceUnconfigured, NotFound],
)
async def import_songs(request: PhantomRequest) -> ImportReportPayload:
    """Import a list of songs, as a form with a `file` of JSON, CSV or M3U, or from a music service.

    Importing the same again changes nothing, and an import that broke off is finished by it. What
    the catalogue says already is never changed. Rows that cannot be used are left out and told,
    and the others are imported. Playlists that the rows name become the caller's own.
    """
    caller = request.caller
    admit(caller.actor, ImportTracks.access)
    importer = Importer(phantom=caller.services.phantom, actor=caller.actor)
    with caller.once():
        async with _rows(request) as rows:
            return report_of(await import_rows(importer, rows))


def report_of(report: ImportReport) -> ImportReportPayload:
    """A report as it is told."""
    tallies = {kind: _tally(tally) for kind, tally in report.tallies.items()}
    return ImportReportPayload(
        genres=tallies[Kind.GENRE],
        artists=tallies[Kind.ARTIST],
        songs=tallies[Kind.SONG],
        playlists=tallies[Kind.PLAYLIST],
        refused=report.refused,
        refusals=[RefusedRowPayload(place=row.place, reason=row.reason) for row in report.refusals],
    )


@asynccontextmanager
async def _rows(request: PhantomRequest) -> AsyncIterator[AsyncIterator[Row]]:
    kind = request.content_type[0].lower()
    if kind == FORM:
        async with received_rows(request) as rows:
            yield rows
        return
    if kind != _JSON:
        raise UnsupportedMedia(f"The body must be {FORM} with a file, or {_JSON}.")
    request.require_json()
    selection = decode(await _small_body(request), ServiceImport).selection()
    yield music_of(request.caller.services).rows(selection)


async def _small_body(request: PhantomRequest) -> bytes:
    limit, body = request.caller.services.settings.body_limit, bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLarge(f"At most {limit} bytes are accepted here.", limit=limit)
    return bytes(body)


def _tally(tally: Tally) -> TallyPayload:
    return TallyPayload(added=tally.added, updated=tally.updated, unchanged=tally.unchanged)


ROUTES = (Router("/api/catalog", tags=["Catalogue"], route_handlers=[import_songs]),)
"""What is served here."""
