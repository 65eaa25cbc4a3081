"""Looking a project through for what could be better."""

from typing import Final

import attrs

from phantom_core.kernel import Access, Id, Query
from phantom_core.studio import policy
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.studio.arrangement.views import ArrangementView
from phantom_core.studio.hearing_ports import HearingWork
from phantom_core.studio.project import ProjectId
from phantom_core.studio.suggesting import HeardRecording, Material
from phantom_core.studio.use_cases._document import reading
from phantom_core.studio.use_cases._finding import seen
from phantom_core.studio.use_cases.syncing import arrangement

__all__ = ["GetMaterial"]

_NEW: Final = 3


@attrs.frozen(kw_only=True)
class GetMaterial(Query[Material]):
    """Look at all from which suggestions for a project are made.

    Raises: NotFound; ProjectOver; MayNot, for who is not in the project.
    """

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: HearingWork) -> Material:
        """Answer it."""
        entry = seen(work, self.project_id)
        policy.may_be_advised(entry.project, entry.place).enforce()
        with reading(work, self.project_id) as document:
            whole = arrangement(work, self.project_id, document)
        own = work.arranged_entities.find(EntityId(self.project_id))
        return Material(
            project_id=self.project_id,
            version=entry.project.version if own is None else own.version,
            arrangement=whole,
            heard=_heard(work, whole),
            new_ids=tuple(EntityId(work.new_id()) for _ in range(_NEW)),
        )


def _heard(work: HearingWork, whole: ArrangementView) -> dict[Id, HeardRecording]:
    audio = (segment.fields["audio"] for segment in whole.segments)
    known = {Id(each["audioFileId"]) for each in audio if each and "audioFileId" in each}
    me = work.actor.person
    found = {each: work.heard_recordings.find(each, seen_by=me) for each in sorted(known)}
    return {each: heard for each, heard in found.items() if heard is not None}
