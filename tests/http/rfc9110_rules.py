"""The rules of RFC 9110, sections 13 and 14, and what they lean on: a request and its answer each.

The recording has a thousand bytes. `{etag}` and the dates in a rule stand for the recording's own.
"""

import re
import socket
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import attrs

from phantom_core.blobs import BlobStat, http_date

__all__ = ["DATA", "RULES", "Answered", "Rule", "ask", "expect"]

DATA: Final = bytes(number * 7 % 251 for number in range(1000))
"""The recording."""


@attrs.frozen(kw_only=True)
class Rule:
    """A rule, as one request shows it.

    Attributes:
        section: where it stands.
        says: what it says, in short.
        headers: those of the request.
        status: that of the answer.
        body: that of the answer, where it is the recording's; None where it is something else.
        told: headers of the answer; one that is None must not be there.
    """

    section: str
    says: str
    method: str = "GET"
    headers: Mapping[str, str] = attrs.field(factory=dict)
    status: int = 200
    body: bytes | None = None
    told: Mapping[str, str | None] = attrs.field(factory=dict)

    @property
    def name(self) -> str:
        """What a test of it is called."""
        return f"{self.section}: {self.says}"


@attrs.frozen
class Answered:
    """An answer as it came over the line."""

    status: int
    headers: Mapping[str, list[str]]
    body: bytes


def _whole(section: str, says: str, **headers: str) -> Rule:
    told = {"content-range": None, "content-length": "1000"}
    return Rule(section=section, says=says, headers=_named(headers), body=DATA, told=told)


def _part(section: str, says: str, asked: str, start: int, stop: int, **headers: str) -> Rule:
    told = {
        "content-range": f"bytes {start}-{stop - 1}/1000",
        "content-length": str(stop - start),
        "etag": "{etag}",
    }
    sent = {"Range": asked, **_named(headers)}
    return Rule(
        section=section, says=says, headers=sent, status=206, body=DATA[start:stop], told=told
    )


def _none(section: str, says: str, status: int, **headers: str) -> Rule:
    told: dict[str, str | None] = {"etag": "{etag}"} if status == 304 else {}
    if status == 416:
        told = {"content-range": "bytes */1000"}
    empty = b"" if status == 304 else None
    return Rule(
        section=section, says=says, headers=_named(headers), status=status, body=empty, told=told
    )


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


_TOO_MANY: Final = "bytes=" + ",".join(f"{at}-{at}" for at in range(0, 80, 2))

RULES: Final = (
    Rule(section="8.8.3", says="a strong tag is told", body=DATA, told={"etag": "{etag}"}),
    Rule(
        section="8.8.2",
        says="the time of the last change is told, not after now",
        body=DATA,
        told={"last-modified": "{modified}", "accept-ranges": "bytes"},
    ),
    Rule(
        section="9.3.2",
        says="HEAD tells what GET would, without the content",
        method="HEAD",
        body=b"",
        told={"content-length": "1000", "etag": "{etag}", "last-modified": "{modified}"},
    ),
    _whole("13.1.1", "If-Match holds for the tag", If_Match="{etag}"),
    _whole("13.1.1", "If-Match holds for a tag of a list", If_Match='"a", {etag} ,"b"'),
    _whole("13.1.1", "If-Match holds for a star", If_Match="*"),
    _none("13.1.1", "If-Match fails for another tag", 412, If_Match='"other"'),
    _none("13.1.1", "If-Match compares strongly", 412, If_Match="W/{etag}"),
    _none("13.1.2", "If-None-Match fails for the tag", 304, If_None_Match="{etag}"),
    _none("13.1.2", "If-None-Match compares weakly", 304, If_None_Match="W/{etag}"),
    _none("13.1.2", "If-None-Match fails for a tag of a list", 304, If_None_Match='"a",{etag}'),
    _none("13.1.2", "If-None-Match fails for a star", 304, If_None_Match="*"),
    _whole("13.1.2", "If-None-Match holds for another tag", If_None_Match='"other"'),
    _none("13.1.3", "not modified since then", 304, If_Modified_Since="{modified}"),
    _none("13.1.3", "not modified since later", 304, If_Modified_Since="{later}"),
    _whole("13.1.3", "modified since before", If_Modified_Since="{earlier}"),
    _whole("13.1.3", "what is no date is ignored", If_Modified_Since="yesterday"),
    _whole(
        "13.1.3",
        "the date is ignored beside a tag",
        If_None_Match='"other"',
        If_Modified_Since="{later}",
    ),
    _whole("13.1.4", "unmodified since then", If_Unmodified_Since="{modified}"),
    _none("13.1.4", "modified since before", 412, If_Unmodified_Since="{earlier}"),
    _whole("13.1.4", "what is no date is ignored", If_Unmodified_Since="yesterday"),
    _whole(
        "13.1.4",
        "the date is ignored beside a tag",
        If_Match="{etag}",
        If_Unmodified_Since="{earlier}",
    ),
    _part("13.1.5", "If-Range holds for the tag", "bytes=0-9", 0, 10, If_Range="{etag}"),
    _part("13.1.5", "If-Range holds for the very date", "bytes=0-9", 0, 10, If_Range="{modified}"),
    _whole("13.1.5", "If-Range fails for another tag", Range="bytes=0-9", If_Range='"other"'),
    _whole("13.1.5", "If-Range fails for a weak tag", Range="bytes=0-9", If_Range="W/{etag}"),
    _whole("13.1.5", "If-Range fails for a later date", Range="bytes=0-9", If_Range="{later}"),
    _whole("13.1.5", "If-Range is ignored without a range", If_Range='"other"'),
    _none("13.2.2", "If-Match comes first", 412, If_Match='"other"', If_None_Match="{etag}"),
    _none("13.2.2", "conditions come before ranges", 304, If_None_Match="*", Range="bytes=0-1"),
    _none(
        "13.2.2", "a failed condition hides a bad range", 412, If_Match='"o"', Range="bytes=5000-"
    ),
    _part("14.1", "the unit is read in any case", "BYTES=0-9", 0, 10),
    _part("14.1.2", "from a position to another", "bytes=100-199", 100, 200),
    _part("14.1.2", "from a position on", "bytes=900-", 900, 1000),
    _part("14.1.2", "a last position past the end", "bytes=900-5000", 900, 1000),
    _part("14.1.2", "a last position past 2^64", f"bytes=900-{2**64 + 1}", 900, 1000),
    _part("14.1.2", "the last of them", "bytes=-100", 900, 1000),
    _part("14.1.2", "more of the last than there are", "bytes=-5000", 0, 1000),
    _whole("14.1.1", "a last position before the first is no range", Range="bytes=9-0"),
    _whole("14.1.1", "letters are no range", Range="bytes=abc"),
    _whole("14.1.1", "a dash alone is no range", Range="bytes=-"),
    _whole("14.2", "an unknown unit is ignored", Range="seconds=0-9"),
    _whole("14.2", "more ranges than are sensible are ignored", Range=_TOO_MANY),
    Rule(
        section="14.2",
        says="a range is for GET alone",
        method="HEAD",
        headers={"Range": "bytes=0-9"},
        body=b"",
        told={"content-length": "1000", "content-range": None},
    ),
    _part("14.2", "ranges that overlap are one", "bytes=0-99,50-149", 0, 150),
    _part("14.2", "of two the one inside is sent", "bytes=5000-,10-19", 10, 20),
    _none("15.5.17", "the last nothing", 416, Range="bytes=-0"),
    _none("15.5.17", "a first position at the end", 416, Range="bytes=1000-"),
    _none("15.5.17", "a first position past 2^64", 416, Range=f"bytes={2**64}-"),
    Rule(
        section="14.6",
        says="several ranges come in parts, none with a range of its own outside",
        headers={"Range": "bytes=0-9,-10"},
        status=206,
        told={"content-range": None},
    ),
)
"""All of them."""


def ask(port: int, target: str, rule: Rule, stat: BlobStat) -> tuple[Answered, Mapping[str, str]]:
    """Put a rule's request on a line of its own; answer what came, and the recording's facts."""
    facts = _facts(stat)
    lines = [f"{rule.method} {target} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"{name}: {_filled(value, facts)}" for name, value in rule.headers.items()]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        said = b"".join(iter(lambda: line.recv(65536), b""))
    return _read(said), facts


def _facts(stat: BlobStat) -> dict[str, str]:
    day, moment = timedelta(days=1), stat.modified_at
    return {
        "etag": stat.etag,
        "modified": http_date(moment),
        "earlier": http_date(moment - day),
        "later": http_date(moment + day),
    }


def _filled(text: str, facts: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: facts[found[1]], text)


def _read(said: bytes) -> Answered:
    head, _, body = said.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, list[str]] = {}
    for text in lines:
        name, _, value = text.partition(":")
        headers.setdefault(name.lower(), []).append(value.strip())
    return Answered(int(first.split()[1]), headers, body)


def expect(rule: Rule, answered: Answered, facts: Mapping[str, str]) -> None:
    """Hold an answer against its rule, byte by byte."""
    assert answered.status == rule.status
    if rule.body is not None:
        assert answered.body == rule.body
    for name, value in rule.told.items():
        wanted = [] if value is None else [_filled(value, facts)]
        assert answered.headers.get(name, []) == wanted, name
    if rule.status == 206 and rule.body is None:
        _expect_parts(answered)


def _expect_parts(answered: Answered) -> None:
    (kind,) = answered.headers["content-type"]
    mark = kind.partition("boundary=")[2].encode()
    *parts, end = answered.body.split(b"--" + mark)
    assert end.startswith(b"--")
    assert [part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for part in parts[1:]] == [
        DATA[:10],
        DATA[-10:],
    ]
