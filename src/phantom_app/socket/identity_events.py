"""What is told of what happens to accounts."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from phantom_app.http.identity.payloads import (
    ConsentPayload,
    DevicePayload,
    MePayload,
    ProfilePayload,
    UserPayload,
    consent_of,
    device_of,
    me_of,
    person_of,
    profile_of,
    user_of,
)
from phantom_app.http.payloads import IdText, Payload
from phantom_app.socket.event_payloads import EventPayload, NothingMore
from phantom_core.identity import Account, Consent, Profile, SignedInDevice, User
from phantom_core.identity import events as identity
from phantom_core.identity.abuse_report import ReportKind, ReportStatus
from phantom_core.identity.session import EndReason
from phantom_core.kernel import Event, Person

__all__ = [
    "EVENTS",
    "RESOURCES",
    "AccountData",
    "BlockData",
    "ConsentData",
    "ContentCondemnedData",
    "FollowData",
    "ProfileData",
    "ReportResolvedData",
    "SessionData",
    "SessionsEndedData",
    "UserData",
]


class AccountData(EventPayload):
    """The account with its profile, as it begins."""

    account: MePayload


class UserData(EventPayload):
    """The account, as it is now."""

    user: UserPayload


class ProfileData(EventPayload):
    """The profile, as it is now."""

    profile: ProfilePayload


class SessionData(EventPayload):
    """The log-in session, as it is now."""

    session: DevicePayload


class SessionsEndedData(EventPayload):
    """These log-in sessions are over."""

    session_ids: tuple[IdText, ...]
    reason: EndReason


class FollowData(EventPayload):
    """Somebody follows somebody, or does no longer; the user is one of the two."""

    follower_id: IdText
    followee_id: IdText


class BlockData(EventPayload):
    """The user has blocked somebody, or let them in again."""

    blocked_id: IdText


class ConsentData(EventPayload):
    """The user allows something, or does no longer."""

    consent: ConsentPayload


class ReportResolvedData(EventPayload):
    """A report of the user's was acted on."""

    report_id: IdText
    status: ReportStatus


class ContentCondemnedData(EventPayload):
    """Something of the user's is deleted by an admin."""

    kind: ReportKind
    target_id: IdText


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    identity.UserRegistered: AccountData,
    identity.UserChanged: UserData,
    identity.UserStatusChanged: UserData,
    identity.ProfileChanged: ProfileData,
    identity.EmailVerified: NothingMore,
    identity.PasswordChanged: NothingMore,
    identity.SessionStarted: SessionData,
    identity.SessionRefreshed: SessionData,
    identity.SessionsEnded: SessionsEndedData,
    identity.Followed: FollowData,
    identity.FollowEnded: FollowData,
    identity.UserBlocked: BlockData,
    identity.UserUnblocked: BlockData,
    identity.ConsentGranted: ConsentData,
    identity.ConsentRevoked: ConsentData,
    identity.ReportResolved: ReportResolvedData,
    identity.ContentCondemned: ContentCondemnedData,
}
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {
    Account: me_of,
    Consent: consent_of,
    Person: person_of,
    Profile: profile_of,
    SignedInDevice: device_of,
    User: user_of,
}
"""How what events hold is told."""
