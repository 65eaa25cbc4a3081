"""One topic in one process: who comes in while things happen, and how often it speaks."""

import attrs
import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.transport import Frame, Outbox, Pace
from phantom_adapters.transport import channel as channels
from phantom_adapters.transport.channel import Channel
from phantom_adapters.transport.writer import Writer
from phantom_core.kernel import StoredEvent, UnknownEvent
from phantom_core.live import Signal
from tests.unit.live.stage import ADA, WALL, PaperWire, Said, encode, seqs, until

NOW = ManualClock().now


def event(seq: int) -> StoredEvent:
    """Something that was said."""
    return StoredEvent(topic=WALL, seq=seq, at=NOW, by=ADA.user_id, event=Said(text="a"))


def a_channel(head: int = 0) -> Channel:
    """A channel that somebody is about to join."""
    channel = Channel(WALL, Writer(encode), Pace(per_reader=0))
    channel.start(head)
    channel.joining += 1
    return channel


def a_reader() -> tuple[Outbox, PaperWire]:
    """Somebody who reads."""
    wire = PaperWire()
    return Outbox(wire, limit=1000, patience=60, on_stall=lambda: None), wire


@pytest.mark.parametrize("read", [3, 5, 8])
async def test_who_comes_in_is_told_what_they_have_not_read_and_nothing_twice(read: int) -> None:
    channel, (outbox, wire) = a_channel(2), a_reader()
    for seq in range(3, 6):
        channel.take(event(seq))
    admitted = channel.admit(outbox, read, 0)
    for seq in range(6, 10):
        channel.take(event(seq))
    await until(lambda: 9 in seqs(wire.told))

    assert admitted
    assert seqs(wire.told) == [*range(read + 1, 10)]


async def test_who_hears_of_an_event_that_cannot_be_told_joins_again_and_the_others_go_on() -> None:
    channel, (outbox, wire), (later, ahead) = a_channel(), a_reader(), a_reader()
    channel.admit(outbox, 0, 0)
    channel.take(event(1))
    channel.admit(later, 2, 0)
    unknown = UnknownEvent(topic=WALL, written="wall.sung")
    channel.take(attrs.evolve(event(2), event=unknown))
    channel.take(event(3))
    await until(lambda: 3 in seqs(ahead.told))

    assert [(told.get("type"), told["seq"]) for told in wire.told] == [(None, 1), ("resync", 1)]
    assert seqs(ahead.told) == [3]


async def test_what_the_log_no_longer_has_makes_all_join_again_who_have_not_heard_it() -> None:
    channel, (outbox, wire), (later, ahead) = a_channel(), a_reader(), a_reader()
    channel.admit(outbox, 0, 0)
    channel.admit(later, 4, 0)
    channel.take(event(1))
    channel.skip(1)
    channel.skip(3)
    for seq in (2, 4, 5):
        channel.take(event(seq))
    await until(lambda: 5 in seqs(ahead.told))

    assert [(told.get("type"), told["seq"]) for told in wire.told] == [(None, 1), ("resync", 1)]
    assert seqs(ahead.told) == [5]


async def test_who_has_read_too_little_must_read_on_first() -> None:
    channel, (outbox, wire) = a_channel(), a_reader()
    for seq in range(1, 400):
        channel.take(event(seq))

    assert not channel.admit(outbox, 5, 0)
    assert wire.sent == []
    assert channel.admit(outbox, 390, 0)
    assert seqs(wire.told) == [*range(391, 400)]


async def test_what_was_missed_is_written_once_for_all_who_come_in_at_about_the_same_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channels, "_COMING_BACK", 0)
    channel = a_channel()
    written = channel.missed(event(1))
    again = channel.missed(event(1))
    channel.settle()
    at_once = channel.missed(event(1))
    await until(lambda: channel.missed(event(1)) is not written)

    assert again is written
    assert at_once is written


async def test_of_what_was_missed_no_more_is_kept_than_can_come_in_handy() -> None:
    channel = a_channel()
    oldest, *_ = [channel.missed(event(seq)) for seq in range(1, 1025)]
    kept = channel.missed(event(1))
    channel.missed(event(1025))

    assert kept is oldest
    assert channel.missed(event(1)) is not oldest


async def test_what_happened_lately_is_kept_only_while_somebody_is_about_to_come_in() -> None:
    channel, (outbox, _) = a_channel(), a_reader()
    channel.take(event(1))
    channel.settle()

    assert not channel.admit(outbox, 0, 0)


async def test_who_comes_in_ahead_of_the_others_is_told_only_what_is_new_to_them() -> None:
    channel, (early, old), (late, new) = a_channel(), a_reader(), a_reader()
    channel.admit(early, 0, 0)
    channel.admit(late, 2, 0)
    for seq in range(1, 4):
        channel.take(event(seq))
    await until(lambda: seqs(new.told))

    assert seqs(old.told) == [1, 2, 3]
    assert seqs(new.told) == [3]


async def test_of_signals_with_one_key_the_last_is_told() -> None:
    channel, (outbox, wire) = a_channel(), a_reader()
    channel.admit(outbox, 0, 0)
    for number in range(3):
        data = {"number": number}
        tally = Signal(topic=WALL, name="tally", at=NOW, by=None, data=data, key="tally")
        channel.signal(tally)
        channel.signal(Signal(topic=WALL, name="typing", at=NOW, by=None, data=data))
    await until(lambda: wire.sent)

    assert [(told["type"], told["number"]) for told in wire.told] == [
        ("typing", 0),
        ("typing", 1),
        ("tally", 2),
        ("typing", 2),
    ]


def tally(number: int) -> Signal:
    """The last word on something, as long as there is no later one."""
    data = {"number": number}
    return Signal(topic=WALL, name="tally", at=NOW, by=None, data=data, key="tally")


@pytest.mark.parametrize("read", [0, 2], ids=["behind", "up to date"])
async def test_who_comes_in_is_told_the_last_words_that_fell_meanwhile(read: int) -> None:
    channel, (others, heard), (outbox, wire) = a_channel(), a_reader(), a_reader()
    channel.admit(others, 0, 0)
    for number in (1, 2):
        channel.take(event(number))
        channel.signal(tally(number))
        channel.signal(Signal(topic=WALL, name="typing", at=NOW, by=None, data={}))
        await until(lambda: len(heard.sent) == number)  # noqa: B023 - is over in this round
    channel.admit(outbox, read, 0)

    assert [told for told in wire.told if "type" in told] == [
        {"type": "tally", "by": None, "number": 2}
    ]


async def test_who_comes_in_is_told_no_word_twice_and_none_that_they_know() -> None:
    channel, (others, heard), (outbox, wire) = a_channel(), a_reader(), a_reader()
    channel.admit(others, 0, 0)
    channel.signal(tally(1))
    await until(lambda: heard.sent)
    signals = channel.signals
    channel.signal(tally(2))
    channel.admit(outbox, 0, signals)
    await until(lambda: len(heard.sent) == 2)

    assert [told["number"] for told in wire.told] == [2]


async def test_last_words_are_kept_only_while_somebody_is_about_to_come_in() -> None:
    channel, (others, heard), (outbox, wire) = a_channel(), a_reader(), a_reader()
    channel.admit(others, 0, 0)
    channel.signal(tally(1))
    await until(lambda: heard.sent)
    channel.settle()
    channel.admit(outbox, 0, 0)

    assert wire.sent == []


async def test_words_that_were_taken_back_do_not_make_a_topic_speak_sooner() -> None:
    channel, (outbox, wire) = Channel(WALL, Writer(encode), Pace(per_reader=0.01)), a_reader()
    channel.admit(outbox, 0, 0)
    channel.signal(tally(0))
    await until(lambda: wire.sent)
    for number in range(3000):
        channel.signal(tally(number))

    assert len(wire.sent) == 1
    await until(lambda: len(wire.sent) == 2)
    assert wire.told[-1]["number"] == 2999


async def test_who_has_no_room_for_a_last_word_is_told_where_to_come_back() -> None:
    wire = PaperWire()
    outbox = Outbox(wire, limit=0, patience=60, on_stall=lambda: None)
    channel = a_channel()
    channel.admit(outbox, 4, 0)
    wire.stall()
    channel.take(event(1))
    outbox.send(Frame(b"{}"))
    channel.signal(Signal(topic=WALL, name="tally", at=NOW, by=None, data={}, key="tally"))
    await until(lambda: not channel.readers)
    wire.resume()
    await outbox.drained()

    assert wire.told[-1] == {"type": "resync", "seq": 4}


def test_a_topic_speaks_the_less_often_the_more_readers_it_has() -> None:
    pace = Pace(per_reader=0.001, longest=0.1)

    assert [pace.pause(readers) for readers in (0, 10, 1000)] == [0, 0.01, 0.1]
