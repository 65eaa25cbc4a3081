"""One call's ids and chance: both from its seed, neither from the other."""

from phantom_core.kernel import EPOCH, SYSTEM, Id, Invocation

_ABOVE_THE_IDS = 1 << 74


def _drawn(seed: int) -> tuple[Id, float]:
    call = Invocation(SYSTEM, seed)
    return call.mint(0, EPOCH), call.chance().random()


def test_no_id_foretells_what_is_drawn() -> None:
    identifier, number = _drawn(0)
    same_id, other_number = _drawn(_ABOVE_THE_IDS)
    other_id, same_number = _drawn(_ABOVE_THE_IDS - 1)

    assert (same_id, same_number) == (identifier, number)
    assert other_id != identifier
    assert other_number != number
