"""What others were told of somebody says the same without them, and nothing else otherwise."""

import attrs
import pytest

from phantom_core.chat import (
    ChatMessage,
    ChatRoomId,
    MessageId,
    MessageType,
    Notice,
    NoticeKind,
    sentence,
)
from phantom_core.kernel import EPOCH, Person, UserId, erased_person, uuid7
from phantom_core.privacy.anonymity import Trace, anonymous, names_id

ADA, BOB = (UserId(uuid7(EPOCH, number)) for number in (1, 2))
TRACE = Trace(user_id=ADA, names=("ada", "ada.l"))
MESSAGE = ChatMessage(
    id=MessageId(uuid7(EPOCH, 3)),
    chat_room_id=ChatRoomId(uuid7(EPOCH, 4)),
    seq=1,
    sender_id=BOB,
    type=MessageType.TEXT,
    content="@ada, hello",
    sent_at=EPOCH,
    mentions=(ADA,),
)


@attrs.frozen
class Told:
    """Something with people in it."""

    people: tuple[Person, ...]
    note: str = ""


def test_a_person_is_nobody_wherever_they_stand_and_others_stay() -> None:
    ada = Person(id=ADA, username="ada", display_name="Ada L")
    bob = attrs.evolve(ada, id=BOB)

    assert anonymous(Told((bob, ada)), TRACE) == Told((bob, erased_person(ADA)))


def test_what_names_them_nowhere_is_the_very_same_value() -> None:
    told = Told((Person(id=BOB, username="bob", display_name="Bob"),), "of @ada")

    assert anonymous(told, TRACE) is told


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("@ada, hello", "@erased, hello"),
        ("Hello @ADA.", "Hello @erased."),
        ("@ada.l and @ada", "@erased and @erased"),
        ("@adam is somebody else", "@adam is somebody else"),
        ("write to me@ada", "write to me@ada"),
        ("ada, without a sign", "ada, without a sign"),
    ],
)
def test_mentions_lose_the_name_and_names_that_only_begin_so_stay(said: str, left: str) -> None:
    message = attrs.evolve(MESSAGE, content=said)

    assert anonymous(message, TRACE).content == left


def test_who_is_not_mentioned_is_not_looked_for_in_the_text() -> None:
    message = attrs.evolve(MESSAGE, mentions=(BOB,))

    assert anonymous(message, TRACE) is message


@pytest.mark.parametrize("kind", [NoticeKind.JOINED, NoticeKind.BANNED, NoticeKind.HANDED_OVER])
def test_what_a_room_said_of_them_it_says_of_an_erased_user(kind: NoticeKind) -> None:
    notice = Notice(kind=kind, user_id=ADA)
    message = attrs.evolve(
        MESSAGE, type=MessageType.SYSTEM, content=sentence(notice, "Ada L"), notice=notice
    )

    assert anonymous(message, TRACE).content == sentence(notice, "Erased user")


def test_an_id_is_found_in_values_of_any_shape() -> None:
    assert names_id(MESSAGE, ADA)
    assert names_id({"of": [("x", ADA)]}, ADA)
    assert not names_id(MESSAGE, UserId(uuid7(EPOCH, 9)))
