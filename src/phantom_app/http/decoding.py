"""Reading JSON bodies: strictly, and naming every fault.

Every body is read twice: by msgspec's decoder, which checks its types and stops at the first
fault, and by the standard library's, which alone notices a field that stands twice. A body that
either refuses is read once more, slowly, to name every fault with its path.
"""

import json
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from itertools import islice, repeat
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, cast, get_args, get_origin

import msgspec

from phantom_app.http.problems import Malformed
from phantom_core.kernel import ID_PATTERN, Fault

__all__ = ["choices_of", "decode", "faults_of", "sentence"]

T = TypeVar("T")

_MOST_FAULTS: Final = 50
_LOOKED_INTO: Final = (str, dict, list)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def decode(body: bytes, kind: type[T]) -> T:
    """Read a JSON body as a payload. Raises: Malformed, naming every fault."""
    try:
        value: T = _decoder(cast("Any", kind)).decode(body)
        json.loads(body, object_pairs_hook=_refuse_repetition)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise Malformed(*_all_faults(body, kind)) from error
    return value


def faults_of(raw: Any, kind: Any, path: str = "") -> Iterator[Fault]:
    """Name everything that keeps a decoded JSON value from being of a type, depth first."""
    meta, bare = _take_apart(kind, raw)
    if isinstance(raw, dict) and isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        yield from _faults_of_object(raw, bare, path)
    elif isinstance(raw, list) and get_origin(bare) in {list, Sequence, tuple}:
        yield from _faults_of_list(raw, bare, meta, path)
    elif isinstance(raw, dict | list):
        yield from _faults_within(raw, path)
        yield from _faults_of_leaf(raw, kind, path)
    else:
        yield from _faults_of_leaf(raw, kind, path)


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def _refuse_repetition(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) < len(pairs):
        message = "a field stands twice"
        raise ValueError(message)


def _all_faults(body: bytes, kind: Any) -> list[Fault]:
    if body.startswith(BOM_UTF8):
        return [Fault("", "must not begin with a byte order mark")]
    try:
        raw = json.loads(
            body.decode(), object_pairs_hook=_object_of, parse_constant=_refuse_constant
        )
        found = list(islice(faults_of(raw, kind), _MOST_FAULTS))
    except UnicodeDecodeError as error:
        return [Fault("", f"must be UTF-8, and is not at byte {error.start}")]
    except RecursionError:
        return [Fault("", "must not be nested so deeply")]
    except ValueError as error:
        return [Fault("", _no_json(error))]
    return found or [Fault("", "must be plain JSON, without lone surrogates")]


def _no_json(error: ValueError) -> str:
    if "integer string conversion" in str(error):
        return "must not contain a number of so many digits"
    if isinstance(error, json.JSONDecodeError):
        return f"must be JSON, and is not: {error.msg}, at character {error.pos}"
    return f"must be JSON, and is not: {error}"


def _refuse_constant(name: str) -> None:
    message = f"{name} is not a number"
    raise ValueError(message)


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else _Object(pairs)


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its names stood more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        self.repeated = [name for name, count in counts.items() if count > 1]


def _faults_of_object(
    raw: dict[str, Any], kind: type[msgspec.Struct], path: str
) -> Iterator[Fault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name in getattr(raw, "repeated", ()):
        yield Fault(_join(path, name), "must stand only once")
    for name in raw:
        if name not in fields:
            yield Fault(_join(path, name), "is not a field that is known here")
    for name, field in fields.items():
        if name in raw:
            yield from faults_of(raw[name], field.type, _join(path, name))
        elif field.required:
            yield Fault(_join(path, name), "is required")


def _faults_of_list(raw: list[Any], kind: Any, meta: tuple[Any, ...], path: str) -> Iterator[Fault]:
    """What is wrong with a list, or else with its items: one too long is not looked through."""
    kinds = get_args(kind)
    fixed = get_origin(kind) is tuple and Ellipsis not in kinds
    whole: Any = tuple[(Any,) * len(kinds)] if fixed else list[Any]  # type: ignore[misc]
    faults = list(_faults_of_leaf(raw, Annotated[(whole, *meta)] if meta else whole, path))
    yield from faults
    if not faults:
        wanted = kinds if fixed else repeat(kinds[0])
        for index, (item, each) in enumerate(zip(raw, wanted, strict=False)):
            yield from faults_of(item, each, f"{path}[{index}]")


def _faults_of_leaf(raw: Any, kind: Any, path: str) -> Iterator[Fault]:
    if isinstance(raw, str) and _SURROGATE.search(raw):
        yield Fault(path, "must not contain lone surrogates")
        return
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        yield Fault(path, _sentence_of(str(error), kind))


def _faults_within(raw: Any, path: str) -> Iterator[Fault]:
    """What is wrong in a value of any type: names that stand twice, and lone surrogates."""
    for name in getattr(raw, "repeated", ()):
        yield Fault(_join(path, name), "must stand only once")
    if isinstance(raw, str) and _SURROGATE.search(raw):
        yield Fault(path, "must not contain lone surrogates")
    elif isinstance(raw, dict):
        for name, value in raw.items():
            yield from _faults_within(value, _join(path, name))
    elif isinstance(raw, list):
        for index, item in enumerate(raw):
            if isinstance(item, _LOOKED_INTO):
                yield from _faults_within(item, f"{path}[{index}]")


def _take_apart(kind: Any, raw: Any) -> tuple[tuple[Any, ...], Any]:
    """A type's constraints, and the type without them; of a union, the arm that is meant."""
    if get_origin(kind) in {Union, UnionType} and raw is not None:
        arms = [arm for arm in get_args(kind) if arm not in {NoneType, msgspec.UnsetType}]
        kind = arms[0] if len(arms) == 1 else kind
    if get_origin(kind) is Annotated:
        return kind.__metadata__, kind.__origin__
    return (), kind


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


_WORDS: Final = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "date": "a date like 2026-01-31",
    "datetime": "a time like 2026-01-31T12:00:00Z",
}
_BOUNDS: Final = {
    "text of length <= ": "text of at most this many characters: ",
    "text of length >= ": "text of at least this many characters: ",
    "a list of length <= ": "a list of at most this many items: ",
    "a list of length >= ": "a list of at least this many items: ",
    " >= ": " of at least ",
    " <= ": " of at most ",
}


def _sentence_of(said: str, kind: Any) -> str:
    """Say what msgspec leaves out: which values there are, and what a date looks like."""
    or_null = ", or null" if NoneType in get_args(kind) else ""
    if said.startswith("Invalid enum value"):
        return f"must be one of: {', '.join(choices_of(kind))}{or_null}"
    for encoded in ("datetime", "date"):
        if f"RFC3339 encoded {encoded}" in said:
            return f"must be {_WORDS[encoded]}{or_null}"
    return sentence(said)


def choices_of(kind: Any) -> Iterator[str]:
    """The values that a type lists; none, if it lists none."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        yield from (str(each.value) for each in kind)
    for inner in get_args(kind):
        yield from [str(inner)] if get_origin(kind) is Literal else choices_of(inner)


def sentence(said: str) -> str:
    """Say msgspec's complaint in our words: `Expected `int`, got `str` - at `$.a``."""
    said = re.sub(r" - at `\$.*`$", "", said)
    if ID_PATTERN in said:
        return "must be an id: 26 digits and capital letters"
    said = re.sub("`([a-z| ]+)`", _in_words, said)
    for theirs, ours in _BOUNDS.items():
        said = said.replace(theirs, ours)
    return said.replace("Expected ", "must be ").replace(", got ", ", and is ")


def _in_words(named: re.Match[str]) -> str:
    kinds = named[1].split(" | ")
    told = " or ".join(_WORDS.get(kind, kind) for kind in kinds if kind != "null")
    return f"{told}, or null" if told and "null" in kinds else told or "null"
