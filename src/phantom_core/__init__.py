"""Phantom's domain: every entity, rule, use case and port of a music app's back end.

It needs `attrs` and nothing else. A working world in memory is one line away:
`phantom_adapters.memory.world()`.
"""

from phantom_core.kernel import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    Command,
    Page,
    PageRequest,
    PhantomError,
    Query,
    person,
)
from phantom_core.phantom import Outcome, Phantom

__all__ = [
    "ANONYMOUS",
    "SYSTEM",
    "Actor",
    "Command",
    "Outcome",
    "Page",
    "PageRequest",
    "Phantom",
    "PhantomError",
    "Query",
    "person",
]
