"""How a program ends that cannot do what it is told."""

import pytest

from phantom_adapters.sql.errors import STANDBY, Unreachable
from phantom_app.exit_codes import code_of


def fail(*errors: Exception) -> None:
    raise ExceptionGroup("beside each other", [ExceptionGroup("and deeper", [*errors])])


def test_what_fails_beside_something_else_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = Unreachable("one"), Unreachable("another")
    first.__cause__ = OSError(STANDBY)
    assert code_of(lambda: fail(first, second)) == 1

    told = capsys.readouterr().err
    assert told.startswith("phantom: The database cannot be used now.")
    assert STANDBY in told
    assert told.count("\n") == 1


def test_a_bug_beside_it_is_not_hidden() -> None:
    with pytest.raises(ExceptionGroup):
        code_of(lambda: fail(Unreachable(STANDBY), AssertionError("a bug")))
