"""What operators read of an error."""

from phantom_app.logs import with_causes


def caused(*said: str) -> BaseException:
    """An error, caused by the next, and so on."""
    first, *others = map(Exception, said)
    error: BaseException = first
    for cause in others:
        error.__cause__ = cause
        error = cause
    return first


def test_an_error_is_told_in_one_line_with_its_causes() -> None:
    assert with_causes(caused("It failed.", "no\n  route")) == "It failed. <- no route"


def test_a_cause_that_says_nothing_more_is_left_out() -> None:
    error = caused("It failed.", "(Driver) no route (see help)", "no route", "", "It failed.")

    assert with_causes(error) == "It failed. <- (Driver) no route (see help)"
