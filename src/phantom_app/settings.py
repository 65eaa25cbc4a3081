"""What operators choose: one table of environment variables, each with a default that works.

`Settings` is that table, group by group. Its fields say how they are read and what they mean; the
reference page is made from it, and a test holds the page to it.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import cleandoc
from typing import Any, Final, cast

import attrs

from phantom_app.setting_groups import (
    AccountSettings,
    AddressSettings,
    CallSettings,
    ConnectionSettings,
    FileSettings,
    KeepingSettings,
    ObservingSettings,
    PlaceSettings,
    RecordingSettings,
    ServerSettings,
    ServiceSettings,
    UploadSettings,
)

__all__ = [
    "PREFIX",
    "BadSetting",
    "Settings",
    "read_settings",
    "table",
]

PREFIX: Final = "PHANTOM_"
"""How the name of every setting begins."""

_OF_OTHERS: Final = re.compile(
    r"PHANTOM_(TEST_|([A-Z0-9_]+_)?(SERVICE_(HOST|PORT)|PORT=[a-z]+://|PORT_\d+_))"
)
"""What is for our tests, or what Kubernetes tells of services called `phantom` or `phantom-...`."""

_ALIKE: Final = 0.75
"""How much of a name has to be that of a setting for this to be the one that is meant."""


class BadSetting(Exception):
    """An environment variable, or a file that stands for one, has a value that cannot be used."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


# Several bases, each a group of its own, so they have no slots.
@attrs.frozen(kw_only=True, slots=False)
class Settings(
    PlaceSettings,
    FileSettings,
    UploadSettings,
    AddressSettings,
    AccountSettings,
    ConnectionSettings,
    RecordingSettings,
    ServiceSettings,
    CallSettings,
    KeepingSettings,
    ObservingSettings,
    ServerSettings,
):
    """Every choice that operators have. A field is read from `PHANTOM_` and its name."""


_NAMES: Final = {"allowances": "RATE_LIMITS"}


def _variable(field: Any) -> str:
    name: str = field.name
    return PREFIX + _NAMES.get(name, name.upper())


def read_settings(environment: Mapping[str, str], **given: str | None) -> Settings:
    """Read the settings; what is given by field name stands before the environment.

    An empty value counts as unset. Raises: BadSetting, naming the variable.
    """
    values: dict[str, Any] = {}
    for field in attrs.fields(Settings):
        value = given.get(field.name) or environment.get(_variable(field), "").strip()
        if value:
            values[field.name] = _read(field, value)
    _refuse_unknown(environment)
    if values.get("turn_urls") and not values.get("turn_secret"):
        raise BadSetting("PHANTOM_TURN_SECRET", "must be set where PHANTOM_TURN_URLS is")
    settings = Settings(**values)
    if settings.idle_ttl is not None and settings.idle_ttl <= settings.access_ttl:
        raise BadSetting("PHANTOM_IDLE_TTL", "must be more than PHANTOM_ACCESS_TTL")
    if settings.standby_url is not None and not settings.shares_store:
        needed = "PHANTOM_DATABASE_URL=postgresql://USER@HOST/NAME; SQLite has no standby"
        raise BadSetting("PHANTOM_STANDBY_URL", f"takes {needed}")
    return settings


def _read(field: Any, value: str) -> Any:
    read = cast("Callable[[str], Any]", field.metadata["read"])
    try:
        return read(value)
    except ValueError as error:
        raise BadSetting(_variable(field), str(error)) from error


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = {_variable(field).removeprefix(PREFIX) for field in attrs.fields(Settings)}
    for name in sorted(environment):
        is_ours = name.upper().startswith(PREFIX) and name.removeprefix(PREFIX) not in known
        if is_ours and not _OF_OTHERS.match(f"{name}={environment[name]}"):
            told = name.upper().removeprefix(PREFIX)
            meant = difflib.get_close_matches(told, sorted(known), n=1, cutoff=_ALIKE)
            hint = "".join(f"; {PREFIX}{each} is one" for each in meant)
            raise BadSetting(name, f"there is no such setting{hint}")


def table() -> Iterator[tuple[str, Sequence[tuple[str, str, str]]]]:
    """For the reference: the title of each group; name, default and meaning of its settings."""
    for group in Settings.__bases__:
        rows = [
            (_variable(field), field.metadata["default"], field.metadata["meaning"])
            for field in attrs.fields(group)
        ]
        yield cleandoc(group.__doc__ or "").rstrip("."), rows
