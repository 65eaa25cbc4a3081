"""The reference page of the settings, made from their table.

`python -m phantom_app.settings_page > docs/reference/settings.md` writes it; a test compares.
"""

from typing import Final

from phantom_app.settings import DEFAULT_ALLOWANCES, table

__all__ = ["page"]

_HEAD: Final = """\
# Settings

Everything that operators choose, by environment variable. Each has a default that works; an empty
value counts as unset. A value that cannot be used, and a `PHANTOM_` variable that is none of these,
ends the program with code 2 and one sentence that names the variable. `--data-dir DIR`, on every
command, stands before `PHANTOM_DATA_DIR`. `PHANTOM_SERVICE_...` and `PHANTOM_PORT...` are passed
over: Kubernetes sets them beside a service called `phantom`.

| variable | default | meaning |
| --- | --- | --- |
"""

_LIMITS: Final = """
## Rate limits

`PHANTOM_RATE_LIMITS` changes these. Whoever has spent an allowance earns it back evenly, one call
after another; every answer of a route tells in `RateLimit-Policy` and `RateLimit` how much is left.

| name | calls | seconds | counted for |
| --- | --- | --- | --- |
"""

_COUNTED: Final = {
    "address": "each address, whichever route is called (of IPv6, each /64)",
    "person": "each person who is signed in, whatever is called",
    "log-in": "each address or person: register, log in, verify, forgot, reset, change a password",
    "account": "each name or address that is given to log in or forgot, whether anybody has it",
    "upload": "each person: beginning an upload",
}


def page() -> str:
    """The page, in Markdown."""
    settings = [
        f"| `{name}` | {f'`{default}`' if default else ''} | {meaning} |"
        for name, default, meaning in table()
    ]
    limits = [
        f"| `{name}` | {limit.count} | {int(limit.per.total_seconds())} | {_COUNTED[name]} |"
        for name, limit in DEFAULT_ALLOWANCES.items()
    ]
    return "\n".join([_HEAD + settings[0], *settings[1:], _LIMITS + limits[0], *limits[1:], ""])


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - it goes into the page's file
