"""The bill of materials of a lock, in the form of CycloneDX 1.6.

`python -m tests.architecture.sbom app FILE` writes it. It names no registry, tells no time, and
is the same for the same lock.
"""

import hashlib
import json
import sys
import uuid
from pathlib import Path
from typing import Any, Final

from phantom_app import VERSION
from tests.architecture.components import Component, components, lock_of, needs

__all__ = ["bill"]

_PRODUCT: Final = "phantom"
_COMPOSING: Final = frozenset({" AND ", " OR ", " WITH "})


def bill(kind: str) -> dict[str, Any]:
    """All packages of a lock, with their licences, and what needs what."""
    parts = components(kind)
    known = frozenset(each.name for each in parts)
    digest = hashlib.sha256(lock_of(kind).read_bytes()).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": _PRODUCT,
                "name": _PRODUCT,
                "version": VERSION,
                "licenses": [{"license": {"id": "MIT"}}],
            },
            "properties": [{"name": "phantom:lock:sha256", "value": digest}],
        },
        "components": [_component(each) for each in parts],
        "dependencies": [
            {"ref": _PRODUCT, "dependsOn": [_reference(each) for each in parts]},
            *(_dependency(each, parts, known) for each in parts),
        ],
    }


def _component(each: Component) -> dict[str, Any]:
    marker = [{"name": "phantom:marker", "value": each.where}] if each.where else []
    return {
        "type": "library",
        "bom-ref": _reference(each),
        "name": each.name,
        "version": each.version,
        "purl": _reference(each),
        "licenses": [_licence(each.licence)],
        **({"properties": marker} if marker else {}),
    }


def _dependency(each: Component, parts: list[Component], known: frozenset[str]) -> dict[str, Any]:
    needed = set(needs(each.name, known))
    references = [_reference(other) for other in parts if other.name in needed]
    return {"ref": _reference(each), "dependsOn": references}


def _reference(each: Component) -> str:
    return f"pkg:pypi/{each.name}@{each.version}"


def _licence(text: str) -> dict[str, Any]:
    composed = any(word in text for word in _COMPOSING)
    return {"expression": text} if composed else {"license": {"id": text}}


if __name__ == "__main__":
    told = json.dumps(bill(sys.argv[1]), indent=2) + "\n"
    Path(sys.argv[2]).write_text(told, "utf-8")
