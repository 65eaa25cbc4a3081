"""What everything promises that knows who has taken seats."""

import anyio
import anyio.lowlevel

from phantom_core.kernel import EPOCH, UserId, uuid7
from phantom_core.limits import Seats

__all__ = ["ADA", "BOB", "SeatsContract"]

ADA = UserId(uuid7(EPOCH, 1))
"""Somebody."""

BOB = UserId(uuid7(EPOCH, 2))
"""Somebody else."""


class SeatsContract:
    """Supply `seats`, of which each person may have two, and nobody has any yet."""

    adapters: tuple[type[Seats], ...] = ()

    async def test_nobody_takes_more_than_there_are(self, seats: Seats) -> None:
        taken = [await seats.take(ADA) for _ in range(4)]

        assert taken == [True, True, False, False]

    async def test_nobody_takes_more_than_there_are_at_once(self, seats: Seats) -> None:
        taken: list[bool] = []

        async def take() -> None:
            taken.append(await seats.take(ADA))

        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(take)

        assert sorted(taken) == [False] * 18 + [True] * 2

    async def test_each_person_has_their_own(self, seats: Seats) -> None:
        for _ in range(3):
            await seats.take(ADA)

        assert await seats.take(BOB)

    async def test_a_seat_that_is_given_back_can_be_taken_at_once(self, seats: Seats) -> None:
        taken: list[bool] = []
        for _ in range(2):
            await seats.take(ADA)
        for _ in range(5):
            seats.free(ADA)
            taken += [await seats.take(ADA), await seats.take(ADA)]

        assert taken == [True, False] * 5

    async def test_a_seat_that_was_given_back_can_be_taken_whoever_hears_of_it_meanwhile(
        self, seats: Seats
    ) -> None:
        taken: list[bool] = []
        for _ in range(2):
            await seats.take(ADA)
        for moments in range(20):
            seats.free(ADA)
            for _ in range(moments):
                await anyio.lowlevel.checkpoint()
            taken += [await seats.take(ADA), await seats.take(ADA)]

        assert taken == [True, False] * 20

    async def test_who_is_refused_has_taken_nothing(self, seats: Seats) -> None:
        for _ in range(5):
            await seats.take(ADA)
        for _ in range(2):
            seats.free(ADA)
        taken = [await seats.take(ADA) for _ in range(3)]

        assert taken == [True, True, False]
