"""What operators read of an error."""

import subprocess
import sys
from typing import Final

from phantom_app.logs import with_causes

_LOUD: Final = """
import logging
from phantom_app.logs import set_up_logs
from phantom_app.settings import read_settings
set_up_logs(read_settings({"PHANTOM_LOG_LEVEL": "error"}))
logging.getLogger("uvicorn.error").warning("a trifle")
logging.getLogger("uvicorn.error").error("a fault")
"""


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


def test_libraries_are_no_louder_than_is_wanted() -> None:
    said = subprocess.run([sys.executable, "-c", _LOUD], stderr=subprocess.PIPE, check=True).stderr

    assert b"a fault" in said
    assert b"a trifle" not in said
