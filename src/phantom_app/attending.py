"""Telling the domain who is here: who comes into a topic with a first connection, and who goes."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from phantom_adapters.transport import Hub
from phantom_core.kernel import (
    SYSTEM,
    Command,
    Doer,
    Id,
    PhantomError,
    Topic,
    Unavailable,
    UserId,
)

__all__ = ["Attendance", "Attending"]

_log: Final = logging.getLogger(__name__)
_RETRY_AFTER: Final = 0.25
_HANDS: Final = 16

_Key = tuple[Topic, UserId]


@attrs.frozen(kw_only=True)
class Attendance:
    """What is done, as the system, when somebody comes into a topic of a kind, or goes.

    Attributes:
        attach: makes the command for the topic's id and a person whose first connection came.
        detach: makes the command for those whose last one has gone.
    """

    attach: Callable[[Id, UserId], Command[Any]]
    detach: Callable[[Id, UserId], Command[Any]]


class Attending:
    """Has commands done about who is here, as it stands at the last.

    What concerns one person in one topic is done one after the other; what has changed again
    meanwhile is left out. While the store does not answer it is tried again: nothing is lost as
    long as the process lives. A command that is refused is not done again.
    """

    def __init__(self, phantom: Doer, hub: Hub, rules: Mapping[str, Attendance]) -> None:
        """Have done with `phantom` what the `rules` say, by kind of topic, of who is in `hub`."""
        self._phantom = phantom
        self._rules = rules
        self._here: set[_Key] = set()
        self._told: set[_Key] = set()
        self._busy: set[_Key] = set()
        self._moved: asyncio.Queue[_Key] = asyncio.Queue()
        self._hands = asyncio.Semaphore(_HANDS)
        self._round = 0
        for kind in rules:
            hub.watch_presence(kind, self._see)

    @property
    def settled(self) -> bool:
        """Whether all is told as it is."""
        return not self._busy

    async def run(self) -> None:
        """Tell for ever."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                tasks.create_task(self._settle(await self._moved.get()))

    def tell_again(self) -> None:
        """Tell of all who are here once more: what was told may be forgotten."""
        self._round += 1
        self._told.clear()
        for key in self._here:
            self._stir(key)

    def _see(self, topic: Topic, user_id: UserId, *, here: bool) -> None:
        key = topic, user_id
        (self._here.add if here else self._here.discard)(key)
        self._stir(key)

    def _stir(self, key: _Key) -> None:
        if key not in self._busy:
            self._busy.add(key)
            self._moved.put_nowait(key)

    async def _settle(self, key: _Key) -> None:
        """Tell what has changed, until what was told last is so; `None` if that is not known."""
        known: bool | None = key in self._told
        while known is not (here := key in self._here):
            told_in = self._round
            done = await self._tell(key, here=here)
            known = here if done and told_in == self._round else None
        (self._told.add if known else self._told.discard)(key)
        self._busy.discard(key)

    async def _tell(self, key: _Key, *, here: bool) -> bool:
        """Have it done, and say whether that is settled; if not, after a moment."""
        topic, user_id = key
        kind, _, identifier = topic.partition(":")
        rule = self._rules[kind]
        command = (rule.attach if here else rule.detach)(Id(identifier), user_id)
        try:
            async with self._hands:
                await self._phantom.do(command, actor=SYSTEM)
        except Unavailable:
            await asyncio.sleep(_RETRY_AFTER)
            return False
        except PhantomError as refusal:
            _log.info("%s in %s: %s", user_id, topic, refusal)
        except Exception:  # noqa: BLE001 - one person's affair is no other's
            _log.exception("It could not be told that somebody came to %s, or went.", topic)
        return True
