"""People who let themselves be matched, for the suites of matching's ports."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeVar

from phantom_adapters.contracts import kernel_examples
from phantom_adapters.contracts.identity_examples import MOMENT, user_id
from phantom_core.identity import Consent, Purpose
from phantom_core.kernel import Storage, uuid7

__all__ = ["TODAY", "consent_to_matching", "read", "write"]

T = TypeVar("T")

TODAY: Final[date] = MOMENT.date()
"""The day of all examples."""


async def write(storage: Storage, body: Callable[[Any], T]) -> T:
    """Run a body in a transaction, and answer its value."""
    value: T = await kernel_examples.write(storage, body)
    return value


async def read(storage: Storage, body: Callable[[Any], T]) -> T:
    """Run a body on one state, and answer its value."""
    value: T = await kernel_examples.read(storage, body)
    return value


def consent_to_matching(work: Any, number: int) -> Consent:
    """Let one of many users be matched."""
    consent = Consent(
        id=uuid7(MOMENT, number),
        user_id=user_id(number),
        purpose=Purpose.MATCHING,
        granted_at=MOMENT,
    )
    work.consents.add(consent)
    return consent
