"""Every event and every deferred piece of work by its stored name: what a log or a queue may hold.

Storage reads names back through these tables, so a class is renamed here or not at all. A class
that is stored and not listed fails when it is first recorded.
"""

from collections.abc import Mapping
from typing import Any, Final

from phantom_core.kernel.commands import Command
from phantom_core.kernel.events import Event
from phantom_core.kernel.jobs import Task

__all__ = ["DEFERRED_COMMANDS", "EVENTS", "TASKS"]

_EVENTS: Final[tuple[type[Event], ...]] = ()

_TASKS: Final[tuple[type[Task], ...]] = ()

_DEFERRED_COMMANDS: Final[tuple[type[Command[Any]], ...]] = ()

EVENTS: Final[Mapping[str, type[Event]]] = {event.name: event for event in _EVENTS}
"""Event classes by name."""

TASKS: Final[Mapping[str, type[Task]]] = {task.name: task for task in _TASKS}
"""Task classes by name."""

DEFERRED_COMMANDS: Final[Mapping[str, type[Command[Any]]]] = {
    command.__name__: command for command in _DEFERRED_COMMANDS
}
"""Command classes that may be enqueued, by class name."""
