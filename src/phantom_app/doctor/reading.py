"""Settings that are wrong: all of them told at once, and the others taken as they are."""

from collections.abc import Mapping

from phantom_app.doctor.finding import Finding
from phantom_app.settings import BadSetting, Settings, read_settings

__all__ = ["read_what_is_right"]

_ANYBODY = "PHANTOM_ALLOWED_ORIGINS"
_ADVICE = "Mend or unset it: docs/reference/settings.md lists all settings and what they take."
_ORIGINS = (
    "Name the origins of your own pages, such as https://app.example: a page of anybody's must "
    "not speak for who is signed in."
)


def read_what_is_right(
    environment: Mapping[str, str], **given: str | None
) -> tuple[Settings, list[Finding]]:
    """Read the settings without those that cannot be used, and tell of these.

    Args:
        environment: the variables.
        given: what stands before them, by field name.
    """
    left, found = dict(environment), list[Finding]()
    while True:
        try:
            return read_settings(left, **given), found
        except BadSetting as error:
            name = str(error).partition(":")[0]
            # One that is wrong for being unset goes with those that want it.
            wrong = [name] if name in left else [each for each in left if each in _WANTING]
            if not wrong:
                raise
            for each in wrong:
                del left[each]
            advice = _ORIGINS if name == _ANYBODY else _ADVICE
            found.append(Finding.fail("settings", f"{error}.", advice))


_WANTING = {"PHANTOM_TURN_URLS"}
