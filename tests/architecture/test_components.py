"""No package of the server is under a licence of the GPL's kind, and all of them are told."""

import json
import re
from typing import Final

import pytest

from tests.architecture.components import Component, components, spdx
from tests.architecture.sbom import bill
from tests.architecture.sources import ROOT

JUDGED: Final = {
    "certifi": "MPL-2.0",
    "pathspec": "MPL-2.0",
    "psycopg": "LGPL-3.0-only",
    "psycopg-binary": "LGPL-3.0-only",
    "soxr": "LGPL-2.1-or-later",
}
"""Licences that ask for something when the package itself is changed; the page says more."""

_STRONG: Final = re.compile(r"\bA?GPL|\bSSPL|\bBUSL|\bCC-BY-NC|\bEUPL|\bOSL", re.IGNORECASE)
_WEAK: Final = re.compile(r"\bLGPL|\bMPL|\bEPL|\bCDDL", re.IGNORECASE)


def faults(parts: list[Component]) -> list[str]:
    """What may not be in the default install, and why."""
    found = []
    for each in parts:
        if not each.licence:
            found.append(f"{each.name}: nobody knows its licence")
        elif _STRONG.search(each.licence) and " OR " not in each.licence:
            found.append(f"{each.name}: {each.licence}")
        elif _WEAK.search(each.licence) and JUDGED.get(each.name) != each.licence:
            found.append(f"{each.name}: {each.licence} is not judged")
    return found


def test_nothing_of_the_server_is_under_a_strong_copyleft() -> None:
    assert faults(components("app")) == []


def test_every_judgement_is_of_something_installed_and_on_the_page() -> None:
    page = (ROOT / "docs" / "reference" / "sbom.md").read_text("utf-8")
    installed = {each.name: each.licence for each in components("app")}

    assert {name: installed.get(name) for name in JUDGED} == JUDGED
    assert [name for name in JUDGED if f"`{name}`" not in page] == []


@pytest.mark.parametrize("kind", ["app", "dev"])
def test_the_bill_names_every_package_of_a_lock(kind: str) -> None:
    locked = (ROOT / "requirements" / f"{kind}.lock").read_text("utf-8")
    told = bill(kind)
    named = {(each["name"], each["version"]) for each in told["components"]}
    references = {each["bom-ref"] for each in told["components"]}

    assert named == set(re.findall(r"^([\w.-]+)==([^\s;]+)", locked, re.MULTILINE))
    assert len(references) == len(told["components"])
    assert {each["ref"] for each in told["dependencies"]} == references | {"phantom"}
    assert all(set(each["dependsOn"]) <= references for each in told["dependencies"])


def test_the_bill_names_no_address_and_is_the_same_each_time() -> None:
    told = json.dumps(bill("app"))

    assert "://" not in told
    assert told == json.dumps(bill("app"))


@pytest.mark.parametrize(
    ("licence", "fault"),
    [
        ("", "x: nobody knows its licence"),
        ("GPL-3.0-only", "x: GPL-3.0-only"),
        ("AGPL-3.0-or-later", "x: AGPL-3.0-or-later"),
        ("MIT AND GPL-2.0-only", "x: MIT AND GPL-2.0-only"),
        ("LGPL-2.1-only", "x: LGPL-2.1-only is not judged"),
    ],
)
def test_what_may_not_be_installed_is_found(licence: str, fault: str) -> None:
    part = Component(name="x", version="1", where="", licence=licence)

    assert faults([part]) == [fault]


def test_one_of_two_licences_may_be_chosen() -> None:
    part = Component(name="x", version="1", where="", licence="MIT OR GPL-2.0-only")

    assert faults([part]) == []


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("MIT License", "MIT"),
        ("Apache-2.0 AND MIT", "Apache-2.0 AND MIT"),
        ("BSD-2-Clause AND Apache-2.0 WITH LLVM-exception",) * 2,
        ("MIT License\n\nCopyright (c) 2001 Somebody", "MIT"),
        ("Copyright (c) 2001 Somebody", ""),
        ("Proprietary", ""),
        ("", ""),
    ],
)
def test_a_licence_is_told_as_spdx_writes_it(told: str, meant: str) -> None:
    assert spdx(told) == meant
