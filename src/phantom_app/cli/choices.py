"""What all commands share: the data folder, the settings, and how a failure is told."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import rich_click as click

from phantom_app.exit_codes import code_of
from phantom_app.settings import Settings, read_settings

__all__ = ["with_installation", "with_settings"]


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--data-dir`, and the settings as its first argument.

    A setting that cannot be used ends the program with code 2, a refusal with code 1; either
    says one sentence. Such a command needs no installation, or may make one.
    """

    @click.option(
        "--data-dir",
        metavar="DIR",
        help="The folder that holds whatever is not kept elsewhere "
        "[default: $PHANTOM_DATA_DIR, or ./phantom-data].",
    )
    @wraps(command)
    def told(*arguments: Any, data_dir: str | None, **options: Any) -> Any:
        answer: Any = None

        def done() -> None:
            nonlocal answer
            answer = command(read_settings(os.environ, data_dir=data_dir), *arguments, **options)

        if code := code_of(done):
            sys.exit(code)
        return answer

    return told


def with_installation(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command on an installation that is there: where there is none, it refuses.

    An empty one that it made would say that all is well, when it is somewhere else.
    """

    @wraps(command)
    def where_there_is_one(settings: Settings, *arguments: Any, **options: Any) -> Any:
        from phantom_app.installed import expect_installation

        expect_installation(settings)
        return command(settings, *arguments, **options)

    return with_settings(where_there_is_one)
