"""The table of problems against the core's tree of refusals."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest

import phantom_app
import phantom_core
from phantom_app.http.problems import (
    STATUSES,
    Malformed,
    headers_of,
    naming,
    problem_of,
    status_of,
)
from phantom_core.kernel import Conflict, Fault, Invalid, PhantomError, RateLimited, Unavailable

_SERVED = ("phantom_core.", "phantom_app.")


def _kinds(base: type[PhantomError] = PhantomError) -> Iterator[type[PhantomError]]:
    """Every refusal that a server may tell; clients have some of their own."""
    for kind in base.__subclasses__():
        if kind.__module__.startswith(_SERVED):
            yield kind
        yield from _kinds(kind)


@pytest.fixture(scope="module", autouse=True)
def _everything_is_imported() -> None:
    for package in (phantom_core, phantom_app):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".cli" not in module.name and "__main__" not in module.name:
                importlib.import_module(module.name)


def test_every_kind_of_refusal_has_a_status() -> None:
    kinds = list(_kinds())

    assert len(kinds) > 20
    assert all(400 <= status_of(kind)[0] < 600 for kind in kinds)


def test_no_status_is_given_to_what_is_no_kind_of_refusal() -> None:
    assert set(STATUSES) <= set(_kinds())


def test_every_refusal_names_its_rule_in_kebab_case() -> None:
    for kind in _kinds():
        assert kind.rule.replace("-", "").isalnum()
        assert kind.rule == kind.rule.lower()


def test_refusals_of_one_name_are_of_one_status() -> None:
    statuses: dict[str, set[int]] = {}
    for kind in _kinds():
        statuses.setdefault(kind.rule, set()).add(status_of(kind)[0])

    assert {rule: found for rule, found in statuses.items() if len(found) > 1} == {}


def test_every_refusal_has_a_docstring() -> None:
    assert [kind for kind in _kinds() if not inspect.getdoc(kind)] == []


def test_fields_of_the_core_are_told_in_camel_case() -> None:
    problem = problem_of(Invalid(Fault("preferences.default_tempo", "must be from 20 to 400")))

    assert problem.errors[0].path == "preferences.defaultTempo"
    assert problem.detail == "preferences.defaultTempo: must be from 20 to 400."


def test_the_callers_own_words_are_left_as_they_are() -> None:
    problem = problem_of(Malformed(Fault("snake_case[3]", "is not a field that is known here")))

    assert problem.errors[0].path == "snake_case[3]"


def test_what_cannot_be_encoded_is_written_out() -> None:
    problem = problem_of(Malformed(Fault("\ud800", "is not known")))

    assert problem.errors[0].path == "\\ud800"


def test_a_fault_can_be_told_by_another_name() -> None:
    with pytest.raises(Invalid) as caught, naming(query="q"):
        raise Invalid(Fault("query", "is too long"), Fault("page", "is too far"))

    assert [fault.path for fault in caught.value.faults] == ["q", "page"]


def test_a_conflict_of_versions_tells_both() -> None:
    problem = problem_of(Conflict("It moved on.", current=3, expected=2))

    assert (problem.current, problem.expected_version) == (3, 2)


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (RateLimited(0.2), "1"),
        (RateLimited(3.1), "4"),
        (Unavailable("Down.", retry_after=60), "60"),
    ],
)
def test_when_to_come_back_is_told_in_whole_seconds(error: PhantomError, seconds: str) -> None:
    assert headers_of(error) == {"Retry-After": seconds}
