"""The packages that Phantom is installed with, as its locks name them, and their licences."""

import importlib.metadata
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs
from packaging.requirements import Requirement

from tests.architecture.sources import ROOT

__all__ = ["Component", "components", "lock_of", "needs", "spdx"]

_LINE: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)(?: ; (.+?))? \\$", re.MULTILINE)
_CLASSIFIER: Final = "License :: OSI Approved :: "
_LOOSE: Final[Mapping[str, str]] = {
    "0BSD": "0BSD",
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""What packages say of old, and what is meant; the BSD of some is told by no number."""

_KNOWN: Final = frozenset(
    {
        *("0BSD", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "BSD-2-Clause"),
        *("BSD-3-Clause", "CC0-1.0", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only"),
        *("GPL-3.0-or-later", "ISC", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only"),
        *("LGPL-3.0-or-later", "LLVM-exception", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0"),
        *("PSF-2.0", "Python-2.0", "Unlicense", "Zlib", "ZPL-2.1"),
    }
)
_BETWEEN: Final = re.compile(r" (?:AND|OR|WITH) ")
_ELSEWHERE: Final[Mapping[str, str]] = {"async-timeout": "Apache-2.0", "colorama": "BSD-3-Clause"}
"""What is installed on other systems or Pythons alone, so that nothing here can be asked."""


@attrs.frozen(kw_only=True)
class Component:
    """One package of a lock.

    Attributes:
        where: on which machines, as a marker; empty for all.
        licence: as SPDX writes it; empty, if it cannot be told.
    """

    name: str
    version: str
    where: str
    licence: str


def lock_of(kind: str) -> Path:
    """The lock of an environment: `app` or `dev`."""
    return ROOT / "requirements" / f"{kind}.lock"


def components(kind: str) -> list[Component]:
    """What a lock names, in its order."""
    found = _LINE.findall(lock_of(kind).read_text("utf-8"))
    return [
        Component(name=name, version=version, where=where, licence=_licence(name))
        for name, version, where in found
    ]


def needs(name: str, known: frozenset[str]) -> list[str]:
    """Which packages of a lock a package needs, without its extras."""
    try:
        told = importlib.metadata.requires(name) or []
    except importlib.metadata.PackageNotFoundError:
        return []
    wanted = (Requirement(text) for text in told)
    plain = (each for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""}))
    return sorted({_canonical(each.name) for each in plain} & known)


def spdx(told: str) -> str:
    """A licence as SPDX writes it, by its first line; empty, if that is not what it is."""
    first = told.strip().partition("\n")[0].strip()
    words = _LOOSE.get(first, first)
    return words if _KNOWN.issuperset(_BETWEEN.split(words)) else ""


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(name: str) -> str:
    try:
        metadata = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return _ELSEWHERE.get(name, "")
    told = [*(metadata.get_all("License-Expression") or []), *(metadata.get_all("License") or [])]
    classifiers = [each.removeprefix(_CLASSIFIER) for each in metadata.get_all("Classifier") or []]
    guesses = [*told, *(each for each in classifiers if each in _LOOSE)]
    return next((found for guess in guesses if (found := spdx(guess))), "")
