"""What one tells about oneself, and reads about others."""

from collections.abc import Mapping

import attrs

from phantom_core.identity.events import ProfileChanged
from phantom_core.identity.ports import IdentityWork
from phantom_core.identity.profile import MOST_SAMPLES, Profile, PublicProfile, Seeking
from phantom_core.identity.use_cases._sight import visible
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.errors import Fault, Invalid
from phantom_core.kernel.ids import Id, is_id
from phantom_core.kernel.unchanged import UNCHANGED, Unchanged, given

__all__ = ["DropSample", "GetPublicProfile", "ReplaceProfile"]


@attrs.frozen(kw_only=True)
class ReplaceProfile(Command[Profile]):
    """Say all that one's profile says, in place of what it said; the banner stays if not named.

    Attributes:
        banner_image_id: a public banner of one's own, or none.
        samples: audio files of one's own.
        version: the version that the change was made to, if that matters.

    Raises: Outdated, Invalid.
    """

    access = Access.PERSON
    bio: str = ""
    roles: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    region: str | None = None
    tags: tuple[str, ...] = ()
    banner_image_id: Id | Unchanged | None = UNCHANGED
    samples: tuple[Id, ...] = ()
    seeking: Seeking = Seeking()
    discoverable: bool = True
    version: int | None = None

    def run(self, work: IdentityWork) -> Profile:
        """Answer the profile as it is now."""
        me = work.actor.person
        work.users.get(me)
        mine = self._samples_of_mine(work)
        self._check_banner(work)
        profile = work.profiles.get(me).based_on(self.version)
        changed = profile.changed(work.now, **self._said())
        self._check_samples(mine.union(profile.samples))
        return _store(work, profile, changed)

    def _said(self) -> Mapping[str, object]:
        said = attrs.asdict(self, recurse=False, filter=lambda field, _: field.name != "version")
        return given(**said)

    def _check_banner(self, work: IdentityWork) -> None:
        image_id = self.banner_image_id
        if image_id is None or isinstance(image_id, Unchanged):
            return
        if not work.image_owners.is_banner(image_id, work.actor.person):
            fault = "must be a public image of your own whose usage type is `banner`"
            raise Invalid(Fault("banner_image_id", fault))

    def _samples_of_mine(self, work: IdentityWork) -> set[Id]:
        """Those of the samples that are the actor's, held in the order in which all hold them."""
        named = sorted({sample for sample in self.samples if is_id(sample)})
        return {sample for sample in named[:MOST_SAMPLES] if self._is_mine(work, sample)}

    def _check_samples(self, good: set[Id]) -> None:
        faults = [
            Fault(f"samples[{place}]", "must be an audio file of your own")
            for place, sample in enumerate(self.samples)
            if sample not in good
        ]
        if faults:
            raise Invalid(*faults)

    def _is_mine(self, work: IdentityWork, sample: Id) -> bool:
        me = work.actor.person
        return work.audio_owners.owner_of(sample, seen_by=me) == me


@attrs.frozen(kw_only=True)
class DropSample(Command[None]):
    """Take an audio file that is gone out of its owner's profile, if it is there."""

    access = Access.SYSTEM
    user_id: UserId
    audio_id: Id

    def run(self, work: IdentityWork) -> None:
        """Drop it."""
        profile = work.profiles.get(self.user_id)
        rest = tuple(sample for sample in profile.samples if sample != self.audio_id)
        _store(work, profile, profile.changed(work.now, samples=rest))


@attrs.frozen(kw_only=True)
class GetPublicProfile(Query[PublicProfile]):
    """Read about somebody. Raises: NotFound, also if one of the two has blocked the other."""

    access = Access.PERSON
    user_id: UserId

    def run(self, work: IdentityWork) -> PublicProfile:
        """Answer what they tell everybody; samples that one may not hear are left out."""
        user = visible(work, self.user_id)
        profile = work.profiles.get(self.user_id)
        counts = work.follows.counts(self.user_id)
        me = work.actor.person
        return PublicProfile(
            person=user.person,
            bio=profile.bio,
            roles=profile.roles,
            instruments=profile.instruments,
            region=profile.region,
            tags=profile.tags,
            banner_image_id=profile.banner_image_id,
            samples=tuple(
                sample
                for sample in profile.samples
                if work.audio_owners.owner_of(sample, seen_by=me) is not None
            ),
            followers=counts.followers,
            following=counts.following,
            followed=work.follows.exists(me, self.user_id),
            follows_viewer=work.follows.exists(self.user_id, me),
        )


def _store(work: IdentityWork, profile: Profile, changed: Profile) -> Profile:
    if attrs.evolve(changed, version=profile.version, updated_at=profile.updated_at) == profile:
        return profile
    work.profiles.put(changed)
    work.record(ProfileChanged(user_id=profile.user_id, profile=changed))
    return changed
