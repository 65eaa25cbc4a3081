"""Coming in, and what one may change about oneself."""

from datetime import date, datetime

import attrs

from phantom_core.identity import policy
from phantom_core.identity.consent import Purpose
from phantom_core.identity.errors import WrongPassword
from phantom_core.identity.events import UserChanged, UserRegistered
from phantom_core.identity.mail import AccountChange
from phantom_core.identity.password import Credential, PasswordHash
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.profile import Account, Profile
from phantom_core.identity.tasks import SendVerification
from phantom_core.identity.use_cases._replacing import still_proven
from phantom_core.identity.use_cases._revoking import revoke
from phantom_core.identity.use_cases._telling import tell
from phantom_core.identity.user import Gender, User, check_birth_date, folded
from phantom_core.kernel.access import Access, Allowed
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.errors import Fault, Invalid
from phantom_core.kernel.ids import Id
from phantom_core.kernel.quantities import Bpm
from phantom_core.kernel.unchanged import UNCHANGED, Unchanged, given

__all__ = ["ChangeEmail", "ChangeUser", "GetMe", "GetUser", "RegisterUser"]


@attrs.frozen(kw_only=True)
class RegisterUser(Command[User]):
    """Make an account, with an empty profile, and have its address verified.

    Raises: Invalid, EmailTaken, UsernameTaken.
    """

    access = Access.ANYONE
    email: str
    username: str
    password_hash: PasswordHash = attrs.field(repr=False)
    display_name: str | None = None
    gender: Gender | None = None

    def run(self, work: IdentityWork) -> User:
        """Answer the new user."""
        user = User(
            id=UserId(work.new_id()),
            email=self.email,
            username=self.username,
            display_name=self.username if self.display_name is None else self.display_name,
            gender=self.gender,
            created_at=work.now,
            updated_at=work.now,
        )
        work.users.add(user)
        work.credentials.add(
            Credential(user_id=user.id, password_hash=self.password_hash, changed_at=work.now)
        )
        profile = Profile(user_id=user.id, updated_at=work.now)
        work.profiles.add(profile)
        work.record(UserRegistered(user_id=user.id, account=Account(user=user, profile=profile)))
        work.enqueue(SendVerification(user_id=user.id))
        return user


@attrs.frozen(kw_only=True)
class GetMe(Query[Account]):
    """Look at one's own account and profile."""

    access = Access.PERSON

    def run(self, work: IdentityWork) -> Account:
        """Answer all that their owner may see of them."""
        me = work.actor.person
        return Account(user=work.users.get(me), profile=work.profiles.get(me))


@attrs.frozen(kw_only=True)
class GetUser(Query[User]):
    """Look at one's own account alone, as every client does when it starts."""

    access = Access.PERSON

    def run(self, work: IdentityWork) -> User:
        """Answer it."""
        return work.users.get(work.actor.person)


@attrs.frozen(kw_only=True)
class ChangeUser(Command[User]):
    """Change one's own account; what is not named stays.

    Who says that they are a minor takes their consent to being matched back.

    Attributes:
        avatar_image_id: a public avatar of one's own, or none.
        version: the version that the change was made to, if that matters.

    Raises: Outdated, Invalid, UsernameTaken.
    """

    access = Access.PERSON
    username: str | Unchanged = UNCHANGED
    display_name: str | Unchanged = UNCHANGED
    gender: Gender | Unchanged | None = UNCHANGED
    avatar_image_id: Id | Unchanged | None = UNCHANGED
    birth_date: date | Unchanged | None = UNCHANGED
    default_tempo: Bpm | Unchanged = UNCHANGED
    collaboration_notifications: bool | Unchanged = UNCHANGED
    private_receipts: bool | Unchanged = UNCHANGED
    version: int | None = None

    def run(self, work: IdentityWork) -> User:
        """Answer the user as they are now."""
        user = work.users.get(work.actor.person).based_on(self.version)
        if isinstance(self.birth_date, date):
            check_birth_date(self.birth_date, work.now.date())
        self._check_avatar(work)
        changes = given(
            username=self.username,
            display_name=self.display_name,
            gender=self.gender,
            avatar_image_id=self.avatar_image_id,
            birth_date=self.birth_date,
        )
        preferences = given(
            default_tempo=self.default_tempo,
            collaboration_notifications=self.collaboration_notifications,
            private_receipts=self.private_receipts,
        )
        changed = _change(
            work, user, **changes, preferences=attrs.evolve(user.preferences, **preferences)
        )
        _withdraw_minor(work, changed)
        return changed

    def _check_avatar(self, work: IdentityWork) -> None:
        image_id = self.avatar_image_id
        if image_id is None or isinstance(image_id, Unchanged):
            return
        if not work.image_owners.is_avatar(image_id, work.actor.person):
            fault = "must be a public image of your own whose usage type is `avatar`"
            raise Invalid(Fault("avatar_image_id", fault))


@attrs.frozen(kw_only=True)
class ChangeEmail(Command[User]):
    """Give oneself another address, which then must be verified.

    What was sent to the old address is good for nothing any more, and it is told of the change;
    another case of it is the same address. `flows.change_email` asks for
    the password first.

    Attributes:
        proven_at: `changed_at` of the credential that was verified.

    Raises: WrongPassword, if there has been another password since; Invalid, EmailTaken.
    """

    access = Access.PERSON
    proven_at: datetime
    email: str

    def run(self, work: IdentityWork) -> User:
        """Answer the user as they are now."""
        user = work.users.get(work.actor.person)
        if not still_proven(work, user.id, self.proven_at):
            raise WrongPassword("password")
        if user.email == self.email:
            return user
        same = folded(user.email) == folded(self.email)
        verified_at = user.email_verified_at if same else None
        changed = _change(work, user, email=self.email, email_verified_at=verified_at)
        work.email_tokens.clear(user.id)
        if not same:
            tell(work, user, AccountChange.EMAIL)
        if verified_at is None:
            work.enqueue(SendVerification(user_id=user.id))
        return changed


def _withdraw_minor(work: IdentityWork, user: User) -> None:
    today = work.now.date()
    if isinstance(policy.may_consent(user, Purpose.MATCHING, today), Allowed):
        return
    standing = work.consents.standing(user.id, Purpose.MATCHING)
    if standing is not None:
        revoke(work, standing)


def _change(work: IdentityWork, user: User, **changes: object) -> User:
    changed = user.changed(work.now, **changes)
    if attrs.evolve(changed, version=user.version, updated_at=user.updated_at) == user:
        return user
    work.users.put(changed)
    work.record(UserChanged(user_id=user.id, user=changed))
    return changed
