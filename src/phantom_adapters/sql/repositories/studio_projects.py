"""Projects, over SQL."""

from typing import Any, Final

import attrs
from sqlalchemy import ColumnElement, Select, bindparam, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.repositories.studio_collaborators import COLLABORATORS
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement, by_form
from phantom_adapters.sql.tables.studio import project_collaborators, project_words, projects
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Instant, Key
from phantom_adapters.sql.word_index import WordIndex, beyond
from phantom_core.kernel import NameQuery, Page, PageRequest, UserId, name_words
from phantom_core.kernel.paging import after_moment
from phantom_core.studio import Project, ProjectCollaborator, ProjectId, Projects
from phantom_core.studio.listing import OWN, PUBLIC, project_cursor

__all__ = ["SqlProjects"]


def _shown_at(project: Project) -> Any:
    return project.last_accessed_at if project.is_public and project.is_active else None


_PROJECTS: Final = Rows(projects, Project, noun="project", computed={"shown_at": _shown_at})
_FIELDS: Final = [field.name for field in attrs.fields(Project)]
_ADD: Final = Statement(
    insert(projects)
    .values({column.name: bindparam(column.name) for column in projects.c})
    .on_conflict_do_nothing(index_elements=[projects.c.id])
)
_WORDS: Final = WordIndex(project_words)
_PLACES: Final = Statement(
    COLLABORATORS.select.where(
        project_collaborators.c.user_id == bindparam("user_id"),
        project_collaborators.c.project_id.in_(bindparam("ids", expanding=True)),
    )
)


class SqlProjects(Projects):
    """Projects in a table, and beside it the words that they are found by."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._named: dict[ProjectId, str] = {}

    def add(self, project: Project) -> bool:
        """Store a new project, and say whether there was none with its id."""
        values = {name: getattr(project, name) for name in _FIELDS}
        if not self._tx.run(_ADD, **values, shown_at=_shown_at(project)):
            return False
        _WORDS.add(self._tx, project.id, name_words(project.name))
        self._named[project.id] = project.name
        return True

    def get(self, project_id: ProjectId) -> Project:
        """Find a project, and hold it, or refuse."""
        project = _PROJECTS.get(self._tx, project_id)
        self._named[project_id] = project.name
        return project

    def find(self, project_id: ProjectId) -> Project | None:
        """Find a project, which is not held."""
        return _PROJECTS.find(self._tx, project_id)

    def put(self, project: Project) -> None:
        """Store a project's new state. Under the name that was found, it is found already."""
        _PROJECTS.put(self._tx, project)
        if self._named.get(project.id) != project.name:
            _WORDS.put(self._tx, project.id, name_words(project.name))
            self._named[project.id] = project.name

    def public(self, query: NameQuery, page: PageRequest) -> Page[Project]:
        """Active public projects, those to which somebody came last first."""
        return self._page(PUBLIC, query, page)

    def of_user(
        self, user_id: UserId, query: NameQuery, page: PageRequest, *, public_only: bool = False
    ) -> Page[tuple[Project, ProjectCollaborator]]:
        """The active projects in which somebody collaborates, with their place."""
        listed = self._page(OWN, query, page, shared=public_only, user_id=user_id)
        ids = [project.id for project in listed.items]
        found = COLLABORATORS.all(self._tx, _PLACES, user_id=user_id, ids=ids) if ids else []
        places = {place.project_id: place for place in found}
        return listed.map(lambda project: (project, places[project.id]))

    def _page(
        self,
        listing: str,
        query: NameQuery,
        page: PageRequest,
        *,
        shared: bool = False,
        **values: Any,
    ) -> Page[Project]:
        begin = after_moment(page, listing)
        words = len(query.words)
        statement = _statement(listing, words, further=begin is not None, shared=shared)
        values["limit"] = page.limit + 1
        for number, word in enumerate(query.words):
            values |= {f"word{number}": word, f"past{number}": beyond(word)}
        if begin is not None:
            values["at"], values["id"] = begin
        rows = _PROJECTS.all(self._tx, statement, **values)
        return Page.of(rows, page.limit, lambda project: project_cursor(listing, project))


@by_form
def _statement(listing: str, words: int, *, further: bool, shared: bool) -> Statement:
    chosen, at = _shown() if listing == PUBLIC else _own()
    conditions = [_named(number) for number in range(words)]
    if shared:
        conditions.append(projects.c.is_public)
    if further:
        begin = tuple_(bindparam("at", type_=Instant()), bindparam("id", type_=Key()))
        conditions.append(tuple_(at, projects.c.id) < begin)
    ordered = chosen.where(*conditions).order_by(at.desc(), projects.c.id.desc())
    return Statement(ordered.limit(bindparam("limit")))


def _shown() -> tuple[Select[Any], ColumnElement[Any]]:
    shown_at = projects.c.shown_at
    return _PROJECTS.select.where(shown_at.is_not(None)), shown_at


def _own() -> tuple[Select[Any], ColumnElement[Any]]:
    theirs = project_collaborators.c.project_id == projects.c.id
    mine = _PROJECTS.select.join_from(projects, project_collaborators, theirs).where(
        project_collaborators.c.user_id == bindparam("user_id"),
        project_collaborators.c.joined_at.is_not(None),
        projects.c.is_active,
    )
    return mine, projects.c.last_accessed_at


def _named(number: int) -> ColumnElement[bool]:
    """Whether the query's word of that number begins a word of the name."""
    word = project_words.c.word
    begun = word >= bindparam(f"word{number}"), word < bindparam(f"past{number}")
    return projects.c.id.in_(select(project_words.c.project_id).where(*begun))
