"""The renderer that Phantom brings along: Pillow, in confined processes.

Nothing of Pillow is loaded here.
"""

from pathlib import Path
from types import TracebackType
from typing import Self

from phantom_adapters.confined.crew import Crew
from phantom_adapters.confined.messages import Message
from phantom_adapters.confined.trade import Trade
from phantom_adapters.confined.worker import Worker
from phantom_adapters.images.limits import ImageLimits
from phantom_adapters.images.refusals import error_from
from phantom_core.media.images import (
    ImageNotDecodable,
    ImageRenderer,
    RenderedImage,
    RenderedVariant,
    VariantName,
)

__all__ = ["PillowRenderer"]


class PillowRenderer(ImageRenderer):
    """Renders images in processes that are started on first use and kept.

    Leave the `with` block, or call `close`, to end them; they also end with this process.
    """

    def __init__(self, *, limits: ImageLimits | None = None, hands: int = 2) -> None:
        """Prepare the renderer; costs nothing yet.

        Args:
            limits: what one image may cost.
            hands: how many are rendered at once, each in a process of its own.
        """
        self._limits = limits or ImageLimits()
        trade = Trade(
            name="image",
            module="phantom_adapters.images.child",
            bounds=self._limits,
            failure=ImageNotDecodable,
            refusal=error_from,
        )
        self._crew = Crew(Worker(trade) for _ in range(hands))

    async def render(self, path: Path) -> RenderedImage:
        """Make an image of a file; see `ImageRenderer`."""
        job = Message("render", {"path": str(path)})
        async with self._crew.one() as worker:
            answer = await worker.run(job, seconds=self._limits.wall_seconds)
        return _image(answer)

    def close(self) -> None:
        """End all processes; a later call starts them again."""
        self._crew.close()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End all processes."""
        self.close()


def _image(answer: Message) -> RenderedImage:
    """What a process answered; it has worked on a hostile file, so nothing is taken on trust."""
    try:
        sizes = zip(answer.data["sizes"], answer.blobs, strict=True)
        variants = tuple(
            RenderedVariant(
                name=VariantName(size["name"]),
                data=data,
                width=int(size["width"]),
                height=int(size["height"]),
            )
            for size, data in sizes
        )
        return RenderedImage(
            width=int(answer.data["width"]),
            height=int(answer.data["height"]),
            colour=str(answer.data["colour"]),
            variants=variants,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ImageNotDecodable("the worker's answer makes no sense") from error
