"""What a confined process and its parent say to each other, and how it is written.

A message is a line of JSON, and after it as many raw bytes as its `sizes` say. The process decodes
hostile files in native code, so nothing it says is more than data: no pickles.
"""

import json
from collections.abc import Mapping
from typing import Any, BinaryIO, Final, cast

import attrs

__all__ = ["Message", "read_message", "write_message"]

_LONGEST_LINE: Final = 64 * 1024 * 1024
_MOST_BYTES: Final = 256 * 1024 * 1024


@attrs.frozen
class Message:
    """One message.

    Attributes:
        kind: `ready`, `progress`, `done` or `failed` from the process; a job's name to it.
        data: its JSON.
        blobs: the bytes that come with it.
    """

    kind: str
    data: Mapping[str, Any] = attrs.field(factory=dict)
    blobs: tuple[bytes, ...] = ()


def write_message(file: BinaryIO, message: Message) -> None:
    """Write a message and flush it."""
    line = {
        "kind": message.kind,
        "data": message.data,
        "sizes": [len(blob) for blob in message.blobs],
    }
    file.write(json.dumps(line, allow_nan=False).encode() + b"\n")
    file.writelines(message.blobs)
    file.flush()


def read_message(file: BinaryIO) -> Message | None:
    """Read the next message; None when the other side is gone.

    Raises: ValueError, if what comes is no message.
    """
    line = file.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        return None
    parsed = json.loads(line)
    sizes = cast("list[int]", parsed["sizes"])
    if not 0 <= sum(sizes) <= _MOST_BYTES:
        raise ValueError(sizes)
    blobs = tuple(file.read(size) for size in sizes)
    if [len(blob) for blob in blobs] != sizes:
        return None
    return Message(parsed["kind"], parsed["data"], blobs)
