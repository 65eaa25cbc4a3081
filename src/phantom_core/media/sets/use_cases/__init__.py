"""Everything that can be done with sets of music."""

from phantom_core.media.sets.use_cases.sets import (
    ChangeMusicSet,
    CreateMusicSet,
    DeleteMusicSet,
    GetMusicSet,
    ListMusicSets,
    OrderTracks,
)
from phantom_core.media.sets.use_cases.taking import (
    BeginTrack,
    FailTrack,
    FinishTrack,
    PlanTrack,
)
from phantom_core.media.sets.use_cases.tracks import (
    ChangeTrack,
    DeleteTrack,
    GetTrack,
    HearTrack,
    OpenTrack,
)

__all__ = [
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
    "OpenTrack",
    "OrderTracks",
    "PlanTrack",
]
