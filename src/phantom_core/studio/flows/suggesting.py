"""Suggestions for a project."""

import asyncio
from collections.abc import Sequence

from phantom_core.kernel import Actor
from phantom_core.studio.flows.edge import StudioEdge
from phantom_core.studio.project import ProjectId
from phantom_core.studio.suggesting import Suggestion, suggestions
from phantom_core.studio.use_cases.suggesting import GetMaterial

__all__ = ["suggest"]


async def suggest(edge: StudioEdge, project_id: ProjectId, *, actor: Actor) -> Sequence[Suggestion]:
    """Look a project through for what could be better, as it stands now.

    Raises: NotFound; ProjectOver; MayNot, for who is not in the project.
    """
    material = await edge.phantom.ask(GetMaterial(project_id=project_id), actor=actor)
    return await asyncio.to_thread(suggestions, material)
