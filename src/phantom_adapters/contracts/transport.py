"""What every transport promises: little, so that a test asks again until it is heard."""

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import anyio
import pytest

from phantom_core.identity.events import UserBlocked
from phantom_core.kernel import StoredEvent, UserId, topic, uuid7
from phantom_core.live import (
    Asking,
    AtHome,
    Beat,
    Near,
    Parcel,
    Presence,
    Rolls,
    Scalar,
    Seen,
    Signal,
    Status,
    Transport,
)

__all__ = ["TransportContract"]

_AT: Final = datetime(2026, 1, 31, 12, 0, 0, 123_000, tzinfo=UTC)
_ADA: Final = UserId(uuid7(_AT, 1))
_TOPIC: Final = topic("user", _ADA)


def _event(seq: int) -> StoredEvent:
    happened = UserBlocked(user_id=_ADA, blocked_id=UserId(uuid7(_AT, seq)))
    return StoredEvent(topic=_TOPIC, seq=seq, at=_AT, by=_ADA, event=happened)


def _signal(number: int) -> Signal:
    data: dict[str, Scalar] = {"text": "Grüße, 音楽", "yes": True, "share": 0.5, "nothing": None}
    data["number"] = number
    return Signal(topic=_TOPIC, name="test.signal", at=_AT, by=None, data=data, key="k")


_BUSY: Final = Presence(status=Status.BUSY, activity="mixing")
_PARCELS: Final[Mapping[str, Parcel]] = {
    "event": _event(1),
    "signal": _signal(1),
    "here": Seen(server="a", number=3, topic=_TOPIC, user_id=_ADA, here=True, said=_BUSY),
    "gone": Seen(server="a", number=4, topic=_TOPIC, user_id=_ADA, here=False),
    "rolls": Rolls(server="a", to="b", people={_TOPIC: {_ADA: _BUSY}}),
    "silent": Rolls(server="a", to="b", people={_TOPIC: {_ADA: None}}),
    "asking": Asking(server="b", topics=(_TOPIC,), to="a"),
    "at home": AtHome(server="a", topic=_TOPIC, circle=(_TOPIC,), presence=_BUSY),
    "near": Near(server="a", topic=_TOPIC, seen_in=(_TOPIC,), presence=_BUSY),
    "near no longer": Near(server="a", topic=_TOPIC, seen_in=(_TOPIC,), presence=None),
    "beat": Beat(server="a", number=4, last=True),
}


class _Ear:
    """Remembers what it hears, and waits for it."""

    def __init__(self) -> None:
        self.heard: list[Parcel] = []
        self.batches: list[Sequence[Parcel]] = []
        self._news = asyncio.Event()

    def __call__(self, messages: Sequence[Parcel]) -> None:
        self.batches.append(messages)
        self.heard.extend(messages)
        self._news.set()

    async def hears(self, message: Parcel, publish: Callable[[], None]) -> None:
        """Publish until the message has come; whatever may lose some cannot lose all."""
        with anyio.fail_after(20):
            while message not in self.heard:
                self._news.clear()
                publish()
                with anyio.move_on_after(0.2):
                    await self._news.wait()


class TransportContract:
    """Needs a fixture `ends`: two ends of one new transport, as two processes would hold them.

    They may be one and the same object where the transport stays inside a process.
    """

    adapters: tuple[type[Transport], ...] = ()

    @pytest.mark.parametrize("message", _PARCELS.values(), ids=_PARCELS.keys())
    async def test_what_one_end_publishes_both_ends_hear_as_it_was(
        self, ends: tuple[Transport, Transport], message: Parcel
    ) -> None:
        near, far = _Ear(), _Ear()
        ends[0].subscribe(near)
        ends[1].subscribe(far)
        await far.hears(message, lambda: ends[0].publish([message]))
        await near.hears(message, lambda: ends[0].publish([message]))

        assert set(map(repr, near.heard)) == {repr(message)}
        assert set(map(repr, far.heard)) == {repr(message)}

    async def test_what_is_published_together_comes_together_and_in_order(
        self, ends: tuple[Transport, Transport]
    ) -> None:
        ear = _Ear()
        messages: list[Parcel] = [_event(1), _signal(1), _event(2), _event(3)]
        ends[1].subscribe(ear)
        await ear.hears(messages[-1], lambda: ends[0].publish(messages))

        assert [*ear.batches[-1]] == messages

    async def test_who_subscribes_twice_is_subscribed_once(
        self, ends: tuple[Transport, Transport]
    ) -> None:
        ear, other = _Ear(), _Ear()
        ends[1].subscribe(ear)
        ends[1].subscribe(ear)
        await ear.hears(_event(1), lambda: ends[0].publish([_event(1)]))
        ends[1].unsubscribe(ear)
        ear.heard.clear()
        ends[1].subscribe(other)
        await other.hears(_event(2), lambda: ends[0].publish([_event(2)]))

        assert ear.heard == []

    async def test_who_has_unsubscribed_hears_nothing_more_and_the_others_do(
        self, ends: tuple[Transport, Transport]
    ) -> None:
        gone, here = _Ear(), _Ear()
        ends[1].subscribe(gone)
        ends[1].subscribe(here)
        await gone.hears(_event(1), lambda: ends[0].publish([_event(1)]))
        ends[1].unsubscribe(gone)
        gone.heard.clear()
        await here.hears(_event(2), lambda: ends[0].publish([_event(2)]))

        assert gone.heard == []

    async def test_to_unsubscribe_who_is_not_subscribed_is_nothing(
        self, ends: tuple[Transport, Transport]
    ) -> None:
        ends[0].unsubscribe(_Ear())

    async def test_a_listener_may_unsubscribe_while_it_is_called(
        self, ends: tuple[Transport, Transport]
    ) -> None:
        calls, here = _Ear(), _Ear()

        def once(messages: Sequence[Parcel]) -> None:
            calls(messages)
            ends[1].unsubscribe(once)

        ends[1].subscribe(once)
        ends[1].subscribe(here)
        await calls.hears(_event(1), lambda: ends[0].publish([_event(1)]))
        await here.hears(_event(2), lambda: ends[0].publish([_event(2)]))

        assert len(calls.batches) == 1

    async def test_a_listener_that_fails_harms_neither_publisher_nor_listeners(
        self, ends: tuple[Transport, Transport]
    ) -> None:
        def fail(messages: Sequence[Parcel]) -> None:
            raise RuntimeError(messages)

        ear = _Ear()
        ends[1].subscribe(fail)
        ends[1].subscribe(ear)
        await ear.hears(_event(1), lambda: ends[0].publish([_event(1)]))
        await ear.hears(_event(2), lambda: ends[0].publish([_event(2)]))

    async def test_publishing_to_nobody_is_nothing(self, ends: tuple[Transport, Transport]) -> None:
        ends[0].publish([_event(1)])
        ends[0].publish([])

    async def test_a_thread_without_an_event_loop_may_publish(
        self, ends: tuple[Transport, Transport]
    ) -> None:
        ear, threads = _Ear(), []
        ends[1].subscribe(lambda _: threads.append(threading.current_thread()))
        ends[1].subscribe(ear)

        def publish() -> None:
            thread = threading.Thread(target=ends[0].publish, args=([_event(1)],))
            thread.start()
            thread.join()

        await ear.hears(_event(1), publish)

        assert set(threads) == {threading.current_thread()}
