"""Where one context's repository answers the narrower question of images, or of who has them."""

from phantom_core.audio import AudioFileId
from phantom_core.audio.ports import AudioFiles
from phantom_core.identity.image_ports import ImageOwners
from phantom_core.kernel import Id, UserId
from phantom_core.media.images import (
    ImageId,
    ImageLinks,
    Images,
    LinkedType,
    LinkStanding,
    UsageType,
)
from phantom_core.studio import Collaborators, ProjectId, Projects

__all__ = ["KeptImageLinks", "KeptImageOwners"]


class KeptImageLinks(ImageLinks):
    """Takes it from the recordings and projects that are kept."""

    def __init__(self, files: AudioFiles, projects: Projects, collaborators: Collaborators) -> None:
        self._files = files
        self._projects = projects
        self._collaborators = collaborators

    def standing(self, kind: LinkedType, identifier: Id, user_id: UserId) -> LinkStanding:
        """What somebody is to something; of a project, a collaborator may be inside only."""
        if kind is LinkedType.PROJECT:
            return self._in_project(ProjectId(identifier), user_id)
        owner_id = (
            UserId(identifier)
            if kind is LinkedType.PROFILE
            else self._files.owner_of(AudioFileId(identifier))
        )
        return LinkStanding.SHAPES if owner_id == user_id else LinkStanding.NONE

    def _in_project(self, project_id: ProjectId, user_id: UserId) -> LinkStanding:
        project = self._projects.find(project_id)
        if project is None or not project.is_active:
            return LinkStanding.NONE
        place = self._collaborators.find(project_id, user_id)
        if place is None or not place.accepted:
            return LinkStanding.NONE
        return LinkStanding.SHAPES if place.permissions.can_edit else LinkStanding.INSIDE


class KeptImageOwners(ImageOwners):
    """Takes it from the images that are kept."""

    def __init__(self, images: Images) -> None:
        self._images = images

    def owner_of(self, image_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who uploaded an image, if it may be known; it is held."""
        found = self._images.find(ImageId(image_id))
        if found is None:
            return None
        known = found.uploader_id == seen_by or found.is_public
        return found.uploader_id if known else None

    def is_avatar(self, image_id: Id, user_id: UserId) -> bool:
        """Whether an image may be somebody's avatar; it is held."""
        return self._stands_for(image_id, user_id, UsageType.AVATAR)

    def is_banner(self, image_id: Id, user_id: UserId) -> bool:
        """Whether an image may be somebody's banner; it is held."""
        return self._stands_for(image_id, user_id, UsageType.BANNER)

    def _stands_for(self, image_id: Id, user_id: UserId, usage: UsageType) -> bool:
        found = self._images.find(ImageId(image_id))
        return found is not None and found.stands_for(user_id, usage)
