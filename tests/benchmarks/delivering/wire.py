"""HTTP on plain sockets: as little of it as possible, so that the client costs nothing."""

import re
import socket
from collections.abc import Iterator
from typing import Final

__all__ = ["form", "get", "music", "send"]

_BUFFER: Final = 1024 * 1024
_BOUNDARY: Final = "a-boundary-that-no-file-contains"


def get(line: socket.socket, target: str, ranges: str | None = None) -> int:
    """Ask for a target, read the answer to its end, and count the bytes of its body."""
    asked = f"GET {target} HTTP/1.1\r\nHost: localhost\r\n"
    asked += f"Range: {ranges}\r\n" if ranges else ""
    line.sendall(f"{asked}\r\n".encode())
    head, body = _head(line)
    length = re.search(rb"\r\ncontent-length: (\d+)", head, re.IGNORECASE)
    if not head.startswith(b"HTTP/1.1 20") or length is None:
        raise AssertionError(head)
    remaining, buffer = int(length[1]) - body, bytearray(_BUFFER)
    while remaining:
        remaining -= line.recv_into(buffer, min(_BUFFER, remaining))
    return int(length[1])


def send(port: int, method: str, target: str, body: Iterator[bytes], *headers: str) -> bytes:
    """Send a body and answer the response's."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        lines = [f"{method} {target} HTTP/1.1", "Host: localhost", "Connection: close", *headers]
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        for piece in body:
            line.sendall(piece)
        answer = b""
        while piece := line.recv(_BUFFER):
            answer += piece
    if not answer.startswith(b"HTTP/1.1 20"):
        raise AssertionError(answer)
    return answer.partition(b"\r\n\r\n")[2]


def music(size: int) -> Iterator[bytes]:
    """A WAV file of so many bytes (16 bits, stereo, 44,100 Hz), a megabyte at a time."""
    head = b"RIFF" + (size - 8).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    head += b"\x01\x00\x02\x00" + (44100).to_bytes(4, "little") + (176400).to_bytes(4, "little")
    head += b"\x04\x00\x10\x00data" + (size - 44).to_bytes(4, "little")
    block = bytes(number * 7 % 251 for number in range(_BUFFER))
    yield head
    remaining = size - len(head)
    while remaining:
        yield block[:remaining]
        remaining -= min(remaining, _BUFFER)


def form(size: int) -> tuple[str, int, Iterator[bytes]]:
    """A form with such a file in it: its type, its length, and its bytes."""
    disposition = 'Content-Disposition: form-data; name="file"; filename="recording.wav"'
    lead = f"--{_BOUNDARY}\r\n{disposition}\r\n\r\n".encode()
    end = f"\r\n--{_BOUNDARY}--\r\n".encode()

    def pieces() -> Iterator[bytes]:
        yield lead
        yield from music(size)
        yield end

    return f"multipart/form-data; boundary={_BOUNDARY}", len(lead) + size + len(end), pieces()


def _head(line: socket.socket) -> tuple[bytes, int]:
    """Read the head of an answer; answer it, and how much of the body came with it."""
    read = b""
    while b"\r\n\r\n" not in read:
        piece = line.recv(64 * 1024)
        if not piece:
            raise AssertionError(read)
        read += piece
    head, _, body = read.partition(b"\r\n\r\n")
    return head, len(body)
