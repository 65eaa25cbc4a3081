"""The wheel holds all that the sources hold, and says how it is started."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.sources import ROOT, SOURCES


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*build, "--directory", str(folder)], check=True, cwd=ROOT, capture_output=True)
    (path,) = folder.glob("*.whl")
    return ZipFile(path)


def _sources() -> set[str]:
    return {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_every_source_file_is_in_the_wheel(wheel: ZipFile) -> None:
    assert _sources() <= set(wheel.namelist())


@pytest.mark.parametrize("package", ["phantom_core", "phantom_adapters", "phantom_app"])
def test_each_package_says_that_it_is_typed(wheel: ZipFile, package: str) -> None:
    assert Path(package, "py.typed").as_posix() in wheel.namelist()


def test_the_wheel_carries_its_licence(wheel: ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith("/LICENSE")]

    assert wheel.read(name) == (ROOT / "LICENSE").read_bytes()
