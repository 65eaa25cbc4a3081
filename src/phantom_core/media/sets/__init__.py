"""Sets of music: tracks that those in office put together, and everybody may listen to.

The steps that are slow (uploading, making links) are in `phantom_core.media.sets.flows`.
"""

from phantom_core.media.sets.errors import TooManyTracks, TrackNotReady
from phantom_core.media.sets.music_set import MOST_TRACKS, MusicSet, SetId, TrackId
from phantom_core.media.sets.ports import MusicSets, MusicTracks, SetAudit, SetsWork
from phantom_core.media.sets.reader_ports import TrackReader
from phantom_core.media.sets.track import (
    MusicTrack,
    TrackFacts,
    TrackFormat,
    TrackStatus,
    TrackTally,
    track_key,
    track_of,
)
from phantom_core.media.sets.tracklist import ListedSet, PlacedTrack, Tracklist
from phantom_core.media.sets.upload import PURPOSE, ReceivedTrack, TrackDetails
from phantom_core.media.sets.use_cases import (
    BeginTrack,
    ChangeMusicSet,
    ChangeTrack,
    CreateMusicSet,
    DeleteMusicSet,
    DeleteTrack,
    FailTrack,
    FinishTrack,
    GetMusicSet,
    GetTrack,
    HearTrack,
    ListMusicSets,
    OpenTrack,
    OrderTracks,
    PlanTrack,
)

__all__ = [
    "MOST_TRACKS",
    "PURPOSE",
    "BeginTrack",
    "ChangeMusicSet",
    "ChangeTrack",
    "CreateMusicSet",
    "DeleteMusicSet",
    "DeleteTrack",
    "FailTrack",
    "FinishTrack",
    "GetMusicSet",
    "GetTrack",
    "HearTrack",
    "ListMusicSets",
    "ListedSet",
    "MusicSet",
    "MusicSets",
    "MusicTrack",
    "MusicTracks",
    "OpenTrack",
    "OrderTracks",
    "PlacedTrack",
    "PlanTrack",
    "ReceivedTrack",
    "SetAudit",
    "SetId",
    "SetsWork",
    "TooManyTracks",
    "TrackDetails",
    "TrackFacts",
    "TrackFormat",
    "TrackId",
    "TrackNotReady",
    "TrackReader",
    "TrackStatus",
    "TrackTally",
    "Tracklist",
    "track_key",
    "track_of",
]
