"""What the studio keeps."""

from typing import Final

from phantom_core.privacy.holding import Fate, Holding

__all__ = ["STUDIO"]

_WORK: Final = "The work stays with the project, attributed to an erased user."

STUDIO: Final = (
    Holding(
        table="projects",
        what="a project",
        people=("owner_id",),
        words=("name", "description"),
        plain=("id", "origin", "time_signature"),
        export="projects",
        fate=Fate.KEPT,
        why="With others in it, it is handed over; alone, it is deleted and loses its words.",
    ),
    Holding(
        table="project_words",
        what="a word that a project is found by",
        words=("word",),
        plain=("project_id",),
        withheld="It is made of what is exported, to find it by.",
        fate=Fate.KEPT,
        why="They go with the project's name.",
    ),
    Holding(
        table="project_collaborators",
        what="somebody is in a project, or invited",
        people=("user_id", "invited_by"),
        plain=("project_id", "role", "permissions"),
        export="project-places",
        fate=Fate.GONE,
    ),
    Holding(
        table="project_attachments",
        what="somebody listens to a project's topic",
        people=("user_id",),
        plain=("project_id", "server_id"),
        withheld="It ends with the socket, and says no more than that.",
        fate=Fate.GONE,
        why="It ends with the socket.",
    ),
    Holding(
        table="project_sessions",
        what="people work on a project together",
        words=("playback",),
        plain=("project_id",),
        withheld="It is how a project is played together now, and nobody's own.",
        fate=Fate.KEPT,
    ),
    Holding(
        table="project_documents",
        what="how far a project's changes have come",
        plain=("project_id", "chain"),
        fate=Fate.KEPT,
    ),
    Holding(
        table="project_checkpoints",
        what="a project as it stood",
        words=("body",),
        plain=("project_id", "vector", "chain"),
        export="projects",
        fate=Fate.KEPT,
        why=_WORK,
    ),
    Holding(
        table="arranged_entities",
        what="a part of a project",
        people=("last_modified_by",),
        plain=("id", "project_id", "kind", "vector"),
        export="contributions",
        fate=Fate.KEPT,
        why=_WORK,
    ),
    Holding(
        table="kept_changes",
        what="a change of a project",
        plain=("project_id", "replica", "change_id", "entity_id", "refusal"),
        fate=Fate.KEPT,
        why=_WORK,
    ),
    Holding(
        table="project_conflicts",
        what="two have changed the same thing",
        people=("resolved_by",),
        words=("winner", "losers"),
        plain=("id", "project_id", "kind", "entity", "entity_id", "record", "field"),
        withheld="It is between several; what stands is in the project.",
        fate=Fate.KEPT,
        why=_WORK,
    ),
    Holding(
        table="named_versions",
        what="a version of a project that was given a name",
        people=("created_by",),
        words=("name",),
        plain=("id", "project_id"),
        export="versions",
        fate=Fate.KEPT,
        why=_WORK,
    ),
    Holding(
        table="version_documents",
        what="a project as a version keeps it",
        words=("body",),
        plain=("version_id",),
        withheld="It is how a project stood; what stands is in the project.",
        fate=Fate.KEPT,
        why=_WORK,
    ),
)
"""What the studio keeps."""
