"""The process in which tags are read: `python -m phantom_adapters.audio.tag_child BOUNDS`."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from phantom_adapters.audio.refusals import error_to
from phantom_adapters.confined.child import Jobs, Say, serve
from phantom_adapters.confined.messages import Message
from phantom_core.audio.media_type import NotDecodable

__all__ = ["TagBounds", "main"]


@attrs.frozen(kw_only=True)
class TagBounds:
    """What reading the tags of one file may cost.

    Attributes:
        memory_bytes: how much memory the process may allocate.
        cpu_seconds: how much processor time a file may take.
        jobs_per_worker: after so many the process is replaced by a fresh one.
    """

    memory_bytes: int = 256 * 1024 * 1024
    cpu_seconds: float = 5.0
    jobs_per_worker: int = 1000

    def processor_seconds(self, job: str) -> float:  # noqa: ARG002 - there is but one
        """How much processor time a job of this kind may use."""
        return self.cpu_seconds


def main() -> None:
    """Serve jobs until standard input ends."""
    bounds = TagBounds(**json.loads(sys.argv[1]))
    serve(Jobs(bounds=bounds, named={"tags": _tags}, failure=NotDecodable, written=error_to))


def _tags(job: Mapping[str, Any], _: Say) -> Message:
    from tinytag import TinyTag

    tag = TinyTag.get(Path(job["path"]), duration=False)
    return Message("done", {"title": tag.title, "artist": tag.artist or tag.albumartist})


if __name__ == "__main__":
    main()
