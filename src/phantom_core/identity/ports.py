"""What identity's commands need of storage.

Where a method says that a row is *held*, no other transaction changes it until this one ends; a
query holds nothing. Users are held in the order of their ids, before anything of theirs.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from phantom_core.identity.block import Block
from phantom_core.identity.consent import Consent, Purpose
from phantom_core.identity.follow import Follow, FollowCounts
from phantom_core.identity.image_ports import ImageOwners
from phantom_core.identity.office_ports import AbuseReports, AuditTrail
from phantom_core.identity.password import Credential
from phantom_core.identity.people_filter import ANYBODY, PeopleFilter
from phantom_core.identity.profile import Profile
from phantom_core.identity.session_ports import EmailTokens, Sessions
from phantom_core.identity.user import Person, User
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id
from phantom_core.kernel.paging import Page, PageRequest
from phantom_core.kernel.work import Work

__all__ = [
    "AudioOwners",
    "Blocks",
    "Consents",
    "Credentials",
    "Follows",
    "IdentityWork",
    "MessageOwners",
    "People",
    "Profiles",
    "RoomOwners",
    "Users",
]


class Users(Protocol):
    """Accounts."""

    def add(self, user: User) -> None:
        """Store a new user.

        Raises: EmailTaken, UsernameTaken (in this order), when somebody has the address or the
        name, in whatever case; Conflict, if a user with this id is there.
        """

    def get(self, user_id: UserId) -> User:
        """Find a user, and hold them. Raises: NotFound."""

    def named(self, login: str) -> User | None:
        """Find the user of an e-mail address (it has an `@`) or a user name, in whatever case.

        Nothing is held.
        """

    def exist(self) -> bool:
        """Whether there is any user, whatever their status."""

    def put(self, user: User) -> None:
        """Store a user's new state. Raises: EmailTaken, UsernameTaken, NotFound."""


class People(Protocol):
    """Users as others see them."""

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Person]:
        """Those of the users named that there are, whatever their status, in no order."""

    def active(self, user_id: UserId) -> bool:
        """Whether there is such a user, and their account is active. Nothing is held."""

    def erased(self, user_id: UserId) -> bool:
        """Whether there was such a user, who has been erased. Nothing is held."""

    def search(
        self,
        key: str,
        *,
        seen_by: UserId | None,
        page: PageRequest,
        wanted: PeopleFilter = ANYBODY,
    ) -> Page[Person]:
        """Active, discoverable people with a search term that begins with `key`.

        Whose profile lacks any of `wanted.words` is left out.

        Those who fit exactly come first, then those with a whole name that begins so, then
        those with a word that does (`people_search.rank`); people of one rank are sorted by
        `people_search.name_key`, then by id. Nobody is listed who is blocked by `seen_by`, or
        has blocked them. An empty key fits everybody.

        Raises: Invalid, for a cursor of another list.
        """


class Credentials(Protocol):
    """What proves who a user is."""

    def add(self, credential: Credential) -> None:
        """Store a user's first credential. Raises: Conflict, if they have one."""

    def get(self, user_id: UserId) -> Credential:
        """Find a user's credential, and hold it. Raises: NotFound."""

    def of_login(self, login: str) -> Credential | None:
        """The credential of whoever has an e-mail address or a user name, in whatever case.

        Nothing is held.
        """

    def put(self, credential: Credential) -> None:
        """Store a user's new credential in place of the old. Raises: NotFound."""


class Profiles(Protocol):
    """What users tell about themselves."""

    def add(self, profile: Profile) -> None:
        """Store a user's first profile. Raises: Conflict, if they have one."""

    def get(self, user_id: UserId) -> Profile:
        """Find a user's profile, and hold it. Raises: NotFound."""

    def put(self, profile: Profile) -> None:
        """Store a profile's new state. Raises: NotFound."""


class Follows(Protocol):
    """Who follows whom."""

    def add(self, follow: Follow) -> bool:
        """Store a follow, and say whether it is new; the first one's time stands."""

    def remove(self, follower_id: UserId, followee_id: UserId) -> bool:
        """Take a follow away, and say whether there was one."""

    def exists(self, follower_id: UserId, followee_id: UserId) -> bool:
        """Whether one follows the other."""

    def counts(self, user_id: UserId) -> FollowCounts:
        """How many follow a user, and how many they follow; active or not, seen or not."""

    def followers(
        self, user_id: UserId, *, seen_by: UserId | None, page: PageRequest
    ) -> Page[Person]:
        """Active people who follow a user, the latest first, then by descending id.

        Nobody is listed who is blocked by `seen_by`, or has blocked them. Raises: Invalid, for a
        cursor of another list.
        """

    def following(
        self, user_id: UserId, *, seen_by: UserId | None, page: PageRequest
    ) -> Page[Person]:
        """Active people whom a user follows; as `followers`."""

    def among(
        self, followers: Collection[UserId], followees: Collection[UserId]
    ) -> Collection[tuple[UserId, UserId]]:
        """Which of some people follow which of others, each follower before whom they follow."""

    def mutual(self, user_id: UserId, among: int) -> Sequence[UserId]:
        """Who follows a user back, of the `among` people whom they have followed last.

        The latest come first, then the greatest id. Whether somebody is active is not asked;
        nobody is named where one of the two has blocked the other.
        """


class Blocks(Protocol):
    """Who has blocked whom."""

    def add(self, block: Block) -> bool:
        """Store a block, and say whether it is new; the first one's time stands."""

    def remove(self, blocker_id: UserId, blocked_id: UserId) -> bool:
        """Take a block away, and say whether there was one."""

    def exists(self, blocker_id: UserId, blocked_id: UserId) -> bool:
        """Whether the first has blocked the second."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""

    def among(self, user_id: UserId, others: Collection[UserId]) -> Collection[UserId]:
        """Which of the others a user has blocked, or is blocked by; in no order."""

    def all_by(self, blocker_id: UserId) -> Collection[UserId]:
        """All whom a user has blocked, in no order."""

    def blocked_by(self, blocker_id: UserId, page: PageRequest) -> Page[Person]:
        """Those whom a user has blocked, the latest first, then by descending id.

        Raises: Invalid, for a cursor of another list.
        """


class Consents(Protocol):
    """What users allow, and have allowed."""

    def add(self, consent: Consent) -> None:
        """Store a new consent. Raises: Conflict, if one stands for its user and purpose."""

    def standing(self, user_id: UserId, purpose: Purpose) -> Consent | None:
        """The consent of a user for a purpose that has not been revoked; it is held."""

    def history(self, user_id: UserId, page: PageRequest) -> Page[Consent]:
        """All consents of a user, the latest granted first, then by descending id.

        Raises: Invalid, for a foreign cursor.
        """

    def put(self, consent: Consent) -> None:
        """Store a consent's new state. Raises: NotFound."""


class AudioOwners(Protocol):
    """Whose an audio file is."""

    def owner_of(self, audio_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who owns an audio file, which is held; `None` if there is none that `seen_by` may know.

        Those may know it who own it, and everybody if it is public; blocks are not looked at.
        """


class MessageOwners(Protocol):
    """Who answers for a message."""

    def owner_of(self, message_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who sent a message; `None` if there is none that `seen_by` may know.

        Those may know it who are in its chat room, until it is deleted; blocks are not looked at.
        What a room itself says is nobody's. Nothing is held.
        """


class RoomOwners(Protocol):
    """Who answers for a listening room."""

    def owner_of(self, room_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who is a room's host; `None` if there is none that `seen_by` may know. It is held.

        Everybody may know of a public room, and of a private one those who are in it, until it is
        over; blocks are not looked at.
        """


class IdentityWork(Work, Protocol):
    """What identity's commands are given."""

    users: Users
    people: People
    credentials: Credentials
    profiles: Profiles
    follows: Follows
    blocks: Blocks
    consents: Consents
    sessions: Sessions
    email_tokens: EmailTokens
    abuse_reports: AbuseReports
    audit_trail: AuditTrail
    audio_owners: AudioOwners
    message_owners: MessageOwners
    room_owners: RoomOwners
    image_owners: ImageOwners
