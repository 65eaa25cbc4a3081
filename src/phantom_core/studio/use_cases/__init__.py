"""What people do with projects."""

from phantom_core.studio.use_cases.collaborating import (
    ExpelCollaborator,
    LeaveProject,
    ListCollaborators,
    RemoveCollaborator,
    SetCollaborator,
)
from phantom_core.studio.use_cases.conflicts import (
    AlreadySettled,
    Choice,
    ListConflicts,
    ResolveConflict,
)
from phantom_core.studio.use_cases.inviting import (
    AcceptProjectInvite,
    DeclineProjectInvite,
    InviteCollaborator,
    ListProjectInvites,
    PartProjectInvites,
)
from phantom_core.studio.use_cases.keeping import CompactDocument, KeepCheckpoint
from phantom_core.studio.use_cases.listening import (
    AttachToProject,
    DetachFromProject,
    DropProjectServers,
    may_listen,
)
from phantom_core.studio.use_cases.looking import GetProject, ListProjects, ListPublicProjects
from phantom_core.studio.use_cases.making import CreateProject, DeleteProject
from phantom_core.studio.use_cases.midi_segments import GetSegmentMidi
from phantom_core.studio.use_cases.opening import OpenDocument
from phantom_core.studio.use_cases.pushing import MOST_CHANGES, PushChanges, Pushed, PushPacked
from phantom_core.studio.use_cases.sessions import (
    GetProjectInside,
    GetSession,
    SyncProjectPlayback,
)
from phantom_core.studio.use_cases.stems import (
    AddAudioSegment,
    AddSegment,
    AddStem,
    ChangeProject,
    ChangeSegment,
    ChangeStem,
    DeleteSegment,
    DeleteStem,
    GetSegment,
    GetStem,
    ListSegments,
    ListStems,
)
from phantom_core.studio.use_cases.syncing import (
    GetArrangement,
    GetPackedSync,
    GetSync,
    ListChanges,
    Packed,
    SinceVector,
    Sync,
)
from phantom_core.studio.use_cases.versions import ListVersions, NameVersion, RollBack

__all__ = [
    "MOST_CHANGES",
    "AcceptProjectInvite",
    "AddAudioSegment",
    "AddSegment",
    "AddStem",
    "AlreadySettled",
    "AttachToProject",
    "ChangeProject",
    "ChangeSegment",
    "ChangeStem",
    "Choice",
    "CompactDocument",
    "CreateProject",
    "DeclineProjectInvite",
    "DeleteProject",
    "DeleteSegment",
    "DeleteStem",
    "DetachFromProject",
    "DropProjectServers",
    "ExpelCollaborator",
    "GetArrangement",
    "GetPackedSync",
    "GetProject",
    "GetProjectInside",
    "GetSegment",
    "GetSegmentMidi",
    "GetSession",
    "GetStem",
    "GetSync",
    "InviteCollaborator",
    "KeepCheckpoint",
    "LeaveProject",
    "ListChanges",
    "ListCollaborators",
    "ListConflicts",
    "ListProjectInvites",
    "ListProjects",
    "ListPublicProjects",
    "ListSegments",
    "ListStems",
    "ListVersions",
    "NameVersion",
    "OpenDocument",
    "Packed",
    "PartProjectInvites",
    "PushChanges",
    "PushPacked",
    "Pushed",
    "RemoveCollaborator",
    "ResolveConflict",
    "RollBack",
    "SetCollaborator",
    "SinceVector",
    "Sync",
    "SyncProjectPlayback",
    "may_listen",
]
