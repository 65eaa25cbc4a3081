"""How many there are, in words that agree with the number."""

__all__ = ["counted"]


def counted(count: int, one: str, many: str | None = None) -> str:
    """Such as `1 file` and `2 files`.

    Args:
        count: how many there are.
        one: what one is called, with its verb if need be: `job waits`.
        many: what several are called; with an `s` at the end, if not given.
    """
    return f"{count} {one if count == 1 else many or f'{one}s'}"
