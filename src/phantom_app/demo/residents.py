"""Who of the demo world lives here already, and who else does."""

from collections.abc import Mapping, Sequence

from phantom_app.demo.cast import Player
from phantom_app.services import Services
from phantom_core.identity import FindCredential
from phantom_core.kernel import SYSTEM, Actor, Conflict, UserId, person

__all__ = ["NoDemo", "OthersLiveHere", "PlaceTaken", "residents"]


class NoDemo(Conflict):
    """The demo world cannot be made here; nothing was changed."""

    rule = "no-demo"

    def __init__(self, reason: str) -> None:
        super().__init__(f"No demo world is made: {reason}.")


class PlaceTaken(NoDemo):
    """Somebody else has the name or the address of one of its people."""

    def __init__(self, player: Player) -> None:
        super().__init__(
            f"the user name {player.username} or the address {player.email} is somebody else's"
        )


class OthersLiveHere(NoDemo):
    """There are users, and none of them is the demo's."""

    def __init__(self) -> None:
        super().__init__("there are users already; `phantom demo` adds it beside them")


async def residents(services: Services, cast: Sequence[Player]) -> Mapping[str, Actor]:
    """Those of a cast who live here, by user name. Raises: PlaceTaken, Unavailable."""
    found = {player.username: await _resident(services, player) for player in cast}
    return {name: actor for name, actor in found.items() if actor is not None}


async def _resident(services: Services, player: Player) -> Actor | None:
    """Find somebody; a user is them only if they have both the name and the address."""
    named = await _called(services, player.username)
    if named != await _called(services, player.email):
        raise PlaceTaken(player)
    return None if named is None else person(named)


async def _called(services: Services, login: str) -> UserId | None:
    credential = await services.phantom.ask(FindCredential(login=login), actor=SYSTEM)
    return None if credential is None else credential.user_id
