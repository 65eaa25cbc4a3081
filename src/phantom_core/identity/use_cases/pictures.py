"""Images that stand for somebody, once they may do so no longer."""

import attrs

from phantom_core.identity.events import ProfileChanged, UserChanged
from phantom_core.identity.ports import IdentityWork
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command
from phantom_core.kernel.ids import Id

__all__ = ["DropImage"]


@attrs.frozen(kw_only=True)
class DropImage(Command[None]):
    """Take an image off its uploader that is their avatar or banner, if it may not be so now."""

    access = Access.SYSTEM
    user_id: UserId
    image_id: Id

    def run(self, work: IdentityWork) -> None:
        """Drop it."""
        user = work.users.get(self.user_id)
        profile = work.profiles.get(self.user_id)
        owners = work.image_owners
        if user.avatar_image_id == self.image_id and not owners.is_avatar(self.image_id, user.id):
            bare = user.changed(work.now, avatar_image_id=None)
            work.users.put(bare)
            work.record(UserChanged(user_id=user.id, user=bare))
        if profile.banner_image_id == self.image_id and not owners.is_banner(
            self.image_id, user.id
        ):
            plain = profile.changed(work.now, banner_image_id=None)
            work.profiles.put(plain)
            work.record(ProfileChanged(user_id=user.id, profile=plain))
