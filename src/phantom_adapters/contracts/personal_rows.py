"""What every storage promises of rows that are somebody's, or name somebody."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import user
from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_core.chat import (
    ChatKind,
    ChatMessage,
    ChatRoom,
    ChatRoomId,
    MessageId,
    MessageType,
    Notice,
    NoticeKind,
)
from phantom_core.identity import Follow, Followed, SendNotice, SendReset
from phantom_core.identity.mail import AccountChange, Recipient
from phantom_core.kernel import Answer, Job, Storage, topic, uuid7
from phantom_core.privacy import INVENTORY

__all__ = ["PersonalRowsContract"]

_ADA, _BOB, _EVE = (user(number).id for number in (1, 2, 3))
_ROOM = ChatRoomId(uuid7(MOMENT, 50))


def _follow(follower: Any, followee: Any) -> Follow:
    return Follow(follower_id=follower, followee_id=followee, created_at=MOMENT)


def _message(number: int, **fields: Any) -> ChatMessage:
    given: dict[str, Any] = {
        "id": MessageId(uuid7(MOMENT, 60 + number)),
        "chat_room_id": _ROOM,
        "seq": number,
        "sender_id": _BOB,
        "type": MessageType.TEXT,
        "content": f"Message {number}",
        "sent_at": MOMENT,
    }
    return ChatMessage(**{**given, **fields})


def _job(number: int, deferred: Any) -> Job:
    return Job(id=uuid7(MOMENT, 70 + number), deferred=deferred, run_at=MOMENT, created_at=MOMENT)


def _loud(message: ChatMessage) -> ChatMessage:
    return attrs.evolve(message, content=message.content.upper())


class PersonalRowsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def rows(self, storage: Storage) -> Any:
        """What is under test, where there are three people."""
        users = Repository(storage, "users")
        for number in (1, 2, 3):
            await users.add(user(number))
        return Repository(storage, "personal_rows")

    async def test_every_table_of_which_rows_are_dropped_is_known(self, rows: Any) -> None:
        for row in INVENTORY:
            if row.dropped_by:
                assert await rows.drop(row.table, row.dropped_by, uuid7(MOMENT, 9), 1) == 0
        with pytest.raises(KeyError):
            await rows.count("tales", ("user_id",), _ADA)

    async def test_rows_are_counted_and_dropped_by_any_of_some_columns(
        self, storage: Storage, rows: Any
    ) -> None:
        follows = Repository(storage, "follows")
        for pair in ((_ADA, _BOB), (_BOB, _ADA), (_BOB, _EVE), (_EVE, _ADA)):
            await follows.add(_follow(*pair))
        both = ("follower_id", "followee_id")

        assert await rows.count("follows", both, _ADA) == 3
        assert await rows.count("follows", both[:1], _ADA) == 1
        assert await rows.ids("follows", "follower_id", "followee_id", _ADA, limit=9) == [
            _BOB,
            _EVE,
        ]
        assert await rows.ids(
            "follows", "follower_id", "followee_id", _ADA, after=_BOB, limit=1
        ) == [_EVE]
        assert [await rows.drop("follows", both, _ADA, 2) for _ in range(3)] == [2, 1, 0]
        assert await follows.exists(_BOB, _EVE)

    async def test_a_topic_goes_on_where_it_stood_when_its_events_are_dropped(
        self, storage: Storage, rows: Any
    ) -> None:
        log, about = Repository(storage, "log"), topic("user", _ADA)

        def told(user_id: Any) -> Followed:
            return Followed(user_id=user_id, follower_id=_BOB, followee_id=_ADA)

        await log.append([told(_ADA)] * 3 + [told(_BOB)], at=MOMENT, by=None)

        assert [await rows.drop_events(about, 2) for _ in range(3)] == [2, 1, 0]
        assert [(await log.head(about)).seq, await log.after(about, 0, 9)] == [3, []]
        (fourth,) = await log.append([told(_ADA)], at=MOMENT, by=None)
        assert (fourth.seq, [*await log.after(about, 0, 9)]) == (4, [fourth])
        assert len(await log.after(topic("user", _BOB), 0, 9)) == 1

    async def test_events_that_name_somebody_are_told_otherwise_a_stretch_at_a_time(
        self, storage: Storage, rows: Any
    ) -> None:
        log = Repository(storage, "log")
        named = Followed(user_id=_BOB, follower_id=_ADA, followee_id=_BOB)
        other = attrs.evolve(named, follower_id=_EVE)
        await log.append([named, other, named], at=MOMENT, by=None)

        def reword(event: Any) -> Any:
            return attrs.evolve(event, follower_id=_BOB)

        first = await rows.reword_events(_ADA, reword, "", 2)
        second = await rows.reword_events(_ADA, reword, first.end, 2)

        assert (first.changed, bool(first.end)) == (1, True)
        assert (second.changed, second.end) == (1, "")
        told = [each.event.follower_id for each in await log.after(topic("user", _BOB), 0, 9)]
        assert told == [_BOB, _EVE, _BOB]

    async def test_messages_about_somebody_are_put_otherwise_a_stretch_at_a_time(
        self, storage: Storage, rows: Any
    ) -> None:
        room = ChatRoom(
            id=_ROOM, kind=ChatKind.GROUP, title="Us", created_at=MOMENT, last_at=MOMENT
        )
        await Repository(storage, "chat_rooms").add(room)
        messages = Repository(storage, "chat_messages")
        notice = Notice(kind=NoticeKind.LEFT, user_id=_ADA)
        said = [
            _message(1, mentions=(_ADA,)),
            _message(2, sender_id=_ADA),
            _message(3, type=MessageType.SYSTEM, notice=notice, mentions=()),
        ]
        for message in said:
            await messages.add(message)

        first = await rows.reword_messages(_ADA, _loud, "", 2)
        second = await rows.reword_messages(_ADA, _loud, first.end, 2)

        assert [first.changed, second.changed, second.end] == [1, 1, ""]
        now = [await messages.find(message.id) for message in said]
        assert now == [_loud(said[0]), said[1], _loud(said[2])]

    async def test_jobs_that_name_somebody_are_dropped_unless_they_run(
        self, storage: Storage, rows: Any
    ) -> None:
        jobs = Repository(storage, "jobs")
        mail = SendNotice(
            to=Recipient(email="a_b@example.org", display_name="Ada"),
            what=AccountChange.EMAIL,
            at=MOMENT,
        )
        near = attrs.evolve(mail, to=Recipient(email="axb@example.org", display_name="Eve"))
        reset = SendReset(user_id=_ADA)
        running = _job(3, reset).begin("worker", MOMENT + timedelta(hours=1))
        for job in (_job(0, mail), _job(1, near), _job(2, reset), running):
            await jobs.add(job)

        assert await rows.drop_jobs((_ADA, "a_b@example.org"), 9) == 2
        assert [(await jobs.get(job.id)).id for job in (_job(1, near), running)]

    async def test_an_answer_that_names_somebody_is_lost_and_its_key_stays_taken(
        self, storage: Storage, rows: Any
    ) -> None:
        answers = Repository(storage, "answers")
        later = MOMENT + timedelta(days=1)
        kept = {
            "tells": Answer(fingerprint="f", value=_follow(_ADA, _BOB), expires_at=later),
            "tells not": Answer(fingerprint="f", value=_follow(_EVE, _BOB), expires_at=later),
        }
        for key, answer in kept.items():
            await answers.keep(_BOB, key, answer)

        assert [await rows.spoil_answers(_ADA, 9) for _ in range(2)] == [1, 0]
        spoilt, whole = [await answers.recall(_BOB, key, "f", Follow) for key in kept]
        assert (spoilt.lost, spoilt.value) == (True, None)
        assert whole == kept["tells not"]
