"""What the studio refuses, besides what every context does."""

from phantom_core.kernel.errors import Conflict, Forbidden, Gone

__all__ = [
    "AlreadyCollaborating",
    "AlreadyInvited",
    "MayNot",
    "NameTaken",
    "OwnerStays",
    "ProjectFull",
    "ProjectOver",
]


class MayNot(Forbidden):
    """Somebody is in a project, and may not do this there."""

    rule = "no-permission"


class OwnerStays(Conflict):
    """A project is never without an owner."""

    rule = "owner-stays"


class AlreadyCollaborating(Conflict):
    """Somebody is in the project already: they can neither be invited nor decline."""

    rule = "already-collaborating"

    def __init__(self) -> None:
        super().__init__("This person is in the project already.")


class AlreadyInvited(Conflict):
    """Somebody is invited already, to be or to be allowed something else."""

    rule = "already-invited"

    def __init__(self) -> None:
        super().__init__(
            "This person is invited already, to be or to do something else; "
            "what they are invited to be is changed by PUT of them among the collaborators."
        )


class ProjectFull(Conflict):
    """No more people may be in a project, those included who are invited."""

    rule = "project-full"

    def __init__(self) -> None:
        super().__init__("Too many people are in this project, or invited to it.")


class ProjectOver(Gone):
    """A project was deleted, for everybody."""

    rule = "project-over"

    def __init__(self) -> None:
        super().__init__("This project was deleted.")


class NameTaken(Conflict):
    """A project has one version of each name."""

    rule = "version-name-taken"

    def __init__(self) -> None:
        super().__init__("Another version of this project has this name.")
