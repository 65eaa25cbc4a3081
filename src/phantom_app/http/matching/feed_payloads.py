"""Recommendations, on the wire."""

from typing import Annotated, Any

import msgspec

from phantom_app.http.catalog.payloads import ArtistPayload
from phantom_app.http.identity.payloads import PersonPayload
from phantom_app.http.payloads import Payload
from phantom_app.http.rooms.payloads import RoomRowPayload
from phantom_core.matching import Band, FeedReason, FeedReasonKind

__all__ = [
    "ArtistSuggestionPayload",
    "ArtistSuggestionsPayload",
    "ExposurePayload",
    "FeedReasonPayload",
    "PeopleSuggestionsPayload",
    "PersonSuggestionPayload",
    "RoomSuggestionPayload",
    "RoomSuggestionsPayload",
    "reasons_of",
]

_Score = Annotated[
    int,
    msgspec.Meta(
        extra_json_schema={"minimum": 0, "maximum": 99},
        description="Grows with how well it suits; to be compared within one answer.",
    ),
]


class FeedReasonPayload(Payload):
    """One thing that speaks for a recommendation."""

    kind: FeedReasonKind
    text: Annotated[str, msgspec.Meta(description="A sentence for who looks.")]
    items: Annotated[
        tuple[str, ...],
        msgspec.Meta(description="Ids of artists, genres or people, or words."),
    ]


class PersonSuggestionPayload(Payload):
    """Somebody whom one may like to meet."""

    user: PersonPayload
    score: Annotated[
        int,
        msgspec.Meta(
            extra_json_schema={"minimum": 0, "maximum": 99},
            description="How well the two suit each other; the same for both.",
        ),
    ]
    band: Annotated[Band, msgspec.Meta(description="The score in a word.")]
    reasons: list[FeedReasonPayload]


class RoomSuggestionPayload(Payload):
    """A room that one may like to enter."""

    room: RoomRowPayload
    score: _Score
    reasons: list[FeedReasonPayload]


class ArtistSuggestionPayload(Payload):
    """An artist whom one may like to hear."""

    artist: ArtistPayload
    score: _Score
    reasons: list[FeedReasonPayload]


class PeopleSuggestionsPayload(Payload):
    """People, in the order of the day."""

    items: list[PersonSuggestionPayload]


class RoomSuggestionsPayload(Payload):
    """Rooms, the best first."""

    items: list[RoomSuggestionPayload]


class ArtistSuggestionsPayload(Payload):
    """Artists, the best first."""

    items: list[ArtistSuggestionPayload]


class ExposurePayload(Payload):
    """How evenly the feeds of today show people, so far."""

    day: Annotated[str, msgspec.Meta(extra_json_schema={"format": "date"})]
    people: Annotated[int, msgspec.Meta(description="How many take part in matching.")]
    shown: Annotated[int, msgspec.Meta(description="How many of them are in any feed.")]
    never_shown: int
    most_shown: Annotated[int, msgspec.Meta(description="The most feeds that anybody is in.")]
    gini: Annotated[
        float, msgspec.Meta(description="0 if all are shown alike, near 1 if few have all.")
    ]


def reasons_of(recommended: Any) -> list[FeedReasonPayload]:
    """What speaks for a recommendation."""
    reasons: tuple[FeedReason, ...] = recommended.reasons
    return [
        FeedReasonPayload(kind=reason.kind, text=reason.text, items=reason.items)
        for reason in reasons
    ]
