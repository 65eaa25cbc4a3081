"""What waits for one reader: nothing, little, and never without bound."""

import json
from collections.abc import Awaitable

import anyio
import pytest

from phantom_adapters.transport import Frame, Outbox
from phantom_adapters.transport.frames import joined
from tests.unit.live.stage import PaperWire, read, until


class Stage:
    """An outbox, and what has come of it."""

    def __init__(self, *, limit: int = 1000, patience: float = 60) -> None:
        self.wire = PaperWire()
        self.stalled = anyio.Event()
        self.outbox = Outbox(self.wire, limit=limit, patience=patience, on_stall=self.stalled.set)


def event(number: int, size: int = 0) -> Frame:
    """An event of about so many bytes."""
    body = json.dumps({"seq": number, "text": "x" * size}).encode()
    return Frame(body, seq=number, durable=True)


def told(wire: PaperWire) -> list[int]:
    """The numbers of what was sent."""
    return [message["seq"] for message in wire.told]


async def test_a_reader_that_keeps_up_is_sent_everything_at_once() -> None:
    stage = Stage()
    for number in range(3):
        assert stage.outbox.offer(event(number))

    assert told(stage.wire) == [0, 1, 2]
    assert stage.outbox.clear
    assert len(stage.wire.sent) == 3


async def test_what_waits_is_sent_as_one_array_in_order() -> None:
    stage = Stage()
    stage.wire.stall()
    for number in range(4):
        assert stage.outbox.offer(event(number))
    stage.wire.resume()
    await stage.outbox.drained()

    assert [read(text) for text in stage.wire.sent] == [
        [{"seq": 0, "text": ""}],
        [{"seq": number, "text": ""} for number in (1, 2, 3)],
    ]
    assert stage.outbox.size == 0


async def test_an_array_is_never_much_more_than_64_kib() -> None:
    stage = Stage(limit=10**6)
    stage.wire.stall()
    for number in range(20):
        stage.outbox.offer(event(number, 16 * 1024))
    stage.wire.resume()
    await stage.outbox.drained()

    assert told(stage.wire) == [*range(20)]
    assert max(map(len, stage.wire.sent)) < 81 * 1024


async def test_there_is_room_for_so_many_bytes_and_no_more() -> None:
    stage = Stage(limit=event(1).size * 3)
    stage.wire.stall()
    accepted = [stage.outbox.offer(event(number)) for number in range(6)]

    assert accepted == [True, True, True, True, False, False]
    assert stage.outbox.size == event(1).size * 3


async def test_an_event_of_any_size_is_sent_to_a_reader_that_keeps_up() -> None:
    stage = Stage(limit=10)

    assert stage.outbox.offer(event(1, 100_000))
    assert told(stage.wire) == [1]


async def test_an_answer_is_sent_whatever_waits() -> None:
    stage = Stage(limit=0)
    stage.wire.stall()
    stage.outbox.send(event(1))
    stage.outbox.send(event(2))
    stage.wire.resume()
    await stage.outbox.drained()

    assert told(stage.wire) == [1, 2]


async def test_the_newest_word_under_a_key_takes_the_place_of_the_one_that_waits() -> None:
    stage = Stage()
    stage.wire.stall()
    stage.outbox.offer(event(0))
    for number in range(1, 4):
        stage.outbox.offer(Frame(event(number).body, key="tally"))
    stage.outbox.offer(event(9))
    stage.outbox.offer(Frame(event(4).body, key="tally"))
    stage.wire.resume()
    await stage.outbox.drained()

    assert told(stage.wire) == [0, 9, 4]


async def test_a_signal_is_given_up_when_there_is_no_room_and_a_last_word_is_not() -> None:
    stage = Stage(limit=0)
    stage.wire.stall()
    stage.outbox.offer(event(0))

    assert stage.outbox.offer(Frame(b"{}"))
    assert not stage.outbox.offer(Frame(b"{}", key="tally"))
    assert stage.outbox.size == 0


async def test_a_reader_that_takes_nothing_is_stalled() -> None:
    stage = Stage(patience=0.05)
    stage.wire.stall()
    stage.wire.backlog = 5
    stage.outbox.offer(event(0))
    with anyio.fail_after(60):
        await stage.stalled.wait()


async def test_a_reader_whose_machine_takes_bytes_is_not_stalled() -> None:
    class Slow(PaperWire):
        looks = 0

        def unsent(self) -> int:
            self.looks += 1
            return 1000 - self.looks

    stalled, wire = anyio.Event(), Slow()
    outbox = Outbox(wire, limit=1000, patience=0.01, on_stall=stalled.set)
    wire.stall()
    outbox.offer(event(0))
    await until(lambda: wire.looks > 50)

    assert not stalled.is_set()
    outbox.close()


async def test_a_reader_that_reads_on_is_not_stalled_any_more() -> None:
    stage = Stage(patience=0.05)
    stage.wire.stall()
    stage.outbox.offer(event(0))
    stage.wire.resume()
    await stage.outbox.drained()
    with anyio.move_on_after(0.1):
        await stage.stalled.wait()

    assert not stage.stalled.is_set()


@pytest.mark.parametrize("stalled", [False, True])
async def test_a_reader_that_is_gone_is_sent_nothing_and_costs_nothing(*, stalled: bool) -> None:
    stage = Stage()
    if stalled:
        stage.wire.stall()
        stage.outbox.offer(event(0))
        stage.outbox.offer(event(1))
    stage.wire.tear()
    await stage.outbox.drained()
    stage.outbox.offer(event(2))
    stage.outbox.send(event(3))

    assert stage.wire.sent == []
    assert stage.outbox.size == 0
    assert stage.outbox.clear


async def test_a_closed_outbox_forgets_what_waits() -> None:
    stage = Stage()
    stage.wire.stall()
    stage.outbox.offer(event(0))
    stage.outbox.offer(event(1))
    stage.outbox.close()
    stage.outbox.close()
    stage.wire.resume()
    await stage.outbox.drained()
    stage.outbox.offer(event(2))

    assert stage.wire.sent == []
    assert stage.outbox.size == 0


async def test_what_is_offered_while_the_last_of_the_queue_goes_out_is_not_left_behind() -> None:
    stage = Stage()

    class Echo(PaperWire):
        """Says something more whenever the last word has just been sent."""

        def send(self, frame: Frame) -> Awaitable[None] | None:
            rest = super().send(frame)
            if 0 < len(self.sent) < 5:
                outbox.offer(event(len(self.sent)))
            return rest

    wire = Echo()
    outbox = Outbox(wire, limit=1000, patience=60, on_stall=stage.stalled.set)
    wire.stall()
    outbox.offer(event(0))
    wire.resume()
    await until(lambda: outbox.clear)
    outbox.offer(event(7))
    await until(lambda: outbox.clear)

    assert told(wire)[0] == 0
    assert outbox.size == 0


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 100_000])
def test_a_frame_is_packed_as_rfc_6455_says(size: int) -> None:
    packed = Frame(b"x" * size).packed
    first, second = packed[0], packed[1]
    length = {126: 2, 127: 8}.get(second, 0)
    told_size = int.from_bytes(packed[2 : 2 + length], "big") if length else second

    assert first == 0x81
    assert told_size == size
    assert packed[2 + length :] == b"x" * size


def test_one_message_is_sent_as_it_is_and_several_as_an_array() -> None:
    one, two = Frame(b'{"a":1}'), Frame(b'{"b":2}')

    assert joined([one]) is one
    assert joined([one, two]).text == '[{"a":1},{"b":2}]'
    assert joined([joined([one, two]), one]).text == '[{"a":1},{"b":2},{"a":1}]'
