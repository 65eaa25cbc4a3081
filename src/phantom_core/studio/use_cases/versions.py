"""Named versions: points in a project's past that can be found again, and gone back to."""

import attrs

from phantom_core.kernel import (
    Access,
    Checked,
    Command,
    Page,
    PageRequest,
    Query,
    line,
    ruled,
)
from phantom_core.studio import policy
from phantom_core.studio.arrangement.keeping import NamedVersion, NamedVersionId, VersionDocument
from phantom_core.studio.arrangement_events import VersionNamed
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.keeping_ports import KeepingWork
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases._document import standing
from phantom_core.studio.use_cases._finding import seen
from phantom_core.sync.snapshot import snapshot

__all__ = ["ListVersions", "NameVersion"]


@attrs.frozen(kw_only=True)
class NameVersion(Checked, Command[NamedVersion]):
    """Give a project as it stands now a name, so that it can be found again.

    All of it is kept, whatever becomes of its history.

    Raises: NotFound; ProjectOver; MayNot; Invalid; NameTaken.
    """

    access = Access.PERSON
    project_id: ProjectId
    name: str = ruled(line(1, 100))

    def run(self, work: KeepingWork) -> NamedVersion:
        """Answer the version."""
        entry = seen(work, self.project_id)
        policy.may_edit(entry.project, entry.place).enforce()
        now = standing(work, self.project_id)
        version = NamedVersion(
            id=NamedVersionId(work.new_id()),
            project_id=self.project_id,
            name=self.name,
            seq=now.seq,
            created_by=work.actor.person,
            created_at=work.now,
        )
        work.named_versions.add(version)
        body = snapshot(now.document)
        work.version_documents.add(VersionDocument(version_id=version.id, body=body))
        work.record(VersionNamed(project_id=self.project_id, version=version))
        return version


@attrs.frozen(kw_only=True)
class ListVersions(Query[Page[NamedVersion]]):
    """The named versions of a project, the latest first. Raises: NotFound; ProjectOver; Invalid."""

    access = Access.PERSON
    project_id: ProjectId
    page: PageRequest = PageRequest()

    def run(self, work: ArrangementWork) -> Page[NamedVersion]:
        """Answer a page of them."""
        seen(work, self.project_id)
        return work.named_versions.page(self.project_id, self.page)
