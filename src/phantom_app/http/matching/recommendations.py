"""What is recommended to somebody: people, rooms, artists, each with its reasons."""

from typing import Annotated

from litestar import Router, get
from litestar.params import QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.payloads import artist_of
from phantom_app.http.identity.payloads import person_of
from phantom_app.http.matching.feed_payloads import (
    ArtistSuggestionPayload,
    ArtistSuggestionsPayload,
    ExposurePayload,
    PeopleSuggestionsPayload,
    PersonSuggestionPayload,
    RoomSuggestionPayload,
    RoomSuggestionsPayload,
    reasons_of,
)
from phantom_app.http.rooms.payloads import room_row_of
from phantom_core.catalog import GetArtists
from phantom_core.matching import (
    MOST_RECOMMENDED,
    GetExposure,
    HiddenOneself,
    NoMatching,
    RecommendArtists,
    RecommendRooms,
)
from phantom_core.matching.flows import recommended_people
from phantom_core.rooms import GetOpenRooms
from phantom_core.rooms.names import RoomId

__all__ = ["ROUTES", "artists", "exposure", "people", "rooms"]

_Limit = Annotated[
    int, QueryParameter(ge=1, le=MOST_RECOMMENDED, description="How many at the most.")
]


@get("/users", refuses=[NoMatching, HiddenOneself])
async def people(request: PhantomRequest, limit: _Limit = 20) -> PeopleSuggestionsPayload:
    """People whom one may like to meet, in an order that holds for a day.

    Whom one follows, likes, dismisses or does not see is not among them. One in ten is there to be
    tried, beyond one's usual taste.
    """
    caller = request.caller
    found = await recommended_people(caller.services.phantom, actor=caller.actor, limit=limit)
    return PeopleSuggestionsPayload(
        items=[
            PersonSuggestionPayload(
                user=person_of(each.person),
                score=each.score,
                band=each.band,
                reasons=reasons_of(each),
            )
            for each in found
        ]
    )


@get("/rooms")
async def rooms(request: PhantomRequest, limit: _Limit = 20) -> RoomSuggestionsPayload:
    """Public rooms that suit one, for what they play and for who is in them; the best first."""
    found = await request.caller.ask(RecommendRooms(limit=limit))
    wanted = GetOpenRooms(room_ids=tuple(RoomId(each.room_id) for each in found))
    open_now = {row.card.id: row for row in await request.caller.ask(wanted)}
    return RoomSuggestionsPayload(
        items=[
            RoomSuggestionPayload(
                room=room_row_of(open_now[RoomId(each.room_id)]),
                score=each.score,
                reasons=reasons_of(each),
            )
            for each in found
            if each.room_id in open_now
        ]
    )


@get("/artists")
async def artists(request: PhantomRequest, limit: _Limit = 20) -> ArtistSuggestionsPayload:
    """Artists whom one may like and has not chosen yet, the best first."""
    found = await request.caller.ask(RecommendArtists(limit=limit))
    wanted = GetArtists(artist_ids=tuple(each.artist_id for each in found))
    living = {artist.id: artist for artist in await request.caller.ask(wanted)}
    return ArtistSuggestionsPayload(
        items=[
            ArtistSuggestionPayload(
                artist=artist_of(living[each.artist_id]),
                score=each.score,
                reasons=reasons_of(each),
            )
            for each in found
            if each.artist_id in living
        ]
    )


@get("/exposure")
async def exposure(request: PhantomRequest) -> ExposurePayload:
    """How evenly the feeds of today show people, so far. Nobody is named. For admins."""
    found = await request.caller.ask(GetExposure())
    return ExposurePayload(
        day=found.day.isoformat(),
        people=found.people,
        shown=found.shown,
        never_shown=found.never_shown,
        most_shown=found.most_shown,
        gini=found.gini,
    )


ROUTES = (
    Router(
        "/api/recommendations", tags=["Recommendations"], route_handlers=[people, rooms, artists]
    ),
    Router("/api/admin", tags=["Admin"], route_handlers=[exposure]),
)
"""What is served here."""
