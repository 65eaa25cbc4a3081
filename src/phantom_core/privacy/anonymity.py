"""Telling the same without the name: what others were told of somebody who is erased.

A person is shown as `kernel.erased_person`; what a room itself said of them it says of an erased
user; and where others' words mention them, `@name` becomes `@erased`.
"""

import re
from typing import Any, Final, TypeVar

import attrs

from phantom_core.booking import BookingView
from phantom_core.chat import Notice, sentence
from phantom_core.kernel import ERASED_DISPLAY_NAME, ERASED_USERNAME, Person, UserId, erased_person

__all__ = ["Trace", "anonymous", "names_id"]

T = TypeVar("T")

_NAME: Final = "A-Za-z0-9_.-"


@attrs.frozen(kw_only=True)
class Trace:
    """Who is to be nobody.

    Attributes:
        names: what they were called in user names, at any time.
    """

    user_id: UserId
    names: tuple[str, ...] = ()

    def unmentioned(self, text: str) -> str:
        """A text in which they were mentioned, without their name."""
        for name in sorted(self.names, key=len, reverse=True):
            mention = rf"(?<![{_NAME}@])@{re.escape(name)}(?![A-Za-z0-9_-])"
            text = re.sub(mention, f"@{ERASED_USERNAME}", text, flags=re.IGNORECASE)
        return text


def anonymous(value: T, trace: Trace) -> T:
    """A value of any kind, wherever it names somebody, naming nobody; the same one, if nowhere."""
    changed: Any = _changed(value, trace)
    return changed  # type: ignore[no-any-return]


def _changed(value: Any, trace: Trace) -> Any:
    if isinstance(value, Person):
        return erased_person(value.id) if value.id == trace.user_id else value
    if isinstance(value, tuple):
        parts = tuple(_changed(each, trace) for each in value)
        same = all(new is old for new, old in zip(parts, value, strict=True))
        return value if same else parts
    if not attrs.has(type(value)):
        return value
    fields = {field.name: getattr(value, field.name) for field in attrs.fields(type(value))}
    changes = {name: _changed(each, trace) for name, each in fields.items()}
    changes.update(_content(fields, trace))
    if isinstance(value, BookingView):
        changes.update(_unsaid(value, trace))
    changes = {name: each for name, each in changes.items() if each is not fields[name]}
    return attrs.evolve(value, **changes) if changes else value


def _content(fields: dict[str, Any], trace: Trace) -> dict[str, str]:
    """Other words of a message, where they say who they are about."""
    content = fields.get("content")
    if not isinstance(content, str):
        return {}
    notice = fields.get("notice")
    if isinstance(notice, Notice):
        about = notice.user_id == trace.user_id
        return {"content": sentence(notice, ERASED_DISPLAY_NAME)} if about else {}
    if any(_is(each, trace) for each in fields.get("mentions") or ()):
        return {"content": trace.unmentioned(content)}
    return {}


def _unsaid(booking: BookingView, trace: Trace) -> dict[str, None]:
    """What they put to a booking of theirs, in their words, is said by nobody."""
    asked = {"role": None, "note": None} if booking.requested_by.id == trace.user_id else {}
    ended = booking.cancelled_by is not None and _is(booking.cancelled_by, trace)
    return {**asked, "reason": None} if ended else asked


def _is(mentioned: object, trace: Trace) -> bool:
    return (mentioned.id if isinstance(mentioned, Person) else mentioned) == trace.user_id


def names_id(value: Any, mark: str) -> bool:
    """Whether a text stands anywhere in a value."""
    if isinstance(value, str):
        return mark in value
    if isinstance(value, (tuple, list, frozenset, set)):
        return any(names_id(each, mark) for each in value)
    if isinstance(value, dict):
        return any(names_id(each, mark) for pair in value.items() for each in pair)
    if not attrs.has(type(value)):
        return False
    fields = attrs.fields(type(value))
    return any(names_id(getattr(value, field.name), mark) for field in fields)
