"""What people do with projects."""

from phantom_core.studio.use_cases.looking import GetProject, ListProjects, ListPublicProjects
from phantom_core.studio.use_cases.making import CreateProject, DeleteProject

__all__ = [
    "CreateProject",
    "DeleteProject",
    "GetProject",
    "ListProjects",
    "ListPublicProjects",
]
