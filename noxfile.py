"""What one does with a clone of Phantom; each session answers one question.

`python3 noxfile.py SESSION...` needs nothing but Python 3.11 and its `venv`: it makes `.venv`
beside this file from the lock in `requirements/`, and runs nox from there. Arguments after `--`
go to the session's program: `python3 noxfile.py tests -- tests/unit -k paging`.
`python3 noxfile.py --list` names all sessions.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
PROGRAMS = ENVIRONMENT / "bin"
RECORD = ENVIRONMENT / "made-from"
APP_SESSIONS = {"serve"}


def lock_of(kind: str) -> Path:
    """The lock file of an environment: `app` runs the server, `dev` does all else as well."""
    return HERE / "requirements" / f"{kind}.lock"


def interpreter() -> str:
    """What an environment cannot change once it is made."""
    return f"{sys.version} in {HERE}"


def recipe(kind: str) -> str:
    """What an environment is made from, in one line."""
    sources = lock_of(kind).read_bytes() + (HERE / "pyproject.toml").read_bytes()
    return f"{kind} {hashlib.sha256(sources).hexdigest()} {interpreter()}"


def pip(*arguments: str) -> None:
    """Install into the environment, without a word if all goes well."""
    quietly = ["--quiet", "--no-input", "--disable-pip-version-check"]
    command = [str(PROGRAMS / "python"), "-m", "pip", "install", *quietly, *arguments]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit("The packages could not be installed; what pip says of it stands above.")


def prepare(kind: str) -> None:
    """Make the environment, unless it stands already as it should."""
    made_from = RECORD.read_text() if RECORD.exists() else ""
    if made_from in {recipe(kind), recipe("dev")}:
        return
    print("Preparing .venv; the first time takes a minute or two.", flush=True)
    if not made_from.endswith(interpreter()):
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
    RECORD.unlink(missing_ok=True)
    pip("--no-deps", "--require-hashes", "--requirement", str(lock_of(kind)))
    pip("--no-deps", "--no-build-isolation", "--editable", str(HERE))
    RECORD.write_text(recipe(kind))


def enter(arguments: Sequence[str]) -> NoReturn:
    """Start nox inside the environment, in place of this process."""
    if sys.version_info < (3, 11) or importlib.util.find_spec("ensurepip") is None:
        sys.exit("Phantom needs Python 3.11 or newer with venv (Debian: python3-venv).")
    named = [word for word in arguments if not word.startswith("-")]
    prepare("app" if set(named[:1]) & APP_SESSIONS else "dev")
    os.environ["PATH"] = f"{PROGRAMS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    os.environ["VIRTUAL_ENV"] = str(ENVIRONMENT)
    plain = arguments and not arguments[0].startswith("-")
    command = ["python", "-m", "nox", *(["--session"] if plain else []), *arguments]
    os.chdir(HERE)
    os.execv(PROGRAMS / "python", command)  # noqa: S606 - the same program goes on


if __name__ == "__main__" or Path(sys.prefix).resolve() != ENVIRONMENT:
    enter(sys.argv[1:])

import nox  # noqa: E402 - only the environment has it

nox.needs_version = ">=2026.2"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["check"]

ON_ALL_PROCESSORS = ("--numprocesses=logical", "--dist=worksteal")
"""The tests shared out among as many processes as there are processors."""

WHOLE_SERVER = ("tests/client", "tests/http", "tests/socket")
"""Where a server is tried whole; `--on=two-servers` has two, and two workers, in its place."""


@nox.session
def serve(session: nox.Session) -> None:
    """What is Phantom like? Serve a demo world on embedded defaults."""
    session.run("phantom", "serve", "--demo", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """Is this clone in order? Lint, types, imports, tests and documentation."""
    for name in ("lint", "types", "imports", "tests", "docs"):
        session.notify(name)


@nox.session
def lint(session: nox.Session) -> None:
    """Is the code written as agreed?"""
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Do the types hold?"""
    session.run("mypy", *session.posargs)


@nox.session
def imports(session: nox.Session) -> None:
    """Do imports run one way, and is every dependency declared?"""
    session.run("lint-imports", "--no-logo")
    session.run("deptry", "src")


@nox.session
def tests(session: nox.Session) -> None:
    """Does Phantom keep its promises, on every adapter?"""
    # One process more than there are processors: some tests wait for programs that they start.
    processes = f"--numprocesses={(os.cpu_count() or 1) + 1}"
    session.run("pytest", processes, "--dist=worksteal", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Does the documentation build, and is what it shows true?"""
    session.run("sphinx-build", "-W", "--keep-going", "-q", "docs", "docs/_build/html")
    session.run("pytest", "tests/docs", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Does some test go down the core's branches, at least 95 of 100?"""
    suites = ["tests/unit", "tests/use_cases", "tests/property", "tests/contracts"]
    # Privacy has to do with every context, and is tried where all of them are put together.
    suites += sorted(str(path) for path in (HERE / "tests" / "http").glob("test_data_exports*.py"))
    suites += ["tests/http/test_privacy.py"]
    in_memory = ["--ignore=tests/unit/sql", "-k", "not sqlite and not postgres and not hostile"]
    session.run("coverage", "erase")
    run = ["coverage", "run", "--source=phantom_core", "-m", "pytest", *ON_ALL_PROCESSORS]
    session.run(*run, *suites, *in_memory)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report", "--fail-under=95", *session.posargs)


@nox.session
def long(session: nox.Session) -> None:
    """Do laws, agreement and races hold where chance looks much further?"""
    races = "tests/contracts/test_identity_races.py"
    versions = "tests/unit/sql/test_old_rows.py"
    suites = ["tests/property", "tests/agreement", "tests/leaks", races, versions]
    further = {"PHANTOM_TEST_PROFILE": "long"}
    options = [*ON_ALL_PROCESSORS, "--timeout=1800", *session.posargs]
    session.run("pytest", *suites, *options, env=further)
    from_debian(session, **CEPH)
    session.run("pytest", *WHOLE_SERVER, "tests/privacy", "--on=two-servers", *options, env=further)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Does Phantom hold its own description under arbitrary requests, bytes and files?"""
    # A part of it, such as `-- -k images`, need not come to what a whole one has to.
    enough = [] if session.posargs else ["--enough"]
    options = [*ON_ALL_PROCESSORS, "--timeout=1800", *enough, *session.posargs]
    session.run("pytest", "tests/fuzz", *options)


@nox.session
def crash(session: nox.Session) -> None:
    """Does anything acknowledged get lost when processes are killed?"""
    session.run("pytest", "tests/crash", *ON_ALL_PROCESSORS, "--timeout=1800", *session.posargs)


@nox.session
def media_crash(session: nox.Session) -> None:
    """Are files and rows equal again when processes are killed amid uploads and sweeps?"""
    session.run("pytest", "tests/media_crash", "--timeout=900", "-s", *session.posargs)


@nox.session
def fire(session: nox.Session) -> None:
    """Does every vote have its one winner when servers are killed in the middle of it?"""
    session.run("pytest", "tests/fire", *ON_ALL_PROCESSORS, "--timeout=1800", *session.posargs)


def from_debian(session: nox.Session, **packages: str) -> None:
    """Install what is absent, each package by the name of a program of its, where one may."""
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"])
    named = {name.replace("_", "-"): package for name, package in packages.items()}
    absent = {package for name, package in named.items() if not shutil.which(name, path=places)}
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        session.run("apt-get", "update", "--quiet=2", external=True)
        options = ["--yes", "--quiet=2", "--no-install-recommends"]
        session.run("apt-get", "install", *options, *sorted(absent), external=True)


CEPH = {
    "ceph": "ceph-common",
    "ceph_mon": "ceph-mon",
    "ceph_osd": "ceph-osd",
    "radosgw": "radosgw",
}
"""A real S3 server: which of its programs is in which package."""


@nox.session
def browser(session: nox.Session) -> None:
    """Do two browsers see and hear each other? Takes Chromium from Debian, where it may."""
    from_debian(session, chromium="chromium")
    session.run("pytest", "tests/browser", "--timeout=600", *session.posargs)


@nox.session
def s3(session: nox.Session) -> None:
    """Are files safe in a real S3 server? Takes Ceph from Debian, where it may."""
    from_debian(session, **CEPH)
    session.run("pytest", "tests/s3", "--timeout=900", *session.posargs)


@nox.session
def deployment(session: nox.Session) -> None:
    """Do two servers do what one does, and through every failure? Takes Ceph from Debian too."""
    from_debian(session, **CEPH)
    session.run("pytest", "tests/deployment", "--timeout=900", "-s", *session.posargs)
    two_servers = ["--on=two-servers", *ON_ALL_PROCESSORS]
    session.run("pytest", *WHOLE_SERVER, *two_servers, "--timeout=600")
    session.run("pytest", *WHOLE_SERVER, "--on=processes", "--timeout=600")


@nox.session
def players(session: nox.Session) -> None:
    """Do players seek, downloads resume, nginx and clamd do their part? Takes them from Debian."""
    from_debian(
        session,
        aria2c="aria2",
        chromium="chromium",
        clamd="clamav-daemon",
        curl="curl",
        ffmpeg="ffmpeg",
        mpv="mpv",
        nginx="nginx",
        wget="wget",
    )
    with_ffmpeg = [
        "tests/contracts/test_audio_renderer.py",
        "tests/unit/audio_analysis/test_decoding.py",
    ]
    there = {"PHANTOM_TEST_WITH": "ffmpeg"}
    session.run(
        "pytest", "tests/players", *with_ffmpeg, "--timeout=600", *session.posargs, env=there
    )


@nox.session
def bench(session: nox.Session) -> None:
    """How fast is it, beside its peers? Name a benchmark, or run all."""
    names = (path.stem for path in (HERE / "tests" / "benchmarks").glob("*.py"))
    known = sorted(name for name in names if name not in {"__init__", "peers"})
    chosen, *options = session.posargs or [""]
    for name in [chosen] if chosen else known:
        session.run("python", "-m", f"tests.benchmarks.{name}", *options)


@nox.session
def sbom(session: nox.Session) -> None:
    """What is Phantom made of, and under which licences? Write bills of materials of the locks."""
    (HERE / "dist").mkdir(exist_ok=True)
    for kind in ("app", "dev"):
        target = str(HERE / "dist" / f"phantom-{kind}.cdx.json")
        session.run("python", "-m", "tests.architecture.sbom", kind, target)


@nox.session(venv_backend="venv")
def lock(session: nox.Session) -> None:
    """Which exact packages does Phantom run on? Pin the newest that fit, without any address."""
    session.install("uv")
    common = ["pyproject.toml", "--extra=all", "--universal", "--python-version=3.11", "--quiet"]
    silent = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    compiler = ["uv", "pip", "compile", *common, *silent, "--generate-hashes", *session.posargs]
    session.run(*compiler, "--group=run", "--output-file=requirements/app.lock")
    session.run(
        *compiler,
        "--group=dev",
        "--constraints=requirements/app.lock",
        "--output-file=requirements/dev.lock",
    )
