"""The composer that is built in: the rules of music theory, on a thread of its own."""

import asyncio

from phantom_core.composing import ENGINE, VERSION, Brief, Composed, Composer, compose

__all__ = ["BuiltInComposer"]


class BuiltInComposer(Composer):
    """Composes what the same brief always is."""

    @property
    def engine(self) -> str:
        """Name and version."""
        return f"{ENGINE}/{VERSION}"

    async def compose(self, brief: Brief, prompt: str) -> Composed:  # noqa: ARG002 - it is in the brief
        """Compose a piece; nobody else waits for it."""
        piece = await asyncio.to_thread(compose, brief)
        return Composed(piece=piece, engine=ENGINE, version=VERSION)
