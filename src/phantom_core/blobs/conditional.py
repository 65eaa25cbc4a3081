"""Conditional requests: whether to answer at all, and whether with a part (RFC 9110, 13)."""

import re
from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import Final

import attrs

from phantom_core.blobs.dates import parse_http_date

__all__ = ["Preconditions", "Validators", "Verdict", "evaluate", "names_tag", "range_holds"]

_TAG: Final = re.compile(r'[ \t,]*((?:W/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*(?=,|$)')


class Verdict(Enum):
    """What the preconditions of a request say."""

    PROCEED = "answer the request"
    NOT_MODIFIED = "the client has it already (304)"
    FAILED = "the client has something else in mind (412)"


def _to_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


@attrs.frozen(kw_only=True)
class Validators:
    """What tells one version of a blob from another.

    Attributes:
        etag: the entity tag, with its quotes.
        modified_at: when it was put; HTTP knows it to the second.
    """

    etag: str
    modified_at: datetime = attrs.field(converter=_to_second)


@attrs.frozen(kw_only=True)
class Preconditions:
    """The conditional headers of a request as they stand; repeated ones joined by a comma."""

    if_match: str | None = None
    if_none_match: str | None = None
    if_modified_since: str | None = None
    if_unmodified_since: str | None = None
    if_range: str | None = None


def evaluate(asked: Preconditions, current: Validators, *, now: datetime) -> Verdict:
    """Weigh the preconditions of a GET or HEAD in the order of section 13.2.2.

    A date that cannot be read is as good as none; an entity tag that cannot be read matches
    nothing. `now` serves to read dates with two-digit years.
    """
    if not _still_the_one(asked, current, now):
        return Verdict.FAILED
    return Verdict.NOT_MODIFIED if _already_there(asked, current, now) else Verdict.PROCEED


def range_holds(if_range: str | None, current: Validators, *, now: datetime) -> bool:
    """Tell whether a `Range` header may be honoured, given its `If-Range` (13.1.5).

    A date must be the very one that was sent: blobs never change, so it is a strong validator.
    """
    if if_range is None:
        return True
    date = parse_http_date(if_range, now=now)
    return date == current.modified_at if date else if_range.strip() == current.etag


def names_tag(if_none_match: str, etag: str) -> bool:
    """Tell whether `If-None-Match` names this tag, compared weakly, or is a star (13.1.2)."""
    tags = (tag.removeprefix("W/") for tag in _tags(if_none_match))
    return if_none_match.strip() == "*" or etag.removeprefix("W/") in tags


def _still_the_one(asked: Preconditions, current: Validators, now: datetime) -> bool:
    if asked.if_match is not None:
        return asked.if_match.strip() == "*" or current.etag in _tags(asked.if_match)
    date = _date(asked.if_unmodified_since, now)
    return date is None or current.modified_at <= date


def _already_there(asked: Preconditions, current: Validators, now: datetime) -> bool:
    if asked.if_none_match is not None:
        return names_tag(asked.if_none_match, current.etag)
    date = _date(asked.if_modified_since, now)
    return date is not None and current.modified_at <= date


def _date(text: str | None, now: datetime) -> datetime | None:
    return None if text is None else parse_http_date(text, now=now)


def _tags(header: str) -> Iterator[str]:
    """Read entity tags up to the end, or up to the first thing that is none."""
    position = 0
    while match := _TAG.match(header, position):
        yield match[1]
        position = match.end()
