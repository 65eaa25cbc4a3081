"""Everything that can be done with rooms."""

from phantom_core.rooms.use_cases.changing import (
    ChangeRoom,
    CloseRoom,
    DiscardRoom,
)
from phantom_core.rooms.use_cases.controls import (
    Pause,
    Play,
    Previous,
    Seek,
    SetModes,
    Skip,
    Stop,
)
from phantom_core.rooms.use_cases.hearing import DeafenSelf, MuteSelf
from phantom_core.rooms.use_cases.invites import (
    AcceptInvite,
    DeclineInvite,
    InviteToRoom,
    ListMyInvites,
    PartInvites,
    RevokeInvite,
)
from phantom_core.rooms.use_cases.listening import (
    AttachMember,
    DetachMember,
    DropServers,
    may_listen,
)
from phantom_core.rooms.use_cases.looking import (
    GetOpenRooms,
    GetPlayback,
    GetRoom,
    ListHistory,
    ListMembers,
    ListMyRooms,
    ListRooms,
)
from phantom_core.rooms.use_cases.making import (
    CreateRoom,
)
from phantom_core.rooms.use_cases.presence import (
    ExpelFromRooms,
    ExpelMember,
    JoinRoom,
    KickMember,
    LeaveRoom,
)
from phantom_core.rooms.use_cases.queue import (
    QueueSong,
)
from phantom_core.rooms.use_cases.voting import (
    CastVote,
    GetVoteResults,
    WaiveVotes,
)
from phantom_core.rooms.use_cases.waking import (
    AdvanceRoom,
    DueRooms,
)

__all__ = [
    "AcceptInvite",
    "AdvanceRoom",
    "AttachMember",
    "CastVote",
    "ChangeRoom",
    "CloseRoom",
    "CreateRoom",
    "DeafenSelf",
    "DeclineInvite",
    "DetachMember",
    "DiscardRoom",
    "DropServers",
    "DueRooms",
    "ExpelFromRooms",
    "ExpelMember",
    "GetOpenRooms",
    "GetPlayback",
    "GetRoom",
    "GetVoteResults",
    "InviteToRoom",
    "JoinRoom",
    "KickMember",
    "LeaveRoom",
    "ListHistory",
    "ListMembers",
    "ListMyInvites",
    "ListMyRooms",
    "ListRooms",
    "MuteSelf",
    "PartInvites",
    "Pause",
    "Play",
    "Previous",
    "QueueSong",
    "RevokeInvite",
    "Seek",
    "SetModes",
    "Skip",
    "Stop",
    "WaiveVotes",
    "may_listen",
]
