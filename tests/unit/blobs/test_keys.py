"""A key is kept literally by every store, or it is no key."""

import pytest

from phantom_core.blobs import KEY_BYTES, SEGMENT_BYTES, blob_key
from phantom_core.kernel.errors import Invalid


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "audio/01JC0000000000000000000000/original.wav",
        "a-b_c.d/E.9",
        "a..b",
        "x" * SEGMENT_BYTES,
        "/".join(["x" * 127] * 4),
    ],
)
def test_a_plain_path_is_a_key(text: str) -> None:
    assert blob_key(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/./b",
        ".hidden",
        "a/.hidden",
        "-option",
        "_a",
        "@a",
        "a b",
        "a\\b",
        "a%2fb",
        "a\0",
        "a\n",
        "a\nb",
        "caf\xe9",
        "cafe\u0301",
        "\u202egnp.a",
        "\ud800",
        "\uff0e\uff0e/a",
        "x" * (SEGMENT_BYTES + 1),
        "/".join(["x" * 102] * 5),
    ],
)
def test_what_a_store_or_a_url_might_read_otherwise_is_no_key(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        blob_key(text)

    assert [fault.path for fault in refusal.value.faults] == ["key"]


def test_a_key_has_512_bytes_at_most() -> None:
    longest = "x/" * 255 + "xy"

    assert len(blob_key(longest)) == KEY_BYTES
    with pytest.raises(Invalid):
        blob_key(longest + "z")
