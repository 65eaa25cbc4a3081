"""What people do with projects."""

from phantom_core.studio.use_cases.audio_segments import AddAudioSegment
from phantom_core.studio.use_cases.carrying import (
    BeginImport,
    FinishImport,
    GetExport,
    GoOnImporting,
)
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
from phantom_core.studio.use_cases.looking import (
    GetProject,
    ListProjects,
    ListProjectsOf,
    ListPublicProjects,
)
from phantom_core.studio.use_cases.making import CreateProject, DeleteProject
from phantom_core.studio.use_cases.midi_files import (
    AbandonMidi,
    BeginMidi,
    BeginMidiOver,
    FinishMidi,
    FinishMidiOver,
    GetMidi,
)
from phantom_core.studio.use_cases.opening import OpenDocument
from phantom_core.studio.use_cases.pushing import (
    MOST_CHANGES,
    PushChanges,
    Pushed,
    PushPacked,
    RecallPush,
)
from phantom_core.studio.use_cases.rollback import (
    ContinueRollback,
    NotThereThen,
    PointForgotten,
    RollBack,
    Way,
)
from phantom_core.studio.use_cases.sessions import (
    GetProjectInside,
    GetSession,
    SyncProjectPlayback,
)
from phantom_core.studio.use_cases.stems import (
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
from phantom_core.studio.use_cases.versions import ListVersions, NameVersion

__all__ = [
    "MOST_CHANGES",
    "AbandonMidi",
    "AcceptProjectInvite",
    "AddAudioSegment",
    "AddSegment",
    "AddStem",
    "AlreadySettled",
    "AttachToProject",
    "BeginImport",
    "BeginMidi",
    "BeginMidiOver",
    "ChangeProject",
    "ChangeSegment",
    "ChangeStem",
    "Choice",
    "CompactDocument",
    "ContinueRollback",
    "CreateProject",
    "DeclineProjectInvite",
    "DeleteProject",
    "DeleteSegment",
    "DeleteStem",
    "DetachFromProject",
    "DropProjectServers",
    "ExpelCollaborator",
    "FinishImport",
    "FinishMidi",
    "FinishMidiOver",
    "GetArrangement",
    "GetExport",
    "GetMidi",
    "GetPackedSync",
    "GetProject",
    "GetProjectInside",
    "GetSegment",
    "GetSession",
    "GetStem",
    "GetSync",
    "GoOnImporting",
    "InviteCollaborator",
    "KeepCheckpoint",
    "LeaveProject",
    "ListChanges",
    "ListCollaborators",
    "ListConflicts",
    "ListProjectInvites",
    "ListProjects",
    "ListProjectsOf",
    "ListPublicProjects",
    "ListSegments",
    "ListStems",
    "ListVersions",
    "NameVersion",
    "NotThereThen",
    "OpenDocument",
    "Packed",
    "PartProjectInvites",
    "PointForgotten",
    "PushChanges",
    "PushPacked",
    "Pushed",
    "RecallPush",
    "RemoveCollaborator",
    "ResolveConflict",
    "RollBack",
    "SetCollaborator",
    "SinceVector",
    "Sync",
    "SyncProjectPlayback",
    "Way",
    "may_listen",
]
