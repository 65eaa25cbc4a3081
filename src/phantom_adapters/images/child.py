"""The process in which images are decoded: `python -m phantom_adapters.images.child LIMITS`."""

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from phantom_adapters.confined.child import Jobs, Say, serve
from phantom_adapters.confined.messages import Message
from phantom_adapters.images.limits import ImageLimits
from phantom_adapters.images.refusals import error_to
from phantom_core.media.images import ImageNotDecodable

__all__ = ["main"]


def main() -> None:
    """Serve jobs until standard input ends."""
    limits = ImageLimits(**json.loads(sys.argv[1]))
    named = {"render": partial(_render, limits)}
    serve(Jobs(bounds=limits, named=named, failure=ImageNotDecodable, written=error_to))


def _render(limits: ImageLimits, job: Mapping[str, Any], _: Say) -> Message:
    from phantom_adapters.images.rendering import render

    image = render(Path(job["path"]), limits)
    sizes = [
        {"name": variant.name, "width": variant.width, "height": variant.height}
        for variant in image.variants
    ]
    data = {"width": image.width, "height": image.height, "colour": image.colour, "sizes": sizes}
    return Message("done", data, tuple(variant.data for variant in image.variants))


if __name__ == "__main__":
    main()
