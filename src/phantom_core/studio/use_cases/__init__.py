"""What people do with projects."""

from phantom_core.studio.use_cases.collaborating import (
    ExpelCollaborator,
    LeaveProject,
    ListCollaborators,
    RemoveCollaborator,
    SetCollaborator,
)
from phantom_core.studio.use_cases.inviting import (
    AcceptProjectInvite,
    DeclineProjectInvite,
    InviteCollaborator,
    ListProjectInvites,
    PartProjectInvites,
)
from phantom_core.studio.use_cases.listening import (
    AttachToProject,
    DetachFromProject,
    DropProjectServers,
    may_listen,
)
from phantom_core.studio.use_cases.looking import GetProject, ListProjects, ListPublicProjects
from phantom_core.studio.use_cases.making import CreateProject, DeleteProject
from phantom_core.studio.use_cases.opening import OpenDocument
from phantom_core.studio.use_cases.pushing import MOST_CHANGES, PushChanges, Pushed
from phantom_core.studio.use_cases.sessions import (
    GetProjectInside,
    GetSession,
    SyncProjectPlayback,
)

__all__ = [
    "MOST_CHANGES",
    "OpenDocument",
    "PushChanges",
    "Pushed",
    "AcceptProjectInvite",
    "AttachToProject",
    "CreateProject",
    "DeclineProjectInvite",
    "DeleteProject",
    "DetachFromProject",
    "DropProjectServers",
    "ExpelCollaborator",
    "GetProject",
    "GetProjectInside",
    "GetSession",
    "InviteCollaborator",
    "LeaveProject",
    "ListCollaborators",
    "ListProjectInvites",
    "ListProjects",
    "ListPublicProjects",
    "PartProjectInvites",
    "RemoveCollaborator",
    "SetCollaborator",
    "SyncProjectPlayback",
    "may_listen",
]
