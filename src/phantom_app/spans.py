"""Spans: how long each part of something took, and what it was part of.

What is traced is told here, whether anybody traces or not; by default nobody does, and nothing is
made of it. `phantom_app.tracing` hands it to OpenTelemetry.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Final, Protocol

from phantom_adapters.transport.trail import Trail

__all__ = ["NO_SPANS", "Headers", "Span", "Spans"]

Headers = Iterable[tuple[bytes, bytes]]
"""The headers of a request, as ASGI has them; they may say what it is part of."""


class Span(Protocol):
    """Something that takes its time."""

    def name(self, name: str) -> None:
        """Call it something else: what it is may only be known once it is over."""

    def tell(self, name: str, value: str | int) -> None:
        """Say something of it. Never what people have said, an address or a secret."""


class Spans(Trail, Protocol):
    """Whoever is told; what one process begins may go on in another."""

    @property
    def on(self) -> bool:
        """Whether anybody listens."""

    def begin(self, name: str, *, headers: Headers = ()) -> AbstractContextManager[Span]:
        """Something begins, and ends with the context.

        It is part of what its `headers` name; else of what goes on around it.
        """

    def ended(self, name: str, since: datetime, **facts: str | int) -> None:
        """Something has ended that began some time ago."""


class _Nothing(Span):
    def name(self, name: str) -> None:
        pass

    def tell(self, name: str, value: str | int) -> None:
        pass


class _NoSpans(Spans):
    on = False
    _nothing: Final = nullcontext(_Nothing())

    def begin(self, name: str, *, headers: Headers = ()) -> AbstractContextManager[Span]:
        del name, headers
        return self._nothing

    def ended(self, name: str, since: datetime, **facts: str | int) -> None:
        pass

    def here(self) -> str:
        return ""

    def along(self, trail: str) -> AbstractContextManager[object]:
        del trail
        return self._nothing


NO_SPANS: Final[Spans] = _NoSpans()
"""Nobody listens."""
