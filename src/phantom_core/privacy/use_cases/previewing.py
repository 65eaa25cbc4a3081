"""Looking at what an erasure would do, without doing it."""

from typing import Final

import attrs

from phantom_core.kernel import MAX_PAGE, Access, NameQuery, PageRequest, Query, UserId
from phantom_core.privacy.holdings.machinery import MACHINERY
from phantom_core.privacy.inventory import INVENTORY
from phantom_core.privacy.preview import ErasurePreview, HandedOver, KindPreview
from phantom_core.privacy.use_cases.steps.projects import ProjectErasing, heir_of
from phantom_core.privacy.use_cases.steps.step import ErasingWork

__all__ = ["PreviewErasure", "PreviewErasureOf"]

_INDEXES: Final = ("audio_tags", "search_terms")


@attrs.frozen(kw_only=True)
class PreviewErasure(Query[ErasurePreview]):
    """Look at what would become of one's own data."""

    access = Access.PERSON

    def run(self, work: ProjectErasing) -> ErasurePreview:
        """Answer it."""
        return _preview(work, work.actor.person)


@attrs.frozen(kw_only=True)
class PreviewErasureOf(Query[ErasurePreview]):
    """Look at what would become of somebody's data, as one in office."""

    access = Access.ADMIN
    user_id: UserId

    def run(self, work: ProjectErasing) -> ErasurePreview:
        """Answer it; for who is unknown, or erased, there is nothing."""
        return _preview(work, self.user_id)


def _preview(work: ProjectErasing, user_id: UserId) -> ErasurePreview:
    return ErasurePreview(kinds=_kinds(work, user_id), projects=_projects(work, user_id))


def _kinds(work: ErasingWork, user_id: UserId) -> tuple[KindPreview, ...]:
    counted = (
        (row, work.personal_rows.count(row.table, row.people, user_id))
        for row in INVENTORY
        if row.people and row not in MACHINERY and row.table not in _INDEXES
    )
    return tuple(
        KindPreview(kind=row.table, what=row.what, fate=row.fate, count=count, why=row.why)
        for row, count in counted
        if count
    )


def _projects(work: ProjectErasing, user_id: UserId) -> tuple[HandedOver, ...]:
    page = work.projects.of_user(user_id, NameQuery.of(""), PageRequest(limit=MAX_PAGE))
    owned = [project for project, place in page.items if place.owns]
    heirs = {project.id: heir_of(work, project.id) for project in owned}
    people = work.people.of({heir.user_id for heir in heirs.values() if heir is not None})
    return tuple(
        HandedOver(
            project_id=project.id,
            name=project.name,
            heir=None if (heir := heirs[project.id]) is None else people[heir.user_id],
        )
        for project in owned
    )
