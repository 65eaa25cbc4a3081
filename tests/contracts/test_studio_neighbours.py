"""What the studio asks of its neighbours is answered by what they keep."""

from phantom_adapters.contracts.studio_neighbours import (
    DefaultTemposContract,
    ProjectBansContract,
)
from phantom_adapters.neighbours import KeptDefaultTempos, ProjectChatBans


class TestDefaultTempos(DefaultTemposContract):
    adapters = (KeptDefaultTempos,)


class TestProjectBans(ProjectBansContract):
    adapters = (ProjectChatBans,)
