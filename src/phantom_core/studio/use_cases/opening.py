"""Giving a project its document."""

import attrs

from phantom_core.kernel import Access, Command
from phantom_core.studio.arrangement.fields import KIND, Kind
from phantom_core.studio.arrangement.target import EntityId, Op, Target
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases._arranging import Arranging
from phantom_core.studio.use_cases._finding import Entry
from phantom_core.studio.use_cases._judging import rest_replica
from phantom_core.sync import Put, RecordId, Value

__all__ = ["OpenDocument"]


@attrs.frozen(kw_only=True)
class OpenDocument(Command[None]):
    """Begin the document of a project that was just made, with what the project is made of."""

    access = Access.SYSTEM
    project_id: ProjectId

    def run(self, work: ArrangementWork) -> None:
        """Make its first change, which is its owner's, unless it was made with its document."""
        project = work.projects.get(self.project_id)
        if work.documents.head(self.project_id) is not None:
            return
        fields: dict[str, Value] = {
            KIND: Kind.PROJECT.value,
            "name": project.name,
            "description": project.description,
            "tempo": project.tempo,
            "timeSignature": [*project.time_signature],
            "lengthMs": project.length_ms,
            "isPublic": project.is_public,
        }
        arranging = Arranging(work, Entry(project=project, place=None))
        arranging.write(
            Target(kind=Kind.PROJECT, id=EntityId(project.id), op=Op.CREATE),
            (Put(RecordId(project.id), fields),),
            replica=rest_replica(project.owner_id),
            author=project.owner_id,
        )
        arranging.finish()
