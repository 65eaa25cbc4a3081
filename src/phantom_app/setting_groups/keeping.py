"""Settings: how long data is kept, and exports of it."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import attrs

from phantom_app import setting_values as values
from phantom_app.setting_fields import setting

__all__ = ["KeepingSettings", "retention"]

_CHOICE: Final = re.compile(r"([a-z_]+)=(\d{1,5}|never)")
_FORM: Final = "must be `default`, or days by kind such as `audit=730,calls=never`"


def retention(value: str) -> Mapping[str, timedelta | None]:
    """How many days each kind is kept, where that is said: `audit=730,calls=never`.

    Raises: ValueError.
    """
    chosen: dict[str, timedelta | None] = {}
    for word in (part.strip() for part in value.split(",")):
        if word == "default":
            continue
        found = _CHOICE.fullmatch(word)
        if found is None:
            raise ValueError(_FORM)
        kind, days = found.groups()
        chosen[kind] = None if days == "never" else timedelta(days=int(days))
    _expect_possible(chosen)
    return chosen


def _expect_possible(chosen: Mapping[str, timedelta | None]) -> None:
    if not chosen:
        return
    from phantom_core.privacy.use_cases.retention_rules import RULES

    known = [rule.kind for rule in RULES]
    if unknown := sorted(chosen.keys() - known):
        message = f"{unknown[0]} is none of {', '.join(known)}"
        raise ValueError(message)
    for rule in RULES:
        life = chosen.get(rule.kind)
        if life is not None and life < rule.least:
            message = f"{rule.kind} must be kept for {rule.least.days} days at the least"
            raise ValueError(message)


@attrs.frozen(kw_only=True, slots=False)
class KeepingSettings:
    """How long data is kept, and exports of it."""

    retention: Mapping[str, timedelta | None] = setting(
        "default",
        retention,
        "For how many days kinds of things are kept once they are over, where it is not as usual: "
        "`audit=730,calls=never`. `phantom retention` lists the kinds.",
    )
    exports_a_day: int = setting(
        "5",
        values.count,
        "How many exports of what is held about them one person may ask for within 24 hours.",
    )
    export_ttl: timedelta = setting(
        "604800", values.seconds, "Seconds that an export is kept to be fetched."
    )
