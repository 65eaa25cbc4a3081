"""How a program ends that cannot do what it is told: one sentence, and a code."""

import sys
from collections.abc import Callable
from typing import Final

from phantom_app.logs import with_causes
from phantom_app.settings import BadSetting
from phantom_core.kernel import PhantomError, Unavailable

__all__ = ["MISUSE", "code_of"]

MISUSE: Final = 2
"""What a setting that cannot be used ends with: trying again is no use."""


def code_of(deed: Callable[[], object]) -> int:
    """Do something, tell in a sentence why it cannot be done, and answer the exit code for that."""
    try:
        deed()
    except BadSetting as error:
        return _told(str(error), MISUSE)
    except PhantomError as error:
        return _told(_reason(error), 1)
    except ExceptionGroup as group:  # of what runs beside something else
        known, others = group.split(PhantomError)
        if known is None or others is not None:
            raise
        return _told(_reason(_first(known)), 1)
    return 0


def _reason(error: PhantomError) -> str:
    return with_causes(error) if isinstance(error, Unavailable) else error.detail


def _first(group: ExceptionGroup[PhantomError]) -> PhantomError:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first


def _told(sentence: str, code: int) -> int:
    print(f"phantom: {sentence}", file=sys.stderr)  # noqa: T201 - said to the operator
    return code
