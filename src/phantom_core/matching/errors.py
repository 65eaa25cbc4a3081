"""What matching refuses."""

from phantom_core.kernel import Fault, Forbidden, Invalid

__all__ = ["HiddenOneself", "NoMatching", "NotWithYourself"]


class NoMatching(Forbidden):
    """One has not consented to being matched, so nobody is shown."""

    rule = "no-consent"


class HiddenOneself(Forbidden):
    """One does not let oneself be found, so nobody could answer."""

    rule = "hidden"


class NotWithYourself(Invalid):
    """Nobody is matched with themself."""

    rule = "not-yourself"

    def __init__(self) -> None:
        super().__init__(Fault("user_id", "must be somebody else's: nobody matches themself"))
