"""What every store of the people in calls promises."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.call_examples import call, call_user, participant
from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_core.calls.call import CallKind, Negotiation, PartyId
from phantom_core.kernel import Storage, uuid7

__all__ = ["ParticipantsContract"]

_PAIR = Negotiation.between(call(1).id, call_user(1), call_user(2))


class ParticipantsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def people(self, storage: Storage) -> Any:
        """The repository under test, where there are two calls."""

        def begin(work: Any) -> None:
            work.calls.add(call(1))
            work.calls.add(call(2, kind=CallKind.VIDEO))

        await write(storage, begin)
        return Repository(storage, "call_participants")

    async def test_people_are_listed_as_they_joined(self, people: Any) -> None:
        for each in (participant(3), participant(1, after=2), participant(2, after=1)):
            await people.put(each)

        found = [each.user_id for each in await people.of(call(1).id)]

        assert found == [call_user(3), call_user(2), call_user(1)]
        assert [*await people.of(call(2).id)] == []

    async def test_who_joined_at_one_instant_is_listed_by_id(self, people: Any) -> None:
        await people.put(participant(2))
        await people.put(participant(1))

        assert [*await people.of(call(1).id)] == [participant(1), participant(2)]

    async def test_somebody_is_in_a_call_once(self, people: Any) -> None:
        again = attrs.evolve(participant(1, after=5), party=PartyId(uuid7(MOMENT, 7)))
        await people.put(participant(1))

        await people.put(again)

        assert await people.find(call(1).id, call_user(1)) == again
        assert [*await people.of(call(1).id)] == [again]

    async def test_who_leaves_is_gone_from_that_call_and_may_leave_again(self, people: Any) -> None:
        await people.put(participant(1))
        await people.put(participant(1, of=call(2)))

        await people.remove(call(1).id, call_user(1))
        await people.remove(call(1).id, call_user(1))

        assert await people.find(call(1).id, call_user(1)) is None
        assert await people.find(call(2).id, call_user(1)) == participant(1, of=call(2))

    async def test_a_pair_begins_with_nothing_agreed(self, people: Any) -> None:
        assert await people.negotiation(call(1).id, call_user(2), call_user(1)) == _PAIR

    async def test_a_pair_is_the_same_whoever_is_named_first(self, people: Any) -> None:
        offered = _PAIR.offered(call_user(2), MOMENT)
        await people.negotiate(_PAIR)
        await people.negotiate(offered)

        assert await people.negotiation(call(1).id, call_user(1), call_user(2)) == offered
        assert await people.negotiation(call(1).id, call_user(2), call_user(1)) == offered

    async def test_who_leaves_agrees_with_nobody_any_more(self, people: Any) -> None:
        other = Negotiation.between(call(1).id, call_user(2), call_user(3)).offered(
            call_user(3), MOMENT
        )
        await people.negotiate(_PAIR.offered(call_user(2), MOMENT))
        await people.negotiate(other)

        await people.remove(call(1).id, call_user(1))

        assert await people.negotiation(call(1).id, call_user(1), call_user(2)) == _PAIR
        assert await people.negotiation(call(1).id, call_user(2), call_user(3)) == other
