"""Every operation and task there is, found by importing everything that may declare one."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import phantom_app
import phantom_core
from phantom_core.kernel import Command, Operation, Query, Task

__all__ = ["declared"]


def declared(base: type[Any]) -> list[type[Any]]:
    """The subclasses of a class in the core and in the app.

    Adapters declare none, and what tests and contract suites declare for themselves is no matter.
    """
    packages = (phantom_core, phantom_app)
    for package in packages:
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".cli" not in module.name:
                importlib.import_module(module.name)
    homes = tuple(f"{package.__name__}." for package in packages)
    return [kind for kind in _subclasses(base) if kind.__module__.startswith(homes)]


def _subclasses(base: type[Any]) -> Iterator[type[Any]]:
    for kind in base.__subclasses__():
        if kind not in {Command, Query, Operation, Task}:
            yield kind
        yield from _subclasses(kind)
