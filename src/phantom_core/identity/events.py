"""What happens to accounts, told to their owners.

Of an owner's own account an event says all that has changed, so that who knew how it stood before
knows how it stands now. Everybody else is named by id only: what a topic tells of a person, it
tells of the one whose it is.
"""

from typing import ClassVar, Final

import attrs

from phantom_core.identity.abuse_report import ReportId, ReportKind, ReportStatus
from phantom_core.identity.consent import Consent
from phantom_core.identity.profile import Account, Profile
from phantom_core.identity.session import EndReason, SessionId, SignedInDevice
from phantom_core.identity.user import User
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.events import Event, Topic, topic
from phantom_core.kernel.ids import Id

__all__ = [
    "EVENTS",
    "ConsentGranted",
    "ConsentRevoked",
    "ContentCondemned",
    "EmailVerified",
    "FollowEnded",
    "Followed",
    "PasswordChanged",
    "ProfileChanged",
    "ReportResolved",
    "SessionRefreshed",
    "SessionStarted",
    "SessionsEnded",
    "UserBlocked",
    "UserChanged",
    "UserEvent",
    "UserRegistered",
    "UserStatusChanged",
    "UserUnblocked",
]


@attrs.frozen(kw_only=True)
class UserEvent(Event):
    """Something that is told to one user, on all their devices."""

    user_id: UserId

    @property
    def topic(self) -> Topic:
        """The user's own topic."""
        return topic("user", self.user_id)


@attrs.frozen(kw_only=True)
class UserRegistered(UserEvent):
    """Somebody has come in."""

    name: ClassVar[str] = "user.registered"
    account: Account


@attrs.frozen(kw_only=True)
class UserChanged(UserEvent):
    """A user's account reads differently from now on."""

    name: ClassVar[str] = "user.changed"
    user: User


@attrs.frozen(kw_only=True)
class UserStatusChanged(UserEvent):
    """An account was suspended, or is active again."""

    name: ClassVar[str] = "user.status"
    user: User


@attrs.frozen(kw_only=True)
class ProfileChanged(UserEvent):
    """A user's profile reads differently from now on."""

    name: ClassVar[str] = "profile.changed"
    profile: Profile


@attrs.frozen(kw_only=True)
class EmailVerified(UserEvent):
    """A user has proven their address."""

    name: ClassVar[str] = "email.verified"


@attrs.frozen(kw_only=True)
class PasswordChanged(UserEvent):
    """A user has another password."""

    name: ClassVar[str] = "password.changed"


@attrs.frozen(kw_only=True)
class SessionStarted(UserEvent):
    """A user has signed in on a device."""

    name: ClassVar[str] = "session.started"
    session: SignedInDevice


@attrs.frozen(kw_only=True)
class SessionRefreshed(UserEvent):
    """A device of a user's has come for its next tokens."""

    name: ClassVar[str] = "session.refreshed"
    session: SignedInDevice


@attrs.frozen(kw_only=True)
class SessionsEnded(UserEvent):
    """Some of a user's log-in sessions are over; what they had open is to be closed."""

    name: ClassVar[str] = "session.ended"
    session_ids: tuple[SessionId, ...]
    reason: EndReason


@attrs.frozen(kw_only=True)
class Followed(UserEvent):
    """Somebody follows somebody; told to both."""

    name: ClassVar[str] = "follow.started"
    follower_id: UserId
    followee_id: UserId


@attrs.frozen(kw_only=True)
class FollowEnded(UserEvent):
    """Somebody follows somebody no longer, by the wish of either; told to both."""

    name: ClassVar[str] = "follow.ended"
    follower_id: UserId
    followee_id: UserId


@attrs.frozen(kw_only=True)
class UserBlocked(UserEvent):
    """A user has blocked somebody; never told to the one who is blocked."""

    name: ClassVar[str] = "block.added"
    blocked_id: UserId


@attrs.frozen(kw_only=True)
class UserUnblocked(UserEvent):
    """A user has let somebody in again."""

    name: ClassVar[str] = "block.removed"
    blocked_id: UserId


@attrs.frozen(kw_only=True)
class ConsentGranted(UserEvent):
    """A user allows something."""

    name: ClassVar[str] = "consent.granted"
    consent: Consent


@attrs.frozen(kw_only=True)
class ConsentRevoked(UserEvent):
    """A user no longer allows something; what was made of it goes."""

    name: ClassVar[str] = "consent.revoked"
    consent: Consent


@attrs.frozen(kw_only=True)
class ReportResolved(UserEvent):
    """An admin has acted on a report; told to the one who filed it."""

    name: ClassVar[str] = "report.resolved"
    report_id: ReportId
    status: ReportStatus


@attrs.frozen(kw_only=True)
class ContentCondemned(UserEvent):
    """An admin has something deleted; told to its owner, and to the context that keeps it."""

    name: ClassVar[str] = "content.condemned"
    kind: ReportKind
    target_id: Id


EVENTS: Final[tuple[type[Event], ...]] = (
    UserRegistered,
    UserChanged,
    UserStatusChanged,
    ProfileChanged,
    EmailVerified,
    PasswordChanged,
    SessionStarted,
    SessionRefreshed,
    SessionsEnded,
    Followed,
    FollowEnded,
    UserBlocked,
    UserUnblocked,
    ConsentGranted,
    ConsentRevoked,
    ReportResolved,
    ContentCondemned,
)
"""All of them."""
