"""What everybody promises who tells images of their neighbours, and the neighbours of images."""

from datetime import datetime
from typing import Any

import pytest

from phantom_adapters.contracts.identity_examples import add_people, read, user
from phantom_adapters.contracts.image_examples import image, image_id
from phantom_adapters.contracts.recording_examples import (
    ADA,
    EVE,
    MOMENT,
    Repository,
    audio_file,
)
from phantom_adapters.contracts.studio_examples import project
from phantom_core.identity import AuditId, AuditRecord
from phantom_core.kernel import Conflict, Id, PageRequest, Storage, Visibility, uuid7
from phantom_core.media.images import LinkedType, LinkStanding, UsageType
from phantom_core.studio import CollaboratorRole, ProjectCollaborator
from phantom_core.studio.collaborator import defaults_of

__all__ = ["ImageAuditContract", "ImageLinksContract", "ImageOwnersContract"]

_ACT = Id(uuid7(MOMENT, 7))
_PROJECT = project(1)


class ImageAuditContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def audit(self, storage: Storage) -> Any:
        """What is under test; there is somebody in office."""
        await add_people(storage, user(1, id=EVE, is_admin=True))
        return Repository(storage, "image_audit")

    async def test_an_act_stands_in_the_trail_once(self, storage: Storage, audit: Any) -> None:
        act = {"at": MOMENT, "by": EVE, "action": "image.deleted", "image": image(1)}
        await audit.note(_ACT, **act)
        with pytest.raises(Conflict):
            await audit.note(_ACT, **act)

        page = await read(storage, lambda work: work.audit_trail.page(PageRequest()))
        assert list(page.items) == [
            AuditRecord(
                id=AuditId(_ACT),
                at=MOMENT,
                actor_id=EVE,
                action="image.deleted",
                target_kind="image",
                target_id=image(1).id,
                detail=f"of user {ADA}",
            )
        ]


class ImageLinksContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def links(self, storage: Storage) -> Any:
        """What is under test; there are two people, and a recording of Ada's."""
        await add_people(storage, user(1, id=ADA), user(2, id=EVE))
        files: Any = Repository(storage, "audio_files")
        await files.add(audio_file(1))
        return Repository(storage, "image_links")

    async def test_a_profile_is_its_users(self, links: Any) -> None:
        assert await links.standing(LinkedType.PROFILE, ADA, ADA) is LinkStanding.SHAPES
        assert await links.standing(LinkedType.PROFILE, ADA, EVE) is LinkStanding.NONE

    async def test_a_recording_is_its_owners(self, links: Any) -> None:
        file_id = audio_file(1).id

        assert await links.standing(LinkedType.AUDIO_FILE, file_id, ADA) is LinkStanding.SHAPES
        assert await links.standing(LinkedType.AUDIO_FILE, file_id, EVE) is LinkStanding.NONE
        assert await links.standing(LinkedType.AUDIO_FILE, image_id(1), ADA) is LinkStanding.NONE

    @pytest.mark.parametrize(
        ("role", "joined_at", "standing"),
        [
            (CollaboratorRole.OWNER, MOMENT, LinkStanding.SHAPES),
            (CollaboratorRole.CONTRIBUTOR, MOMENT, LinkStanding.SHAPES),
            (CollaboratorRole.VIEWER, MOMENT, LinkStanding.INSIDE),
            (CollaboratorRole.CONTRIBUTOR, None, LinkStanding.NONE),
        ],
    )
    async def test_a_project_is_shaped_by_who_may_edit_it(
        self,
        storage: Storage,
        links: Any,
        role: CollaboratorRole,
        joined_at: datetime | None,
        standing: LinkStanding,
    ) -> None:
        place = ProjectCollaborator(
            project_id=_PROJECT.id,
            user_id=EVE,
            role=role,
            permissions=defaults_of(role),
            invited_by=ADA,
            invited_at=MOMENT,
            joined_at=joined_at,
        )
        projects: Any = Repository(storage, "projects")
        places: Any = Repository(storage, "project_collaborators")
        await projects.add(_PROJECT)
        await places.add(place)

        async def found() -> Any:
            return await links.standing(LinkedType.PROJECT, _PROJECT.id, EVE)

        assert await found() is standing
        await projects.put(_PROJECT.changed(MOMENT, is_active=False))
        assert await found() is LinkStanding.NONE
        assert await links.standing(LinkedType.PROJECT, image_id(1), EVE) is LinkStanding.NONE


class ImageOwnersContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_an_image_is_its_uploaders_and_what_may_not_be_known_is_nobodys(
        self, storage: Storage
    ) -> None:
        images: Any = Repository(storage, "images")
        await images.add(image(1))
        await images.add(image(2, visibility=Visibility.PUBLIC))
        owners: Any = Repository(storage, "image_owners")

        assert await owners.owner_of(image_id(1), seen_by=ADA) == ADA
        assert await owners.owner_of(image_id(1), seen_by=EVE) is None
        assert await owners.owner_of(image_id(2), seen_by=EVE) == ADA
        assert await owners.owner_of(image_id(3), seen_by=ADA) is None

    async def test_what_stands_for_somebody_is_public_their_own_and_made_for_it(
        self, storage: Storage
    ) -> None:
        public = Visibility.PUBLIC
        images: Any = Repository(storage, "images")
        await images.add(image(1, usage_type=UsageType.AVATAR, visibility=public))
        await images.add(image(2, usage_type=UsageType.AVATAR))
        await images.add(image(3, usage_type=UsageType.BANNER, visibility=public))
        owners: Any = Repository(storage, "image_owners")

        avatars = [await owners.is_avatar(image_id(number), ADA) for number in (1, 2, 3, 4)]
        banners = [await owners.is_banner(image_id(number), ADA) for number in (1, 2, 3, 4)]

        assert avatars == [True, False, False, False]
        assert banners == [False, False, True, False]
        assert not await owners.is_avatar(image_id(1), EVE)
        assert not await owners.is_banner(image_id(3), EVE)
