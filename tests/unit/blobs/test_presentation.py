"""What a reader is told of a blob can neither mislead nor break out of its header."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.blobs import INLINE_TYPES, Presentation, safe_file_name
from phantom_core.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("song.flac", "song.flac"),
        ("My Song (live).flac", "My Song (live).flac"),
        ("\u017b\xf3\u0142\u0107.mp3", "\u017b\xf3\u0142\u0107.mp3"),
        ("cafe\u0301.mp3", "caf\xe9.mp3"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\song.mp3", "song.mp3"),
        ("..", "download"),
        ("", "download"),
        ("/", "download"),
        (".htaccess", "htaccess"),
        ("song.mp3.", "song.mp3"),
        ("a\r\nSet-Cookie: x=1", "a Set-Cookie_ x=1"),
        ("a\0b\x7f.mp3", "ab.mp3"),
        ("song\u202e3pm.exe", "song3pm.exe"),
        ("a\u2028b.mp3", "a b.mp3"),
        ("a\ud800b.mp3", "ab.mp3"),
        ('say "hi".mp3', "say _hi_.mp3"),
        ("100%.mp3", "100_.mp3"),
        ("a:b|c<d>e?f*.mp3", "a_b_c_d_e_f_.mp3"),
        ("  wide   space .mp3 ", "wide space.mp3"),
    ],
)
def test_a_file_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_a_long_name_keeps_its_extension() -> None:
    name = safe_file_name("\U0001d11e" * 100 + ".flac")

    assert name.endswith("\U0001d11e.flac")
    assert 170 < len(name.encode()) <= 180


def test_a_long_extension_is_none() -> None:
    assert safe_file_name("a." + "b" * 300) == "a." + "b" * 178


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
def test_no_name_whatever_breaks_out(name: str) -> None:
    safe = safe_file_name(name)
    told = Presentation(file_name=name).disposition

    assert safe
    assert safe_file_name(safe) == safe
    assert len(safe.encode()) <= 200
    assert re.fullmatch(r"""attachment; filename="[ -~]+"(; filename\*=UTF-8''[!-~]+)?""", told)
    assert told.count('"') == 2
    assert not set(safe) & set('/\\"')


@pytest.mark.parametrize("content_type", sorted(INLINE_TYPES))
def test_harmless_types_are_shown_in_place_when_asked(content_type: str) -> None:
    assert Presentation(content_type=content_type, inline=True).disposition == "inline"
    assert Presentation(content_type=content_type).disposition == "attachment"


@pytest.mark.parametrize(
    "content_type",
    ["text/html", "image/svg+xml", "application/pdf", "application/xml", "text/html; a=audio"],
)
def test_other_types_are_saved_however_asked(content_type: str) -> None:
    assert Presentation(content_type=content_type, inline=True).disposition == "attachment"


def test_parameters_and_case_do_not_change_what_a_type_is() -> None:
    shown = Presentation(content_type="Audio/OGG; codecs=opus", inline=True)

    assert shown.disposition == "inline"


@pytest.mark.parametrize(
    "content_type",
    ["", "audio", "audio/", "/wav", "audio/wav\r\nX: y", "audio/wav\n", "audio /wav", "a/b/c"],
)
def test_what_is_no_media_type_is_refused(content_type: str) -> None:
    with pytest.raises(Invalid):
        Presentation(content_type=content_type)
