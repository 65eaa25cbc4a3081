"""The past of a project: naming points in it, and going back to one."""

from collections.abc import Sequence

import attrs

from phantom_core.kernel import (
    Access,
    Checked,
    Command,
    Fault,
    Invalid,
    NotFound,
    Page,
    PageRequest,
    Query,
    Topic,
    between,
    line,
    ruled,
)
from phantom_core.studio import policy
from phantom_core.studio.arrangement.keeping import NamedVersion, NamedVersionId
from phantom_core.studio.arrangement.rollback import edits_back
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.studio.arrangement_events import VersionNamed
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import ProjectId, project_topic
from phantom_core.studio.use_cases._arranging import Arranging, Decided, Sent
from phantom_core.studio.use_cases._document import past
from phantom_core.studio.use_cases._finding import seen
from phantom_core.studio.use_cases._judging import rest_replica
from phantom_core.studio.use_cases.pushing import Pushed
from phantom_core.sync import Change, Edit, RecordId, ReplicaId

__all__ = ["ListVersions", "NameVersion", "RollBack"]

_NAME = line(1, 100)


@attrs.frozen(kw_only=True)
class NameVersion(Checked, Command[NamedVersion]):
    """Give the project as it stands now a name.

    Raises: NotFound; ProjectOver; MayNot; NameTaken; Invalid.
    """

    access = Access.PERSON
    project_id: ProjectId
    name: str = ruled(_NAME)

    def run(self, work: ArrangementWork) -> NamedVersion:
        """Answer it."""
        entry = seen(work, self.project_id)
        policy.may_edit(entry.project, entry.place).enforce()
        version = NamedVersion(
            id=NamedVersionId(work.new_id()),
            project_id=self.project_id,
            name=self.name,
            seq=work.log.head(project_topic(self.project_id)).seq,
            created_by=work.actor.person,
            created_at=work.now,
        )
        work.named_versions.add(version)
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


@attrs.frozen(kw_only=True)
class RollBack(Checked, Command[Pushed]):
    """Take a project, or one of its stems or segments, back to what stood after an event.

    That is done by new changes, which know all that stands: they can be rolled back, too. Who may
    look at the project stays as it is.

    Attributes:
        to_seq: the event; or
        to_version: the name of a version.
        entity_id: the stem or segment; `None` for all of the project.

    Raises: NotFound; ProjectOver; MayNot; Invalid.
    """

    access = Access.PERSON
    project_id: ProjectId
    to_seq: int | None = ruled(between(1, 2**53 - 1), default=None)
    to_version: str | None = None
    entity_id: EntityId | None = None

    def __attrs_post_init__(self) -> None:
        """Demand one point in the past. Raises: Invalid."""
        Checked.__attrs_post_init__(self)
        if (self.to_seq is None) == (self.to_version is None):
            raise Invalid(Fault("to_seq", "must be given, or the name of a version"))

    @property
    def hot_topic(self) -> Topic:
        """The project's."""
        return project_topic(self.project_id)

    def run(self, work: ArrangementWork) -> Pushed:
        """Answer what was changed."""
        entry = seen(work, self.project_id)
        policy.may_edit(entry.project, entry.place).enforce()
        arranging = Arranging(work, entry)
        then = past(work, self.project_id, self._seq(work, arranging.seq))
        entity = RecordId(self.entity_id or self.project_id)
        if not (then.is_known(entity) or arranging.document.is_known(entity)):
            raise NotFound("stem or segment", entity)
        decided: list[Decided] = []
        # What comes later in a way back is judged by what stands, and so found before it begins.
        for edits in [*edits_back(arranging.document.branch(), then, entity)]:
            decided += _write(work, arranging, edits)
        arranging.finish()
        vector = arranging.document.vector.counters
        return Pushed(decided=decided, vector=vector, seq=arranging.seq)

    def _seq(self, work: ArrangementWork, head: int) -> int:
        if self.to_version is not None:
            found = work.named_versions.find(self.project_id, self.to_version)
            if found is None:
                raise NotFound("version", self.to_version)
            return found.seq
        seq = self.to_seq or 0
        if seq > head:
            raise Invalid(Fault("to_seq", f"must be at most {head}, where the project stands"))
        return seq


def _write(
    work: ArrangementWork, arranging: Arranging, edits: tuple[Edit, ...]
) -> Sequence[Decided]:
    replica: ReplicaId = rest_replica(work.actor.person)
    vector = arranging.document.vector.counters
    change = Change(
        replica=replica,
        counter=arranging.next_of(replica),
        author=work.actor.person,
        time=arranging.tick(),
        seen={each: count for each, count in vector.items() if each != replica},
        edits=edits,
    )
    sent = Sent(change_id=f"{replica}:{change.counter}", change=change)
    decided = arranging.take([sent], live=True, own=replica)
    if arranging.errors:
        raise arranging.errors[0]
    return decided
