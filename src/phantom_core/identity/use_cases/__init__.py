"""What people do about their accounts, and about each other."""

from phantom_core.identity.use_cases.abuse import (
    ActOnReport,
    FileReport,
    ListReports,
)
from phantom_core.identity.use_cases.accounts import (
    ChangeEmail,
    ChangeUser,
    GetMe,
    GetUser,
    RegisterUser,
)
from phantom_core.identity.use_cases.administration import (
    FindAccount,
    GrantAdmin,
    ListAudit,
    RevokeAdmin,
    SetUserStatus,
    UsersExist,
)
from phantom_core.identity.use_cases.blocks import (
    BlockUser,
    GetBlocked,
    ListBlocked,
    UnblockUser,
)
from phantom_core.identity.use_cases.consents import (
    ListConsents,
    SetConsent,
)
from phantom_core.identity.use_cases.email import (
    AskForReset,
    AskForVerification,
    FindReset,
    IssueEmailToken,
    NoteMailSent,
    ResetPassword,
    VerifyEmail,
    WithdrawEmailToken,
)
from phantom_core.identity.use_cases.erasing import erase_account
from phantom_core.identity.use_cases.follows import (
    FollowUser,
    GetCircle,
    ListFollowers,
    ListFollowing,
    UnfollowUser,
)
from phantom_core.identity.use_cases.passwords import (
    ChangePassword,
    FindCredential,
    GetCredential,
    RefreshPasswordHash,
)
from phantom_core.identity.use_cases.people import (
    FindUsers,
    GetPeople,
)
from phantom_core.identity.use_cases.pictures import DropImage
from phantom_core.identity.use_cases.profiles import (
    DropSample,
    GetPublicProfile,
    ReplaceProfile,
)
from phantom_core.identity.use_cases.sessions import (
    EndSession,
    IdentifyActors,
    ListSessions,
    RotateRefreshToken,
    StartSession,
)

__all__ = [
    "ActOnReport",
    "AskForReset",
    "AskForVerification",
    "BlockUser",
    "ChangeEmail",
    "ChangePassword",
    "ChangeUser",
    "DropImage",
    "DropSample",
    "EndSession",
    "FileReport",
    "FindAccount",
    "FindCredential",
    "FindReset",
    "FindUsers",
    "FollowUser",
    "GetBlocked",
    "GetCircle",
    "GetCredential",
    "GetMe",
    "GetPeople",
    "GetPublicProfile",
    "GetUser",
    "GrantAdmin",
    "IdentifyActors",
    "IssueEmailToken",
    "ListAudit",
    "ListBlocked",
    "ListConsents",
    "ListFollowers",
    "ListFollowing",
    "ListReports",
    "ListSessions",
    "NoteMailSent",
    "RefreshPasswordHash",
    "RegisterUser",
    "ReplaceProfile",
    "ResetPassword",
    "RevokeAdmin",
    "RotateRefreshToken",
    "SetConsent",
    "SetUserStatus",
    "StartSession",
    "UnblockUser",
    "UnfollowUser",
    "UsersExist",
    "VerifyEmail",
    "WithdrawEmailToken",
    "erase_account",
]
