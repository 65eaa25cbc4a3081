"""What all commands share: the data folder, the settings, and how a failure is told."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, NoReturn

import rich_click as click

from phantom_app.logs import with_causes
from phantom_app.settings import BadSetting, read_settings
from phantom_core.kernel import PhantomError, Unavailable

__all__ = ["with_settings"]


_MISUSE: Final = 2


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--data-dir`, and the settings as its first argument.

    A setting that cannot be used ends the program with code 2, a refusal with code 1; either
    says one sentence.
    """

    @click.option(
        "--data-dir",
        metavar="DIR",
        help="The folder that holds whatever is not kept elsewhere "
        "[default: $PHANTOM_DATA_DIR, or ./phantom-data].",
    )
    @wraps(command)
    def told(*arguments: Any, data_dir: str | None, **options: Any) -> Any:
        try:
            settings = read_settings(os.environ, data_dir=data_dir)
            return command(settings, *arguments, **options)
        except BadSetting as error:
            _end(str(error), _MISUSE)
        except PhantomError as error:
            _end(with_causes(error) if isinstance(error, Unavailable) else error.detail, 1)

    return told


def _end(sentence: str, code: int) -> NoReturn:
    click.echo(f"phantom: {sentence}", err=True)
    sys.exit(code)
